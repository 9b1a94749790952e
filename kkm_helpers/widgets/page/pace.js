// A limit to drawing: only the newest, and not more often than drawing takes.

/**
 * A function that runs `work` at once where the last run is long enough ago, else a little later and once for all calls
 * since: half of the time stays free for the browser, and the newest state is always drawn in the end.
 */
export function paced(work) {
  let freeFrom = 0;
  let later;

  function run() {
    later = undefined;
    const start = performance.now();
    try {
      work();
    } finally {
      const end = performance.now();
      freeFrom = end + (end - start);
    }
  }

  function call() {
    if (later !== undefined) return;
    const wait = freeFrom - performance.now();
    if (wait <= 0) run();
    else later = setTimeout(run, wait);
  }

  /** Draws now, and forgets what was to come later. */
  call.now = () => {
    clearTimeout(later);
    run();
  };
  call.stop = () => clearTimeout(later);
  return call;
}
