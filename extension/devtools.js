// Registers the panel and captures from the moment DevTools opens. The Go
// program starts here, soon after, and draws into whatever panel window it is
// given: this document outlives the panel's, which Firefox loads
// anew on every re-dock. It outlives the program, too, and keeps for the next
// one what was captured.
"use strict";

let shown = []; // the panel's window, once there is one
const captured = new Map(); // requests to watched hosts by key: {entry, body, url, type}
const keptMost = 100_000, keptCharacters = 64 << 20; // of those; Go forgets earlier
let characters = 0;

let receive = {}; // what the program that runs receives by

// The texts as they were asked for first: a browser that has reloaded the
// extension has none left for this document, and throws.
const texts = new Map();
const places = ["\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005", "\ue006", "\ue007", "\ue008"];
function message(key, values) {
  if (!texts.has(key)) {
    try { texts.set(key, chrome.i18n.getMessage(key, places)); } catch { return ""; }
  }
  return texts.get(key).replace(/[\ue000-\ue008]/g, place => values[places.indexOf(place)] ?? "");
}

const host = globalThis.misstepHost = {
  face: "panel",
  opened: [],
  message,
  onExchange(receiver) {
    receive.exchange = receiver;
    for (const [key, { entry }] of captured) program.give(key, receiver, entry);
  },
  onBody(receiver) {
    receive.body = receiver;
    for (const [key, { body }] of captured) if (body) program.give(key, receiver, ...body);
  },
  onWindow(receiver) {
    receive.window = receiver;
    for (const window of shown) program.call(receiver, window);
  },
  onHidden: receiver => { receive.hidden = receiver; },
  onNavigated: receiver => { receive.navigated = receiver; },
  onStored: receiver => { receive.stored = receiver; },
  onOthers(receiver) {
    receive.others = receiver;
    tellOthers();
  },
  watch(hosts) {
    watched = hosts;
    const kept = others;
    others = [];
    kept.forEach(take);
    tellOthers();
  },
  forget(key = Infinity) {
    for (const old of captured.keys()) {
      if (old > key) break;
      host.drop(old);
    }
    if (key < Infinity) return;
    others = [];
    program.unskip();
    tellOthers();
  },
  drop(key) {
    const { entry = "", body } = captured.get(key) ?? {};
    characters -= entry.length + (body?.[0]?.length ?? 0);
    captured.delete(key);
  },
  address: key => captured.get(key)?.url,
  sample: () => fetch("sample.har").then(response => response.text()),
};

// compile compiles the module once, for all programs.
let compiled = null;
function compile() {
  compiled ??= WebAssembly.compileStreaming(fetch("misstep.wasm")).catch(error => {
    compiled = null; // the next may have more luck
    throw error;
  });
  return compiled;
}

const program = supervise(host, async imports => {
  receive = {};
  return { instance: await WebAssembly.instantiate(await compile(), imports) };
}, () => shown);

// The hosts as a person has left them; Go writes the list and tells of changes.
let watched = storedHosts();
function storedHosts() {
  let list;
  try { list = JSON.parse(localStorage.getItem("misstep.hosts")); } catch {} // refused, or not ours
  list = Array.isArray(list) ? list.filter(each => typeof each?.host === "string") : [];
  const known = new Set(list.map(({ host }) => host));
  return [...list.filter(({ off }) => !off).map(({ host }) => host), ...watchedHosts.filter(host => !known.has(host))];
}

// They are those of all DevTools windows: another one may have changed them.
addEventListener("storage", ({ key }) => {
  if (key === "misstep.view") return; // each window has its own
  if (receive.stored && program.alive()) program.call(receive.stored);
  else host.watch(storedHosts());
});

function isWatched(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && watched.some(host => (url.host + url.pathname).startsWith(host.includes("/") ? host : host + "/"));
}

// The last requests to other hosts, for when one of those is watched later.
let others = [];
const othersKept = 500;

const said = ({ request: { url }, response: { content } }) => ({ url, type: content?.mimeType });

// tellOthers tells, soon, how often which of them were asked; those that answer
// with data come first.
let toTell = 0;
function tellOthers() {
  if (toTell || !receive.others) return;
  toTell = setTimeout(() => {
    toTell = 0;
    const hosts = new Map();
    const left = [...captured.values()].filter(({ url }) => !isWatched(url)); // their host was taken off the list
    for (const { url, type } of [...left, ...others.map(said)]) {
      const host = URL.canParse(url) ? new URL(url).host : "";
      if (!host) continue;
      const known = hosts.get(host) ?? { host, requests: 0, data: 0 };
      known.requests++;
      if (/json/.test(type)) known.data++;
      hosts.set(host, known);
    }
    const list = [...hosts.values()].sort((a, b) => b.data - a.data || b.requests - a.requests);
    program.call(receive.others, JSON.stringify(list.map(({ host, requests }) => ({ host, requests }))));
  }, 200);
}

// When addresses were asked for since the page's last document; one that was
// redirected to counts from the first request. The last document itself, which
// may end after it was gone to, is not among them: the next may have its address.
const asked = new Map();
let lastNavigated = 0;
function noteAsked({ startedDateTime, request: { url }, response: { redirectURL } }) {
  if (new Date(startedDateTime) <= lastNavigated) return;
  const from = asked.get(url);
  const started = from?.redirected ? from.started : startedDateTime;
  asked.delete(url); // so that it is the youngest
  asked.set(url, { started, redirected: false });
  if (redirectURL && URL.canParse(redirectURL, url)) asked.set(new URL(redirectURL, url).href, { started, redirected: true });
  if (asked.size > 500) asked.delete(asked.keys().next().value);
}

chrome.devtools.network.onNavigated.addListener(address => {
  const url = address.split("#")[0];
  const started = asked.get(url)?.started ?? new Date().toISOString();
  asked.clear();
  lastNavigated = Date.now();
  if (receive.navigated) program.call(receive.navigated, address, new Date(started).toISOString());
});

let last = 0; // key
function take(request) {
  if (!isWatched(request.request.url)) {
    if (others.push(request) > othersKept) others.shift();
    return tellOthers();
  }
  start();
  const key = ++last;
  const kept = { entry: JSON.stringify(request), body: null, ...said(request) };
  captured.set(key, kept);
  characters += kept.entry.length;
  // Read at once: after a navigation the body is gone. It may come late, never,
  // or be refused, as after the page has crashed; the request is there meanwhile.
  new Promise((answer, refuse) => {
    request.getContent((...content) => {
      void chrome.runtime?.lastError; // looked at, it is no error of ours
      answer(content);
    })?.catch?.(refuse);
  }).catch(() => []).then(([text, encoding]) => {
    const base64 = encoding === "base64" || request.response.content?.encoding === "base64"; // Chromium; Firefox
    kept.body = [text ?? null, base64 ? "base64" : ""];
    if (captured.has(key)) characters += text?.length ?? 0;
    if (receive.body) program.give(key, receive.body, ...kept.body);
  });
  if (receive.exchange) program.give(key, receive.exchange, kept.entry);
  for (const old of captured.keys()) {
    if (captured.size <= keptMost && characters <= keptCharacters) break;
    host.drop(old);
  }
}
chrome.devtools.network.onRequestFinished.addListener(request => {
  noteAsked(request);
  take(request);
});

// The first program; a person starts the next. Until it explains something it
// costs little, so it starts as soon as there is nothing better to do, and the
// panel finds it ready.
let started = false;
function start() {
  if (!started) program.start();
  started = true;
}
compile().then(() => requestIdleCallback(start, { timeout: 1000 }), () => {}); // what fails is said when it is needed

// When the extension is reloaded or updated, this document may stay, without
// all that it could ask the browser.
const reloaded = host.message("stoppedReloaded", []);
const check = setInterval(() => {
  if (chrome.runtime?.id) return;
  clearInterval(check);
  program.over(reloaded);
}, 1000);

chrome.devtools.panels.create("Misstep", "icons/icon.svg", "panel.html", panel => {
  panel.onShown.addListener(window => {
    shown = [window];
    start();
    if (receive.window) program.call(receive.window, window);
    if (window.document.readyState === "loading") window.addEventListener("DOMContentLoaded", program.say);
    else program.say();
  });
  panel.onHidden.addListener(() => {
    if (receive.hidden) program.call(receive.hidden);
  });
});
