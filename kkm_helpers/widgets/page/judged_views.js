// Views in which Python judges the case: what stands behind the decision, what speaks for whom, the risk.

import { createBlocks } from "./blocks.js";
import { freshId, h } from "./elements.js";
import { createLive } from "./live.js";

/** A view of the blocks that a service answers. */
function createJudgedView(context, service, request = () => ({})) {
  const blocks = createBlocks(context);
  const element = h("section", { class: "judged" }, blocks.element);
  const live = createLive(context, service, { element, request, isAside: () => true, draw: (answer) => blocks.draw(answer.blocks) });
  return {
    element,
    update: live.update,
    destroy() {
      live.destroy();
      blocks.destroy();
    },
  };
}

export const createBusinessCaseView = (context) => createJudgedView(context, "business_case");
export const createSourcingView = (context) => createJudgedView(context, "sourcing");

/** A labelled select of the panel beside the risk. */
function createSelect(label, choices, onchange) {
  const id = freshId("risk");
  const select = h("select", { id, onchange: () => onchange(select.value) }, ...choices.map(([value, text]) => h("option", { value }, text)));
  return { select, element: h("div", { class: "control" }, h("label", { for: id }, label), select) };
}

/** The risk: a first look with few draws, many of them behind it; which option, and over which assumptions the maps are. */
export function createRiskView(context) {
  const { say, facts } = context;
  const chosen = context.kept("risk", () => ({ option: "", across: "", down: "" }));
  const blocks = createBlocks(context);
  const element = h("section", { class: "judged" }, blocks.element);
  const request = () => ({ option: chosen.option, over: chosen.across && chosen.down ? [chosen.across, chosen.down] : null });

  const options = Object.entries(facts.options).filter(([name]) => name !== "passive");
  const byLabel = [...context.specs.values()].filter(({ choices }) => !choices.length).map(({ name, label }) => [name, label]).sort((a, b) => a[1].localeCompare(b[1], context.language));
  const automatic = [["", say("die mit der größten Wirkung", "the one with the largest effect")]];
  const choose = (key) => (value) => {
    chosen[key] = value;
    live.update();
  };
  const selects = {
    option: createSelect(say("Option, um die es geht", "Option looked at"), [["", say("die empfohlene, sonst die beste aktive", "the recommended one, else the best active one")], ...options], choose("option")),
    across: createSelect(say("Karte: waagrecht", "Map: across"), [...automatic, ...byLabel], choose("across")),
    down: createSelect(say("Karte: senkrecht", "Map: down"), [...automatic, ...byLabel], choose("down")),
  };
  for (const [key, { select }] of Object.entries(selects)) select.value = chosen[key];

  const live = createLive(context, "risk", {
    element,
    request,
    refined: () => ({ ...request(), refined: true }),
    draw: (answer, _, part) => blocks.draw(answer.blocks, part),
  });
  const aside = h("form", { class: "controls", onsubmit: (event) => event.preventDefault() }, h("h2", {}, say("Ansicht", "View")), h("div", { class: "control-grid" }, ...Object.values(selects).map((one) => one.element)));
  return {
    element,
    aside,
    update: live.update,
    destroy() {
      live.destroy();
      blocks.destroy();
    },
  };
}
