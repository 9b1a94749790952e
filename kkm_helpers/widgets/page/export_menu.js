// The menu of the head that hands the case out as a file.

import { download } from "./download.js";
import { h, setText } from "./elements.js";
import { createMenu } from "./menu.js";

const MIME = "application/octet-stream";

/** What is being made, below the menu while one goes on working, and a way to stop it. */
function createWork(context, stop) {
  const { say } = context;
  const text = h("p", { role: "status" });
  const bar = h("progress", { "aria-label": say("Export", "Export") });
  const element = h("div", { class: "menu-work" }, text, bar, h("button", { type: "button", class: "button", onclick: stop }, say("Abbrechen", "Cancel")));
  element.hidden = true;
  return {
    element,
    /** `at` is what is being made; an empty text ends it. */
    show(at) {
      element.hidden = !at;
      setText(text, at);
    },
  };
}

export function createExportMenu(context) {
  const { say } = context;
  const menu = createMenu("export", say("Export", "Export"));
  const work = createWork(context, () => end());
  let running = null;

  /** Ends what is running, here and in Python. */
  function end() {
    running?.abort();
    running = null;
    work.show("");
  }

  async function hand({ ending, ...names }) {
    end();
    running = new AbortController();
    const { signal } = running;
    const kind = say(names.de, names.en);
    const onProgress = ({ at }) => signal.aborted || work.show(`${kind}: ${at}`);
    work.show(`${kind}: ${say("beginnt", "begins")}`);
    try {
      const { answer, buffers } = await context.ask("export", { ending }, { signal, onProgress });
      if (signal.aborted) return;
      end();
      download(answer.name, MIME, buffers);
      context.toast(say(`${answer.name} liegt bei Ihren Downloads.`, `${answer.name} is in your downloads.`));
    } catch (error) {
      if (signal.aborted) return;
      end();
      menu.showProblem(error.message);
    }
  }

  async function fill() {
    try {
      const { answer } = await context.ask("exports");
      menu.fill(
        ...answer.formats.map((format) =>
          h("button", { type: "button", "data-export": format.ending, onclick: () => hand(format) }, `${say(format.de, format.en)} (${format.ending})`),
        ),
      );
    } catch (error) {
      menu.fill(h("p", { class: "menu-head" }, error.message));
    }
  }

  menu.fill(h("p", { class: "menu-head" }, context.words.starting));
  void fill();
  return {
    element: h("div", { class: "menu-place" }, menu.element, work.element),
    update() {},
    destroy() {
      end();
      menu.destroy();
    },
  };
}
