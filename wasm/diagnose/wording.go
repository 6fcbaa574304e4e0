package diagnose

import (
	"strconv"
	"strings"
	"time"
)

// say is a text of the engine's wording, in the catalogue's language.
func (e *examination) say(key string, values ...string) string {
	return e.session.Catalog().Messages().Format(key, values...)
}

// count is say for a number of things.
func (e *examination) count(key string, n int, values ...string) string {
	return e.session.Catalog().Messages().Count(key, n, values...)
}

// span says how long a time is, in the two largest units that matter.
func (e *examination) span(d time.Duration) string {
	d = d.Abs().Round(time.Second)
	for _, unit := range []struct {
		size, next time.Duration
		name, part string
	}{
		{365 * 24 * time.Hour, 0, "span.years", ""},
		{24 * time.Hour, time.Hour, "span.days", "span.hours"},
		{time.Hour, time.Minute, "span.hours", "span.minutes"},
		{time.Minute, 0, "span.minutes", ""},
	} {
		n := int(d / unit.size)
		if n == 0 || unit.name == "span.years" && n < 2 {
			continue
		}
		text := e.count(unit.name, n)
		if unit.next > 0 && n < 10 {
			if rest := int(d % unit.size / unit.next); rest > 0 {
				text = e.say("span.joined", "large", text, "small", e.count(unit.part, rest))
			}
		}
		return text
	}
	return e.count("span.seconds", int(d/time.Second))
}

// gap is span with fractions where they matter: requests of a page that runs
// twice are milliseconds apart.
func (e *examination) gap(d time.Duration) string {
	d = d.Abs()
	switch {
	case d < time.Second:
		return e.count("span.milliseconds", int(d.Milliseconds()))
	case d < 10*time.Second:
		whole, tenths, _ := strings.Cut(strconv.FormatFloat(d.Seconds(), 'f', 1, 64), ".")
		return e.say("span.tenths", "whole", whole, "tenths", tenths)
	case d < 2*time.Minute:
		return e.count("span.seconds", int(d.Seconds()))
	}
	return e.span(d)
}
