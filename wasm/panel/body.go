package panel

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"misstep/wasm/redact"
)

const (
	bodyLimit   = 20 << 10 // bytes of a body that are shown
	indentLimit = 1 << 20  // bytes of JSON that are worth indenting before the cut
	secretRoom  = 4 << 10  // read past the limit, so that a secret on the cut is seen whole and masked
)

// showBody returns a body as people read it: JSON indented, secrets masked, at
// most bodyLimit bytes. cut tells that there was more.
func showBody(text string) (shown string, cut bool) {
	if len(text) <= indentLimit {
		if trimmed := strings.TrimSpace(text); strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[") {
			var indented bytes.Buffer
			if json.Indent(&indented, []byte(trimmed), "", "  ") == nil {
				text = indented.String()
			}
		}
	}
	cut = len(text) > bodyLimit
	text = redact.Text(start(text, bodyLimit+secretRoom))
	if cut {
		text = start(text, bodyLimit)
	}
	return text, cut
}

// start returns at most the first limit bytes of text, whole characters.
func start(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}

// bytesText says a number of bytes: "812 B", "20 kB", "1.2 MB".
func bytesText(n int) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%d kB", n>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}
