// The head of the app: title, client and project, menus, undo and redo, language.

import { h, setAttribute, setText } from "./elements.js";
import { HEADER, possible } from "./views.js";

const ARROWS = { undo: "M4 7h8a4 4 0 0 1 0 8H8M7 4 4 7l3 3", redo: "M14 7H6a4 4 0 0 0 0 8h4M11 4l3 3-3 3" };
const LANGUAGES = { de: "Deutsch", en: "English" };

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 18 18");
  svg.setAttribute("aria-hidden", "true");
  svg.innerHTML = `<path d="${path}" />`;
  return svg;
}

export function createHeader(context) {
  const subtitle = h("p");
  const views = possible(HEADER, context);
  const steps = ["undo", "redo"].map((name) => {
    const button = h("button", { type: "button", class: "icon", "aria-label": context.words[name], title: context.words[name], onclick: () => context[name]() }, icon(ARROWS[name]));
    return [button, name === "undo" ? context.canUndo : context.canRedo];
  });
  const languages = Object.entries(LANGUAGES).map(([name, title]) =>
    h("button", { type: "button", lang: name, title, "aria-pressed": String(name === context.language), "data-language": name, onclick: () => context.setLanguage(name) }, name.toUpperCase()),
  );
  const element = h(
    "header",
    { class: "top" },
    h("div", { class: "brand" }, h("h1", {}, context.title), subtitle),
    h(
      "div",
      { class: "tools" },
      ...views.map((view) => view.element),
      h("div", { class: "undo" }, ...steps.map(([button]) => button)),
      h("div", { class: "language", role: "group", "aria-label": context.words.language }, ...languages),
    ),
  );
  return {
    element,
    update() {
      setText(subtitle, context.record().name ?? "");
      for (const [button, isPossible] of steps) setAttribute(button, "aria-disabled", String(!isPossible()));
      views.forEach((view) => view.update());
    },
    destroy: () => views.forEach((view) => view.destroy?.()),
  };
}
