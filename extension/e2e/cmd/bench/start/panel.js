// Notes when the document shows its first explained row, in milliseconds since
// its navigation began.
"use strict";

new MutationObserver((_, observer) => {
  if (!document.querySelector('#rows [data-finding="expired-token"]')) return;
  globalThis.took = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, childList: true, attributeFilter: ["data-finding"] });

// In DevTools, where no request was captured yet, the page makes one now.
if (globalThis.chrome?.devtools && !localStorage.getItem("start.captured")) chrome.devtools.inspectedWindow.eval('call("expired-token")');
