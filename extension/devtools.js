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
  watch: host => watchedHosts.push(host),
  sample: () => fetch("sample.har").then(response => response.text()),
};

function isWatched(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && watchedHosts.some(watched => (url.host + url.pathname).startsWith(watched.includes("/") ? watched : watched + "/"));
}

let key = 0;
chrome.devtools.network.onRequestFinished.addListener(request => {
  if (!isWatched(request.request.url)) return;
  boot();
  const own = ++key;
  // Read at once: after a navigation the body is gone.
  request.getContent((text, encoding) => {
    const base64 = encoding === "base64" || request.response.content?.encoding === "base64"; // Chromium; Firefox
    bodies.send(own, text ?? null, base64 ? "base64" : "");
  });
  exchanges.send(own, JSON.stringify(request));
});

chrome.devtools.panels.create("Misstep", "icons/icon.svg", "panel.html", panel => {
  panel.onShown.addListener(window => {
    boot();
    windows.send(window);
  });
});
