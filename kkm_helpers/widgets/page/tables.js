// A table of words as Python gives it: title, headings, rows of texts, which columns stand right, which rows stand out,
// what more there is.

import { h, setText, updateList } from "./elements.js";

const LONG = 24; // characters; no figure with its unit is longer

export function createTable() {
  const title = h("h3");
  const head = h("tr");
  const body = h("tbody");
  const more = h("p", { class: "more-rows" });
  const region = h("div", { class: "scroll", role: "region", tabindex: "0" }, h("table", { class: "words" }, h("thead", {}, head), body));
  const element = h("section", { class: "word-table" }, title, region, more);

  let headings = null;

  function fill(cell, text, right) {
    cell.classList.toggle("right", Boolean(right));
    cell.classList.toggle("long", text.length > LONG);
    setText(cell, text);
  }

  return {
    element,
    update(table) {
      setText(title, table.title);
      title.hidden = !table.title;
      region.setAttribute("aria-label", table.title || table.headings.join(", "));
      const isRight = new Set(table.right);
      // A column without a name has no heading, only room for one.
      if (headings !== table.headings.join("\n")) head.replaceChildren(...table.headings.map((text) => (text ? h("th", { scope: "col" }, text) : h("td"))));
      headings = table.headings.join("\n");
      [...head.children].forEach((cell, index) => cell.classList.toggle("right", isRight.has(index)));
      const isHit = new Set(table.hit);
      updateList(body, table.rows, () => h("tr"), (row, cells, place) => {
        row.classList.toggle("hit", isHit.has(place));
        while (row.children.length > cells.length) row.lastElementChild.remove();
        cells.forEach((text, index) => {
          if (!row.children[index]) row.append(index ? h("td") : h("th", { scope: "row" }));
          fill(row.children[index], text, isRight.has(index));
        });
      });
      setText(more, table.more ?? "");
      more.hidden = !table.more;
    },
  };
}
