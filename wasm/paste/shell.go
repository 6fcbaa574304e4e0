package paste

import (
	"strconv"
	"strings"
)

// shellWords splits the command at the start of text into words as bash does,
// and returns the lines after it. It also takes what DevTools copies for
// Windows, where ^ escapes, and PowerShell's backquote at the end of a line. A
// pipe or a redirection ends the words. Unclosed quotes reach to the end.
func shellWords(text string) (words []string, rest string) {
	return splitWords(strings.ReplaceAll(text, "\r\n", "\n"), false)
}

// splitWords is shellWords for line ends of one kind. A command is taken for one
// of cmd.exe, windows, and begun anew when ^ stands where only that means
// something by it: outside of quotes, before a line end or at a word's quote.
func splitWords(text string, windows bool) (words []string, rest string) {
	var word strings.Builder
	open := false // a word has begun, perhaps an empty one
	end := func() {
		if open {
			words = append(words, word.String())
		}
		word.Reset()
		open = false
	}
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '\n':
			end()
			// A backslash forgotten or lost in copying: an option goes on with the command.
			next := strings.TrimLeft(text[i:], " \t\n")
			if !option(next) {
				return words, next
			}
			i = len(text) - len(next)
		case c == ' ' || c == '\t':
			end()
			i++
		case c == '^' && !windows && (strings.HasPrefix(text[i:], "^\n") || !open && strings.HasPrefix(text[i:], `^"`)):
			return splitWords(uncaret(text), true)
		case c == '`' && i+1 < len(text) && text[i+1] == '\n':
			end()
			i += 2
		case c == '\\' && i+1 < len(text):
			if text[i+1] != '\n' {
				word.WriteByte(text[i+1])
				open = true
			}
			i += 2
		case c == '\'' && !windows:
			open = true
			n := strings.IndexByte(text[i+1:], '\'')
			if n < 0 {
				word.WriteString(text[i+1:])
				i = len(text)
				break
			}
			word.WriteString(text[i+1 : i+1+n])
			i += n + 2
		case c == '$' && i+1 < len(text) && text[i+1] == '\'':
			open = true
			i = ansiQuoted(&word, text, i+2)
		case c == '"' || c == '$' && i+1 < len(text) && text[i+1] == '"':
			open = true
			if c == '$' {
				i++
			}
			i = doubleQuoted(&word, text, i+1, windows)
		case !open && (c == '|' || c == ';' || c == '>' || c == '&' || strings.HasPrefix(text[i:], "2>")):
			_, rest, _ := strings.Cut(text[i:], "\n")
			return words, rest
		default:
			word.WriteByte(c)
			open = true
			i++
		}
	}
	end()
	return words, ""
}

// option reports whether a line begins with an option and not, say, with a
// dashed line of output.
func option(line string) bool {
	if len(line) < 2 || line[0] != '-' {
		return false
	}
	line = strings.TrimPrefix(line[1:], "-")
	return line != "" && 'a' <= line[0]|0x20 && line[0]|0x20 <= 'z'
}

// doubleQuoted reads up to the closing quote and returns the place after it.
func doubleQuoted(word *strings.Builder, text string, i int, windows bool) int {
	for i < len(text) {
		c := text[i]
		switch {
		case c == '"':
			if windows && i+1 < len(text) && text[i+1] == '"' {
				word.WriteByte('"')
				i += 2
				continue
			}
			return i + 1
		case c == '\\' && i+1 < len(text) && strings.IndexByte("$`\"\\\n", text[i+1]) >= 0:
			if text[i+1] != '\n' {
				word.WriteByte(text[i+1])
			}
			i += 2
		default:
			word.WriteByte(c)
			i++
		}
	}
	return i
}

// ansiQuoted reads the inside of $'…' and returns the place after it.
func ansiQuoted(word *strings.Builder, text string, i int) int {
	for i < len(text) {
		c := text[i]
		if c == '\'' {
			return i + 1
		}
		if c != '\\' || i+1 == len(text) {
			word.WriteByte(c)
			i++
			continue
		}
		c = text[i+1]
		i += 2
		switch c {
		case 'n':
			word.WriteByte('\n')
		case 't':
			word.WriteByte('\t')
		case 'r':
			word.WriteByte('\r')
		case 'a':
			word.WriteByte('\a')
		case 'b':
			word.WriteByte('\b')
		case 'f':
			word.WriteByte('\f')
		case 'v':
			word.WriteByte('\v')
		case 'e', 'E':
			word.WriteByte(0x1b)
		case 'x':
			i = coded(word, text, i, 16, 2, false)
		case 'u':
			i = coded(word, text, i, 16, 4, true)
		case 'U':
			i = coded(word, text, i, 16, 8, true)
		case '0', '1', '2', '3', '4', '5', '6', '7':
			i = coded(word, text, i-1, 8, 3, false)
		default: // \\ \' \" \?
			word.WriteByte(c)
		}
	}
	return i
}

// coded writes the byte or character whose number begins at i, of at most
// digits digits, and returns the place after it.
func coded(word *strings.Builder, text string, i, base, digits int, character bool) int {
	end := i
	for end < len(text) && end < i+digits {
		if _, err := strconv.ParseUint(text[end:end+1], base, 8); err != nil {
			break
		}
		end++
	}
	n, err := strconv.ParseUint(text[i:end], base, 32)
	switch {
	case err != nil:
	case character:
		word.WriteRune(rune(n))
	default:
		word.WriteByte(byte(n))
	}
	return end
}

// uncaret undoes cmd.exe's escapes: ^ before a line end goes on with the line,
// before two it stands for one of them, before anything else for that character.
func uncaret(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '^' || i+1 == len(s) {
			out.WriteByte(s[i])
			continue
		}
		i++
		switch {
		case strings.HasPrefix(s[i:], "\n\n"):
			i++
			out.WriteByte('\n')
		case s[i] == '\n':
			out.WriteByte(' ')
		default:
			out.WriteByte(s[i])
		}
	}
	return out.String()
}
