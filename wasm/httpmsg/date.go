package httpmsg

import (
	"slices"
	"strings"
	"time"

	"misstep/catalog/location"
)

// IsDigit reports whether c is an ASCII digit.
func IsDigit(c byte) bool { return '0' <= c && c <= '9' }

// Digits reads a number that consists of digits only; -1 if it isn't one.
func Digits(text string) int {
	n := 0
	for i := range len(text) {
		if !IsDigit(text[i]) {
			return -1
		}
		n = 10*n + int(text[i]-'0')
	}
	return n
}

// IsDay reports whether a text is a date as 2006-01-02 that there is.
func IsDay(s string) bool {
	if len(s) != len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return false
	}
	return isDate(Digits(s[:4]), Digits(s[5:7]), Digits(s[8:]))
}

// isDate reports whether there is such a day.
func isDate(year, month, day int) bool {
	if year < 0 || month < 1 || month > 12 || day < 1 {
		return false
	}
	return day <= 28 || day <= time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// ParseDate reads a header's date in the three forms that RFC 9110, 5.6.7, has.
// That of nearly all responses is read without package time, which takes
// several times as long, and a list asks for it for every row.
func ParseDate(text string) (time.Time, error) {
	const form = "Mon, 02 Jan 2006 15:04:05 GMT" // nearly all have it
	if len(text) == len(form) && text[3:5] == ", " && text[7] == ' ' && text[11] == ' ' && text[16] == ' ' && text[19] == ':' && text[22] == ':' && text[25:] == " GMT" {
		month := strings.Index(months, text[8:11])
		year, day := Digits(text[12:16]), Digits(text[5:7])
		hour, minute, second := Digits(text[17:19]), Digits(text[20:22]), Digits(text[23:25])
		known := slices.Contains([]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}, text[:3])
		if known && month >= 0 && month%3 == 0 && isDate(year, month/3+1, day) && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 {
			return time.Date(year, time.Month(month/3+1), day, hour, minute, second, 0, time.UTC), nil
		}
	}
	var date time.Time
	var err error
	for _, layout := range []string{form, time.RFC850, time.ANSIC} {
		if date, err = time.Parse(layout, text); err == nil {
			break
		}
	}
	return date.UTC(), err
}

// ClockTolerance is how far the clocks of client and server may differ before
// it is worth telling: answers travel, and Date has whole seconds.
const ClockTolerance = time.Minute

// RequestTime is the time of a request by the server's clock if known, otherwise by the client's.
func RequestTime(x *Exchange) (time.Time, location.Location) {
	if date, ok := serverTime(x); ok {
		return date, location.Date
	}
	return x.Started.UTC(), location.RequestStart
}

// serverTime is the Date of a response; that of a cached one is old.
func serverTime(x *Exchange) (time.Time, bool) {
	text, told := x.Response.Header("Date")
	if !told {
		return time.Time{}, false
	}
	date, err := ParseDate(text)
	return date, err == nil && x.FromCache == ""
}

// ClockError is by how much the client's clock is slow; 0 when that is not
// known.
func ClockError(x *Exchange) time.Duration {
	date, ok := serverTime(x)
	if !ok || x.Started.IsZero() {
		return 0
	}
	return date.Sub(x.Started.Add(time.Duration(x.Duration * float64(time.Millisecond))))
}

// NearMinute rounds a reset to the full minute that it means: responses give it in whole
// seconds, and take time to arrive.
func NearMinute(reset time.Time) time.Time {
	if full := reset.Round(time.Minute); full.Sub(reset).Abs() <= 2*time.Second {
		return full
	}
	return reset
}
