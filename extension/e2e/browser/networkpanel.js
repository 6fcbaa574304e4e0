// Measures the reading of a file in the browser's own Network panel, from when it
// gets the file until all rows are there. read gives it the file, and returns how
// many rows there are then; all of it is timed by the panel's window.
async (window, read) => {
  const { performance, requestAnimationFrame, setTimeout, MessageChannel } = window;
  const began = performance.now(), { port1, port2 } = new MessageChannel();
  let last = began, gap = 0, running = true;
  const look = () => {
    const now = performance.now();
    gap = Math.max(gap, now - last);
    last = now;
  };
  port1.onmessage = () => {
    look();
    if (running) setTimeout.call(window, () => port2.postMessage(0), 5);
  };
  port2.postMessage(0);
  const rows = await read();
  await new Promise(done => requestAnimationFrame.call(window, () => setTimeout.call(window, done)));
  running = false;
  look();
  return { took: last - began, gap, rows };
}
