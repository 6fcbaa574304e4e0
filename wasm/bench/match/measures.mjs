// What is measured, and how it is written.

import { data, rightIds } from './data.mjs'

export const batchSize = 50

export const median = times => quantile(times, 0.5)

export function quantile(times, q) {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]
}

/** Share, with the bounds of Wilson's 95 % interval. */
export function share(count, of) {
  const z = 1.96, p = count / of, d = 1 + (z * z) / of
  const middle = (p + (z * z) / (2 * of)) / d
  const reach = (z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))) / d
  return { count, of, share: p, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) }
}

export const percent = x => (100 * x).toFixed(1)
export const cell = ({ of, share, low, high }) => (of === 0 ? '–' : `${percent(share)} (${percent(low)}–${percent(high)})`)

/** Answers every line by search, each call timed in µs. */
export function answered(lines, search, times = []) {
  return lines.map(line => {
    const begun = performance.now()
    const answer = search(line)
    times.push((performance.now() - begun) * 1000)
    return answer
  })
}

/** The same for a search that takes many lines at once. */
export function answeredInBatches(lines, search, times = []) {
  const answers = []
  for (let i = 0; i < lines.length; i += batchSize) {
    const batch = lines.slice(i, i + batchSize)
    const begun = performance.now()
    answers.push(...search(batch))
    if (batch.length === batchSize) times.push(((performance.now() - begun) * 1000) / batchSize)
  }
  return answers
}

export function measure(track, answer, accepted, every = 1) {
  const test = { ...data.test, positives: data.test.positives.filter((_, i) => i % every === 0) }
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

export const microseconds = t => (t < 10 ? t.toFixed(1) : Math.round(t).toLocaleString('en'))

/** Whether a line has values to find, and whether an answer has exactly these. */
export const hasValues = line => line.values !== null && Object.keys(line.values).length > 0
export const valuesRight = (line, answer) => Object.entries(line.values).every(([name, want]) => {
  const have = answer.values?.[name] ?? ''
  return plain(have) === plain(want) || (have.endsWith('…') && want.startsWith(have.slice(0, -1)))
})
// A full stop may end the value or the sentence, and quotes come in two forms.
const plain = value => value.replace(/\.$/, '').replace(/[‘’]/g, "'")
