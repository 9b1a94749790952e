// Saving what Python has made as a file, where the user says so.

import { h } from "./elements.js";

/** Hands `parts` (texts, buffers) to the browser as a file. */
export function download(fileName, mime, parts) {
  const address = URL.createObjectURL(new Blob(parts, { type: mime }));
  h("a", { href: address, download: fileName }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // the browser reads it after the click
}
