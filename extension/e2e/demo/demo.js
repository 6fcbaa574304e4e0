"use strict";

let scenarios = [];

// call makes a scenario's request and returns what a page's code gets to see
// of it: the status, or 0 when the browser hides the response.
async function call(name) {
  const scenario = scenarios.find((each) => each.name === name);
  if (scenario.navigate) {
    location.href = scenario.url;
    return 0;
  }
  const line = document.createElement("li");
  document.getElementById("log").prepend(line);
  line.textContent = `${scenario.method} ${scenario.url} …`;
  try {
    const response = await fetch(scenario.url, {
      method: scenario.method,
      headers: scenario.header,
      body: scenario.form || undefined,
      credentials: "omit",
    });
    await response.text();
    line.textContent = `${scenario.method} ${scenario.url} → ${response.status}`;
    return response.status;
  } catch (error) {
    line.textContent = `${scenario.method} ${scenario.url} → ${error.message}`;
    return 0;
  }
}

async function fill() {
  scenarios = await (await fetch("scenarios.json")).json();
  for (const group of new Set(scenarios.map((scenario) => scenario.group))) {
    const section = document.getElementById("group").content.cloneNode(true);
    section.querySelector("h2").textContent = group;
    for (const scenario of scenarios.filter((each) => each.group === group)) {
      const button = document.createElement("button");
      button.id = scenario.name;
      button.textContent = scenario.label;
      button.title = `${scenario.method} ${scenario.url}`;
      button.addEventListener("click", () => call(scenario.name));
      section.querySelector(".calls").append(button);
    }
    document.getElementById("groups").append(section);
  }
  document.getElementById("all").addEventListener("click", () => {
    for (const scenario of scenarios) if (!scenario.navigate) call(scenario.name);
  });
  document.body.dataset.ready = "true";
}

fill();
