// The page's way to Python: it tells its case, always the newest and one at a time, and asks for what it cannot do.

import { createAsk } from "./ask.js";

const PATIENCE = 10_000; // ms without an answer after which the page says so

/**
 * `tell()` tells Python the case that `current()` gives, `answered(answer)` gets what Python says of the newest;
 * `changed(kind)` hears of "connection" and "session"; `broke()` says in
 * words what became of requests whose kernel is gone.
 *
 * A widget of a notebook is connected from the start. The app's own model says by "connection" and "session" how it
 * stands with its kernel; where that is "none", there is no Python and never will be.
 */
export function createPythonLink(model, { current, answered, changed, broke }) {
  const ask = createAsk(model);
  let newest = 0; // number of the page's latest case
  let told = -1; // number of the case that Python was told last
  let inFlight = 0;
  let isLate = false;
  let patience;
  let broken = newBreak();
  let waiters = [];

  const ofModel = () => model.get("connection") ?? "there";
  const connection = () => (isLate ? "lost" : ofModel());

  function newBreak() {
    let fail;
    const promise = new Promise((_, reject) => (fail = reject));
    promise.catch(() => {});
    return { promise, fail };
  }

  /** Rejects where the kernel of the request is gone. */
  const orBroken = (promise) => Promise.race([promise, broken.promise]);

  function setLate(late) {
    if (isLate === late) return;
    isLate = late;
    onConnection();
  }

  function late() {
    setLate(true);
    model.check?.();
  }

  async function send() {
    const number = newest;
    const { promise: ofThisKernel } = broken;
    told = number;
    inFlight += 1;
    clearTimeout(patience);
    patience = setTimeout(late, PATIENCE);
    let answer = null;
    try {
      ({ answer } = await orBroken(ask("case", current())));
    } catch (error) {
      if (broken.promise !== ofThisKernel) return; // another kernel is told anew
      answer = { failed: error.message };
    }
    inFlight -= 1;
    clearTimeout(patience);
    setLate(false);
    if (number === newest) answered(answer);
    else push();
  }

  function push() {
    if (!inFlight && told !== newest && ofModel() === "there") void send();
  }

  function onConnection() {
    if (connection() === "there") {
      push();
      waiters.forEach((go) => go());
      waiters = [];
    }
    changed("connection");
  }

  function onSession() {
    broken.fail(new Error(broke()));
    broken = newBreak();
    told = -1;
    inFlight = 0;
    clearTimeout(patience);
    isLate = false;
    changed("session");
  }

  model.on("change:connection", onConnection);
  model.on("change:session", onSession);

  return {
    connection,
    tell() {
      newest += 1;
      push();
    },
    /** Whether Python has judged the newest case. */
    isSettled: () => told === newest && !inFlight,
    async ask(service, request, options) {
      if (connection() !== "there") await new Promise((resolve) => waiters.push(resolve));
      options?.signal?.throwIfAborted();
      if (told !== newest) void send();
      return orBroken(ask(service, request, options));
    },
    destroy() {
      clearTimeout(patience);
      model.off("change:connection", onConnection);
      model.off("change:session", onSession);
      ask.destroy();
    },
  };
}
