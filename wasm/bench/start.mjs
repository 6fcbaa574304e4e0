// Start of the module beside an empty Go program's, and diagnoses beside
// JSON.parse of the same entries, in one run: the ratios say more than times.
import fs from 'node:fs';

const [exec, empty, ours, sample] = process.argv.slice(2);
await import('file://' + fs.realpathSync(exec));

const median = list => list.sort((a, b) => a - b)[list.length >> 1];

async function start(module) {
  delete globalThis.misstep;
  const go = new Go();
  const instance = await WebAssembly.instantiate(module, go.importObject);
  const begin = performance.now();
  go.run(instance);
  while (!globalThis.misstep) await new Promise(done => setImmediate(done));
  return performance.now() - begin;
}

const modules = [empty, ours].map(file => new WebAssembly.Module(fs.readFileSync(file)));
const times = [[], []];
for (let round = 0; round < 7; round++) {
  for (const i of [0, 1]) times[i].push(await start(modules[i]));
}
const [nothing, all] = times.map(median);
console.log(`start: empty ${nothing.toFixed(1)} ms, Misstep ${all.toFixed(1)} ms, ${(all / nothing).toFixed(1)} times as long`);

const entries = JSON.parse(fs.readFileSync(sample, 'utf8')).log.entries;
const texts = entries.map(entry => JSON.stringify(entry));
const took = work => {
  const begin = performance.now();
  work();
  return (performance.now() - begin) / entries.length;
};
console.log(`first: ${took(() => misstep.explainAll(entries)).toFixed(3)} ms an exchange, packs read`);
const parse = [], explain = [];
for (let round = 0; round < 7; round++) {
  parse.push(took(() => texts.forEach(text => JSON.parse(text))));
  explain.push(took(() => misstep.explainAll(entries)));
}
const [p, e] = [median(parse), median(explain)];
console.log(`exchange: JSON.parse ${p.toFixed(4)} ms, explained ${e.toFixed(4)} ms, ${(e / p).toFixed(0)} times as long`);
process.exit(0);
