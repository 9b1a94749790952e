// All assumptions in one view that can be searched: a dialog over the page, made when it is opened.

import { notesOf } from "./confirmation.js";
import { CONTENT } from "./content.js";
import { createControls } from "./controls.js";
import { h, setAttribute, setText } from "./elements.js";
import { createDialog } from "./menu.js";
import { formatField } from "./numbers.js";

const place = (context) => context.kept("assumptions", () => ({ query: "", filters: new Set(), show: () => {} }));

/** Opens the view of all assumptions. */
export const showAssumptions = (context) => place(context).show();

/** `text` as it is searched: case, accents and how an umlaut is written make no difference. */
export function searchable(text) {
  const spelled = text.toLowerCase().replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss");
  return spelled.normalize("NFD").replace(/\p{Mn}/gu, "").replace(/[\s_]+/g, " ");
}

/** What an assumption can be found by, in both languages. */
function wordsOf(name) {
  const said = Object.values(CONTENT).flatMap(({ specs, steps }) => {
    const { label, unit, range_unit: words, group, basis, source, choices } = specs[name];
    const step = steps.find(({ controls, more }) => controls.includes(name) || more.some((part) => part.controls.includes(name)));
    return [label, unit, words, group, basis, source, step.label, ...choices.map((choice) => choice.label)];
  });
  return searchable([name, ...said].join(" "));
}

const FOUND_BY = Object.fromEntries(Object.keys(CONTENT.de.specs).map((name) => [name, wordsOf(name)]));

/** Whether every word of `query` is found in what is said of an assumption. */
export function isFound(name, query) {
  const typed = searchable(query).trim();
  return !typed || typed.split(" ").every((word) => FOUND_BY[name].includes(word));
}

const FILTERS = {
  changed: { label: ["geändert", "changed"], holds: (name, context) => context.isChanged(name) },
  unconfirmed: {
    label: ["angenommen, unbestätigt", "assumed, unconfirmed"],
    holds: (name, context) => context.specs.get(name).assumed && !notesOf(context)[name],
  },
};

function written(value, spec, language) {
  if (spec.choices.length) return spec.choices.find((choice) => choice.name === value)?.label ?? String(value);
  return `${formatField(value, spec, language)}\u00a0${spec.range_unit || spec.unit}`.trim();
}

/** One assumption: its control, and what is known of it. */
function createRow(spec, control, goTo, context) {
  const { say, language } = context;
  const step = context.steps.find(({ name }) => name === spec.of);
  const opened = h("dd");
  const openedTerm = h("dt", {}, say("beim Öffnen", "when opened"));
  const element = h(
    "li",
    { "data-assumption": spec.name },
    control,
    h(
      "dl",
      {},
      h("dt", {}, say("Vorgabe", "Default")),
      h("dd", {}, written(spec.default, spec, language)),
      openedTerm,
      opened,
      h("dt", {}, say("Quelle", "Source")),
      h("dd", {}, context.sourceOf(spec.name)),
      h("dt", {}, say("Gruppe", "Group")),
      h("dd", {}, spec.group),
      h("dt", {}, context.words.step),
      h("dd", {}, h("button", { type: "button", class: "link", onclick: () => goTo(spec) }, `${step.number} ${step.label}`)),
    ),
  );
  return {
    element,
    update() {
      const start = context.start()[spec.name];
      openedTerm.hidden = opened.hidden = start === spec.default;
      setText(opened, written(start, spec, language));
    },
  };
}

/** The search, the filters and the list; `close` leaves the view. */
function createList(context, close) {
  const { say } = context;
  const kept = place(context);
  const names = [...context.specs.keys()];
  const controls = createControls(names, context);
  const rows = new Map(names.map((name) => [name, createRow(context.specs.get(name), controls.element(name), goTo, context)]));
  const search = h("input", { type: "search", class: "search", "aria-label": say("Annahmen durchsuchen", "Search assumptions"), placeholder: say("Suchen: Name, Einheit, Gruppe, Quelle", "Search: name, unit, group, source"), autocomplete: "off", oninput: () => find({ query: search.value }) });
  search.value = kept.query;
  const filters = Object.entries(FILTERS).map(([name, filter]) => {
    const count = h("span");
    const box = h("input", { type: "checkbox", onchange: () => find({ filter: name, isOn: box.checked }) });
    box.checked = kept.filters.has(name);
    return { ...filter, name, count, element: h("label", {}, box, h("span", {}, say(...filter.label), " ", count)) };
  });
  const found = h("p", { class: "found", role: "status" });
  const reset = h("button", { type: "button", class: "link", onclick: () => context.reset() }, context.words.resetAll);
  const undo = h("button", { type: "button", class: "link", onclick: () => context.undo() }, context.words.undo);
  const redo = h("button", { type: "button", class: "link", onclick: () => context.redo() }, context.words.redo);
  const list = h("ul", { class: "assumption-list" }, ...[...rows.values()].map((row) => row.element));
  const element = h(
    "form",
    { class: "assumptions", onsubmit: (event) => event.preventDefault() },
    h("div", { class: "find" }, search, ...filters.map((filter) => filter.element), h("div", { class: "buttons" }, reset, undo, redo)),
    found,
    list,
  );

  function goTo(spec) {
    close();
    context.show(spec.of);
    const control = context.root.querySelector(`.left [data-control="${spec.name}"]`);
    for (let parent = control?.parentElement; parent; parent = parent.parentElement) if (parent.tagName === "DETAILS") parent.open = true;
    control?.querySelector('input[type="text"], input:checked')?.focus();
    control?.scrollIntoView({ block: "center" });
  }

  function find({ query = kept.query, filter = null, isOn = false }) {
    kept.query = query;
    if (filter && isOn) kept.filters.add(filter);
    else if (filter) kept.filters.delete(filter);
    select();
  }

  /** Shows what is searched for. What was on view stays while one works on it: only a search or a filter selects anew. */
  function select() {
    let count = 0;
    for (const [name, row] of rows) {
      const isShown = isFound(name, kept.query) && filters.every((filter) => !kept.filters.has(filter.name) || filter.holds(name, context));
      row.element.hidden = !isShown;
      count += isShown;
    }
    setText(found, count ? say(`${count} von ${names.length} Annahmen`, `${count} of ${names.length} assumptions`) : say("Keine Annahme gefunden. Bitte anders suchen oder die Filter abwählen.", "No assumption found. Please search differently or clear the filters."));
  }

  return {
    element,
    search,
    select,
    showProblem: controls.showProblem,
    update() {
      controls.update();
      rows.forEach((row) => row.update());
      for (const { count, holds } of filters) setText(count, `(${names.filter((name) => holds(name, context)).length})`);
      for (const [button, isPossible] of [[reset, names.some(context.isChanged)], [undo, context.canUndo()], [redo, context.canRedo()]]) setAttribute(button, "aria-disabled", String(!isPossible));
    },
  };
}

/** The dialog of all assumptions; its content is in the page only while it is open, so that each control is there once. */
export function createAssumptionsView(context) {
  const body = h("div");
  const dialog = createDialog(context.say("Alle Annahmen", "All assumptions"), context.say("Schließen", "Close"), body);
  let list = null;
  dialog.element.classList.add("all");
  dialog.element.addEventListener("close", () => {
    list = null;
    body.replaceChildren();
  });
  place(context).show = () => {
    if (list) return;
    list = createList(context, dialog.close);
    list.update();
    list.select();
    body.replaceChildren(list.element);
    dialog.show();
    list.search.focus();
  };
  return {
    element: dialog.element,
    update: () => list?.update(),
    destroy: dialog.close,
  };
}

/** The word in the head that opens the view. */
export function createAssumptionsButton(context) {
  return {
    element: h("button", { type: "button", class: "button quiet", "aria-haspopup": "dialog", "data-view": "assumptions", onclick: () => showAssumptions(context) }, context.words.assumptions),
    update() {},
  };
}
