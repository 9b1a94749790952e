// What a chart draws, as a table: for whoever reads figures rather than lines.

import { freshId, h, setText } from "./elements.js";
import { formatNumber } from "./numbers.js";

const plain = (text) => String(text ?? "").replace(/<br\s*\/?>/g, " ").replace(/<[^>]*>/g, "");

/** How the numbers of a column are written: whole ones plainly, others with the digits that say something. */
function formatterOf(values, language, axis = {}) {
  const isShare = /%/.test(axis?.tickformat ?? "");
  const isPercent = isShare || /%/.test(axis?.ticksuffix ?? "");
  const numbers = values.filter((value) => typeof value === "number").map((value) => (isShare ? value * 100 : value));
  const largest = Math.max(0, ...numbers.map(Math.abs));
  const decimals = numbers.every(Number.isInteger) || largest >= 1000 ? 0 : largest >= 100 ? 1 : 2;
  const unit = isPercent ? (language === "de" ? "\u00a0%" : "%") : "";
  return (value) => (typeof value === "number" ? `${formatNumber(isShare ? value * 100 : value, decimals, language)}${unit}` : plain(value));
}

const titleOf = (axis) => plain(axis?.title?.text ?? axis?.title);
const isLabelled = (trace) => Array.isArray(trace.customdata) && trace.customdata.every((row) => Array.isArray(row) && row.length > 1 && row.every((cell) => typeof cell === "string"));

/** Rows of words that a chart itself gives with its marks: label, value, and what else it says of them. */
function labelledTable(traces, words) {
  const rows = traces.flatMap((trace) => trace.customdata);
  const width = Math.max(...rows.map((row) => row.length));
  return { headings: [words.label, words.value, ...Array(width - 2).fill(words.result)], rows: rows.map((row) => row.map(plain)) };
}

function gridTable({ x, y, z, text }, { xaxis, yaxis }, language) {
  const cell = formatterOf(z.flat(), language);
  const [across, down] = [formatterOf(x, language, xaxis), formatterOf(y, language, yaxis)];
  return {
    headings: [`${titleOf(yaxis)} \\ ${titleOf(xaxis)}`, ...x.map(across)],
    rows: y.map((name, row) => [down(name), ...x.map((_, column) => (text?.[row]?.[column] ? plain(text[row][column]) : cell(z[row][column])))]),
  };
}

function seriesTable(traces, layout, subtitle, language, words) {
  const isAcross = traces.every((trace) => trace.orientation === "h");
  const [along, value] = isAcross ? ["y", "x"] : ["x", "y"];
  const axes = { x: layout.xaxis, y: layout.yaxis };
  const names = new Map((axes[along]?.tickvals ?? []).map((tick, index) => [tick, axes[along].ticktext?.[index]]));
  const places = [...new Set(traces.flatMap((trace) => trace[along]))];
  if (places.every((place) => typeof place === "number")) places.sort((a, b) => a - b);
  const first = formatterOf(places, language, axes[along]);
  const columns = traces.map((trace) => {
    const show = formatterOf([...trace[value], ...(trace.base ?? [])], language, axes[value]);
    // A bar that does not begin at the axis says from where to where.
    const said = (at, from) => (from === undefined ? show(at) : words.range(show(from), show(from + at)));
    const found = new Map();
    trace[along].forEach((place, index) => found.set(place, [...(found.get(place) ?? []), said(trace[value][index], trace.base?.[index])]));
    return (place) => found.get(place)?.join("; ") ?? "";
  });
  const isNamed = names.size === places.length && [...names.values()].every(Boolean);
  return {
    headings: [titleOf(axes[along]) || words.place, ...traces.map((trace) => plain(trace.name) || subtitle)],
    rows: places.map((place) => [isNamed ? plain(names.get(place)) : first(place), ...columns.map((column) => column(place))]),
  };
}

/** The table of `chart` (as Python's Chart.as_json()): `headings` and `rows` of texts; null where it draws no figures. */
export function tableOf({ figure, subtitle }, language) {
  const words = language === "de" ? { label: "Bezeichnung", value: "Wert", place: "Stelle", result: "Ergebnis", range: (low, high) => `${low} bis ${high}` } : { label: "Label", value: "Value", place: "Place", result: "Result", range: (low, high) => `${low} to ${high}` };
  const traces = figure.data.filter((trace) => trace.visible !== false);
  const grid = traces.find((trace) => Array.isArray(trace.z));
  if (grid) return gridTable(grid, figure.layout, language);
  const labelled = traces.filter(isLabelled);
  if (labelled.length) return labelledTable(labelled, words);
  // Areas and marks repeat what lines and bars say.
  const isSeries = (trace) => Array.isArray(trace.x) && Array.isArray(trace.y) && (trace.type === "bar" || trace.mode !== "markers" || traces.length === 1);
  const series = traces.filter(isSeries);
  const named = series.filter((trace) => trace.name || trace.hoverinfo !== "skip");
  const told = named.length ? named : series.filter((trace) => !trace.fill);
  return told.length ? seriesTable(told, figure.layout, subtitle, language, words) : null;
}

/** A table behind a word below the chart; filled when it is opened. */
export function createChartTable(context) {
  const caption = h("caption", { class: "sr" });
  const head = h("tr");
  const body = h("tbody");
  const region = h("div", { class: "scroll", role: "region", tabindex: "0" }, h("table", { class: "words" }, caption, h("thead", {}, head), body));
  const summary = h("summary", {}, context.say("Als Tabelle", "As a table"));
  const element = h("details", { class: "chart-table", id: freshId("chart-table"), ontoggle: fill }, summary, region);
  let shown = null;

  function fill() {
    if (!element.open || !shown) return;
    const table = tableOf(shown, context.language) ?? { headings: [shown.title], rows: [[shown.alt]] };
    setText(caption, `${shown.title}. ${shown.subtitle}`);
    region.setAttribute("aria-label", `${context.say("Tabelle zu", "Table of")}: ${shown.title}`);
    head.replaceChildren(...table.headings.map((heading, index) => h("th", { scope: "col", class: index ? "right" : null }, heading)));
    body.replaceChildren(...table.rows.map((row) => h("tr", {}, ...row.map((text, index) => index ? h("td", { class: "right" }, text) : h("th", { scope: "row" }, text)))));
  }

  return {
    element,
    update(chart) {
      shown = chart;
      summary.setAttribute("aria-label", `${context.say("Als Tabelle", "As a table")}: ${chart.title}`);
      fill();
    },
  };
}
