// The panel: what a notebook cell or the app shows. It draws plain state and sends back what people change.

import { createCalculationPath } from "./calculation_path.js";
import { createChart } from "./chart.js";
import { createControls } from "./controls.js";
import { createKeyFigures } from "./key_figures.js";
import { createOptionsTable } from "./options_table.js";
import { WORDS } from "./words.js";
import { freshId, h, setAttribute, setText, updateList } from "./elements.js";

const ANSWER_PATIENCE = 10_000; // ms without an answer after which the page says so
const NARROW = 700; // px below which the controls start folded

function theme() {
  const jupyter = document.body.dataset.jpThemeLight;
  const dark = jupyter === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : jupyter === "false";
  return dark ? "dark" : "light";
}

function createDecision() {
  const [option, reason, basis, other] = ["strong", "span", "span", "span"].map((tag) => h(tag));
  other.className = "flip";
  const element = h("section", { class: "decision", "aria-live": "polite" }, h("p", { class: "sentence" }, option, reason), h("p", { class: "basis" }, basis, " ", other));
  return {
    element,
    update(decision) {
      element.classList.toggle("passive", decision.passive);
      other.classList.toggle("same", !decision.flips);
      setText(option, decision.option);
      setText(reason, decision.reason);
      setText(basis, decision.basis);
      setText(other, decision.other);
    },
  };
}

/** One step: its controls at the left, at the right the finding, charts, table and calculation path. */
function createStep(step, model, language, change, folded) {
  const words = WORDS[language];
  const specs = [...step.controls, ...step.more.flatMap((group) => group.controls)];
  const controls = createControls(specs, language, change);
  const place = (spec) => controls.element(spec.name);
  const count = h("span", { class: "count" });
  const more = step.more.map((group) =>
    h("details", { class: "more" }, h("summary", {}, group.label || words.more), h("div", { class: "control-grid" }, ...group.controls.map(place))),
  );
  // Groups with names of their own need to be told from what stands on view.
  if (more.length > 1) more.unshift(h("h3", { class: "more-title" }, words.more));
  const form = h(
    "form",
    { class: "controls", onsubmit: (event) => event.preventDefault() },
    h("details", { open: !folded }, h("summary", {}, h("h2", {}, words.assumptions), count), h("div", { class: "control-grid" }, ...step.controls.map(place)), ...more),
  );
  // Where a figure comes from stands at the panel's foot while its control is looked at.
  const source = h("p", { class: "source", role: "status" });
  const specOf = new Map(specs.map((spec) => [spec.name, spec]));
  const showSource = (event) => {
    const spec = specOf.get(event.target.closest("[data-control]")?.dataset.control);
    if (spec) source.replaceChildren(h("strong", {}, spec.label), " ", spec.source);
  };
  form.append(source);
  form.addEventListener("focusin", showSource);
  form.addEventListener("mouseover", showSource);
  const cautions = h("div", { class: "cautions", role: "status" });
  const finding = h("h2", { class: "finding" });
  const figures = createKeyFigures();
  const charts = new Map(step.charts.map((name) => [name, createChart(name, model, language)]));
  const table = createOptionsTable();
  const path = createCalculationPath(language);
  const answer = h("div", { class: "answer" }, cautions, finding, figures.element, h("div", { class: "charts" }, ...[...charts.values()].map((chart) => chart.element)), table.element, path.element);
  const element = h("section", { class: "step" }, form, answer);
  answer.classList.add("empty");

  return {
    element,
    answer,
    showProblem: controls.showProblem,
    updateControls(values) {
      controls.update(values);
      const changed = specs.filter((spec) => values[spec.name] !== spec.start).length;
      setText(count, changed ? words.count(changed) : "");
    },
    update(outputs) {
      updateList(cautions, outputs.cautions, () => h("p", { class: "caution" }, h("strong", {}, words.caution), " ", h("span")), (line, text) => setText(line.querySelector("span"), text));
      setText(finding, outputs.finding);
      figures.element.hidden = !outputs.figures.length;
      figures.update(outputs.figures);
      table.element.hidden = !outputs.table;
      if (outputs.table) table.update(outputs.table);
      path.update(outputs.path);
      answer.classList.remove("empty");
      return Promise.all(outputs.charts.map((chart) => charts.get(chart.name).update(chart)));
    },
    redraw: () => charts.forEach((chart) => chart.redraw()),
    destroy: () => charts.forEach((chart) => chart.destroy()),
  };
}

function createTabs(steps, language, choose) {
  const panelId = freshId("step");
  const tabs = steps.map((step) =>
    h("button", { type: "button", role: "tab", id: freshId(step.name), "data-step": step.name, "aria-controls": panelId, onclick: () => choose(step.name) }, h("span", { class: "number" }, String(step.number)), step.label),
  );
  const element = h("div", { role: "tablist", class: "steps", "aria-label": WORDS[language].steps }, ...tabs);
  const moves = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
  element.addEventListener("keydown", (event) => {
    if (!(event.key in moves)) return;
    event.preventDefault();
    const at = tabs.indexOf(event.target) + moves[event.key];
    const next = tabs[Number.isFinite(at) ? (at + tabs.length) % tabs.length : at < 0 ? 0 : tabs.length - 1];
    next.focus();
    choose(next.dataset.step);
  });
  return {
    element,
    panelId,
    /** Marks the step's tab and returns its id. */
    select(name) {
      for (const tab of tabs) {
        const selected = tab.dataset.step === name;
        setAttribute(tab, "aria-selected", String(selected));
        tab.tabIndex = selected ? 0 : -1;
        if (selected) setAttribute(element, "data-selected", tab.id);
      }
      return element.dataset.selected;
    },
  };
}

function render({ model, el }) {
  const { language, frame, title, subtitle, steps } = model.get("content");
  const words = WORDS[language];
  const isApp = frame === "app";
  let values = { ...model.get("values") };
  let lastChanged = null;
  let drawn = {};
  let patience;

  function send(more) {
    root.dataset.ready = "false";
    for (const [name, value] of Object.entries(more)) model.set(name, value);
    model.set("seq", model.get("seq") + 1);
    model.save_changes();
    clearTimeout(patience);
    patience = setTimeout(() => (notice.hidden = false), ANSWER_PATIENCE);
  }

  function change(name, value) {
    lastChanged = name;
    values = { ...values, [name]: value };
    current().updateControls(values);
    send({ values });
  }

  const decision = createDecision();
  const tiles = createKeyFigures();
  const tabs = createTabs(steps, language, showStep);
  const place = h(isApp ? "main" : "div", isApp ? { id: tabs.panelId, role: "tabpanel", class: "place" } : { class: "place" });
  const notice = h("p", { class: "caution notice", role: "alert" }, words.lost);
  notice.hidden = true;
  const header = h("header", { class: "top" }, h("h1", {}, title), h("p", {}, subtitle));
  const root = h("div", { class: "kkm", lang: language, "data-frame": frame, "data-ready": "false" });
  // JupyterLab takes keys as its own unless the focused element itself says no: an arrow shall move the slider.
  root.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
  root.append(...(isApp ? [header, decision.element, tiles.element, tabs.element] : []), notice, place);
  el.append(root);

  const built = new Map();
  let shown = null;

  function current() {
    if (!built.has(shown)) {
      const folded = root.clientWidth > 0 && root.clientWidth < NARROW;
      built.set(shown, createStep(steps.find((step) => step.name === shown), model, language, change, folded));
    }
    return built.get(shown);
  }

  function attach(name) {
    shown = name;
    const labelledby = tabs.select(name);
    if (isApp) setAttribute(place, "aria-labelledby", labelledby);
    current().updateControls(values);
    place.replaceChildren(current().element);
  }

  function showStep(name) {
    if (name === shown) return;
    attach(name);
    current().answer.classList.add("empty");
    send({ step: name });
  }

  /** Draws what Python computed; the page is ready when all of it stands and no change waits for its answer. */
  async function draw() {
    const outputs = model.get("outputs");
    const done = model.get("done");
    if (drawn.outputs === outputs && drawn.done === done) return;
    drawn = { outputs, done };
    decision.update(outputs.decision);
    tiles.update(outputs.tiles);
    if (outputs.step.name !== shown) return;
    const charts = current().update(outputs.step);
    if (done < model.get("seq")) return;
    settle(outputs);
    await charts;
    if (model.get("done") >= model.get("seq")) root.dataset.ready = "true";
  }

  /** Every change is answered: Python's values hold, and what it refused is said where it was changed. */
  function settle(outputs) {
    clearTimeout(patience);
    notice.hidden = true;
    values = { ...model.get("values") };
    current().updateControls(values);
    if (outputs.problem && lastChanged) current().showProblem(lastChanged, outputs.problem);
  }

  function setTheme() {
    if (root.dataset.theme === theme()) return;
    root.dataset.theme = theme();
    if (shown) current().redraw();
  }

  setTheme();
  const media = matchMedia("(prefers-color-scheme: dark)");
  const jupyterTheme = new MutationObserver(setTheme);
  jupyterTheme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  media.addEventListener("change", setTheme);

  // `done` and `outputs` come in one message, and both are set before either event: the second finds nothing to draw.
  const answered = () => void draw();
  model.on("change:outputs", answered);
  model.on("change:done", answered);
  attach(model.get("step"));
  void draw();

  return () => {
    clearTimeout(patience);
    jupyterTheme.disconnect();
    media.removeEventListener("change", setTheme);
    model.off("change:outputs", answered);
    model.off("change:done", answered);
    built.forEach((step) => step.destroy());
  };
}

export default { render };
