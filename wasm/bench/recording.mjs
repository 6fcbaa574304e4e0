// Recordings to measure with, as Chromium exports them: made up, always the same
// for the same options, and made while they are read, so that they can be of any
// size. An entry is what people meet: a page's scripts, styles, pictures, fonts,
// its own API, beacons, and every so often a call of the Fitbit Web API.

// recording yields the text of a HAR, one entry after the other.
//   characters  how long it gets, about
//   watched     share of the entries that are calls of the Fitbit Web API
//   failing     share of those that fail
export function* recording({ characters = 100e6, watched = 0.05, failing = 0.5, seed = 1 } = {}) {
  const random = generator(seed);
  const world = { random, bodies: makeBodies(random), tokens: new Map() };
  let written = 0, calls = 0;
  const head = { version: '1.2', creator: { name: 'WebInspector', version: '537.36' }, pages: [page()] };
  let ready = `{\n  "log": ${JSON.stringify(head, null, 2).replaceAll('\n', '\n  ').slice(0, -4)},\n    "entries": [`;
  for (let number = 1; written < characters; number++) {
    const isCall = Math.floor(number * watched) > Math.floor((number - 1) * watched);
    if (isCall) calls++;
    const fails = Math.floor(calls * failing) > Math.floor((calls - 1) * failing);
    const time = new Date(start + number * 700);
    const entry = isCall ? call(world, time, calls, fails) : traffic(world, time, number);
    ready += (number > 1 ? ',' : '') + ('\n' + JSON.stringify(entry, null, 2)).replaceAll('\n', '\n      ');
    written += ready.length;
    yield ready;
    ready = '';
  }
  yield '\n    ]\n  }\n}';
}

// stream is the same as UTF-8, in pieces as a file's stream has them.
export function stream(options) {
  const parts = recording(options), encoder = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      let text = '';
      while (text.length < 1 << 16) {
        const { value, done } = parts.next();
        if (done) {
          if (text) controller.enqueue(encoder.encode(text));
          controller.close();
          return;
        }
        text += value;
      }
      controller.enqueue(encoder.encode(text));
    },
  });
}

const start = Date.parse('2026-10-30T09:00:00Z');

// generator gives numbers from 0 up to below the one it is asked for (mulberry32).
function generator(seed) {
  return below => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor(((t ^ (t >>> 14)) >>> 0) / 2 ** 32 * below);
  };
}

const pick = (random, list) => list[random(list.length)];

// repeat puts a text together from what part makes, until it is that long.
function repeat(length, part) {
  let text = '';
  while (text.length < length) text += part();
  return text;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const noise = (random, length) => repeat(length, () => letters[random(64)]);
const id = (random, length) => noise(random, length).replace(/[+/]/g, '7');
const words = 'session render update token window object value return error month scope chart panel state route'.split(' ');

// makeBodies makes some bodies of each kind, of tens of kilobytes: what differs
// from entry to entry is which comes.
function makeBodies(random) {
  const some = (count, shortest, longest, make) =>
    Array.from({ length: count }, () => make(shortest + random(longest - shortest)));
  const word = () => pick(random, words);
  const script = () => pick(random, [
    () => `function ${word()}(e,t){return void 0===t?e.${word()}:"${word()}"===t.type&&e[${random(99)}]}`,
    () => `var ${word()}=n(${random(9999)}),r=o.${word()}.bind(this,!0);for(let i=0;i<r.length;i++)s.push(r[i].${word()});`,
    () => `if(/^\\s*${word()}\\d+$/.test(u))throw new Error("${word()} is not a ${word()}: "+u.${word()});`,
    () => `const{${word()}:a,...l}=e;return(0,c.jsx)("div",{className:\`\${a}-${word()}\`,...l,children:d?.${word()}??null})\n`,
  ])();
  const style = () => `.${word()}-${word()}__${word()}{display:flex;margin:0 ${random(40)}px;color:#${random(900) + 100};background:url("/i/${word()}.svg")}\n`;
  const markup = prose => () => `<div class="${word()} ${word()}" data-id="${random(1e6)}">\n\t<p>${pick(random, prose)}</p>\n\t<a href="/${word()}/${random(1e4)}">${word()}</a>\n</div>\n`;
  const english = ['Steps of the last seven days, compared with the week before.', 'We don’t know this device yet — add it in your settings.', 'Your heart rate was lower than usual.'];
  const others = ['Schritte der letzten sieben Tage, verglichen mit der Woche davor: größer, schöner, länger.', '過去7日間の歩数を前の週と比較します。', 'Шаги за последние семь дней по сравнению с предыдущей неделей 🎉'];
  const record = () => ({ id: random(1e9), name: `${word()} ${word()}`, tags: [word(), word()], active: random(2) === 1, score: random(1e6) / 1e3, url: `https://cdn.example/${word()}/${random(1e6)}.png` });
  const json = length => JSON.stringify({ items: Array.from({ length: length / 150 | 0 }, record), next: null });
  const minute = i => `${String(i / 60 | 0).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:00`;
  const intraday = () => JSON.stringify({
    'activities-heart': [{ dateTime: '2026-10-29', value: { customHeartRateZones: [], heartRateZones: [{ caloriesOut: 1410.3, max: 98, min: 30, minutes: 1212, name: 'Out of Range' }], restingHeartRate: 61 } }],
    'activities-heart-intraday': { dataset: Array.from({ length: 1440 }, (_, i) => ({ time: minute(i), value: 50 + random(80) })), datasetInterval: 1, datasetType: 'minute' },
  });
  const series = () => JSON.stringify({ 'activities-steps': Array.from({ length: 30 + random(335) }, (_, i) => ({ dateTime: new Date(start - i * 864e5).toISOString().slice(0, 10), value: String(random(20000)) })) });
  const devices = () => JSON.stringify([{ battery: 'High', batteryLevel: random(100), deviceVersion: 'Charge 6', features: [], id: String(random(1e9)), lastSyncTime: '2026-10-30T07:18:02.000', mac: '0123456789AB', type: 'TRACKER' }]);
  const sleep = () => JSON.stringify({ sleep: Array.from({ length: 3 + random(20) }, () => ({ dateOfSleep: '2026-10-29', duration: random(3e7), efficiency: 90, isMainSleep: true, levels: { data: Array.from({ length: 25 }, (_, i) => ({ dateTime: `2026-10-29T0${i % 10}:12:30.000`, level: pick(random, ['light', 'deep', 'rem', 'wake']), seconds: random(3600) })) }, logId: random(1e12), type: 'stages' })) });
  return {
    script: some(12, 20e3, 120e3, length => repeat(length, script)),
    style: some(6, 5e3, 40e3, length => repeat(length, style)),
    page: some(6, 10e3, 60e3, length => '<!doctype html>\n<html lang="en">\n' + repeat(length, markup(english))),
    foreign: some(4, 10e3, 60e3, length => '<!doctype html>\n<html>\n' + repeat(length, markup(others))),
    json: some(12, 2e3, 60e3, json),
    picture: some(12, 4e3, 90e3, length => noise(random, length & ~3)),
    font: some(4, 20e3, 80e3, length => noise(random, length & ~3)),
    intraday: some(4, 0, 1, intraday), series: some(4, 0, 1, series), devices: some(2, 0, 1, devices), sleep: some(4, 0, 1, sleep),
  };
}

// kinds are what a page loads, and how many of each.
const kinds = [
  { share: 2, kind: 'script', type: 'script', mime: 'text/javascript; charset=utf-8', path: 'static/js', end: 'js' },
  { share: 1, kind: 'style', type: 'stylesheet', mime: 'text/css', path: 'static/css', end: 'css' },
  { share: 1, kind: 'page', type: 'document', mime: 'text/html; charset=utf-8', path: 'dashboard', end: 'html' },
  { share: 1, kind: 'foreign', type: 'document', mime: 'text/html; charset=utf-8', path: 'intl', end: 'html' },
  { share: 3, kind: 'json', type: 'fetch', mime: 'application/json', path: 'api/v2', end: 'json' },
  { share: 3, kind: 'picture', type: 'image', mime: 'image/webp', path: 'images', end: 'webp', base64: true },
  { share: 1, kind: 'font', type: 'font', mime: 'font/woff2', path: 'fonts', end: 'woff2', base64: true },
  { share: 2, kind: 'beacon', type: 'ping', mime: 'x-unknown', path: 'collect', end: 'gif' },
];
const deck = kinds.flatMap(kind => Array(kind.share).fill(kind));
const hosts = ['strides.example', 'cdn.strides.example', 'static.example.net', 'fonts.example.org', 'metrics.example.com', 'api.strides.example'];

function traffic({ random, bodies }, time, number) {
  const what = pick(random, deck);
  const url = `https://${pick(random, hosts)}/${what.path}/${pick(random, words)}-${id(random, 8)}.${what.end}?v=${number}&lang=en-US`;
  const text = what.kind === 'beacon' ? '' : pick(random, bodies[what.kind]);
  const size = what.base64 ? text.length * 3 / 4 : text.length;
  const content = { size, mimeType: what.mime.split(';')[0], compression: size >> 1 };
  if (text) content.text = text;
  if (what.base64) content.encoding = 'base64';
  return entryOf(random, time, what.type, {
    url, headers: [['Cookie', `sid=${id(random, 32)}; theme=dark; _ga=GA1.1.${random(1e9)}.${random(1e9)}`]],
  }, {
    status: text ? 200 : 204, headers: [['Content-Type', what.mime], ['ETag', `W/"${id(random, 16)}"`], ['Cache-Control', 'public, max-age=31536000, immutable']], content,
  });
}

const api = 'https://api.fitbit.com';
const problem = (errorType, message) => JSON.stringify({ errors: [{ errorType, message }], success: false });
const more = ' Visit https://dev.fitbit.com/docs/oauth2 for more information on the Fitbit Web API authorization process.';

// failures are what the API answers: status, path, body.
const failures = [
  token => [401, '/1/user/-/activities/heart/date/2026-10-29/1d/1min.json', problem('expired_token', `Access token expired: ${token}` + more)],
  () => [403, '/1.2/user/-/sleep/date/2026-10-29.json', problem('insufficient_scope', 'This application does not have permission to access sleep data.' + more)],
  () => [429, '/1/user/-/activities/steps/date/2026-10-29/1d/1min.json', JSON.stringify({ error: { code: 429, message: 'Resource has been exhausted (e.g. check quota).', status: 'RESOURCE_EXHAUSTED' } })],
  () => [400, '/1/user/-/hrv/date/2026-09-16/2026-10-30.json', problem('validation', 'The range cannot exceed 30 days for resource type hrv')],
  () => [404, '/1/user/-/food/log.json', problem('not_found', 'The API you are requesting could not be found.')],
  () => [502, '/1/user/-/devices.json', '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'],
];
const successes = [
  ['/1/user/-/activities/heart/date/2026-10-29/1d/1min.json', 'intraday'],
  ['/1/user/-/activities/steps/date/2025-10-30/2026-10-29.json', 'series'],
  ['/1/user/-/devices.json', 'devices'],
  ['/1.2/user/-/sleep/date/2026-10-01/2026-10-29.json', 'sleep'],
];

// tokenAt is the access token in use at a time: a new one each hour.
function tokenAt({ random, tokens }, time) {
  const hour = Math.floor(time / 36e5);
  if (!tokens.has(hour)) {
    const part = claims => btoa(JSON.stringify(claims)).replaceAll('=', '');
    tokens.set(hour, `${part({ alg: 'HS256' })}.${part({ aud: '23RT7K', sub: '9XYZ42', iss: 'Fitbit', typ: 'access_token', scopes: 'ract rhr rpro rwei rnut', exp: hour * 3600 + 28800, iat: hour * 3600 })}.${id(random, 43)}`);
  }
  return tokens.get(hour);
}

function call(world, time, number, fails) {
  const { random, bodies } = world, token = tokenAt(world, time - (fails ? 36e6 : 0));
  const [status, path, text] = fails ? failures[(number >> 1) % failures.length](token) : success(world);
  const mimeType = text[0] === '<' ? 'text/html' : 'application/json';
  return entryOf(random, time, 'fetch', {
    url: api + path, headers: [['Authorization', `Bearer ${token}`], ['Origin', 'https://strides.example']],
  }, {
    status, content: { size: text.length, mimeType, text },
    headers: [['Content-Type', mimeType + ';charset=utf-8'], ['fitbit-rate-limit-limit', '150'], ['fitbit-rate-limit-remaining', String(random(150))], ['fitbit-rate-limit-reset', String(random(3600))], ['Access-Control-Allow-Origin', 'https://strides.example']],
  });
}

function success({ random, bodies }) {
  const [path, kind] = pick(random, successes);
  return [200, path, pick(random, bodies[kind])];
}

function page() {
  return { startedDateTime: new Date(start).toISOString(), id: 'page_1', title: 'https://strides.example/', pageTimings: { onContentLoad: 812.4, onLoad: 2210.9 } };
}

const pairs = list => list.map(([name, value]) => ({ name, value }));

// entryOf is an entry with all that Chromium writes.
function entryOf(random, time, type, request, response) {
  const url = new URL(request.url);
  const frame = () => ({ functionName: pick(random, words), scriptId: String(random(99)), url: 'https://strides.example/static/js/main.7f3a.js', lineNumber: 1, columnNumber: random(99999) });
  const wait = random(400e3) / 1000;
  return {
    _connectionId: String(random(1e6)),
    _initiator: type === 'fetch' ? { type: 'script', stack: { callFrames: [frame(), frame(), frame()] } } : { type: 'parser', url: 'https://strides.example/', lineNumber: random(400) },
    _priority: 'High',
    _resourceType: type,
    cache: {},
    connection: '443',
    pageref: 'page_1',
    request: {
      method: 'GET', url: request.url, httpVersion: 'http/2.0',
      headers: pairs([
        [':authority', url.host], [':method', 'GET'], [':path', url.pathname + url.search], [':scheme', 'https'],
        ['accept', '*/*'], ['accept-encoding', 'gzip, deflate, br, zstd'], ['accept-language', 'en-US,en;q=0.9,de;q=0.8'],
        ['priority', 'u=1, i'], ['referer', 'https://strides.example/'],
        ['sec-ch-ua', '"Chromium";v="146", "Not=A?Brand";v="24"'], ['sec-ch-ua-mobile', '?0'], ['sec-ch-ua-platform', '"Linux"'],
        ['sec-fetch-dest', 'empty'], ['sec-fetch-mode', 'cors'], ['sec-fetch-site', 'cross-site'],
        ['user-agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36'],
        ...request.headers]),
      queryString: pairs([...url.searchParams]),
      cookies: [], headersSize: -1, bodySize: 0,
    },
    response: {
      status: response.status, statusText: '', httpVersion: 'http/2.0',
      headers: pairs([
        ['alt-svc', 'h3=":443"; ma=86400'], ['content-encoding', 'br'], ['date', time.toUTCString()], ['server', 'cloudflare'],
        ['strict-transport-security', 'max-age=31536000; includeSubDomains'], ['vary', 'Origin, Accept-Encoding'],
        ['via', '1.1 google'], ['x-content-type-options', 'nosniff'], ['x-request-id', id(random, 24)], ...response.headers]),
      cookies: [], content: response.content, redirectURL: '', headersSize: -1, bodySize: -1,
      _transferSize: response.content.size >> 1, _error: null, _fetchedViaServiceWorker: false,
    },
    serverIPAddress: `203.0.113.${random(256)}`,
    startedDateTime: time.toISOString(),
    time: wait + 12.25,
    timings: { blocked: random(9000) / 1000, dns: -1, ssl: -1, connect: -1, send: 0.25, wait, receive: 12, _blocked_queueing: 1.5 },
  };
}
