// Who confirmed an assumption, when and why: a note of the scenario, at the control. A confirmed figure counts as surer.

import { freshId, h, setAttribute, setText } from "./elements.js";

/** The notes of a case by assumption. */
export const notesOf = (context) => context.record().notes ?? {};

/** Notes the confirmation of an assumption; an empty text takes it away. */
function note(spec, text, context) {
  const others = Object.fromEntries(Object.entries(notesOf(context)).filter(([name]) => name !== spec.name));
  const notes = text ? { ...others, [spec.name]: text } : others;
  const about = text ? context.say(`Bestätigt: ${spec.label}`, `Confirmed: ${spec.label}`) : context.say(`Bestätigung entfernt: ${spec.label}`, `Confirmation removed: ${spec.label}`);
  return context.change({}, { record: { notes: Object.keys(notes).length ? notes : null }, about });
}

/** The kind of a figure as a button, `kind`, that opens its source and the note below the control, `element`. */
export function createConfirmation(spec, context) {
  const { say } = context;
  const ids = { body: freshId("confirmation"), text: freshId("note") };
  const kind = h("button", { type: "button", class: "kind", "aria-expanded": "false", "aria-controls": ids.body, title: `${context.sourceOf(spec.name)} ${say("Anklicken, um zu notieren, wer den Wert bestätigt hat.", "Click to note who confirmed the value.")}`, onclick: () => open(form.hidden) });
  const basis = h("p", { class: "basis-words" });
  const shown = h("p", { class: "note" });
  const text = h("textarea", { id: ids.text, rows: "2", maxlength: "500" });
  const save = h("button", { type: "button", class: "button", onclick: () => keep(text.value) }, say("Bestätigung notieren", "Note confirmation"));
  const remove = h("button", { type: "button", class: "link", onclick: () => keep("") }, say("entfernen", "remove"));
  const form = h(
    "div",
    { id: ids.body },
    basis,
    h("label", { for: ids.text }, say("Bestätigt von wem, wann, warum?", "Confirmed by whom, when, why?")),
    text,
    h("div", { class: "buttons" }, save, remove),
  );
  const element = h("div", { class: "confirmation" }, shown, form);
  form.hidden = true;

  function open(isOpen) {
    form.hidden = !isOpen;
    element.hidden = !isOpen && shown.hidden;
    setAttribute(kind, "aria-expanded", String(isOpen));
    if (!isOpen) return;
    setText(basis, context.sourceOf(spec.name));
    text.value = notesOf(context)[spec.name] ?? "";
    text.focus();
  }

  function keep(said) {
    open(false);
    kind.focus();
    note(spec, said.trim(), context);
  }

  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      keep(text.value);
    }
    if (event.key !== "Escape") return;
    event.preventDefault(); // a dialog around it stays open
    event.stopPropagation();
    open(false);
    kind.focus();
  });

  return {
    kind,
    element,
    update() {
      const said = notesOf(context)[spec.name] ?? "";
      const word = said ? say("bestätigt", "confirmed") : spec.basis;
      kind.classList.toggle("confirmed", Boolean(said));
      setText(kind, word);
      setAttribute(kind, "aria-label", `${word}: ${say("Quelle und Bestätigung zu", "source and confirmation of")} ${spec.label}`);
      setText(shown, said ? `${say("Bestätigt", "Confirmed")}: ${said}` : "");
      shown.hidden = !said;
      remove.hidden = !said;
      element.hidden = !said && form.hidden;
    },
  };
}
