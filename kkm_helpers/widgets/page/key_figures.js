// Key figures: label, figure, one line of context: what it was, where that is something else; words where something never happens.

import { h, setText, showQuantity, updateList } from "./elements.js";

function createTile() {
  const figure = h("span", { class: "figure" });
  const unit = h("span", { class: "words" });
  return h("div", { class: "tile" }, h("dt"), h("dd", {}, h("span", { class: "line" }, figure, " ", unit), h("span", { class: "sub" })));
}

export function createKeyFigures(context) {
  const element = h("dl", { class: "tiles" });
  return {
    element,
    /** `before` are the same key figures of the case as it was opened. */
    update(tiles, before = []) {
      updateList(element, tiles, createTile, (tile, { label, unit, note, ...figure }, index) => {
        setText(tile.querySelector("dt"), label);
        const place = tile.querySelector(".figure");
        showQuantity(place, figure);
        place.classList.toggle("never", figure.value === null);
        setText(tile.querySelector(".words"), unit);
        const opened = before[index]?.text ?? figure.text;
        const sub = tile.querySelector(".sub");
        sub.classList.toggle("was", opened !== figure.text);
        setText(sub, opened === figure.text ? note : context.words.before(opened));
      });
    },
  };
}
