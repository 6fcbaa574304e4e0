// Boots the offline page: one file, opened from disk, where neither fetch nor
// modules work; everything it needs is in the document.
"use strict";

const inlined = id => document.getElementById(id).textContent;
const asked = new URLSearchParams(location.search); // ?har=ADDRESS&lang=LANGUAGE
const languages = JSON.parse(inlined("messages"));
const language = [asked.get("lang") ?? [], navigator.languages].flat().flatMap(tag => [tag.replace("-", "_"), tag.split("-")[0]])
  .find(name => Object.hasOwn(languages, name)) ?? "en";
const messages = languages[language];

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
  onExchange() {},
  onBody() {},
  onWindow: draw => draw(window),
  forget() {},
  // By a program of its own, which few need.
  async fetch(address) {
    if (!globalThis.misstepFetch) {
      const go = new Go();
      go.run((await instantiate("fetch-module", go.importObject)).instance);
    }
    return misstepFetch(address);
  },
  openSample: location.hash === "#sample",
  openURL: asked.get("har") ?? "",
  sample: async () => inlined("sample-har"),
};

function instantiate(id, imports) {
  const text = inlined(id);
  const packed = Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), c => c.charCodeAt(0));
  const module = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.instantiateStreaming(new Response(module, { headers: { "Content-Type": "application/wasm" } }), imports);
}

lasting(host, imports => instantiate("module", imports), () => [window]).start();
