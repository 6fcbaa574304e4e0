// Runs the module under Node: reads one JSON value a line, each the arguments
// of one call ["explain", input], and writes each result as a line. What JSON has
// not is given as a script: {"script": "1n"}.
"use strict";
const fs = require("fs");
const [wasmExec, program] = process.argv.slice(2);
globalThis.fs ??= fs;
globalThis.path ??= require("path");
require(wasmExec);

const go = new Go();
WebAssembly.instantiate(fs.readFileSync(program), go.importObject).then(({ instance }) => {
  go.run(instance);
  for (const line of fs.readFileSync(0, "utf8").split("\n")) {
    if (line === "") continue;
    const [name, ...input] = JSON.parse(line).map(value => value?.script ? eval(value.script) : value);
    const member = globalThis.misstep[name];
    const result = typeof member === "function" ? member(...input) : member;
    console.log(JSON.stringify(result instanceof Error ? { failed: result.message } : result));
  }
});
