// Runs the empty program, and notes when its main has set a global, in
// milliseconds since the document's navigation began.
"use strict";

Object.defineProperty(globalThis, "misstep", { set() { globalThis.took = performance.now(); } });

function load(imports) {
  const text = document.getElementById("module")?.textContent;
  if (text === undefined) return WebAssembly.instantiateStreaming(fetch("empty.wasm"), imports);
  return instantiate(text, imports);
}

const go = new Go();
load(go.importObject).then(({ instance }) => go.run(instance));
