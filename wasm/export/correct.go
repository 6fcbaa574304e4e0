package export

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"sort"
	"strings"

	"misstep/catalog/messages"
	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/replacement"
)

// Corrected is the request of an exchange as its first finding says that it
// should have been, and what was changed, one line each, secrets masked. What a
// person must fill in is a {placeholder}. When the API is gone and one call
// takes the request's place, it is that call. false: nothing can be corrected
// without a decision.
func Corrected(s *diagnosis.Session, id int) (httpmsg.Request, []string, bool) {
	d := s.Diagnosis(id)
	if r := d.Replacement; r != nil {
		return replaced(s.Catalog().Messages(), r)
	}
	if len(d.Findings) == 0 || len(d.Findings[0].Corrections) == 0 {
		return httpmsg.Request{}, nil, false
	}
	request := s.Exchange(id).Request
	request.Headers = slices.Clone(request.Headers)
	if request.PostData != nil {
		data := *request.PostData
		request.PostData = &data
	}
	words := s.Catalog().Messages()
	var changes []string
	for _, c := range d.Findings[0].Corrections {
		change, ok := apply(words, &request, c)
		if !ok {
			return httpmsg.Request{}, nil, false
		}
		changes = append(changes, change)
	}
	return request, changes, true
}

// replaced is the one call that replaces another.
func replaced(words *messages.Formatter, by *replacement.Replacement) (httpmsg.Request, []string, bool) {
	if len(by.Calls) != 1 {
		return httpmsg.Request{}, nil, false
	}
	call := by.Calls[0]
	r := httpmsg.Request{Method: call.Method, URL: call.URL, Headers: []httpmsg.Header{{Name: "Authorization", Value: "Bearer {new_access_token}"}}}
	if call.Body != "" {
		kind := "application/json"
		r.Headers = append(r.Headers, httpmsg.Header{Name: "Content-Type", Value: kind})
		r.PostData = &httpmsg.PostData{MimeType: kind, Text: call.Body}
	}
	return r, []string{
		words.Format("change.call", "method", r.Method, "url", r.URL),
		words.Format("change.header", "name", "Authorization", "value", "Bearer {new_access_token}"),
	}, true
}

// apply makes one correction and says what it changed.
func apply(words *messages.Formatter, r *httpmsg.Request, c analysis.Correction) (change string, ok bool) {
	switch c.Part {
	case analysis.PartMethod:
		change = words.Format("change.method", "before", r.Method, "after", c.Value)
		r.Method = c.Value
	case analysis.PartScheme:
		before, rest, found := strings.Cut(r.URL, "://")
		change, ok = words.Format("change.scheme", "before", before, "after", c.Value), found
		r.URL = c.Value + "://" + rest
		return change, ok
	case analysis.PartPath:
		before := pathOf(r.URL)
		at := strings.Index(r.URL, "://") + len("://")
		slash := strings.IndexByte(r.URL[at:], '/')
		if before == "" || slash < 0 {
			return "", false
		}
		change = words.Format("change.path", "before", redact.Text(before), "after", c.Value)
		r.URL = r.URL[:at+slash] + c.Value + r.URL[at+slash+len(before):]
	case analysis.PartQuery:
		address, fragment, hasFragment := strings.Cut(r.URL, "#")
		before, query, _ := strings.Cut(address, "?")
		query, change = corrected(words, query, c)
		r.URL = strings.TrimSuffix(before+"?"+query, "?")
		if hasFragment {
			r.URL += "#" + fragment
		}
		change = words.Format("change.query", "change", change)
	case analysis.PartBody:
		if r.PostData == nil {
			return "", false
		}
		d := r.PostData
		if d.Text == "" && len(d.Params) > 0 {
			d.Text = httpmsg.FormOf(d.Params)
		}
		d.Params = nil
		d.Text, change = corrected(words, strings.TrimSpace(d.Text), c)
		change = words.Format("change.body", "change", change)
	case analysis.PartContent:
		if r.PostData == nil {
			return "", false
		}
		r.PostData.Text, r.PostData.Params = c.Value, nil
		change = words.Format("change.body", "change", redact.Beginning(c.Value, 300))
	case analysis.PartNotation:
		return notation(words, r, c.Value)
	case analysis.PartHeader:
		change = words.Format("change.header", "name", c.Name, "value", c.Value)
		if c.Remove {
			change = words.Format("change.header-removed", "name", c.Name)
		}
		setHeader(r, c.Name, c.Value, c.Remove)
	case analysis.PartClient:
		change = words.Format("change.header", "name", "Authorization", "value", "Basic base64("+c.Name+":"+c.Value+")")
		setHeader(r, "Authorization", basicOf(c.Name, c.Value), false)
	default:
		return "", false
	}
	return change, true
}

// basicOf is the value of a Basic header.
func basicOf(id, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+secret))
}

// corrected changes one parameter of a form, or adds it at the end.
func corrected(words *messages.Formatter, form string, c analysis.Correction) (string, string) {
	pair := url.QueryEscape(c.Name) + "=" + escapedValue(c.Value)
	change := c.Name + "=" + c.Value
	switch {
	case c.Rename != "":
		change = c.Name + " → " + c.Rename
	case c.Remove:
		change = words.Format("change.removed", "name", c.Name)
	}
	var out []string
	done := false
	for part := range strings.SplitSeq(form, "&") {
		name, value, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); err != nil || plain != c.Name || done {
			if part != "" {
				out = append(out, part)
			}
			continue
		}
		done = true
		switch {
		case c.Remove:
		case c.Rename != "":
			out = append(out, url.QueryEscape(c.Rename)+"="+value)
		default:
			out = append(out, pair)
		}
	}
	if !done && !c.Remove && c.Rename == "" {
		out = append(out, pair)
	}
	return strings.Join(out, "&"), change
}

// escapedValue leaves the braces of a placeholder to be seen.
func escapedValue(value string) string {
	if strings.HasPrefix(value, "{") && strings.HasSuffix(value, "}") {
		return value
	}
	return url.QueryEscape(value)
}

func setHeader(r *httpmsg.Request, name, value string, remove bool) {
	for i := range r.Headers {
		if strings.EqualFold(r.Headers[i].Name, name) {
			if remove {
				r.Headers = slices.Delete(r.Headers, i, i+1)
			} else {
				r.Headers[i].Value = value
			}
			return
		}
	}
	if !remove {
		r.Headers = append(r.Headers, httpmsg.Header{Name: name, Value: value})
	}
}

// notation writes the body as a form.
func notation(words *messages.Formatter, r *httpmsg.Request, kind string) (string, bool) {
	if r.PostData == nil {
		return "", false
	}
	var members map[string]any
	text := strings.TrimSpace(r.PostData.Text)
	if strings.HasPrefix(text, "{") {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		if d.Decode(&members) != nil {
			return "", false
		}
		names := make([]string, 0, len(members))
		for name := range members {
			names = append(names, name)
		}
		sort.Strings(names)
		var pairs []string
		for _, name := range names {
			switch value := members[name].(type) {
			case nil:
			case map[string]any, []any:
				return "", false // a form has no such values
			default:
				pairs = append(pairs, url.QueryEscape(name)+"="+url.QueryEscape(fmt.Sprint(value)))
			}
		}
		text = strings.Join(pairs, "&")
	}
	r.PostData = &httpmsg.PostData{MimeType: kind, Text: text}
	setHeader(r, "Content-Type", kind, false)
	return words.Format("change.form", "type", kind), true
}
