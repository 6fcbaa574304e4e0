package diagnosis

import "misstep/wasm/analysis"

// What moved to analysis, under the names by which others know it still.
const Certain = analysis.Certain
const Likely = analysis.Likely
const PartBody = analysis.PartBody
const PartClient = analysis.PartClient
const PartHeader = analysis.PartHeader
const PartMethod = analysis.PartMethod
const PartNotation = analysis.PartNotation
const PartPath = analysis.PartPath
const PartQuery = analysis.PartQuery
const PartScheme = analysis.PartScheme
const Possible = analysis.Possible

type Certainty = analysis.Certainty
type Correction = analysis.Correction
type Evidence = analysis.Evidence
