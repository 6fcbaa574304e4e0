// Writes recordings to measure with: node write.mjs MEGABYTES WATCHED FILE, where
// WATCHED is the share of entries that are calls of the Fitbit Web API. Half of
// those fail.
import fs from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stream } from './recording.mjs';

const [megabytes, watched, file] = process.argv.slice(2);
await pipeline(Readable.fromWeb(stream({ characters: megabytes * 1e6, watched: Number(watched) })), fs.createWriteStream(file));
