// When the page draws: only the newest, not before the last is on the screen, and first what is on view.

const PATIENCE = 250; // ms after which a page that paints nothing (it is hidden) or is never idle is waited for no longer

/** Resolves when what the page shows now has been painted. */
function painted() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve)); // a task after the frame's own: style, layout and paint are behind it
    setTimeout(resolve, PATIENCE);
  });
}

/** Resolves when the browser has nothing more urgent to do. */
export function idle() {
  return new Promise((resolve) => {
    if (globalThis.requestIdleCallback) requestIdleCallback(resolve, { timeout: PATIENCE });
    else void painted().then(resolve);
  });
}

/**
 * A function that runs `work` at once where the last run is painted, else then, and once for all calls since: the
 * browser keeps time for what it has to paint, and the newest state is always drawn in the end.
 */
export function paced(work) {
  let isPainting = false;
  let isWanted = false;

  function run() {
    isPainting = true;
    isWanted = false;
    try {
      work();
    } finally {
      void painted().then(() => {
        isPainting = false;
        if (isWanted) run();
      });
    }
  }

  function call() {
    isWanted = true;
    if (!isPainting) run();
  }

  call.stop = () => {
    isWanted = false;
  };
  return call;
}
