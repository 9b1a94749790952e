// The decision sentence with its basis, and what the other potential would say.

import { h, setText, updateList } from "./elements.js";
import { createLive } from "./live.js";

const SPOKEN_AFTER = 700; // ms after the last change

/** Python's judgement, which needs the risk: what the sentence above must not be read without. */
function createJudgement(context) {
  const verdict = h("strong");
  const answers = h("span", { class: "answers" });
  const sentence = h("p");
  const details = h("details", {}, h("summary", {}, verdict, answers, h("span", { class: "link" }, context.say("Voraussetzungen", "Preconditions"))), sentence);
  const element = h("div", { class: "judgement" }, details);

  details.hidden = true;

  function draw({ verdict: said, answers: given, sentence: all }) {
    setText(verdict, said);
    updateList(answers, given, () => h("span"), (place, [question, answer]) => setText(place, `${question} ${answer.split(":")[0]}`));
    setText(sentence, all);
    details.hidden = false;
  }

  if (context.judgement) draw(context.judgement);
  const live = context.hasPython ? createLive(context, "judgement", { element, draw, isAside: () => true }) : null;
  return {
    element,
    update() {
      if (live) live.update();
      else element.hidden = !context.judgement || [...context.specs.keys()].some(context.isChanged);
    },
    destroy: () => live?.destroy(),
  };
}

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
  const judgement = createJudgement(context);
  element.append(judgement.element);
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
      judgement.update();
      // Screen readers say it once things have settled.
      clearTimeout(timer);
      timer = setTimeout(() => setText(spoken, `${decision.option}${decision.reason}`), SPOKEN_AFTER);
    },
    destroy() {
      clearTimeout(timer);
      judgement.destroy();
    },
  };
}
