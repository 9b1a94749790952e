// The step review: two lists a year apart, the six success measures, who moved where, the milestones.

import { createChart } from "./chart.js";
import { download } from "./download.js";
import { h, setText, updateList } from "./elements.js";
import { createFileField, createNumberField } from "./fields.js";
import { listStore, sendAndRead } from "./list_store.js";
import { createLive } from "./live.js";
import { parseNumber } from "./numbers.js";
import { createStarting } from "./starting.js";
import { createTable } from "./tables.js";

const CHARTS = ["moves", "margin_against_plan"];
const TABLES = ["lists", "milestones", "months", "moves"];

function createReviewStore(context) {
  const listeners = new Set();
  let stop = null;
  const store = {
    stage: "unknown", // unknown, empty, busy, there
    before: null, // a File, or "list" for that of step 1
    after: null,
    names: null, // of the lists that are compared
    numbers: [],
    busy: {},
    problems: {},
    entered: context.stored("review", {}), // what people know besides
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(changes) {
      Object.assign(store, changes);
      for (const listener of [...listeners]) listener();
    },
    async refresh() {
      try {
        const { answer } = await context.ask("review_lists");
        if (store.stage !== "busy") settle(answer);
      } catch (error) {
        store.set({ stage: "empty", problems: { after: error.message } });
      }
    },
    async load() {
      stop?.abort();
      const mine = new AbortController();
      stop = mine;
      const files = Object.fromEntries(["before", "after"].map((kind) => [kind, store[kind]]).filter(([, file]) => file instanceof File));
      const request = { before: store.before instanceof File ? "upload" : "list" };
      store.set({ stage: "busy", problems: {}, busy: {} });
      try {
        const onProgress = (told) => mine === stop && store.set({ busy: told });
        const answer = await sendAndRead(context, files, "review_read", request, { signal: mine.signal, onProgress });
        if (mine !== stop) return;
        if (answer.problem) store.set({ stage: store.names ? "there" : "empty", problems: { [answer.field]: answer.problem } });
        else settle(answer);
      } catch (error) {
        if (mine === stop) store.set({ stage: store.names ? "there" : "empty", problems: error.name === "AbortError" ? {} : { after: error.message } });
      }
    },
    cancel() {
      stop?.abort();
      stop = null;
      store.set({ stage: store.names ? "there" : "empty" });
    },
    again: () => store.set({ stage: "empty" }),
  };

  function settle({ before, after, numbers }) {
    store.set({ stage: before ? "there" : "empty", names: before ? [before, after] : null, numbers, problems: {} });
  }

  context.onChange(({ kind }) => {
    if (kind !== "session" || store.stage === "unknown") return;
    store.set({ names: null, numbers: [] });
    if (store.before instanceof File && store.after) void store.load();
    else void store.refresh();
  });
  return store;
}

function createEntered(context, store) {
  const { say, words } = context;
  const shares = [
    ["market_churn", say("Verlustrate im Markt", "Churn of the market"), say("% im Jahr", "% a year")],
    ["market_growth", say("Wachstum des ganzen Marktes", "Growth of the whole market"), "%"],
    ["segment_market_growth", say("Wachstum des Marktes der Kleinkunden", "Growth of the small customers' market"), "%"],
  ];
  const note = say("nicht eingetragen: unbekannt", "not entered: unknown");
  function enter(known) {
    store.set({ entered: { ...store.entered, ...known } });
    context.store("review", store.entered); // the lists go with the page, this stays
  }
  const keep = (name) => (value) => {
    enter({ [name]: value ?? undefined });
    return "";
  };
  const fields = shares.map(([name, label, unit]) => [name, createNumberField(context, { name, label, unit, kind: "share", bounds: [-1, 10], step: 0.001 }, keep(name)), note]);
  const cost = createNumberField(context, { name: "team_cost", label: say("Kosten des Teams im Jahr", "Cost of the team in the year"), unit: "€", kind: "money", bounds: [0, 1e12], step: 1 }, keep("team_cost"));
  fields.push(["team_cost", cost, say("nicht eingetragen: wie geplant", "not entered: as planned")]);
  const margin = h("textarea", { rows: "4", name: "actual_margin", id: "kkm-actual-margin", onchange: readMargin });
  const error = h("p", { class: "error", role: "alert" });
  error.hidden = true;
  const element = h(
    "form",
    { class: "controls", onsubmit: (event) => event.preventDefault() },
    h(
      "details",
      { open: context.root.clientWidth === 0 || context.root.clientWidth >= 700 },
      h("summary", {}, h("h2", {}, say("Was Sie außerdem wissen", "What you know besides"))),
      h("div", { class: "control-grid" }, ...fields.map(([, field]) => field.element)),
      h("div", { class: "control margin-field" }, h("label", { for: margin.id }, say("Gemessener zusätzlicher Deckungsbeitrag, € je Monat", "Additional margin measured, € per month")), margin, h("p", { class: "hint" }, say("Ein Betrag je Zeile, ab Monat 1.", "One amount per line, from month 1.")), error),
    ),
  );

  function readMargin() {
    const texts = margin.value.split(/\n|;/).map((text) => text.trim()).filter(Boolean);
    const amounts = texts.map((text) => parseNumber(text.replace(/€$/, "").trim(), context.language));
    const wrong = amounts.indexOf(null);
    error.hidden = wrong < 0;
    if (wrong >= 0) return void setText(error, `${words.noNumber(texts[wrong], "", say("1.900", "1,900"))}`.replace(/ +/g, " ").replace(" eingeben", " eingeben"));
    enter({ actual_margin: amounts.length ? amounts : undefined });
  }

  return {
    element,
    update() {
      fields.forEach(([name, field, said]) => field.update(store.entered[name] ?? null, { note: said }));
      if (margin !== document.activeElement && !margin.value) margin.value = (store.entered.actual_margin ?? []).map((amount) => context.display.number(amount, Number.isInteger(amount) ? 0 : 2)).join("\n");
    },
  };
}

function createEmpty(context, store) {
  const { say } = context;
  const loaded = listStore(context);
  const field = (kind, label, hint, isPrimary) =>
    createFileField(context, { label, hint, name: `review_${kind}`, isPrimary, take: (file) => store.set({ [kind]: file, problems: { ...store.problems, [kind]: "" } }) });
  const before = field("before", say("Liste vom Beginn der Betreuung", "List from the start of the care"), say("Mit der Spalte Kontrollgruppe (control_group) aus der Arbeitsliste, wo es eine gibt.", "With the column control group (control_group) of the worklist, where there is one."));
  const after = field("after", say("Liste von heute", "List of today"), say("Mit dem Umsatz des Jahres danach.", "With the revenue of the year after."));
  const useLoaded = h("button", { type: "button", class: "link", onclick: () => store.set({ before: "list", problems: { ...store.problems, before: "" } }) });
  const go = h("button", { type: "button", class: "button primary", onclick: () => ready() && void store.load() }, say("Vergleichen", "Compare"));
  const ready = () => Boolean(store.before && store.after);
  const element = h(
    "div",
    { class: "list-empty" },
    h("h2", { class: "finding" }, say("Zwei Listen zeigen, was ein Jahr Betreuung gebracht hat", "Two lists show what a year of care has brought")),
    h("p", { class: "prose" }, say("Kleine Umsätze steigen auch von selbst. Verglichen wird deshalb mit der Kontrollgruppe, wo es eine gibt, sonst mit derselben Regel ein Jahr früher.", "Small revenues rise by themselves. So the comparison is the control group where there is one, else the same rule a year earlier.")),
    h("div", { class: "drop" }, before.element, useLoaded, after.element, h("p", { class: "hint" }, say("Die Listen bleiben auf diesem Rechner. Es wird nichts übertragen.", "The lists stay on this machine. Nothing is sent anywhere.")), h("div", { class: "buttons" }, go)),
  );
  return {
    element,
    update() {
      if (store.before === "list" && !loaded.report) store.before = null;
      before.showName(store.before === "list" ? loaded.report.name : store.before?.name);
      after.showName(store.after?.name);
      before.showProblem(store.problems.before);
      after.showProblem(store.problems.after);
      useLoaded.hidden = !loaded.report || store.before === "list";
      setText(useLoaded, loaded.report ? say(`Die geladene Liste ${loaded.report.name} nehmen`, `Take the loaded list ${loaded.report.name}`) : "");
      go.setAttribute("aria-disabled", String(!ready()));
    },
  };
}

function createBusy(context, store) {
  const { say, display } = context;
  const text = h("p", { class: "prose", role: "status" });
  const title = say("Die Listen werden gelesen", "The lists are being read");
  const bar = h("progress", { max: "1", "aria-label": title });
  const element = h("div", { class: "list-busy" }, h("h2", { class: "finding" }, title), text, bar, h("button", { type: "button", class: "button", onclick: store.cancel }, say("Abbrechen", "Cancel")));
  return {
    element,
    update() {
      const { sent, size, line, lines } = store.busy;
      const [done, all] = size ? [sent, size] : [line ?? 0, lines ?? 0];
      if (all) bar.value = Math.min(done / all, 1);
      else bar.removeAttribute("value");
      setText(text, line ? say(`Zeile ${display.number(line, 0)}`, `Line ${display.number(line, 0)}`) : say("Die Dateien werden geöffnet", "The files are being opened"));
    },
  };
}

function createThere(context, store) {
  const { say, words } = context;
  const finding = h("h2", { class: "finding" });
  const comparison = h("p", { class: "prose" });
  const other = h("button", { type: "button", class: "link", onclick: store.again }, say("Andere Listen wählen", "Choose other lists"));
  const cautions = h("ul", { class: "notes" });
  const caution = () => h("p", { class: "caution" }, h("strong", {}, words.caution), " ", h("span"));
  const checks = h("div", { class: "cautions", role: "status" });
  const measures = h("tbody");
  const headings = [say("Erfolgsgröße", "Measure"), say("Ziel", "Target"), say("Ist", "Actual"), say("Ampel", "Light")];
  const title = say("Die sechs Erfolgsgrößen", "The six success measures");
  const measuresTable = h(
    "section",
    { class: "word-table block" },
    h("h3", {}, title),
    h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": title }, h("table", { class: "words measures" }, h("thead", {}, h("tr", {}, ...headings.map((text, index) => h("th", { scope: "col", class: index === 1 || index === 2 ? "right" : null }, text)))), measures)),
  );
  const charts = new Map(CHARTS.map((name) => [name, createChart(name, context)]));
  const tables = new Map(TABLES.map((name) => [name, createTable()]));
  const field = h("p", { class: "prose" });
  const milestones = h("p", { class: "prose" });
  const save = (ending, label) => h("button", { type: "button", class: "button", onclick: () => take(ending) }, label);
  const body = h(
    "div",
    { class: "live-part list-found" },
    checks,
    finding,
    h("p", { class: "source-line" }, comparison, " ", other),
    measuresTable,
    h("div", { class: "charts" }, ...[...charts.values()].map((chart) => chart.element)),
    field,
    milestones,
    h("div", { class: "tables" }, ...[...tables.values()].map((table) => table.element)),
    cautions,
    h("div", { class: "buttons" }, save(".csv", say("Erfolgsgrößen, CSV", "Measures, CSV")), save(".xlsx", say("Erfolgsgrößen, Excel", "Measures, Excel"))),
  );

  async function take(ending) {
    try {
      const { answer, buffers } = await context.ask("review_file", { ending, entered: store.entered });
      download(answer.name, answer.mime, buffers);
    } catch (error) {
      context.problem(error.message);
    }
  }

  async function draw(answer) {
    body.classList.remove("blank");
    setText(finding, answer.finding);
    setText(comparison, answer.comparison);
    updateList(checks, [answer.stop ? answer.milestones : "", answer.caution].filter(Boolean), caution, (line, text) => setText(line.querySelector("span"), text));
    updateList(
      measures,
      answer.measures,
      () => h("tr", {}, h("th", { scope: "row" }, h("span"), h("small")), h("td", { class: "right" }), h("td", { class: "right" }), h("td", { class: "light" }, h("span", { class: "lamp", "aria-hidden": "true" }), h("span"))),
      (row, measure) => {
        row.dataset.measure = measure.name;
        row.dataset.status = measure.status;
        const [name, target, actual, light] = row.children;
        setText(name.children[0], measure.title);
        setText(name.children[1], measure.sentence);
        setText(target, measure.target);
        setText(actual, measure.actual);
        setText(light.children[1], measure.light);
      },
    );
    for (const [name, table] of tables) {
      table.element.hidden = !answer.tables[name];
      if (answer.tables[name]) table.update(answer.tables[name]);
    }
    setText(field, answer.field);
    setText(milestones, answer.milestones);
    updateList(cautions, answer.warnings, () => h("li"), setText);
    await Promise.all([...charts].map(([name, chart]) => {
      chart.element.hidden = !answer.charts[name];
      return answer.charts[name] && chart.update(answer.charts[name]);
    }));
  }

  const live = createLive(context, "review", {
    element: body,
    draw,
    request: () => ({ entered: store.entered }),
    key: () => [store.numbers, context.values(), context.record().identification],
  });
  let shown = "";
  return {
    element: body,
    update() {
      // Of two other lists nothing is known yet.
      if (shown !== store.numbers.join()) body.classList.add("blank");
      shown = store.numbers.join();
      live.update();
    },
    destroy() {
      live.destroy();
      charts.forEach((chart) => chart.destroy());
    },
  };
}

export function createReview(context) {
  const store = context.kept("review", () => createReviewStore(context));
  const starting = createStarting(context);
  const parts = { unknown: starting, empty: createEmpty(context, store), busy: createBusy(context, store), there: createThere(context, store) };
  const entered = createEntered(context, store);
  const element = h("div", { class: "answer list-step" });
  let asked = false;

  function update() {
    if (!asked) {
      asked = true;
      if (store.stage === "unknown") void store.refresh();
      const list = listStore(context);
      if (list.stage === "unknown") void list.refresh();
    }
    const part = parts[store.stage];
    if (element.firstElementChild !== part.element) element.replaceChildren(part.element);
    if (part !== starting) starting.leave();
    entered.update();
    part.update();
  }

  const forgets = [store, listStore(context)].map((each) => each.onChange(() => element.isConnected && update()));
  return {
    element,
    aside: entered.element,
    update,
    destroy() {
      forgets.forEach((forget) => forget());
      parts.there.destroy();
    },
  };
}
