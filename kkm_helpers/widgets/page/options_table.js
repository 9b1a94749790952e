// The options side by side: one row an option, one column a key figure.

import { h, setText, showQuantity, updateList } from "./elements.js";

export function createOptionsTable(context) {
  const head = h("tr");
  const body = h("tbody");
  const element = h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": context.say("Optionen im Vergleich", "Options compared") }, h("table", { class: "options" }, h("thead", {}, head), body));
  return {
    element,
    update({ columns, rows }) {
      updateList(head, columns, () => h("th", { scope: "col" }), setText);
      updateList(body, rows, () => h("tr"), (row, { label, note, hit, cells }) => {
        row.classList.toggle("hit", hit);
        if (!row.firstElementChild) row.append(h("th", { scope: "row" }, h("span"), h("small")));
        setText(row.querySelector("span"), label);
        setText(row.querySelector("small"), note);
        cells.forEach((cell, index) => {
          if (!row.children[index + 1]) row.append(h("td"));
          const place = row.children[index + 1];
          showQuantity(place, cell);
          place.classList.toggle("never", cell.value === null);
        });
      });
    },
  };
}
