// The menu of the head for scenarios: open, save, name, stress cases, side by side, log.

import { createComparison } from "./comparison.js";
import { download } from "./download.js";
import { h, setText } from "./elements.js";
import { createDialog, createMenu } from "./menu.js";
import { createWorkshopLog } from "./workshop_log.js";

const ENDINGS = ".yaml,.yml,.xlsx,.xlsm";

function createNaming(context) {
  const { say } = context;
  const name = h("input", { type: "text", id: "kkm-scenario-name", autocomplete: "off" });
  const description = h("textarea", { id: "kkm-scenario-description", rows: "3" });
  const dialog = createDialog(
    say("Kunde und Vorhaben", "Client and project"),
    say("Schließen", "Close"),
    h(
      "form",
      {
        class: "naming",
        onsubmit: (event) => {
          event.preventDefault();
          context.change({}, { record: { name: name.value.trim() || null, description: description.value.trim() || null } });
          dialog.close();
        },
      },
      h("label", { for: name.id }, say("Name", "Name")),
      name,
      h("label", { for: description.id }, say("Beschreibung", "Description")),
      description,
      h("p", { class: "buttons" }, h("button", { type: "submit", class: "button primary" }, say("Übernehmen", "Apply"))),
    ),
  );
  return {
    element: dialog.element,
    show() {
      name.value = context.record().name ?? "";
      description.value = context.record().description ?? "";
      dialog.show();
    },
  };
}

export function createScenarioMenu(context) {
  const { say } = context;
  const file = h("input", { type: "file", accept: ENDINGS, hidden: true, "aria-label": say("Szenariodatei", "Scenario file") });
  const naming = createNaming(context);
  const comparison = createComparison(context);
  const log = createWorkshopLog(context);

  const stressed = context.kept("stressed", () => ({ base: null, after: null }));
  const asOpened = context.kept("as opened", () => JSON.stringify(context.state().case));
  const isSaved = () => JSON.stringify(context.state().case) === context.stored("savedAs", asOpened);
  const failed = (error) => menu.showProblem(error.message);
  const item = (de, en, onclick, name) => h("button", { type: "button", "data-scenario": name, onclick }, say(de, en));

  async function openFile() {
    const [chosen] = file.files;
    file.value = "";
    if (!chosen) return;
    try {
      const { answer } = await context.ask("open_scenario", { name: chosen.name }, { buffers: [await chosen.arrayBuffer()] });
      context.open(answer.case, { about: chosen.name });
      if (answer.language) context.setLanguage(answer.language);
      context.store("savedAs", JSON.stringify(context.state().case));
      context.toast([say(`${chosen.name} ist geöffnet.`, `${chosen.name} is open.`), ...answer.notes].join(" "), { undo: true });
    } catch (error) {
      failed(error);
    }
  }

  async function save() {
    log.refresh();
    try {
      const { answer, buffers } = await context.ask("save_scenario", { text: context.text() });
      download(answer.name, "application/yaml", buffers);
      context.store("savedAs", JSON.stringify(context.state().case));
      context.toast(say(`${answer.name} liegt bei Ihren Downloads.`, `${answer.name} is in your downloads.`));
    } catch (error) {
      failed(error);
    }
  }

  function keep() {
    if (comparison.keep()) context.toast(say("Das Szenario steht zum Vergleich bereit.", "The scenario is kept for comparison."));
    else menu.showProblem(say("Mehr als sechs Szenarien stehen nicht nebeneinander; bitte entfernen Sie eines.", "No more than six scenarios can be kept; please remove one."));
  }

  /** Goes to a stress case of the case as it was before the first one, or back to that. */
  async function toStress(name, label) {
    const values = context.values();
    const isStressed = stressed.after && Object.keys(values).every((key) => values[key] === stressed.after[key]);
    const base = isStressed ? stressed.base : values;
    try {
      const { answer } = await context.ask("stress", { name, values: base });
      const problem = context.change({ ...base, ...answer.changes }, { about: label });
      if (problem) return void menu.showProblem(problem);
      Object.assign(stressed, { base, after: context.values() });
      context.toast(say(`${label}: übernommen.`, `${label}: applied.`), { undo: true });
    } catch (error) {
      failed(error);
    }
  }

  file.addEventListener("change", openFile);
  const stresses = [["expected", say("Erwartet", "Expected")], ["pessimistic", say("Pessimistisch", "Pessimistic")], ["optimistic", say("Optimistisch", "Optimistic")]];
  const reset = item("Alle Annahmen zurücksetzen", "Reset all assumptions", () => context.reset() || context.toast(say("Alle Annahmen stehen wieder wie zu Beginn.", "All assumptions are as they were."), { undo: true }), "reset");
  const menu = createMenu(
    "scenario",
    say("Szenario", "Scenario"),
    item("Öffnen …", "Open …", () => file.click(), "open"),
    item("Speichern", "Save", save, "save"),
    item("Kunde und Vorhaben …", "Client and project …", naming.show, "name"),
    h("hr"),
    ...stresses.map(([name, label]) => h("button", { type: "button", "data-scenario": name, onclick: () => toStress(name, label) }, label)),
    reset,
    h("hr"),
    item("Zum Vergleich daneben stellen", "Keep for comparison", keep, "keep"),
    item("Vergleichen …", "Compare …", comparison.show, "compare"),
    item("Protokoll …", "Log …", log.show, "log"),
  );
  const element = h("div", {}, menu.element, file, naming.element, comparison.element, log.element);
  return {
    element,
    update() {
      setText(menu.element.querySelector("summary"), isSaved() ? say("Szenario", "Scenario") : say("Szenario, nicht gespeichert", "Scenario, not saved"));
      reset.disabled = ![...context.specs.keys()].some(context.isChanged);
    },
    destroy() {
      menu.destroy();
      comparison.destroy();
      log.destroy();
    },
  };
}
