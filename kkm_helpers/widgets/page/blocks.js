// What Python writes into a view: words, charts, tables and folds (kkm_helpers/widgets/blocks.py).

import { createChart } from "./chart.js";
import { h, setText } from "./elements.js";
import { createTable } from "./tables.js";

const TAGS = { finding: "h2", section: "h3" };

function keyOf(block) {
  if (block.kind === "words") return `words ${block.look}`;
  if (block.kind === "chart") return `chart ${block.chart.name}`;
  if (block.kind === "charts") return `charts ${block.charts.map(({ name }) => name)}`;
  return block.kind === "fold" ? `fold ${block.title}` : block.kind;
}

function createWords({ look }) {
  const element = h(TAGS[look] ?? "p", { class: look });
  return { element, update: ({ text }) => setText(element, text) };
}

function createTableBlock() {
  const table = createTable();
  return { element: table.element, update: (block) => table.update(block.table) };
}

function createCharts(block, context) {
  const charts = block.charts.map(({ name }) => createChart(name, context));
  return {
    element: h("div", { class: "charts" }, ...charts.map((chart) => chart.element)),
    update: (next) => Promise.all(next.charts.map((chart, index) => charts[index].update(chart))),
    destroy: () => charts.forEach((chart) => chart.destroy()),
  };
}

/** What is folded is drawn when it is opened: a chart needs a width. */
function createFold(block, context) {
  const inner = createBlocks(context);
  const details = h("details", { ontoggle: () => latest && details.open && void inner.draw(latest) }, h("summary", {}, h("h3", {}, block.title)), inner.element);
  let latest = null;
  return {
    element: h("section", { class: "fold" }, details),
    update(next) {
      latest = next.blocks;
      return details.open ? inner.draw(latest) : undefined;
    },
    destroy: inner.destroy,
  };
}

function createBlock(block, context) {
  if (block.kind === "words") return createWords(block);
  if (block.kind === "table") return createTableBlock();
  if (block.kind === "chart") {
    const { element, update, destroy } = createCharts({ charts: [block.chart] }, context);
    return { element, update: (next) => update({ charts: [next.chart] }), destroy };
  }
  return block.kind === "charts" ? createCharts(block, context) : createFold(block, context);
}

/** A column of blocks; what stays of one drawing to the next keeps its element. */
export function createBlocks(context) {
  const element = h("div", { class: "blocks" });
  let made = [];

  return {
    element,
    /** Resolves when all of it is drawn. After the first blocks of more to come, what stood there stays, faded. */
    draw(blocks, { isPart = false } = {}) {
      const free = [...made];
      const drawn = blocks.map((block) => {
        const key = keyOf(block);
        const at = free.findIndex((one) => one.key === key);
        return at < 0 ? { key, ...createBlock(block, context) } : free.splice(at, 1)[0];
      });
      made = isPart ? [...drawn, ...free] : drawn;
      if (!isPart) {
        free.forEach((one) => {
          one.destroy?.();
          one.element.remove();
        });
      }
      made.forEach((one, index) => {
        one.element.classList.toggle("waiting", index >= drawn.length);
        if (element.children[index] !== one.element) element.insertBefore(one.element, element.children[index] ?? null);
      });
      return Promise.all(drawn.map((one, index) => one.update(blocks[index])));
    },
    destroy: () => made.forEach((one) => one.destroy?.()),
  };
}
