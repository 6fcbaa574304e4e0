package httpmsg

import (
	"strconv"
	"strings"
	"time"
)

// InYears is a time in UTC, the zero time where it has no year of four digits.
func InYears(t time.Time) time.Time {
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		return time.Time{}
	}
	return t
}

// ParseAnyDate reads a time in any form that the browsers' Date reads; the zero time if it
// isn't one. A time without a zone is read as UTC, so that every machine reads the same. A
// number is in milliseconds since 1970, or in seconds if milliseconds would be long before
// any recording.
func ParseAnyDate(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range []string{
		time.RFC3339,
		"2006-01-02T15:04:05Z0700",
		"2006-01-02T15:04:05",
		"2006-01-02 15:04:05Z07:00",
		"2006-01-02 15:04:05",
		"2006-01-02T15:04Z07:00",
		time.DateOnly,
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return InYears(t)
		}
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		const seconds = 1e11 // as milliseconds, in March 1973
		switch {
		case n > 0 && n < seconds:
			n *= 1000
		case !(n > 0 && n < 1e15):
			return time.Time{}
		}
		return InYears(time.UnixMilli(int64(n)))
	}
	d := dateWords{hour: -1}
	if d.read(s) {
		return d.time()
	}
	return time.Time{}
}

// dateWords are the parts of a date that stand in some order.
type dateWords struct {
	numbers              []int // of day, month and year
	month                int   // by its name; 0: none
	hour, minute, second int   // hour -1: none
	fraction             time.Duration
	half                 string // "am" or "pm"
	zone                 time.Duration
	zoned                bool
}

// zones are those that RFC 822 has by name, in hours.
var zones = map[string]int{"z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}

// read takes a text apart; false: it has something that no date has.
func (d *dateWords) read(s string) bool {
	for s != "" {
		switch c := s[0]; {
		case c == '(': // the zone in words
			_, s, _ = strings.Cut(s, ")")
		case IsDigit(c):
			number, rest := leadingDigits(s)
			switch {
			case number < 0:
				return false
			case strings.HasPrefix(rest, ":") && d.hour < 0:
				if rest = d.clock(number, rest[1:]); rest == "?" {
					return false
				}
			default:
				d.numbers = append(d.numbers, number)
			}
			s = rest
		case (c == '+' || c == '-') && d.hour >= 0 && len(s) > 1 && IsDigit(s[1]):
			if s = d.offset(c, s[1:]); s == "?" {
				return false
			}
		case isLetter(c):
			end := strings.IndexFunc(s, func(r rune) bool { return r > 'z' || !isLetter(byte(r)) })
			if end < 0 {
				end = len(s)
			}
			if !d.word(strings.ToLower(s[:end])) {
				return false
			}
			s = s[end:]
		case strings.IndexByte(" ,/.-\t", c) >= 0:
			s = s[1:]
		case strings.HasPrefix(s, "\u202f"), strings.HasPrefix(s, "\u200e"): // toLocaleString has them
			s = s[3:]
		default:
			return false
		}
	}
	return true
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// leadingDigits reads a number of at most six digits; -1 for a longer one.
func leadingDigits(s string) (number int, rest string) {
	end := 0
	for end < len(s) && IsDigit(s[end]) {
		end++
	}
	if end == 0 || end > 6 {
		return -1, s[end:]
	}
	return Digits(s[:end]), s[end:]
}

// clock reads minutes and seconds after an hour; "?" for what isn't a time.
func (d *dateWords) clock(hour int, s string) string {
	d.hour = hour
	d.minute, s = leadingDigits(s)
	if strings.HasPrefix(s, ":") {
		if d.second, s = leadingDigits(s[1:]); d.second < 0 {
			return "?"
		}
		if len(s) > 1 && (s[0] == '.' || s[0] == ',' || s[0] == ':') && IsDigit(s[1]) {
			s = s[1:]
			for unit := time.Second / 10; s != "" && IsDigit(s[0]); unit /= 10 {
				d.fraction += time.Duration(s[0]-'0') * unit
				s = s[1:]
			}
		}
	}
	if d.hour > 24 || d.minute < 0 || d.minute > 59 || d.second > 59 {
		return "?"
	}
	return s
}

// offset reads hours and minutes of a zone; "?" for what is none.
func (d *dateWords) offset(sign byte, s string) string {
	before := len(s)
	hours, rest := leadingDigits(s)
	minutes := 0
	switch digits := before - len(rest); {
	case hours < 0 || d.zoned && d.zone != 0:
		return "?"
	case digits > 2:
		hours, minutes = hours/100, hours%100
	case strings.HasPrefix(rest, ":"):
		if minutes, rest = leadingDigits(rest[1:]); minutes < 0 {
			return "?"
		}
	}
	if hours > 23 || minutes > 59 {
		return "?"
	}
	d.zone, d.zoned = time.Duration(60*hours+minutes)*time.Minute, true
	if sign == '-' {
		d.zone = -d.zone
	}
	return rest
}

// word reads a month, a half of the day, or a zone. Those of a week, and what
// comes before all numbers, say nothing.
func (d *dateWords) word(word string) bool {
	hours, isZone := zones[word]
	switch {
	case isZone && d.hour >= 0:
		d.zone, d.zoned = time.Duration(hours)*time.Hour, true
	case word == "am" || word == "pm":
		d.half = word
	case word == "t" && len(d.numbers) > 0:
	case ofThree(months, word) > 0:
		d.month = ofThree(months, word)
	case ofThree("SunMonTueWedThuFriSat", word) > 0:
	default:
		return len(d.numbers) == 0
	}
	return true
}

// ofThree is the place, counted from 1, of a word in names of three letters; 0:
// it is not among them. What follows the three letters may be anything.
func ofThree(names, word string) int {
	for at := 0; len(word) >= 3 && at < len(names); at += 3 {
		if strings.EqualFold(names[at:at+3], word[:3]) {
			return at/3 + 1
		}
	}
	return 0
}

// time puts the parts together; the zero time where they aren't date.
func (d *dateWords) time() time.Time {
	var year, month, day int
	switch n := d.numbers; {
	case d.month > 0 && len(n) == 2 && n[0] > 31:
		year, month, day = n[0], d.month, n[1]
	case d.month > 0 && len(n) == 2:
		year, month, day = n[1], d.month, n[0]
	case d.month == 0 && len(n) == 3 && n[0] > 31:
		year, month, day = n[0], n[1], n[2]
	case d.month == 0 && len(n) == 3:
		year, month, day = n[2], n[0], n[1]
	default:
		return time.Time{}
	}
	switch {
	case year < 50:
		year += 2000
	case year < 100:
		year += 1900
	}
	hour := max(d.hour, 0)
	switch {
	case month < 1 || month > 12 || day < 1 || day > 31 || d.half != "" && (hour < 1 || hour > 12):
		return time.Time{}
	case d.half == "am":
		hour %= 12
	case d.half == "pm":
		hour = hour%12 + 12
	}
	at := time.Date(year, time.Month(month), day, hour, d.minute, d.second, int(d.fraction), time.UTC)
	return InYears(at.Add(-d.zone))
}

// StartByServer is when a request without a time of its own began, by the Date of
// its response; the zero time when that has none.
func StartByServer(x *Exchange) time.Time {
	date, ok := serverTime(x)
	if !ok {
		return time.Time{}
	}
	return InYears(date.Add(-time.Duration(x.Duration * float64(time.Millisecond))))
}
