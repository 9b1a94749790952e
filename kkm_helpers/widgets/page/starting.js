// What a view says until Python has told what there is; the page is not ready before.

import { h, setText } from "./elements.js";

export function createStarting(context) {
  const element = h("p", { class: "prose", role: "status" });
  let isThere = null;
  return {
    element,
    update() {
      setText(element, context.connection() === "there" ? context.words.recalculating : context.words.starting);
      isThere ??= context.waitFor(element);
    },
    /** Another view has taken its place. */
    leave() {
      isThere?.();
      isThere = null;
    },
  };
}
