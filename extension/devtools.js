// Registers the panel and captures from the moment DevTools opens. The Go
// program starts here, when it is first needed, and draws into whatever panel
// window it is given: this document outlives the panel's, which Firefox loads
// anew on every re-dock.
"use strict";

let booting = false;
function boot() {
  if (booting) return;
  booting = true;
  const go = new Go();
  WebAssembly.instantiateStreaming(fetch("misstep.wasm"), go.importObject).then(({ instance }) => go.run(instance));
}

// channel keeps what is sent until somebody receives, then hands it on.
function channel() {
  let receive = null;
  const kept = [];
  return {
    send: (...message) => { if (receive) receive(...message); else kept.push(message); },
    receive: fn => { receive = fn; for (const message of kept.splice(0)) fn(...message); },
  };
}

const exchanges = channel(), bodies = channel(), windows = channel();

globalThis.misstepHost = {
  face: "panel",
  message: (key, substitutions) => chrome.i18n.getMessage(key, substitutions),
  onExchange: exchanges.receive,
  onBody: bodies.receive,
  onWindow: windows.receive,
  watch: hosts => {
    watched = hosts;
    const kept = others;
    others = [];
    kept.forEach(take);
  },
  forget: () => { others = []; },
  sample: () => fetch("sample.har").then(response => response.text()),
};

// The hosts as a person has left them; Go writes the list and tells of changes.
let watched = (() => {
  let list;
  try { list = JSON.parse(localStorage.getItem("misstep.hosts")); } catch {} // refused, or not ours
  if (!Array.isArray(list)) list = [];
  const known = new Set(list.map(({ host }) => host));
  return [...list.filter(({ off }) => !off).map(({ host }) => host), ...watchedHosts.filter(host => !known.has(host))];
})();

function isWatched(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && watched.some(host => (url.host + url.pathname).startsWith(host.includes("/") ? host : host + "/"));
}

// The last requests to other hosts, for when one of those is watched later.
let others = [];
const othersKept = 500;

let key = 0;
function take(request) {
  if (!isWatched(request.request.url)) {
    if (others.push(request) > othersKept) others.shift();
    return;
  }
  boot();
  const own = ++key;
  // Read at once: after a navigation the body is gone.
  request.getContent((text, encoding) => {
    const base64 = encoding === "base64" || request.response.content?.encoding === "base64"; // Chromium; Firefox
    bodies.send(own, text ?? null, base64 ? "base64" : "");
  });
  exchanges.send(own, JSON.stringify(request));
}
chrome.devtools.network.onRequestFinished.addListener(take);

chrome.devtools.panels.create("Misstep", "icons/icon.svg", "panel.html", panel => {
  panel.onShown.addListener(window => {
    boot();
    windows.send(window);
  });
});
