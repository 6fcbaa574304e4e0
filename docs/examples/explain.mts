// Explains what failed in a recording, under Node:
//
//   tsc --module nodenext --target es2022 --strict explain.mts
//   node explain.mjs wasm_exec.js misstep.wasm session.har
//
// The first two are files of dist/extension. wasm/misstep.d.ts describes the module.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type { Diagnosis, HarEntry } from "../../wasm/misstep.d.ts";

// What wasm_exec.js, which comes with Go, sets.
declare class Go {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

async function start(wasmExec: string, module: string): Promise<void> {
  createRequire(import.meta.url)(resolve(wasmExec));
  const go = new Go();
  const { instance } = await WebAssembly.instantiate(readFileSync(module), go.importObject);
  void go.run(instance); // ends with the process; misstep is there now
}

function print(n: number, d: Diagnosis): void {
  const [best] = d.findings;
  if (!best) {
    console.log(`#${n} ${d.status}: unknown error: ${d.message ?? ""}`);
    return;
  }
  console.log(`#${n} ${d.status} ${d.method ?? ""} ${d.endpoint ?? d.url ?? ""}: ${best.title} (${best.certainty})`);
  for (const fix of best.fixes) console.log(`  - ${fix}`);
}

const [wasmExec, module, recording] = process.argv.slice(2);
if (!wasmExec || !module || !recording) throw new Error("usage: node explain.mjs wasm_exec.js misstep.wasm session.har");
await start(wasmExec, module);
const har = JSON.parse(readFileSync(recording, "utf8")) as { log: { entries: HarEntry[] } };
misstep.explainAll(har.log.entries).forEach((d, i) => {
  if (d.failed) print(i + 1, d);
});
process.exit();
