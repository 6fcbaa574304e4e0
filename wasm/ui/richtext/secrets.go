package richtext

import (
	"slices"
	"strconv"
	"strings"

	"misstep/catalog/messages"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// Masked are what redact makes of a text, in a place that has a name, so that the detail
// can distinguish each secret from the others.
func Masked(place string, list []redact.Segment) []Run {
	var out []Run
	for _, s := range list {
		out = append(out, Run{Text: s.Text, Original: s.Original})
	}
	return inPlace(place, out)
}

// inPlace gives the secrets among runs their names.
func inPlace(place string, runs []Run) []Run {
	n := 0
	for i := range runs {
		if runs[i].Original != "" {
			runs[i].Secret = place + " " + strconv.Itoa(n)
			n++
		}
	}
	return runs
}

// SecretsOf are the secrets of an exchange, by how they look when they are masked. Of two
// that look alike neither is included: a text that shows one doesn't say which it means.
func SecretsOf(x *httpmsg.Exchange, mask *redact.Aliases) map[string]string {
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
	add(mask.URLSegments(x.Request.URL))
	for _, h := range slices.Concat(x.Request.Headers, x.Response.Headers) {
		add(mask.HeaderSegments(h.Name, h.Value))
	}
	for _, f := range x.Request.Params() {
		add(mask.ParamSegments(f.Name, f.Value))
	}
	add(mask.TextSegments(messages.Truncate(x.Response.Body.Text, BodyLimit)))
	for shown, original := range known {
		if original == "" {
			delete(known, shown)
		}
	}
	return known
}

// hiddenWhole is how redact masks what is too short to show a part of it.
const hiddenWhole = "…"

// WithSecrets finds masked secrets that are known in runs whose own
// originals are not, such as a finding's texts.
func WithSecrets(place string, runs []Run, known map[string]string) []Run {
	if len(known) == 0 {
		return runs
	}
	var out []Run
	for _, s := range runs {
		if s.Original != "" {
			out = append(out, s)
			continue
		}
		rest := s
		for {
			at, shown := firstKnown(rest.Text, known)
			if at < 0 {
				break
			}
			before, secret := rest, rest
			before.Text, secret.Text, secret.Original = rest.Text[:at], shown, known[shown]
			rest.Text = rest.Text[at+len(shown):]
			if before.Text != "" {
				out = append(out, before)
			}
			out = append(out, secret)
		}
		if rest.Text != "" {
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

// PointedAt marks a stretch of the text that runs show.
func PointedAt(runs []Run, from, to int) []Run {
	var out []Run
	at := 0
	for _, s := range runs {
		start, end := max(from-at, 0), min(to-at, len(s.Text))
		at += len(s.Text)
		switch {
		case start >= end:
			out = append(out, s)
		case s.Original != "": // whole or not at all
			s.Pointed = true
			out = append(out, s)
		default:
			for _, part := range []Run{{Text: s.Text[:start]}, {Text: s.Text[start:end], Pointed: true}, {Text: s.Text[end:]}} {
				if part.Text != "" {
					part.Code, part.Name = s.Code, s.Name
					out = append(out, part)
				}
			}
		}
	}
	return out
}

// Plain is what runs show.
func Plain(runs []Run) string {
	var b strings.Builder
	for _, s := range runs {
		b.WriteString(s.Text)
	}
	return b.String()
}
