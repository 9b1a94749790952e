// The app's page draws itself before its kernel is there, and joins it later; what it shows stays where it is.

import { createKernelModel, placeIn } from "./kernel.js";
import { render } from "./panel.js";

const KEPT_AS = "kkm";

/** What people have done stays in this tab: values and what else a scenario says, never a customer list. */
function createMemory(opened) {
  const key = JSON.stringify([opened.case.start, opened.case.record]);
  return {
    load() {
      try {
        const kept = JSON.parse(sessionStorage.getItem(KEPT_AS));
        // A server that was started with another case has nothing to do with what was done before.
        if (kept?.key !== key) return null;
        const [{ type }] = performance.getEntriesByType("navigation");
        return { state: kept.state, isOffer: type === "navigate" };
      } catch {
        return null; // the browser keeps nothing, or what it kept is of an older page
      }
    },
    save(state) {
      try {
        sessionStorage.setItem(KEPT_AS, JSON.stringify({ key, state }));
      } catch {
        // the page works without
      }
    },
  };
}

export function start() {
  const { state, base } = JSON.parse(document.getElementById("kkm-first").textContent);
  const model = createKernelModel(state, base);
  render({ model, el: document.getElementById("kkm-page"), memory: createMemory(state) });
  document.getElementById("kkm-starting")?.remove();

  const join = () => {
    const place = placeIn(document);
    if (place) model.join(place);
    return Boolean(place);
  };
  if (join()) return;
  document.addEventListener("kkm-kernel", join, { once: true });
  const check = () => placeIn(document) || model.fail(); // the page was cut off
  if (document.readyState === "complete") check();
  else addEventListener("load", check, { once: true });
}
