// Everything a panel shows that depends on the case, computed in the page: what Panel._outputs computes in Python.

import { CASE_NAMES, PANEL, STEPS } from "./declarations.js";
import { evaluate } from "./model.js";
import { createDisplay } from "./display.js";
import { createFiller } from "./fill.js";

/**
 * A function `(values, step) => outputs`: the outputs for the values of the assumptions on a step.
 *
 * `facts` are the model's facts in the language wanted (formulas/javascript.py, model_facts). What only Python can
 * compute stands as `{ name, waiting: true }`. Where there is no case with these values, `problem` says why and
 * nothing else is there.
 */
export function createOutputs(facts, { isApp = true } = {}) {
  const filled = createFiller(facts, CASE_NAMES);
  const { refusal } = createDisplay(facts);
  return (values, step) => {
    const problem = refusal(evaluate(values));
    if (problem) return { problem };
    const shown = isApp ? { ...STEPS[step], figures: [] } : STEPS[step];
    return { problem, ...filled({ ...PANEL, step: shown }, values) };
  };
}
