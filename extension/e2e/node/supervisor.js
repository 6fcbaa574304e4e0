// Runs supervisor.js with programs that end at will: reads its path from the
// arguments, and writes what happened as JSON.
"use strict";
const fs = require("fs");
globalThis.fs = { writeSync: () => 0 };

// A Go is a program that is given requests by their keys. The next ones end as
// ends says: {at: key}: at being given it; {reading: key}: later, at it; {}: at once.
const ends = JSON.parse(process.argv[3]);
const log = [];
let receive = null;
globalThis.Go = class {
  constructor() {
    this._scheduledTimeouts = new Map();
    this.end = ends.shift();
  }
  _resume() {
    throw new Error("reason");
  }
  run() {
    log.push("start" + (host.crashReport ? " " + JSON.stringify(host.crashReport) : ""));
    receive = key => {
      if (this.end?.at === key) this._resume();
      else log.push(key);
    };
    for (const key of captured) program.give(key, receive);
    if (!program.alive()) return new Promise(() => {});
    if (this.end?.reading !== undefined) host.currentRequest = this.end.reading;
    else if (this.end && this.end.at === undefined) host.currentRequest = undefined;
    else host.currentRequest = 0;
    if (this.end && this.end.at === undefined) this._resume();
    return new Promise(() => {});
  }
};

const banner = { hidden: true, children: [{}, {}] };
const page = { document: { querySelector: () => banner } };
let captured = Array.from({ length: process.argv[4] }, (_, n) => n + 1);
const host = {
  opened: ["a file"],
  message: (key, values) => [key, ...values].join(" "),
  address: key => "address " + key,
  forget() {
    captured = [];
    program.unskip();
  },
};
console.error = () => {};
const supervise = eval(fs.readFileSync(process.argv[2], "utf8") + "; supervise");
const program = supervise(host, async () => ({ instance: {} }), () => [page]);

(async () => {
  program.start();
  for (let starts = 0; starts < 9; starts++) {
    await new Promise(setImmediate);
    if (program.alive()) break;
    log.push((banner.hidden ? "hidden " : "shown ") + banner.children[0].textContent);
    banner.children[1].onclick();
    if (!banner.hidden) log.push("still shown");
  }
  log.push("opened " + host.opened.length);
  program.give(9, receive);
  program.over("gone");
  log.push(banner.children[0].textContent, banner.children[1].hidden);
  console.log(JSON.stringify(log));
})();
