// package errorformat reads the errors in a response, in whatever form: Fitbit's
// errors[], google.rpc, OAuth, HTML pages, log lines and other notations. It knows
// forms, not what an error means.
package errorformat

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/lazyregexp"
	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/catalog/messages"
	"misstep/wasm/httpmsg"
)

// MaxErrors bounds how many errors of one body are looked at.
const MaxErrors = 20

// MaxDepth bounds how deep errors are looked for in a JSON body.
const MaxDepth = 6

// A Response is an exchange with what is known of its request.
type Response struct {
	Exchange *httpmsg.Exchange
	Pack     string // id; "": any pack may know its errors
	Data     bool   // it is what was asked for: see IsSuccess
	Consent  bool   // it is of the page on which a person gives consent
	Token    bool   // it is the token endpoint's
	Call     string // endpoint that was called, see catalog.Endpoint.Call
}

// Symptoms finds every error in a response: in the address that a consent page
// redirects to, in the body, and in its WWW-Authenticate header where the body tells
// none.
func Symptoms(c *catalog.Catalog, r Response) []catalog.Symptom {
	return byRedirect(r, byChallenge(r.Exchange, reader{c}.extractBody(r)))
}

// A reader reads texts by what a catalog says of their form.
type reader struct{ catalog *catalog.Catalog }

// extractBody finds every error in a response body: errors[] with and without
// success and fieldName, google.rpc objects, OAuth's error and
// error_description, objects told by their members, HTML pages, plain text,
// truncated bodies and other notations. A body without an error gives one
// symptom that says only its form.
func (s reader) extractBody(r Response) []catalog.Symptom {
	x := r.Exchange
	base := catalog.Symptom{Pack: r.Pack, Status: x.Response.Status, Method: x.Request.Method, Call: r.Call}
	if x.Response.Status == 0 && x.Pasted == "" && x.Request.URL != "" {
		return []catalog.Symptom{base} // a body would be the browser's own error page
	}
	if !x.Response.Body.Recorded {
		base.Where = location.ResponseStatus
		return []catalog.Symptom{base}
	}
	place := location.ResponseBody
	if x.Pasted != "" && x.Request.URL == "" && len(x.Response.Headers) == 0 {
		place = location.PastedText
	}
	base.Where = place
	if r.Data {
		base.Body = "object"
		return []catalog.Symptom{base}
	}
	text := strings.TrimSpace(strings.TrimPrefix(x.Response.Body.Text, "\ufeff"))
	found := s.extractText(base, text)
	for i := range found {
		if domain := found[i].Values["domain"]; domain != "" && found[i].Pack == "" {
			if pack := s.catalog.Watched("https://" + domain + "/"); pack != nil {
				found[i].Pack = pack.ID // a pasted answer that names its API
			}
		}
		if place == location.ResponseBody && found[i].Kind == "" && r.Consent && found[i].Type != "" {
			found[i].Kind = catalog.KindConsent
		}
		if found[i].Kind == "" && found[i].Type != "" && r.Token {
			found[i].Kind = catalog.KindError // the consent page may have the same words
		}
	}
	return found
}

func (s reader) extractText(base catalog.Symptom, text string) []catalog.Symptom {
	text = messages.Truncate(text, httpmsg.MaxBody) // read like one that was cut off
	switch {
	case text == "":
		base.Body = "empty"
		return []catalog.Symptom{base}
	case text[0] == '{' || text[0] == '[':
		var value any
		if json.Unmarshal([]byte(text), &value) == nil {
			return s.extractJSON(base, value)
		}
	case text[0] == '<' && looksLikeHTML(text):
		return s.extractHTML(base, text)
	}
	if base.Status == 0 {
		base.Status = s.statusIn(text)
	}
	if found := fromFields(base, text); len(found) > 0 {
		return found
	}
	if base.Body = "text"; text[0] == '{' && base.Status >= 200 && base.Status < 400 {
		base.Body = "object" // too large to be read whole, and no error in sight
		return []catalog.Symptom{base}
	}
	return []catalog.Symptom{s.sentence(base, text)}
}

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
	found := collect(base, value, "", 0, nil)
	if len(found) == 0 {
		return []catalog.Symptom{base}
	}
	return found
}

// collect walks a JSON value and gathers its error objects. path is the way to
// value, in the notation of JavaScript.
func collect(base catalog.Symptom, value any, path string, depth int, found []catalog.Symptom) []catalog.Symptom {
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
			found = collect(base, element, fmt.Sprintf("%s[%d]", path, i), depth+1, found)
		}
	case string:
		if strings.HasSuffix(strings.TrimRight(path, "[]0123456789"), "errors") {
			add(path, 0, "", v, "")
		}
	case map[string]any:
		errorType, message := textOf(v["errorType"]), textOf(v["message"])
		switch oauth := v["error"].(type) {
		case string: // RFC 6749
			message = textOf(v["error_description"])
			if errorType = oauth; strings.Contains(oauth, " ") && message == "" {
				errorType, message = "", oauth
			}
			add(path+".error", 0, errorType, message, "")
			return found
		case map[string]any: // google.rpc.Status
			if textOf(oauth["message"])+textOf(oauth["status"]) != "" {
				symptom := base
				symptom.Where = base.Where.Member(strings.TrimPrefix(path+".error", "."))
				return append(found, rpcSymptoms(symptom, oauth)...)
			}
		}
		if errorType != "" || message != "" && (base.Status >= 400 || base.Status < 200 || strings.Contains(path, "errors[")) {
			add(path, 0, errorType, message, textOf(v["fieldName"]))
			return found
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			switch v[key].(type) {
			case map[string]any, []any:
				found = collect(base, v[key], path+"."+key, depth+1, found)
			}
		}
	}
	return found
}

func textOf(value any) string {
	text, _ := value.(string)
	return text
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

// sentence reads an error out of prose: "type - message", "type: message", a
// log line, the consent page's words.
func (s reader) sentence(base catalog.Symptom, text string) catalog.Symptom {
	base.Message, base.Reason = text, match.ReasonIn(s.catalog, base.Pack, text)
	if base.Status == 0 {
		base.Status = s.statusIn(text)
	}
	if _, err := strconv.Atoi(text); err == nil {
		base.Message = ""
		return base
	}
	if told, found := s.catalog.ConsentSentence(base.Pack, text); found {
		base.Kind, base.Message = catalog.KindConsent, strings.Trim(told, " \t\r\n_*\"'")
		if code := codeBehind().FindStringSubmatchIndex(base.Message); code != nil {
			base.Type = base.Message[code[2]:code[3]]
			return base
		}
	}
	for _, separator := range []string{" - ", ": "} {
		before, after, found := strings.Cut(base.Message, separator)
		if !found {
			continue
		}
		before = strings.TrimLeft(before, "\"'_* ")
		if i := strings.LastIndexAny(before, " \n\t"); i >= 0 {
			before = before[i+1:]
		}
		if t := match.TypeIn(s.catalog, base.Pack, before); t != "" && !strings.Contains(before, " ") {
			base.Type, base.Message = before, strings.TrimSpace(after)
			return base
		}
	}
	return base
}

// codeBehind is an OAuth error code as a consent page writes it behind its
// sentence: "Error 400: redirect_uri_mismatch".
var codeBehind = lazyregexp.New(`\bError \d{3}: ([a-z]+(?:_[a-z]+)*)`)

// statusIn finds an HTTP status named in a log line; 0 when there is none.
func (s reader) statusIn(text string) int {
	if len(text) > 2000 {
		text = text[:2000]
	}
	lower := strings.ToLower(text)
	if status := s.statusOfException(text); status != 0 {
		return status
	}
	for i := 0; i+3 <= len(lower); i++ {
		if lower[i] != '4' && lower[i] != '5' || !httpmsg.IsDigit(lower[i+1]) || !httpmsg.IsDigit(lower[i+2]) {
			continue
		}
		if i > 0 && (isNameByte(lower[i-1]) || lower[i-1] == '.' || lower[i-1] == '-') || i+3 < len(lower) && (isNameByte(lower[i+3]) || lower[i+3] == '-') {
			continue
		}
		before := strings.TrimRight(lower[max(0, i-16):i], " :=('\"")
		after := strings.TrimLeft(lower[i+3:min(len(lower), i+30)], " :)'\"")
		if i+3 == len(lower) && before == "" || strings.HasSuffix(before, "status") || strings.HasSuffix(before, "statuscode") || strings.HasSuffix(before, "code") ||
			strings.HasSuffix(before, "failed") || strings.HasSuffix(before, "error") || strings.HasSuffix(before, "response") || strings.HasSuffix(before, "http") ||
			strings.HasPrefix(after, "client error") || strings.HasPrefix(after, "server error") || strings.Contains(before, "http/") {
			status, _ := strconv.Atoi(lower[i : i+3])
			return status
		}
	}
	return 0
}

// statusOfException is the status that the first name of a client library's
// exception stands for; 0: there is none.
func (s reader) statusOfException(text string) (status int) {
	first := len(text)
	for _, pack := range s.catalog.Packs() {
		for name, stands := range pack.Exceptions {
			if at := strings.Index(text, name); at >= 0 && at < first {
				first, status = at, stands
			}
		}
	}
	return status
}
