package errorformat

import (
	"slices"
	"strings"

	"misstep/catalog"
)

// A field is one key with its text value, found in any notation.
type field struct{ key, value string }

// errorKeys are the members of an error object, in lower case.
var errorKeys = map[string]bool{
	"errortype": true, "message": true, "fieldname": true, "error": true, "error_description": true, "errordescription": true, "error_type": true, "reason": true, "description": true,
}

// scanFields finds keys with quoted values in a text that isn't JSON: cut-off
// JSON, Python, Ruby, JavaScript or Elixir notation, a log line around any of
// these. A value that the text ends in is taken as far as it goes.
func scanFields(text string) []field {
	var found []field
	for i := 0; i < len(text); {
		if !isNameByte(text[i]) {
			i++
			continue
		}
		start := i
		for i < len(text) && isNameByte(text[i]) {
			i++
		}
		key := strings.ToLower(text[start:i])
		if !errorKeys[key] {
			continue
		}
		if value, end, ok := quotedValue(text, i); ok && (key != "reason" || end < len(text)) { // cut off, it may be another's
			found = append(found, field{key, value})
			i = end
		}
	}
	return found
}

func isNameByte(c byte) bool {
	return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// quotedValue reads what follows a key: its closing quote, a separator (: => =)
// and a quoted string.
func quotedValue(text string, i int) (value string, end int, ok bool) {
	for i < len(text) && (text[i] == '"' || text[i] == '\'' || text[i] == '\\') {
		i++
	}
	separated := false
	for i < len(text) && strings.IndexByte(" \t\r\n:=>", text[i]) >= 0 {
		separated = separated || text[i] == ':' || text[i] == '='
		i++
	}
	if !separated || i >= len(text) {
		return "", i, false
	}
	if (text[i] == 'u' || text[i] == 'b') && i+1 < len(text) && (text[i+1] == '\'' || text[i+1] == '"') {
		i++ // Python's u'…' and b'…'
	}
	escaped := text[i] == '\\' && i+1 < len(text) && text[i+1] == '"' // JSON inside a JSON string
	if escaped {
		i++
	}
	quote := text[i]
	if quote != '"' && quote != '\'' {
		return "", i, false
	}
	i++
	var b strings.Builder
	for ; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			if escaped && text[i+1] == quote {
				return b.String(), i + 2, true
			}
			i++
			if text[i] == 'n' || text[i] == 't' || text[i] == 'r' {
				b.WriteByte(' ')
			} else {
				b.WriteByte(text[i])
			}
		case text[i] == quote:
			return b.String(), i + 1, true
		default:
			b.WriteByte(text[i])
		}
	}
	return b.String(), i, true
}

// fromFields puts the fields of a text in some notation together to errors:
// a field that comes again begins the next error.
func fromFields(base catalog.Symptom, text string) []catalog.Symptom {
	var found []catalog.Symptom
	var current catalog.Symptom
	any := false
	flush := func() {
		if any && len(found) < MaxErrors {
			current.Pack, current.Status, current.Method, current.Body, current.Where = base.Pack, base.Status, base.Method, "object", base.Where
			found = append(found, current)
		}
		current, any = catalog.Symptom{}, false
	}
	set := func(target *string, value string) {
		if *target != "" {
			flush()
		}
		*target, any = value, true
	}
	for _, f := range scanFields(text) {
		switch f.key {
		case "errortype", "error", "error_type":
			set(&current.Type, f.value)
		case "message", "error_description", "errordescription":
			set(&current.Message, f.value)
		case "description": // Google.Apis of .NET writes so
			if current.Type != "" && current.Message == "" {
				current.Message = f.value
			}
		case "fieldname":
			set(&current.Field, f.value)
		case "reason":
			if current.Reason == "" && isReason(f.value) {
				current.Reason = f.value
			}
		}
	}
	flush()
	// A message without a type may be any program's; then the whole text counts.
	return slices.DeleteFunc(found, func(s catalog.Symptom) bool { return s.Type == "" && len(found) == 1 && !strings.Contains(text, "{") })
}
