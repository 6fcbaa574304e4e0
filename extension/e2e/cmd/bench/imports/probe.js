// Measures the reading of a file in the page that this is evaluated in, from when
// it is chosen until all of its rows are explained.
(() => {
  const list = document.querySelector("#list");
  const busy = () => list.getAttribute("aria-busy") === "true";
  const probe = window.probe = { file: null, took: 0, gap: 0, first: 0, rested: false };
  document.querySelector("#file").addEventListener("change", event => {
    probe.file = event.target.files[0];
    Object.assign(probe, { took: 0, gap: 0, first: 0 });
    const began = performance.now();
    let last = began, begun = false, running = true;
    const saw = now => {
      probe.gap = Math.max(probe.gap, now - last);
      last = now;
    };
    // What a person presses is answered no later than the next of these tasks, or
    // the next frame: they come as soon as what a person does, but a browser may
    // serve the timers that they wait for later.
    const { port1, port2 } = new MessageChannel();
    const look = () => {
      saw(performance.now());
      if (!running) return;
      if (window.scheduler?.postTask) scheduler.postTask(look, { priority: "user-blocking", delay: 5 });
      else setTimeout(() => port2.postMessage(0), 5);
    };
    const frame = () => {
      saw(performance.now());
      if (running) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    port1.onmessage = look;
    port2.postMessage(0);
    const observer = new MutationObserver(() => {
      const now = performance.now();
      if (!probe.first && document.querySelector("#rows > *")) probe.first = now - began;
      if (busy()) begun = true;
      else if (begun) {
        saw(now);
        probe.took = now - began;
        running = false;
        observer.disconnect();
      }
    });
    observer.observe(document.querySelector("#rows"), { childList: true });
    observer.observe(list, { attributeFilter: ["aria-busy"] });
  }, { capture: true });
  // The page is at rest when it leaves the browser nothing to do again and again.
  let idle = 0;
  const rest = () => (probe.rested = ++idle === 100) || requestIdleCallback(rest);
  requestIdleCallback(rest);
  // The baseline: the same text, in memory already.
  probe.parse = async () => {
    const text = await probe.file.text();
    const began = performance.now();
    const entries = JSON.parse(text).log.entries.length;
    probe.parsed = { took: performance.now() - began, entries };
  };
})()
