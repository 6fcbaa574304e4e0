package paste

import (
	"strconv"
	"strings"
)

// A command is its words, what a here-document gives it, and the text after it.
type command struct {
	words []string
	stdin *string // nil: nothing is known of it
	rest  string
}

// shellWords splits the command at the start of text into words as bash does. It
// also takes what DevTools copies for Windows, where ^ escapes, and PowerShell's
// backquote at the end of a line. A pipe or a redirection ends the words, and so
// does a comment. Unclosed quotes reach to the end.
func shellWords(text string) command {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if line, _, _ := strings.Cut(text, "\n"); strings.Contains(line, `^\^"`) {
		return splitWords(unescapeCmd(text), true)
	}
	return splitWords(text, false)
}

// splitWords is shellWords for line ends of one kind. A command is taken for one
// of cmd.exe, windows, and begun again when ^ stands where only that means
// something by it: outside of quotes, before a line end or at a word's quote.
func splitWords(text string, windows bool) (c command) {
	var word strings.Builder
	open := false  // a word has begun, perhaps an empty one
	table := false // in one of PowerShell's, @{ … }, whose lines need no mark to go on
	end := func() {
		if open {
			c.words = append(c.words, word.String())
			table = (table || strings.HasPrefix(word.String(), "@{")) && !strings.HasSuffix(word.String(), "}")
		}
		word.Reset()
		open = false
	}
	for i := 0; i < len(text); {
		b := text[i]
		switch {
		case b == '\n':
			end()
			if table {
				i++
				break
			}
			// A backslash forgotten or lost in copying: an option goes on with the command.
			next := strings.TrimLeft(text[i:], " \t\n")
			if !option(next) {
				c.rest = next
				return c
			}
			i = len(text) - len(next)
		case b == ' ' || b == '\t':
			end()
			i++
		case b == '^' && !windows && strings.HasPrefix(text[i:], "^\n") && strings.Contains(text, " '"):
			end() // a program that quotes as bash does
			i += 2
		case b == '^' && !windows && (strings.HasPrefix(text[i:], "^\n") || !open && strings.HasPrefix(text[i:], `^"`)):
			return splitWords(unescapeCmd(text), true)
		case b == '`' && i+1 < len(text) && text[i+1] == '\n':
			end()
			i += 2
		case b == '\\' && i+1 < len(text):
			if text[i+1] != '\n' {
				word.WriteByte(text[i+1])
				open = true
			}
			i += 2
		case b == '\'' && !windows:
			open = true
			n := strings.IndexByte(text[i+1:], '\'')
			if n < 0 {
				word.WriteString(text[i+1:])
				i = len(text)
				break
			}
			word.WriteString(text[i+1 : i+1+n])
			i += n + 2
		case b == '$' && i+1 < len(text) && text[i+1] == '\'':
			open = true
			i = ansiQuoted(&word, text, i+2)
		case b == '"' || b == '$' && i+1 < len(text) && text[i+1] == '"':
			open = true
			if b == '$' {
				i++
			}
			i = doubleQuoted(&word, text, i+1, windows)
		case !open && b == '#' && !windows:
			n := strings.IndexByte(text[i:], '\n')
			if n < 0 {
				n = len(text) - i
			}
			i += n
		case !open && strings.HasPrefix(text[i:], "<<"):
			hereDocument(&c, text[i+2:])
			return c
		case !open && (b == '|' || b == ';' || b == '>' || b == '&' || strings.HasPrefix(text[i:], "2>")):
			_, c.rest, _ = strings.Cut(text[i:], "\n")
			return c
		case b == ')' && len(c.words) > 0 && strings.TrimLeft(text[i:], ")\"'`; ") == "":
			i = len(text) // of $(curl …)
		default:
			word.WriteByte(b)
			open = true
			i++
		}
	}
	end()
	return c
}

// hereDocument reads what follows << : the word that ends it, or the text of <<<.
func hereDocument(c *command, text string) {
	if text, isWord := strings.CutPrefix(text, "<"); isWord {
		given := splitWords(strings.TrimLeft(text, " "), false)
		if len(given.words) > 0 {
			c.words = append(c.words, given.words[1:]...)
			stdin := given.words[0] + "\n"
			c.stdin = &stdin
		}
		c.rest = given.rest
		return
	}
	line, body, _ := strings.Cut(text, "\n")
	dash := strings.HasPrefix(line, "-")
	more := splitWords(strings.TrimLeft(line, "- "), false)
	if len(more.words) == 0 {
		c.rest = body
		return
	}
	c.words = append(c.words, more.words[1:]...)
	var stdin strings.Builder
	for line := range strings.Lines(body) {
		body = body[len(line):]
		if dash {
			line = strings.TrimLeft(line, "\t")
		}
		if strings.TrimSpace(line) == more.words[0] {
			break
		}
		stdin.WriteString(line)
	}
	text = stdin.String()
	c.stdin, c.rest = &text, body
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
			i = numericEscape(word, text, i, 16, 2, false)
		case 'u':
			i = numericEscape(word, text, i, 16, 4, true)
		case 'U':
			i = numericEscape(word, text, i, 16, 8, true)
		case '0', '1', '2', '3', '4', '5', '6', '7':
			i = numericEscape(word, text, i-1, 8, 3, false)
		default: // \\ \' \" \?
			word.WriteByte(c)
		}
	}
	return i
}

// numericEscape writes the byte or character whose number begins at i, of at most
// digits digits, and returns the place after it.
func numericEscape(word *strings.Builder, text string, i, base, digits int, character bool) int {
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

// unescapeCmd undoes cmd.exe's escapes: ^ before a line end goes on with the line,
// before two it stands for one of them, before anything else for that character.
func unescapeCmd(s string) string {
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
