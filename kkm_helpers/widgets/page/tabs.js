// The steps as tabs, where there is no room as a select.

import { freshId, h, setAttribute } from "./elements.js";

const MOVES = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

export function createTabs(context) {
  const { words, steps } = context;
  const panelId = freshId("step");
  const tabs = steps.map((step) =>
    h(
      "button",
      { type: "button", role: "tab", id: freshId(step.name), "data-step": step.name, "aria-controls": panelId, onclick: () => context.show(step.name) },
      h("span", { class: "number" }, String(step.number)),
      step.label,
    ),
  );
  const list = h("div", { role: "tablist", "aria-label": words.steps }, ...tabs);
  const selectId = freshId("select");
  const select = h(
    "select",
    { id: selectId, onchange: () => context.show(select.value) },
    ...steps.map((step) => h("option", { value: step.name }, `${step.number} ${step.label}`)),
  );
  const element = h("nav", { class: "steps", "aria-label": words.steps }, list, h("div", { class: "step-select" }, h("label", { for: selectId }, words.step), select));
  list.addEventListener("keydown", (event) => {
    if (!(event.key in MOVES)) return;
    event.preventDefault();
    const at = tabs.indexOf(event.target.closest('[role="tab"]')) + MOVES[event.key];
    const next = tabs[Number.isFinite(at) ? (at + tabs.length) % tabs.length : at < 0 ? 0 : tabs.length - 1];
    next.focus();
    context.show(next.dataset.step);
  });
  return {
    element,
    panelId,
    /** Marks the step's tab and returns its id. */
    select(name) {
      select.value = name;
      let id = "";
      for (const tab of tabs) {
        const selected = tab.dataset.step === name;
        setAttribute(tab, "aria-selected", String(selected));
        tab.tabIndex = selected ? 0 : -1;
        if (selected) id = tab.id;
      }
      return id;
    },
  };
}
