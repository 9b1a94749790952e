// The choice of who is small: definition, threshold, year and limits. They stand in the scenario and decide at once.

import { h } from "./elements.js";
import { createCheckbox, createNumberField, createSelect } from "./fields.js";

const DEFAULTS = { definition: "erp", share_of_wallet_limit: 0.3, growth_limit: 0.25, untapped_by_employees: false };

/** The settings as the scenario says them, over what holds otherwise. */
export const settingsOf = (context) => ({ ...DEFAULTS, ...context.record().identification });

export function createListSettings(context, found) {
  const { say, words } = context;

  /** Sets one; null and what holds anyway are not said. Returns what is wrong with it. */
  function set(name, value, about) {
    const said = { ...context.record().identification };
    if (value === null || value === DEFAULTS[name]) delete said[name];
    else said[name] = value;
    return context.change({}, { record: { identification: Object.keys(said).length ? said : null }, about });
  }

  const definitions = [
    ["erp", say("unter der Schwelle liegt (ERP)", "is below the threshold (ERP)")],
    ["crm", say("nicht besucht wurde (CRM)", "was not visited (CRM)")],
    ["both", say("beides erfüllt", "meets both")],
    ["either", say("eines davon erfüllt", "meets either")],
  ];
  const aboutDefinition = say("Definition der Kleinkunden", "definition of small customers");
  const definition = createSelect(say("Kleinkunde ist, wer …", "Small is who …"), "definition", (value) => set("definition", value, aboutDefinition));
  const thresholdWords = say("Umsatzschwelle der Liste", "Threshold of the list");
  const threshold = createNumberField(
    context,
    { name: "threshold", label: thresholdWords, unit: say("€ im Jahr", "€ a year"), kind: "money", bounds: [1, 1e12], step: 1 },
    (value) => set("threshold", value, thresholdWords),
  );
  const yearWords = say("Bezugsjahr", "Reference year");
  const year = createSelect(yearWords, "reference_year", (value) => set("reference_year", value ? Number(value) : null, yearWords));
  const walletWords = say("Ungenutzt bis Lieferanteil", "Untapped up to share of wallet");
  const wallet = createNumberField(
    context,
    { name: "share_of_wallet_limit", label: walletWords, unit: "%", kind: "share", bounds: [0, 1], step: 0.01 },
    (value) => set("share_of_wallet_limit", value, walletWords),
  );
  const growthWords = say("Wachsend ab, zwei Jahre in Folge", "Growing from, two years running");
  const growth = createNumberField(
    context,
    { name: "growth_limit", label: growthWords, unit: say("% im Jahr", "% a year"), kind: "share", bounds: [0, 10], step: 0.01 },
    (value) => set("growth_limit", value, growthWords),
  );
  const employeesWords = say("Potenzial aus Mitarbeitern schätzen", "Estimate potential from employees");
  const employees = createCheckbox(employeesWords, "untapped_by_employees", (value) => set("untapped_by_employees", value, employeesWords));
  const moved = h("p", { class: "hint" });
  const element = h(
    "form",
    { class: "controls list-settings", onsubmit: (event) => event.preventDefault() },
    h(
      "details",
      { open: context.root.clientWidth === 0 || context.root.clientWidth >= 700 },
      h("summary", {}, h("h2", {}, words.assumptions)),
      h("div", { class: "control-grid" }, definition.element, threshold.element, year.element),
      h("details", { class: "more" }, h("summary", {}, say("Potenzialkunden", "Potential customers")), h("div", { class: "control-grid" }, wallet.element, growth.element, h("div", {}, employees.element, moved))),
    ),
  );

  return {
    element,
    update() {
      const said = context.record().identification ?? {};
      const settings = settingsOf(context);
      const answer = found();
      definition.update(definitions, settings.definition);
      const model = context.results().revenue_threshold;
      threshold.update(said.threshold ?? null, { preset: model, note: say("aus dem Modell, folgt den Reglern", "from the model, follows the sliders") });
      const years = answer?.years ?? [];
      year.element.hidden = !years.length;
      year.update([["", say("letztes volles Jahr", "last full year")], ...years.map((each) => [String(each), String(each)])], String(said.reference_year ?? ""));
      wallet.update(said.share_of_wallet_limit ?? null, { preset: DEFAULTS.share_of_wallet_limit, note: say("Vorgabe", "default") });
      growth.update(said.growth_limit ?? null, { preset: DEFAULTS.growth_limit, note: say("Vorgabe", "default") });
      employees.update(Boolean(settings.untapped_by_employees));
      const count = answer?.settings.would_move;
      moved.hidden = count === undefined;
      if (count === undefined) return;
      const number = context.display.number(count, 0);
      moved.textContent = settings.untapped_by_employees
        ? say(`${number} Kleinkunden gelten dadurch als Potenzialkunden.`, `${number} small customers count as potential customers by this.`)
        : say(`${number} Kleinkunden würden dadurch zu Potenzialkunden.`, `${number} small customers would become potential customers by this.`);
    },
  };
}
