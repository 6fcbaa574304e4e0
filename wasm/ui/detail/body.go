package detail

import (
	"bytes"
	"encoding/json"
	"strings"

	"misstep/catalog/messages"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/ui/richtext"
)

const (
	allLimit    = 2 << 20 // bytes that are shown when all is asked for
	indentLimit = 4 << 20 // bytes of JSON that are worth indenting before the cut
	secretRoom  = 4 << 10 // read past the limit, so that a secret on the cut is seen whole and masked
)

// bodyNote says what a response's body is not; "" when it is all there.
func bodyNote(b *httpmsg.Body, text richtext.Text) string {
	switch {
	case b.Missing == httpmsg.MissingNavigated:
		return text("bodyNavigated")
	case b.Missing == httpmsg.MissingUnread:
		return text("bodyUnread")
	case b.Missing == httpmsg.MissingPacked:
		return text("bodyPacked")
	case b.Missing == httpmsg.MissingBinary:
		return text("bodyBinary")
	case b.Missing == httpmsg.MissingFile:
		return text("bodyInFile")
	case !b.Recorded:
		return text("bodyMissing")
	case b.DroppedBytes > 0:
		return text("bodyNotKept", richtext.ByteSize(len(b.Text)), richtext.ByteSize(len(b.Text)+b.DroppedBytes))
	case b.Text == "":
		return text("bodyEmpty")
	case b.Truncated:
		return text("bodyIncomplete")
	}
	return ""
}

// indented is a body as people read it: JSON over several lines.
func indented(text string) string {
	if len(text) > indentLimit {
		return text
	}
	trimmed := strings.TrimSpace(text)
	if !strings.HasPrefix(trimmed, "{") && !strings.HasPrefix(trimmed, "[") {
		return text
	}
	var out bytes.Buffer
	if json.Indent(&out, []byte(trimmed), "", "  ") != nil {
		return text
	}
	return out.String()
}

// showBody returns the first limit bytes of a body, or all of it, indented and masked. cut
// reports that there was more.
func showBody(mask *redact.Aliases, place, text string, limit int) (shown []richtext.Run, cut bool) {
	text = indented(text)
	cut = len(text) > limit
	list := mask.TextSegments(messages.Truncate(text, limit+secretRoom))
	if !cut {
		return richtext.Masked(place, list), false
	}
	rest := limit
	for i, s := range list {
		if len(s.Text) < rest {
			rest -= len(s.Text)
			continue
		}
		if !s.Secret() {
			list[i].Text = messages.Truncate(s.Text, rest)
		}
		list = list[:i+1]
		break
	}
	return richtext.Masked(place, list), true
}
