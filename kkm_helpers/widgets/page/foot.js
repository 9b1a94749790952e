// The foot of the page: what holds for every figure, and where the page comes from.

import { h } from "./elements.js";

export function createFoot(context) {
  const lines = [context.premises, context.origin || context.words.stays].filter(Boolean);
  return { element: h("footer", { class: "foot" }, ...lines.map((line) => h("p", {}, line))) };
}
