// The calculation path: each figure with its formula in words, the numbers put in, and the result.

import { h, setText, showQuantity, updateList } from "./elements.js";

function createRow() {
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, h("span", { class: "label" }), h("small")),
    h("td", { class: "calc" }),
    h("td", { class: "result" }, h("span", { class: "equals" }, "= "), h("span", { class: "value" })),
  );
}

export function createCalculationPath(context) {
  const body = h("tbody");
  const element = h(
    "section",
    { class: "path" },
    h("details", { open: true }, h("summary", {}, h("h3", {}, context.words.path)), h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": context.words.path }, h("table", { class: "ledger" }, body))),
  );

  /** A piece of the numbers put in: what one can change is underlined, what was changed stands out. */
  function showPiece(span, [words, name]) {
    const isAssumption = context.specs.has(name);
    span.classList.toggle("in", isAssumption);
    span.classList.toggle("changed", isAssumption && context.isChanged(name));
    setText(span, words);
  }

  return {
    element,
    update(rows) {
      element.hidden = !rows.length;
      updateList(body, rows, createRow, (row, { label, formula, numbers, hit, ...figure }) => {
        row.classList.toggle("hit", hit);
        setText(row.querySelector(".label"), label);
        setText(row.querySelector("small"), formula);
        updateList(row.querySelector(".calc"), numbers, () => h("span"), showPiece);
        showQuantity(row.querySelector(".value"), figure);
      });
    },
  };
}
