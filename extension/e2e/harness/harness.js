// Boots the panel in its own document, and hands it exchanges on demand.
"use strict";

localStorage.clear(); // each page is a first visit, but for one thing:
localStorage.setItem("misstep.view", JSON.stringify({ most: 100_000 }));

let exchange = null, draw = null, key = 0;
globalThis.harness = {
  // One HAR entry: every fourth of these fails, in one of a few ways.
  entry(n, endpoint = n % 7) {
    const failing = {
      0: [401, "expired_token", "Access token expired: eyJhbGciOiJIUzI1NiJ9.e30.c2ln"],
      4: [429, "system", "Too Many Requests"],
      8: [500, "system", "Something went wrong"],
      12: [403, "insufficient_scope", "This application does not have permission to access sleep data"],
    }[n % 16];
    const [status, errorType, message] = failing ?? [200];
    const text = failing ? JSON.stringify({ errors: [{ errorType, message }], success: false }) : '{"ok":true}';
    const day = String(1 + endpoint).padStart(2, "0");
    return {
      startedDateTime: new Date(1793541600000 + n * 250).toISOString(), time: 20,
      request: { method: n % 32 === 8 ? "POST" : "GET", url: `https://api.fitbit.com/1.2/user/-/sleep/date/2026-10-${day}.json`, httpVersion: "h2", headers: [], queryString: [], cookies: [], headersSize: -1, bodySize: 0 },
      response: { status, statusText: "", httpVersion: "h2", headers: [], cookies: [], redirectURL: "", headersSize: -1, bodySize: -1, content: { size: text.length, mimeType: "application/json", text } },
      cache: {}, timings: { send: 0, wait: 1, receive: 1 },
    };
  },
  sent: 0,
  send(number) {
    for (let i = 0; i < number; i++) exchange(++key, JSON.stringify(this.entry(this.sent++)));
  },
  har(number) {
    const entries = Array.from({ length: number }, (_, n) => this.entry(n));
    return JSON.stringify({ log: { version: "1.2", creator: { name: "harness", version: "1" }, entries } });
  },
  // One of so many bytes, with that many requests.
  large(bytes, number) {
    const padding = "x".repeat(bytes / number);
    const entries = Array.from({ length: number }, (_, n) => ({ _padding: padding, ...this.entry(n, 20) }));
    return JSON.stringify({ log: { version: "1.2", creator: { name: "harness", version: "1" }, entries } });
  },
  // Opens a recording, as if its file were dropped.
  open(har) {
    const data = new DataTransfer();
    data.items.add(new File([har], "harness.har"));
    document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  },
  // How often the program has called JavaScript: each is a crossing of the boundary.
  crossings: 0,
  // Draws into another document, as after a re-dock.
  redock(window) { draw(window); },
};

async function boot() {
  const messages = await (await fetch("_locales/en/messages.json")).json();
  globalThis.misstepHost = {
    surface: "panel",
    message(key, substitutions) {
      const { message = "", placeholders = {} } = messages[key] ?? {};
      return message.replace(/\$(\w+)\$/g, (all, name) => {
        const content = placeholders[name.toLowerCase()]?.content;
        return content ? substitutions[content.slice(1) - 1] ?? "" : all;
      });
    },
    onExchange: receive => { exchange = receive; },
    onBody() {},
    onSearch: receive => { harness.search = receive; },
    onWindow: receive => { draw = receive; draw(window); },
    watch() {},
    sample: () => fetch("sample.har").then(response => response.text()),
  };
  const go = new Go();
  const { gojs } = go.importObject;
  for (const [name, call] of Object.entries(gojs)) {
    if (name.startsWith("syscall/js.")) gojs[name] = (...all) => (harness.crossings++, call(...all));
  }
  const { instance } = await WebAssembly.instantiateStreaming(fetch("misstep.wasm"), go.importObject);
  go.run(instance);
  harness.ready = true;
}
boot();
