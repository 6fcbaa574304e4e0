// Makes one request in each way that a page has. It runs in the page, in frames,
// and, with what only they can do, in workers.
"use strict";

const api = "https://api.fitbit.com/live/";
const told = { headers: { Authorization: "Bearer live" } };
const address = kind => `${api}${kind}.json`;
globalThis.read = kind => fetch(address(kind), told).then(response => response.text());
const elsewhere = () => { location.href = "live.html?left"; };

// begun waits until a request is under way: the stub has it, and DevTools may have seen it.
globalThis.begun = kind => fetch(`/live-begun?kind=${kind}`).then(response => response.text());

// by has a worker make its request.
const by = (worker, kind) => new Promise(done => {
  worker.onmessage = done;
  worker.postMessage(kind);
});

const xhr = (kind, async, prepare = () => {}) => new Promise(done => {
  const request = new XMLHttpRequest();
  request.open("GET", address(kind), async);
  request.setRequestHeader("Authorization", "Bearer live");
  prepare(request);
  request.onloadend = done;
  request.send();
  if (!async) done();
});

async function serviceWorker() {
  await navigator.serviceWorker.register("live.js");
  const { active } = await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) await new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  return active;
}

let unread; // kept, so that it is not collected

globalThis.make = {
  "fetch": read,
  "unread": async kind => { unread = await fetch(address(kind), told); },
  "xhr": kind => xhr(kind, true),
  "xhr-sync": kind => xhr(kind, false),
  "xhr-axios": kind => xhr(kind, true, request => {
    request.timeout = 10_000;
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json, text/plain, */*");
  }),
  "keepalive": kind => fetch(address(kind), { ...told, keepalive: true }).then(response => response.text()),
  "image": kind => new Promise(done => {
    const image = new Image();
    image.onload = image.onerror = done;
    image.src = address(kind);
  }),
  "gone": kind => fetch(address(kind), told).catch(() => {}),
  "beacon": kind => { navigator.sendBeacon(address(kind), "a=b"); },
  "redirect": read,
  "frame": kind => new Promise(done => {
    const frame = document.createElement("iframe");
    frame.src = "live.html?frame";
    frame.onload = () => frame.contentWindow.eval(`read("${kind}")`).then(done);
    document.body.append(frame);
  }),
  "worker": kind => by(new Worker("live.js"), kind),
  "shared-worker": kind => {
    const { port } = new SharedWorker("live.js");
    return by(port, kind);
  },
  "service-worker": async kind => {
    const worker = await serviceWorker();
    const { port1, port2 } = new MessageChannel();
    await new Promise(done => {
      port1.onmessage = done;
      worker.postMessage({ kind, port: port2 }, [port2]);
    });
  },
  "through-service-worker": async kind => {
    await serviceWorker();
    await read(kind);
    await unregister();
  },
  "before-panel": read,
  "cut-off": async kind => {
    void fetch(address(`hang-${kind}`), told).catch(() => {});
    await begun(kind);
    elsewhere();
  },
  "cut-off-keepalive": async kind => {
    void fetch(address(`hang-${kind}`), { ...told, keepalive: true }).catch(() => {});
    await begun(kind);
    elsewhere();
  },
  "answered-left": async kind => {
    await read(kind);
    elsewhere();
  },
  "unread-left": async kind => {
    unread = await fetch(address(kind), told);
    await begun(kind);
    elsewhere();
  },
  "unload-beacon": kind => {
    addEventListener("pagehide", () => navigator.sendBeacon(address(kind), "a=b"));
    elsewhere();
  },
  "unload-keepalive": kind => {
    addEventListener("pagehide", () => fetch(address(kind), { ...told, keepalive: true }));
    elsewhere();
  },
  "replaced": async kind => {
    await read(kind);
    history.replaceState(null, "", "?replaced");
  },
  "replaced-meanwhile": async kind => {
    const answered = read(`slow-${kind}`);
    await begun(kind);
    history.replaceState(null, "", "?replaced");
    await answered;
  },
  "replaced-slow": async kind => {
    await read(`slow-${kind}`);
    history.replaceState(null, "", "?replaced");
  },
};

// Sessions in which everything works.
const steps = "https://api.fitbit.com/1/user/-/activities/steps/date/2026-10-30/7d.json";
const consent = "https://www.fitbit.com/oauth2/authorize?live&response_type=code&client_id=23ABCD&scope=activity&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&state=xyz";
async function works(options) {
  const { header } = (await (await fetch("scenarios.json")).json()).find(({ name }) => name === "success");
  return fetch(steps, { headers: header, ...options });
}
globalThis.good = {
  "read": () => works().then(response => response.json()),
  "unread": async () => { unread = await works(); },
  "effect that runs twice": async () => {
    const first = new AbortController();
    void works({ signal: first.signal }).catch(() => {});
    setTimeout(() => first.abort());
    return (await works()).json();
  },
  "address changed": async () => {
    await (await works()).json();
    history.replaceState(null, "", "?done");
  },
  "left on the way": async () => {
    await (await works()).json();
    void fetch(address("hang-good"), told).catch(() => {});
    await begun("good");
    elsewhere();
  },
  "consent asked for twice": async () => {
    location.href = consent;
    setTimeout(() => { location.href = consent; });
  },
};

async function unregister() {
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
}

if (globalThis.document) {
  document.documentElement.dataset.ready = "true";
} else if (globalThis.ServiceWorkerGlobalScope) {
  addEventListener("install", event => event.waitUntil(skipWaiting()));
  addEventListener("activate", event => event.waitUntil(clients.claim()));
  addEventListener("message", ({ data: { kind, port } }) => read(kind).then(() => port.postMessage("done")));
  addEventListener("fetch", event => {
    if (event.request.url === address("through-service-worker")) event.respondWith(fetch(event.request));
  });
} else if (globalThis.SharedWorkerGlobalScope) {
  addEventListener("connect", ({ ports: [port] }) => {
    port.onmessage = ({ data }) => read(data).then(() => port.postMessage("done"));
  });
} else {
  onmessage = ({ data }) => read(data).then(() => postMessage("done"));
}
