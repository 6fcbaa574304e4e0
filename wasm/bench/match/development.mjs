// What goes wrong on the development half, and only there.

import { data, rightIds } from './data.mjs'
import { hasValues, percent, valuesRight } from './measures.mjs'
import { accepts, explainOne, matchAll } from './ours.mjs'

const ways = [
  ['A', lines => matchAll(lines, 'A')],
  ['B', lines => matchAll(lines, 'B')],
  ['A explained', lines => lines.map(explainOne('A'))],
  ['B explained', lines => lines.map(explainOne('B'))],
]

/** Prints each line that is missed, wrong or taken, and how many of each kind. */
export function reportDevelopment() {
  const { positives, near, foreign } = data.development
  for (const [way, answer] of ways) {
    const track = way[0]
    const kinds = new Map()
    const print = (what, line, found, more = '') => {
      const given = track === 'B' ? ` [${[line.status || '', line.type].filter(Boolean).join(' ')}]` : ''
      const said = found ? `${found.id} (${found.certainty} ${found.score?.toFixed(2)})` : 'unknown'
      const want = line.ids ? `want ${rightIds(line, track).join('|')}, ` : ''
      console.log(`${way} ${what.padEnd(8)} ${line.kind.padEnd(10)} ${want}have ${said}${given}: ${JSON.stringify(line.text)}${more}`)
    }
    answer(positives).forEach((found, i) => {
      const line = positives[i]
      const right = found && rightIds(line, track).includes(found.id)
      const kind = kinds.get(line.kind) ?? { right: 0, wrong: 0, missed: 0 }
      kinds.set(line.kind, kind)
      kind[accepts(found) ? (right ? 'right' : 'wrong') : 'missed']++
      if (!accepts(found)) print(line.anybodys ? 'ANYBODYS' : 'MISSED', line, found)
      else if (!right) print('WRONG', line, found)
      else if (way === 'A' && hasValues(line) && !valuesRight(line, found)) print('VALUES', line, found, ` ${JSON.stringify(found.values)}, want ${JSON.stringify(line.values)}`)
    })
    const taken = [near, foreign].map(lines => {
      const found = answer(lines)
      found.forEach((a, i) => accepts(a) && print('FALSE', lines[i], a))
      return found.filter(accepts).length
    })
    console.log(`\n${way}, development half:`)
    for (const [kind, { right, wrong, missed }] of kinds) console.log(`  ${kind.padEnd(12)} right ${right}, wrong ${wrong}, missed ${missed}`)
    const all = [...kinds.values()].reduce((sum, k) => ({ right: sum.right + k.right, wrong: sum.wrong + k.wrong, missed: sum.missed + k.missed }))
    console.log(`  all: right ${percent(all.right / positives.length)} %, wrong ${percent(all.wrong / positives.length)} %, missed ${percent(all.missed / positives.length)} %; near ${taken[0]} of ${near.length}, foreign ${taken[1]} of ${foreign.length}\n`)
  }
}
