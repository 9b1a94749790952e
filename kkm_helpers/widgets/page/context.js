// What every part of the page is handed: the case on view and how to change it, the language, the way to Python.

import { CONTENT } from "./content.js";
import { createDisplay } from "./display.js";
import { createHistory } from "./history.js";
import { evaluate } from "./model.js";
import { createOutputs } from "./outputs.js";
import { createPythonLink } from "./python_link.js";
import { refusal } from "./validation.js";
import { WORDS } from "./words.js";

/**
 * A case as it is kept: values and start of every assumption, what else a scenario holds, and the text of the file it was
 * opened from, into which it is saved again; never changed in place.
 */
function asCase({ values, start, record, text = "" }) {
  return Object.freeze({ values: Object.freeze({ ...values }), start: Object.freeze({ ...(start ?? values) }), record: Object.freeze({ ...record }), text });
}

/** Whether two cases say the same; the order of names says nothing. */
function isSame(one, other) {
  if (one === other) return true;
  if (!one || !other || typeof one !== "object" || typeof other !== "object") return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]));
}

/** `record` with keys replaced; null takes one away. */
function withKeys(record, keys) {
  return Object.fromEntries(Object.entries({ ...record, ...keys }).filter(([, value]) => value !== null && value !== undefined));
}

/**
 * The context of a panel over the messages of `model`. `shell` is what it needs of whoever draws: `draw(kind)`, called
 * after every change, `refused(problem)` with what Python does not accept, `theme()`, `setLook(look)`,
 * `toast(text, options)`, `problem(text)`, `root`.
 */
export function createContext({ model, state, shell }) {
  const isApp = state.frame === "app";
  const hasPython = model.get("connection") !== "none";
  const history = createHistory();
  const listeners = new Set();
  const kept = new Map();
  const waiting = new Set();
  const stored = { ...state.stored };
  const sources = [];
  let now = asCase(state.case);
  let { language, step } = state;
  let judged = null; // what Python said of the case on view
  let cached = {}; // what follows from the case on view, computed when it is looked at first
  let spoken = speak();

  function exported(name) {
    return state.exported?.[language]?.[name] ?? null;
  }

  function speak() {
    const { facts, title, premises, specs, factors, answers, criteria } = CONTENT[language];
    // Without Python there is nothing to say in a step that is nothing but views, unless it came with the page.
    const steps = CONTENT[language].steps.filter(({ name, charts }) => hasPython || charts.length || exported(name));
    const ofStep = new Map(steps.flatMap(({ name, controls, more }) => [...controls, ...more.flatMap((group) => group.controls)].map((control) => [control, name])));
    return {
      title,
      premises,
      asked: { factors, answers, criteria },
      facts,
      steps: isApp ? steps : steps.filter(({ name }) => name === step),
      specs: new Map(Object.entries(specs).map(([name, spec]) => [name, { ...spec, of: ofStep.get(name) }])),
      display: createDisplay(facts),
      outputs: createOutputs(facts, { isApp }),
    };
  }

  const link = createPythonLink(model, {
    current: () => ({ values: now.values, start: now.start, record: now.record, language, step }),
    answered: settle,
    changed: tellListeners,
    broke: () => WORDS[language].broke,
  });

  function tellListeners(kind, entry) {
    for (const listener of [...listeners]) listener({ kind, entry });
    shell.draw(kind);
  }

  /** Draws what is new, then tells Python. */
  function changed(kind, entry) {
    cached = {};
    judged = null;
    tellListeners(kind, entry);
    link.tell();
  }

  function settle(answer) {
    if (answer.failed) return void shell.refused(answer.failed);
    if (answer.problem) {
      history.drop();
      now = asCase({ ...answer.case, text: now.text });
      cached = {};
      judged = answer.outputs;
      tellListeners("open");
      shell.refused(answer.problem);
      return;
    }
    judged = answer.outputs;
    shell.draw("answer");
  }

  function take(kind, after, about, control = null) {
    const before = now;
    now = asCase(after);
    const entry = history.add({ kind, before, after: now, about, control });
    changed(kind, entry);
    return "";
  }

  const context = {
    isApp,
    hasPython,
    isLocked: Boolean(state.locked),
    /** What stands at the foot of the page beside the premises: where a file comes from. */
    get origin() {
      return state.origin?.[language] ?? "";
    },
    get root() {
      return shell.root;
    },
    get language() {
      return language;
    },
    get words() {
      return WORDS[language];
    },
    say: (de, en) => (language === "de" ? de : en),
    get title() {
      return spoken.title;
    },
    /** The judgement that came with a page that knows no Python; it holds for the case as it was opened. */
    get judgement() {
      return state.judgement?.[language] ?? null;
    },
    /** The blocks of a step as they were when a page that knows no Python was made; null where there are none. */
    exported,
    /** What is asked of the success factors, and the criteria of the utility analysis. */
    get asked() {
      return spoken.asked;
    },
    get premises() {
      return spoken.premises;
    },
    get facts() {
      return spoken.facts;
    },
    get display() {
      return spoken.display;
    },
    get specs() {
      return spoken.specs;
    },
    get steps() {
      return spoken.steps;
    },
    values: () => now.values,
    start: () => now.start,
    record: () => now.record,
    /** The text of the file that the case was opened from; empty where there was none. */
    text: () => now.text,
    step: () => step,
    isChanged: (name) => now.values[name] !== now.start[name],

    results(values = now.values) {
      if (values !== now.values) return evaluate(values);
      cached.results ??= evaluate(values);
      return cached.results;
    },
    outputs(values = now.values, ofStep = step) {
      return spoken.outputs(values, ofStep);
    },
    /** What Python said of everything on view, once it has; null before. */
    judged: () => judged,

    show(name) {
      if (name === step || !spoken.steps.some((each) => each.name === name)) return;
      step = name;
      changed("step");
    },
    change(changes, { record = {}, about = "" } = {}) {
      if (context.isLocked) return WORDS[language].locked;
      const problem = refusal(changes, now.values, { ...spoken, language });
      if (problem) return problem;
      const names = Object.keys(changes).filter((name) => changes[name] !== now.values[name]);
      if (!names.length && !Object.keys(record).length) return "";
      const control = names.length === 1 && !Object.keys(record).length ? names[0] : null;
      return take("change", { ...now, values: { ...now.values, ...changes }, record: withKeys(now.record, record) }, about, control);
    },
    open: (opened, { about = "" } = {}) => take("open", opened, about),
    reset: () => context.change({ ...now.start }),
    undo: () => stepTo(history.undo(), "undo"),
    redo: () => stepTo(history.redo(), "redo"),
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    history: history.entries,
    setLanguage(name) {
      if (name === language || !CONTENT[name]) return;
      language = name;
      spoken = speak();
      changed("language");
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** Adds who may know better where the value of an assumption comes from: name => words, or "". */
    addSource: (say) => sources.push(say),
    /** Where the value of an assumption comes from, in words. */
    sourceOf(name) {
      for (const say of sources) {
        const said = say(name);
        if (said) return said;
      }
      return spoken.specs.get(name).source;
    },

    ask: link.ask,
    connection: link.connection,
    /** Says that a part on view waits for something; call what it returns when that is there. */
    waitFor(element) {
      const one = { element };
      waiting.add(one);
      return () => {
        if (waiting.delete(one)) shell.draw("waited");
      };
    },
    isWaiting: () => [...waiting].some(({ element }) => element.isConnected),
    kept(name, make) {
      if (!kept.has(name)) kept.set(name, make());
      return kept.get(name);
    },
    toast: (text, options) => shell.toast(text, options),
    /** Says what did not work, until it is closed. */
    problem: (text) => shell.toast(text, { isProblem: true }),
    theme: () => shell.theme(),
    /** `theme` is "light", "dark", or null for what the system has; `mode` "workshop" for larger figures, or null. */
    setLook: (look) => shell.setLook(look),
    /** Draws every chart again: colours or sizes are others now. */
    redraw: () => tellListeners("look"),
    model,
    /** Takes a case that somebody else changed: another view of the same widget. */
    follow(state) {
      const other = asCase({ ...state.case, text: now.text });
      if (!link.isSettled() || isSame(other, now)) return;
      now = other;
      changed("open");
    },
    /** What is kept beside the case while the tab lives, also when the page is loaded again. */
    stored: (name, otherwise) => stored[name] ?? otherwise,
    store(name, value) {
      stored[name] = value;
      shell.keep();
    },
    /** All of it as plain data: what a page opens with. */
    state: () => ({ frame: state.frame, language, step, case: now, stored }),
    tell: link.tell,
    destroy: link.destroy,
  };

  function stepTo(other, kind) {
    if (!other) return;
    now = other;
    changed(kind);
  }

  return context;
}
