package cli

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A style is the parameter of the escape sequence that paints it.
type style string

const (
	plain   style = ""
	bold    style = "1"
	failure style = "1;31" // red
	warning style = "1;33" // yellow
	label   style = "1;36" // cyan
	quiet   style = "2"    // dim
)

// A layout puts lines together as wide as there is room.
type layout struct {
	strings.Builder
	width   int // 0: as wide as a line is
	painted bool
}

// minText is how narrow a column of text gets at most.
const minText = 20

func (l *layout) paint(s style, text string) string {
	if !l.painted || s == plain || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// line writes a line as it is.
func (l *layout) line(text string) { l.WriteString(text + "\n") }

// field writes a text after its first words, and its other lines below it.
func (l *layout) field(first string, firstStyle style, text string, textStyle style) {
	indent := utf8.RuneCountInString(first)
	l.hanging(first, firstStyle, strings.Repeat(" ", indent), plain, text, textStyle)
}

// list writes texts one below the other after a label; nothing where there are none.
func (l *layout) list(name string, texts []string) {
	first := "  " + name + ": "
	for i, text := range texts {
		if i > 0 {
			first = strings.Repeat(" ", len(first))
		}
		l.field(first, label, text, plain)
	}
}

// advice writes why something failed and what to do.
func (l *layout) advice(cause string, fixes []string) {
	if cause != "" {
		l.list("why", []string{cause})
	}
	for i, fix := range fixes {
		first := "  fix: "
		if i > 0 {
			first = "       "
		}
		if len(fixes) > 1 {
			first += strconv.Itoa(i+1) + ". "
		}
		l.field(first, label, fix, plain)
	}
}

// quote writes a text of the recording, each line after a bar.
func (l *layout) quote(text string) { l.hanging("   | ", label, "   | ", label, text, plain) }

func (l *layout) hanging(first string, firstStyle style, rest string, restStyle style, text string, textStyle style) {
	room := 0
	if l.width > 0 {
		room = max(minText, l.width-utf8.RuneCountInString(first))
	}
	for i, line := range wrap(visible(text), room) {
		before := l.paint(firstStyle, first)
		if i > 0 {
			before = l.paint(restStyle, rest)
		}
		l.line(strings.TrimRight(before+l.paint(textStyle, line), " "))
	}
}

// wrap breaks a text at spaces into lines of at most so many characters; a word
// that is longer stays whole, so that a URL can be clicked and copied.
func wrap(text string, room int) (lines []string) {
	if room <= 0 || utf8.RuneCountInString(text) <= room {
		return []string{text}
	}
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= room:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

// cut shortens a line to the width.
func (l *layout) cut(text string) string {
	if l.width <= 0 || utf8.RuneCountInString(text) <= l.width {
		return text
	}
	return string([]rune(text)[:max(0, l.width-1)]) + "…"
}
