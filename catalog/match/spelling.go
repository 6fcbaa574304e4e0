package match

import (
	"math/bits"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Lengths between which words are corrected.
const (
	minSpelling = 3
	maxSpelling = 32
)

// spell finds the word of the vocabulary that a misspelled one stands for, and
// another one as near; -1 when there is none, or more than two.
func (x *index) spell(text string) (word, other int32) {
	if len(text) < minSpelling || len(text) > maxSpelling || strings.ContainsAny(text, "0123456789") {
		return -1, -1
	}
	allowed := typosIn(len(text))
	letters := lettersOf(text)
	best, count := allowed+1, 0
	word, other = -1, -1
	for length := max(minSpelling, len(text)-allowed); length <= len(text)+allowed && length < len(x.byLength); length++ {
		for _, candidate := range x.byLength[length] {
			// Each typo changes two letters of the set at most.
			if bits.OnesCount32(letters^candidate.letters) > 2*allowed {
				continue
			}
			switch d := typos(text, candidate.text, allowed); {
			case d < best:
				best, count, word, other = d, 1, candidate.number, -1
			case d == best:
				count++
				other = candidate.number
			}
		}
	}
	if count > 2 || best > allowed {
		return -1, -1
	}
	return word, other
}

// typosIn is how many typos a word of this length may have.
func typosIn(length int) int {
	switch {
	case length < 7:
		return 1
	case length < 12:
		return 2
	}
	return 3
}

// typos is the edit distance of two words, in which swapping neighbors counts
// once; more than allowed when it is not worth counting.
func typos(a, b string, allowed int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	switch {
	case len(a) <= 1 && len(b) <= 1:
		return max(len(a), len(b))
	case len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]:
		return 1
	case allowed == 1:
		return allowed + 1
	case len(a) > 2 && len(b) > 2 && len(a) == len(b) && a[0] == b[1] && a[1] == b[0]:
		return 1 + typos(a[2:], b[2:], allowed-1)
	}
	return levenshtein.ComputeDistance(a, b)
}

// lettersOf is the set of letters in a word.
func lettersOf(text string) (set uint32) {
	for i := range len(text) {
		if c := text[i]; 'a' <= c && c <= 'z' {
			set |= 1 << (c - 'a')
		}
	}
	return set
}
