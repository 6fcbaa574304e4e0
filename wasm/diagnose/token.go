package diagnose

import "misstep/wasm/har"

// tokenIndex knows which tokens the session saw issued, replaced, revoked and used.
type tokenIndex struct{}

func (i *tokenIndex) observe(s *Session, id int, x *har.Exchange) {}

// examineToken reads the access token.
func examineToken(e *examination) []clue { return nil }
