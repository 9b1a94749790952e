// The decision sentence with its basis, and what the other potential would say.

import { h, setText } from "./elements.js";

const SPOKEN_AFTER = 700; // ms after the last change

export function createDecision(context) {
  const [option, reason, basis, other] = ["strong", "span", "span", "span"].map((tag) => h(tag));
  other.className = "flip";
  const spoken = h("p", { class: "sr", role: "status" });
  const both = h("button", { type: "button", class: "link", onclick: () => context.show("potential") }, context.words.bothPotentials);
  const element = h(
    "section",
    { class: "decision", "aria-label": context.words.decision },
    h("p", { class: "sentence" }, option, reason),
    spoken,
    h("p", { class: "basis" }, basis, " ", other, " ", both),
  );
  let timer;
  return {
    element,
    update(decision) {
      element.classList.toggle("passive", decision.passive);
      other.classList.toggle("same", !decision.flips);
      setText(option, decision.option);
      setText(reason, decision.reason);
      setText(basis, decision.basis);
      setText(other, decision.other);
      // Screen readers say it once things have settled.
      clearTimeout(timer);
      timer = setTimeout(() => setText(spoken, `${decision.option}${decision.reason}`), SPOKEN_AFTER);
    },
    destroy: () => clearTimeout(timer),
  };
}
