// What concerns the whole page: how it stands with Python, and what was just done.

import { h, setAttribute, setText } from "./elements.js";

const TOAST_STAYS = 8000; // ms
const OFFER_STAYS = 30_000; // ms; who has to decide needs longer than who only reads

/** Says that Python is not there, with a way back where the model knows one. */
export function createConnectionNotice(context) {
  const text = h("span");
  const button = h("button", { type: "button", class: "button", onclick: () => context.model.reconnect() }, context.words.reconnect);
  const element = h("p", { class: "caution notice", role: "alert" }, text, " ", button);
  element.hidden = true;
  return {
    element,
    update() {
      const isLost = context.connection() === "lost";
      element.hidden = !isLost;
      setText(text, isLost ? context.words.lost : "");
      button.hidden = !context.model.reconnect;
    },
  };
}

/** A line at the foot of the page that says what was done, with a way back; what did not work stays until it is closed. */
export function createToast(context) {
  const text = h("span");
  const actions = h("span", { class: "actions" });
  const element = h("div", { class: "toast", role: "status" }, text, actions);
  let timer;
  let stays = TOAST_STAYS;

  function hide() {
    element.classList.remove("on", "problem");
    text.textContent = "";
    actions.replaceChildren();
  }

  function show(said, { undo = false, actions: offered = [], isProblem = false } = {}) {
    const all = [...(undo ? [[context.words.undo, context.undo]] : []), ...offered, ...(isProblem ? [[context.words.close, () => {}]] : [])];
    const act = (work) => () => {
      hide();
      work();
    };
    setText(text, said);
    actions.replaceChildren(...all.map(([label, work]) => h("button", { type: "button", class: "link", onclick: act(work) }, label)));
    element.classList.add("on");
    element.classList.toggle("problem", isProblem);
    setAttribute(element, "role", isProblem ? "alert" : "status");
    stays = all.length ? OFFER_STAYS : TOAST_STAYS;
    rest();
  }

  function rest() {
    clearTimeout(timer);
    if (!element.classList.contains("problem")) timer = setTimeout(hide, stays);
  }

  // What one reads or is about to press stays.
  element.addEventListener("pointerenter", () => clearTimeout(timer));
  element.addEventListener("focusin", () => clearTimeout(timer));
  element.addEventListener("pointerleave", rest);
  return { element, show, destroy: () => clearTimeout(timer) };
}
