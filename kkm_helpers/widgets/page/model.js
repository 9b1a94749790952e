// The model in the page: the formulas that kkm_helpers/formulas/javascript.py translates from Python, run on demand.

import { DEFAULTS, FORMULAS } from "./formulas.js";

/** The public names of all quantities. */
export const QUANTITIES = Object.keys(FORMULAS);

// Each quantity is computed when it is first looked at, and then stays.
const LAZY = {};
for (const name of QUANTITIES) {
  Object.defineProperty(LAZY, name, {
    get() {
      const result = FORMULAS[name](this);
      const value = Number.isNaN(result) ? null : result;
      Object.defineProperty(this, name, { value });
      return value;
    },
  });
}

/**
 * The results of a case by public name: assumptions and quantities, numbers or names of choices and options, null for
 * what does not happen, arrays of one number a month (a business year) for series. `changed` are the assumptions that
 * differ from their default. It throws a RangeError where a name is no assumption.
 */
export function evaluate(changed = {}) {
  for (const name of Object.keys(changed)) {
    if (!Object.hasOwn(DEFAULTS, name)) throw new RangeError(`${name} is no assumption`);
  }
  return Object.assign(Object.create(LAZY), DEFAULTS, changed);
}
