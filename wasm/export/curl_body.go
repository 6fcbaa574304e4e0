package export

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// sentAddress is an address as it goes over the wire: without its fragment, and with
// what no address holds percent-encoded, as browsers do it. curl sends or refuses it.
func sentAddress(address string) string {
	address, _, _ = strings.Cut(strings.TrimSpace(address), "#")
	host, rest := address, ""
	if at := strings.Index(address, "://"); at >= 0 {
		if end := strings.IndexAny(address[at+3:], "/?"); end >= 0 {
			host, rest = address[:at+3+end], address[at+3+end:]
		}
	}
	var out strings.Builder
	out.WriteString(host)
	for i := 0; i < len(rest); i++ {
		if c := rest[i]; c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&out, "%%%02X", c)
		} else {
			out.WriteByte(c)
		}
	}
	return out.String()
}

// hasDots reports whether a path has segments that curl would take away.
func hasDots(address string) bool {
	path := httpmsg.Path(address) + "/"
	return strings.Contains(path, "/./") || strings.Contains(path, "/../")
}

// lacking is what a command cannot send of a body: the key of a text, "" for nothing.
func lacking(r *httpmsg.Request) string {
	length, _ := r.Header("Content-Length")
	switch d := r.PostData; {
	case d != nil && strings.Contains(d.Text, "\x00"):
		return "command.body-binary"
	case (d == nil || d.Text == "" && len(d.Params) == 0) && strings.Trim(strings.TrimSpace(length), "0") != "":
		return "command.body-unrecorded"
	}
	return ""
}

// data is the body. Parameters of a form that are variables are encoded by curl,
// because nobody knows what they will hold.
func (c *command) data(r *httpmsg.Request) []argument {
	switch d := r.PostData; {
	case d == nil || strings.Contains(d.Text, "\x00"):
		return nil
	case d.Text == "" && d.IsForm():
		return c.form(d.Params)
	case d.Text == "":
		return c.parts(d.Params)
	default:
		return c.text(d)
	}
}

// form is parameters that were recorded without the text that they were sent as.
func (c *command) form(params []httpmsg.Param) (list []argument) {
	for _, p := range httpmsg.Decoded(params) {
		value := c.show(p.Value, func(s string) string { return c.variables.Param(p.Name, s) })
		if p.Name == "" { // curl would leave out the equals sign
			list = append(list, argument{"--data-raw", "=" + url.QueryEscape(value), true})
			continue
		}
		list = append(list, argument{"--data-urlencode", c.show(url.QueryEscape(p.Name), c.variables.Text) + "=" + value, true})
	}
	return list
}

// parts is parameters that were sent in parts.
func (c *command) parts(params []httpmsg.Param) (list []argument) {
	for _, p := range params {
		value := c.show(p.Value, func(s string) string { return c.variables.Param(p.Name, s) })
		list = append(list, argument{"--form-string", c.show(p.Name, c.variables.Text) + "=" + value, true})
	}
	return list
}

// text is a body as it was sent.
func (c *command) text(d *httpmsg.PostData) (list []argument) {
	text := c.show(d.Text, c.variables.Text)
	if c.reveal || !strings.Contains(strings.ToLower(d.MimeType), "x-www-form-urlencoded") || !utf8.ValidString(d.Text) || redact.WithoutVariables(text) == text {
		return []argument{{"--data-raw", text, true}}
	}
	var plain []string
	flush := func() {
		if len(plain) > 0 {
			list = append(list, argument{"--data-raw", strings.Join(plain, "&"), true})
			plain = nil
		}
	}
	for part := range strings.SplitSeq(text, "&") {
		name, value, _ := strings.Cut(part, "=")
		if redact.WithoutVariables(value) == value || redact.WithoutVariables(name) != name || strings.ContainsAny(value, "%+") {
			plain = append(plain, part)
			continue
		}
		flush()
		list = append(list, argument{"--data-urlencode", part, true})
	}
	flush()
	return list
}
