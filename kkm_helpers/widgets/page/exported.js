// What only Python can compute, in a page that knows none: as it was when the page was made, and marked so.

import { createBlocks } from "./blocks.js";
import { h, setText } from "./elements.js";

/** A creator of the view of `step` as it was exported; null where nothing came with the page. */
export const createExported = (step) => (context) => {
  if (!context.exported(step)) return null;
  const { say } = context;
  const blocks = createBlocks(context);
  const mark = h("strong", {}, say("Stand des Exports", "As exported"));
  const text = h("span");
  const note = h("p", { "data-as-exported": step }, mark, " ", text);
  const element = h("section", { class: "judged" }, h("div", { class: "cautions", role: "status" }, note), blocks.element);
  let drawn = false;
  return {
    element,
    update() {
      const isOther = [...context.specs.keys()].some(context.isChanged);
      note.className = isOther ? "caution" : "note";
      setText(text, isOther
        ? say("Sie haben Annahmen geändert. Was hier steht, gehört weiter zum ausgegebenen Fall und nicht zu Ihren Reglern; neu gerechnet wird es nur mit kkm.", "You have changed assumptions. What stands here still belongs to the case that was exported, not to your sliders; only kkm calculates it anew.")
        : say("Diese Auswertung gehört zum ausgegebenen Fall; sie folgt den Reglern nicht.", "This analysis belongs to the case that was exported; it does not follow the sliders."));
      if (drawn) return;
      drawn = true;
      const isThere = context.waitFor(element);
      void blocks.draw(context.exported(step)).then(isThere);
    },
    destroy: blocks.destroy,
  };
};
