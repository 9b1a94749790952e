// The log of a workshop: what was changed, from, to, when, and the remark.

import { download } from "./download.js";
import { h } from "./elements.js";
import { createDialog } from "./menu.js";

const BYTE_ORDER_MARK = "\ufeff";

function valueText(context, name, value) {
  return value === null ? "–" : context.display.display(name, value, { words: true });
}

/** The entries of the log as texts: one a change of an assumption. */
function entriesOf(context, remarks) {
  const time = new Intl.DateTimeFormat(context.language, { dateStyle: "short", timeStyle: "medium" });
  return context.history().flatMap(({ at, changes, about }) =>
    Object.entries(changes).map(([name, { from, to }]) => ({
      at: time.format(at),
      what: context.specs.get(name)?.label ?? name,
      from: valueText(context, name, from),
      to: valueText(context, name, to),
      remark: remarks[`${at.toISOString()} ${name}`] ?? about ?? "",
      key: `${at.toISOString()} ${name}`,
    })),
  );
}

const HEADINGS = { de: ["Zeit", "Annahme", "von", "auf", "Bemerkung"], en: ["Time", "Assumption", "from", "to", "Remark"] };

function csvOf(entries, language) {
  const separator = language === "de" ? ";" : ",";
  // A cell that begins like a formula must not run as one.
  const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const rows = [HEADINGS[language], ...entries.map(({ at, what, from, to, remark }) => [at, what, from, to, remark])];
  return BYTE_ORDER_MARK + rows.map((row) => row.map(cell).join(separator)).join("\r\n") + "\r\n";
}

/** The dialog with the log; `show()` opens it. What was changed before the page was loaded again stays in it. */
export function createWorkshopLog(context) {
  const { say } = context;
  const remarks = context.kept("remarks", () => ({ ...context.stored("remarks", {}) }));
  const earlier = context.kept("earlier log", () => context.stored("log", []));
  const forget = context.onChange(({ kind }) => ["change", "open", "undo", "redo"].includes(kind) && context.store("log", own()));

  /** What was changed on this page. */
  const own = () => [...earlier, ...entriesOf(context, remarks)];

  /** All there is to log: what the opened scenario holds, and what was changed since. */
  function entries() {
    const here = own();
    const isHere = ({ at, what }) => here.some((entry) => entry.at === at && entry.what === what);
    const opened = (context.record().log ?? []).filter((entry) => !isHere(entry));
    return [...opened, ...here].map((entry) => ({ ...entry, remark: remarks[entry.key] ?? entry.remark ?? "" }));
  }
  const body = h("tbody");
  const empty = h("p", {}, say("Noch ist nichts geändert.", "Nothing has been changed yet."));
  const table = h("div", { class: "scroll" }, h("table", { class: "words log" }, h("thead", {}, h("tr", {}, ...HEADINGS[context.language].map((text) => h("th", { scope: "col" }, text)))), body));
  const inScenario = h("input", { type: "checkbox", onchange: () => keep(inScenario.checked) });
  const save = h("button", { type: "button", class: "button", onclick: () => download(say("protokoll.csv", "log.csv"), "text/csv", [csvOf(entries(), context.language)]) }, say("Als CSV speichern", "Save as CSV"));
  const dialog = createDialog(say("Protokoll", "Log"), say("Schließen", "Close"), empty, table, h("p", { class: "buttons" }, h("label", {}, inScenario, " ", say("ins gespeicherte Szenario aufnehmen", "keep in the saved scenario")), save));

  /** The log as the scenario holds it, or none. */
  function keep(isWanted) {
    const log = entries().map(({ key, ...texts }) => texts);
    const wanted = isWanted && log.length ? log : null;
    if (JSON.stringify(wanted) !== JSON.stringify(context.record().log ?? null)) context.change({}, { record: { log: wanted } });
  }

  function draw() {
    const shown = entries();
    empty.hidden = shown.length > 0;
    table.hidden = !shown.length;
    body.replaceChildren(
      ...shown.map(({ key, at, what, from, to, remark }) => {
        const note = () => {
          remarks[key] = field.value;
          context.store("remarks", remarks);
        };
        const field = h("input", { type: "text", "aria-label": say(`Bemerkung zu ${what}`, `Remark on ${what}`), readonly: !key, onchange: note });
        field.value = remark;
        return h("tr", {}, h("th", { scope: "row" }, at), ...[what, from, to].map((text) => h("td", {}, text)), h("td", {}, field));
      }),
    );
    inScenario.checked = Boolean(context.record().log);
  }

  return {
    element: dialog.element,
    show() {
      draw();
      dialog.show();
    },
    /** What is said of the log when the scenario is saved. */
    refresh: () => context.record().log && keep(true),
    destroy: forget,
  };
}
