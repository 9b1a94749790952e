// What was changed, for undo, redo and the log of a workshop.

const ONE_GESTURE = 1000; // ms within which changes of the same control are one step

function differences(before, after) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const found = {};
  for (const name of names) {
    const [from, to] = [before[name] ?? null, after[name] ?? null];
    if (JSON.stringify(from) !== JSON.stringify(to)) found[name] = { from, to };
  }
  return found;
}

/** An entry of the history as others see it. */
function described({ kind, before, after, at, about }) {
  return { kind, changes: differences(before.values, after.values), record: differences(before.record, after.record), at, about };
}

export function createHistory() {
  let done = [];
  let undone = [];
  let merges = false; // whether the next change may be one step with the last

  function isOneGesture(last, entry) {
    if (!merges || !last || entry.kind !== "change" || last.kind !== "change" || entry.at - last.until > ONE_GESTURE) return false;
    return entry.control !== null && entry.control === last.control;
  }

  return {
    /** Keeps a step: { kind, before, after, about, control }; `control` is the name of what alone was changed. */
    add(step) {
      const entry = { ...step, at: new Date(), until: new Date() };
      const last = done.at(-1);
      undone = [];
      if (isOneGesture(last, entry)) Object.assign(last, { after: entry.after, until: entry.at });
      else done.push(entry);
      merges = true;
      return described(done.at(-1));
    },
    /** The case before the last step, or null. */
    undo() {
      if (!done.length) return null;
      undone.push(done.pop());
      merges = false;
      return undone.at(-1).before;
    },
    redo() {
      if (!undone.length) return null;
      done.push(undone.pop());
      merges = false;
      return done.at(-1).after;
    },
    /** Takes back a step that Python refused. */
    drop() {
      done.pop();
    },
    canUndo: () => done.length > 0,
    canRedo: () => undone.length > 0,
    entries: () => done.map(described),
  };
}
