package richtext

import (
	"slices"
	"strings"
	"time"
)

// A Zone is the reader's time zone: it gives a moment the offset from UTC that
// clocks there showed, or will show, then. One fixed offset would be an hour off
// on the other side of a clock change.
type Zone func(time.Time) time.Time

// Clock is a time of day, with its date where that isn't the day of beside; ""
// for the zero time.
func (z Zone) Clock(at, beside time.Time) string { return z.format(at, beside, time.TimeOnly) }

// Minute is Clock without seconds.
func (z Zone) Minute(at, beside time.Time) string { return z.format(at, beside, "15:04") }

func (z Zone) format(at, beside time.Time, form string) string {
	if at.IsZero() {
		return ""
	}
	at = z(at)
	if !beside.IsZero() && at.Format(time.DateOnly) == z(beside).Format(time.DateOnly) {
		return at.Format(form)
	}
	return at.Format(time.DateOnly + " " + form)
}

// UTC is a time as tooltips and reports have it; "" for the zero time.
func UTC(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(stamps[0].form)
}

// stamps are the two ways in which diagnoses write a time.
var stamps = []struct{ form, local string }{
	{time.DateTime + " UTC", time.TimeOnly},
	{"2006-01-02 15:04 UTC", "15:04"},
}

// Runs has the times in runs as the reader's clock shows them. Code is left as it is.
func (z Zone) Runs(runs []Run, beside time.Time) []Run {
	if !slices.ContainsFunc(runs, func(r Run) bool { return strings.Contains(r.Text, " UTC") }) {
		return runs
	}
	var out []Run
	for _, r := range runs {
		if r.Code || r.Name != "" || r.Original != "" {
			out = append(out, r)
			continue
		}
		for text := r.Text; text != ""; {
			before, stamp, local, rest := z.cut(text, beside)
			if before != "" {
				part := r
				part.Text = before
				out = append(out, part)
			}
			if stamp != "" {
				out = append(out, Run{Text: local, UTC: stamp, Pointed: r.Pointed})
			}
			text = rest
		}
	}
	return out
}

// Text is Runs for a plain text.
func (z Zone) Text(text string, beside time.Time) string {
	if !strings.Contains(text, " UTC") {
		return text
	}
	return Plain(z.Runs([]Run{{Text: text}}, beside))
}

// cut finds the first time in a text; stamp is "" if there is none.
func (z Zone) cut(text string, beside time.Time) (before, stamp, local, rest string) {
	for from := 0; ; {
		i := strings.Index(text[from:], " UTC")
		if i < 0 {
			return text, "", "", ""
		}
		end := from + i + len(" UTC")
		for _, s := range stamps {
			start := end - len(s.form)
			if start < 0 {
				continue
			}
			if at, err := time.Parse(s.form, text[start:end]); err == nil {
				return text[:start], text[start:end], z.format(at, beside, s.local), text[end:]
			}
		}
		from = end
	}
}
