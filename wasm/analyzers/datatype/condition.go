package datatype

import (
	"strings"
	"time"

	"misstep/wasm/httpmsg"
)

// A condition is one comparison of a filter.
type condition struct {
	member, operator, value string
	quote                   byte // around the value; 0: none
	joint                   string
}

// maxConditions bounds what is read of one filter.
const maxConditions = 8

// parseFilter reads a filter as leniently as it can be understood; nil when it
// can't be.
func parseFilter(text string) []condition {
	var found []condition
	for rest := strings.Trim(typographic.Replace(text), " ()"); rest != ""; {
		var c condition
		if len(found) > 0 {
			c.joint, rest, _ = strings.Cut(rest, " ")
			rest = strings.TrimLeft(rest, " (")
		}
		at := strings.IndexAny(rest, "<>=!: ")
		if at <= 0 || len(found) == maxConditions {
			return nil
		}
		c.member, rest = rest[:at], strings.TrimLeft(rest[at:], " ")
		end := len(rest) - len(strings.TrimLeft(rest, "<>=!:"))
		c.operator, rest = rest[:end], strings.TrimLeft(rest[end:], " ")
		if c.operator == "" || rest == "" {
			return nil
		}
		if c.quote = rest[0]; c.quote == '"' || c.quote == '\'' {
			closed := strings.IndexByte(rest[1:], c.quote)
			if closed < 0 {
				return nil
			}
			c.value, rest = rest[1:1+closed], rest[2+closed:]
		} else {
			c.quote = 0
			c.value, rest, _ = strings.Cut(rest, " ")
			if at := strings.IndexAny(c.value, `"'`); at > 0 { // inside of a function
				c.value = strings.Trim(c.value[at:], `"')`)
			}
		}
		c.value = strings.TrimRight(c.value, ")")
		rest = strings.Trim(rest, " ()")
		found = append(found, c)
	}
	return found
}

// typographic writes quotes from a word processor as single ones, which the API
// doesn't take either.
var typographic = strings.NewReplacer("“", "'", "”", "'", "„", "'", "‘", "'", "’", "'")

// plainTime is a value with what is in place of its T, and of a + that was
// not encoded. Seconds and milliseconds since 1970 are a time, too.
func plainTime(value string) string {
	if n := httpmsg.Digits(value); n > 1e9 && n < 1e13 && strings.Trim(value, "0123456789") == "" {
		if n > 1e11 {
			n /= 1000
		}
		return time.Unix(int64(n), 0).UTC().Format(time.RFC3339)
	}
	b := []byte(strings.TrimSpace(value))
	if len(b) > 10 && b[10] == ' ' {
		b[10] = 'T'
	}
	if len(b) > 19 && b[19] == ' ' {
		b[19] = '+'
	}
	if len(b) == len("2006-01-02T15:04") {
		b = append(b, ":00"...)
	}
	return string(b)
}

// isZoned reports whether a time says where on earth it is.
func isZoned(value string) bool {
	_, err := time.Parse(time.RFC3339, plainTime(value))
	return err == nil
}

// isCivil reports whether a member of a filter takes a day, or a time without
// a zone.
func isCivil(member string) bool {
	return strings.HasSuffix(member, ".date") || strings.Contains(member, ".civil_")
}

// nextDay is the day after a value that is a day; any other value as it is.
func nextDay(value string) string {
	if t, err := time.Parse(time.DateOnly, value); err == nil {
		return t.AddDate(0, 0, 1).Format(time.DateOnly)
	}
	return value
}

// filterRange is from when to when a filter asks; "" for a bound that it hasn't.
func filterRange(member string, conditions []condition) (from, to string) {
	for _, c := range conditions {
		switch c.operator {
		case ">=":
			from = timeFor(member, c.value)
		case ">":
			from = timeFor(member, nextDay(c.value))
		case "<":
			to = timeFor(member, c.value)
		case "<=":
			to = timeFor(member, nextDay(c.value))
		case "=", "==", ":":
			if from = timeFor(member, c.value); nextDay(c.value) != c.value {
				to = timeFor(member, nextDay(c.value))
			}
		}
	}
	return from, to
}

// endsFirst reports whether the range that a filter asks for ends before it begins.
func endsFirst(member string, conditions []condition) bool {
	from, to := filterRange(member, conditions)
	begins, ends := moment(from), moment(to)
	return !begins.IsZero() && !ends.IsZero() && !begins.Before(ends)
}

// moment is a time of a filter, in the form of any of its members.
func moment(text string) time.Time {
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(form, text); err == nil {
			return t
		}
	}
	return time.Time{}
}

// isOr reports whether a comparison is joined to the one before it by an OR.
func isOr(c condition) bool {
	return strings.EqualFold(c.joint, "OR") || c.joint == "||" || c.joint == "|"
}

// shifted is a time of a filter so many days later, in its own form.
func shifted(text string, days int) string {
	day, err := time.Parse(time.DateOnly, text[:len(time.DateOnly)])
	if err != nil {
		return text
	}
	return day.AddDate(0, 0, days).Format(time.DateOnly) + text[len(time.DateOnly):]
}

// quotedTimes are the first two times that stand in quotes in a filter that can't be
// read otherwise.
func quotedTimes(member, filter string) (from, to string) {
	for i, part := range strings.Split(strings.ReplaceAll(filter, "'", `"`), `"`) {
		if i%2 == 0 {
			continue
		}
		if from == "" {
			from = timeFor(member, part)
		} else if to == "" {
			to = timeFor(member, part)
		}
	}
	return from, to
}
