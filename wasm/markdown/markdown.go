// Package markdown writes texts from elsewhere into Markdown so that nothing in
// them is markup, a link, a picture, or a mention of a person or an issue.
package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"misstep/catalog/lazyregexp"
	"misstep/catalog/messages"
)

// Prose writes a sentence in which stretches between backquotes are code. Backslashes
// do not help against mentions: forges look for them after Markdown has been read.
// They leave code alone, so whatever is not clearly a word is written as code.
func Prose(text string) string {
	var out strings.Builder
	for i, part := range strings.Split(text, "`") {
		if i%2 == 1 {
			out.WriteString(Code(part))
			continue
		}
		for j, word := range strings.FieldsFunc(part, unicode.IsSpace) {
			if j > 0 || part != "" && strings.TrimLeftFunc(part[:1], unicode.IsSpace) == "" {
				out.WriteByte(' ')
			}
			if joined := strings.TrimPrefix(word, "-"); i > 0 && j == 0 && joined != word && part[0] == '-' {
				out.WriteByte('-') // `Authorization`-Header: two pieces of code can't touch
				word = joined
			}
			out.WriteString(proseWord(word, out.Len() == 0))
		}
		if part != "" && i >= 0 {
			if last, _ := utf8.DecodeLastRuneInString(part); unicode.IsSpace(last) {
				out.WriteByte(' ')
			}
		}
	}
	return strings.TrimSpace(out.String())
}

const (
	opening = `("'“‘`
	closing = `.,;:?)"'”’…`
)

var (
	bareWord  = lazyregexp.New(`^[\p{L}\p{N}]+(?:[-'’–][\p{L}\p{N}]+)*-?$|^[–—·×→%]$|^\p{N}+%$|^\p{N}+(?:[.:,]\p{N}+)+$`)
	reference = lazyregexp.New(`\b[0-9a-fA-F]{7,}\b|^\p{L}+-\p{N}+$`) // a commit; an issue, such as GH-12
)

// proseWord writes one word, as code when it might be more than that. first: at
// the start of a line, where a number would begin a list.
func proseWord(word string, first bool) string {
	core := strings.TrimLeft(word, opening)
	before := word[:len(word)-len(core)]
	core = strings.TrimRight(core, closing)
	after := word[len(before)+len(core):]
	switch {
	case core == "":
		return word
	case !bareWord().MatchString(core), reference().MatchString(core), strings.ContainsFunc(core, func(r rune) bool { return !unicode.IsPrint(r) }):
		ends := ".,\"'”’" // of a sentence, or of what is around the word: not part of the code
		if !strings.Contains(core, "(") {
			ends += ")"
		}
		if !strings.HasPrefix(core, "&") && !strings.HasPrefix(core, ":") { // &lt; and :smile:
			ends += ":;?"
		}
		closes := strings.TrimRight(after, ends)
		return before + Code(core+closes) + after[len(closes):]
	}
	if first && strings.Trim(core, "0123456789") == "" && after != "" {
		return before + Code(core+after)
	}
	return word
}

// Code writes a text as code within a line.
func Code(text string) string {
	text = messages.Visible(text, "")
	if text == "" {
		return ""
	}
	fence := strings.Repeat("`", longestRun(text)+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") {
		text = " " + text + " "
	}
	return fence + text + fence
}

// Block writes a text as code of many lines, in that language; "": none.
func Block(language, text string) string {
	text = messages.Visible(strings.ReplaceAll(text, "\r\n", "\n"), "\n\t")
	fence := strings.Repeat("`", max(3, longestRun(text)+1))
	return fence + language + "\n" + strings.TrimSuffix(text, "\n") + "\n" + fence
}

// longestRun is how many backquotes stand together at most.
func longestRun(text string) int {
	longest, run := 0, 0
	for i := 0; i < len(text); i++ {
		if run++; text[i] != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// Address writes the address of a documentation as a link.
func Address(url string) string {
	if !strings.HasPrefix(url, "https://") || strings.ContainsFunc(url, func(r rune) bool { return r <= ' ' || r > '~' || r == '<' || r == '>' }) {
		return Prose(url)
	}
	return "<" + url + ">"
}
