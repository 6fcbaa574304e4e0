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
    log.push("start" + (host.lost ? " " + JSON.stringify(host.lost) : ""));
    host.onExchange((key, entry) => {
      if (key === end) this._resume();
      else log.push(`exchange ${key} ${JSON.parse(entry).request.url}`);
    });
    host.onBody((key, text, encoding, missing) => log.push(`body ${key} ${text} ${encoding}${missing && " " + missing}`));
    host.onWindow(() => log.push("window"));
    host.onHidden(() => log.push("hidden"));
    host.onStored(() => log.push("stored"));
    host.reading = 0;
    return new Promise(() => {});
  }
}

const world = vm.createContext({
  console: { error() {} }, TextDecoder, URL, Promise, performance, setTimeout: () => 1, clearTimeout() {}, clearInterval() {},
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
      network: { onRequestFinished: event("finished"), onNavigated: event("navigated") },
      panels: {
        create: (...panel) => panel.pop()({ onShown: event("shown"), onHidden: event("hidden") }),
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
const does = {
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
  endAt: key => ends.push(key),
  request: content => tell("https://api.fitbit.com/" + content, contents[content]),
  other: address => tell(address, contents.at_once),
  late: name => tell("https://api.fitbit.com/late", answer => { answers[name] = answer; }),
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
