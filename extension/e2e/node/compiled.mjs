// Explains a first request in the built module: which functions that takes is what
// Node traces, see compiled_test.go.
import fs from "node:fs";

const dist = new URL("../../../dist/extension/", import.meta.url);
await import(new URL("wasm_exec.js", dist));

const go = new Go();
const { instance } = await WebAssembly.instantiate(fs.readFileSync(new URL("misstep.wasm", dist)), go.importObject);
go.run(instance);
while (!globalThis.misstep) await new Promise(done => setImmediate(done));
console.log("\nstarted"); // a line of its own: V8's other threads may be in the middle of one
const { findings } = misstep.explain({
  startedDateTime: "2026-10-01T12:00:00Z", time: 20,
  request: { method: "GET", url: "https://api.fitbit.com/1/user/-/profile.json", headers: [] },
  response: { status: 401, headers: [], content: {
    mimeType: "application/json",
    text: '{"errors":[{"errorType":"expired_token","message":"Access token expired: eyJhbGciOiJIUzI1NiJ9.e30.c2ln"}],"success":false}',
  } },
});
console.log(`\nexplained ${findings[0].id}`);
process.exit();
