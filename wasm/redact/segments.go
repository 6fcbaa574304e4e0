package redact

import (
	"strconv"
	"strings"
)

// Marks around what is in a text for something else: bytes that no text in
// UTF-8 has, so that nothing which comes from elsewhere can be taken for them.
const heldStart, heldEnd = "\xff", "\xfe"

// withoutMarks replaces what a text that is not UTF-8 may have of them.
func withoutMarks(s string) string {
	if strings.IndexByte(s, heldStart[0]) < 0 && strings.IndexByte(s, heldEnd[0]) < 0 {
		return s
	}
	return strings.NewReplacer(heldStart, "\ufffd", heldEnd, "\ufffd").Replace(s)
}

// held is a list of texts that a text has numbers for, until all rules have
// looked at it: no rule looks into them.
type held []string

// hold returns what stands for a text.
func (h *held) hold(text string) string {
	*h = append(*h, text)
	return heldStart + strconv.Itoa(len(*h)-1) + heldEnd
}

// holdMarks has what a text that is not UTF-8 has of our own marks come back as it
// was; in a command it would be taken for a variable.
func (h *held) holdMarks(s string, style style) string {
	if style == commands || strings.IndexByte(s, heldStart[0]) < 0 && strings.IndexByte(s, heldEnd[0]) < 0 {
		return withoutMarks(s)
	}
	return strings.NewReplacer(heldStart, h.hold(heldStart), heldEnd, h.hold(heldEnd)).Replace(s)
}

// show puts the texts back in their places.
func (h held) show(s string) string {
	if len(h) == 0 {
		return s
	}
	var out strings.Builder
	SplitVariables(s, func(literal, number string) {
		out.WriteString(literal)
		if n, err := strconv.Atoi(number); err == nil && n < len(h) {
			out.WriteString(h[n])
		}
	})
	return out.String()
}

// heldAt is how long the mark is that s has at i; 0: none.
func heldAt(s string, i int) int {
	if s[i] != heldStart[0] {
		return 0
	}
	if end := strings.IndexByte(s[i:], heldEnd[0]); end > 0 {
		return end + 1
	}
	return 0
}

// allHeld reports whether a value is marks and nothing else.
func allHeld(v string) bool {
	for v != "" {
		n := heldAt(v, 0)
		if n == 0 {
			return false
		}
		v = v[n:]
	}
	return true
}

// Variable is a variable of that name, to be found by SplitVariables.
func Variable(name string) string { return heldStart + name + heldEnd }

// WithoutVariables removes from a text what SplitVariables would take for one.
func WithoutVariables(s string) string { return withoutMarks(s) }

// SplitVariables calls each for the stretches of a text: literal ones, and
// names of variables.
func SplitVariables(s string, each func(literal, variable string)) {
	for s != "" {
		before, rest, found := strings.Cut(s, heldStart)
		if before != "" {
			each(before, "")
		}
		if !found {
			return
		}
		name, after, _ := strings.Cut(rest, heldEnd)
		each("", name)
		s = after
	}
}

// A Segment is a stretch of a masked text. The segments of a text, one after
// the other, are exactly what masks it.
type Segment struct {
	Text     string // as it is shown
	Original string // what Text masks; "" where nothing is masked
}

// Secret reports whether the segment stands for a secret.
func (s Segment) Secret() bool { return s.Original != "" }

// HeaderSegments is what a screen shows of the value of a header field. It masks what is
// known, too; nil knows nothing.
func (a *Aliases) HeaderSegments(name, value string) []Segment {
	return a.segments(value, func(in replacer, s string) string { return in.header(name, s) })
}

// ParamSegments is what a screen shows of a parameter's value.
func (a *Aliases) ParamSegments(name, value string) []Segment {
	return a.segments(value, func(in replacer, s string) string { return in.param(name, s) })
}

// URLSegments is what a screen shows of an address.
func (a *Aliases) URLSegments(u string) []Segment { return a.segments(u, replacer.url) }

// TextSegments is what a screen shows of a text.
func (a *Aliases) TextSegments(s string) []Segment { return a.segments(s, replacer.text) }

// segments puts numbers in place of secrets, and so learns where they are.
// What is shown does not depend on that: if the numbers led to anything but
// the masked text, that is all there is.
func (a *Aliases) segments(s string, mask func(in replacer, s string) string) []Segment {
	if s == "" {
		return nil
	}
	var secrets held
	plain := withoutMarks(s)
	if a != nil {
		plain = a.replaceKnown(&secrets, plain)
	}
	shown := secrets.masked().show(mask(masks, plain))
	if shown == s {
		return []Segment{{Text: s}}
	}
	numbered := mask(func(label, secret string) string {
		if strings.Contains(secret, heldStart) || masks(label, secret) == secret {
			return secret
		}
		return secrets.hold(secret)
	}, plain)
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

// masked are the texts as a screen shows them.
func (h held) masked() held {
	list := make(held, len(h))
	for i, text := range h {
		list[i] = Secret(text)
	}
	return list
}
