// The lines that all are given: positives (mutate.mjs), negatives
// (negatives.jsonl) and what was captured in public.

import { readFileSync } from 'node:fs'
import { STATUS_CODES } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDevelopment, positives, wordingsOf } from './mutate.mjs'
import { misstep } from './ours.mjs'
import { anchored } from './peers.mjs'

const here = dirname(fileURLToPath(import.meta.url))
export const wordings = wordingsOf(misstep.catalog())
const networks = new Set(misstep.catalog().flatMap(pack => pack.errors.filter(e => e.kind === 'network').map(e => e.id)))
export const data = readData()

/** Whether these words are no API's own: phrases of HTTP, what all services of a provider or its libraries say, and a browser's. */
function anybodys({ entry, message }) {
  if (networks.has(entry)) return true
  const said = message.toLowerCase().replace(/\.$/, '')
  return [...Object.values(STATUS_CODES), ...misstep.catalog().flatMap(pack => pack.common ?? [])].some(common => common.toLowerCase() === said)
}

function readData() {
  const lines = file => readFileSync(join(here, file), 'utf8').trim().split('\n').map(line => JSON.parse(line))
  const patterns = wordings.map(w => ({ id: w.id, pattern: anchored(w.parts) }))
  const negatives = []
  for (const { text, kind, status = 0, type = '' } of lines('negatives.jsonl')) {
    const entry = patterns.find(p => p.pattern.test(text))
    if (entry) console.error(`left out, ${entry.id} says it now: ${text}`)
    else negatives.push({ text, kind, status, type })
  }
  const half = development => ({
    positives: positives(misstep.catalog()).filter(line => isDevelopment(line.entry) === development).map(line => ({ ...line, anybodys: anybodys(line) })),
    near: negatives.filter(line => line.kind === 'near' && isDevelopment(line.text) === development),
    foreign: negatives.filter(line => line.kind === 'foreign' && isDevelopment(line.text) === development),
  })
  const captures = lines('../../diagnosis/testdata/public_errors.jsonl').filter(line => line.want)
  return {
    development: half(true),
    test: half(false),
    captures: captures.map(c => ({ entry: c.want.split('|')[0], text: c.body, status: c.status ?? 0, type: '', ids: c.want.split('|'), idsTyped: c.want.split('|'), captured: true })),
  }
}

/** The entries that a line may stand for on a track. */
export const rightIds = (line, track) => (track === 'A' ? line.ids : line.idsTyped)
