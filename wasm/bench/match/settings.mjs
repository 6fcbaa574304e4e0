// Peers are given the settings and thresholds that do best for them.

import { data, wordings } from './data.mjs'
import { generator } from './mutate.mjs'

const sampled = 80 // positives, and as many near misses, by which a peer's settings are chosen

/** A peer's setting as a search of one line; null when it finds nothing. */
export function searchOf(setting, track) {
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
export function thresholdFor(answers, rate) {
  const scores = answers.map(a => a?.score ?? 0).sort((a, b) => b - a)
  return scores[Math.floor(rate * scores.length)] ?? 0
}

export const above = threshold => answer => answer !== null && answer.score > threshold

/** The setting that accepts most rightly on a sample of the development half. */
export function chosenSetting(peer, rate) {
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
