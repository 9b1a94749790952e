// From the list into the case: what the list says beside what holds, with both potentials; the user takes one over.

import { h, setText, showQuantity, updateList } from "./elements.js";

const BASES = ["history", "sector"];

/** The best of the ways to give active care, and what it is worth. */
function bestActive(results) {
  const options = ["build", "outsource", ...(results.takeover ? ["hybrid"] : [])];
  const [name] = options.sort((one, other) => results[`${other}_npv`] - results[`${one}_npv`]);
  return { name, npv: results[`${name}_npv`] };
}

export function createIntoCase(context, store) {
  const { say, display } = context;
  const title = h("h3");
  const note = h("p", { class: "prose" });
  const head = h("tr", {}, h("td"), ...[0, 1, 2].map(() => h("th", { scope: "col" })));
  const body = h("tbody");
  const region = h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": say("Szenario und Liste", "Scenario and list") }, h("table", { class: "words into-case" }, h("thead", {}, head), body));
  const error = h("p", { class: "error", role: "alert" });
  error.hidden = true;
  const names = { history: say("Übernehmen, nach Historie", "Take over, by history"), sector: say("Übernehmen, nach Branche", "Take over, by sector") };
  const buttons = BASES.map((basis, index) => h("button", { type: "button", class: index ? "button" : "button primary", "data-take-over": basis, onclick: () => take(basis) }, names[basis]));
  const element = h("section", { class: "block", id: "kkm-into-case" }, title, note, region, error, h("div", { class: "buttons" }, ...buttons));

  const isTaken = (basis) => context.values().potential_basis === basis && Object.entries(store.inputs).every(([name, value]) => context.values()[name] === value);

  function take(basis) {
    if (isTaken(basis)) return;
    const name = store.report?.name ?? "";
    const by = basis === "history" ? say("nach Historie", "by history") : say("nach Branche", "by sector");
    const about = say(`Kundenliste ${name} übernommen, ${by}`, `customer list ${name} taken over, ${by}`);
    const problem = context.change({ ...store.inputs, potential_basis: basis }, { about });
    error.hidden = !problem;
    setText(error, problem);
    if (!problem) context.toast(say(`Der Business Case rechnet jetzt mit der Kundenliste, ${by}.`, `The business case now uses the customer list, ${by}.`), { undo: true });
  }

  /** The lines of the table: label, then a cell for each case: { text, note }. */
  function lines(cases) {
    const amount = (label, name, of = name) => [label, ...cases.map(({ results, isList }) => ({ name, value: results[of], text: display.display(of, results[of]), isMissing: isList && name in context.values() && !(name in store.inputs) }))];
    const best = cases.map(({ results }) => bestActive(results));
    const option = (name) => display.choice("recommended_option", name);
    return [
      amount(say("Kleinkunden", "Small customers"), "small_customers"),
      amount(say("Umsatz je Kleinkunde", "Revenue per small customer"), "revenue_per_customer"),
      amount(say("Potenzial je Kleinkunde", "Potential per small customer"), "potential_per_customer"),
      amount(say("Auftragswert", "Order value"), "order_value"),
      amount(say("Besuche je Kleinkunde", "Visits per small customer"), "field_visits_per_small_customer"),
      [say("Bester Kapitalwert, aktive Option", "Best NPV, active option"), ...best.map(({ name, npv }) => ({ name: `${name}_npv`, value: npv, text: display.short(npv), note: option(name) }))],
      [say("Empfehlung", "Recommendation"), ...cases.map(({ results }) => ({ text: option(results.recommended_option) }))],
    ];
  }

  return {
    element,
    update() {
      element.hidden = !store.inputs; // Python has not said yet, or cannot judge the list
      const hasInputs = store.inputs && Object.keys(store.inputs).length > 0;
      region.hidden = !hasInputs;
      buttons.forEach((button) => (button.hidden = !hasInputs));
      if (!hasInputs) {
        setText(title, say("Aus dieser Liste geht nichts in den Business Case", "Nothing of this list goes into the business case"));
        setText(note, say("Kein Kleinkunde hat im Bezugsjahr gekauft. Bitte prüfen Sie Schwelle, Definition und Bezugsjahr.", "No small customer bought in the reference year. Please check threshold, definition and reference year."));
        return;
      }
      const now = context.results();
      const lists = BASES.map((basis) => ({ isList: true, results: context.results({ ...context.values(), ...store.inputs, potential_basis: basis }) }));
      const cases = [{ results: now }, ...lists];
      const taken = BASES.find(isTaken);
      const option = (results) => display.choice("recommended_option", results.recommended_option);
      const [history, sector] = lists.map(({ results }) => results);
      const flips = history.recommended_option !== sector.recommended_option;
      if (taken) setText(title, say("Der Business Case rechnet mit dieser Liste", "The business case uses this list"));
      else if (history.recommended_option !== now.recommended_option) setText(title, say(`Mit der Liste kippt die Empfehlung: nach Historie ${option(history)}`, `With the list the recommendation changes: by history ${option(history)}`));
      else setText(title, say(`Mit der Liste bleibt die Empfehlung nach Historie: ${option(history)}`, `With the list the recommendation by history stays: ${option(history)}`));
      setText(
        note,
        flips
          ? say("Welches Potenzial gilt, entscheidet über die Empfehlung: das beste der letzten fünf Jahre oder der Bedarf der Branche.", "Which potential holds decides the recommendation: the best of the last five years or the demand of the sector.")
          : say("Beide Potenziale, das beste der letzten fünf Jahre und der Bedarf der Branche, führen zur selben Empfehlung.", "Both potentials, the best of the last five years and the demand of the sector, lead to the same recommendation."),
      );
      const headings = [say("Szenario jetzt", "Scenario now"), say("Liste, Potenzial nach Historie", "List, potential by history"), say("Liste, Potenzial nach Branche", "List, potential by sector")];
      headings.forEach((text, index) => setText(head.children[index + 1], text));
      [...head.children].forEach((cell) => cell.classList.add("right"));
      const rows = lines(cases);
      updateList(
        body,
        rows,
        () => h("tr", {}, h("th", { scope: "row" }), ...cases.map(() => h("td", { class: "right" }, h("span"), h("small")))),
        (row, [label, ...cells], index) => {
          row.classList.toggle("hit", index === rows.length - 1);
          setText(row.firstElementChild, label);
          cells.forEach(({ name, value, text, note: said, isMissing }, place) => {
            const [figure, below] = row.children[place + 1].children;
            // Only the first column is the case on view; the others are what would be.
            if (place === 0 && name) showQuantity(figure, { name, value, text });
            else setText(figure, text);
            setText(below, isMissing ? say("nicht in der Liste", "not in the list") : (said ?? ""));
            below.hidden = !below.textContent;
          });
        },
      );
      BASES.forEach((basis, index) => {
        buttons[index].setAttribute("aria-disabled", String(taken === basis));
        buttons[index].classList.toggle("primary", taken ? false : !index);
        setText(buttons[index], taken === basis ? (basis === "history" ? say("Übernommen, nach Historie", "Taken over, by history") : say("Übernommen, nach Branche", "Taken over, by sector")) : names[basis]);
      });
    },
  };
}
