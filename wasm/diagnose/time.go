package diagnose

import (
	"slices"
	"strings"
	"time"

	"misstep/wasm/httpmsg"
)

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

// digits reads a number of digits alone; -1 when it is none.
func digits(text string) int {
	n := 0
	for i := range len(text) {
		if !isDigit(text[i]) {
			return -1
		}
		n = 10*n + int(text[i]-'0')
	}
	return n
}

// isDay reports whether a text is a date as 2006-01-02 that there is.
func isDay(s string) bool {
	if len(s) != len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return false
	}
	return isDate(digits(s[:4]), digits(s[5:7]), digits(s[8:]))
}

// isDate reports whether there is such a day.
func isDate(year, month, day int) bool {
	if year < 0 || month < 1 || month > 12 || day < 1 {
		return false
	}
	return day <= 28 || day <= time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// parseDate reads the Date of an answer, in any form that HTTP knows.
func parseDate(text string) (time.Time, error) {
	const form = "Mon, 02 Jan 2006 15:04:05 GMT" // nearly all have it
	if len(text) == len(form) && text[3:5] == ", " && text[7] == ' ' && text[11] == ' ' && text[16] == ' ' && text[19] == ':' && text[22] == ':' && text[25:] == " GMT" {
		month := strings.Index(months, text[8:11])
		year, day := digits(text[12:16]), digits(text[5:7])
		hour, minute, second := digits(text[17:19]), digits(text[20:22]), digits(text[23:25])
		known := slices.Contains([]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}, text[:3])
		if known && month >= 0 && month%3 == 0 && isDate(year, month/3+1, day) && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 {
			return time.Date(year, time.Month(month/3+1), day, hour, minute, second, 0, time.UTC), nil
		}
	}
	date, err := httpmsg.ParseDate(text)
	return date.UTC(), err
}
