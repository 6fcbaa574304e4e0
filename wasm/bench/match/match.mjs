// The matcher beside what people would otherwise use: the same lines to all,
// in one Node process.
//
//   node match.mjs [--wasm FILE] [--wasm-exec FILE] [--write FILE] [--every N] [--dev]
//
//   --wasm FILE       the module (../../../dist/extension/misstep.wasm)
//   --wasm-exec FILE  the Go toolchain's wasm_exec.js (the one beside the module)
//   --write FILE      write the tables there, too
//   --every N         peers but the regex answer only every N-th positive: all of them take
//                     most of an hour; 0: no peer but the regex
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
import { reportDevelopment } from './development.mjs'
import { options } from './ours.mjs'
import { report } from './report.mjs'

if (options.dev) reportDevelopment()
else report()
process.exit(0) // the Go program never ends by itself
