// The customer list of the page: its files on their way, how reading stands, what was read. It outlives the frame.

const MAPPING_OF = { list: "mapping", crm: "crm_mapping" };
const KEPT = { list: "kept", crm: "kept" };
const PIECE = 1 << 20; // bytes; the next piece waits for the answer to the last

/** `promise`, given up at once when `signal` aborts: Python may take a while to hear of it. */
function orAborted(promise, signal) {
  return new Promise((resolve, reject) => {
    const give = () => reject(new DOMException("", "AbortError"));
    if (signal.aborted) return void give();
    signal.addEventListener("abort", give);
    promise.then(resolve, reject);
  });
}

/** Hands a file to Python in pieces as that of `kind`; `onProgress` hears how many bytes are there. */
export async function sendFile(context, file, kind, { signal, onProgress = () => {} }) {
  let received = 0;
  do {
    const piece = await file.slice(received, received + PIECE).arrayBuffer();
    signal.throwIfAborted();
    const request = { kind, name: file.name, size: file.size, offset: received };
    const { answer } = await orAborted(context.ask("file_piece", request, { buffers: piece.byteLength ? [piece] : [] }), signal);
    received = answer.received;
    onProgress(received);
  } while (received < file.size);
}

/**
 * Sends files and has them read: `files` by kind (a File each), then the service with `request`. Progress goes to
 * `onProgress({ file, sent, size })` and `onProgress({ line, lines })`. Files that nobody waits for any more are dropped.
 */
export async function sendAndRead(context, files, service, request, { signal, onProgress }) {
  try {
    for (const [kind, file] of Object.entries(files)) {
      await sendFile(context, file, kind, { signal, onProgress: (sent) => onProgress({ file, sent, size: file.size }) });
    }
    const { answer } = await orAborted(context.ask(service, request, { signal, onProgress }), signal);
    return answer;
  } catch (error) {
    for (const kind of Object.keys(files)) void context.ask("file_forget", { kind }).catch(() => {});
    throw error;
  }
}

/** Whether two mappings say the same, in whatever order. */
export function sameMapping(one, other) {
  const sorted = (value) => (value && typeof value === "object" && !Array.isArray(value) ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])])) : value);
  return JSON.stringify(sorted(one ?? {})) === JSON.stringify(sorted(other ?? {}));
}

/** Keeps with the scenario how the list is read. */
function keepMapping(context, mapping) {
  if (sameMapping(mapping, context.record().mapping)) return;
  context.change({}, { record: { mapping: Object.keys(mapping).length ? mapping : null }, about: context.say("Zuordnung der Spalten", "mapping of the columns") });
}

function createListStore(context) {
  const listeners = new Set();
  let stop = null; // takes back what is running
  let last = KEPT; // the files that were tried last, whether they could be read or not
  let askedFor = null; // how the list was read last, to read it again when its kernel is gone
  let tried = null; // the mapping of the scenario by which reading was tried last

  const store = {
    stage: "unknown", // unknown, empty, busy, there
    report: null, // what Python says of the list that was read
    busy: null, // { name, sent, size } or { name, line, lines }
    problems: {}, // by field: list, crm, mapping, crm_mapping
    forms: {}, // by list or crm: what the headers of a file mean that could not be read
    drafts: {}, // by list or crm: the mapping as somebody is changing it
    crmMapping: context.stored("crm mapping", {}), // how the second list is read; a scenario has no word for it
    inputs: null, // what the list says of the model's assumptions
    origin: null, // where that comes from, by language
    number: undefined, // of the list; 0 for none, undefined until Python has said
    taken: null, // a part of the list that was taken over: { inputs, origin }

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** Reads a list: `list` is a File, "demo" or "kept"; `crm` a File, "kept" or null; both mappings how. */
    async load({ list, crm = null, mapping = {}, crmMapping = store.crmMapping }, { from = "list" } = {}) {
      stop?.abort();
      const mine = new AbortController();
      stop = mine;
      last = { list, crm };
      const back = store.stage === "busy" ? undefined : store.stage; // where one goes on if there is no list
      const files = Object.fromEntries([["list", list], ["crm", crm]].filter(([, file]) => file instanceof File));
      const request = { list: list instanceof File ? "upload" : list, crm: crm instanceof File ? "upload" : crm, mapping, crm_mapping: crmMapping };
      const name = list instanceof File ? list.name : crm instanceof File ? crm.name : (store.report?.name ?? "");
      set({ stage: "busy", busy: { name }, problems: {} });
      try {
        const onProgress = (told) => mine === stop && set({ busy: { name: told.file?.name ?? name, ...told } });
        let answer = await sendAndRead(context, files, "list_read", request, { signal: mine.signal, onProgress });
        let isWithout = false;
        if (answer.problem && from === "list" && answer.field === "list" && Object.keys(mapping).length) {
          // What was said of the headers of one list need not fit the next.
          const second = await sendAndRead(context, {}, "list_read", { ...request, mapping: {} }, { signal: mine.signal, onProgress });
          if (!second.problem) [answer, isWithout] = [second, true];
        }
        if (mine !== stop) return false;
        if (answer.problem) {
          // Who is saying what the headers mean goes on with the form that is there.
          const isByHand = from === MAPPING_OF[answer.field];
          const forms = isByHand ? store.forms : { ...store.forms, [answer.field]: answer.form };
          settle({ problems: { [isByHand ? from : answer.field]: answer.problem }, forms }, back);
          return false;
        }
        askedFor = { list: list === "kept" ? (askedFor?.list ?? "kept") : list, crm: crm === "kept" ? (askedFor?.crm ?? "kept") : crm };
        last = KEPT;
        const { crm_mapping: crmRead } = answer.report;
        if (!sameMapping(crmRead, store.crmMapping)) context.store("crm mapping", crmRead);
        Object.assign(store, { report: answer.report, forms: {}, drafts: {}, crmMapping: crmRead, number: answer.report.number, inputs: null, origin: null, taken: null });
        keepMapping(context, answer.report.mapping);
        settle({});
        if (isWithout) context.toast(context.say("Die Zuordnung der vorigen Liste passt nicht zu dieser; gelesen wurde ohne sie.", "The mapping of the last list does not fit this one; it was read without."), { undo: false });
        return true;
      } catch (error) {
        if (mine === stop) settle(error.name === "AbortError" ? {} : { problems: { [from]: error.message } }, back);
        return false;
      }
    },

    cancel() {
      stop?.abort();
      stop = null;
      settle({});
    },

    /** Offers another list; the one that is there stays until another was read. */
    choose: () => set({ stage: "empty", problems: {}, forms: {}, drafts: {} }),
    back() {
      last = KEPT;
      settle({ problems: {}, forms: {}, drafts: {} });
    },

    /** How a list is read, `name` of "list" and "crm": what somebody said of it, or is about to. */
    mappingOf: (name) => (name === "crm" ? store.crmMapping : (context.record().mapping ?? {})),

    /** Reads the files that were tried last once more, one of them, `name`, by another mapping. */
    again(name, said) {
      // A second list that could not be added has nothing to do with how the first one is read.
      const files = name === "list" && last.list === "kept" ? KEPT : last;
      const mappings = { mapping: store.mappingOf("list"), crmMapping: store.mappingOf("crm") };
      return store.load({ ...files, ...mappings, [name === "crm" ? "crmMapping" : "mapping"]: said }, { from: MAPPING_OF[name] });
    },

    async drop() {
      store.cancel();
      await context.ask("list_drop");
      askedFor = null;
      set({ stage: "empty", report: null, forms: {}, drafts: {}, inputs: null, origin: null, number: 0, taken: null });
    },

    /** Reads the list again where the scenario says another mapping: after undo, or with another scenario. */
    followMapping() {
      const wanted = context.record().mapping ?? {};
      if (store.stage !== "there" || sameMapping(store.report.mapping, wanted) || (tried && sameMapping(tried, wanted))) return;
      tried = wanted;
      void store.load({ list: "kept", crm: "kept", mapping: wanted }, { from: "mapping" }).finally(() => (tried = store.problems.mapping ? tried : null));
    },

    /** Asks Python which list it has: that of the case it was started with, and its report in the page's language. */
    async refresh() {
      try {
        const { answer } = await context.ask("list_report");
        if (store.stage === "busy") return;
        settle({ report: answer.report, number: answer.report?.number ?? 0 });
      } catch (error) {
        if (store.stage === "unknown") set({ stage: "empty", problems: { list: error.message } });
      }
    },

    set,
  };

  function set(changes) {
    Object.assign(store, changes);
    for (const listener of [...listeners]) listener();
  }

  function settle(changes, stage) {
    Object.assign(store, changes);
    set({ stage: stage ?? (store.report ? "there" : "empty"), busy: null });
  }

  /** Where the value of an assumption comes from, if it is the list's. */
  function sourceOf(name) {
    const value = context.values()[name];
    const found = [store, store.taken].find((each) => each?.inputs && each.inputs[name] === value && each.origin);
    return found ? found.origin[context.language] : "";
  }

  context.addSource(sourceOf);
  context.onChange(({ kind }) => {
    // Python hears of the new language first.
    if (kind === "language" && store.report) queueMicrotask(store.refresh);
    // The list went with its kernel; the files are still at hand.
    if (kind !== "session" || store.stage === "unknown") return;
    if (askedFor && askedFor.list !== "kept") void store.load({ ...askedFor, mapping: context.record().mapping ?? {} });
    else void store.refresh();
  });
  return store;
}

export const listStore = (context) => context.kept("list", () => createListStore(context));
