// Registers the panel and captures from the moment DevTools opens. The Go program starts
// here soon after, and draws into whatever panel window it gets: this document outlives the
// panel's, which Firefox reloads on every re-dock. It also outlives the program, and keeps
// what was captured for the next one.
"use strict";

let shown = []; // the panel's window, once there is one
const captured = new Map(); // requests to watched hosts by key: {entry, body, url, type}
const keptMost = 100_000, keptCharacters = 64 << 20; // of those; Go forgets earlier
let characters = 0;

let receive = {}; // what the program that runs receives by

// The texts, read once at the start: after the extension was reloaded, the browser has none
// for this document and throws.
const texts = new Map();
const places = ["\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005", "\ue006", "\ue007", "\ue008"];
function message(key, values) {
  if (!texts.has(key)) {
    try { texts.set(key, chrome.i18n.getMessage(key, places)); } catch { return ""; }
  }
  return texts.get(key).replace(/[\ue000-\ue008]/g, place => values[places.indexOf(place)] ?? "");
}

const host = globalThis.misstepHost = {
  surface: "panel",
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
  onSearch: receiver => { receive.search = receiver; },
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
    if (key === Infinity) host.clear();
  },
  clear() {
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
  // Firefox can't.
  reveal: chrome.devtools.panels.openResource && (key => {
    if (captured.has(key)) chrome.devtools.panels.openResource(captured.get(key).url, 0, () => void chrome.runtime?.lastError);
  }),
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

// The hosts as the user left them; Go writes the list and reports changes.
let watched = storedHosts();
function storedHosts() {
  let list;
  try { list = JSON.parse(localStorage.getItem("misstep.hosts")); } catch {} // refused, or not ours
  list = Array.isArray(list) ? list.filter(each => typeof each?.host === "string") : [];
  const known = new Set(list.map(({ host }) => host));
  return [...list.filter(({ off }) => !off).map(({ host }) => host), ...watchedHosts.filter(host => !known.has(host))];
}

// They are shared by all DevTools windows: another one may have changed them.
addEventListener("storage", ({ key }) => {
  if (key === "misstep.view") return; // each window has its own
  if (receive.stored && program.alive()) program.call(receive.stored);
  else host.watch(storedHosts());
});

// hostOf is the host of an address as the program compares hosts (catalog/address.go).
const hostOf = address => URL.canParse(address) ? new URL(address).host.replace(/\.(?=:|$)/, "") : "";

function isWatched(address) {
  const host = hostOf(address);
  if (!host) return false;
  const { protocol, port, pathname } = new URL(address);
  const usual = port ? "" : protocol === "https:" ? ":443" : ":80"; // a person may have written it
  return watched.some(place => [host, host + usual].some(name => (name + pathname).startsWith(place.includes("/") ? place : place + "/")));
}

// The last requests to other hosts, for when one of those is watched later.
let others = [];
const othersKept = 500;

const said = ({ request: { url }, response: { content } }) => ({ url, type: content?.mimeType });

// tellOthers reports, soon, which of them were requested and how often; those that return
// data come first.
let toTell = 0;
function tellOthers() {
  if (toTell || !receive.others) return;
  toTell = setTimeout(() => {
    toTell = 0;
    const hosts = new Map();
    const left = [...captured.values()].filter(({ url }) => !isWatched(url)); // their host was taken off the list
    for (const { url, type } of [...left, ...others.map(said)]) {
      const host = hostOf(url);
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

// When URLs were requested since the page's last document; a redirect counts from its first
// request. The last document itself, which may finish after the navigation, isn't included:
// the next may have the same URL.
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
  lookSoon();
  if (receive.navigated) program.call(receive.navigated, address, new Date(started).toISOString());
});

// Requests to watched hosts by what identifies them in every report; several may have begun
// in the same millisecond. Each is {key, body, ended, entry}: entry is the last listed
// state of a request that hasn't ended.
const records = new Map();
const identity = ({ startedDateTime, request: { method, url } }) => `${startedDateTime} ${method} ${url}`;

function newRecord(id) {
  const record = { key: 0, body: null, ended: false, entry: null };
  if (!records.get(id)?.push(record)) records.set(id, [record]);
  return record;
}

// take receives each request that has ended.
function take(request) {
  if (!isWatched(request.request.url)) {
    if (others.push(request) > othersKept) others.shift();
    return tellOthers();
  }
  const id = identity(request);
  const record = records.get(id)?.find(({ ended }) => !ended) ?? newRecord(id);
  record.ended = true;
  record.entry = null;
  ask(record, request); // in the turn in which it is told of: after a navigation the body is gone
  hand(record, request);
}

// ask requests a body. It may come late, never, or be refused, for example after the page
// crashed; the request is shown meanwhile.
function ask(record, request) {
  new Promise((answer, refuse) => {
    request.getContent((...content) => {
      void chrome.runtime?.lastError; // looked at, it isn't an error of ours
      answer(content);
    })?.catch?.(refuse);
  }).catch(() => []).then(([text, encoding]) => {
    if (record.body?.[0] || !text && !record.ended) return; // it was had before, or may come yet
    const { startedDateTime, response: { content } } = request;
    const base64 = encoding === "base64" || content?.encoding === "base64"; // Chromium; Firefox
    const lost = !text && content?.size > 0 && lastNavigated > new Date(startedDateTime);
    record.body = [text ?? null, base64 ? "base64" : "", lost ? "navigated" : ""];
    const kept = captured.get(record.key);
    if (!kept) return;
    characters += (text?.length ?? 0) - (kept.body?.[0]?.length ?? 0);
    kept.body = record.body;
    if (receive.body) program.give(record.key, receive.body, ...kept.body);
  });
}

// hand passes a request to the program, again if it had it before.
function hand(record, entry) {
  start();
  const before = captured.get(record.key);
  if (record.key && !before) return; // it was forgotten
  record.key ||= ++last;
  const kept = { entry: JSON.stringify(entry), body: record.body, ...said(entry) };
  characters += kept.entry.length - (before?.entry.length ?? 0) + (before ? 0 : record.body?.[0]?.length ?? 0);
  captured.set(record.key, kept);
  if (receive.exchange) program.give(record.key, receive.exchange, kept.entry);
  if (receive.body && record.body) program.give(record.key, receive.body, ...record.body);
  for (const old of captured.keys()) {
    if (captured.size <= keptMost && characters <= keptCharacters) break;
    host.drop(old);
  }
}
let last = 0; // key

// Chromium reports a request when its body has come, so not before the page reads it, and
// never what is under way when the page is left. Its list of requests has both, up to the
// navigation. Firefox reports everything that got a response, and would copy all bodies
// into its list.
const listed = globalThis.location?.protocol === "chrome-extension:";
const without = (entry, why) => ({ ...entry, response: { ...entry.response, content: { ...entry.response.content, _missing: why } } });

let page = ""; // when the document was asked for that the list is of
function compare({ entries, pages = [] }) {
  const newest = pages.map(({ startedDateTime }) => new Date(startedDateTime).toISOString()).sort().pop() ?? "";
  const left = newest === page ? [] : [...records.values()].flat().filter(({ entry }) => entry);
  page = newest;
  for (const record of left) {
    record.ended = true;
    if (!record.entry.response.status) hand(record, { ...record.entry, _cutOff: true });
    else if (!record.key) hand(record, without(record.entry, "navigated"));
    record.entry = null;
  }
  const seen = new Map(); // how many of the same
  for (const entry of entries) {
    if (!isWatched(entry.request.url)) continue;
    const id = identity(entry), nth = seen.get(id) ?? 0;
    seen.set(id, nth + 1);
    const record = records.get(id)?.[nth] ?? newRecord(id);
    if (record.ended) continue;
    // A body that is requested early survives a navigation.
    if (!record.entry) ask(record, entry);
    // A request that also had a response last time may be one whose body nobody reads.
    else if (!record.key && record.entry.response.status) hand(record, without(entry, "unread"));
    record.entry = entry;
  }
  for (const [id, same] of records) {
    if (id < page && !seen.has(id) && same.every(({ ended }) => ended)) records.delete(id); // of a document before
  }
}

// The list is read soon after something happened, then more and more rarely, for a
// twentieth of the time at most, because it is built as a whole each time.
let looks = 0, took = 0, lastTook = 0, due = Infinity, toLook = 0;
function lookIn(wait) {
  const at = performance.now() + wait;
  if (!listed || at >= due) return;
  clearTimeout(toLook);
  due = at;
  toLook = setTimeout(look, wait);
}
function look() {
  due = 0; // no other meanwhile
  const began = performance.now();
  chrome.devtools.network.getHAR(log => {
    if (log?.entries) compare(log);
    const lasted = performance.now() - began;
    took = Math.min(lasted, lastTook); // a single one may have had to wait
    lastTook = lasted;
    due = Infinity;
    looks++;
    lookIn(Math.max(Math.min(100 * 2 ** looks, 5000), (looks < 6 ? 20 : 100) * took));
  });
}
function lookSoon() {
  looks = 0;
  lookIn(Math.max(100, 20 * took));
}
lookSoon();

chrome.devtools.network.onRequestFinished.addListener(request => {
  noteAsked(request);
  take(request);
  lookSoon();
});

// The first program; the user starts the next. It costs little until it explains something,
// so it starts when the browser is idle, and is ready for the panel.
let started = false;
function start() {
  if (!started) program.start();
  started = true;
}
compile().then(() => requestIdleCallback(start, { timeout: 1000 }), () => {}); // what fails is said when it is needed

// When the extension is reloaded or updated, this document may stay, but without the
// browser's extension interfaces.
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
    lookSoon();
    if (receive.window) program.call(receive.window, window);
    if (window.document.readyState === "loading") window.addEventListener("DOMContentLoaded", program.say);
    else program.say();
  });
  panel.onHidden.addListener(() => {
    if (receive.hidden) program.call(receive.hidden);
  });
  panel.onSearch?.addListener((action, text) => { // Chromium's own search box
    if (receive.search) program.call(receive.search, action, text ?? "");
  });
});
