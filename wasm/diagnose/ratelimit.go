package diagnose

import "misstep/wasm/har"

// trafficIndex knows what was called when.
type trafficIndex struct{}

func (i *trafficIndex) observe(s *Session, id int, x *har.Exchange) {}

// examineRateLimit reads the rate limit and what used it up.
func examineRateLimit(e *examination) []clue { return nil }
