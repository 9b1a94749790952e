// Numbers as people write them in German and English. The same grammar as kkm_helpers/language: a text that Python
// refuses is refused here, and both read the same number.

const FORMATS = { de: { group: ".", decimal: "," }, en: { group: ",", decimal: "." } };
const SPACES = [" ", "\u00a0", "\u202f"];
export const MINUS = "\u2212";
const LARGEST_FIXED = 1e21; // from here on toFixed writes no digits but 1e+21

const SCALES = [
  ["Tsd. €", 1e3], ["Mio. €", 1e6], ["TEUR", 1e3], ["Tsd.", 1e3], ["Mio.", 1e6], ["Mio", 1e6], ["EUR", 1],
  ["T€", 1e3], ["k€", 1e3], ["m€", 1e6], ["€", 1],
];

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function numberPattern({ group, decimal }) {
  const grouped = [group, ...SPACES].map((sign) => `|\\d{1,3}(?:${escaped(sign)}\\d{3})+`).join("");
  return new RegExp(`^(?:(?:\\d+${grouped})(?:${escaped(decimal)}\\d+)?|${escaped(decimal)}\\d+)$`);
}

/** The number that `text` is in a language, or null. */
export function parseNumber(text, language) {
  const format = FORMATS[language];
  const stripped = text.trim();
  const sign = ["-", MINUS].includes(stripped[0]) ? -1 : 1;
  const digits = ["-", MINUS, "+"].includes(stripped[0]) ? stripped.slice(1).trimStart() : stripped;
  if (!numberPattern(format).test(digits)) return null;
  const [whole, fraction = ""] = digits.split(format.decimal);
  return sign * Number(`${whole.replace(/\D/g, "") || "0"}.${fraction}0`);
}

/** The value in the model's unit that a person typed into a field of that kind (money, share, number), or null. */
export function parseValue(text, kind, language) {
  let stripped = text.replace(/[\u00a0\u202f]/g, " ").trim();
  let scale = 1;
  if (kind === "share") {
    stripped = stripped.replace(/%$/, "").trimEnd();
  } else if (kind === "money") {
    stripped = stripped.replace(/^€/, "").trimStart();
    const found = SCALES.find(([sign]) => stripped.endsWith(sign));
    if (found) {
      scale = found[1];
      stripped = stripped.slice(0, -found[0].length).trimEnd();
    }
  }
  const number = parseNumber(stripped, language);
  if (number === null) return null;
  return kind === "share" ? number / 100 : number * scale;
}

/** The digits of a number that is not negative: "1234.50". */
export function digits(size, decimals) {
  if (size < LARGEST_FIXED) return size.toFixed(decimals);
  return `${BigInt(size)}${decimals ? `.${"0".repeat(decimals)}` : ""}`;
}

/** `value` with grouped thousands and a true minus sign, never "-0"; half is rounded up, as in commerce. */
export function formatNumber(value, decimals, language) {
  const { group, decimal } = FORMATS[language];
  const shifted = Number(digits(Math.abs(value) * 10 ** decimals, 6)); // sheds float noise
  const [whole, fraction] = digits(Math.floor(shifted + 0.5) / 10 ** decimals, decimals).split(".");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, group) + (fraction ? decimal + fraction : "");
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

const MOST_DECIMALS = 6;

function decimalsOf(value) {
  return value.toFixed(MOST_DECIMALS).replace(/\.?0+$/, "").split(".")[1]?.length ?? 0;
}

/** What stands in the number field: the exact value in the field's unit, with at least the digits of one step. */
export function formatField(value, spec, language) {
  const factor = spec.kind === "share" ? 100 : 1;
  const least = spec.kind === "share" ? 1 : decimalsOf(spec.step);
  return formatNumber(value * factor, Math.max(least, decimalsOf(value * factor)), language);
}

/** A bound or an end of the slider in the field's unit, without digits that say nothing. */
export function formatBound(value, spec, language) {
  const shown = spec.kind === "share" ? value * 100 : value;
  return formatNumber(shown, decimalsOf(shown), language);
}
