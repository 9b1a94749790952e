// The calculation path: each figure with its formula in words, the numbers put in, and the result.

import { WORDS } from "./words.js";
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

export function createCalculationPath(language) {
  const body = h("tbody");
  const element = h("section", { class: "path" }, h("h3", {}, WORDS[language].path), h("div", { class: "scroll" }, h("table", { class: "ledger" }, body)));
  return {
    element,
    update(rows) {
      updateList(body, rows, createRow, (row, { label, formula, numbers, hit, ...figure }) => {
        row.classList.toggle("hit", hit);
        setText(row.querySelector(".label"), label);
        setText(row.querySelector("small"), formula);
        setText(row.querySelector(".calc"), numbers);
        showQuantity(row.querySelector(".value"), figure);
      });
    },
  };
}
