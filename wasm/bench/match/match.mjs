// The matcher beside what people would otherwise use: the same lines to all,
// in one Node process.
//
//   node match.mjs [--wasm FILE] [--wasm-exec FILE] [--write FILE] [--dev]
//
//   --wasm FILE       the module (../../../dist/extension/misstep.wasm)
//   --wasm-exec FILE  the Go toolchain's wasm_exec.js (the one beside the module)
//   --write FILE      write the tables there, too
//   --dev             only what goes wrong on the development half; no peers
//
// Protocol
//
// Positives are seeded perturbations of every wording in the catalog
// (mutate.mjs), negatives are written by hand (negatives.jsonl), before the
// matcher was tuned: near misses in Fitbit's words and messages of other
// programs. Positives are split into development and test half by entry,
// negatives by their text. A negative that has become an entry since is left
// out, and said.
//
// Track A gives the message alone, track B also status and error type. There
// the peers search only the templates of that status (and those without one),
// and the type breaks their ties, so that no one wins by knowing more.
//
// Ours accepts what it calls certain or likely; "possible" counts as no response.
// Each peer takes the settings that do best on a seeded sample of the
// development half, and the lowest threshold that keeps its false positives on
// the development half's near misses at our rate or at 3 %, whichever is more.
// All figures but --dev's are of the test half. Where a text may stand for
// several entries (two errors in one text, one wording of two entries), each
// of them is right.
//
// Times are of the test half, one call after the other, every call timed; for
// batches, the time of a batch of 50 by 50.

import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import vm from 'node:vm'
import { anchored, peers } from './peers.mjs'
import { generator, isDevelopment, positives, wordingsOf } from './mutate.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, '../../../dist/extension')
const { values: options } = parseArgs({
  options: {
    wasm: { type: 'string', default: join(dist, 'misstep.wasm') },
    'wasm-exec': { type: 'string', default: join(dist, 'wasm_exec.js') },
    write: { type: 'string' },
    dev: { type: 'boolean', default: false },
  },
})

const leastRate = 0.03
const batchSize = 50
const sampled = 80 // positives, and as many near misses, by which a peer's settings are chosen

const misstep = await start(options.wasm, options['wasm-exec'])
const wordings = wordingsOf(misstep.catalog())
const data = readData()

// Data.

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
    positives: positives(misstep.catalog()).filter(line => isDevelopment(line.entry) === development),
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

const rightIds = (line, track) => (track === 'A' ? line.ids : line.idsTyped)

// Ours. An answer is {id, score, certainty, values}, or null.

/** Loads the module. */
async function start(wasm, wasmExec) {
  globalThis.require = createRequire(import.meta.url)
  globalThis.fs = globalThis.require('node:fs')
  globalThis.path = globalThis.require('node:path')
  let bytes
  try {
    vm.runInThisContext(readFileSync(wasmExec, 'utf8'), { filename: 'wasm_exec.js' })
    bytes = readFileSync(wasm)
  } catch (error) {
    console.error(`bench: ${error.message}. Run ./build.sh first, or name the files with --wasm and --wasm-exec.`)
    process.exit(1)
  }
  const go = new globalThis.Go()
  const { instance } = await WebAssembly.instantiate(bytes, go.importObject)
  go.run(instance)
  while (!globalThis.misstep?.version) await new Promise(resolve => setTimeout(resolve, 1))
  return globalThis.misstep
}

/** What explain is given: the text, or an entry of a recording with it, as the API of its entry answers. */
function explainable({ text, entry, status, type, captured }, track) {
  if (track === 'A') return text
  if (!status) return type ? `Developer information: ${type} - ${text}` : text
  const { method = 'GET', url, body } = origins.get(entry) ?? origins.get('')
  return {
    request: { method, url },
    response: { status, content: { mimeType: 'application/json', text: captured ? text : body(text, type || undefined, status) } },
  }
}

const symptom = ({ text, status, type }, track) => (track === 'A' ? { message: text } : { message: text, ...(status && { status }), ...(type && { type }) })

function answerOf([first]) {
  return first ? { id: first.id, score: first.score, certainty: first.certainty, values: first.values ?? {} } : null
}

/** Where the API of an entry answers, and in which form, by the entry's id; under "" for what is none. */
const origins = originsOf(misstep.catalog())

function originsOf(packs) {
  const json = JSON.stringify
  const fitbit = { url: 'https://api.fitbit.com/1/user/-/profile.json', body: (message, errorType) => json({ errors: [{ errorType, message }], success: false }) }
  const google = { url: 'https://health.googleapis.com/v4/users/me/profile', body: (message, status, code) => json({ error: { code, message, status } }) }
  const frontEnd = { url: google.url, body: message => `<!DOCTYPE html><html><title>${message}</title></html>` }
  const oauth = { method: 'POST', url: 'https://oauth2.googleapis.com/token', body: (message, error) => json({ error, error_description: message }) }
  const byEntry = new Map([['', fitbit]])
  for (const { id, errors } of packs) {
    for (const { id: entry, type = '', when } of errors) {
      byEntry.set(entry, id === 'fitbit' ? fitbit : when?.body === 'html' ? frontEnd : /^[A-Z_]*$/.test(type) ? google : oauth)
    }
  }
  return byEntry
}

/** Ids of entries; explain also tells causes it found without knowing the message, which is not the question here. */
const entryIds = new Set(misstep.catalog().flatMap(pack => pack.errors.map(entry => entry.id)))

const explainOne = track => line => answerOf(misstep.explain(explainable(line, track)).findings.filter(finding => entryIds.has(finding.id)))

/** All lines in one crossing. */
function matchAll(lines, track) {
  if (misstep.match) return misstep.match(lines.map(line => symptom(line, track))).map(answerOf)
  return misstep.explainAll(lines.map(line => explainable(line, track))).map(d => answerOf(d.findings))
}

const batchName = misstep.match ? 'misstep.match' : 'misstep.explainAll'
const accepts = answer => answer !== null && answer.certainty !== 'possible'

// Measures.

const median = times => quantile(times, 0.5)

function quantile(times, q) {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]
}

/** Share, with the bounds of Wilson's 95 % interval. */
function share(count, of) {
  const z = 1.96, p = count / of, d = 1 + (z * z) / of
  const middle = (p + (z * z) / (2 * of)) / d
  const reach = (z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))) / d
  return { count, of, share: p, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) }
}

const percent = x => (100 * x).toFixed(1)
const cell = ({ of, share, low, high }) => (of === 0 ? '–' : `${percent(share)} (${percent(low)}–${percent(high)})`)

/** Answers every line by search, each call timed in µs. */
function answered(lines, search, times = []) {
  return lines.map(line => {
    const begun = performance.now()
    const answer = search(line)
    times.push((performance.now() - begun) * 1000)
    return answer
  })
}

/** The same for a search that takes many lines at once. */
function answeredInBatches(lines, search, times = []) {
  const answers = []
  for (let i = 0; i < lines.length; i += batchSize) {
    const batch = lines.slice(i, i + batchSize)
    const begun = performance.now()
    answers.push(...search(batch))
    if (batch.length === batchSize) times.push(((performance.now() - begun) * 1000) / batchSize)
  }
  return answers
}

function measure(track, answer, accepted) {
  const { test } = data
  const times = []
  const answers = Object.fromEntries(['positives', 'near', 'foreign'].map(set => [set, answer(test[set], times)]))
  const isRight = (line, a) => rightIds(line, track).includes(a.id)
  const taken = answers.positives.map((a, i) => (accepted(a) ? (isRight(test.positives[i], a) ? 'right' : 'wrong') : 'none'))
  const captured = track === 'B' ? answer(data.captures, []) : [] // they come with their status
  const count = what => share(taken.filter(t => t === what).length, taken.length)
  return {
    answers, times, right: count('right'), wrong: count('wrong'),
    captures: share(captured.filter((a, i) => accepted(a) && isRight(data.captures[i], a)).length, captured.length),
    near: share(answers.near.filter(accepted).length, test.near.length),
    foreign: share(answers.foreign.filter(accepted).length, test.foreign.length),
  }
}

// Peers.

/** A peer's setting as a search of one line; null when it finds nothing. */
function searchOf(setting, track) {
  const buckets = new Map()
  return ({ text, status, type }) => {
    const key = track === 'A' ? 0 : status
    let search = buckets.get(key)
    if (!search) {
      const bucket = key === 0 ? wordings : wordings.filter(w => w.forms.some(form => form.status === key || form.status === 0))
      buckets.set(key, (search = setting.build(bucket)))
    }
    const found = search(text)
    if (found.length === 0) return null
    const ties = found.filter(r => r.score === found[0].score)
    const first = (track === 'B' && type && ties.find(r => r.template.forms.some(form => form.type === type))) || found[0]
    return { id: first.template.id, score: first.score, values: first.values }
  }
}

/** The lowest threshold that takes at most this share of the answers. */
function thresholdFor(answers, rate) {
  const scores = answers.map(a => a?.score ?? 0).sort((a, b) => b - a)
  return scores[Math.floor(rate * scores.length)] ?? 0
}

const above = threshold => answer => answer !== null && answer.score > threshold

/** The setting that accepts most rightly on a sample of the development half. */
function chosenSetting(peer, rate) {
  if (peer.settings.length === 1) return peer.settings[0]
  const random = generator(7)
  const draw = (lines, n) => lines.map(line => [random.fraction(), line]).sort((a, b) => a[0] - b[0]).slice(0, n).map(([, line]) => line)
  const sample = draw(data.development.positives, sampled)
  const near = draw(data.development.near, sampled)
  const scored = peer.settings.map(setting => {
    const search = searchOf(setting, 'A')
    const accepted = above(thresholdFor(near.map(search), rate))
    return { setting, right: sample.filter(line => { const a = search(line); return accepted(a) && line.ids.includes(a.id) }).length }
  })
  return scored.reduce((best, s) => (s.right > best.right ? s : best)).setting
}

/** Rounds over the development half before ours is timed. */
const warmRounds = 5

// Reports.

function report() {
  const out = []
  const say = (...lines) => out.push(...lines)
  const { test, development } = data
  say(
    `\`./build.sh bench match\`, Node ${process.version}, version ${misstep.version}.`, '',
    `${wordings.length} wordings of ${new Set(wordings.map(w => w.id)).size} entries. Test half: ${test.positives.length} positives, ${test.near.length} near misses, ${test.foreign.length} foreign messages. ` +
      `Development half: ${development.positives.length}, ${development.near.length}, ${development.foreign.length}. Public captures: ${data.captures.length}, known while the matcher was written.`,
    '', 'Percent, with 95 % intervals; accepted is what ours calls certain or likely, and what a peer scores above its threshold. µs per message.',
  )
  const settings = new Map()
  let costs
  for (const track of ['A', 'B']) {
    // Peers are warm from the search for their thresholds; this is as many calls.
    for (let round = 0; round < warmRounds; round++) answeredInBatches(development.positives, part => matchAll(part, track), [])
    const developmentRate = matchAll(development.near, track).filter(accepts).length / development.near.length
    const rate = Math.max(developmentRate, leastRate)
    const batch = measure(track, (lines, times) => answeredInBatches(lines, part => matchAll(part, track), times), accepts)
    const single = measure(track, (lines, times) => answered(lines, explainOne(track), times), accepts)
    say(
      '', `**Track ${track}: ${track === 'A' ? 'the message alone' : 'message, status and error type'}.** Near misses taken on the development half: ours ${percent(developmentRate)} %, peers held to ${percent(rate)} %.`, '',
      '| | accepted, right | accepted, wrong | near misses taken | foreign taken | µs median | µs p95 |' + (track === 'B' ? ' captures, right |' : ''), '|--|--|--|--|--|--|--|' + (track === 'B' ? '--|' : ''),
    )
    const row = (name, m) => say(`| ${name} | ${cell(m.right)} | ${cell(m.wrong)} | ${cell(m.near)} | ${cell(m.foreign)} | ${microseconds(median(m.times))} | ${microseconds(quantile(m.times, 0.95))} |` + (track === 'B' ? ` ${percent(m.captures.share)} |` : ''))
    row(`**${batchName}**, ${batchSize} at a time`, batch)
    row('**misstep.explain**', single)
    const medians = {}
    for (const peer of peers) {
      if (!settings.has(peer)) settings.set(peer, chosenSetting(peer, rate))
      const setting = settings.get(peer)
      const search = searchOf(setting, track)
      const accepted = above(thresholdFor(development.near.map(search), rate))
      const m = measure(track, (lines, times) => answered(lines, search, times), accepted)
      row(peer.name + (setting.label && ` (${setting.label})`), m)
      if (peer.fuse) medians.fuse = median(m.times)
      if (peer.regex) Object.assign(medians, { regex: median(m.times), search, answers: m.answers.positives })
    }
    bandsOf(batch, track, say)
    if (track === 'A') costs = () => costsOf(median(batch.times), medians, say), extractionOf(batch, medians.answers, say)
  }
  costs()
  const text = out.join('\n') + '\n'
  process.stdout.write(text)
  if (options.write) writeFileSync(options.write, text)
}

const microseconds = t => (t < 10 ? t.toFixed(1) : Math.round(t).toLocaleString('en'))

/** How often each of our bands is right, positives and negatives taken together. */
function bandsOf({ answers }, track, say) {
  const cells = ['certain', 'likely', 'possible'].map(band => {
    const inBand = a => a?.certainty === band
    const found = answers.positives.map((a, i) => ({ a, line: data.test.positives[i] })).filter(({ a }) => inBand(a))
    const right = found.filter(({ a, line }) => rightIds(line, track).includes(a.id)).length
    const negatives = [...answers.near, ...answers.foreign].filter(inBand).length
    return `${band} ${cell(share(right, found.length + negatives))} of ${found.length + negatives}`
  })
  say('', `Right by band, negatives counted as wrong: ${cells.join('; ')}.`)
}

/** How often the placeholders' values come out exactly. */
function extractionOf(batch, regexAnswers, say) {
  const whole = (answers, foundOnly) => {
    const found = (line, a) => a !== null && line.ids.includes(a.id)
    const lines = data.test.positives.map((line, i) => ({ line, a: answers[i] })).filter(({ line, a }) => hasValues(line) && (!foundOnly || found(line, a)))
    return share(lines.filter(({ line, a }) => found(line, a) && valuesRight(line, a)).length, lines.length)
  }
  say(
    '', `Placeholders: all values of a message exact, of all messages with placeholders: ours ${cell(whole(batch.answers.positives))}, anchored regex ${cell(whole(regexAnswers))}; ` +
      `of those whose entry was found: ours ${cell(whole(batch.answers.positives, true))}, anchored regex ${cell(whole(regexAnswers, true))}.`,
  )
}

const hasValues = line => line.values !== null && Object.keys(line.values).length > 0
const valuesRight = (line, answer) => Object.entries(line.values).every(([name, want]) => {
  const have = answer.values?.[name] ?? ''
  return plain(have) === plain(want) || (have.endsWith('…') && want.startsWith(have.slice(0, -1)))
})
// A full stop may end the value or the sentence, and quotes come in two forms.
const plain = value => value.replace(/\.$/, '').replace(/[‘’]/g, "'")

function costsOf(ours, { fuse, regex, search }, say) {
  const exact = data.test.positives.filter(line => line.kind === 'exact')
  const exactTimes = [], regexTimes = []
  for (let n = 0; n < 20; n++) {
    const begun = performance.now()
    matchAll(exact, 'A')
    exactTimes.push(((performance.now() - begun) * 1000) / exact.length)
    const regexBegun = performance.now()
    exact.forEach(search)
    regexTimes.push(((performance.now() - regexBegun) * 1000) / exact.length)
  }
  const crossing = []
  for (let n = 0; n < 2000; n++) {
    const begun = performance.now()
    misstep.explain('')
    crossing.push((performance.now() - begun) * 1000)
  }
  say(
    '', `In this run ${batchName} took ${microseconds(ours)} µs per message: 1/${(fuse / ours).toFixed(0)} of fuse.js, ${(ours / regex).toFixed(1)} times the anchored regex. ` +
      `An exact message took ${microseconds(median(exactTimes))} µs, the anchored regex for it ${microseconds(median(regexTimes))} µs. ` +
      `The way from JavaScript to Go and back alone (explain of an empty text) took ${microseconds(median(crossing))} µs.`,
  )
}

/** What goes wrong on the development half, and only there. */
function reportDevelopment() {
  const { positives, near, foreign } = data.development
  for (const track of ['A', 'B']) {
    const kinds = new Map()
    const print = (what, line, answer, more = '') => {
      const given = track === 'B' ? ` [${[line.status || '', line.type].filter(Boolean).join(' ')}]` : ''
      const said = answer ? `${answer.id} (${answer.certainty} ${answer.score.toFixed(2)})` : 'unknown'
      console.log(`${track} ${what.padEnd(8)} ${line.kind.padEnd(10)} ${line.ids ? `want ${rightIds(line, track).join('|')}, ` : ''}have ${said}${given}: ${JSON.stringify(line.text)}${more}`)
    }
    matchAll(positives, track).forEach((answer, i) => {
      const line = positives[i]
      const right = answer && rightIds(line, track).includes(answer.id)
      const kind = kinds.get(line.kind) ?? { right: 0, wrong: 0, missed: 0 }
      kinds.set(line.kind, kind)
      kind[accepts(answer) ? (right ? 'right' : 'wrong') : 'missed']++
      if (!accepts(answer)) print('MISSED', line, answer)
      else if (!right) print('WRONG', line, answer)
      else if (track === 'A' && hasValues(line) && !valuesRight(line, answer)) print('VALUES', line, answer, ` ${JSON.stringify(answer.values)}, want ${JSON.stringify(line.values)}`)
    })
    for (const lines of [near, foreign]) {
      matchAll(lines, track).forEach((answer, i) => accepts(answer) && print('FALSE', lines[i], answer))
    }
    console.log(`\nTrack ${track}, development half:`)
    for (const [kind, { right, wrong, missed }] of kinds) console.log(`  ${kind.padEnd(12)} right ${right}, wrong ${wrong}, missed ${missed}`)
    const all = [...kinds.values()].reduce((sum, k) => ({ right: sum.right + k.right, wrong: sum.wrong + k.wrong, missed: sum.missed + k.missed }))
    const taken = lines => matchAll(lines, track).filter(accepts).length
    console.log(`  all: right ${percent(all.right / positives.length)} %, wrong ${percent(all.wrong / positives.length)} %, missed ${percent(all.missed / positives.length)} %; near ${taken(near)} of ${near.length}, foreign ${taken(foreign)} of ${foreign.length}\n`)
  }
}

if (options.dev) reportDevelopment()
else report()
process.exit(0) // the Go program never ends by itself
