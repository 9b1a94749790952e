// Between which values each uncertain assumption may lie: what the draws and the tornado take, changed by hand.

import { fold, h, setText } from "./elements.js";
import { createNumberField } from "./fields.js";
import { createLive } from "./live.js";
import { formatField } from "./numbers.js";

const ON_VIEW = 6; // intervals that stand first; the others are folded
const ENDS = ["low", "high"];

/** The intervals that the scenario says itself, by assumption. */
const ownOf = (context) => context.record().uncertainty ?? {};

/** Why `value` cannot be that end of an interval around today's value, in words; empty where it can. */
function misfit(end, value, [low, high], today, spec, context) {
  const { say, language } = context;
  const written = (number) => formatField(number, spec, language);
  if (end === 0 && value > today) return say(`„${written(value)}“ liegt über dem heutigen Wert. Bitte höchstens ${written(today)} eingeben.`, `“${written(value)}” is above today's value. Please enter ${written(today)} at most.`);
  if (end === 1 && value < today) return say(`„${written(value)}“ liegt unter dem heutigen Wert. Bitte mindestens ${written(today)} eingeben.`, `“${written(value)}” is below today's value. Please enter at least ${written(today)}.`);
  if (low > high) return say(`Die Spanne reicht dann von ${written(low)} bis ${written(high)}. Bitte zuerst das andere Ende ändern.`, `The interval would reach from ${written(low)} to ${written(high)}. Please change the other end first.`);
  return "";
}

/** Both ends of one interval; `published()` is what holds where the scenario says nothing. */
function createInterval(spec, published, context) {
  const { say, language, words } = context;
  const today = h("small");
  const labels = [say("mindestens", "at least"), say("höchstens", "at most")];
  const fields = ENDS.map((name, end) => createNumberField(context, { ...spec, name: `${name}_${spec.name}`, label: labels[end] }, (value) => take(end, value)));
  const used = h("p", { class: "hint" });
  const element = h("fieldset", { class: "interval", "data-interval": spec.name }, h("legend", {}, spec.label), today, h("div", { class: "interval-ends" }, ...fields.map((field) => field.element)), used);

  function take(end, value) {
    const before = ownOf(context)[spec.name] ?? published();
    const next = before.map((each, index) => (index === end ? (value ?? published()[end]) : each));
    const problem = misfit(end, next[end], next, context.values()[spec.name], spec, context);
    if (problem) return `${problem} ${words.kept(formatField(before[end], spec, language))}`;
    const others = Object.fromEntries(Object.entries(ownOf(context)).filter(([name]) => name !== spec.name));
    const isPublished = next.every((each, index) => each === published()[index]);
    const uncertainty = isPublished ? others : { ...others, [spec.name]: next };
    return context.change({}, { record: { uncertainty: Object.keys(uncertainty).length ? uncertainty : null }, about: say(`Spanne: ${spec.label}`, `Interval: ${spec.label}`) });
  }

  return {
    element,
    /** `inUse` is what Python takes, which moves with today's value. */
    update(inUse) {
      const own = ownOf(context)[spec.name];
      const value = context.values()[spec.name];
      setText(today, `${say("heute", "today")} ${context.display.display(spec.name, value, { words: true })}`);
      fields.forEach((field, end) => {
        const preset = published()[end];
        field.update(own && own[end] !== preset ? own[end] : null, { preset });
      });
      const isMoved = own && (value < own[0] || value > own[1]);
      const [low, high] = inUse.map((each) => formatField(each, spec, language));
      used.hidden = !isMoved;
      setText(used, say(`Der heutige Wert liegt außerhalb; gerechnet wird mit ${low} bis ${high}.`, `Today's value is outside; ${low} to ${high} is used.`));
    },
  };
}

/** All intervals, those of the most influential assumptions on view. */
export function createUncertaintyForm(context) {
  const { say, specs } = context;
  const known = new Map(); // what Python says of each, by assumption
  const made = new Map();
  const first = h("div", { class: "intervals" });
  const more = h("div", { class: "intervals" });
  const moreLabel = h("summary");
  const waiting = h("div", { class: "live-part" }); // in place of the form, which does not fade under one's hands
  const body = h(
    "form",
    { onsubmit: (event) => event.preventDefault() },
    h("p", { class: "note" }, say("Zwischen diesen Werten wird gezogen; die einflussreichsten Annahmen stehen zuerst. Eine Spanne steht mit im Szenario. Was entschieden wird oder aus der Kundenliste kommt, hat keine.", "The draws lie between these values; the most influential assumptions come first. An interval is part of the scenario. What is decided or comes from the customer list has none.")),
    waiting,
    first,
    h("details", { class: "more" }, moreLabel, more),
  );

  function draw({ intervals }) {
    const isOther = intervals.length !== known.size || intervals.some(({ name }) => !known.has(name));
    if (isOther) known.clear();
    for (const each of intervals) known.set(each.name, each);
    // The order stays while one works on them.
    if (isOther) place([...known.keys()]);
    show();
  }

  function place(names) {
    for (const name of names) if (!made.has(name)) made.set(name, createInterval(specs.get(name), () => known.get(name).published, context));
    const elements = names.map((name) => made.get(name).element);
    first.replaceChildren(...elements.slice(0, ON_VIEW));
    more.replaceChildren(...elements.slice(ON_VIEW));
    setText(moreLabel, say(`Weitere ${elements.length - ON_VIEW} Spannen`, `${elements.length - ON_VIEW} more intervals`));
  }

  const show = () => known.forEach(({ used }, name) => made.get(name).update(used));
  const live = createLive(context, "intervals", { element: waiting, isAside: () => true, draw });
  return {
    element: fold(say("Spannen der Annahmen ändern", "Change the intervals of the assumptions"), body),
    update() {
      show();
      live.update();
    },
    destroy: live.destroy,
  };
}
