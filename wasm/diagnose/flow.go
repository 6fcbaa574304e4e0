package diagnose

import "misstep/wasm/har"

// flowIndex knows the steps of OAuth that the session saw.
type flowIndex struct{}

func (i *flowIndex) observe(s *Session, id int, x *har.Exchange) {}

// examineFlow follows OAuth from the consent page to the use of the token.
func examineFlow(e *examination) []clue { return nil }
