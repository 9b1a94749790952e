// Scenarios kept side by side: keep, go to, rename, remove, compare.

import { createBlocks } from "./blocks.js";
import { h } from "./elements.js";
import { createDialog } from "./menu.js";

const MOST_KEPT = 6;
const KEY = "scenarios";

/** The kept scenarios and the dialog that compares them with the case on view. */
export function createComparison(context) {
  const { say } = context;
  const blocks = createBlocks(context);
  const list = h("ul", { class: "kept" });
  const note = h("p", { class: "note", role: "status" });
  const dialog = createDialog(say("Szenarien im Vergleich", "Scenarios compared"), say("Schließen", "Close"), list, note, blocks.element);

  const kept = () => context.stored(KEY, []);
  const now = () => ({ name: say("Jetzt auf der Seite", "Now on the page"), values: context.values() });

  function put(scenarios) {
    context.store(KEY, scenarios);
    drawList();
  }

  function drawList() {
    list.replaceChildren(
      ...kept().map((one, index) => {
        const name = h("input", { type: "text", "aria-label": say("Name des Szenarios", "Name of the scenario"), onchange: () => put(kept().map((each, at) => (at === index ? { ...each, name: name.value || each.name } : each))) || void compare() });
        name.value = one.name;
        const open = () => {
          context.open(one.case, { about: one.name });
          dialog.close();
        };
        return h(
          "li",
          {},
          name,
          h("button", { type: "button", class: "button", onclick: open }, say("Öffnen", "Open")),
          h("button", { type: "button", class: "link", onclick: () => put(kept().filter((_, at) => at !== index)) || void compare() }, say("Entfernen", "Remove")),
        );
      }),
    );
  }

  async function compare() {
    const scenarios = [now(), ...kept().map(({ name, case: { values } }) => ({ name, values }))];
    note.textContent = context.words.recalculating;
    try {
      const { answer } = await context.ask("compare", { scenarios });
      await blocks.draw(answer.blocks);
      note.textContent = kept().length ? "" : say("Noch ist kein Szenario daneben gestellt.", "No scenario is kept yet.");
    } catch (error) {
      note.textContent = error.message;
    }
  }

  return {
    element: dialog.element,
    count: () => kept().length,
    /** Keeps the case on view; false where there is no room. */
    keep() {
      if (kept().length >= MOST_KEPT) return false;
      const { case: taken } = context.state();
      const name = context.record().name || say(`Szenario ${kept().length + 1}`, `Scenario ${kept().length + 1}`);
      put([...kept(), { name, case: taken }]);
      return true;
    },
    show() {
      drawList();
      dialog.show();
      void compare();
    },
    destroy: () => blocks.destroy(),
  };
}
