// The operators of what is shown, as kkm_helpers/engine/presentation.py defines them, beside those of the model.

import { op } from "./operators.js";

Object.assign(op, {
  joined: (...parts) => parts.flat(),
  last: (series) => series.at(-1),
  pick: (series, position) => series[position],
  smallest: (series) => Math.min(...series),
  largest: (series) => Math.max(...series),
  position_of_smallest: (series) => series.indexOf(Math.min(...series)),

  spread(places, least, low, high) {
    const order = places.map((_, index) => index).sort((a, b) => places[a] - places[b]);
    const moved = [...places];
    // Each pass moves neighbours apart by half of what is missing; a few labels settle within as many passes.
    for (let pass = 0; pass < places.length ** 2; pass += 1) {
      for (let next = 1; next < order.length; next += 1) {
        const [below, above] = [order[next - 1], order[next]];
        const missing = least - (moved[above] - moved[below]);
        if (missing > 0) {
          moved[below] -= missing / 2;
          moved[above] += missing / 2;
        }
      }
    }
    const highest = order.length - 1;
    order.forEach((place, position) => (moved[place] = Math.max(moved[place], low + position * least)));
    order.forEach((place, position) => (moved[place] = Math.min(moved[place], high - (highest - position) * least)));
    return moved;
  },
});
