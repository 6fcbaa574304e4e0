package escape

import (
	"strconv"
	"strings"
)

// Undumped is a text in which bytes that were written as numbers are characters again: dumps
// of curl --trace, xxd and hexdump -C, lists of numbers as of a Buffer, and letters with
// zeros between them, as in UTF-16. What isn't ASCII then is left as it is.
func Undumped(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		if plain := strings.ReplaceAll(s, "\x00", ""); len(plain) > 0 && len(s)-len(plain) >= len(plain)/3 {
			s = plain
		}
	}
	if lines := undumpedLines(s); lines != s {
		return lines
	}
	return undumpedNumbers(s)
}

// undumpedLines are the lines of a text without their offsets, if they have any: 0040: ….
func undumpedLines(s string) string {
	if !strings.Contains(s, "0000: ") && !strings.Contains(s, "0000  ") { // the first offset
		return s
	}
	var out strings.Builder
	done, pending, expected := 0, false, -1
	for i := 0; i < len(s); {
		end := len(s)
		if n := strings.IndexByte(s[i:], '\n'); n >= 0 {
			end = i + n
		}
		line := strings.TrimRight(s[i:end], "\r")
		offset, rest, ok := cutOffset(line)
		if ok {
			text, dumped := bytesOf(rest)
			out.WriteString(s[done:i])
			if !dumped { // of --trace-ascii, which leaves line ends out
				text = rest
				if expected >= 0 && offset != expected {
					out.WriteByte('\n')
				}
			}
			out.WriteString(text)
			expected, pending = offset+len(text), true
			done = min(len(s), end+1)
		} else {
			if pending {
				out.WriteByte('\n')
			}
			expected, pending = -1, false
		}
		i = end + 1
	}
	if done == 0 {
		return s
	}
	if pending && strings.HasSuffix(s, "\n") {
		out.WriteByte('\n')
	}
	out.WriteString(s[min(done, len(s)):])
	return out.String()
}

// cutOffset is the offset that a line of a dump begins with, and the rest of the line.
func cutOffset(line string) (offset int, rest string, ok bool) {
	n := 0
	for n < len(line) && isHex(line[n]) {
		n++
	}
	if n != 4 && n != 7 && n != 8 || n == len(line) || line[n] != ':' && !strings.HasPrefix(line[n:], "  ") {
		return 0, "", false
	}
	rest = strings.TrimPrefix(line[n:], ":")
	if !strings.HasPrefix(rest, " ") && rest != "" || n != 4 && !beginsBytes(rest) {
		return 0, "", false
	}
	value, err := strconv.ParseInt(line[:n], 16, 64)
	return int(value), strings.TrimPrefix(rest, " "), err == nil
}

func beginsBytes(s string) bool {
	s = strings.TrimLeft(s, " ")
	return len(s) >= 2 && isHex(s[0]) && isHex(s[1]) && (len(s) == 2 || s[2] == ' ' || isHex(s[2]))
}

// bytesOf are the bytes of a line of a dump, up to their characters: in groups of one or two.
func bytesOf(s string) (text string, ok bool) {
	var room [16]byte
	out := room[:0]
	group := 0
	for at := 0; at < len(s) && len(out) < 16; {
		if s[at] == ' ' {
			if strings.HasPrefix(s[at:], "   ") && len(out) > 0 {
				break // the characters follow
			}
			group = 0
			at++
			continue
		}
		if at+2 > len(s) || !isHex(s[at]) || !isHex(s[at+1]) || group == 2 {
			return "", false
		}
		out = append(out, unhex(s[at])<<4|unhex(s[at+1]))
		group++
		at += 2
	}
	return string(out), len(out) > 0
}

// leastNumbers is how many numbers are taken for bytes.
const leastNumbers = 8

// undumpedNumbers puts texts in place of lists of numbers that are bytes of ASCII:
// 113, 55, … and 0x71, 0x37, … and 71 37 ….
func undumpedNumbers(s string) string {
	var out strings.Builder
	done := 0
	for i := 0; i < len(s); {
		if !isHex(s[i]) || i > 0 && (isHex(s[i-1]) || letter(s[i-1]) || s[i-1] == '.' || s[i-1] == '-' || s[i-1] == '_') {
			i++
			continue
		}
		text, end := numbersAt(s, i)
		if text == "" {
			for end = i; end < len(s) && (isHex(s[end]) || letter(s[end])); end++ {
			}
			i = max(end, i+1)
			continue
		}
		out.WriteString(s[done:i])
		out.WriteString(text)
		done, i = end, end
	}
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}

// numbersAt is the text whose bytes are listed at i, and where the list ends; "": none is.
func numbersAt(s string, i int) (text string, end int) {
	var room [64]byte // most lists are none of bytes
	out := room[:0]
	spaced := i+2 < len(s) && isHex(s[i+1]) && (s[i+2] == ' ' || s[i+2] == ':')
	for at := i; at < len(s); {
		from := at
		for at < len(s) && at-from < 5 && (isHex(s[at]) || s[at] == 'x') {
			at++
		}
		n := numberOf(s[from:at], spaced)
		if n >= 0x7f || n < ' ' && n != '\n' && n != '\r' && n != '\t' {
			break
		}
		out, end = append(out, byte(n)), at
		next := at
		for next < len(s) && next-at < 16 && strings.IndexByte(", \t\r\n:", s[next]) >= 0 {
			next++
		}
		if next == at || !spaced && s[at] != ',' {
			break
		}
		at = next
	}
	if len(out) < leastNumbers || end < len(s) && (isHex(s[end]) || letter(s[end])) {
		return "", 0
	}
	return string(out), end
}

// numberOf is a number in a list of bytes; spaced: it has two hexadecimal digits. -1: it is
// none.
func numberOf(s string, spaced bool) int {
	base := 10
	if digits, found := strings.CutPrefix(s, "0x"); found && len(digits) == 2 || spaced && len(s) == 2 {
		s, base = s[len(s)-2:], 16
	}
	if s == "" || len(s) > 3 || spaced && base == 10 {
		return -1
	}
	n := 0
	for i := range len(s) {
		if !isHex(s[i]) || base == 10 && !digit(s[i]) {
			return -1
		}
		n = n*base + int(unhex(s[i]))
	}
	return n
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
