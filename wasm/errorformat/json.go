package errorformat

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/httpmsg"
)

// extractJSON finds the errors in a decoded JSON body.
func (s reader) extractJSON(base catalog.Symptom, value any) []catalog.Symptom {
	base.Body = "object"
	switch v := value.(type) {
	case []any:
		base.Body = "array"
	case map[string]any:
		for key := range v {
			base.Keys = append(base.Keys, key)
		}
		slices.Sort(base.Keys)
	case string:
		base.Body = "text"
		return []catalog.Symptom{s.sentence(base, v)}
	case float64:
		base.Body = "text"
		if base.Status == 0 {
			base.Status = int(v)
		}
		return []catalog.Symptom{base}
	}
	found := s.collect(base, value, "", 0, nil)
	if len(found) == 0 {
		return []catalog.Symptom{base}
	}
	if base.Where == location.PastedText || base.Pack == "" {
		s.retellAll(found)
	}
	return found
}

// extractWithin finds the errors in a text that is a member of JSON: JSON, a page,
// or a sentence with either in it; none of a text without an error.
func (s reader) extractWithin(base catalog.Symptom, text string) []catalog.Symptom {
	if at := strings.IndexAny(text, "{[<"); at < 0 || len(text) > httpmsg.MaxBody {
		return nil
	}
	base.Keys = nil
	found := s.embedded(base, text)
	for i := range found {
		found[i].Where = base.Where
	}
	return found
}

// collect walks a JSON value and gathers its error objects. path is the way to
// value, in the notation of JavaScript.
func (s reader) collect(base catalog.Symptom, value any, path string, depth int, found []catalog.Symptom) []catalog.Symptom {
	if depth > MaxDepth || len(found) >= MaxErrors {
		return found
	}
	add := func(path string, status int, errorType, message, fieldName string) {
		symptom := base
		if status >= 100 && status < 600 && base.Status == 0 {
			symptom.Status = status
		}
		symptom.Type, symptom.Message, symptom.Field = errorType, message, fieldName
		symptom.Where = base.Where.Member(strings.TrimPrefix(path, "."))
		found = append(found, symptom)
	}
	switch v := value.(type) {
	case []any:
		for i, element := range v {
			found = s.collect(base, element, fmt.Sprintf("%s[%d]", path, i), depth+1, found)
		}
	case string:
		if strings.HasSuffix(strings.TrimRight(path, "[]0123456789"), "errors") {
			add(path, 0, "", v, "")
		}
	case map[string]any:
		if base.Status == 0 {
			base.Status = statusOf(v)
		}
		errorType, message := textOf(v["errorType"]), textOf(v["message"])
		switch oauth := v["error"].(type) {
		case string: // RFC 6749
			message = cmp.Or(textOf(v["error_description"]), textOf(v["errorDescription"]))
			if errorType = oauth; strings.Contains(oauth, " ") && message == "" {
				errorType, message = "", oauth
			}
			add(path+".error", 0, errorType, message, "")
			return found
		case map[string]any: // google.rpc.Status
			if textOf(oauth["message"])+textOf(oauth["status"]) != "" {
				symptom := base
				symptom.Where = base.Where.Member(strings.TrimPrefix(path+".error", "."))
				if symptom.Status == 0 {
					symptom.Status = statusOf(oauth)
				}
				if told := s.extractWithin(symptom, textOf(oauth["message"])); len(told) > 0 {
					return append(found, told...)
				}
				return append(found, rpcSymptoms(symptom, oauth)...)
			}
		}
		if errorType == "" {
			if deeper := s.collectDeeper(base, v, path, depth); len(deeper) > 0 || message == "" {
				return append(found, deeper...)
			}
		}
		if errorType != "" || message != "" && (base.Status >= 400 || base.Status < 200 || strings.Contains(path, "errors[")) {
			add(path, 0, errorType, message, textOf(v["fieldName"]))
		}
	}
	return found
}

// collectDeeper gathers the errors in the members of an object. What a program
// says of an error is beside what the API said, so a mere message counts only
// where there is nothing more.
func (s reader) collectDeeper(base catalog.Symptom, object map[string]any, path string, depth int) (found []catalog.Symptom) {
	for _, key := range slices.Sorted(maps.Keys(object)) {
		switch member := object[key].(type) {
		case map[string]any, []any:
			found = s.collect(base, member, path+"."+key, depth+1, found)
		case string:
			if key == "fieldName" || len(found) >= MaxErrors {
				continue
			}
			within := base
			within.Where = base.Where.Member(strings.TrimPrefix(path+"."+key, "."))
			found = append(found, s.extractWithin(within, member)...)
		}
	}
	return found
}

// statusMembers are the keys under which programs report an HTTP status.
var statusMembers = []string{"status", "statusCode", "status_code", "httpStatus", "code"}

func statusOf(object map[string]any) int {
	for _, name := range statusMembers {
		if status, ok := object[name].(float64); ok && status >= 400 && status < 600 {
			return int(status)
		}
	}
	return 0
}

func textOf(value any) string {
	text, _ := value.(string)
	return text
}
