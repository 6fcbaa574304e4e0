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
  surface: "page",
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
  onWindow(draw) {
    draw(window);
    doEarly();
  },
  forget() {},
  fetch: address => (fetcher ??= startFetcher()).then(get => get(address)),
  openSample: location.hash === "#sample",
  openURL: asked.get("har") ?? "",
  sample: () => new Response(unpacked("sample-har")).text(),
};

// Until the program runs, the page shows its empty state.
const doEarly = keepEarly();
if (!host.openSample && !host.openURL) {
  const empty = document.getElementById("empty");
  empty.querySelector(".empty-title").textContent = host.message("emptyPageTitle", []);
  empty.querySelector(".empty-text").textContent = host.message("emptyPage", []);
  for (const button of empty.querySelectorAll("[data-action]")) {
    button.hidden = !["import", "paste", "sample"].includes(button.dataset.action);
    button.textContent = host.message(button.dataset.i18n, []);
  }
  empty.hidden = false;
}

function instantiate(body, imports) {
  return WebAssembly.instantiateStreaming(new Response(body, { headers: { "Content-Type": "application/wasm" } }), imports);
}

// URLs are fetched by a second program (wasm/fetch), which is beside a served page: few
// need it, and a page from disk can't load it.
let fetcher = null;
async function startFetcher() {
  const go = new Go();
  try {
    const response = await fetch("fetch.wasm");
    if (!response.ok) throw new Error(response.status);
    go.run((await instantiate(response.body, go.importObject)).instance);
    return misstepFetch;
  } catch (error) {
    console.error("misstep: fetch.wasm:", error);
    fetcher = null; // it may be there the next time
    throw host.message("fetcherMissing", []);
  }
}

// unpacked is a stream of the packed parts below.
function unpacked(id) {
  const parts = packed(id);
  const stream = new ReadableStream({
    async pull(controller) {
      const { value, done } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  return stream.pipeThrough(new DecompressionStream("gzip"));
}

// packed yields the gzip parts while the browser is still reading the document. They are
// attributes, which browsers read faster than text, and which are complete or absent.
async function* packed(id) {
  const parts = () => document.getElementById(id);
  const ended = () => document.readyState !== "loading" || parts()?.nextElementSibling;
  for (let at = 0; ; at++) {
    const part = () => parts()?.children[at];
    while (!part() && !ended()) await more();
    if (!part()) return;
    const text = part().dataset.part;
    yield Uint8Array.fromBase64?.(text) ?? Uint8Array.from(atob(text), c => c.charCodeAt(0));
  }
}

// more waits until more of the document was read.
function more() {
  return new Promise(done => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      done();
    });
    observer.observe(document, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", done, { once: true });
  });
}

supervise(host, imports => instantiate(unpacked("module"), imports), () => [window]).start();
