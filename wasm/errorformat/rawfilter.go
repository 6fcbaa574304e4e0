package errorformat

import "strings"

// encodeRaw writes the parts of an address that a log had without encoding as the client
// sent them.
var encodeRaw = strings.NewReplacer(`\"`, "%22", `"`, "%22", "'", "%27", " ", "%20", "<", "%3C", ">", "%3E")

// filterEnd is where an address ends whose last parameter is a filter that a log wrote
// without encoding: behind its last comparison. It is end, where the address seemed to
// end, when no comparison can be read there.
func filterEnd(text string, start, end int) int {
	at := start + strings.LastIndexAny(text[start:end], "?&") + 1
	rest, found := strings.CutPrefix(text[at:], "filter=")
	if at == start || !found {
		return end
	}
	rest, _, _ = strings.Cut(rest, "\n")
	whole := len(rest)
	for {
		behind, ok := comparison(blanks(rest))
		if !ok {
			return end
		}
		end = max(end, at+len("filter=")+whole-len(behind))
		joint := blanks(behind)
		rest = strings.TrimLeft(joint, "ANDORandor&|")
		if rest == joint || !strings.HasPrefix(rest, " ") && !strings.HasPrefix(rest, "+") && !strings.HasPrefix(rest, "%20") {
			break
		}
	}
	if end < len(text) && text[end] == '&' {
		return fieldEnd(text, end, "url", "") // other parameters
	}
	return end
}

// comparison reads one comparison from the beginning of a text and returns what is behind
// it.
func comparison(text string) (behind string, ok bool) {
	i := 0
	for i < len(text) && (isNameByte(text[i]) || text[i] == '.' || text[i] == '-') {
		i++
	}
	rest := blanks(text[i:])
	value := strings.TrimLeft(rest, "<>=!")
	switch rest[:len(rest)-len(value)] {
	case ">", ">=", "<", "<=", "=", "==", "!=":
	default:
		return "", false
	}
	if value = blanks(value); i == 0 || value == "" {
		return "", false
	}
	for _, quote := range []string{`\"`, `"`, "'"} {
		if rest, quoted := strings.CutPrefix(value, quote); quoted {
			inner, rest, closed := strings.Cut(rest, quote)
			return strings.TrimLeft(rest, ")"), closed && len(inner) < 40 && !strings.ContainsAny(inner, "{}<>=")
		}
	}
	n := 0
	for n < len(value) && (isNameByte(value[n]) || strings.IndexByte(".:-+%", value[n]) >= 0) {
		n++
	}
	return value[n:], n >= len("20261101") && value[0] >= '0' && value[0] <= '9' // shorter: a status
}

// blanks cuts what an address may have for blanks and brackets before a word.
func blanks(text string) string {
	for {
		rest := strings.TrimPrefix(strings.TrimLeft(text, " +("), "%20")
		if rest == text {
			return text
		}
		text = rest
	}
}
