// The page as a file: without a kernel, a server, or anything else that answers.

import { render } from "./panel.js";

export function start() {
  const { state } = JSON.parse(document.getElementById("kkm-first").textContent);
  const traits = { state, connection: "none" };
  const nobody = () => {};
  render({ model: { get: (name) => traits[name], on: nobody, off: nobody, send: nobody }, el: document.getElementById("kkm-page") });
}
