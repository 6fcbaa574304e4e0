package redact

import (
	"slices"

	"misstep/wasm/httpmsg"
)

// Exchange replaces what is secret in all texts of an exchange.
func (a *Aliases) Exchange(x httpmsg.Exchange) httpmsg.Exchange {
	r := &x.Request
	r.Method, r.URL, r.HTTPVersion = a.Text(r.Method), a.URL(r.URL), a.Text(r.HTTPVersion)
	r.Headers = a.fields(r.Headers, a.Header)
	if r.PostData != nil {
		d := *r.PostData
		d.MimeType, d.Text, d.Params = a.Header("Content-Type", d.MimeType), a.body(d.Text), a.fields(d.Params, a.Param)
		r.PostData = &d
	}
	answer := &x.Response
	answer.StatusText, answer.HTTPVersion, answer.Error = a.Text(answer.StatusText), a.Text(answer.HTTPVersion), a.Text(answer.Error)
	answer.Headers = a.fields(answer.Headers, a.Header)
	answer.RedirectURL = a.URL(answer.RedirectURL)
	b := &answer.Body
	b.MimeType, b.Text, b.Comment = a.Header("Content-Type", b.MimeType), a.body(b.Text), a.Text(b.Comment)
	x.Pasted, x.Tab = a.body(x.Pasted), a.Text(x.Tab)
	return x
}

// mostLearned bounds what is searched for secrets in a body, in bytes.
const mostLearned = 256 << 10

func (a *Aliases) body(text string) string {
	if a.style == learning && len(text) > mostLearned {
		return text
	}
	return a.Text(text)
}

func (a *Aliases) fields(list []httpmsg.Header, replace func(name, value string) string) []httpmsg.Header {
	list = slices.Clone(list)
	for i, f := range list {
		list[i] = httpmsg.Header{Name: a.Text(f.Name), Value: replace(f.Name, f.Value)}
	}
	return list
}
