// Tells the panel's document whether a request was captured before it.
"use strict";

localStorage.removeItem("start.captured");
chrome.devtools.network.onRequestFinished.addListener(({ request }) => {
  if (request.url.startsWith("https://api.fitbit.com/")) localStorage.setItem("start.captured", "yes");
});
