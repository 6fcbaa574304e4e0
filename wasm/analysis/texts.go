package analysis

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"misstep/wasm/redact"
)

// Short shortens a value of the request for use in a sentence, secrets masked.
func Short(text string) string { return redact.Beginning(text, 160) }

// AddressDifference names the first part in which two addresses differ: "port
// 8080, not 3000".
func (pass *Pass) AddressDifference(sent, asked string) string {
	a, errA := url.Parse(sent)
	b, errB := url.Parse(asked)
	differ := func(key, this, that string) string { return pass.Format(key, "this", this, "that", that) }
	switch {
	case sent == asked:
		return ""
	case sent == asked+"/":
		return pass.Format("difference.slash-too-much")
	case sent+"/" == asked:
		return pass.Format("difference.slash-missing")
	case errA != nil || errB != nil:
	case a.Scheme != b.Scheme:
		return differ("difference.scheme", a.Scheme, b.Scheme)
	case a.Hostname() != b.Hostname():
		return differ("difference.host", a.Hostname(), b.Hostname())
	case a.Port() != b.Port():
		none := pass.Format("value.none")
		return differ("difference.port", cmp.Or(a.Port(), none), cmp.Or(b.Port(), none))
	case a.Path != b.Path && strings.EqualFold(a.Path, b.Path):
		return differ("difference.case", a.Path, b.Path)
	case a.Path != b.Path:
		return differ("difference.path", a.Path, b.Path)
	case a.RawQuery != b.RawQuery:
		return differ("difference.query", a.RawQuery, b.RawQuery)
	}
	i := 0
	for i < len(sent) && i < len(asked) && sent[i] == asked[i] {
		i++
	}
	return pass.Format("difference.from-character", "position", strconv.Itoa(i+1))
}

// TimeText is a moment as texts have it: 2006-01-02 15:04:05 UTC, with its date, so
// that a view can write it by the reader's clock.
func TimeText(t time.Time) string {
	const form = "2006-01-02 15:04:05 UTC"
	t = t.UTC()
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return t.Format(form)
	}
	text := append2(append2(make([]byte, 0, len(form)), year/100), year%100)
	text = append2(append(text, '-'), int(month))
	text = append2(append(text, '-'), day)
	hour, minute, second := t.Clock()
	text = append2(append(text, ' '), hour)
	text = append2(append(text, ':'), minute)
	text = append2(append(text, ':'), second)
	return string(append(text, " UTC"...))
}

// append2 writes a number of two digits.
func append2(to []byte, n int) []byte { return append(to, byte('0'+n/10), byte('0'+n%10)) }

// Format is a text of the engine's wording, in the catalog's language.
func (pass *Pass) Format(key string, values ...string) string {
	return pass.Session.Catalog().Messages().Format(key, values...)
}

// DayText is a day, 2006-01-02, as the catalog's language writes it in a sentence.
func (pass *Pass) DayText(iso string) string { return pass.Session.Catalog().Messages().Day(iso) }

// Count is Format for a number of things.
func (pass *Pass) Count(key string, n int, values ...string) string {
	return pass.Session.Catalog().Messages().Count(key, n, values...)
}

// Span says how long a time is, in the two largest units that matter.
func (pass *Pass) Span(d time.Duration) string {
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
		text := pass.Count(unit.name, n)
		if unit.next > 0 && n < 10 {
			if rest := int(d % unit.size / unit.next); rest > 0 {
				text = pass.Format("span.joined", "large", text, "small", pass.Count(unit.part, rest))
			}
		}
		return text
	}
	return pass.Count("span.seconds", int(d/time.Second))
}

// Gap is span with fractions where they matter: requests of a page that runs
// twice are milliseconds apart.
func (pass *Pass) Gap(d time.Duration) string {
	d = d.Abs()
	switch {
	case d < time.Second:
		return pass.Count("span.milliseconds", int(d.Milliseconds()))
	case d < 10*time.Second:
		whole, tenths, _ := strings.Cut(strconv.FormatFloat(d.Seconds(), 'f', 1, 64), ".")
		return pass.Format("span.tenths", "whole", whole, "tenths", tenths)
	case d < 2*time.Minute:
		return pass.Count("span.seconds", int(d.Seconds()))
	}
	return pass.Span(d)
}
