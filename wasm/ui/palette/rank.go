// Package palette is the list of all that can be done at the moment, found by words
// and carried out by Enter. What is offered comes from the buttons of the document,
// the menu of the selected request and the table of keys, so nothing is listed twice.
package palette

import (
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A command is a line of the palette.
type command struct {
	text string
	keys []string // of the keyboard, as page.Shortcut has them
	do   func()
	copy string // what it copies, in place of do; the palette stays open

	rank int
}

// mostShown bounds the commands that are listed.
const mostShown = 50

// ranked are the commands in which all words occur: those first that begin with
// one, then those where words begin with it, then the rest. Letters in their order
// are enough where nothing else is found.
func ranked(all []command, words string) (list []command) {
	wanted := strings.Fields(strings.ToLower(words))
	for _, occurs := range []func(text, word string) int{occurrence, scattered} {
		for _, c := range all {
			c.rank = 0
			text, found := strings.ToLower(c.text), true
			for _, word := range wanted {
				n := occurs(text, word)
				found = found && n >= 0
				c.rank += n
			}
			if found {
				list = append(list, c)
			}
		}
		if len(list) > 0 {
			break
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].rank < list[j].rank })
	return list[:min(len(list), mostShown)]
}

// occurrence is how well a word occurs in a text, 0 best; -1: it does not.
func occurrence(text, word string) int {
	for best, at := -1, 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return best
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at+i])
		switch {
		case at+i == 0:
			return 0
		case !unicode.IsLetter(before) && !unicode.IsDigit(before):
			return 1
		}
		best, at = 2, at+i+len(word)
	}
}

// scattered reports as 0 whether the letters of a word occur in their order, otherwise -1.
func scattered(text, word string) int {
	for _, r := range word {
		i := strings.IndexRune(text, r)
		if i < 0 {
			return -1
		}
		text = text[i+utf8.RuneLen(r):]
	}
	return 0
}

// numberIn is the number of a request that is asked for, as in #20; 0: none is.
func numberIn(text string) int {
	digits, _ := strings.CutPrefix(strings.TrimSpace(text), "#")
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 {
		return 0
	}
	return n
}

// requestIn is the request that is asked for by its URL, perhaps with its method.
func requestIn(text string) (method, url string, ok bool) {
	text = strings.TrimSpace(text)
	method = "GET"
	if first, rest, found := strings.Cut(text, " "); found && first != "" && strings.ToUpper(first) == first && !strings.Contains(first, ":") {
		method, text = first, strings.TrimSpace(rest)
	}
	if host, path, found := strings.Cut(text, "/"); found && strings.Contains(host, ".") && path != "" {
		text = "https://" + text
	}
	return method, text, strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "http://")
}
