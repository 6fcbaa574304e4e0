// What the user does on the page before the program runs is kept, and done when the program
// is ready. A dropped file would otherwise replace the page.
"use strict";

// keepEarly returns a function that performs what was kept, in order, and stops keeping.
function keepEarly() {
  const kept = [], listening = new AbortController();

  // carried copies the data of an event, which is gone when its listeners have returned.
  const carried = transfer => {
    const copy = new DataTransfer();
    for (const file of transfer.files) copy.items.add(file);
    copy.setData("text/plain", transfer.getData("text/plain"));
    return copy;
  };
  const again = (event, made) => kept.push(() => event.target.dispatchEvent(made));
  const written = event => {
    const { target, target: { value } } = event;
    if (target.type === "file") again(event, new Event(event.type, { bubbles: true }));
    else kept.push(() => {
      target.value = value; // the program may have restored what was there last time
      target.dispatchEvent(new Event(event.type, { bubbles: true }));
    });
  };
  const keep = {
    dragover: event => event.preventDefault(),
    drop(event) {
      event.preventDefault();
      again(event, new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: carried(event.dataTransfer) }));
    },
    paste(event) {
      if (event.target.matches?.("input, textarea")) return; // it is typed
      again(event, new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: carried(event.clipboardData) }));
    },
    click(event) {
      const target = event.target.closest?.("[data-action]");
      if (target) kept.push(() => target.click());
    },
    input: written,
    change: written,
  };
  for (const [type, listener] of Object.entries(keep)) document.addEventListener(type, listener, { capture: true, signal: listening.signal });
  return () => {
    listening.abort();
    for (const act of kept.splice(0)) act();
  };
}
