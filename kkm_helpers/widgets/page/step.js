// One step: its controls at the left, at the right the answer: finding, charts, table, calculation path, views.

import { createCalculationPath } from "./calculation_path.js";
import { showAssumptions } from "./assumptions.js";
import { createChart } from "./chart.js";
import { createControls } from "./controls.js";
import { createKeyFigures } from "./key_figures.js";
import { createOptionsTable } from "./options_table.js";
import { h, setText, updateList } from "./elements.js";
import { VIEWS, possible } from "./views.js";

const NARROW = 700; // px below which the controls start folded

/** The controls of a step, with the source of the one that is looked at at their foot. */
function createForm(step, context) {
  const { words, specs } = context;
  const names = [...step.controls, ...step.more.flatMap((group) => group.controls)];
  const controls = createControls(names, context);
  const count = h("span", { class: "count" });
  const grid = (list) => h("div", { class: "control-grid" }, ...list.map(controls.element));
  const more = step.more.map((group) => h("details", { class: "more" }, h("summary", {}, group.label || words.more), grid(group.controls)));
  // Groups with names of their own need to be told from what stands on view.
  if (more.length > 1) more.unshift(h("h3", { class: "more-title" }, words.more));
  // The app fills its window, and asking for that needs no layout of what is being made.
  const isNarrow = context.isApp ? matchMedia(`(width < ${NARROW}px)`).matches : context.root.clientWidth > 0 && context.root.clientWidth < NARROW;
  const source = h("p", { class: "source", role: "status" });
  const element = h(
    "form",
    { class: "controls", onsubmit: (event) => event.preventDefault() },
    h("details", { open: !isNarrow }, h("summary", {}, h("h2", {}, words.assumptions), count), grid(step.controls), ...more),
    context.isApp ? h("button", { type: "button", class: "link all-assumptions", onclick: () => showAssumptions(context) }, words.allAssumptions(specs.size)) : null,
    source,
  );
  const showSource = (event) => {
    const spec = specs.get(event.target.closest("[data-control]")?.dataset.control);
    if (spec) source.replaceChildren(h("strong", {}, spec.label), " ", context.sourceOf(spec.name));
  };
  if (context.isLocked) {
    element.prepend(h("p", { class: "locked" }, words.locked));
  }
  element.addEventListener("focusin", showSource);
  element.addEventListener("mouseover", showSource);
  return {
    element,
    showProblem: controls.showProblem,
    update() {
      controls.update();
      const changed = names.filter(context.isChanged).length;
      setText(count, changed ? words.count(changed) : "");
    },
  };
}

export function createStep(step, context) {
  const { words } = context;
  const views = context.isApp ? possible(VIEWS[step.name] ?? [], context) : [];
  const form = step.controls.length ? createForm(step, context) : null;
  const cautions = h("div", { class: "cautions", role: "status" });
  const finding = h("h2", { class: "finding" });
  const figures = createKeyFigures(context);
  const charts = new Map(step.charts.map((name) => [name, createChart(name, context)]));
  const table = createOptionsTable(context);
  const path = createCalculationPath(context);
  const drawings = h("div", { class: "charts" }, ...[...charts.values()].map((chart) => chart.element));
  drawings.hidden = !charts.size;
  const answer = h("div", { class: "answer" }, cautions, finding, figures.element, drawings, table.element, path.element, ...views.map((view) => view.element));
  const asides = views.map((view) => view.aside).filter(Boolean);
  const left = form || asides.length ? h("div", { class: "left" }, form?.element, ...asides) : null;
  const element = h("section", { class: left ? "step" : "step wide" }, left, answer);

  return {
    element,
    showProblem: (name, text) => form?.showProblem(name, text) ?? false,
    /** Shows `outputs`; `before` are those of the case as it was opened. Resolves when all of it is drawn. */
    update(outputs, before) {
      form?.update();
      updateList(cautions, outputs.cautions, () => h("p", { class: "caution" }, h("strong", {}, words.caution), " ", h("span")), (line, text) => setText(line.querySelector("span"), text));
      setText(finding, outputs.finding);
      finding.hidden = !outputs.finding;
      figures.element.hidden = !outputs.figures.length;
      figures.update(outputs.figures, before.figures);
      table.element.hidden = !outputs.table;
      if (outputs.table) table.update(outputs.table);
      path.update(outputs.path);
      views.forEach((view) => view.update());
      return Promise.all(outputs.charts.map((chart) => charts.get(chart.name).update(chart)));
    },
    destroy() {
      charts.forEach((chart) => chart.destroy());
      views.forEach((view) => view.destroy?.());
    },
  };
}
