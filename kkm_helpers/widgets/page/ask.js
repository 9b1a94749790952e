// Asking Python for what the page cannot do itself: lists, risk, files. One answer or one refusal to each request.

/**
 * A function `ask(service, request, { buffers, onProgress, signal })` over the messages of a widget's model.
 *
 * It resolves to `{ answer, buffers, waited }` and rejects with an Error whose message can be shown; `waited` are the
 * seconds for which Python had to wait for the machine. A request that Python has not answered is no error: the page
 * says "wird gerechnet" until it is. `signal` (an AbortSignal) takes a request back.
 */
export function createAsk(model) {
  const waiting = new Map();
  let lastId = Math.floor(Math.random() * 2 ** 40); // another view of the same widget hears the answers too

  function take(message, buffers) {
    const request = waiting.get(message?.id);
    if (!request) return;
    if (message.type === "progress") {
      request.onProgress?.(message);
      return;
    }
    waiting.delete(message.id);
    if (message.type === "answer") request.resolve({ answer: message.answer, buffers: buffers ?? [], waited: message.waited ?? 0 });
    else if (message.cancelled) request.reject(new DOMException("", "AbortError"));
    else request.reject(new Error(message.message));
  }

  model.on("msg:custom", take);

  function ask(service, request = {}, { buffers = [], onProgress, signal } = {}) {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject, onProgress });
      signal?.addEventListener("abort", () => model.send({ type: "cancel", id }));
      model.send({ type: "ask", id, service, request }, undefined, buffers);
    });
  }

  ask.destroy = () => model.off("msg:custom", take);
  return ask;
}
