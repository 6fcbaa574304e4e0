package httpmsg

import (
	"fmt"
	"testing"
)

func TestSetBody(t *testing.T) {
	var x Exchange
	SetBody(&x, "", "")
	if x.Response.Body.Recorded {
		t.Error("no text and no answer count as a body")
	}
	x.Response.Status = 204
	SetBody(&x, "", "")
	if !x.Response.Body.Recorded {
		t.Error("an empty body is not recorded")
	}
	SetBody(&x, "e30=", "base64")
	if b := x.Response.Body; b.Text != "{}" || !b.Recorded || b.Truncated || b.Size != 2 {
		t.Errorf("%+v", b)
	}
	x.Response.Body = Body{Size: 100}
	SetBody(&x, "{", "")
	if !x.Response.Body.Truncated {
		t.Error("a body shorter than its size is not cut")
	}
}

func TestParams(t *testing.T) {
	for _, c := range []struct {
		name string
		r    Request
		want string
	}{
		{"query", Request{URL: "https://x/?a=1&b=%20c+d&e&=f&&g=%zz%4#h=i"}, `[{a 1} {b  c d} {e } { f} {g %zz%4}]`},
		{"form", Request{URL: "https://x/?q=1", PostData: &PostData{MimeType: "application/x-www-form-urlencoded; charset=utf-8", Text: "a=1%262\n", Params: []Param{{"a", "x"}}}}, `[{q 1} {a 1&2}]`},
		{"params without text", Request{PostData: &PostData{MimeType: "application/x-www-form-urlencoded", Params: []Param{{"a", "1%2F2"}, {"b", "50% off"}}}}, `[{a 1/2} {b 50% off}]`},
		{"no MIME type", Request{PostData: &PostData{Text: "a=1"}}, `[{a 1}]`},
		{"JSON", Request{PostData: &PostData{MimeType: "application/json", Text: `{"a=":1}`}}, `[]`},
		{"parts", Request{PostData: &PostData{MimeType: "multipart/form-data", Params: []Param{{"a", "b"}}}}, `[{a b}]`},
		{"none", Request{URL: "https://x/"}, `[]`},
	} {
		if got := fmt.Sprint(c.r.Params()); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
