// Seeded positives: every wording of every entry as it may reach a person's
// eyes: mistyped, wrapped, cut off, in another notation. The same seed and
// catalog give the same lines. Each carries the entries it stands for and
// the values its placeholders hold.

const seed = 20240517

/**
 * A positive: text; ids (right answers by the text alone); idsTyped (right
 * answers where status and type are known, too); entry (the one it was made
 * from, of which message is the wording); kind of perturbation; status and type as the wording has them;
 * values its placeholders hold, or null where they cannot be told any more.
 */
export function positives(packs) {
  const wordings = wordingsOf(packs)
  const made = []
  for (const wording of wordings) {
    // Each wording has its own stream, so that a new entry changes no other's lines.
    const random = generator(hash(wording.message) ^ seed)
    for (const [kind, times] of Object.entries(counts)) {
      const seen = new Set()
      for (let n = 0; n < times; n++) {
        const { status, type } = random.pick(wording.forms)
        const line = mutate(kind, { ...wording, status, type }, random, wordings)
        if (!line || seen.has(line.text)) continue
        seen.add(line.text)
        const idsTyped = line.ids.filter(id => !wording.ids.includes(id) || id === wording.id || hasType(wordings, id, type))
        made.push({ kind, entry: wording.id, message: wording.message, status, type, idsTyped, ...line })
      }
    }
  }
  return made
}

const counts = {
  exact: 2, case: 1, 'one typo': 1, 'two typos': 1, dropped: 1, inserted: 1, reworded: 1, wrapped: 3, truncated: 1, notation: 3, 'two errors': 1,
}

/** The development half of what is split by this key; the rest is the test half. */
export const isDevelopment = key => (mix(hash(key)) & 1) === 0

/**
 * Every wording of the packs' entries, once: id of its entry, message, its
 * parts, the forms (status 0 and type "" where there is none) it comes in, and
 * ids, the entries that have the same wording.
 */
export function wordingsOf(packs) {
  const wordings = []
  for (const pack of packs) {
    for (const entry of pack.errors) {
      const own = new Map()
      for (const { status, type, message = entry.message } of [entry, ...(entry.variants ?? [])]) {
        if (!message) continue
        const form = { status: status || entry.status || 0, type: type || entry.type || '' }
        const known = own.get(message.toLowerCase())
        if (known) {
          known.forms.push(form)
          continue
        }
        const wording = { id: entry.id, entryKind: entry.kind ?? 'error', message, parts: partsOf(message, pack.placeholders), forms: [form] }
        own.set(message.toLowerCase(), wording)
        wordings.push(wording)
      }
    }
  }
  for (const wording of wordings) {
    wording.ids = [...new Set(wordings.filter(other => skeleton(other) === skeleton(wording)).map(other => other.id))]
  }
  return wordings
}

const hasType = (wordings, id, type) => wordings.some(w => w.id === id && w.forms.some(form => form.type === type))

const skeleton = wording => wording.parts.map(p => (p.name ? '\0' : p.text.toLowerCase())).join('')

/** Splits a message into literal parts {text} and placeholders {name, kind}. */
function partsOf(message, kinds) {
  return message.split(/(\{[a-z_]+\})/).filter(Boolean).map(text => {
    const name = /^\{([a-z_]+)\}$/.exec(text)?.[1]
    return name ? { name, kind: kinds[name] ?? 'text' } : { text }
  })
}

// Perturbations.

function mutate(kind, wording, random, all) {
  const { parts, values } = filled(wording, random)
  const symbolic = /^net::/.test(wording.message) // a symbol, which nobody types
  const of = parts => ({ text: join(parts), ids: wording.ids, values })
  switch (kind) {
    case 'exact':
      return of(parts)
    case 'case': {
      const change = random.pick([s => s.toLowerCase(), s => s.toUpperCase(), s => s.replace(/\b[a-z]/g, c => c.toUpperCase())])
      return of(parts.map(p => (p.name ? p : { text: change(p.text) })))
    }
    case 'one typo':
    case 'two typos': {
      if (symbolic) return null
      let mistyped = parts
      const places = new Set()
      for (let n = kind === 'one typo' ? 1 : 2; n > 0; n--) {
        mistyped = withTypo(mistyped, random, places)
        if (!mistyped) return null
      }
      return of(mistyped)
    }
    case 'dropped':
      return symbolic ? null : changed(parts, /(?<![\w'])(?:a|an|the|is|are|to|of|in|on|for|by|with|this|be|was|has|should|please)\s+/gi, '', random, of)
    case 'inserted':
      return symbolic ? null : changed(parts, /(?<=[a-z]) (?=[a-z])/gi, () => ` ${random.pick(['currently', 'unfortunately', 'really', 'also', 'just', 'simply', 'again'])} `, random, of)
    case 'reworded':
      return symbolic ? null : reworded(parts, random, of)
    case 'wrapped':
      return { ...of(parts), text: wrapped(join(parts), wording, random) }
    case 'truncated':
      return truncated(join(parts), wording, random, all)
    case 'notation':
      return { ...of(parts), text: notation(parts, random), values: null }
    case 'two errors': {
      const half = isDevelopment(wording.id)
      const others = all.filter(w => isDevelopment(w.id) === half && !w.ids.includes(wording.id) && w.entryKind === wording.entryKind)
      const alike = others.filter(w => w.forms.some(form => form.status === wording.status))
      const second = random.pick(alike.length ? alike : others)
      const texts = [join(parts), join(filled(second, random).parts)]
      const separator = random.pick([' ', '; ', '\n', '. ', ' | '])
      return { text: texts.join(separator), ids: [...wording.ids, ...second.ids], values: null }
    }
  }
}

const join = parts => parts.map(p => p.text).join('').trim()

/** The wording with a value in each placeholder. */
function filled(wording, random) {
  const values = {}
  const parts = wording.parts.map((p, i) => {
    if (!p.name) return p
    const last = i === wording.parts.length - 1
    const mayBeEmpty = last && (p.kind === 'token' || p.kind === 'code')
    values[p.name] = mayBeEmpty && random.below(6) === 0 ? '' : valueFor(p, wording, random)
    return { ...p, text: values[p.name] }
  })
  return { parts, values }
}

function valueFor(part, wording, random) {
  const choices = byName[part.name] ?? byKind[part.kind] ?? byKind.text
  return random.pick(choices)(random)
}

const hex = length => random => random.letters('0123456789abcdef', length)
const base64url = length => random => random.letters('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', length)
const say = (...texts) => texts.map(text => () => text)
const jwt = random => `eyJhbGciOiJIUzI1NiJ9.eyJ${base64url(90 + random.below(120))(random)}.${base64url(43)(random)}`
const signature = random => `${random.letters('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+', 27)}=`

const byKind = {
  token: [jwt, jwt, hex(64), ...say('xxxxxx')],
  code: [hex(40), hex(40), ...say('123456')],
  date: say('2024-13-45', '2024-02-30', 'yesterday', '20240101', '2024/01/05', '17-05-2024', '2016-08-16T00:00:00', 'start'),
  url: say('https://app.example.com/callback?code=5f2c&state=a1b2', 'http://localhost:3000/callback', 'https://127.0.0.1:8080/', 'myapp://fitbit', 'https://example.org/oauth/fitbit/'),
  integer: say('7', '30', '31', '100', '1095'),
  scope: say('irn', 'heart_rate', 'activty', 'sleeps', 'everything'),
  period: say('90d', 'max', '2y', '1day', '5w', '12m'),
  path: say('/activities/floors', '/heart', '/sleep', '/activities/step', '/foods/log/carbs'),
  word: say('alpha', 'value'),
  text: say('null', 'undefined', '77'),
}

const byName = {
  access: say('access', 'read', 'write'),
  resource: say('profile', 'sleep', 'heartrate', 'nutrition', 'activityCalories'),
  domain: say('api.fitbit.co', 'fitbit.example.com', 'api.fitbit.com:80'),
  field: say('Weight', 'Date', 'foodId', 'startTime', 'durationMillis'),
  key: [hex(32), ...say('sadsa')],
  signature: [signature],
  token: [hex(32), hex(32), ...say('XXXXXXXXXXXXXX')],
  code_verifier: [base64url(43), base64url(64), base64url(128)],
  header: say('Basic MjJEUFFYOg==', 'Bearer', 'null', 'undefined', 'Basic'),
  client_id: say('null', '22ABCD'),
  subscriber_id: say('null', '77', '0'),
  max: say('31', '100', '1095', 'MAX'),
  url: say('https://api.fitbit.com/1/user/-/profile.json', 'https://api.fitbit.com/oauth2/token', 'https://api.fitbit.com/1/user/-/activities/heart/date/today/1d.json'),
  origin: say('http://localhost:3000', 'https://app.example.com', 'null'),
  reason: say("CORS header ‘Access-Control-Allow-Origin’ missing", 'It does not have HTTP ok status.', "No 'Access-Control-Allow-Origin' header is present on the requested resource."),
  window: say('1420057391-1420057991', '1400000000-1400000600'),
  parameters: say('oauth_signature_method%26oauth_signature', 'oauth_token'),
}

/** One typo in a word of at least four letters that has none yet; null when there is no such word. */
function withTypo(parts, random, places) {
  const words = []
  parts.forEach((p, part) => {
    if (p.name) return
    for (const m of p.text.matchAll(/[a-z]{4,}/gi)) {
      if (m[0] !== 'null' && !places.has(`${part}:${words.length}`)) words.push({ part, at: m.index, word: m[0], place: `${part}:${words.length}` })
      else words.push(null)
    }
  })
  const free = words.filter(Boolean)
  if (free.length === 0) return null
  const { part, at, word, place } = random.pick(free)
  places.add(place)
  const i = 1 + random.below(word.length - 2)
  const mistyped = random.pick([
    () => word.slice(0, i) + word.slice(i + 1),
    () => word.slice(0, i) + word[i] + word.slice(i),
    () => word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2),
    () => word.slice(0, i) + neighbor(word[i], random) + word.slice(i + 1),
  ])()
  const text = parts[part].text
  return parts.map((p, n) => (n === part ? { text: text.slice(0, at) + mistyped + text.slice(at + word.length) } : p))
}

const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']

function neighbor(letter, random) {
  const row = keyboard.find(r => r.includes(letter.toLowerCase()))
  const at = row.indexOf(letter.toLowerCase())
  return random.pick([row[at - 1], row[at + 1]].filter(Boolean))
}

/** Replaces one of the places where pattern fits in the literal parts. */
function changed(parts, pattern, replacement, random, of) {
  const places = parts.flatMap((p, part) => (p.name ? [] : [...p.text.matchAll(pattern)].map(m => ({ part, at: m.index, length: m[0].length }))))
  if (places.length === 0) return null
  const { part, at, length } = random.pick(places)
  const by = typeof replacement === 'function' ? replacement() : replacement
  return of(parts.map((p, n) => (n === part ? { text: p.text.slice(0, at) + by + p.text.slice(at + length) } : p)))
}

const rewordings = [
  [/\bthe\b/, 'a'], [/\bthe\b/, 'this'], [/\bThe\b/, 'This'], [/\bThe\b/, 'A'], [/\ba\b/, 'the'], [/\ban\b/, 'the'], [/\bThis\b/, 'The'], [/\bthis\b/, 'the'],
  [/could not/, "couldn't"], [/cannot/, 'can not'], [/is not/, "isn't"], [/does not/, "doesn't"], [/did not/, "didn't"], [/\bwas\b/, 'has been'], [/\bis\b/, 'was'],
]

function reworded(parts, random, of) {
  const fitting = rewordings.filter(([from]) => parts.some(p => !p.name && from.test(p.text)))
  if (fitting.length) {
    const [from, to] = random.pick(fitting)
    return changed(parts, new RegExp(from, 'g'), to, random, of)
  }
  if (parts[0].name) return null
  const [first, ...rest] = parts
  return of([{ text: `The ${first.text[0].toLowerCase()}${first.text.slice(1)}` }, ...rest])
}

const exceptions = { 400: 'HTTPBadRequest', 401: 'HTTPUnauthorized', 403: 'HTTPForbidden', 404: 'HTTPNotFound', 409: 'HTTPConflict', 429: 'HTTPTooManyRequests' }

function wrapped(message, wording, random) {
  const logs = [
    m => `2024-05-17 08:31:02,114 ERROR [fitbit.sync] ${m}`,
    m => `[2024-05-17T08:31:02.114Z] warn: fitbit request failed (attempt 2/3): ${m}`,
    m => `May 17 08:31:02 web-1 app[4711]: ${m}`,
    m => `Has anybody seen this? I get "${m}" since yesterday.`,
    m => `Uncaught (in promise) ${m}\n    at fetchProfile (https://app.example.com/fitbit.js:42:11)`,
  ]
  const network = [m => `GET https://api.fitbit.com/1/user/-/profile.json ${m}`, m => `(failed) ${m}`]
  const consent = [
    m => `Developer information: ${wording.type ? `${wording.type} - ` : ''}${m}`,
    m => `The app you're trying to connect did not provide valid information to Fitbit. Please report this issue to them.\n\nDeveloper information: ${wording.type ? `${wording.type} - ` : ''}${m}`,
  ]
  const exception = exceptions[wording.status] ?? 'APIError'
  const answers = [
    m => `${exception}: ${m}`,
    m => `fitbit.exceptions.${exception}: ${m}`,
    m => `${m} Visit https://dev.fitbit.com/docs/oauth2 for more information on the Fitbit Web API authorization process.`,
    m => `${m.replace(/\.$/, '')}. Visit https://dev.fitbit.com/docs/oauth2 for more information on the Fitbit Web API authorization process.`,
    m => `${m.replace(/\.$/, '')}. Error id: AC4516A4:704B_A92D91CB:01BB_${random.letters('0123456789ABCDEF', 8)}_6881765C:1D7A`,
    m => `Fitbit API request failed.${wording.status ? ` Status code: ${wording.status}` : ''} ${m}`,
    m => `Error: ${m}\n    at request (/srv/app/fitbit.js:42:11)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)`,
  ]
  const own = { network, consent }[wording.entryKind] ?? answers
  return random.pick([...own, ...own, ...logs])(message)
}

/**
 * The first 60 % or more of the message: so much that no other wording begins
 * with the same words.
 */
function truncated(message, wording, random, all) {
  let keep = Math.ceil(message.length * (0.6 + 0.35 * random.fraction()))
  const others = all.filter(w => !wording.ids.includes(w.id))
  for (; keep < message.length; keep++) {
    const kept = message.slice(0, keep).trimEnd()
    if (!others.some(other => beginsWith(other.parts, kept.toLowerCase()))) {
      return { text: kept + random.pick(['', '', '…', '...']), ids: wording.ids, values: null }
    }
  }
  return null
}

/** Reports whether a filled wording may begin with the text (lower case). */
function beginsWith(parts, text) {
  if (parts.length === 0) return text === ''
  const [part, ...rest] = parts
  if (!part.name) {
    const literal = part.text.toLowerCase()
    return text.length <= literal.length ? literal.startsWith(text) : text.startsWith(literal) && beginsWith(rest, text.slice(literal.length))
  }
  if (rest.length === 0) return true
  const next = rest[0].text.toLowerCase()
  for (let at = text.indexOf(next); at >= 0; at = text.indexOf(next, at + 1)) {
    if (beginsWith(rest, text.slice(at))) return true
  }
  return false
}

/** The message inside an answer as other languages print it, or as markup. */
function notation(parts, random) {
  const message = join(parts)
  const escaped = JSON.stringify(message)
  const single = message.includes("'") ? `"${message}"` : `'${message}'`
  const entities = message.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;')
  const curly = message.replace(/"([^"]*)"/g, '“$1”').replace(/'([^']*)'/g, '‘$1’')
  const forms = [
    () => `{'errors': [{'fieldName': 'n/a', 'message': ${single}}], 'success': False}`,
    () => `{u'errors': [{u'message': u${single}}], u'success': False}`,
    () => `{"errors"=>[{"fieldName"=>"n/a", "message"=>${escaped}}], "success"=>false}`,
    () => `{ errors: [ { message: ${single} } ], success: false }`,
    () => `%{"errors" => [%{"message" => ${escaped}}], "success" => false}`,
    () => `{"errors":[{"fieldName":"n/a","message":${escaped}}],"success":false}`,
    () => JSON.stringify(`{"errors":[{"message":${escaped}}],"success":false}`),
    () => `{"message":${escaped.replace(/'/g, '\\u0027').replace(/&/g, '\\u0026').replace(/=/g, '\\u003d')}}`,
    () => `<p class="error">${entities}</p>`,
    () => (curly === message ? `“${message}”` : curly),
    () => (/_/.test(join(parts.filter(p => !p.name))) ? parts.map(p => (p.name ? p.text : p.text.replace(/_/g, ''))).join('').trim() : `_${message}_`),
  ]
  return random.pick(forms)()
}

// Chance, the same in every run.

/** FNV-1a. */
function hash(text) {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

function mix(h) {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Mulberry32, with what is drawn here. */
export function generator(state) {
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = n => Math.floor(fraction() * n)
  return {
    fraction,
    below,
    pick: list => list[below(list.length)],
    letters: (alphabet, length) => Array.from({ length }, () => alphabet[below(alphabet.length)]).join(''),
  }
}
