// The tables, from the test half.

import { writeFileSync } from 'node:fs'
import { data, rightIds, wordings } from './data.mjs'
import { answered, answeredInBatches, batchSize, cell, hasValues, measure, median, microseconds, percent, quantile, share, valuesRight } from './measures.mjs'
import { accepts, explainOne, matchAll, misstep, options } from './ours.mjs'
import { peers } from './peers.mjs'
import { above, chosenSetting, searchOf, thresholdFor } from './settings.mjs'

const leastRate = 0.03
const every = Number(options.every)

/** Rounds over the development half before ours is timed. */
const warmRounds = 5

/** Prints the tables, and writes them where --write says. */
export function report() {
  const out = []
  const say = (...lines) => out.push(...lines)
  const { test, development } = data
  say(
    `\`./build.sh bench match\`, Node ${process.version}, version ${misstep.version}.`, '',
    `${wordings.length} wordings of ${new Set(wordings.map(w => w.id)).size} entries. Test half: ${test.positives.length} positives, ${test.near.length} near misses, ${test.foreign.length} foreign messages. ` +
      `Development half: ${development.positives.length}, ${development.near.length}, ${development.foreign.length}. Public captures: ${data.captures.length}, known while the matcher was written.`,
    '', (every > 1 ? `Peers but the regex answer every ${every}th positive. ` : '') + 'Percent, with 95 % intervals; accepted is what ours calls certain or likely, and what a peer scores above its threshold. µs per message.',
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
    row(`**misstep.match**, ${batchSize} at a time`, batch)
    row('**misstep.explain**', single)
    const medians = {}
    for (const peer of every ? peers : peers.filter(peer => peer.regex)) {
      if (!settings.has(peer)) settings.set(peer, chosenSetting(peer, rate))
      const setting = settings.get(peer)
      const search = searchOf(setting, track)
      const accepted = above(thresholdFor(development.near.map(search), rate))
      const m = measure(track, (lines, times) => answered(lines, search, times), accepted, peer.regex ? 1 : every)
      row(peer.name + (setting.label && ` (${setting.label})`), m)
      if (peer.fuse) medians.fuse = median(m.times)
      if (peer.regex) Object.assign(medians, { regex: median(m.times), search, answers: m.answers.positives })
    }
    wordsOf(batch, single, say)
    bandsOf(batch, track, say)
    if (track === 'A') costs = () => costsOf(median(batch.times), medians, say), extractionOf(batch, medians.answers, say)
  }
  costs()
  const text = out.join('\n') + '\n'
  process.stdout.write(text)
  if (options.write) writeFileSync(options.write, text)
}

/** What the words allow: an API's own, and those of any server, of all services of a provider, or of the browser. */
function wordsOf(batch, single, say) {
  const of = ({ answers }, anybodys) => {
    const lines = data.test.positives.map((line, i) => ({ line, a: answers.positives[i] })).filter(({ line }) => line.anybodys === anybodys)
    const part = is => share(lines.filter(({ line, a }) => a && is(a, line.ids.includes(a.id))).length, lines.length)
    return `accepted and right ${cell(part((a, right) => accepts(a) && right))}, accepted and wrong ${cell(part((a, right) => accepts(a) && !right))}, right at least as possible ${cell(part((_, right) => right))} of ${lines.length}`
  }
  for (const [name, m] of [['misstep.match', batch], ['misstep.explain', single]]) {
    say('', `${name} by whose words they are: an API's own: ${of(m, false)}; any server's, all of a provider's services' or a browser's: ${of(m, true)}.`)
  }
}

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

function costsOf(ours, { fuse, regex, search }, say) {
  const exact = data.test.positives.filter(line => line.kind === 'exact')
  const exactTimes = [], identifyTimes = [], regexTimes = []
  const texts = exact.map(line => line.text)
  for (let n = 0; n < 20; n++) {
    const begun = performance.now()
    matchAll(exact, 'A')
    exactTimes.push(((performance.now() - begun) * 1000) / exact.length)
    const identifyBegun = performance.now()
    misstep.identify(texts)
    identifyTimes.push(((performance.now() - identifyBegun) * 1000) / exact.length)
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
    '', `In this run misstep.match took ${microseconds(ours)} µs per message: ${fuse ? `1/${(fuse / ours).toFixed(0)} of fuse.js, ` : ''}${(ours / regex).toFixed(1)} times the anchored regex. ` +
      `An exact message took ${microseconds(median(exactTimes))} µs, with misstep.identify (no JSON) ${microseconds(median(identifyTimes))} µs, the anchored regex for it ${microseconds(median(regexTimes))} µs. ` +
      `The way from JavaScript to Go and back alone (explain of an empty text) took ${microseconds(median(crossing))} µs.`,
  )
}
