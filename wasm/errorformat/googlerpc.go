package errorformat

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"misstep/catalog"
)

// maxReasons bounds how many reasons of one error are looked at.
const maxReasons = 5

// rpcSymptoms reads a google.rpc.Status: code, message, status and details.
// Each reason in its details gives a symptom, the more precise ones first; all
// of them carry what the details say by name.
func rpcSymptoms(base catalog.Symptom, status map[string]any) []catalog.Symptom {
	if code, _ := status["code"].(float64); base.Status == 0 && code >= 400 && code < 600 { // others count in their own way
		base.Status = int(code)
	}
	base.Type, base.Message = textOf(status["status"]), textOf(status["message"])
	reasons := readDetails(&base, status["details"])
	if len(reasons) == 0 {
		reasons = legacyReasons(status["errors"])
	}
	if len(reasons) == 0 && isReason(base.Message) {
		reasons = []string{base.Message} // a program put it there
	}
	if debug := debugDetail(status["details"]); len(reasons) == 0 && debug != "" {
		inner := base
		inner.Message = debug // what a server behind the API said
		return []catalog.Symptom{inner, base}
	}
	if len(reasons) == 0 {
		return []catalog.Symptom{base}
	}
	var found []catalog.Symptom
	for _, reason := range reasons[:min(len(reasons), maxReasons)] {
		symptom := base
		symptom.Reason = reason
		found = append(found, symptom)
	}
	return found
}

// debugDetail is what a DebugInfo among the details says; "" if there is none.
func debugDetail(details any) string {
	list, _ := details.([]any)
	for _, detail := range list {
		if d, _ := detail.(map[string]any); strings.HasSuffix(textOf(d["@type"]), ".DebugInfo") {
			return textOf(d["detail"])
		}
	}
	return ""
}

// readDetails puts what the details of an error say into a symptom, and
// returns their reasons, the more precise ones first.
func readDetails(symptom *catalog.Symptom, details any) []string {
	var precise, general, fields, descriptions []string
	values := map[string]string{}
	list, _ := details.([]any)
	for _, detail := range list {
		d, _ := detail.(map[string]any)
		if reason := textOf(d["reason"]); reason != "" {
			general = addNew(general, reason)
		}
		if domain := textOf(d["domain"]); domain != "" {
			values["domain"] = domain
		}
		if delay := textOf(d["retryDelay"]); delay != "" {
			values["retry_delay"] = delay
		}
		metadata, _ := d["metadata"].(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(metadata)) {
			value := textOf(metadata[key])
			if value == "" {
				continue
			}
			name := snakeCase(key)
			if values[name] == "" {
				values[name] = value
			}
			if name == "detailed_reasons" {
				for _, reason := range strings.FieldsFunc(value, func(r rune) bool { return !isReasonRune(r) }) {
					precise = addNew(precise, reason)
				}
				values[name] = strings.Join(precise, ", ")
			}
		}
		violations, _ := d["fieldViolations"].([]any)
		for _, violation := range violations {
			v, _ := violation.(map[string]any)
			fields, descriptions = addNew(fields, textOf(v["field"])), addNew(descriptions, textOf(v["description"]))
		}
		if symptom.Message == "" && strings.HasSuffix(textOf(d["@type"]), ".LocalizedMessage") {
			symptom.Message = textOf(d["message"])
		}
	}
	if len(fields) > 0 {
		values["field"], symptom.Field = fields[0], fields[0]
	}
	if len(descriptions) > 0 {
		values["description"] = strings.Join(descriptions[:min(len(descriptions), 3)], "; ")
	}
	if len(values) > 0 {
		symptom.Values = values
	}
	for _, reason := range general {
		precise = addNew(precise, reason)
	}
	return precise
}

// legacyReasons are those of the older form, errors[] beside code and message.
func legacyReasons(errors any) (reasons []string) {
	list, _ := errors.([]any)
	for _, element := range list {
		if e, ok := element.(map[string]any); ok {
			reasons = addNew(reasons, textOf(e["reason"]))
		}
	}
	return reasons
}

func addNew(list []string, text string) []string {
	if text == "" || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}

func isReasonRune(r rune) bool { return r == '_' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' }

// isReason reports whether a text is written as reasons are: IN_CAPITALS.
func isReason(text string) bool {
	return strings.Contains(text, "_") && strings.IndexFunc(text, func(r rune) bool { return !isReasonRune(r) }) < 0
}

// snakeCase writes the names of metadata as placeholders are written.
func snakeCase(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) {
			if i > 0 {
				b.WriteByte('_')
			}
			r = unicode.ToLower(r)
		}
		if r == '-' {
			r = '_'
		}
		b.WriteRune(r)
	}
	return b.String()
}
