// A chart: its finding as heading, quantity and unit below, the drawing, its text alternative.

import { createChartTable } from "./chart_table.js";
import { h, setAttribute, setText } from "./elements.js";
import { idle } from "./pace.js";

const CONFIG = { displayModeBar: false, responsive: false };
let library = null; // plotly.js, once it is there
const LIBRARY_PATIENCE = 30_000; // ms until a drawing library that does not come is given up

/** `figure` with the page's design tokens in place of its references to them. */
export function withTokens(part, token) {
  if (typeof part === "string") return part.replace(/var\(--([\w-]+)\)/g, (_, name) => token(name));
  if (Array.isArray(part)) return part.map((item) => withTokens(item, token));
  if (part && typeof part === "object") return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withTokens(value, token)]));
  return part;
}

const TEXT_SIZE = 13; // px in which figures are declared, as charts/theme.py
const LINE_WIDTH = 2;
const TEXT_KEYS = new Set(["l", "r", "t", "b", "height", "xshift", "yshift", "ax", "ay", "standoff", "ticklabelstandoff", "ticklen"]);

/** `figure` with text and all that makes room for it `text` times as large, lines and marks `line` times. */
export function scaled(figure, { text, line }) {
  if (text === 1 && line === 1) return figure;
  const change = (part, parent) => {
    if (Array.isArray(part)) return part.map((item) => (item && typeof item === "object" ? change(item, parent) : item));
    const entries = Object.entries(part).map(([key, value]) => {
      if (value && typeof value === "object") return [key, change(value, key)];
      if (typeof value !== "number") return [key, value];
      if (TEXT_KEYS.has(key)) return [key, Math.round(value * text)]; // plotly takes no parts of some of them
      if (key === "size" && parent.endsWith("font")) return [key, value * text];
      if ((key === "width" && parent === "line") || (key === "size" && parent === "marker")) return [key, value * line];
      return [key, value];
    });
    return Object.fromEntries(entries);
  };
  return { ...figure, data: change(figure.data, "data"), layout: change(figure.layout, "layout") };
}

const [LETTER, SIDES] = [0.5, 16]; // of an average letter, its width in em; px that are no room for a label

/** A layout whose labels that begin at the left edge end before the right one: what a narrow screen has no room for is cut. */
export function fitted(layout, width) {
  const short = (note) => {
    const [, opening, text, closing] = /^(<b>)?([^<]*)(<\/b>)?$/.exec(note.text) ?? [];
    const room = Math.floor((width - SIDES) / (LETTER * note.font.size));
    if (note.x !== 0 || note.xanchor !== "left" || !text || text.length <= room) return note;
    return { ...note, text: `${opening ?? ""}${text.slice(0, room - 1).trimEnd()}…${closing ?? ""}` };
  };
  return layout.annotations ? { ...layout, annotations: layout.annotations.map(short) } : layout;
}

/**
 * plotly.js, once per page and never from another host: from where the page has put it (the app's template), else
 * sent by the kernel, as one binary message that is part of no widget's state.
 */
export function plotly(model) {
  globalThis.kkmPlotly ??= plotlyFromKernel(model);
  return globalThis.kkmPlotly.catch(() => {
    globalThis.kkmPlotly = plotlyFromKernel(model);
    return globalThis.kkmPlotly;
  });
}

async function plotlyFromKernel(model) {
  const script = await new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error("plotly.js did not come")), LIBRARY_PATIENCE);
    function receive(message, buffers) {
      if (message.type !== "plotly") return;
      clearTimeout(giveUp);
      model.off("msg:custom", receive);
      resolve(buffers[0]);
    }
    model.on("msg:custom", receive);
    model.send({ type: "plotly" });
  });
  // As a module of its own the script finds `module` and leaves the page's globals (require.js among them) alone.
  const parts = ["const module = { exports: {} }, define = undefined;\n", script, "\nexport default module.exports;"];
  const address = URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
  try {
    return (await import(/* webpackIgnore: true */ address)).default;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function hasWidth(element) {
  return new Promise((resolve) => {
    if (element.clientWidth) return void resolve();
    const observer = new ResizeObserver(() => {
      if (!element.clientWidth) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(element);
  });
}

/** A chart; `name` is its `data-chart`. What it shows is Python's Chart.as_json(), or that it waits for Python. */
export function createChart(name, context) {
  const heading = h("h3");
  const subtitle = h("p");
  const plot = h("div", { class: "plot", role: "img" });
  const table = createChartTable(context);
  const element = h("figure", { "data-chart": name }, h("figcaption", {}, heading, subtitle), plot, table.element);
  let latest = null;
  let drawing = null;
  let width = 0;
  let isOnView = true; // in the window, as far as is known: what has changed further down is drawn after that
  const tokens = new Map(); // of the look on view: reading one makes the browser style the whole page first

  function token(tokenName) {
    // Outside the page there are none; that is not remembered.
    const value = tokens.get(tokenName) || getComputedStyle(plot).getPropertyValue(`--${tokenName}`).trim();
    tokens.set(tokenName, value);
    return value;
  }

  function scale() {
    const factor = (tokenName, declared) => (Number(token(tokenName)) || declared) / declared;
    return { text: factor("chart-text", TEXT_SIZE), line: factor("chart-line", LINE_WIDTH) };
  }

  async function drawLatest(isChange) {
    // Nothing is awaited that is there: what is changed and what it changes are painted together.
    if (!library) library = await plotly(context.model);
    if (isChange && !isOnView && plot.clientWidth) await idle();
    if (!plot.clientWidth) await hasWidth(plot);
    // Whatever came while we waited is drawn at once, and only the newest of it.
    while (latest) {
      const { data, layout } = scaled(withTokens(latest, token), scale());
      latest = null;
      plot.style.minHeight = `${layout.height}px`;
      width = plot.clientWidth;
      // The configuration stays as it is: given again, it would be copied and compared at every drawing.
      const across = Math.max(width, layout.meta?.least_width ?? 0); // a wider drawing is scrolled
      if (across > width) plot.tabIndex = 0;
      else plot.removeAttribute("tabindex");
      await library.react(plot, data, { ...fitted(layout, across), width: across }, plot.matches(".js-plotly-plot") ? undefined : CONFIG);
    }
  }

  function draw(figure, { isChange = false } = {}) {
    latest = figure;
    drawing ??= drawLatest(isChange)
      .catch(() => setText(plot, context.words.noChart))
      .finally(() => {
        drawing = null;
      });
    return drawing;
  }

  let shown = null;
  function redraw() {
    tokens.clear();
    if (shown) void draw(shown.figure);
  }
  const forget = context.onChange(({ kind }) => kind === "look" && redraw());
  const resized = new ResizeObserver(() => {
    if (plot.clientWidth && plot.clientWidth !== width) redraw();
  });
  resized.observe(plot);
  const scrolled = new IntersectionObserver((entries) => {
    isOnView = entries.at(-1).isIntersecting;
  });
  scrolled.observe(plot);

  return {
    element,
    update(chart) {
      element.classList.toggle("stale", Boolean(chart.waiting));
      setAttribute(subtitle, "data-stale", context.words.recalculating);
      if (chart.waiting) return undefined;
      if (shown === chart) return drawing;
      shown = chart;
      setText(heading, chart.title);
      setText(subtitle, chart.subtitle);
      setAttribute(plot, "aria-label", `${chart.title}. ${chart.alt}`);
      plot.style.minHeight = `${chart.figure.layout.height * scale().text}px`;
      table.update(chart);
      return draw(chart.figure, { isChange: true });
    },
    destroy() {
      forget();
      resized.disconnect();
      scrolled.disconnect();
    },
  };
}
