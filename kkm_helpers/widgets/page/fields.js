// Fields of forms that are no assumptions: a file, a number, a choice, yes or no.

import { readField } from "./controls.js";
import { freshId, h, setAttribute, setText } from "./elements.js";
import { formatField } from "./numbers.js";

/**
 * A field for a file, chosen or dropped. `take(file)` gets it; `showProblem(text)` says what is wrong with it.
 */
export function createFileField(context, { label, hint, name, isPrimary = false, take }) {
  const id = freshId(name);
  const words = { choose: context.say("Datei auswählen", "Choose file"), drop: context.say("oder hierher ziehen", "or drop it here") };
  const input = h("input", { type: "file", id, name, class: "sr", accept: ".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.ods,.parquet", onchange: () => chosen(input.files) });
  const chosenName = h("span", { class: "chosen" }, words.drop);
  const error = h("p", { class: "error", role: "alert", id: freshId("error") });
  error.hidden = true;
  const note = h("p", { class: "hint", id: freshId("hint") }, hint);
  setAttribute(input, "aria-describedby", `${note.id} ${error.id}`);
  const button = h("label", { for: id, class: isPrimary ? "button primary" : "button" }, words.choose, h("span", { class: "sr" }, `: ${label}`));
  const zone = h("div", { class: "drop-zone" }, input, button, chosenName);
  const element = h("div", { class: "file-field", "data-file": name }, h("p", { class: "field-label" }, label), zone, note, error);

  function chosen(files) {
    if (!files?.length) return;
    const [file] = files;
    input.value = ""; // the same file may be chosen again
    take(file);
  }

  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    chosen(event.dataTransfer.files);
  });
  return {
    element,
    showName: (text) => setText(chosenName, text || words.drop),
    showProblem(text) {
      element.classList.toggle("bad", Boolean(text));
      setAttribute(input, "aria-invalid", String(Boolean(text)));
      error.hidden = !text;
      setText(error, text ?? "");
    },
  };
}

/**
 * A field for a number that may be left to somebody else: `spec` is { name, label, unit, kind, bounds, step, whole },
 * `take(value)` gets a number, or null when it is left. `update(value, { preset, note })` shows what holds: the value, or
 * where it is null the preset.
 */
export function createNumberField(context, spec, take) {
  const whole = { choices: [], whole: false, largest: 1e15, ...spec };
  const { language } = context;
  const id = freshId(spec.name);
  const input = h("input", { type: "text", id, name: spec.name, inputmode: "decimal", autocomplete: "off", spellcheck: "false" });
  const note = h("span");
  const reset = h("button", { type: "button", class: "link reset", onclick: () => finish(null) });
  const error = h("p", { class: "error", role: "alert", id: freshId("error") });
  error.hidden = true;
  setAttribute(input, "aria-describedby", error.id);
  const element = h(
    "div",
    { class: "control", "data-field": spec.name },
    h("label", { for: id }, spec.label),
    h("div", { class: "entry" }, input, h("span", { class: "unit" }, spec.unit)),
    h("div", { class: "meta" }, note, reset),
    error,
  );
  let value = null;
  let preset = null;

  const written = (number) => (number === null ? "" : formatField(number, whole, language));

  function showProblem(text) {
    element.classList.toggle("bad", Boolean(text));
    setAttribute(input, "aria-invalid", String(Boolean(text)));
    error.hidden = !text;
    setText(error, text ?? "");
  }

  function finish(next) {
    showProblem(null);
    const problem = next === value ? "" : take(next);
    if (problem) showProblem(problem);
    else input.value = written(next ?? preset);
  }

  function read() {
    if (!input.value.trim()) return void finish(null);
    const found = readField(input.value, whole, value ?? preset ?? whole.bounds[0] ?? 0, language);
    if (found.problem) showProblem(found.problem);
    else if (found.value !== (value ?? preset)) finish(found.value);
    else input.value = written(found.value);
  }

  input.addEventListener("change", read);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      read();
    }
    if (event.key === "Escape") finish(value);
  });
  return {
    element,
    showProblem,
    update(next, { preset: otherwise = null, note: said = "" } = {}) {
      const same = next === value && otherwise === preset;
      value = next;
      preset = otherwise;
      if (!input.value || (!same && input !== document.activeElement)) {
        input.value = written(next ?? otherwise);
        showProblem(null);
      }
      const isSet = next !== null && otherwise !== null;
      element.classList.toggle("changed", isSet);
      setText(note, next === null ? said : "");
      reset.hidden = !isSet;
      setText(reset, isSet ? context.words.changed(written(otherwise)) : "");
    },
  };
}

/** A choice from a list: `take(value)` gets the value of the option, a text. */
export function createSelect(label, name, take) {
  const id = freshId(name);
  const select = h("select", { id, name, onchange: () => take(select.value) });
  const element = h("div", { class: "control select-field" }, h("label", { for: id }, label), select);
  let shown = "";
  return {
    element,
    select,
    /** `options` are [value, words]. */
    update(options, value) {
      const key = JSON.stringify(options);
      if (key !== shown) {
        shown = key;
        select.replaceChildren(...options.map(([each, words]) => h("option", { value: each }, words)));
      }
      if (select.value !== value) select.value = value;
    },
  };
}

/** Yes or no. */
export function createCheckbox(label, name, take) {
  const input = h("input", { type: "checkbox", name, onchange: () => take(input.checked) });
  const text = h("span", {}, label);
  return {
    element: h("label", { class: "check" }, input, text),
    update(value, words = label) {
      input.checked = value;
      setText(text, words);
    },
  };
}
