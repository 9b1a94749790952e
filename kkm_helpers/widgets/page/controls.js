// Controls of assumptions: slider and number field with unit, range and source; segments for a choice.

import { createConfirmation } from "./confirmation.js";
import { formatBound, formatField, parseValue } from "./numbers.js";
import { allowed, fault } from "./validation.js";
import { WORDS } from "./words.js";
import { freshId, h, setAttribute, setText } from "./elements.js";

const LONG = 7; // characters of a number beside which its unit has no room in the usual field
const TYPING_PAUSE = 500; // ms without a key after which what stands in the field counts

/** What is wrong with a typed text, or the value it means: {value} or {problem}. */
export function readField(text, spec, kept, language) {
  const words = WORDS[language];
  const typed = text.trim();
  const value = parseValue(typed, spec.kind, language);
  const found = fault(value, spec);
  if (!found) return { value };
  const stays = formatField(kept, spec, language);
  const meant = value === null ? parseValue(typed, spec.kind, language === "de" ? "en" : "de") : null;
  if (meant !== null && !fault(meant, spec)) {
    return { problem: `${words.ambiguous(typed, "", "", formatBound(meant, spec, language))} ${words.kept(stays)}` };
  }
  return { problem: `${words[found](typed, allowed(spec, language), stays)} ${words.kept(stays)}`.replace(/ +/g, " ") };
}

/**
 * The controls of some assumptions, in elements of their own. What is accepted goes to `context.change`; a refused
 * text changes nothing and is answered at the field.
 */
export function createControls(names, context) {
  const built = new Map(
    names.map((name) => {
      const spec = context.specs.get(name);
      return [name, (spec.choices.length ? createChoice : createNumber)(spec, context)];
    }),
  );
  return {
    element: (name) => built.get(name).element,
    update() {
      for (const [name, control] of built) control.update(context.values()[name], context.start()[name]);
    },
    /** Says at a control what was refused; false where there is no such control. */
    showProblem(name, text) {
      built.get(name)?.showProblem(text);
      return built.has(name);
    },
  };
}

function createFrame(spec, context, { start, change }, { label, body, range }) {
  const { words } = context;
  const confirmation = createConfirmation(spec, context);
  const reset = h("button", { type: "button", class: "link reset", onclick: () => change(start()) });
  reset.hidden = true;
  const error = h("p", { class: "error", id: freshId("error"), role: "alert" });
  error.hidden = true;
  const element = h("div", { class: "control", "data-control": spec.name }, label, body, h("div", { class: "meta" }, range, confirmation.kind, reset), error, confirmation.element);
  return {
    element,
    error,
    markChanged(changed, startText) {
      element.classList.toggle("changed", changed);
      range.hidden = changed; // the way back takes its place, so that nothing moves
      confirmation.update();
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

function createNumber(spec, context) {
  const { words, language } = context;
  const id = freshId(spec.name);
  const [low, high] = spec.slider;
  const slider = h("input", { type: "range", name: spec.name, min: low, max: high, step: spec.step, "aria-label": words.slider(spec.label), disabled: context.isLocked });
  const field = h("input", { type: "text", name: spec.name, id, inputmode: "decimal", autocomplete: "off", spellcheck: "false", disabled: context.isLocked });
  const unit = h("span", { class: "unit" }, spec.unit);
  const frame = createFrame(spec, context, { start: () => start, change: take }, {
    label: h("label", { for: id }, spec.label),
    body: h("div", { class: "row" }, slider, h("div", { class: "entry" }, field, unit)),
    range: h("span", {}, words.range(formatBound(low, spec, language), formatBound(high, spec, language)), h("span", { class: "range-unit" }, ` ${spec.range_unit}`)),
  });
  setAttribute(field, "aria-describedby", frame.error.id);
  let value = null;
  let start = null;
  let pause;

  function showProblem(text) {
    setAttribute(field, "aria-invalid", String(Boolean(text)));
    frame.showProblem(text);
  }

  const keptWords = () => words.kept(formatField(value, spec, language));

  function take(next) {
    showProblem(null);
    const problem = next === value ? "" : context.change({ [spec.name]: next });
    if (problem) showProblem(`${problem} ${keptWords()}`);
    return !problem;
  }

  function read({ tidy }) {
    clearTimeout(pause);
    const found = readField(field.value, spec, value, language);
    if (found.problem) showProblem(found.problem);
    else {
      const isTaken = take(found.value);
      if (tidy && isTaken) field.value = formatField(found.value, spec, language);
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
    showProblem: (text) => showProblem(`${text} ${keptWords()}`),
    update(next, opened) {
      const same = next === value;
      value = next;
      start = opened;
      const shown = Math.min(Math.max(next, low), high);
      if (Number(slider.value) !== shown) slider.value = shown;
      slider.style.setProperty("--fill", `${((shown - low) / (high - low)) * 100}%`);
      const text = formatField(next, spec, language);
      field.parentElement.classList.toggle("long", text.length > LONG);
      setAttribute(slider, "aria-valuetext", `${text} ${spec.unit}`.trim());
      // What somebody is typing, or typed wrongly, stays until it is mended.
      const untouched = !field.value || (!same && field !== field.ownerDocument.activeElement);
      if (untouched) {
        field.value = text;
        showProblem(null);
      }
      frame.markChanged(next !== start, formatField(start, spec, language));
    },
  };
}

function createChoice(spec, context) {
  let start = null;
  const take = (next) => frame.showProblem(context.change({ [spec.name]: next }));
  const radios = spec.choices.map((choice) =>
    h("input", { type: "radio", name: spec.name, value: choice.name, disabled: context.isLocked, onchange: () => take(choice.name) }),
  );
  const segments = spec.choices.map((choice, index) => h("label", {}, radios[index], h("span", {}, choice.label)));
  const frame = createFrame(spec, context, { start: () => start, change: take }, { label: null, body: h("div", { class: "segments" }, ...segments), range: h("span") });
  const group = h("fieldset", { class: "choice" }, h("legend", {}, spec.label));
  group.append(...frame.element.childNodes);
  frame.element.append(group);
  return {
    element: frame.element,
    showProblem: frame.showProblem,
    update(next, opened) {
      start = opened;
      for (const radio of radios) radio.checked = radio.value === next;
      const before = spec.choices.find((choice) => choice.name === start);
      frame.markChanged(next !== start, before?.label ?? "");
    },
  };
}
