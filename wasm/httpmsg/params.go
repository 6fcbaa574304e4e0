package httpmsg

import (
	"net/url"
	"strings"
)

// mostParams is how many parameters of a query, and of a form, are read: no API
// takes as many.
const mostParams = 1000

// Params returns the parameters of the query and then of a form body, decoded,
// in order: the first mostParams of each. A JSON body has none.
func (r Request) Params() []Param {
	var list []Param
	address, _, _ := strings.Cut(r.URL, "#")
	if _, query, ok := strings.Cut(address, "?"); ok {
		list = appendForm(list, query)
	}
	if r.PostData == nil {
		return list
	}
	switch d := r.PostData; {
	case isForm(d) && d.Text != "":
		// The text rather than Params: recorders differ in whether those are decoded.
		list = appendForm(list, strings.TrimSpace(d.Text))
	default:
		list = append(list, Decoded(d.Params[:min(len(d.Params), mostParams)])...)
	}
	return list
}

// AddQuery gives the address parameters that were recorded beside it.
func (r *Request) AddQuery(params []Param) {
	if len(params) == 0 {
		return
	}
	address, fragment, hasFragment := strings.Cut(r.URL, "#")
	address += "?" + FormOf(params)
	if hasFragment {
		address += "#" + fragment
	}
	r.URL = address
}

// Decoded are parameters that may or may not have been decoded already.
func Decoded(params []Param) []Param {
	list := make([]Param, len(params))
	for i, p := range params {
		list[i] = Param{Name: decodeWhole(p.Name), Value: decodeWhole(p.Value)}
	}
	return list
}

// FormOf writes parameters as they are in a query or a form. They may have been
// decoded or not.
func FormOf(params []Param) string {
	var form strings.Builder
	for i, p := range Decoded(params) {
		if i > 0 {
			form.WriteByte('&')
		}
		form.WriteString(url.QueryEscape(p.Name) + "=" + url.QueryEscape(p.Value))
	}
	return form.String()
}

// IsForm reports whether a body that was recorded as parameters was sent as a
// form of the common kind, not in parts.
func (d *PostData) IsForm() bool {
	return !strings.HasPrefix(strings.ToLower(strings.TrimSpace(d.MimeType)), "multipart/")
}

func isForm(d *PostData) bool {
	mime := strings.ToLower(d.MimeType)
	if strings.Contains(mime, "x-www-form-urlencoded") {
		return true
	}
	// Some clients send a form and do not say so.
	return mime == "" && strings.Contains(d.Text, "=") && !strings.ContainsAny(d.Text, "{}[]<> \n")
}

func appendForm(list []Param, form string) []Param {
	most := len(list) + mostParams
	for part := range strings.SplitSeq(form, "&") {
		if part == "" {
			continue
		}
		if len(list) == most {
			break
		}
		name, value, _ := strings.Cut(part, "=")
		list = append(list, Param{Name: decode(name, true), Value: decode(value, true)})
	}
	return list
}

// decodeWhole decodes a text that is percent-encoded from end to end, and
// leaves one that may have been decoded already.
func decodeWhole(s string) string {
	if !strings.Contains(s, "%") || strings.ContainsAny(s, " &=/:?#\"'<>{}") {
		return s
	}
	return decode(s, false)
}

// decode undoes percent-encoding; what is none stays as it is. plus: a plus
// sign stands for a space.
func decode(s string, plus bool) string {
	if !strings.Contains(s, "%") && !(plus && strings.Contains(s, "+")) {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			out = append(out, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		case c == '+' && plus:
			out = append(out, ' ')
		default:
			out = append(out, c)
		}
	}
	return strings.ToValidUTF8(string(out), "\ufffd")
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// NamedParam is the first query or form parameter of that name.
func NamedParam(r *Request, name string) (string, bool) {
	for _, p := range r.Params() {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}

// RedirectTo is the address that a response redirects to; "" if there is none.
func RedirectTo(x *Exchange) string {
	if x.Response.RedirectURL != "" {
		return x.Response.RedirectURL
	}
	location, _ := x.Response.Header("Location")
	return location
}

// Fragment is the parameters in the fragment of the address that a response
// redirects to.
func Fragment(x *Exchange) []Param {
	_, fragment, _ := strings.Cut(RedirectTo(x), "#")
	return Query("?" + fragment)
}

// FirstParam is the value of the first parameter with this name; "" without one.
func FirstParam(params []Param, name string) string {
	for _, p := range params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Query decodes the parameters of an address, without those of its fragment.
func Query(address string) []Param { return Request{URL: address}.Params() }

// DecodePercent undoes percent-encoding once more; a plus sign stays.
func DecodePercent(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	list := Query("?v=" + strings.ReplaceAll(s, "+", "%2B"))
	if len(list) != 1 {
		return s
	}
	return list[0].Value
}

// FormType is the media type of a form.
const FormType = "application/x-www-form-urlencoded"
