package session

import (
	"strings"

	"misstep/wasm/httpmsg"
)

// How much is kept of a body's text, in bytes. What an answer brought explains
// no other exchange, if it was data; its beginning is kept for people to see
// what it was. As much of a failure is read as is kept.
const (
	MostData    = 2 << 10 // about as much as the headers of an exchange
	MostFailure = httpmsg.MaxBody
)

// keepBody lets go of what nobody will ask for again of a body that was taken
// note of.
func (s *Session) keepBody(r *Recorded) {
	body, most := &r.Exchange.Response.Body, MostFailure
	if r.Data && !r.neededWhole() {
		most = MostData
	}
	body.Truncate(most)
}

// neededWhole reports whether data is read again: tokens when they are used,
// and what lacks the data that it is for, which is a failure.
func (r *Recorded) neededWhole() bool {
	body := &r.Exchange.Response.Body
	if r.Endpoint == nil {
		return r.IsStep || strings.Contains(body.Text[:min(len(body.Text), MostData)], `"access_token"`)
	}
	return r.IsStep || !HoldsData(r.Endpoint, body)
}
