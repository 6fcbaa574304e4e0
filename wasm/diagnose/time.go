package diagnose

import "time"

// Times are read and written for each row of a list. What package time does for
// any layout costs several times as much as what is needed here.

// clock is how times are told; all are UTC.
const clock = "15:04:05 UTC"

// clockText is a time of day as clock has it.
func clockText(t time.Time) string {
	return string(append(appendClock(make([]byte, 0, len(clock)), t.UTC()), " UTC"...))
}

// timeText is a moment as it is told: 2006-01-02 15:04:05 UTC.
func timeText(t time.Time) string {
	const form = "2006-01-02 15:04:05 UTC"
	t = t.UTC()
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return t.Format(form)
	}
	text := append2(append2(make([]byte, 0, len(form)), year/100), year%100)
	text = append2(append(text, '-'), int(month))
	text = append2(append(text, '-'), day)
	return string(append(appendClock(append(text, ' '), t), " UTC"...))
}

func appendClock(to []byte, t time.Time) []byte {
	hour, minute, second := t.Clock()
	to = append2(to, hour)
	to = append2(append(to, ':'), minute)
	return append2(append(to, ':'), second)
}

// append2 writes a number of two digits.
func append2(to []byte, n int) []byte { return append(to, byte('0'+n/10), byte('0'+n%10)) }
