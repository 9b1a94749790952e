// Python is the referee: where it says something else than the page, Python's word holds.

const LAST_DIGITS = 1e-9;

function sameNumber(page, python) {
  return Math.abs(page - python) <= LAST_DIGITS * Math.max(1, Math.abs(page), Math.abs(python));
}

/**
 * Python's outputs, with the page's own parts wherever both say the same, so that what stays is not drawn again.
 * Texts have to be equal, numbers only up to the digits nobody sees.
 */
export function refereed(page, python) {
  if (page === python) return page;
  if (typeof page === "number" && typeof python === "number") return sameNumber(page, python) ? page : python;
  if (!page || !python || typeof page !== "object" || typeof python !== "object" || page.waiting) return python;
  if (Array.isArray(page) !== Array.isArray(python)) return python;
  const keys = Object.keys(python);
  const judged = keys.map((key) => refereed(page[key], python[key]));
  if (keys.length === Object.keys(page).length && keys.every((key, index) => Object.hasOwn(page, key) && judged[index] === page[key])) return page;
  return Array.isArray(python) ? judged : Object.fromEntries(keys.map((key, index) => [key, judged[index]]));
}

/** Whether something in it waits for Python. */
export function isWaiting(part) {
  if (!part || typeof part !== "object") return false;
  return Boolean(part.waiting) || Object.values(part).some(isWaiting);
}
