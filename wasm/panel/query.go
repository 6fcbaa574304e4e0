package panel

import "strings"

// A query is what a person typed into the filter: words that must all occur,
// or with a leading minus must not. It matches without regard to case.
type query struct {
	with, without []string
}

func parseQuery(text string) query {
	var q query
	for _, word := range strings.Fields(strings.ToLower(text)) {
		switch without, negated := strings.CutPrefix(word, "-"); {
		case !negated:
			q.with = append(q.with, word)
		case without != "": // a lone minus is a word being typed
			q.without = append(q.without, without)
		}
	}
	return q
}

func (q query) empty() bool { return len(q.with) == 0 && len(q.without) == 0 }

// match reports whether the query finds words, which are in lower case.
func (q query) match(words string) bool {
	for _, w := range q.with {
		if !strings.Contains(words, w) {
			return false
		}
	}
	for _, w := range q.without {
		if strings.Contains(words, w) {
			return false
		}
	}
	return true
}
