// Keeps the case in step with the list: what comes from the list follows it when threshold or definition change.

import { h } from "./elements.js";
import { listStore } from "./list_store.js";
import { createLive } from "./live.js";

/** What comes from the list and has another value there now; what somebody has set since stays. */
function followed(values, before, after) {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => values[name] === before[name] && value !== before[name]));
}

export function createListKeeper(context) {
  const store = listStore(context);

  function take({ number, inputs, origin }) {
    const { inputs: before, number: numberBefore } = store;
    store.set({ number, inputs: number ? inputs : null, origin });
    if (!number || number !== numberBefore || !before) return;
    const changes = followed(context.values(), before, inputs);
    if (!Object.keys(changes).length) return;
    const about = context.say("aus der Kundenliste nachgeführt", "updated from the customer list");
    const problem = context.change(changes, { about });
    const said = context.say("Der Business Case folgt der Kundenliste.", "The business case follows the customer list.");
    if (problem) context.problem(problem);
    else context.toast(said, { undo: true });
  }

  // It shows nothing itself; with a list the page is not ready before its figures have followed.
  const element = h("div");
  element.hidden = true;
  const live = createLive(context, "list_inputs", {
    element,
    draw: take,
    isAside: () => store.number === 0,
    key: () => (store.number === 0 ? [] : [store.number, context.results().revenue_threshold, context.values().revenue_per_employee, context.record().identification]),
  });
  const forget = store.onChange(live.update);
  return {
    element,
    update: live.update,
    destroy() {
      forget();
      live.destroy();
    },
  };
}
