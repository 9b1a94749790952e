// What a change of the case must be, as kkm_helpers/assumptions/validation.py checks it in Python.

import { evaluate } from "./model.js";
import { formatBound, formatField } from "./numbers.js";
import { WORDS } from "./words.js";

/** What is allowed for a number, as people write it: "zwischen 1 und 12". */
export function allowed(spec, language) {
  const [low, high] = spec.bounds.map((bound) => (bound === null ? null : formatBound(bound, spec, language)));
  return WORDS[language].between(low, high);
}

/** What is wrong with the value of one assumption: the name of words that say so, or "". */
export function fault(value, spec) {
  if (spec.choices.length) return spec.choices.some((choice) => choice.name === value) ? "" : "noChoice";
  if (typeof value !== "number" || !Number.isFinite(value)) return "noNumber";
  const [least, most] = spec.bounds;
  if ((least !== null && value < least) || (most !== null && value > most) || Math.abs(value) > spec.largest) return "outOfBounds";
  return spec.whole && !Number.isInteger(value) ? "notWhole" : "";
}

/** Why there is no case with `changes` of `values`, in words; empty where there is one. */
export function refusal(changes, values, { specs, display, language }) {
  const words = WORDS[language];
  for (const [name, value] of Object.entries(changes)) {
    const spec = specs.get(name);
    if (!spec) return words.unknownName(name);
    const found = fault(value, spec);
    if (found) {
      const shown = typeof value === "number" ? formatField(value, spec, language) : String(value);
      return `${spec.label}: ${words[found](shown, allowed(spec, language))}`.replace(/ +/g, " ");
    }
  }
  return display.refusal(evaluate({ ...values, ...changes }));
}
