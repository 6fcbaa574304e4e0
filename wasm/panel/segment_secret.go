package panel

import (
	"slices"
	"strconv"
	"strings"

	"misstep/wasm/har"
	"misstep/wasm/redact"
)

// maskedSegments are what redact makes of a text, in a place that has a name:
// each secret can be told from all others in the detail.
func maskedSegments(place string, list []redact.Segment) []segment {
	var out []segment
	for _, s := range list {
		out = append(out, segment{text: s.Text, original: s.Original})
	}
	return inPlace(place, out)
}

// inPlace gives the secrets among segments their names.
func inPlace(place string, segments []segment) []segment {
	n := 0
	for i := range segments {
		if segments[i].original != "" {
			segments[i].secret = place + " " + strconv.Itoa(n)
			n++
		}
	}
	return segments
}

// secretsOf are the secrets of an exchange, by how they look when they are
// masked. Of two that look alike there is neither: a text that shows them does
// not tell which it means.
func secretsOf(x *har.Exchange) map[string]string {
	known := map[string]string{}
	add := func(list []redact.Segment) {
		for _, s := range list {
			if !s.Secret() || s.Text == hiddenWhole {
				continue
			}
			original := s.Original
			if other, there := known[s.Text]; there && other != original {
				original = ""
			}
			known[s.Text] = original
		}
	}
	add(redact.URLSegments(x.Request.URL))
	for _, h := range slices.Concat(x.Request.Headers, x.Response.Headers) {
		add(redact.HeaderSegments(h.Name, h.Value))
	}
	for _, f := range x.Request.Params() {
		add(redact.ParamSegments(f.Name, f.Value))
	}
	add(redact.TextSegments(start(x.Response.Body.Text, bodyLimit)))
	for shown, original := range known {
		if original == "" {
			delete(known, shown)
		}
	}
	return known
}

// hiddenWhole is how redact masks what is too short to show a part of it.
const hiddenWhole = "…"

// withSecrets finds masked secrets that are known in segments whose own
// originals are not, such as a finding's texts.
func withSecrets(place string, segments []segment, known map[string]string) []segment {
	if len(known) == 0 {
		return segments
	}
	var out []segment
	for _, s := range segments {
		if s.original != "" {
			out = append(out, s)
			continue
		}
		rest := s
		for {
			at, shown := firstKnown(rest.text, known)
			if at < 0 {
				break
			}
			before, secret := rest, rest
			before.text, secret.text, secret.original = rest.text[:at], shown, known[shown]
			rest.text = rest.text[at+len(shown):]
			if before.text != "" {
				out = append(out, before)
			}
			out = append(out, secret)
		}
		if rest.text != "" {
			out = append(out, rest)
		}
	}
	return inPlace(place, out)
}

// firstKnown is the first masked secret in a text; of several that begin there
// the longest.
func firstKnown(text string, known map[string]string) (at int, shown string) {
	if !strings.Contains(text, hiddenWhole) {
		return -1, ""
	}
	at = -1
	for candidate := range known {
		i := strings.Index(text, candidate)
		if i >= 0 && (at < 0 || i < at || i == at && len(candidate) > len(shown)) {
			at, shown = i, candidate
		}
	}
	return at, shown
}

// pointedAt marks a stretch of the text that segments show.
func pointedAt(segments []segment, from, to int) []segment {
	var out []segment
	at := 0
	for _, s := range segments {
		start, end := max(from-at, 0), min(to-at, len(s.text))
		at += len(s.text)
		switch {
		case start >= end:
			out = append(out, s)
		case s.original != "": // whole or not at all
			s.pointed = true
			out = append(out, s)
		default:
			for _, part := range []segment{{text: s.text[:start]}, {text: s.text[start:end], pointed: true}, {text: s.text[end:]}} {
				if part.text != "" {
					part.code, part.name = s.code, s.name
					out = append(out, part)
				}
			}
		}
	}
	return out
}

// textOf is what segments show.
func textOf(segments []segment) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteString(s.text)
	}
	return b.String()
}
