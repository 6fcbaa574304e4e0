// Runs the empty program, and notes when its main has set a global, in
// milliseconds since the document's navigation began.
"use strict";

Object.defineProperty(globalThis, "misstep", { set() { globalThis.took = performance.now(); } });

function load(imports) {
  if (location.protocol === "file:") return instantiate(unpacked("module"), imports);
  return WebAssembly.instantiateStreaming(fetch("empty.wasm"), imports);
}

const go = new Go();
load(go.importObject).then(({ instance }) => go.run(instance));
