// What opens from a button: a menu of the head, a dialog.

import { freshId, h, setText } from "./elements.js";

/**
 * A menu of the head: `items` are elements of its body. It closes on a choice, on Escape, and when one goes elsewhere;
 * where a choice fails, it opens again and says why.
 */
export function createMenu(name, label, ...items) {
  const summary = h("summary", {}, label);
  const problem = h("p", { class: "error", role: "alert" });
  const body = h("div", { class: "menu-body" });
  const element = h("details", { class: "menu", "data-menu": name }, summary, body);

  function close({ refocus = false } = {}) {
    if (!element.open) return;
    element.open = false;
    if (refocus) summary.focus();
  }

  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.open) return;
    event.stopPropagation();
    close({ refocus: true });
  });
  function fill(...content) {
    body.replaceChildren(problem, ...content);
  }

  function showProblem(text) {
    setText(problem, text);
    problem.hidden = !text;
    if (!text) return;
    element.open = true;
    summary.focus(); // so that Escape closes it
  }

  showProblem("");
  fill(...items);
  body.addEventListener("click", (event) => {
    if (!event.target.closest("button")) return;
    showProblem("");
    close();
  });
  const elsewhere = (event) => element.contains(event.target) || close();
  document.addEventListener("pointerdown", elsewhere);
  document.addEventListener("focusin", elsewhere);
  return {
    element,
    fill,
    showProblem,
    destroy() {
      document.removeEventListener("pointerdown", elsewhere);
      document.removeEventListener("focusin", elsewhere);
    },
  };
}

/** A dialog over the page with a title and a way out; `show()` opens it. */
export function createDialog(title, closeLabel, ...content) {
  const heading = h("h2", { id: freshId("dialog") }, title);
  const close = h("button", { type: "button", class: "button", onclick: () => element.close() }, closeLabel);
  const element = h("dialog", { "aria-labelledby": heading.id }, h("div", { class: "dialog-head" }, heading, close), ...content);
  return { element, heading, show: () => element.open || element.showModal(), close: () => element.close() };
}
