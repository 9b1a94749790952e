// Fills declarations with the figures of a case, as kkm_helpers/charts/template.py and engine/texts.py do in Python.
// A declaration is a tree of objects, lists, texts and numbers, taken as they stand, and of the parts below, which
// widgets/page_source.py writes. `compute` and `when` are functions of `v`, the values by name.

import { createDisplay } from "./display.js";
import { evaluate } from "./model.js";
import { MINUS } from "./numbers.js";

const LEFT_OUT = Symbol("left out");
const OPTION = "option_";

class Part {
  constructor(fill) {
    this.fill = fill;
  }
}

export const value = (compute) => new Part((scope) => compute(scope.v));
export const byLanguage = (de, en) => new Part((scope) => fill(scope.model.words.isGerman ? de : en, scope));
export const only = (when, part) => new Part((scope) => (when(scope.v) ? fill(part, scope) : LEFT_OUT));
export const joinedText = (separator, texts) => new Part((scope) => fill(texts, scope).join(separator));
export const letNames = (names, part) => new Part((scope) => fill(part, withNames(names, scope)));
export const fromPython = (name) => new Part(() => ({ name, waiting: true }));

export const choice = (...parts) =>
  new Part((scope) => {
    for (const part of parts) {
      const found = fill(part, scope);
      if (found !== LEFT_OUT) return found;
    }
    return LEFT_OUT;
  });

/** In a list: `parts` for one option after the other. */
export class EachOption {
  constructor(options, when, ...parts) {
    Object.assign(this, { options, when, parts });
  }

  scopes(scope) {
    const scopes = [];
    for (const option of this.options) {
      const inner = scope.with({ option, position: scopes.length });
      if (!this.when || this.when(inner.v)) scopes.push(inner);
    }
    return scopes;
  }
}

export const eachOption = (...given) => new EachOption(...given);

/** A part as it would be if assumptions had other values. */
export const under = (changes, part) => new Part((scope) => fill(part, scope.under(changes)));

/** A text in both languages, each a list of words and figures. */
export const text = (de, en, when) =>
  new Part((scope) => {
    if (when && !when(scope.v)) return LEFT_OUT;
    return said(scope.model.words.isGerman ? de : en, scope);
  });

/** The same in pieces, each with the name whose value it is. */
export const spans = (de, en) => new Part((scope) => pieces(scope.model.words.isGerman ? de : en, scope));

// --- the parts of a text: words, (scope) => words, or what stands in brackets -----------
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
const withoutRemark = (label) => (label.endsWith(")") ? label.split(" (")[0] : label);

/** The value of a name as people write it. */
export const figure = (name, style) => {
  const write = (scope) => {
    const written = scope.model.words.display(scope.publicName(name), scope.v[name], { words: style === "words" });
    return style === "capital" ? capital(written) : written;
  };
  return Object.assign(write, { of: name });
};
export const short = (compute) => (scope) => scope.model.words.short(compute(scope.v));
export const inUnit = (compute, unit) => (scope) => scope.model.words.inUnit(compute(scope.v), unit);
export const publicName = (name) => (scope) => scope.publicName(name);
export const label = (name) => (scope) => scope.model.words.label(scope.publicName(name));
export const shortLabel = (name) => (scope) => withoutRemark(scope.model.words.label(scope.publicName(name)));
export const bracketed = (...inside) => ({ inside });

/** The pieces [words, name whose value they are] of a text. */
function pieces(parts, scope) {
  return parts.flatMap((part) => {
    if (typeof part === "string") return [[part, ""]];
    if (part.inside) {
      const found = pieces(part.inside, scope);
      return found[0][0].startsWith(MINUS) ? [["(", ""], ...found, [")", ""]] : found;
    }
    return [[part(scope), part.of ? scope.publicName(part.of) : ""]];
  });
}

const said = (parts, scope) => pieces(parts, scope).map(([words]) => words).join("");

// --- filling --------------------------------------------------------------------------
function fill(part, scope) {
  if (part instanceof Part) return part.fill(scope);
  if (Array.isArray(part) || part instanceof EachOption) return items([part].flat(), scope);
  if (part && typeof part === "object") {
    const entries = Object.entries(part).map(([key, inner]) => [key, fill(inner, scope)]);
    return Object.fromEntries(entries.filter(([, found]) => found !== LEFT_OUT));
  }
  return part;
}

function items(parts, scope) {
  const found = parts.flatMap((part) => (part instanceof EachOption ? part.scopes(scope).flatMap((inner) => items(part.parts, inner)) : [fill(part, scope)]));
  return found.filter((each) => each !== LEFT_OUT);
}

/** A scope in which each name stands for an expression (a function of `v`) or a part; each may use those before it. */
function withNames(names, scope) {
  const inner = scope.with({});
  for (const [name, part] of Object.entries(names)) inner.names[name] = typeof part === "function" ? part(inner.v) : fill(part, inner);
  return inner;
}

/**
 * What names mean where a part stands. `v` gives their values: short names first, then the names that every
 * declaration may use, then those of the case; `option_…` is that of the option looked at.
 */
class Scope {
  constructor(model, names) {
    this.model = model;
    this.names = names;
    this.v = new Proxy(names, { get: (_, name) => this.value(name) });
  }

  value(name) {
    if (Object.hasOwn(this.names, name)) return this.names[name];
    return this.model.value(this.publicName(name));
  }

  publicName(name) {
    return name.startsWith(OPTION) ? `${this.value("option")}_${name.slice(OPTION.length)}` : name;
  }

  with(names) {
    return new Scope(this.model, { ...this.names, ...names });
  }

  under(changes) {
    const changed = Object.entries(changes).map(([name, compute]) => [name, compute(this.v)]);
    return new Scope(this.model.under(Object.fromEntries(changed)), this.names);
  }
}

/** A case: its results, and what follows from them for every declaration. */
class Model {
  constructor(values, words, caseNames) {
    Object.assign(this, { values, words, caseNames });
    this.results = evaluate(values);
    this.known = {};
    this.others = {};
  }

  value(name) {
    if (!Object.hasOwn(this.caseNames, name)) {
      const found = this.results[name];
      if (found === undefined) throw new RangeError(`${name} is no name of the case`);
      return found;
    }
    if (!Object.hasOwn(this.known, name)) this.known[name] = this.caseNames[name](new Scope(this, {}).v);
    return this.known[name];
  }

  under(changes) {
    const key = JSON.stringify(changes);
    this.others[key] ??= new Model({ ...this.values, ...changes }, this.words, this.caseNames);
    return this.others[key];
  }
}

/**
 * A function that fills a declaration with the figures of the case with these values.
 *
 * `facts` are the model's facts in the language wanted; `caseNames` the names that every declaration may use beside
 * those of the model, each as a function of `v`.
 */
export function createFiller(facts, caseNames) {
  const words = { ...createDisplay(facts), isGerman: facts.language === "de", label: (name) => facts.terms[name].label };
  return (part, values) => fill(part, new Scope(new Model(values, words, caseNames), {}));
}
