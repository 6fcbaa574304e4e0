package redact

import (
	"strconv"
	"strings"
)

// A Segment is a stretch of a masked text. The segments of a text, one after
// the other, are exactly what masks it.
type Segment struct {
	Text     string // as it is shown
	Original string // what Text masks; "" where nothing is masked
}

// Secret reports whether the segment stands for a secret.
func (s Segment) Secret() bool { return s.Original != "" }

// HeaderSegments is Header, with what it masks.
func HeaderSegments(name, value string) []Segment {
	return segments(value, func(in replacer, s string) string { return in.header(name, s) })
}

// ParamSegments is Param, with what it masks.
func ParamSegments(name, value string) []Segment {
	return segments(value, func(in replacer, s string) string { return in.param(name, s) })
}

// URLSegments is URL, with what it masks.
func URLSegments(u string) []Segment {
	return segments(u, func(in replacer, s string) string { return in.url(s) })
}

// TextSegments is Text, with what it masks.
func TextSegments(s string) []Segment {
	return segments(s, func(in replacer, s string) string { return in.text(s) })
}

// segments puts numbers in the place of secrets, and so learns where they are.
// What is shown does not depend on that: if the numbers led to anything but
// the masked text, that is all there is.
func segments(s string, mask func(in replacer, s string) string) []Segment {
	shown := mask(masks, s)
	if shown == "" {
		return nil
	}
	if shown == s {
		return []Segment{{Text: s}}
	}
	var secrets held
	numbered := mask(func(label, secret string) string {
		if strings.Contains(secret, heldStart) || masks(label, secret) == secret {
			return secret
		}
		return secrets.hold(secret)
	}, withoutMarks(s))
	var list []Segment
	var whole strings.Builder
	SplitVariables(numbered, func(literal, variable string) {
		segment := Segment{Text: literal}
		if variable != "" {
			n, err := strconv.Atoi(variable)
			if err != nil || n < 0 || n >= len(secrets) {
				return
			}
			segment = Segment{Text: Secret(secrets[n]), Original: secrets[n]}
		}
		whole.WriteString(segment.Text)
		list = append(list, segment)
	})
	if whole.String() != shown {
		return []Segment{{Text: shown}}
	}
	return list
}
