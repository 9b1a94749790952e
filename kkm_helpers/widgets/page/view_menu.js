// How the page is looked at: workshop mode, full screen, light and dark, print; and the keys of a presenter.

import { h, setAttribute, setText } from "./elements.js";
import { createMenu } from "./menu.js";

const THEMES = { light: ["Hell", "Light"], dark: ["Dunkel", "Dark"], system: ["Wie das System", "As the system"] };

/** What was chosen: it stays while the tab lives. */
const look = (context) => context.stored("look", { theme: "system", isWorkshop: false });

/** Shows the page as was chosen. */
export function applyLook(context) {
  const { theme, isWorkshop } = look(context);
  context.setLook({ theme: theme === "system" ? null : theme, mode: isWorkshop ? "workshop" : null });
}

function choose(context, chosen) {
  context.store("look", { ...look(context), ...chosen });
  applyLook(context);
}

/** Shows the step `by` places further, from its beginning. */
function moveStep(context, by) {
  const at = context.steps.findIndex(({ name }) => name === context.step());
  const next = context.steps[at + by];
  if (!next) return;
  context.show(next.name);
  context.root.querySelector(`[role="tab"][data-step="${next.name}"]`)?.focus({ preventScroll: true });
  scrollTo({ top: 0 });
}

/** The page as it is printed: the layout of the paper, light, every part of the calculation open. */
function createPrint(context) {
  let opened = [];

  function before() {
    if (context.root.classList.contains("printing")) return;
    context.root.classList.add("printing");
    opened = [...context.root.querySelectorAll(".answer details:not([open], .chart-table)")];
    for (const details of opened) {
      details.open = true;
      details.dispatchEvent(new Event("toggle")); // what it holds is drawn now: the browser tells only after the print
    }
    context.setLook({ theme: "light", mode: null }); // the charts are drawn again, now as wide as the paper
  }

  function after() {
    context.root.classList.remove("printing");
    opened.forEach((details) => (details.open = false));
    applyLook(context);
  }

  addEventListener("beforeprint", before);
  addEventListener("afterprint", after);
  return () => {
    removeEventListener("beforeprint", before);
    removeEventListener("afterprint", after);
  };
}

export function createViewMenu(context) {
  const { say } = context;
  const press = (label, act) => h("button", { type: "button", onclick: act }, label);
  const workshop = press(say("Workshop-Ansicht", "Workshop view"), () => choose(context, { isWorkshop: !look(context).isWorkshop }));
  const screen = press("", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => context.problem(say("Der Browser erlaubt hier kein Vollbild.", "The browser allows no full screen here."))));
  const themes = Object.entries(THEMES).map(([name, label]) => [name, press(say(...label), () => choose(context, { theme: name }))]);
  const key = (name, words) => h("p", { class: "key" }, h("kbd", {}, name), h("span", {}, words));
  const menu = createMenu(
    "view",
    say("Ansicht", "View"),
    workshop,
    screen,
    press(say("Drucken", "Print"), () => print()),
    h("hr"),
    h("p", { class: "menu-head" }, say("Farben", "Colours")),
    ...themes.map(([, button]) => button),
    h("hr"),
    h("p", { class: "menu-head" }, say("Tasten", "Keys")),
    key(say("Alt + ↓", "Alt + ↓"), say("nächster Schritt", "next step")),
    key(say("Alt + ↑", "Alt + ↑"), say("vorheriger Schritt", "previous step")),
    key(say("Bild ↓, Bild ↑", "Page Down, Page Up"), say("ebenso in der Workshop-Ansicht", "the same in the workshop view")),
    key(say("Strg + Z, Strg + Y", "Ctrl + Z, Ctrl + Y"), say("rückgängig, wiederholen", "undo, redo")),
  );
  screen.hidden = !document.fullscreenEnabled;

  function update() {
    const { theme, isWorkshop } = look(context);
    setAttribute(workshop, "aria-pressed", String(isWorkshop));
    setText(screen, document.fullscreenElement ? say("Vollbild verlassen", "Leave full screen") : say("Vollbild", "Full screen"));
    for (const [name, button] of themes) setAttribute(button, "aria-pressed", String(name === theme));
  }

  const forgetPrint = createPrint(context);
  const forgetLook = context.onChange(({ kind }) => kind === "look" && update());
  document.addEventListener("fullscreenchange", update);
  return {
    element: menu.element,
    update,
    destroy() {
      menu.destroy();
      forgetPrint();
      forgetLook();
      document.removeEventListener("fullscreenchange", update);
    },
  };
}

const TYPING = 'input:not([type="range"]), textarea, select, [contenteditable="true"]';

/** The keys of a presenter, which do nothing while somebody types or a dialog is open. */
export function createKeys(context) {
  function press(event) {
    const isArrow = event.altKey && ["ArrowDown", "ArrowUp"].includes(event.key);
    // A presenter's remote sends the page keys; elsewhere they scroll.
    const isPage = look(context).isWorkshop && !event.altKey && ["PageDown", "PageUp"].includes(event.key);
    if (!(isArrow || isPage) || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (event.target.closest?.(TYPING) || context.root.querySelector("dialog[open]")) return;
    event.preventDefault();
    moveStep(context, ["ArrowDown", "PageDown"].includes(event.key) ? 1 : -1);
  }

  document.addEventListener("keydown", press);
  return { element: null, update() {}, destroy: () => document.removeEventListener("keydown", press) };
}
