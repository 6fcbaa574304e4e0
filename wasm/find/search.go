package find

import (
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"misstep/catalog/location"
	"misstep/catalog/messages"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// A Region is a part of an exchange, in the order in which an explanation shows
// them.
type Region int

// The regions that are searched.
const (
	Finding Region = iota
	URL
	RequestHeaders
	Parameters // whose values the URL or the body has only encoded
	RequestBody
	Failure // why there is no response
	ResponseHeaders
	ResponseBody
	Readings // what other findings say
	regions
)

// A Hit is a match, with the text around it as the screen shows it.
type Hit struct {
	Exchange            int
	Region              Region
	Where               location.Location
	Nth                 int // of the matches in the region, from 0
	Before, Text, After string
}

// A source is a session, as far as it is searched.
type source interface {
	First() int
	LastID() int
	Exchange(id int) *httpmsg.Exchange
	Summary(id int) diagnosis.Summary
	Diagnosis(id int) diagnosis.Diagnosis
	Screen() *redact.Aliases
}

// A Search goes through a session, slice by slice.
type Search struct {
	Hits []Hit // in the order of exchanges and regions; of many the first
	All  int   // how many there are

	pattern *Pattern
	session source
	told    func(text string, started time.Time) string // what a finding says, as the screen shows it
	next    int                                         // the exchange that is searched next
	again   []int                                       // those before it that have changed
	seen    []exchangeState                             // of exchanges before next, by ID
	looked  int                                         // bytes, in this slice

	// Of the exchange that is being searched.
	at    int
	part  Region
	found []Hit
	count int
}

// An exchangeState is what a search keeps of an exchange.
type exchangeState struct {
	hits       int
	unkept     bool // it has no body to be searched
	incomplete bool // only a part of its body
}

// MostHits bounds the hits that are kept, and mostInExchange those of an exchange.
const (
	MostHits       = 1000
	mostInExchange = 100
)

// New returns a search of a session; told returns a finding's text as it is shown.
func New(p *Pattern, session source, told func(text string, started time.Time) string) *Search {
	return &Search{pattern: p, session: session, told: told, next: session.First()}
}

// What a slice costs beside its bytes: a finding that is explained, and a text
// that has to be masked.
const (
	findingCost = 16 << 10
	maskingCost = 8 // times its bytes
)

// Step searches on until about as many bytes were looked at; a single text is not
// cut. It reports whether there is more.
func (s *Search) Step(bytes int) (more bool) {
	for s.looked = 0; s.looked < bytes; {
		if s.at == 0 && !s.begin() {
			return false
		}
		if s.region(); s.part < regions-1 {
			s.part++
		} else {
			s.finish()
		}
	}
	return s.at != 0 || len(s.again) > 0 || s.next <= s.session.LastID()
}

// Looked is how many bytes the last slice cost.
func (s *Search) Looked() int { return s.looked }

// begin goes to the next exchange; false if there is none.
func (s *Search) begin() bool {
	s.next = max(s.next, s.session.First())
	switch {
	case len(s.again) > 0:
		s.at, s.again = s.again[0], s.again[1:]
	case s.next <= s.session.LastID():
		s.at = s.next
		s.next++
	default:
		return false
	}
	if s.at < s.session.First() {
		s.at = 0
		return s.begin()
	}
	for len(s.seen) <= s.at {
		s.seen = append(s.seen, exchangeState{})
	}
	s.part, s.found, s.count = 0, nil, 0
	return true
}

// finish keeps what was found in an exchange.
func (s *Search) finish() {
	id := s.at
	s.at = 0
	s.drop(id)
	x := s.session.Exchange(id)
	body := &x.Response.Body
	s.seen[id] = exchangeState{
		hits:       s.count,
		unkept:     !body.Recorded && (body.Size > 0 || body.Missing != ""),
		incomplete: body.Recorded && (body.DroppedBytes > 0 || body.Truncated),
	}
	s.All += s.count
	if len(s.found) == 0 {
		return
	}
	at := sort.Search(len(s.Hits), func(i int) bool { return s.Hits[i].Exchange > id })
	rest := append([]Hit(nil), s.Hits[at:]...)
	s.Hits = append(append(s.Hits[:at], s.found...), rest...)
	s.Hits = s.Hits[:min(len(s.Hits), MostHits)]
}

// drop forgets what was found in an exchange.
func (s *Search) drop(id int) {
	if s.seen[id].hits == 0 {
		return
	}
	s.All -= s.seen[id].hits
	s.seen[id] = exchangeState{}
	kept := s.Hits[:0]
	for _, h := range s.Hits {
		if h.Exchange != id {
			kept = append(kept, h)
		}
	}
	clear(s.Hits[len(kept):])
	s.Hits = kept
}

// Again has an exchange searched once more, which has changed.
func (s *Search) Again(id int) {
	if id >= s.next {
		return
	}
	if s.at == id {
		s.part, s.found, s.count = 0, nil, 0
		return
	}
	for _, other := range s.again {
		if other == id {
			return
		}
	}
	s.again = append(s.again, id)
}

// Forget is for when the exchanges before this ID are gone.
func (s *Search) Forget(before int) {
	for id := 1; id < min(before, len(s.seen)); id++ {
		s.drop(id)
		s.seen[id] = exchangeState{}
	}
	if 0 < s.at && s.at < before {
		s.at = 0
	}
}

// Exchanges is how many exchanges have a hit.
func (s *Search) Exchanges() (n int) {
	for i := range s.seen {
		if s.seen[i].hits > 0 {
			n++
		}
	}
	return n
}

// Has reports whether an exchange has a hit.
func (s *Search) Has(id int) bool { return id < len(s.seen) && s.seen[id].hits > 0 }

// Unsearched is how many bodies could not be searched, and how many only in part:
// they were not recorded, or not kept.
func (s *Search) Unsearched() (whole, part int) {
	for i := range s.seen {
		if s.seen[i].unkept {
			whole++
		}
		if s.seen[i].incomplete {
			part++
		}
	}
	return whole, part
}

// region searches the part of the exchange that is due.
func (s *Search) region() {
	x, mask := s.session.Exchange(s.at), s.session.Screen()
	switch s.part {
	case Finding, Readings:
		s.finding(x)
	case URL:
		s.text(location.RequestURL, x.Request.URL, mask.URLSegments)
	case RequestHeaders:
		s.fields(location.RequestHeader, x.Request.Headers, mask.HeaderSegments)
	case Parameters:
		s.parameters(&x.Request)
	case RequestBody:
		if x.Request.PostData != nil {
			s.text(location.RequestBody, x.Request.PostData.Text, mask.TextSegments)
		}
	case Failure:
		s.text(location.ResponseError, x.Response.Error, mask.TextSegments)
	case ResponseHeaders:
		s.fields(location.ResponseHeader, x.Response.Headers, mask.HeaderSegments)
	case ResponseBody:
		s.text(location.ResponseBody, x.Response.Body.Text, mask.TextSegments)
	}
}

func plain(text string) []redact.Segment { return []redact.Segment{{Text: text}} }

// finding searches what the best finding says, or the others. Facts that were read
// in what is searched anyway are left to it.
func (s *Search) finding(x *httpmsg.Exchange) {
	s.looked++
	if known := s.session.Summary(s.at); known.Finding == "" && !known.Failed {
		return // nothing is known about it
	}
	d := s.session.Diagnosis(s.at).Rewritten(s.session.Screen().Known)
	if s.part == Finding {
		s.looked += findingCost
	}
	tell := func(text string) {
		s.text(location.Location{}, s.told(strings.ReplaceAll(text, "`", ""), x.Started), plain)
	}
	if len(d.Findings) == 0 && s.part == Finding {
		tell(d.Message)
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		if (i == 0) != (s.part == Finding) {
			continue
		}
		tell(f.Title)
		tell(f.Cause)
		if i == 0 {
			tell(f.Message)
		}
		for _, fix := range f.Fixes {
			tell(fix)
		}
		for _, e := range f.Evidence {
			if i == 0 && (e.Where.IsZero() || e.Where.Exchange != 0 || e.Where == location.Session) {
				tell(e.Label + " " + e.Text)
			}
		}
	}
}

// fields searches headers or parameters: "name: value".
func (s *Search) fields(where func(name string) location.Location, fields []httpmsg.Header, mask func(name, value string) []redact.Segment) {
	for _, f := range fields {
		s.text(where(f.Name), f.Name+": "+f.Value, func(string) []redact.Segment {
			return append(plain(f.Name+": "), mask(f.Name, f.Value)...)
		})
	}
}

// parameters searches those that are not as they are in the URL or the body.
func (s *Search) parameters(r *httpmsg.Request) {
	if s.looked++; !strings.ContainsAny(r.URL, "%+") && r.PostData == nil {
		return
	}
	for _, p := range r.Params() {
		if !strings.Contains(r.URL, p.Value) && !strings.Contains(httpmsg.BodyText(r), p.Value) {
			s.fields(location.RequestParameter, []httpmsg.Header{p}, s.session.Screen().ParamSegments)
		}
	}
}

// text searches one text, of which mask gives what is shown.
func (s *Search) text(where location.Location, text string, mask func(string) []redact.Segment) {
	s.looked += len(text)
	p := s.pattern
	// What is shown of a secret begins it, so a match in what is shown is one in the
	// text itself, unless it goes over what is left out.
	if from, _ := p.next(text, 0); from < 0 && p.regexp == nil && !strings.Contains(p.text, "…") || text == "" {
		return
	}
	s.looked += maskingCost * len(text)
	segments := mask(text)
	ranges := p.Ranges(segments)
	if len(ranges) == 0 {
		return
	}
	var b strings.Builder
	for _, segment := range segments {
		b.WriteString(segment.Text)
	}
	shown := b.String()
	nth := 0
	for i := len(s.found) - 1; i >= 0 && s.found[i].Region == s.part; i-- {
		nth++
	}
	for _, r := range ranges {
		if s.count++; len(s.found) < mostInExchange {
			before, after := around(shown, r)
			s.found = append(s.found, Hit{s.at, s.part, where, nth, before, foldSpaces(messages.Ellipsize(shown[r.From:r.To], mostShown)), after})
			nth++
		}
	}
}

// How much of a text is shown around a match, in bytes.
const (
	shownBefore = 32
	mostShown   = 120
)

// around is what comes before and after a stretch, in one line.
func around(text string, r Range) (before, after string) {
	from := max(r.From-shownBefore, 0)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from++
	}
	before = foldSpaces(text[from:r.From])
	if from > 0 {
		before = "…" + before
	}
	return before, foldSpaces(messages.Ellipsize(text[r.To:], mostShown))
}

// foldSpaces makes each run of white space one space, also at the ends.
func foldSpaces(text string) string {
	var b strings.Builder
	space := false
	for _, r := range text {
		if r == ' ' || r == '\n' || r == '\r' || r == '\t' {
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		}
		space = false
		b.WriteRune(r)
	}
	return b.String()
}
