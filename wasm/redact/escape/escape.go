// Package escape reads what is escaped inside a text, and what quotes it: in
// addresses, JSON, HTML, and each of them in another.
package escape

import (
	"strconv"
	"strings"
)

// At decodes the one encoded character that s has at i: %3D, %253D (an
// address in an address), \u003d, \x3d, \n and its like, &#x3D; or &amp;. It
// returns the character and how long its encoding is; 0, 0 when there is none.
func At(s string, i int) (byte, int) {
	if i >= len(s) {
		return 0, 0
	}
	switch s[i] {
	case '%':
		start := i
		i++
		for range 4 {
			if !strings.HasPrefix(s[i:], "25") || i+4 > len(s) || !isHex(s[i+2]) || !isHex(s[i+3]) {
				break
			}
			i += 2
		}
		if i+2 <= len(s) && isHex(s[i]) && isHex(s[i+1]) {
			return unhex(s[i])<<4 | unhex(s[i+1]), i + 2 - start
		}
	case '\\':
		start := i
		for i < len(s) && s[i] == '\\' && i-start < 32 {
			i++
		}
		if i == len(s) {
			return 0, 0
		}
		switch s[i] {
		case 'u':
			if i+5 <= len(s) && s[i+1] == '0' && s[i+2] == '0' && isHex(s[i+3]) && isHex(s[i+4]) {
				return unhex(s[i+3])<<4 | unhex(s[i+4]), i + 5 - start
			}
		case 'x':
			if i+3 <= len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
				return unhex(s[i+1])<<4 | unhex(s[i+2]), i + 3 - start
			}
		case 'n', 'r', 't':
			return '\n', i + 1 - start
		case '0', 'e':
			for _, code := range [...]string{"033[", "e["} {
				if strings.HasPrefix(s[i:], code) {
					return esc, i + len(code) - 1 - start
				}
			}
		}
	case '&':
		return referenceAt(s, i)
	}
	return 0, 0
}

// referenceAt decodes the character reference of HTML that s has at i, which may
// be of one in a text that was escaped before: &amp;#61;.
func referenceAt(s string, i int) (byte, int) {
	start := i
	i++
	for range 4 {
		rest, found := strings.CutPrefix(s[i:], "amp;")
		if name, _, ok := strings.Cut(rest[:min(len(rest), longestReference)], ";"); !found || !ok || characterOf(name) == 0 {
			break
		}
		i += len("amp;")
	}
	name, _, ok := strings.Cut(s[i:min(len(s), i+longestReference)], ";")
	if c := characterOf(name); ok && c != 0 {
		return c, i + len(name) + 1 - start
	}
	return 0, 0
}

// longestReference is how long a reference is at most, with some zeros.
const longestReference = 12

// characterOf is what a reference stands for; 0: none that a secret, or what is
// around it, may have.
func characterOf(name string) byte {
	if number, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if number != "" && number[0]|0x20 == 'x' {
			number, base = number[1:], 16
		}
		n, err := strconv.ParseUint(number, base, 7)
		if err != nil {
			return 0
		}
		return byte(n)
	}
	switch name {
	case "amp":
		return '&'
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "quot":
		return '"'
	case "apos":
		return '\''
	case "sol":
		return '/'
	case "equals":
		return '='
	case "plus":
		return '+'
	case "colon":
		return ':'
	case "commat":
		return '@'
	case "period":
		return '.'
	case "lowbar":
		return '_'
	case "num":
		return '#'
	}
	return 0
}

// Starts are what begins an encoded character, or a color.
const Starts = `%\&` + "\x1b"

// Decode undoes every encoding in s.
func Decode(s string) string {
	if !strings.ContainsAny(s, Starts) {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		if c, n := At(s, i); n > 0 {
			out = append(out, c)
			i += n
			continue
		}
		out = append(out, s[i])
		i++
	}
	return string(out)
}

// esc begins what terminals act on.
const esc = 0x1b

// Uncolored is a text without what sets colors in a terminal: ESC [ 3 2 m, however its
// first character is written, or [32m alone where that was lost.
func Uncolored(s string) string {
	if !mayBeColored(s) {
		return s
	}
	lost := strings.Contains(s, "[0m") || strings.Contains(s, "[39m")
	var out strings.Builder
	done := 0
	for i := 0; i < len(s); {
		n := colorAt(s, i, lost)
		if n == 0 {
			i++
			continue
		}
		out.WriteString(s[done:i])
		i += n
		done = i
	}
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}

// mayBeColored reports whether a text has [32m or its like, which is quick.
func mayBeColored(s string) bool {
	if strings.Contains(s, "%5B") || strings.Contains(s, "%5b") {
		return true
	}
	for {
		_, rest, found := strings.Cut(s, "[")
		if !found {
			return false
		}
		if code := strings.TrimLeft(rest[:min(len(rest), 32)], "0123456789;:"); code != "" && (code[0] == 'm' || code[0] == 'K') {
			return true
		}
		s = rest
	}
}

// colorAt is how long what sets a color at i is; 0: nothing does.
func colorAt(s string, i int, lost bool) int {
	at := i
	switch c := s[i]; {
	case c == esc:
		at++
	case c == '[' && lost:
	case c == '^' && strings.HasPrefix(s[i:], "^["):
		at += len("^[")
	case c >= 0x80:
		for _, sign := range [...]string{"\u241b", "\ufffd"} {
			if strings.HasPrefix(s[i:], sign) {
				at += len(sign)
			}
		}
		if at == i {
			return 0
		}
	case c == '%' || c == '&' || c == '\\':
		d, n := At(s, i)
		if n == 0 || d != esc {
			return 0
		}
		at += n
	default:
		return 0
	}
	if c, n := CharAt(s, at); c == '[' {
		for at += n; at < len(s) && at-i < 32 && (digit(s[at]) || s[at] == ';' || s[at] == ':'); at++ {
		}
		if at < len(s) && (s[at] == 'm' || s[at] == 'K') {
			return at + 1 - i
		}
	}
	return 0
}

// Unescaped is a text without colors and any escapes, also those in others, and where each
// of its bytes begins in the text; nil: there are no escapes.
func Unescaped(s string) (plain string, places []int) {
	plain = s
	for range 4 {
		if !strings.ContainsAny(plain, Starts) {
			break
		}
		out, at := make([]byte, 0, len(plain)), make([]int, 0, len(plain)+1)
		for i := 0; i < len(plain); {
			if plain[i] == esc {
				if n := colorAt(plain, i, false); n > 0 {
					i += n
					continue
				}
			}
			c, n := At(plain, i)
			if n == 0 {
				c, n = plain[i], 1
				if rest := strings.TrimLeft(plain[i:min(len(plain), i+32)], `\`); c == '\\' && strings.HasPrefix(rest, "/") {
					c, n = '/', min(len(plain)-i, 32)-len(rest)+1
				}
			}
			out = append(out, c)
			if places == nil {
				at = append(at, i)
			} else {
				at = append(at, places[i])
			}
			i += n
		}
		if len(out) == len(plain) {
			break
		}
		plain, places = string(out), append(at, len(s))
	}
	return plain, places
}

// A Quote is a quotation mark as it is in the text: ", ', `, \" (in JSON in
// JSON, any depth), %22, \u0022, &quot;.
type Quote struct {
	Text  string // the whole of it
	Plain byte   // its character when it is written as backslashes and a character
}

// QuoteAt returns the quotation mark at i, if there is one.
func QuoteAt(s string, i int) (Quote, bool) {
	if i >= len(s) {
		return Quote{}, false
	}
	switch s[i] {
	case '"', '\'', '`':
		return Quote{Text: s[i : i+1], Plain: s[i]}, true
	case '\\':
		j := i
		for j < len(s) && s[j] == '\\' && j-i < 32 {
			j++
		}
		if j < len(s) && (s[j] == '"' || s[j] == '\'') {
			return Quote{Text: s[i : j+1], Plain: s[j]}, true
		}
	}
	if c, n := At(s, i); n > 0 && (c == '"' || c == '\'') {
		return Quote{Text: s[i : i+n]}, true
	}
	return Quote{}, false
}

// Closing returns where the text quoted by q, which begins at i, ends: at the
// same mark, or one that closes a text around it; at the end when there is none.
func (q Quote) Closing(s string, i int) int {
	if q.Plain == 0 {
		if n := strings.Index(s[i:], q.Text); n >= 0 {
			return i + n
		}
		return len(s)
	}
	depth := len(q.Text) - 1 // backslashes before the mark
	slashes := 0
	for ; i < len(s); i++ {
		switch s[i] {
		case '\\':
			slashes++
			continue
		case q.Plain:
			if depth == 0 && slashes%2 == 0 {
				return i
			}
			if slashes <= depth && depth > 0 {
				return i - slashes
			}
		}
		slashes = 0
	}
	return len(s)
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func isHex(c byte) bool { return digit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func unhex(c byte) byte {
	if digit(c) {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// CharAt is the character at i, encoded or not, and how long it is.
func CharAt(s string, i int) (byte, int) {
	if i >= len(s) {
		return 0, 0
	}
	if c, n := At(s, i); n > 0 {
		return c, n
	}
	if strings.HasPrefix(s[i:], `\/`) {
		return '/', 2
	}
	return s[i], 1
}

// SlashesAt is the length of the two slashes at i, as they are encoded; 0: there
// are none.
func SlashesAt(s string, i int) int {
	c, n := CharAt(s, i)
	d, more := CharAt(s, i+n)
	if c != '/' || d != '/' {
		return 0
	}
	return n + more
}
