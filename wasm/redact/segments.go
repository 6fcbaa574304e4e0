package redact

import (
	"strconv"
	"strings"
)

// HeaderSegments is Header, with what it masks.
func HeaderSegments(name, value string) []Segment { return (*Aliases)(nil).HeaderSegments(name, value) }

// ParamSegments is Param, with what it masks.
func ParamSegments(name, value string) []Segment { return (*Aliases)(nil).ParamSegments(name, value) }

// URLSegments is URL, with what it masks.
func URLSegments(u string) []Segment { return (*Aliases)(nil).URLSegments(u) }

// TextSegments is Text, with what it masks.
func TextSegments(s string) []Segment { return (*Aliases)(nil).TextSegments(s) }

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
		plain = a.hide(&secrets, plain)
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
