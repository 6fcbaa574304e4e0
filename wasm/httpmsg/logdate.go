package httpmsg

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxDated bounds how much of a log is searched for days, in bytes.
const maxDated = 64 << 10

// LogDays are the first and the last day on which the lines of a log were written: of those
// that begin with a day or have one as a field; zero where none has. An ambiguous day, such
// as 03/04/2026, doesn't count.
func LogDays(text string) (first, last time.Time) {
	for line := range strings.Lines(text[:min(len(text), maxDated)]) {
		day := lineDay(line)
		if day.IsZero() {
			continue
		}
		if first.IsZero() || day.Before(first) {
			first = day
		}
		if day.After(last) {
			last = day
		}
	}
	return first, last
}

// maxBeforeDay is how far from the beginning of its line a log has its day.
const maxBeforeDay = 100

// lineDay is the day on which a line was written; zero where it has none.
func lineDay(line string) time.Time {
	for i := 0; i < min(len(line), maxBeforeDay); i++ {
		if c := line[i]; !IsDigit(c) && !isLetter(c) || i > 0 && (IsDigit(line[i-1]) || isLetter(line[i-1])) {
			continue
		}
		begins, opens := beforeDay(line[:i])
		if !begins && !opens {
			continue
		}
		if day, rest := dayAt(line[i:]); !day.IsZero() && (clockAt(rest) || begins && (rest == "" || strings.IndexByte(" ]\r\n", rest[0]) >= 0)) {
			return day
		}
	}
	return fieldDay(line)
}

// levels are what logs write before a time.
var levels = []string{"trace", "debug", "info", "notice", "warn", "warning", "error", "err", "severe", "fatal", "critical", "crit", "alert", "panic", "d", "i", "w", "e", "f", "c"}

// beforeDay reports whether a line has nothing before its day, or what logs have
// there: a bracket, a bar, a level, the name of a process.
func beforeDay(before string) (begins, opens bool) {
	before = strings.TrimRight(before, " \t")
	if strings.Trim(before, "[(<\"'-|* \t\x1b") == "" {
		return true, true
	}
	if strings.HasSuffix(before, "[") || strings.HasSuffix(before, "|") || strings.HasSuffix(before, "]:") || strings.HasPrefix(before, "<") && strings.HasSuffix(before, ">1") {
		return false, true
	}
	word := before[strings.LastIndexAny(before, " \t")+1:]
	return false, slices.Contains(levels, strings.ToLower(strings.Trim(word, "[]()<>:,-|")))
}

// timeFields are those in which logs write when they did.
var timeFields = []string{"ts", "t", "@t", "time", "timestamp", "@timestamp", "asctime", "datetime", "date"}

// fieldDay is the day in a field of a line: ts=2026-11-20T10:00:00Z, or as JSON has it.
func fieldDay(line string) time.Time {
	for i := 1; i < len(line); i++ {
		if line[i] != '=' && line[i] != ':' {
			continue
		}
		name := strings.TrimRight(line[:i], " \"'\\")
		start := len(name)
		for start > 0 && (isLetter(name[start-1]) || name[start-1] == '@') {
			start--
		}
		field := name[start:] // "dateTime" is a member of Fitbit's data
		if field == "" || start > 0 && strings.IndexByte(" \t,{[(\"'", name[start-1]) < 0 || !slices.Contains(timeFields, strings.ToLower(field[:1])+field[1:]) {
			continue
		}
		value := strings.TrimLeft(line[i+1:], " \"'\\[")
		if day := epochDay(value); !day.IsZero() {
			return day
		}
		if day, rest := dayAt(value); clockAt(rest) {
			return day
		}
	}
	return time.Time{}
}

// epochDay reads seconds or milliseconds since 1970, perhaps with a fraction.
func epochDay(text string) time.Time {
	end := 0
	for end < len(text) && (IsDigit(text[end]) || text[end] == '.') {
		end++
	}
	whole, _, _ := strings.Cut(text[:end], ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	switch {
	case err != nil:
		return time.Time{}
	case len(whole) == len("1763632800"):
		n *= 1000
	case len(whole) != len("1763632800000"):
		return time.Time{}
	}
	return time.UnixMilli(n).UTC().Truncate(24 * time.Hour)
}

// dayAt reads the day that a text begins with, and what is after it: by its year first, by
// the name of its month, or by numbers in an order shown by a number over 12 or by dots.
// Without a year it isn't a date.
func dayAt(text string) (day time.Time, rest string) {
	if ofThree("SunMonTueWedThuFriSat", text) > 0 {
		text = strings.TrimLeft(text[wordEnd(text):], ", ")
	}
	var first, second, year int
	var joint byte
	if month := ofThree(months, text); month > 0 { // Nov 20 10:00:00 2026; Nov 20, 2026
		rest = strings.TrimLeft(text[wordEnd(text):], " ")
		day, rest := leadingDigits(rest)
		if rest = strings.TrimLeft(rest, ", "); clockAt(" " + rest) {
			rest = behindClock(rest)
		}
		year, end := leadingDigits(rest)
		return date(year, month, day), end
	}
	switch first, rest = leadingDigits(text); {
	case first < 0 || rest == "":
		return day, rest
	case rest[0] == 'T' && len(text)-len(rest) == len("20261120"):
		return day, rest // longer numbers are not read
	}
	joint, rest = rest[0], rest[1:]
	if month := ofThree(months, rest); month > 0 && strings.IndexByte("/- .", joint) >= 0 { // 20/Nov/2026
		if rest = rest[wordEnd(rest):]; rest == "" {
			return day, rest
		}
		year, end := leadingDigits(strings.TrimLeft(rest, "/- ."))
		return date(year, month, first), end
	}
	if second, rest = leadingDigits(rest); strings.IndexByte("/-.", joint) < 0 || second < 0 || rest == "" || rest[0] != joint {
		return day, rest
	}
	year, rest = leadingDigits(rest[1:])
	switch {
	case first > 31: // 2026-11-20
		return date(first, second, year), rest
	case joint == '.', first > 12, first == second: // 20.11.2026
		return date(year, second, first), rest
	case second > 12: // 11/20/2026
		return date(year, first, second), rest
	}
	return day, rest
}

// date is a day of these years; zero where there is none.
func date(year, month, day int) time.Time {
	if year < 2000 || year > 2099 || !isDate(year, month, day) {
		return time.Time{}
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// wordEnd is where the letters end that a text begins with.
func wordEnd(text string) int {
	end := 0
	for end < len(text) && isLetter(text[end]) {
		end++
	}
	return end
}

// clockAt reports whether a text goes on with a time of day.
func clockAt(text string) bool {
	if text == "" || strings.IndexByte(" T:,_-", text[0]) < 0 {
		return false
	}
	hour, rest := leadingDigits(strings.TrimLeft(text[1:], " "))
	return hour >= 0 && hour < 24 && len(rest) > 2 && rest[0] == ':' && IsDigit(rest[1]) && IsDigit(rest[2])
}

// behindClock skips a time of day and its zone.
func behindClock(text string) string {
	for i := range len(text) {
		if c := text[i]; c == ' ' {
			text = text[i+1:]
			if end := wordEnd(text); end > 0 {
				text = strings.TrimLeft(text[end:], " ")
			}
			return text
		}
	}
	return ""
}
