// The app's own way to its kernel: the messages of one widget over the kernel's websocket. It offers what a widget's
// model offers in a notebook (get, on, off, send), and `connection` and `session` beside.
//
// What it relies on: the protocol of the websocket (v1.kernel.websocket.jupyter.org) and the comm messages of
// ipywidgets 8. The same notebook in Voila's own template or JupyterLab needs none of it.

const PROTOCOL = "v1.kernel.websocket.jupyter.org";
const FIRST_WAIT = 500; // ms before the first attempt to reconnect; each further one waits twice as long
const LONGEST_WAIT = 10_000;
const GREETING = 1000; // ms after which a kernel that does not answer is greeted again
const RESTART_EVERY = 60_000; // ms within which a kernel is started anew only once without being asked
const GONE = ["restarting", "autorestarting", "dead", "terminating"];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function packed({ channel, header, content, buffers }) {
  const parts = [channel, ...[header, {}, {}, content].map((part) => JSON.stringify(part))].map((text) => encoder.encode(text));
  for (const buffer of buffers) parts.push(buffer instanceof ArrayBuffer ? new Uint8Array(buffer) : new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength));
  const offsets = [8 * (parts.length + 2)];
  for (const part of parts) offsets.push(offsets.at(-1) + part.length);
  const message = new Uint8Array(offsets.at(-1));
  const view = new DataView(message.buffer);
  view.setBigUint64(0, BigInt(offsets.length), true);
  offsets.forEach((offset, index) => view.setBigUint64(8 * (index + 1), BigInt(offset), true));
  parts.forEach((part, index) => message.set(part, offsets[index]));
  return message.buffer;
}

function unpacked(data) {
  const view = new DataView(data);
  const count = Number(view.getBigUint64(0, true));
  const offsets = Array.from({ length: count }, (_, index) => Number(view.getBigUint64(8 * (index + 1), true)));
  const parts = offsets.slice(1).map((end, index) => new DataView(data, offsets[index], end - offsets[index]));
  const [header, parent, , content] = parts.slice(1, 5).map((part) => JSON.parse(decoder.decode(part)));
  return { header, parent, content, buffers: parts.slice(5) };
}

/** Where the page says which kernel is its own, and which of its widgets; null where it does not. */
export function placeIn(page) {
  const text = page.getElementById("kkm-kernel")?.textContent;
  return text ? JSON.parse(text) : null;
}

/**
 * The model of the app's page before and after it has a kernel. `base` is the server's path.
 *
 * `join(place)` connects; a connection that breaks is taken up again; a kernel that is gone is replaced by that of a
 * page loaded anew behind the scenes, once a minute by itself, else when `reconnect()` is called.
 */
export function createKernelModel(state, base) {
  const traits = new Map([["state", state], ["connection", "starting"], ["session", 0]]);
  const listeners = new Map();
  const session = crypto.randomUUID();
  let place = null;
  let socket = null;
  let outbox = [];
  let wait = FIRST_WAIT;
  let greeting;
  let retry;
  let restartedAt = -Infinity;
  let isNew = true; // whether the kernel has not answered yet
  let isGone = false;

  function emit(event, ...given) {
    for (const listener of [...(listeners.get(event) ?? [])]) listener(...given);
  }

  function setTrait(name, value) {
    if (traits.get(name) === value) return;
    traits.set(name, value);
    emit(`change:${name}`);
  }

  function post(type, content, buffers = []) {
    const header = { msg_id: crypto.randomUUID(), msg_type: type, username: "", session, version: "5.3", date: new Date().toISOString() };
    socket.send(packed({ channel: "shell", header, content, buffers }));
  }

  const postToWidget = ([content, buffers]) => post("comm_msg", { comm_id: place.model, data: { method: "custom", content } }, buffers);

  /** The server drops what comes before it is connected to the kernel itself: so ask until there is an answer. */
  function greet() {
    post("kernel_info_request", {});
    greeting = setTimeout(greet, GREETING);
  }

  function open() {
    const address = new URL(`${base}api/kernels/${place.kernel}/channels?session_id=${session}`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const mine = new WebSocket(address, [PROTOCOL]);
    mine.binaryType = "arraybuffer";
    mine.onopen = () => mine === socket && greet();
    mine.onmessage = ({ data }) => mine === socket && receive(unpacked(data));
    mine.onclose = () => mine === socket && closed();
    socket = mine;
  }

  function welcome() {
    clearTimeout(greeting);
    wait = FIRST_WAIT;
    if (isNew) {
      isNew = false;
      setTrait("session", traits.get("session") + 1);
    }
    setTrait("connection", "there");
    for (const message of outbox.splice(0)) postToWidget(message);
  }

  function receive({ header, content, buffers }) {
    if (header.msg_type === "kernel_info_reply") welcome();
    else if (header.msg_type === "status" && GONE.includes(content.execution_state)) gone();
    else if (header.msg_type === "comm_msg" && content.comm_id === place.model) {
      const { method, state: changed, content: message } = content.data;
      if (method === "custom") emit("msg:custom", message, buffers);
      else if (method === "update") for (const [name, value] of Object.entries(changed)) setTrait(name, value);
    } else if (header.msg_type === "comm_close" && content.comm_id === place.model) gone();
  }

  function closed() {
    clearTimeout(greeting);
    socket = null;
    setTrait("connection", "lost");
    retry = setTimeout(takeUp, wait);
    wait = Math.min(2 * wait, LONGEST_WAIT);
  }

  /** Connects again where the kernel is still there. */
  async function takeUp() {
    clearTimeout(retry);
    try {
      const found = await fetch(`${base}api/kernels/${place.kernel}`, { cache: "no-store" });
      if (found.ok) open();
      else gone();
    } catch {
      closed(); // the server does not answer: later
    }
  }

  /** The kernel is gone, and with it everything but what the page has. */
  function gone() {
    if (isGone) return;
    isGone = true;
    clearTimeout(greeting);
    clearTimeout(retry);
    socket?.close();
    socket = null;
    setTrait("connection", "lost");
    if (performance.now() - restartedAt > RESTART_EVERY) void restart();
  }

  async function restart() {
    restartedAt = performance.now();
    outbox = [];
    isNew = true;
    globalThis.kkmShutdown?.(place?.kernel);
    try {
      const answer = await fetch(location.pathname, { cache: "no-store" });
      const found = placeIn(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (found) join(found);
    } catch {
      // the notice with its button stays
    }
  }

  /** Looks whether the kernel is still there: the server says nothing where it was ended on purpose. */
  async function check() {
    if (!place || isGone || traits.get("connection") !== "there") return;
    const { kernel } = place;
    try {
      const found = await fetch(`${base}api/kernels/${kernel}`, { cache: "no-store" });
      if (!found.ok && kernel === place.kernel) gone();
    } catch {
      // the server does not answer: the connection will say so
    }
  }

  // A laptop that was closed for a while comes back to a kernel that may have been ended meanwhile.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void check());

  function join(found) {
    place = found;
    isGone = false;
    document.body.dataset.kernelId = place.kernel;
    if (place.model) open();
    else setTrait("connection", "lost");
  }

  return {
    get: (name) => traits.get(name),
    on(event, listener) {
      if (!listeners.has(event)) listeners.set(event, new Set());
      listeners.get(event).add(listener);
    },
    off: (event, listener) => listeners.get(event)?.delete(listener),
    send(content, _callbacks, buffers = []) {
      if (traits.get("connection") === "there") postToWidget([content, buffers]);
      else outbox.push([content, buffers]);
    },
    join,
    check,
    /** What to do when somebody asks for the kernel back. */
    reconnect() {
      if (!place || isGone || !place.model) void restart();
      else void takeUp();
    },
    /** Says that the page came without a kernel. */
    fail: () => setTrait("connection", "lost"),
  };
}
