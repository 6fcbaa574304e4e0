// Taking the secrets out of a recording with the terminal tool, beside the sanitizer
// that npm offers: each a process of its own, from its start until the file is
// written, taking turns. What is left is counted: tokens that are in the output as
// they were in the recording.
//
//   node sanitize.mjs MISSTEP [MEGABYTES]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { recording } from '../recording.mjs';

const [misstep, megabytes = '100'] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const rounds = 3;
const median = list => list.toSorted((a, b) => a - b)[list.length >> 1];

const peer = `
  import fs from 'node:fs';
  import { sanitize } from 'har-sanitizer';
  const [from, to] = process.argv.slice(1);
  fs.writeFileSync(to, JSON.stringify(await sanitize(JSON.parse(fs.readFileSync(from, 'utf8')), { cookies: 'obfuscate', tokens: 'obfuscate' })));
`;
const tools = {
  'misstep -har': (from, to) => spawnSync(misstep, ['-har', from], { stdio: ['ignore', fs.openSync(to, 'w'), 'inherit'] }),
  'har-sanitizer 2.0.0': (from, to) => spawnSync(process.execPath, ['--input-type=module', '-e', peer, from, to], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] }),
};

// leftIn counts the tokens of one file that another has, too.
function leftIn(from, to) {
  const text = fs.readFileSync(to, 'utf8');
  const tokens = new Set(fs.readFileSync(from, 'utf8').match(/eyJ[\w-]+\.[\w-]+\.[\w-]{20,}/g));
  return `${[...tokens].filter(token => text.includes(token)).length} of ${tokens.size}`;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'misstep-sanitize-'));
console.log('| recording | tool | ms, median of ' + rounds + ' | tokens left | entries | MB written |\n|--|--|--|--|--|--|');
try {
  for (const watched of [0.05, 1]) {
    const from = path.join(folder, 'recording.har'), to = path.join(folder, 'sanitized.har');
    const file = fs.openSync(from, 'w');
    for (const part of recording({ characters: megabytes * 1e6, watched })) fs.writeSync(file, part);
    fs.closeSync(file);
    const took = Object.fromEntries(Object.keys(tools).map(name => [name, []]));
    const found = {};
    for (let round = 0; round < rounds; round++) {
      for (const [name, run] of Object.entries(tools)) {
        const began = performance.now();
        const { status, error } = run(from, to);
        took[name].push(performance.now() - began);
        if (error) throw error;
        if (status > 1) throw new Error(`${name} ended with ${status}`); // 1: calls failed, which half of them did
        found[name] ??= `${leftIn(from, to)} | ${JSON.parse(fs.readFileSync(to, 'utf8')).log.entries.length} | ${(fs.statSync(to).size / 1e6).toFixed(0)}`;
      }
    }
    for (const name of Object.keys(tools)) {
      console.log(`| ${megabytes} MB, ${watched * 100} % of it watched | ${name} | ${median(took[name]).toFixed(0)} | ${found[name]} |`);
    }
  }
} finally {
  fs.rmSync(folder, { recursive: true });
}
