// The panel: what a notebook cell or the app shows. It computes and draws at once what people change, and tells Python.

import { createContext } from "./context.js";
import { createDecision } from "./decision.js";
import { h, setAttribute } from "./elements.js";
import { createFoot } from "./foot.js";
import { createHeader } from "./header.js";
import { createKeyFigures } from "./key_figures.js";
import { createConnectionNotice, createToast } from "./notices.js";
import { paced } from "./pace.js";
import { isWaiting, refereed } from "./referee.js";
import { createStep } from "./step.js";
import { createTabs } from "./tabs.js";
import { applyLook } from "./view_menu.js";
import { EVERYWHERE, possible } from "./views.js";

/** What the surroundings have: JupyterLab's theme, else that of the system. */
function themeAround() {
  const jupyter = document.body.dataset.jpThemeLight;
  const dark = jupyter === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : jupyter === "false";
  return dark ? "dark" : "light";
}

/** The frame of the page in one language: everything that is made anew when the language changes. */
function createFrame(context) {
  const { isApp, words } = context;
  const header = createHeader(context);
  const decision = createDecision(context);
  const tiles = createKeyFigures(context);
  const band = h("section", { class: "band", "aria-label": words.keyFigures }, tiles.element);
  const tabs = createTabs(context);
  const place = isApp ? h("main", { class: "place", tabindex: "-1" }, h("div", { id: tabs.panelId, role: "tabpanel" })) : h("div", { class: "place" });
  const stage = isApp ? place.firstElementChild : place;
  const notice = createConnectionNotice(context);
  const toast = createToast(context);
  const everywhere = isApp ? possible(EVERYWHERE, context) : [];
  const skip = h("button", { type: "button", class: "skip", onclick: () => place.focus() }, words.skip);
  const steps = new Map();
  let shown = null;

  function current() {
    const name = context.step();
    if (!steps.has(name)) steps.set(name, createStep(context.steps.find((step) => step.name === name), context));
    if (shown !== name) {
      shown = name;
      const tab = tabs.select(name);
      if (isApp) setAttribute(stage, "aria-labelledby", tab);
      stage.replaceChildren(steps.get(name).element);
    }
    return steps.get(name);
  }

  return {
    elements: [
      ...(isApp ? [skip, header.element, decision.element, band, tabs.element] : []),
      notice.element,
      place,
      ...(isApp ? [createFoot(context).element] : []),
      ...everywhere.map((view) => view.element).filter(Boolean),
      toast.element,
    ],
    toast: toast.show,
    notify: notice.update,
    showProblem: (name, text) => current().showProblem(name, text),
    update(outputs, before) {
      notice.update();
      if (isApp) {
        header.update();
        decision.update(outputs.decision);
        tiles.update(outputs.tiles, before.tiles);
      }
      everywhere.forEach((view) => view.update());
      return current().update(outputs.step, before.step);
    },
    destroy() {
      header.destroy();
      decision.destroy();
      toast.destroy();
      everywhere.forEach((view) => view.destroy?.());
      steps.forEach((step) => step.destroy());
    },
  };
}

/**
 * Draws a panel into `el`. `memory` keeps what people have done where the page can be loaded again:
 * { load() -> { state, isOffer } or null, save(state) }.
 */
export function render({ model, el, memory = null }) {
  const remembered = memory?.load() ?? null;
  const opened = model.get("state");
  const state = remembered && !remembered.isOffer ? { ...opened, ...remembered.state } : opened;
  const root = h("div", { class: "kkm", "data-frame": opened.frame, "data-ready": "false" });
  let chosenTheme = null;
  let frame = null;
  let lastChanged = null;
  let drawn = { outputs: null, key: "" }; // what is on view
  let before = { outputs: null, key: [null] }; // the same of the case as it was opened
  let turn = 0; // number of the latest change or drawing: what an earlier one finishes says nothing of the page
  let finished = 0; // the latest that is drawn

  const shell = { root, draw, refused, keep: () => memory?.save(context.state()), theme: () => root.dataset.theme, setLook, toast: (...said) => frame.toast(...said) };
  const context = createContext({ model, state, shell });
  const update = paced(updateAll);

  /** What everything on view was when the case was opened. */
  function outputsBefore() {
    const key = [context.start(), context.step(), context.language];
    if (!before.key.every((part, index) => part === key[index])) before = { key, outputs: context.outputs(context.start()) };
    return before.outputs;
  }

  /** Computes what is on view and draws it; where Python has judged this very case, its word holds. */
  function updateAll() {
    turn += 1;
    const mine = turn;
    const page = context.outputs();
    const python = context.judged();
    const key = `${context.language} ${context.step()}`;
    // What is already drawn and still right is kept, piece by piece, so that it is not drawn again.
    const computed = python ? refereed(page, python) : page;
    const outputs = drawn.key === key ? refereed(drawn.outputs, computed) : computed;
    drawn = { outputs, key };
    showPython();
    const charts = frame.update(outputs, outputsBefore());
    void charts.then(() => {
      finished = Math.max(finished, mine); // what is no longer on view may be drawn later
      showReady();
    });
  }

  /** How it stands with Python: starting, there, lost; judged once it has said its word on the case on view. */
  function showPython() {
    const connection = context.connection();
    setAttribute(root, "data-python", connection === "there" && context.judged() ? "judged" : connection);
  }

  function showReady() {
    if (finished === turn && !isWaiting(drawn.outputs.step) && !context.isWaiting()) root.dataset.ready = "true";
  }

  function draw(kind) {
    if (!frame) return;
    showPython();
    if (kind === "look") return;
    if (kind === "waited") return void showReady();
    if (kind === "connection") return void frame.notify();
    if (kind === "answer") return void update();
    if (kind === "session") {
      if (model.get("session") > 1) frame.toast(context.words.restarted);
      return void context.tell();
    }
    turn += 1;
    root.dataset.ready = "false";
    memory?.save(context.state());
    if (kind === "language") build();
    update();
  }

  function refused(problem) {
    if (!lastChanged || !frame.showProblem(lastChanged, problem)) frame.toast(problem, { isProblem: true });
  }

  function build() {
    frame?.destroy();
    root.lang = context.language;
    if (context.isApp) {
      document.documentElement.lang = context.language;
      document.title = context.title;
    }
    frame = createFrame(context);
    drawn = { outputs: null, key: "" };
    root.replaceChildren(...frame.elements);
  }

  function showTheme() {
    const theme = chosenTheme ?? themeAround();
    if (root.dataset.theme === theme) return;
    root.dataset.theme = theme;
    if (frame) context.redraw();
  }

  function setLook({ theme, mode }) {
    chosenTheme = theme;
    root.dataset.theme = theme ?? themeAround();
    if (mode) root.dataset.mode = mode;
    else delete root.dataset.mode;
    context.redraw();
  }

  context.onChange(({ kind, entry }) => {
    if (kind === "change") [lastChanged] = Object.keys(entry.changes).slice(-1);
  });
  // JupyterLab takes keys as its own unless the focused element itself says no: an arrow shall move the slider.
  root.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
  root.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.altKey && ["z", "y"].includes(event.key.toLowerCase());
    if (!isUndo || event.target.matches('input[type="text"], textarea')) return;
    event.preventDefault();
    if (event.key.toLowerCase() === "y" || event.shiftKey) context.redo();
    else context.undo();
  });
  const media = matchMedia("(prefers-color-scheme: dark)");
  const jupyterTheme = new MutationObserver(showTheme);
  jupyterTheme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  media.addEventListener("change", showTheme);
  const follow = () => context.follow(model.get("state"));
  model.on("change:state", follow);

  if (context.isApp) applyLook(context);
  showTheme();
  build();
  el.append(root);
  update();
  if (remembered) {
    const { words, open } = context;
    if (remembered.isOffer) frame.toast(words.restorable, { actions: [[words.restore, () => open(remembered.state.case)]] });
    else frame.toast(words.restored, { actions: [[words.discard, () => open(opened.case)]] });
  }
  context.tell();

  return () => {
    update.stop();
    jupyterTheme.disconnect();
    media.removeEventListener("change", showTheme);
    model.off("change:state", follow);
    frame.destroy();
    context.destroy();
  };
}
