// Starts the Go program, reports its crash, and restarts it: the next one gets everything
// that was captured and opened, except for what the crash was at.
"use strict";

// How many programs may fail in a row before the next starts with nothing.
const failuresMost = 5;

// supervise runs programs, one after the other, for a host (see program.go).
// load instantiates the module with the imports it is given; windows returns the
// windows that show the banner.
function supervise(host, load, windows) {
  let running = null; // the program that is
  let handled = 0; // key of what it is being given
  let told = ""; // what is said of its end
  let gone = false; // there will be no other
  let failures = 0; // programs in a row that ended before all they were given was explained and drawn
  const skipped = new Set(); // keys of what programs ended at

  let reading; // see program.go
  Object.defineProperty(host, "currentRequest", {
    get: () => reading,
    set(key) {
      reading = key;
      if (key === 0) failures = 0;
    },
  });

  // The reason why a program ends is in its last output.
  let written = "";
  const { writeSync } = globalThis.fs;
  globalThis.fs.writeSync = (to, bytes) => {
    written = (written + new TextDecoder().decode(bytes)).slice(-4000);
    return writeSync.call(globalThis.fs, to, bytes);
  };

  function start() {
    if (running?.alive || gone) return;
    const go = new Go(), own = { alive: true, began: false };
    running = own;
    written = "";
    told = "";
    say();
    host.currentRequest = undefined; // none yet
    const stop = error => {
      if (!own.alive) return;
      own.alive = false;
      // Its functions may stay attached to elements for long: release the rest.
      for (const timer of go._scheduledTimeouts.values()) clearTimeout(timer);
      go._scheduledTimeouts.clear();
      go._inst = go._values = go.mem = null;
      ended(own, error);
    };
    const resume = go._resume;
    go._resume = () => {
      if (!own.alive) return;
      try {
        resume.call(go);
      } catch (error) { // a trap, or what the browser throws where Go cannot catch it
        stop(error);
      }
    };
    go.exit = () => stop();
    load(go.importObject).then(({ instance }) => {
      own.began = true;
      return go.run(instance);
    }).catch(stop);
  }

  function ended({ began }, error) {
    if (error) console.error("misstep:", error);
    const at = handled || host.currentRequest;
    const lost = { requests: 0, addresses: [], opened: false, all: false };
    if (began) failures++;
    if (at > 0) skipped.add(at);
    else if (at < 0) lost.opened = host.opened.splice(0).length > 0;
    // The second failure without a known reason, or one of many: leaving requests out doesn't help.
    if (failures >= failuresMost || at === undefined && began && host.crashReport) {
      failures = 0;
      lost.all = true;
      host.opened.length = 0;
      host.forget();
    }
    lost.requests = skipped.size;
    lost.addresses = [...skipped].map(key => host.address?.(key)).filter(Boolean);
    host.crashReport = lost;
    const reason = error ?? /(?:panic|fatal error): (.*)/.exec(written)?.[1];
    if (!gone) notify(host.message("stopped", [String(reason ?? host.message("stoppedReason", [])).slice(0, 200)]));
  }

  function notify(text) {
    told = text;
    say();
  }

  // say shows or hides the banner.
  function say() {
    for (const { document } of windows()) {
      const banner = document.querySelector("#stopped");
      if (!banner) continue; // not loaded yet
      const [text, button] = banner.children;
      text.textContent = told;
      button.textContent = gone ? "" : host.message("stoppedRestart", []);
      button.hidden = gone;
      button.onclick = start;
      banner.hidden = told === "";
    }
  }

  return {
    start,
    say,
    alive: () => running?.alive ?? false,

    // give passes something with a key to the program, unless a program crashed at it.
    give(key, receive, ...args) {
      if (!running?.alive || skipped.has(key)) return;
      handled = key;
      receive(key, ...args);
      handled = 0;
    },
    call(receive, ...args) {
      if (running?.alive) receive(...args);
    },
    unskip: () => skipped.clear(),

    // over reports permanently that nothing works anymore.
    over(text) {
      gone = true;
      notify(text);
    },
  };
}
