package diagnosis

import "misstep/wasm/session"

// What moved to session, under the names by which others know it still.
const TokenIssued = session.TokenIssued
const TokenReplaced = session.TokenReplaced
const TokenRevoked = session.TokenRevoked
const TokenUsed = session.TokenUsed

type RateTold = session.RateTold
type TokenLife = session.TokenLife
type TokenStep = session.TokenStep
