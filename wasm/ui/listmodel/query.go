package listmodel

import (
	"cmp"
	"strconv"
	"strings"
	"unicode"
)

// A query is what a person typed into the filter: words that must all occur,
// or with a leading minus must not. A word may ask for one property, such as
// status:429. It matches without regard to case.
type query struct {
	terms []term
}

type term struct {
	field    *field // nil for text that may be anywhere
	text     string
	not      bool
	from, to int // of a status
}

// A field is what can be asked for by name:value.
type field struct {
	name    string
	matches func(t *term, e *Item) bool
	value   func(e *Item) string // what of an exchange completes the field; nil: only choices do
	choices []string             // what completes it whatever the session has
}

// fields are all of them, in the order in which they are offered.
var fields = []field{
	{name: "status", matches: func(t *term, e *Item) bool { return t.from <= e.row.Code && e.row.Code <= t.to },
		value: (*Item).status, choices: []string{"4xx", "5xx"}},
	{name: "endpoint", matches: func(t *term, e *Item) bool { return strings.Contains(e.endpoint, t.text) },
		value: func(e *Item) string { return e.row.Endpoint }},
	{name: "method", matches: func(t *term, e *Item) bool { return strings.EqualFold(e.row.Method, t.text) },
		value: func(e *Item) string { return e.row.Method }},
	{name: "host", matches: func(t *term, e *Item) bool { return strings.Contains(e.host, t.text) },
		value: func(e *Item) string { return e.host }},
	{name: "path", matches: func(t *term, e *Item) bool { return strings.Contains(e.path, t.text) },
		value: func(e *Item) string { return e.row.path }},
	{name: "entry", matches: func(t *term, e *Item) bool { return e.row.Finding == t.text || e.reason == t.text },
		value: func(e *Item) string { return cmp.Or(e.reason, e.row.Finding) }},
	{name: "certainty", matches: func(t *term, e *Item) bool { return e.certainty == t.text },
		value: func(e *Item) string { return e.certainty }},
	{name: "token", matches: func(t *term, e *Item) bool { return e.token == t.text },
		value: func(e *Item) string { return e.token }},
	{name: "user", matches: func(t *term, e *Item) bool { return strings.EqualFold(e.user, t.text) },
		value: func(e *Item) string { return e.user }},
	{name: "request", matches: func(t *term, e *Item) bool { return inRanges(t.text, e.row.Number) }},
	{name: "is", matches: func(t *term, e *Item) bool { return e.is(t.text) },
		choices: []string{"failing", "ok", "auth", "network", "silent", "unknown"}},
}

// fieldNamed is the field of that name; nil if there is none.
func fieldNamed(name string) *field {
	for i := range fields {
		if fields[i].name == name {
			return &fields[i]
		}
	}
	return nil
}

func parseQuery(text string) query {
	var q query
	for rest := strings.TrimSpace(strings.ToLower(text)); rest != ""; rest = strings.TrimSpace(rest) {
		var word term
		if after, negated := strings.CutPrefix(rest, "-"); negated {
			word.not, rest = true, after
		}
		if name, after, found := strings.Cut(rest, ":"); found {
			if word.field = fieldNamed(name); word.field != nil {
				rest = after
			}
		}
		word.text, rest = cutWord(rest)
		if word.text == "" {
			continue // still being typed
		}
		word.from, word.to = statusRange(word.text)
		q.terms = append(q.terms, word)
	}
	return q
}

// cutWord cuts a word, or a phrase in quotes, off the start of text. The quote
// at the end may not be typed yet.
func cutWord(text string) (word, rest string) {
	if quoted, found := strings.CutPrefix(text, `"`); found {
		word, rest, _ = strings.Cut(quoted, `"`)
		return word, rest
	}
	if at := strings.IndexFunc(text, unicode.IsSpace); at >= 0 {
		return text[:at], text[at:]
	}
	return text, ""
}

// statusRange reads 429, 4xx, 42 (what begins with it), 400-410, or a word for no response.
func statusRange(text string) (from, to int) {
	if low, high, found := strings.Cut(text, "-"); found {
		from, err := strconv.Atoi(low)
		to, err2 := strconv.Atoi(high)
		if err == nil && err2 == nil {
			return from, to
		}
		return -1, -1
	}
	digits := strings.TrimRight(text, "x")
	n, err := strconv.Atoi(digits)
	switch {
	case text == "failed" || text == "none" || text == "0":
		return 0, 0
	case err != nil || n <= 0 || len(text) > 3:
		return -1, -1
	}
	width := 1
	for range 3 - len(digits) {
		width *= 10
	}
	return n * width, n*width + width - 1
}

// inRanges reports whether a number is in 35-64,70.
func inRanges(text string, n int) bool {
	for text != "" {
		var part string
		part, text, _ = strings.Cut(text, ",")
		low, high, isRange := strings.Cut(part, "-")
		if !isRange {
			high = low
		}
		from, err := strconv.Atoi(low)
		to, err2 := strconv.Atoi(high)
		if err == nil && err2 == nil && from <= n && n <= to {
			return true
		}
	}
	return false
}

// SetFilter takes what a person typed; refill lists again.
func (l *Model) SetFilter(text string) { l.state.Filter, l.query = text, parseQuery(text) }

func (q query) empty() bool { return len(q.terms) == 0 }

// matches reports whether the query finds an exchange. It allocates nothing.
func (q query) matches(e *Item) bool {
	for i := range q.terms {
		if t := &q.terms[i]; t.matches(e) == t.not {
			return false
		}
	}
	return true
}

func (t *term) matches(e *Item) bool {
	if t.field != nil {
		return t.field.matches(t, e)
	}
	return e.holds(t.text)
}

// status is a status as the filter has it.
func (e *Item) status() string {
	if e.row.Code == 0 && !e.failed {
		return ""
	}
	return strconv.Itoa(e.row.Code)
}
