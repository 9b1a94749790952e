// Key figures: label, figure, one line of context; words where something never happens.

import { h, setText, showQuantity, updateList } from "./elements.js";

function createTile() {
  const figure = h("span", { class: "figure" });
  const unit = h("span", { class: "words" });
  return h("div", { class: "tile" }, h("dt"), h("dd", {}, h("span", { class: "line" }, figure, " ", unit), h("span", { class: "sub" })));
}

export function createKeyFigures() {
  const element = h("dl", { class: "tiles" });
  return {
    element,
    update(tiles) {
      updateList(element, tiles, createTile, (tile, { label, unit, note, ...figure }) => {
        setText(tile.querySelector("dt"), label);
        const place = tile.querySelector(".figure");
        showQuantity(place, figure);
        place.classList.toggle("never", figure.value === null);
        setText(tile.querySelector(".words"), unit);
        setText(tile.querySelector(".sub"), note);
      });
    },
  };
}
