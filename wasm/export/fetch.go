package export

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// Fetch is the request of an exchange as a call of fetch, for a browser's console
// or a program; "" when it has no address that fetch may be given.
func Fetch(s *diagnosis.Session, id int) string {
	return FetchRequest(s, &s.Exchange(id).Request, nil)
}

// FetchRequest is Fetch for a request such as Corrected gives it, with what was
// changed in comments. Secrets are variables, as in CurlRequest: ACCESS_TOKEN.
// All that the request holds is in strings, and nothing in it can end one.
func FetchRequest(s *diagnosis.Session, r *httpmsg.Request, changes []string) string {
	if !isWeb(r.URL) {
		return ""
	}
	c := newCommand(s, r)
	var out strings.Builder
	c.comments(&out, "// ", s, r, changes)
	parts, body := c.fetchBody(r)
	out.WriteString(parts + "await fetch(" + script(c.show(sentAddress(r.URL), c.variables.URL), true))
	var options []string
	if r.Method != "" && (r.Method != httpmsg.MethodGet || body != "") {
		options = append(options, "method: "+script(c.show(r.Method, c.variables.Text), false))
	}
	if headers := c.fetchHeaders(r, parts != ""); headers != "" {
		options = append(options, "headers: {\n"+headers+"  }")
	}
	if body != "" {
		options = append(options, "body: "+body)
	}
	if len(options) > 0 {
		out.WriteString(", {\n  " + strings.Join(options, ",\n  ") + ",\n}")
	}
	return out.String() + ");"
}

// fetchHeaders are the header fields that a page may set, one in a line.
func (c *command) fetchHeaders(r *httpmsg.Request, inParts bool) string {
	var out strings.Builder
	kind := inParts // fetch writes it, with the boundary
	add := func(name, value string) {
		out.WriteString("    " + script(name, false) + ": " + value + ",\n")
	}
	for _, h := range r.Headers {
		lower := strings.ToLower(h.Name)
		if leftOut[lower] || byBrowser[lower] || strings.HasPrefix(lower, "sec-") || strings.HasPrefix(lower, "proxy-") || !fieldName().MatchString(h.Name) || inParts && lower == "content-type" {
			continue
		}
		kind = kind || lower == "content-type"
		if pair, ok := c.client(lower, h.Value); ok {
			add(h.Name, `"Basic " + btoa(`+script(pair, false)+`)`)
			continue
		}
		add(c.show(h.Name, c.variables.Text), script(c.show(h.Value, func(s string) string { return c.variables.Header(h.Name, s) }), false))
	}
	if d := r.PostData; !kind && d != nil && d.MimeType != "" && (d.Text != "" || d.IsForm()) {
		add("Content-Type", script(c.show(d.MimeType, c.variables.Text), false))
	}
	return out.String()
}

// byBrowser are header fields that pages must not set: browsers ignore them.
var byBrowser = map[string]bool{
	"origin": true, "referer": true, "cookie": true, "user-agent": true, "dnt": true, "date": true, "expect": true, "te": true, "trailer": true, "upgrade": true, "via": true,
	"keep-alive": true, "accept-charset": true, "access-control-request-headers": true, "access-control-request-method": true, "cookie2": true, "set-cookie": true, "priority": true,
}

// fetchBody is the body as an expression; parts are the lines that make it first.
func (c *command) fetchBody(r *httpmsg.Request) (parts, body string) {
	d := r.PostData
	switch {
	case d == nil || strings.Contains(d.Text, "\x00") || r.Method == httpmsg.MethodGet || r.Method == "HEAD":
		return "", ""
	case d.Text != "":
		text := c.show(d.Text, c.variables.Text)
		return "", script(text, strings.Contains(strings.ToLower(d.MimeType), "x-www-form-urlencoded"))
	case len(d.Params) == 0:
		return "", ""
	case d.IsForm():
		var pairs []string
		for _, p := range httpmsg.Decoded(d.Params) {
			value := c.show(p.Value, func(s string) string { return c.variables.Param(p.Name, s) })
			if redact.WithoutVariables(value) == value {
				value = url.QueryEscape(value)
			}
			pairs = append(pairs, url.QueryEscape(p.Name)+"="+value)
		}
		return "", script(strings.Join(pairs, "&"), true)
	}
	out := "const body = new FormData();\n"
	for _, p := range d.Params {
		value := c.show(p.Value, func(s string) string { return c.variables.Param(p.Name, s) })
		out += "body.append(" + script(c.show(p.Name, c.variables.Text), false) + ", " + script(value, false) + ");\n"
	}
	return out, "body"
}

// script writes a text with variables as an expression of JavaScript. encoded:
// it is an address or a form, in which a variable's value has to be encoded.
func script(text string, encoded bool) string {
	var pieces []string
	redact.SplitVariables(text, func(literal, variable string) {
		switch name := bareName(variable); {
		case variable == "":
			pieces = append(pieces, scriptString(literal))
		case encoded:
			pieces = append(pieces, "encodeURIComponent("+name+")")
		default:
			pieces = append(pieces, name)
		}
	})
	if len(pieces) == 0 {
		return `""`
	}
	return strings.Join(pieces, " + ")
}

// scriptString writes a text as a string of JavaScript, all that cannot be seen
// by its number.
func scriptString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch short := shortEscape(r, '"'); {
		case short != "":
			b.WriteString(short)
		case r == '<' || r == utf8.RuneError || unprintable(r): // in a page's script no tag may end it
			fmt.Fprintf(&b, `\u{%x}`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}
