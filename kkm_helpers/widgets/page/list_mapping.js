// Saying by hand what a file means where the guess is wrong: which header is which column, and how it is written.

import { freshId, h, updateList } from "./elements.js";
import { createSelect } from "./fields.js";
import { sameMapping } from "./list_store.js";

// A header may be anything, so the options that are none have values that none can have.
const [FOUND, UNUSED] = ["", " "];

/** A mapping without what it does not say. */
function tidy(mapping) {
  const columns = Object.fromEntries(Object.entries(mapping.columns ?? {}));
  const said = Object.entries({ ...mapping, columns }).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  return Object.fromEntries(said.filter(([name, value]) => name !== "columns" || Object.keys(value).length));
}

/**
 * The form for the list `name` of "list" and "crm". `form()` is what Python says of its headers, `save()`, where there is
 * one, hands the mapping out.
 */
export function createListMapping(context, store, { name: list, form, save = null }) {
  const { say } = context;
  const groups = h("div", { class: "mapping-groups" });
  const error = h("p", { class: "error", role: "alert" });
  const hasRevenue = list === "list";
  const prefix = hasRevenue ? "" : `${list}_`;
  const problem = () => store.problems[`${prefix}mapping`];
  const draft = () => store.drafts[list] ?? store.mappingOf(list);
  const change = (changes) => store.set({ drafts: { ...store.drafts, [list]: tidy({ ...draft(), ...changes }) } });
  const read = (mapping) => store.again(list, mapping);

  /** Says which header a column is; null for none, undefined for what is recognised. */
  function column(name, header) {
    const columns = { ...draft().columns, [name]: header };
    if (header === undefined) delete columns[name];
    change({ columns });
  }

  const choices = {
    number_format: [say("Zahlen", "Numbers"), [["german", "1.234,56"], ["english", "1,234.56"], ["swiss", "1'234.56"], ["plain", "1234.56"]]],
    dates: [say("Daten", "Dates"), [["day_first", say("Tag zuerst (31.12.2024)", "day first (31.12.2024)")], ["month_first", say("Monat zuerst (12/31/2024)", "month first (12/31/2024)")]]],
    delimiter: [say("Trennzeichen", "Delimiter"), [[";", ";"], [",", ","], ["\t", say("Tabulator", "tab")], ["|", "|"]]],
    encoding: [say("Zeichensatz", "Encoding"), [["utf-8", "UTF-8"], ["cp1252", "Windows-1252"], ["cp850", "DOS (850)"], ["utf-16", "UTF-16"]]],
    ...(hasRevenue && { blank_revenue: [say("Leerer Umsatz heißt", "Blank revenue means"), [["unknown", say("unbekannt", "unknown")], ["zero", say("kein Kauf (0)", "no purchase (0)")]]] }),
  };
  const selects = Object.entries(choices).map(([name, [label, options]]) => [name, options, createSelect(label, `${prefix}mapping_${name}`, (value) => change({ [name]: value }))]);
  const texts = [["sheet", say("Tabellenblatt", "Sheet")], ["header_row", say("Überschriften in Zeile", "Header in line")]].map(([name, label]) => {
    const id = freshId(name);
    const take = () => change({ [name]: name === "header_row" ? Number.parseInt(input.value, 10) || "" : input.value.trim() });
    const input = h("input", { type: "text", id, name: `${prefix}mapping_${name}`, inputmode: name === "header_row" ? "numeric" : "text", onchange: take });
    return [name, input, h("div", { class: "control text-field" }, h("label", { for: id }, label), h("div", { class: "entry" }, input))];
  });

  // A year of revenue that was not recognised; the same year once more adds another column to it.
  const newYear = h("input", { type: "text", id: freshId("year"), name: "mapping_year", inputmode: "numeric", placeholder: "2024", maxlength: "4" });
  const newHeader = createSelect(say("aus Spalte", "from column"), "mapping_year_header", () => {});
  const add = () => {
    if (!/^(19|20)\d\d$/.test(newYear.value.trim()) || !newHeader.select.value) return void newYear.focus();
    const name = `revenue_${newYear.value.trim()}`;
    const header = newHeader.select.value;
    const before = draft().columns?.[name];
    column(name, before ? [...new Set([before, header].flat())] : header);
  };
  const adding = h(
    "div",
    { class: "mapping-add" },
    h("div", { class: "control text-field" }, h("label", { for: newYear.id }, say("Umsatz im Jahr", "Revenue of the year")), h("div", { class: "entry" }, newYear)),
    newHeader.element,
    h("button", { type: "button", class: "button", onclick: add }, say("Dazunehmen", "Add")),
  );

  const again = h("button", { type: "submit", class: "button primary" }, say("Neu lesen", "Read again"));
  const automatic = h("button", { type: "button", class: "button", onclick: () => read({}) }, say("Alles automatisch", "All automatic"));
  const keep = h("button", { type: "button", class: "button", onclick: () => save() }, say("Zuordnung speichern (YAML)", "Save mapping (YAML)"));
  const element = h(
    "form",
    {
      class: "mapping",
      onsubmit: (event) => {
        event.preventDefault();
        void read(draft());
      },
    },
    groups,
    hasRevenue ? adding : null,
    h("h4", {}, say("Schreibweise", "Notation")),
    h("div", { class: "mapping-grid" }, ...selects.map(([, , select]) => select.element), ...texts.map(([, , field]) => field)),
    error,
    h("div", { class: "buttons" }, again, automatic, keep),
  );

  function fieldOptions(headers, recognised, said) {
    const nothing = store.stage === "there" ? say("nicht gefunden", "not found") : say("automatisch", "automatic");
    const joined = said && !headers.includes(said) ? [[said, said]] : [];
    return [[FOUND, recognised || nothing], [UNUSED, say("nicht verwenden", "do not use")], ...joined, ...headers.map((header) => [header, header])];
  }

  /** What is said of the columns beyond those that the form has. */
  function withAdded(found, columns) {
    const known = new Set(found.groups.flatMap((group) => group.fields.map((field) => field.name)));
    const added = Object.keys(columns).filter((name) => !known.has(name) && name.startsWith("revenue_"));
    if (!added.length) return found.groups;
    const fields = added.map((name) => ({ name, label: `${say("Umsatz", "Revenue")} ${name.slice(-4)}`, header: "" }));
    return [...found.groups, { label: say("Umsatz, von Hand zugeordnet", "Revenue, assigned by hand"), fields }];
  }

  return {
    element,
    update() {
      const found = form();
      element.hidden = !found;
      error.hidden = !problem();
      error.textContent = problem() ?? "";
      if (!found) return;
      const mapping = draft();
      const columns = mapping.columns ?? {};
      const isRead = store.stage === "there" && !store.forms[list];
      keep.hidden = !isRead || !save;
      again.disabled = sameMapping(mapping, store.mappingOf(list)) && isRead;
      automatic.hidden = !Object.keys(mapping).length;
      updateList(groups, withAdded(found, columns), () => h("fieldset", { class: "mapping-group" }, h("legend"), h("div", { class: "mapping-grid" })), (set, group) => {
        set.firstElementChild.textContent = group.label;
        updateList(
          set.lastElementChild,
          group.fields,
          (field) => {
            const select = createSelect(field.label, `${prefix}column_${field.name}`, (value) => {
              const { name } = select.field;
              column(name, value === FOUND ? undefined : value === UNUSED ? null : value);
            });
            select.element.control = select;
            return select.element;
          },
          (part, field) => {
            const select = part.control;
            select.field = field;
            select.select.name = `${prefix}column_${field.name}`;
            part.querySelector("label").textContent = field.label;
            const isSaid = Object.hasOwn(columns, field.name);
            const said = isSaid ? [columns[field.name]].flat().filter(Boolean).join(" + ") : "";
            // By this mapping the list was read: what was recognised is what was said.
            const recognised = isSaid ? "" : field.header;
            select.update(fieldOptions(found.headers, recognised, said), isSaid ? said || UNUSED : FOUND);
            part.classList.toggle("changed", isSaid);
          },
        );
      });
      newHeader.update([["", say("bitte wählen", "please choose")], ...found.headers.map((header) => [header, header])], newHeader.select.value);
      const readAs = (store.stage === "there" && store.report?.read_as[list]) || {};
      for (const [name, options, select] of selects) {
        const automaticWords = options.find(([value]) => value === readAs[name])?.[1] ?? readAs[name];
        const words = name === "blank_revenue" ? say("unbekannt", "unknown") : automaticWords ? `${say("automatisch", "automatic")}: ${automaticWords}` : say("automatisch", "automatic");
        select.update([["", words], ...options.filter(([value]) => !(name === "blank_revenue" && value === "unknown"))], String(mapping[name] ?? ""));
      }
      for (const [name, input] of texts) {
        const shown = String(mapping[name] ?? "");
        if (input !== document.activeElement && input.value !== shown) input.value = shown;
        input.placeholder = readAs[name] ?? "";
      }
    },
  };
}
