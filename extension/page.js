// Boots the offline page: one file, opened from disk, where neither fetch nor
// modules work; everything it needs is in the document.
"use strict";

const inlined = id => document.getElementById(id).textContent;
const messages = JSON.parse(inlined("messages"));

const host = globalThis.misstepHost = {
  face: "page",
  opened: [],
  // As chrome.i18n.getMessage: $NAME$ stands for a placeholder, its content for the n-th substitution.
  message(key, substitutions) {
    const { message = "", placeholders = {} } = messages[key] ?? {};
    return message.replace(/\$(\w+)\$/g, (all, name) => {
      const content = placeholders[name.toLowerCase()]?.content;
      return content ? substitutions[content.slice(1) - 1] ?? "" : all;
    });
  },
  language: navigator.language,
  onExchange() {},
  onBody() {},
  onWindow: draw => draw(window),
  forget() {},
  openSample: location.hash === "#sample",
  openURL: new URLSearchParams(location.search).get("har") ?? "",
  sample: async () => inlined("sample-har"),
};

lasting(host, imports => {
  const text = inlined("module");
  const packed = Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), c => c.charCodeAt(0));
  const module = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.instantiateStreaming(new Response(module, { headers: { "Content-Type": "application/wasm" } }), imports);
}, () => [window]).start();
