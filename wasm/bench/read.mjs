// Reading a recording beside JSON.parse of the same text, in one run: what counts
// are the ratios. Reading means: entries of other hosts stepped over, the watched
// ones decoded; no diagnosis.
import fs from 'node:fs';
import { recording } from './recording.mjs';

const [exec, module, megabytes = '100'] = process.argv.slice(2);
await import('file://' + fs.realpathSync(exec));

const rounds = 9, pieceSize = 1 << 16;
const median = list => list.toSorted((a, b) => a - b)[list.length >> 1];

// start gives the reading of a module whose code is compiled again, so that its
// first run is as slow as a person's first.
async function start() {
  delete globalThis.misstep;
  const go = new Go();
  go.run((await WebAssembly.instantiate(fs.readFileSync(module), go.importObject)).instance);
  while (!globalThis.misstep) await new Promise(done => setImmediate(done));
  return globalThis.misstep.read;
}

// piecesOf are the bytes of a text as a file's stream brings them.
function piecesOf(text) {
  const bytes = new TextEncoder().encode(text), pieces = [];
  for (let i = 0; i < bytes.length; i += pieceSize) pieces.push(bytes.slice(i, i + pieceSize));
  return pieces;
}

function took(work) {
  const begin = performance.now();
  const result = work();
  return [performance.now() - begin, result];
}

for (const watched of [0.05, 1]) {
  const text = [...recording({ characters: megabytes * 1e6, watched })].join('');
  const pieces = piecesOf(text);
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0) / 1e6;
  const read = await start();
  const once = () => {
    let i = 0;
    return took(() => read(() => pieces[i++] ?? null, 'api.fitbit.com'));
  };
  const parse = () => took(() => JSON.parse(text).log.entries.length);

  const [coldRead, result] = once();
  const [coldParse, entries] = parse();
  if (result.read + result.passed !== entries) throw new Error(`${JSON.stringify(result)} of ${entries} entries`);
  // Another program's load slows both halves of a round: rounds are compared, not sums.
  const reads = [], parses = [], ratios = [];
  for (let round = 0; round < rounds; round++) {
    parses.push(parse()[0]);
    reads.push(once()[0]);
    ratios.push(reads[round] / parses[round]);
  }
  const row = (name, ours, theirs, ratio) =>
    console.log(`  ${name}: JSON.parse ${(size / theirs * 1e3).toFixed(0)} MB/s, read ${(size / ours * 1e3).toFixed(0)} MB/s: ${ratio.toFixed(2)} of its time`);
  console.log(`${size.toFixed(0)} MB, ${entries} entries, ${result.read} of them watched`);
  row('cold', coldRead, coldParse, coldRead / coldParse);
  row('warm', median(reads), median(parses), median(ratios));
}
process.exit(0);
