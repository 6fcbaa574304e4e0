// What people would otherwise use. Each peer offers several settings, of which
// the bench takes the one that does best on the development half: templates
// with their placeholders kept or stripped, and, where a library can search
// either way, the message as the query or the templates as queries.
//
// A setting's build(templates) makes a search of these templates: a function
// from a text to [{template, score}], best first, score the higher the better.
// A template is {id, type, message, parts, …} as mutate.mjs makes it.

import Fuse from 'fuse.js'
import * as fuzzball from 'fuzzball'
import MiniSearch from 'minisearch'
import fuzzysort from 'fuzzysort'
import { Searcher, fuzzy } from 'fast-fuzzy'

const shown = 5 // results looked at, to let the error type break ties

const kept = template => template.message
const stripped = template => template.parts.map(p => (p.name ? '' : p.text)).join('').replace(/['"]{2}/g, '').replace(/\s+/g, ' ').replace(/[\s:=]+$/, '').trim()
const wordings = { stripped, kept }

const each = (names, make) => names.flatMap(name => Object.entries(wordings).map(([label, wording]) => ({ label: [name, label].filter(Boolean).join(', '), build: templates => make(name, templates, templates.map(wording)) })))

/** The best of the scores one per template. */
function best(templates, scores) {
  return templates.map((template, i) => ({ template, score: scores[i] })).filter(r => r.score > 0).sort((a, b) => b.score - a.score).slice(0, shown)
}

const messageAsQuery = 'message as query'
const templateAsQuery = 'template as query'

function fuse(own) {
  const options = { includeScore: true, ...own }
  return each([messageAsQuery, templateAsQuery], (name, templates, texts) => {
    if (name === messageAsQuery) {
      const index = new Fuse(texts, options)
      return text => index.search(text, { limit: shown }).map(r => ({ template: templates[r.refIndex], score: 1 - r.score }))
    }
    return text => {
      const message = new Fuse([text], options)
      return best(templates, texts.map(query => 1 - (message.search(query)[0]?.score ?? 1)))
    }
  })
}

function ratio(scorer) {
  return each([''], (_, templates, texts) => text => fuzzball.extract(text, texts, { scorer, limit: shown }).map(([, score, i]) => ({ template: templates[i], score })))
}

export const peers = [
  {
    name: 'anchored regex per template',
    regex: true,
    settings: [{
      label: '',
      build(templates) {
        const patterns = templates.map(t => anchored(t.parts)).map((pattern, i) => ({ pattern, template: templates[i] }))
        patterns.sort((a, b) => stripped(b.template).length - stripped(a.template).length) // the most literal first
        return text => {
          for (const { pattern, template } of patterns) {
            const found = pattern.exec(text)
            if (found) return [{ template, score: 1, values: { ...found.groups } }]
          }
          return []
        }
      },
    }],
  },
  { name: 'fuse.js 7.5 default', fuse: true, settings: fuse({}) },
  { name: 'fuse.js 7.5 ignoreLocation', settings: fuse({ ignoreLocation: true }) },
  { name: 'fuzzball 2.2 token_set_ratio', settings: ratio(fuzzball.token_set_ratio) },
  { name: 'fuzzball 2.2 partial_ratio', settings: ratio(fuzzball.partial_ratio) },
  {
    name: 'minisearch 7.2 fuzzy',
    settings: each(['score', 'score per word'], (name, templates, texts) => {
      const index = new MiniSearch({ fields: ['text'], searchOptions: { fuzzy: 0.2 } })
      index.addAll(texts.map((text, id) => ({ id, text })))
      return text => index.search(text).slice(0, shown).map(r => ({ template: templates[r.id], score: name === 'score' ? r.score : r.score / r.queryTerms.length }))
    }),
  },
  {
    name: 'fuzzysort 4.0',
    settings: each([messageAsQuery, templateAsQuery], (name, templates, texts) => {
      if (name === messageAsQuery) {
        const targets = texts.map((text, i) => ({ text, template: templates[i] }))
        return text => fuzzysort.go(text, targets, { key: 'text', limit: shown, threshold: 0.01 }).map(r => ({ template: r.obj.template, score: r.score }))
      }
      return text => best(templates, texts.map(query => fuzzysort.single(query, text)?.score ?? 0))
    }),
  },
  {
    name: 'fast-fuzzy 1.12',
    settings: each([messageAsQuery, templateAsQuery], (name, templates, texts) => {
      if (name === messageAsQuery) {
        const searcher = new Searcher(templates.map((template, i) => ({ template, text: texts[i] })), { keySelector: t => t.text, returnMatchData: true, threshold: 0.3 })
        return text => searcher.search(text).slice(0, shown).map(r => ({ template: r.item.template, score: r.score }))
      }
      return text => best(templates, texts.map(query => fuzzy(query, text)))
    }),
  },
]

/** Matches a whole message, placeholders as named groups. */
export function anchored(parts) {
  const seen = new Set()
  const pattern = parts.map(p => {
    if (!p.name) return p.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    if (seen.has(p.name)) return '.*?'
    seen.add(p.name)
    return `(?<${p.name}>.*?)`
  })
  return new RegExp(`^${pattern.join('')}$`, 'is')
}
