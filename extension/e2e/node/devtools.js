// Runs devtools.js with a browser that fails in the ways asked for, and programs
// that only note what they are given. Reads the path of the extension and a
// script from the arguments: the script does things by name, and what came of
// them is written as JSON.
"use strict";
const fs = require("fs");
const vm = require("vm");
const [folder, steps] = [process.argv[2], JSON.parse(process.argv[3])];
const events = {};
const event = name => ({ addListener: listener => { events[name] = listener; } });
const log = [];
let look; // at the list of requests, when its time has come
let list = { entries: [] };
const ends = []; // keys at which the next programs end

// Storage as the browser has it; refused: even to ask for it throws.
let stored = {}, refused = false, compiles = true, invalid = false, timers = [];
const banner = { hidden: true, children: [{}, {}] };
const panelWindow = { document: { readyState: "complete", querySelector: () => banner } };

class Go {
  importObject = {};
  _scheduledTimeouts = new Map();
  _resume() { throw new Error("reason"); }
  run() {
    const { misstepHost: host } = world;
    const end = ends.shift();
    log.push("start" + (host.crashReport ? " " + JSON.stringify(host.crashReport) : ""));
    host.onExchange((key, entry) => {
      if (key === end) this._resume();
      else {
        const { request, response, _cutOff } = JSON.parse(entry);
        log.push([`exchange ${key} ${request.url}`, ...(_cutOff ? ["cut off"] : []), response.content._missing ?? []].flat().join(" "));
      }
    });
    host.onBody((key, text, encoding, missing) => log.push(`body ${key} ${text} ${encoding}${missing && " " + missing}`));
    host.onWindow(() => log.push("window"));
    host.onHidden(() => log.push("hidden"));
    host.onSearch((action, text) => log.push(`search ${action} ${text}`));
    host.onStored(() => log.push("stored"));
    host.currentRequest = 0;
    return new Promise(() => {});
  }
}

const world = vm.createContext({
  console: { error() {} }, TextDecoder, URL, Promise, performance, location: { protocol: "moz-extension:" },
  setTimeout(task) {
    if (task.name === "look") look = task;
    return 1;
  }, clearTimeout() {}, clearInterval() {},
  setInterval: task => timers.push(task), requestIdleCallback: () => {},
  addEventListener: (name, listener) => { events[name] = listener; },
  get localStorage() {
    if (refused) throw new Error("SecurityError");
    return { getItem: key => stored[key] ?? null };
  },
  fs: { writeSync: () => 0 }, Go,
  fetch: async () => ({}),
  WebAssembly: {
    async compileStreaming() {
      if (!compiles) throw new Error("no module");
      return {};
    },
    instantiate: async () => ({}),
  },
  chrome: {
    runtime: { get id() { return invalid ? undefined : "misstep"; } },
    i18n: {
      getMessage(key, values) {
        if (invalid) throw new Error("Extension context invalidated.");
        return [key, values[0]].join(" "); // every text has one place
      },
    },
    devtools: {
      network: { onRequestFinished: event("finished"), onNavigated: event("navigated"), getHAR: answer => answer(list) },
      panels: {
        create: (...panel) => panel.pop()({ onShown: event("shown"), onHidden: event("hidden"), onSearch: event("searched") }),
      },
    },
  },
});
world.globalThis = world;

const answers = {};
const contents = { // of a request, which may not be had
  at_once: answer => answer("body", ""),
  base64: answer => answer("Ym9keQ==", "base64"),
  empty: answer => answer("", ""),
  null: answer => answer(null, ""),
  nothing: answer => answer(),
  throws: () => { throw new Error("No resource with given identifier found"); },
  rejects: () => Promise.reject(new Error("gone")),
  never: () => {},
};
const tell = (address, content) => events.finished({
  startedDateTime: "2026-10-30T12:00:00Z", request: { url: address }, response: { content: { mimeType: "application/json" } },
  getContent: content,
});
// An entry of the list: "unread 401", or "slow 0" while it has no response; a page
// is recognized by when it was asked for.
const entryOf = text => {
  const [name, status] = text.split(" ");
  return {
    startedDateTime: "2026-10-30T12:00:00Z", request: { method: "GET", url: name.startsWith("@") ? "https://" + name.slice(1) : "https://api.fitbit.com/" + name },
    response: { status: Number(status), content: { size: Number(status) } }, getContent: answer => { answers[name] = answer; log.push("asked for " + name); },
  };
};
const does = {
  chromium() { world.location.protocol = "chrome-extension:"; },
  list(entries, page) {
    list = { entries: entries.map(entryOf), pages: page ? [{ startedDateTime: page }] : [] };
    look();
  },
  finish: text => events.finished(entryOf(text)),
  navigate: () => events.navigated("https://page.example/"),
  forget: () => world.misstepHost.forget(),
  load() {
    for (const file of ["watched.js", "supervisor.js", "devtools.js"]) vm.runInContext(fs.readFileSync(`${folder}/${file}`, "utf8"), world, file);
  },
  refuse() { refused = true; },
  store: hosts => { stored = { "misstep.hosts": hosts }; },
  storedElsewhere: (hosts, key = "misstep.hosts") => { stored = { "misstep.hosts": hosts }; events.storage({ key }); },
  compiles: does => { compiles = does; },
  invalidate() {
    invalid = true;
    for (const task of timers) task();
  },
  show: () => events.shown(panelWindow),
  hide: () => events.hidden(),
  search: (action, text) => events.searched(action, text),
  endAt: key => ends.push(key),
  request: content => tell("https://api.fitbit.com/" + content, contents[content]),
  other: address => tell(address, contents.at_once),
  late: name => tell("https://api.fitbit.com/late", answer => { answers[name] = answer; }),
  answerNothing: name => answers[name](),
  looks: () => log.push(look ? "look" : "no look"),
  answer: name => answers[name]("late body", ""),
  restart: () => banner.children[1].onclick(),
  // What a person sees of the end of a program.
  look: () => log.push(banner.hidden ? "no banner" : banner.children[0].textContent + (banner.children[1].hidden ? "" : " [Restart]")),
  text: key => log.push(`text ${key}: ${world.misstepHost.message(key, ["value"])}`),
};

(async () => {
  for (const [name, ...values] of steps) {
    does[name](...values);
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  }
  console.log(JSON.stringify(log));
})();
