// What only Python can compute: asked for again whenever the case has changed, faded until the answer is there.

import { h, setText } from "./elements.js";

// ms without a change after which Python is asked. Where many share a machine, Python waits for its turn: it is asked the
// later, the longer it did so for its last answer, and most of the machine stays free for what moves under their hands.
const [LEAST_REST, LONGEST_REST, PER_WAITED] = [250, 3000, 8];
const ASIDE = 100; // ms: what stands aside is asked after what the eye is on

/**
 * A part of a view that shows what `service` answers.
 *
 * `request()` is what is asked, `draw(answer, buffers, { isPart })` shows it in `element`; `key()` is all it depends
 * on, by default values and record of the case. A service may tell the first part of its answer before the whole. The
 * page is ready when the answer is drawn; while `isAside()` it is so before: what stands aside says itself that it is
 * recalculated. `update()` asks where that has changed; the newest request wins. `refined()`, where there is one, is
 * asked behind a first answer and drawn in its place, while everything goes on.
 */
export function createLive(context, service, { element, draw, request = () => ({}), refined = null, isAside = () => false, key = () => [context.values(), context.record()] }) {
  const note = h("p", { class: "recalculating", role: "status" });
  note.hidden = true;
  element.prepend(note);
  let asked = "";
  let rest;
  let waited = null; // ms that Python waited for the machine with its last answer; with the first it waits for the disk
  let taken = new AbortController();
  let isThere = () => {};

  function setStale(text, isProblem = false) {
    element.classList.toggle("stale", Boolean(text) && !isProblem);
    note.classList.toggle("error", isProblem);
    note.hidden = !text;
    setText(note, text);
  }

  async function run() {
    const { signal } = taken;
    const drawPart = (part) => {
      if (signal.aborted) return;
      void draw(part, [], { isPart: true });
      setStale("");
    };
    try {
      const found = await context.ask(service, request(), { signal, onProgress: drawPart });
      waited = waited === null ? 0 : 1000 * found.waited;
      if (signal.aborted) return;
      await draw(found.answer, found.buffers, { isPart: false });
      if (signal.aborted) return;
      setStale("");
      if (refined) void refine(signal);
    } catch (error) {
      if (signal.aborted || error.name === "AbortError") return;
      setStale(error.message, true);
      asked = ""; // the next change, or a new kernel, asks again
    }
    isThere();
  }

  async function refine(signal) {
    try {
      const { answer, buffers } = await context.ask(service, refined(), { signal });
      if (!signal.aborted) await draw(answer, buffers, { isPart: false });
    } catch {
      // the first answer stands
    }
  }

  function update() {
    const wanted = JSON.stringify([key(), request(), context.language]);
    if (wanted === asked) return;
    asked = wanted;
    taken.abort();
    taken = new AbortController();
    clearTimeout(rest);
    const before = isThere;
    isThere = isAside() ? () => {} : context.waitFor(element); // before the last wait ends, or the page would be ready in between
    before();
    setStale(context.words.recalculating);
    rest = setTimeout(run, Math.min(Math.max(PER_WAITED * waited, LEAST_REST), LONGEST_REST) + (isAside() ? ASIDE : 0));
  }

  const forget = context.onChange(({ kind }) => {
    if (kind !== "session") return;
    asked = "";
    if (element.isConnected) update();
  });

  return {
    update,
    destroy() {
      forget();
      clearTimeout(rest);
      taken.abort();
      isThere();
    },
  };
}
