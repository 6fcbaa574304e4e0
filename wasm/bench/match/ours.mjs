// The matcher under test. An answer is {id, score, certainty, values}, or null.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import vm from 'node:vm'

const here = dirname(fileURLToPath(import.meta.url))
const dist = join(here, '../../../dist/extension')
export const { values: options } = parseArgs({
  options: {
    wasm: { type: 'string', default: join(dist, 'misstep.wasm') },
    'wasm-exec': { type: 'string', default: join(dist, 'wasm_exec.js') },
    write: { type: 'string' },
    every: { type: 'string', default: '1' },
    dev: { type: 'boolean', default: false },
  },
})

export const misstep = await start(options.wasm, options['wasm-exec'])

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
  const { method = 'GET', url, body } = origins.get(entry) ?? origins.get('')
  const kind = kinds.get(entry)
  if (kind === 'network') return `${method} ${url} ${text}` // as a console prints it
  if (!status) return !type ? text : kind === 'consent' ? `Developer information: ${type} - ${text}` : text.startsWith('(') ? text : `(${type}) ${text}`
  return {
    request: { method, url },
    response: { status, content: { mimeType: 'application/json', text: captured ? text : body(text, type || undefined, status) } },
  }
}

const symptom = ({ text, status, type }, track) => (track === 'A' ? { message: text } : { message: text, ...(status && { status }), ...(type && { type }) })

function answerOf([first]) {
  return first ? { id: first.id, score: first.score, certainty: first.certainty, values: first.values ?? {} } : null
}

const kinds = new Map(misstep.catalog().flatMap(pack => pack.errors.map(entry => [entry.id, entry.kind])))

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

export const explainOne = track => line => answerOf(misstep.explain(explainable(line, track)).findings.filter(finding => entryIds.has(finding.id)))

/** All lines in one crossing. */
export const matchAll = (lines, track) => misstep.match(lines.map(line => symptom(line, track))).map(answerOf)

export const accepts = answer => answer !== null && answer.certainty !== 'possible'
