// The menu of the head that hands the case out as a file.

import { download } from "./download.js";
import { h } from "./elements.js";
import { createMenu } from "./menu.js";

const MIME = "application/octet-stream";

export function createExportMenu(context) {
  const { say } = context;
  const menu = createMenu("export", say("Export", "Export"));
  let running = null;

  async function hand({ ending }) {
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    context.toast(say("Die Datei wird geschrieben.", "The file is being written."), { actions: [[say("Abbrechen", "Cancel"), () => running.abort()]] });
    try {
      const { answer, buffers } = await context.ask("export", { ending }, { signal });
      if (signal.aborted) return;
      download(answer.name, MIME, buffers);
      context.toast(say(`${answer.name} liegt bei Ihren Downloads.`, `${answer.name} is in your downloads.`));
    } catch (error) {
      if (signal.aborted) return;
      context.toast("");
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
  return { element: menu.element, update() {}, destroy: menu.destroy };
}
