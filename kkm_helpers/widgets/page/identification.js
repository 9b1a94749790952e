// The step identification: a customer list, how it was read, who of it is small, and what that means for the case.

import { createChart } from "./chart.js";
import { download } from "./download.js";
import { h, setText, updateList } from "./elements.js";
import { createFileField, createNumberField } from "./fields.js";
import { createIntoCase } from "./list_into_case.js";
import { createListMapping } from "./list_mapping.js";
import { createListSettings } from "./list_settings.js";
import { listStore } from "./list_store.js";
import { createLive } from "./live.js";
import { createStarting } from "./starting.js";
import { createTable } from "./tables.js";

const CHARTS = ["segments", "revenue_curve", "visits_by_revenue"];
const CAREFUL = 1e6; // bytes in an MB as people say it

const lines = (list, texts) => updateList(list, texts, () => h("li"), setText);
const folded = (label, ...content) => h("details", { class: "more" }, h("summary", {}, label), ...content);

/** Nothing is read yet: fields for the files, a list to try it with. */
function createEmpty(context, store) {
  const { say } = context;
  const files = context.kept("list files", () => ({}));
  const basis = h("p", { class: "prose" });
  const hint = say("CSV, Excel, ODS oder Parquet. Nötig sind Kundennummer und Umsatz mindestens eines Jahres, alles Weitere ist freiwillig.", "CSV, Excel, ODS or Parquet. Needed are customer number and revenue of at least one year, everything else is optional.");
  const list = createFileField(context, {
    label: say("Kundenliste aus dem ERP", "Customer list from the ERP"),
    hint,
    name: "customer_list",
    isPrimary: true,
    take(file) {
      files.list = file;
      void store.load({ list: file, crm: files.crm ?? null, mapping: context.record().mapping ?? {} });
    },
  });
  const crm = createFileField(context, {
    label: say("Besuche aus dem CRM (freiwillig)", "Visits from the CRM (optional)"),
    hint: say("Wird über die Kundennummer zugeordnet. Bitte vor der Kundenliste wählen, oder später dazunehmen.", "Joined by customer number. Please choose it before the customer list, or add it later."),
    name: "crm_list",
    take(file) {
      files.crm = file;
      // After a list that could not be used for its second one, both are tried again.
      if (files.list && store.problems.crm) void store.load({ list: files.list, crm: file, mapping: context.record().mapping ?? {} });
      else store.set({ problems: { ...store.problems, crm: "" } });
    },
  });
  const demo = h("button", { type: "button", class: "link", onclick: () => store.load({ list: "demo" }) }, say("Beispielliste laden", "Load the example list"));
  const back = h("button", { type: "button", class: "link", onclick: store.back });
  const title = h("h2", { class: "finding" });
  const mappings = { list: say("Spalten von Hand zuordnen", "Assign the columns by hand"), crm: say("Spalten der CRM-Liste von Hand zuordnen", "Assign the columns of the CRM list by hand") };
  const byHand = Object.entries(mappings).map(([name, words]) => {
    const { element: form, update } = createListMapping(context, store, { name, form: () => store.forms[name] });
    return { name, update, element: h("section", { class: "block" }, h("h3", {}, words), form) };
  });
  const element = h(
    "div",
    { class: "list-empty" },
    title,
    basis,
    back,
    h("div", { class: "drop" }, list.element, crm.element, h("p", { class: "hint" }, say("Die Liste bleibt auf diesem Rechner. Es wird nichts übertragen.", "The list stays on this machine. Nothing is sent anywhere."))),
    h("p", { class: "prose" }, say("Keine Liste zur Hand? ", "No list at hand? "), demo),
    ...byHand.map((part) => part.element),
  );

  return {
    element,
    update() {
      const { small_customers: count, revenue_per_customer: revenue } = context.values();
      const [customers, each] = [context.display.display("small_customers", count), context.display.display("revenue_per_customer", revenue)];
      setText(basis, say(`Bis dahin rechnet der Business Case mit den Angaben des Szenarios: ${customers} Kleinkunden mit je ${each} Umsatz im Jahr.`, `Until then the business case uses the scenario's figures: ${customers} small customers with revenue of ${each} a year each.`));
      setText(title, store.report ? say("Eine andere Kundenliste wählen", "Choose another customer list") : say("Noch keine Kundenliste geladen", "No customer list loaded yet"));
      basis.hidden = Boolean(store.report);
      back.hidden = !store.report;
      setText(back, store.report ? say(`Zurück zu ${store.report.name}`, `Back to ${store.report.name}`) : "");
      list.showProblem(store.problems.list);
      crm.showProblem(store.problems.crm);
      crm.showName(files.crm?.name);
      for (const part of byHand) {
        part.element.hidden = !store.forms[part.name];
        part.update();
      }
    },
  };
}

/** A list is on its way: how far, and a way to stop it. */
function createBusy(context, store) {
  const { say, display } = context;
  const title = h("h2", { class: "finding" });
  const text = h("p", { class: "prose", role: "status" });
  const bar = h("progress", { max: "1" });
  const cancel = h("button", { type: "button", class: "button", onclick: store.cancel }, say("Abbrechen", "Cancel"));
  const element = h("div", { class: "list-busy" }, title, text, bar, cancel);
  return {
    element,
    update() {
      const busy = store.busy ?? {};
      setText(title, say(`${busy.name || "Die Liste"} wird gelesen`, `Reading ${busy.name || "the list"}`));
      bar.setAttribute("aria-label", title.textContent);
      if (busy.size) {
        const [sent, size] = [busy.sent, busy.size].map((bytes) => display.number(bytes / CAREFUL, busy.size < 10 * CAREFUL ? 1 : 0));
        setText(text, say(`${sent} von ${size} MB geöffnet`, `${sent} of ${size} MB opened`));
        bar.value = busy.sent / busy.size;
      } else if (busy.line) {
        const line = display.number(busy.line, 0);
        setText(text, busy.lines ? say(`Zeile ${line} von ${display.number(Math.max(busy.lines, busy.line), 0)}`, `Line ${line} of ${display.number(Math.max(busy.lines, busy.line), 0)}`) : say(`Zeile ${line}`, `Line ${line}`));
        if (busy.lines) bar.value = Math.min(busy.line / busy.lines, 1);
        else bar.removeAttribute("value");
      } else {
        setText(text, say("Spalten und Zahlen werden erkannt", "Columns and numbers are being recognised"));
        bar.removeAttribute("value");
      }
    },
  };
}

/** How the list was read. */
function createReport(context, store) {
  const { say } = context;
  const summary = h("p", { class: "prose" });
  const facts = h("dl", { class: "facts" });
  const totals = createTable();
  const others = h("div");
  const made = [];
  const warnings = h("ul", { class: "notes" });
  const leftOut = createTable();
  const leftOutSummary = h("summary");
  const leftOutPart = h("details", { class: "more" }, leftOutSummary, leftOut.element);
  const otherColumns = h("p", { class: "prose" });
  const quality = h("p", { class: "prose" });
  const qualityTables = [createTable(), createTable()];
  const mapping = createListMapping(context, store, { name: "list", form: () => store.report?.forms.list, save: saveMapping });
  const mappingPart = folded(say("Zuordnung von Hand ändern", "Change the mapping by hand"), mapping.element);
  const crmForm = () => store.forms.crm ?? store.report?.forms.crm;
  const crmMapping = createListMapping(context, store, { name: "crm", form: crmForm });
  const crmMappingPart = folded(say("Zuordnung der CRM-Liste von Hand ändern", "Change the mapping of the CRM list by hand"), crmMapping.element);
  const crm = createFileField(context, {
    label: say("Besuche aus dem CRM dazunehmen", "Add visits from the CRM"),
    hint: say("Wird über die Kundennummer zugeordnet.", "Joined by customer number."),
    name: "crm_later",
    take: (file) => store.load({ list: "kept", crm: file, mapping: context.record().mapping ?? {} }),
  });
  const element = h(
    "section",
    { class: "block", id: "kkm-import" },
    h("h3", { tabindex: "-1" }, say("Importbericht", "Import report")),
    summary,
    warnings,
    facts,
    totals.element,
    leftOutPart,
    others,
    folded(say("Datenqualität", "Data quality"), quality, ...qualityTables.map((table) => table.element)),
    mappingPart,
    crm.element,
    crmMappingPart,
    h("div", { class: "buttons" }, h("button", { type: "button", class: "button", "data-drop": "list", onclick: () => void store.drop() }, say("Liste aus der Seite entfernen", "Remove the list from the page"))),
  );

  function saveMapping() {
    void take(context, { what: "mapping" });
  }

  return {
    element,
    update() {
      const { report } = store;
      if (!report) return;
      setText(summary, report.totals_match ? `${report.summary} ${say("Die Kontrollsummen stimmen.", "The control totals match.")}` : `${report.summary} ${say("Die Kontrollsummen stimmen nicht.", "The control totals differ.")}`);
      lines(warnings, report.warnings);
      updateList(facts, report.facts, () => h("div", {}, h("dt"), h("dd")), (row, [name, value]) => {
        setText(row.firstElementChild, name);
        setText(row.lastElementChild, value);
      });
      totals.update(report.totals);
      while (made.length < report.tables.length) {
        const table = createTable();
        const part = folded("", table.element);
        made.push({ table, part });
        others.append(part);
      }
      made.forEach(({ table, part }, index) => {
        const shown = report.tables[index];
        part.hidden = !shown;
        if (!shown) return;
        setText(part.firstElementChild, shown.title);
        table.update({ ...shown, title: "" });
        // What is kept and what is missing belongs to the columns, which stand last.
        if (index === report.tables.length - 1) part.append(otherColumns);
      });
      leftOutPart.hidden = !report.left_out;
      if (report.left_out) {
        leftOut.update(report.left_out);
        const count = report.facts[3][1];
        setText(leftOutSummary, say(`${count} ausgelassene Zeilen`, `${count} rows left out`));
      }
      setText(otherColumns, report.other_columns);
      setText(quality, report.quality.sentence);
      qualityTables.forEach((table, index) => table.update(report.quality.tables[index]));
      if (store.problems.mapping) mappingPart.open = true;
      mapping.update();
      crmMappingPart.hidden = !crmForm();
      if (store.problems.crm_mapping || store.forms.crm) crmMappingPart.open = true;
      crmMapping.update();
      crm.showProblem(store.problems.crm);
      crm.showName(report.crm);
    },
  };
}

/** Has Python make a file and hands it to the browser. */
async function take(context, request) {
  try {
    const { answer, buffers } = await context.ask("list_file", request);
    download(answer.name, answer.mime, buffers);
    context.toast(context.say(`${answer.name} ist gespeichert. ${answer.said}`, `${answer.name} is saved. ${answer.said}`));
  } catch (error) {
    context.problem(error.message);
  }
}

/** What one takes along: the list with its segments, the worklist for the CRM. */
function createTakeAway(context) {
  const { say } = context;
  const chosen = context.kept("worklist", () => ({ control_share: 0, seed: 0 }));
  const button = (words, request) => h("button", { type: "button", class: "button", "data-file": `${request().what}${request().ending}`, onclick: () => take(context, request()) }, words);
  const segments = (ending) => () => ({ what: "segments", ending });
  const worklist = (ending) => () => ({ what: "worklist", ending, ...chosen });
  const share = createNumberField(
    context,
    { name: "control_share", label: say("Kontrollgruppe ohne Betreuung", "Control group without care"), unit: "%", kind: "share", bounds: [0, 0.9], step: 0.01 },
    (value) => keep({ control_share: value ?? 0 }),
  );
  const seed = createNumberField(
    context,
    { name: "seed", label: say("Startwert der Ziehung", "Seed of the draw"), unit: "", kind: "number", bounds: [0, 4e9], step: 1, whole: true },
    (value) => keep({ seed: value ?? 0 }),
  );

  function keep(changes) {
    Object.assign(chosen, changes);
    update();
    return "";
  }

  function update() {
    share.update(chosen.control_share, { note: "" });
    seed.update(chosen.seed);
  }

  const element = h(
    "section",
    { class: "block" },
    h("h3", {}, say("Die Listen zum Mitnehmen", "The lists to take along")),
    h("p", { class: "prose" }, say("Jeder Kunde mit Segment und Begründung:", "Each customer with segment and reasons:")),
    h("div", { class: "buttons" }, button(say("Segmentierte Liste, CSV", "Segmented list, CSV"), segments(".csv")), button(say("Segmentierte Liste, Excel", "Segmented list, Excel"), segments(".xlsx"))),
    h("p", { class: "prose" }, say("Die Arbeitsliste für das CRM: jeder Kleinkunde bekommt genau einen Inside-Sales-Mitarbeiter, der lohnendste steht zuerst. Ein zufällig gezogener Teil bleibt auf Wunsch ein Jahr ohne Betreuung; das macht die Erfolgskontrolle ehrlich.", "The worklist for the CRM: each small customer gets exactly one inside sales rep, the most worthwhile first. On request a part drawn at random stays without care for a year; that makes the review honest.")),
    h("div", { class: "field-row" }, share.element, seed.element),
    h("div", { class: "buttons" }, button(say("Arbeitsliste, CSV", "Worklist, CSV"), worklist(".csv")), button(say("Arbeitsliste, Excel", "Worklist, Excel"), worklist(".xlsx"))),
  );
  return { element, update };
}

/** How many of the small customers deserve care. */
function createCare(context, store) {
  const { say, display } = context;
  const chart = createChart("care_curve", context);
  const text = h("p", { class: "prose" });
  const button = h("button", { type: "button", class: "button", "data-take-over": "care", onclick: takeOver });
  const body = h("div", { class: "live-part" }, chart.element, text, h("div", { class: "buttons" }, button));
  const element = h("section", { class: "care" }, body);
  let found = null;

  function takeOver() {
    const origin = { de: `${store.origin.de}, davon die ${display.number(found.customers, 0)} lohnendsten`, en: `${store.origin.en}, of these the best ${display.number(found.customers, 0)}` };
    const about = say(`nur die besten ${display.number(found.customers, 0)} Kunden der Liste`, `only the best ${display.number(found.customers, 0)} customers of the list`);
    const problem = context.change(found.inputs, { about });
    if (problem) return void context.problem(problem);
    store.set({ taken: { inputs: found.inputs, origin } });
    context.toast(say("Gerechnet wird mit dieser Gruppe.", "The case uses this group."), { undo: true });
  }

  async function draw(answer) {
    found = answer;
    chart.element.hidden = button.hidden = !answer.chart;
    const count = display.number(answer.customers, 0);
    setText(button, say(`Diese ${count} als Gruppe übernehmen`, `Take these ${count} as the group`));
    button.hidden = !answer.chart || !answer.customers || answer.customers === answer.of;
    if (!answer.chart) return void setText(text, say("In der Liste ist kein Kleinkunde, der kauft.", "There is no small customer in the list that buys."));
    setText(text, say("Die Kunden der Liste, der lohnendste zuerst: Bis zum Gipfel bringt jeder mehr, als seine Betreuung kostet.", "The customers of the list, the most worthwhile first: up to the top each brings more than care costs."));
    await chart.update(answer.chart);
  }

  const live = createLive(context, "list_care", { element: body, draw, key: () => [store.number, context.values(), context.record().identification] });
  return { element, update: live.update, destroy: () => (live.destroy(), chart.destroy()) };
}

/** A list is there: who is small, what it means, how it was read. */
function createThere(context, store, keepFound) {
  const { say, display } = context;
  const finding = h("h2", { class: "finding" });
  const source = h("span");
  const cautions = h("div", { class: "cautions", role: "status" });
  const charts = new Map(CHARTS.map((name) => [name, createChart(name, context)]));
  const segments = createTable();
  const sentences = h("ul", { class: "notes" });
  const sectors = createTable();
  const group = createTable();
  const alternatives = createTable();
  const characteristics = h("ul", { class: "notes" });
  const churnText = h("span");
  const churnButton = h("button", { type: "button", class: "button", "data-take-over": "churn", onclick: takeChurn }, say("Übernehmen", "Take over"));
  const churn = h("p", { class: "churn" }, churnText, " ", churnButton);
  const reactivation = h("p", { class: "prose" });
  const intoCase = createIntoCase(context, store);
  const care = createCare(context, store);
  const away = createTakeAway(context);
  const report = createReport(context, store);
  const toReport = h("button", { type: "button", class: "link", onclick: () => report.element.querySelector("h3").focus() }, say("Importbericht", "Import report"));
  const other = h("button", { type: "button", class: "link", onclick: store.choose }, say("Andere Liste wählen", "Choose another list"));
  const body = h(
    "div",
    { class: "live-part list-found" },
    cautions,
    finding,
    h("p", { class: "source-line" }, source, " ", toReport, " · ", other),
    h("div", { class: "charts" }, ...[...charts.values()].map((chart) => chart.element)),
    h("section", { class: "block" }, segments.element, sentences),
  );
  const more = h(
    "section",
    { class: "block" },
    h("h3", {}, say("Wer die Kleinkunden sind", "Who the small customers are")),
    characteristics,
    sectors.element,
    folded(say("Alle Kennzahlen der Gruppe", "All figures of the group"), group.element),
    folded(say("Was eine andere Schwelle oder Definition ändert", "What another threshold or definition changes"), alternatives.element),
  );
  const beside = h("div", { class: "prose" }, reactivation, churn);
  const element = h("div", { class: "answer" }, body, intoCase.element, beside, care.element, more, away.element, report.element);
  let found = null;

  function takeChurn() {
    const about = say("beobachtete Verlustrate der Kundenliste", "observed churn of the customer list");
    const problem = context.change({ churn_passive: found.churn.rate }, { about });
    if (problem) context.problem(problem);
    else context.toast(say("Gerechnet wird mit der beobachteten Verlustrate.", "The case uses the observed churn."), { undo: true });
  }

  async function draw(answer) {
    found = answer;
    body.classList.remove("blank");
    keepFound(answer);
    setText(finding, answer.finding);
    updateList(cautions, answer.warnings, () => h("p", { class: "caution" }, h("strong", {}, context.words.caution), " ", h("span")), (line, text) => setText(line.querySelector("span"), text));
    segments.update(answer.tables.segments);
    lines(sentences, answer.sentences);
    lines(characteristics, answer.characteristics);
    group.update(answer.tables.group);
    alternatives.update(answer.tables.alternatives);
    sectors.element.hidden = !answer.tables.sectors;
    if (answer.tables.sectors) sectors.update(answer.tables.sectors);
    setText(reactivation, answer.reactivation);
    update();
    await Promise.all([...charts].map(([name, chart]) => {
      chart.element.hidden = !answer.charts[name];
      return answer.charts[name] && chart.update(answer.charts[name]);
    }));
  }

  const live = createLive(context, "list_segments", {
    element: body,
    draw,
    key: () => [store.number, context.results().revenue_threshold, context.values().revenue_per_employee, context.record().identification],
  });

  function update() {
    setText(source, store.report?.summary ?? "");
    churn.hidden = !found?.churn;
    if (found?.churn) {
      const uses = display.display("churn_passive", context.values().churn_passive);
      setText(churnText, say(`${found.churn.sentence} Gerechnet wird mit ${uses}.`, `${found.churn.sentence} The case uses ${uses}.`));
      const isTaken = context.values().churn_passive === found.churn.rate;
      churnButton.hidden = isTaken;
    }
    intoCase.update();
    away.update();
    report.update();
  }

  let shown = null;
  return {
    element,
    update() {
      // Of another list nothing is known yet.
      if (shown !== store.number) body.classList.add("blank");
      shown = store.number;
      live.update();
      care.update();
      update();
    },
    destroy() {
      live.destroy();
      care.destroy();
      charts.forEach((chart) => chart.destroy());
    },
  };
}

export function createIdentification(context) {
  const store = listStore(context);
  let found = null;
  const keepFound = (answer) => {
    found = answer;
    settings.update();
  };
  const settings = createListSettings(context, () => (store.report ? found : null));
  const starting = createStarting(context);
  const parts = { unknown: starting, empty: createEmpty(context, store), busy: createBusy(context, store), there: createThere(context, store, keepFound) };
  const element = h("div", { class: "answer list-step" });
  let asked = false;

  function update() {
    if (!asked) {
      asked = true;
      if (store.stage === "unknown") void store.refresh();
    }
    store.followMapping();
    const part = parts[store.stage];
    if (element.firstElementChild !== part.element) element.replaceChildren(part.element);
    if (part !== starting) starting.leave();
    settings.update();
    part.update();
  }

  const forget = store.onChange(() => element.isConnected && update());
  return {
    element,
    aside: settings.element,
    update,
    destroy() {
      forget();
      parts.there.destroy();
    },
  };
}
