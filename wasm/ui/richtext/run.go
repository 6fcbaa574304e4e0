package richtext

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"misstep/wasm/redact"
)

// A Run is text that is shown in one way.
type Run struct {
	Text    string
	Code    bool
	Name    string // placeholder whose value this is; "" for the words between
	Request int    // number of the request that the text names; 0: none
	UTC     string // a time; Text is in the reader's zone

	Original string // what is masked here; "" where nothing is
	Secret   string // name of the secret in the detail
	Pointed  bool   // it is what evidence points at
}

// Code splits text at backquotes: what is between two of them is code.
// A backquote without a partner is text.
func Code(text string) []Run {
	var out []Run
	for text != "" {
		before, rest, opened := strings.Cut(text, "`")
		code, after, closed := strings.Cut(rest, "`")
		if !opened || !closed || code == "" {
			return append(out, Run{Text: text})
		}
		if before != "" {
			out = append(out, Run{Text: before})
		}
		out = append(out, Run{Text: code, Code: true})
		text = after
	}
	return out
}

// Template splits text at backquotes and at the {placeholders} outside
// of code, which stand for what differs from request to request.
func Template(text string) []Run {
	var out []Run
	for _, s := range Code(text) {
		if s.Code {
			out = append(out, s)
		} else {
			out = append(out, Placeholders(s.Text)...)
		}
	}
	return out
}

// Placeholders splits text, in which nothing is code, at {placeholders}.
func Placeholders(text string) []Run {
	var out []Run
	start := 0
	for at := 0; at < len(text); at++ {
		if text[at] != '{' {
			continue
		}
		name, _, closed := strings.Cut(text[at+1:], "}")
		if !closed || name == "" || strings.ContainsFunc(name, func(r rune) bool { return r != '-' && !wordRune(r) }) {
			continue
		}
		if start < at {
			out = append(out, Run{Text: text[start:at]})
		}
		start = at + len(name) + len("{}")
		out = append(out, Run{Text: text[at:start], Name: name})
		at = start - 1
	}
	if start < len(text) {
		out = append(out, Run{Text: text[start:]})
	}
	return out
}

// Values splits message at the values of its placeholders, as they
// stand in it: masked if they are secret. Of values that overlap the longest
// counts, and a value is not looked for inside a word or a number.
func Values(message string, values map[string]string) []Run {
	type value struct{ name, text string }
	var known []value
	for name, text := range values {
		for _, form := range []string{text, redact.Secret(text), redact.Text(text)} {
			if v := (value{name, form}); form != "" && form != "…" && !slices.Contains(known, v) {
				known = append(known, v)
			}
		}
	}
	sort.SliceStable(known, func(i, j int) bool {
		a, b := &known[i], &known[j]
		if len(a.text) != len(b.text) {
			return len(a.text) > len(b.text)
		}
		return a.text+a.name < b.text+b.name
	})

	var out []Run
	start := 0
	for at := 0; at < len(message); {
		i := slices.IndexFunc(known, func(v value) bool {
			return strings.HasPrefix(message[at:], v.text) && wholeWord(message, at, at+len(v.text))
		})
		if i < 0 {
			_, size := utf8.DecodeRuneInString(message[at:])
			at += size
			continue
		}
		if start < at {
			out = append(out, Run{Text: message[start:at]})
		}
		out = append(out, Run{Text: known[i].text, Name: known[i].name})
		at += len(known[i].text)
		start = at
	}
	if start < len(message) {
		out = append(out, Run{Text: message[start:]})
	}
	return out
}

// wholeWord reports whether text[from:to] neither begins nor ends inside a word.
func wholeWord(text string, from, to int) bool {
	inWord := func(at int) bool {
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at:])
		return wordRune(before) && wordRune(after)
	}
	return !inWord(from) && !inWord(to)
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}

// Requests splits runs at the requests that they name, as in #20, if they are known.
func Requests(runs []Run, known func(number int) bool) []Run {
	var out []Run
	for _, r := range runs {
		if r.Code || r.Name != "" || r.Original != "" || !strings.Contains(r.Text, "#") {
			out = append(out, r)
			continue
		}
		add := func(text string, request int) {
			if text != "" {
				part := r
				part.Text, part.Request = text, request
				out = append(out, part)
			}
		}
		start := 0
		for at := 0; at < len(r.Text); at++ {
			end := at + 1
			for end < len(r.Text) && '0' <= r.Text[end] && r.Text[end] <= '9' {
				end++
			}
			before, _ := utf8.DecodeLastRuneInString(r.Text[:at])
			if r.Text[at] != '#' || end == at+1 || wordRune(before) || !wholeWord(r.Text, at, end) {
				continue
			}
			number, err := strconv.Atoi(r.Text[at+1 : end])
			if err != nil || !known(number) {
				continue
			}
			add(r.Text[start:at], 0)
			add(r.Text[at:end], number)
			start, at = end, end-1
		}
		add(r.Text[start:], 0)
	}
	return out
}

// Join joins the parts that are not empty.
func Join(separator string, parts ...string) string {
	var there []string
	for _, part := range parts {
		if part != "" {
			there = append(there, part)
		}
	}
	return strings.Join(there, separator)
}

// CodeList is texts as code, one after the other.
func CodeList(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return "`" + strings.Join(texts, "`, `") + "`"
}

// FindUnique returns where a text is in another, if it is there exactly once as a whole
// word, or otherwise exactly once.
func FindUnique(text, part string) (from, to int, found bool) {
	if part == "" || !utf8.ValidString(part) {
		return 0, 0, false
	}
	first, n, firstWhole, wholes := -1, 0, -1, 0
	for at := 0; at <= len(text)-len(part); {
		i := strings.Index(text[at:], part)
		if i < 0 {
			break
		}
		i += at
		n++
		if first < 0 {
			first = i
		}
		if wholeWord(text, i, i+len(part)) {
			wholes++
			if firstWhole < 0 {
				firstWhole = i
			}
		}
		at = i + len(part)
	}
	switch {
	case wholes == 1:
		return firstWhole, firstWhole + len(part), true
	case n == 1:
		return first, first + len(part), true
	}
	return 0, 0, false
}

// KeyBefore is the key of the JSON value that begins where a text ends; "" where
// none does.
func KeyBefore(text string) string {
	text = strings.TrimRight(strings.TrimSuffix(text, `"`), " \n\t")
	key, colon := strings.CutSuffix(text, ":")
	key, quoted := strings.CutSuffix(strings.TrimRight(key, " \n\t"), `"`)
	if at := strings.LastIndexByte(key, '"'); colon && quoted && at >= 0 {
		return key[at+1:]
	}
	return ""
}
