// Values as people write them: the same texts as kkm_helpers/engine/display.py and language/units.py, in the language
// of the facts (kkm_helpers/formulas/javascript.py, model_facts).

import { MINUS, digits, formatNumber } from "./numbers.js";

const NO_BREAK_SPACE = "\u00a0";
const IN_MILLIONS_FROM = 100_000;

/** Rounds half to the even number, as Python's round does. */
function roundHalfEven(value) {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2) ? below + 1 : below;
}

/** How many decimals show a value rounded to `most` decimals without trailing zeros, at least `least`. */
function decimalsShown(value, most, least = 0) {
  const fraction = digits(Math.abs(value), most).split(".")[1] ?? "";
  return Math.max(least, fraction.replace(/0+$/, "").length);
}

function moneyDecimals(value) {
  const cents = Number(digits(Math.abs(value), 2));
  return cents < 1000 && !Number.isInteger(cents) ? 2 : 0;
}

function plainDecimals(value, unit) {
  const size = Math.abs(value);
  if (unit === "factor") return decimalsShown(value, 4); // an index of 1.0229 shown as 1.02 could not be checked by hand
  if (size >= 1000) return 0;
  if (size >= 100) return decimalsShown(value, 1);
  if (size >= 1 || size === 0) return decimalsShown(value, 2);
  const magnitude = Number(size.toExponential().split("e")[1]);
  return decimalsShown(value, Math.min(6, 2 - magnitude));
}

const isMonth = (unit) => unit === "month" || unit === "months";

/** The functions that write values in the language of `facts`. */
export function createDisplay(facts) {
  const { language, terms, units } = facts;
  const isGerman = language === "de";

  const number = (value, decimals) => formatNumber(value, decimals, language);

  function withEuro(text, scale) {
    if (isGerman) return [text, scale, "€"].filter(Boolean).join(NO_BREAK_SPACE);
    return text[0] === MINUS ? `${MINUS}€${text.slice(1)}${scale}` : `€${text}${scale}`;
  }

  function numberWithSign(value, unit) {
    const { kind } = units[unit];
    if (kind === "money") return withEuro(number(value, moneyDecimals(value)), "");
    if (kind === "share") return `${number(value * 100, decimalsShown(value * 100, 2, 1))}${isGerman ? NO_BREAK_SPACE : ""}%`;
    return number(value, plainDecimals(value, unit));
  }

  /** A value in a unit: "9.375 €", "8,0 %", "57"; with the unit's words on request. */
  function inUnit(value, unit, { words = false } = {}) {
    if (value === null) return isMonth(unit) ? facts.never : facts.undefined;
    if (typeof value === "string" || units[unit].kind === "text") return String(value);
    const text = numberWithSign(value, unit);
    return words && units[unit].words ? `${text}${NO_BREAK_SPACE}${units[unit].words}` : text;
  }

  /** The words for the value of a choice or for the name of an option. */
  const choice = (name, value) => (terms[name]?.choices ?? facts.options)[value];

  /** The value of an assumption or quantity; a series joined by semicolons. */
  function display(name, value, { words = false } = {}) {
    if (typeof value === "string") return choice(name, value);
    const { unit } = terms[name];
    if (Array.isArray(value)) return value.map((each) => inUnit(each, unit)).join("; ");
    return inUnit(value, unit, { words });
  }

  /** An amount in EUR as one says it: "9.375 €", from 100,000 on "0,42 Mio. €". */
  function short(value) {
    const size = Math.abs(value);
    if (size < IN_MILLIONS_FROM) return inUnit(roundHalfEven(value), "EUR");
    return withEuro(number(value / 1e6, size < 1e8 ? 2 : 0), isGerman ? "Mio." : "m");
  }

  const label = (name) => terms[name].label;

  /** The label without the remark in brackets at its end: what stands in a formula. */
  const shortLabel = (name) => (label(name).endsWith(")") ? label(name).split(" (")[0] : label(name));

  /** Why there is no case with these results, in words; empty where there is one. */
  function refusal(results) {
    const days = results.selling_days;
    return days < 1 ? facts.no_selling_day.replace("{days}", number(days, 0)) : "";
  }

  return { number, inUnit, choice, display, short, label, shortLabel, refusal };
}
