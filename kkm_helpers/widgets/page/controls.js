// A group of controls: slider and number field with unit, range and source; segments for a choice.

import { formatBound, formatField, parseValue } from "./numbers.js";
import { WORDS } from "./words.js";
import { freshId, h, setAttribute, setText } from "./elements.js";

const TYPING_PAUSE = 500; // ms without a key after which what stands in the field counts

/** What is wrong with a typed text, or the value it means: {value} or {problem}. */
export function readField(text, spec, kept, language) {
  const words = WORDS[language];
  const typed = text.trim();
  const [low, high] = spec.bounds.map((bound) => (bound === null ? null : formatBound(bound, spec, language)));
  const problem = (reason) => ({ problem: words[reason](typed, words.between(low, high), formatField(kept, spec, language)).replace(/ +/g, " ") });
  const value = parseValue(typed, spec.kind, language);
  if (value === null || !Number.isFinite(value)) return problem("noNumber");
  const [least, most] = spec.bounds;
  if ((least !== null && value < least) || (most !== null && value > most)) return problem("outOfBounds");
  if (spec.whole && !Number.isInteger(value)) return problem("notWhole");
  return { value };
}

/**
 * The controls of `specs` in a form of their own, so that choices of two panels on one page do not meet.
 * `change(name, value)` is called with each accepted value; a refused text changes nothing.
 */
export function createControls(specs, language, change) {
  const built = new Map(specs.map((spec) => [spec.name, (spec.choices.length ? createChoice : createNumber)(spec, language, change)]));
  return {
    element: (name) => built.get(name).element,
    update(values) {
      for (const [name, control] of built) control.update(values[name]);
    },
    /** Says at a control what Python refused. */
    showProblem(name, text) {
      built.get(name)?.showProblem(text);
    },
  };
}

function createFrame(spec, language, change, { label, body, range }) {
  const words = WORDS[language];
  const kind = h("span", { class: "kind" }, spec.basis);
  const reset = h("button", { type: "button", class: "link reset", onclick: () => change(spec.name, spec.start) });
  reset.hidden = true;
  const error = h("p", { class: "error", id: freshId("error"), role: "alert" });
  error.hidden = true;
  const element = h("div", { class: "control", "data-control": spec.name }, label, body, h("div", { class: "meta" }, range, kind, reset), error);
  return {
    element,
    error,
    markChanged(changed, startText) {
      element.classList.toggle("changed", changed);
      kind.hidden = changed;
      reset.hidden = !changed;
      setText(reset, words.changed(startText));
    },
    showProblem(text) {
      element.classList.toggle("bad", Boolean(text));
      error.hidden = !text;
      setText(error, text ?? "");
    },
  };
}

function createNumber(spec, language, change) {
  const words = WORDS[language];
  const id = freshId(spec.name);
  const [low, high] = spec.slider;
  const slider = h("input", { type: "range", name: spec.name, min: low, max: high, step: spec.step, "aria-label": words.slider(spec.label) });
  const field = h("input", { type: "text", name: spec.name, id, inputmode: "decimal", autocomplete: "off", spellcheck: "false" });
  const unit = h("span", { class: "unit" }, spec.unit);
  const frame = createFrame(spec, language, change, {
    label: h("label", { for: id }, spec.label),
    body: h("div", { class: "row" }, slider, h("div", { class: "entry" }, field, unit)),
    range: h("span", {}, words.range(formatBound(low, spec, language), formatBound(high, spec, language)), h("span", { class: "range-unit" }, ` ${spec.range_unit}`)),
  });
  setAttribute(field, "aria-describedby", frame.error.id);
  let value = spec.start;
  let pause;

  function showProblem(text) {
    setAttribute(field, "aria-invalid", String(Boolean(text)));
    frame.showProblem(text);
  }

  function take(next) {
    showProblem(null);
    if (next !== value) change(spec.name, next);
  }

  function read({ tidy }) {
    clearTimeout(pause);
    const found = readField(field.value, spec, value, language);
    if (found.problem) showProblem(found.problem);
    else {
      take(found.value);
      if (tidy) field.value = formatField(found.value, spec, language);
    }
  }

  slider.addEventListener("input", () => {
    take(Number(slider.value));
    field.value = formatField(value, spec, language);
  });
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => read({ tidy: false }), TYPING_PAUSE);
  });
  field.addEventListener("change", () => read({ tidy: true }));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") read({ tidy: true });
    if (event.key === "Escape") {
      clearTimeout(pause);
      showProblem(null);
      field.value = formatField(value, spec, language);
    }
  });

  return {
    element: frame.element,
    showProblem: (text) => showProblem(`${text} ${words.kept(formatField(value, spec, language))}`),
    update(next) {
      const same = next === value;
      value = next;
      const shown = Math.min(Math.max(next, low), high);
      if (Number(slider.value) !== shown) slider.value = shown;
      slider.style.setProperty("--fill", `${((shown - low) / (high - low)) * 100}%`);
      const text = formatField(next, spec, language);
      setAttribute(slider, "aria-valuetext", `${text} ${spec.unit}`.trim());
      // What somebody is typing, or typed wrongly, stays until it is mended.
      const untouched = !field.value || (!same && field !== field.ownerDocument.activeElement);
      if (untouched) {
        field.value = text;
        showProblem(null);
      }
      frame.markChanged(next !== spec.start, formatField(spec.start, spec, language));
    },
  };
}

function createChoice(spec, language, change) {
  const radios = spec.choices.map((choice) =>
    h("input", { type: "radio", name: spec.name, value: choice.name, onchange: () => change(spec.name, choice.name) }),
  );
  const segments = spec.choices.map((choice, index) => h("label", {}, radios[index], h("span", {}, choice.label)));
  const frame = createFrame(spec, language, change, { label: null, body: h("div", { class: "segments" }, ...segments), range: h("span") });
  const group = h("fieldset", { class: "choice" }, h("legend", {}, spec.label));
  group.append(...frame.element.childNodes);
  frame.element.append(group);
  return {
    element: frame.element,
    showProblem: frame.showProblem,
    update(next) {
      for (const radio of radios) radio.checked = radio.value === next;
      const start = spec.choices.find((choice) => choice.name === spec.start);
      frame.markChanged(next !== spec.start, start?.label ?? "");
    },
  };
}
