package cli

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"misstep/catalog/messages"
)

// visible writes a text of a recording so that a terminal only shows it. It
// stays on its line and has no runs of spaces, which the lines of this program
// begin with: it can't pass for one of them, not even where a terminal wraps it.
func visible(text string) string {
	text = messages.Visible(text, "")
	for strings.Contains(text, "  ") {
		text = strings.ReplaceAll(text, "  ", " ")
	}
	return text
}

// A jsonWriter passes JSON on. Characters that can't be seen, which a terminal
// may act on, become escapes; to whoever reads the JSON they are the same.
type jsonWriter struct {
	to   io.Writer
	part []byte // of a character whose other bytes have not come yet
}

func (w *jsonWriter) Write(data []byte) (int, error) {
	text := append(w.part, data...)
	end := len(text)
	for i := max(0, end-utf8.UTFMax+1); i < end; i++ {
		if utf8.RuneStart(text[i]) && !utf8.FullRune(text[i:]) {
			end = i
		}
	}
	w.part = append([]byte(nil), text[end:]...)
	var b strings.Builder
	for _, r := range string(text[:end]) {
		switch {
		case r < ' ' || messages.Visible(string(r), "") == string(r):
			b.WriteRune(r) // below the space only what is between members: JSON escapes the others itself
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	if _, err := io.WriteString(w.to, b.String()); err != nil {
		return 0, err
	}
	return len(data), nil
}
