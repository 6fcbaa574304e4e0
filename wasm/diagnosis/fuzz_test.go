package diagnosis

import (
	"reflect"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/errorformat"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

// Whatever a server answers or a person pastes: no panic, and only entries
// that exist.
func FuzzExplain(f *testing.F) {
	knowledge := catalog.Load(builtin.Packs)
	for _, body := range []string{
		"", "{", "[]", "null", `{"errors":[{"errorType":"expired_token","message":"Access token expired: x"}]}`, `{"error":{"code":4e400,"status":[],"details":[null]}}`,
		"<html><title>502</title><!--", "<!doctype html><script>", "Developer information: invalid_request - ", `{"errors":"x"}`, "\x00\xff", `errorType => "`, "502", "%{\"message\" => \"\\\"",
	} {
		f.Add(401, "GET", "https://api.fitbit.com/1/user/-/profile.json", body)
	}
	f.Fuzz(func(t *testing.T, status int, method, address, body string) {
		for _, x := range []httpmsg.Exchange{
			{Request: httpmsg.Request{Method: method, URL: address}, Response: httpmsg.Response{Status: status, Body: httpmsg.Body{Text: body, Recorded: true}}},
			{Pasted: body, Response: httpmsg.Response{Body: httpmsg.Body{Text: body, Recorded: true}}},
		} {
			for _, finding := range Explain(knowledge, x).Findings {
				_, entry := knowledge.ErrorDef(finding.ID)
				_, cause := knowledge.Cause(finding.Pack, finding.ID)
				if entry == nil && cause == nil {
					t.Errorf("finding %q is neither entry nor cause", finding.ID)
				}
			}
		}
	})
}

// An error has a place, and there are only so many; a body that was extracted
// once is extracted alike again.
func FuzzExtract(f *testing.F) {
	for _, data := range scenario.All(f) {
		number := 0
		har.Read(strings.NewReader(string(data)), nil, func(_ int, x httpmsg.Exchange) {
			if body := x.Response.Body.Text; number < 2 && body != "" && len(body) < 2000 {
				f.Add(x.Response.Status, body)
				number++
			}
		})
	}
	for _, body := range []string{`{"errors":[{},{"errors":[{"message":"\ud800"}]}]}`, "[[[[[[[[{\"errorType\":\"x\"}]]]]]]]]", "error => 'a', message => \"b", `{"error":{"details":[{"@type":7,"metadata":[]},5],"errors":{}}}`, "Error 400: redirect_uri_mismatch", "HTTPForbidden(429)"} {
		f.Add(0, body)
	}
	c := knowledge(f)
	f.Fuzz(func(t *testing.T, status int, body string) {
		for _, x := range []httpmsg.Exchange{answered(status, body), pasted(body)} {
			s := NewSession(c)
			found := s.symptoms(unread(s, x), "")
			again := s.symptoms(unread(s, x), "")
			if len(found) > errorformat.MaxErrors+errorformat.MaxDepth || !reflect.DeepEqual(found, again) {
				t.Errorf("%d symptoms, %d again, of %q", len(found), len(again), body)
			}
			for _, symptom := range found {
				if symptom.Where.IsZero() && status != 0 {
					t.Errorf("%+v has no place in %q", symptom, body)
				}
			}
		}
	})
}

// Bodies made to be slow are looked at no further than the bounds.
func TestHostileBodies(t *testing.T) {
	const mega = 1 << 20
	for name, body := range map[string]string{
		"deep nesting":        strings.Repeat(`{"errors":[`, 10_000),
		"closed deep nesting": strings.Repeat(`[`, 20_000) + strings.Repeat(`]`, 20_000),
		"100,000 errors":      `{"errors":[` + strings.Repeat(`{"errorType":"x_y","message":"m"},`, 100_000) + `{}]}`,
		"1 MB message":        `{"errors":[{"errorType":"system","message":"` + strings.Repeat("access token ", mega/13) + `"}]}`,
		"open comments":       "<html>" + strings.Repeat("<!-- >", mega/6),
		"open scripts":        "<html>" + strings.Repeat("<script>", mega/8),
		"quotes":              strings.Repeat(`message: "`, mega/10),
		"one word":            strings.Repeat("a", mega),
		"digits":              strings.Repeat("4", mega),
	} {
		t.Run(name, func(t *testing.T) {
			d := Explain(knowledge(t), answered(500, body))
			if len(d.Findings) > errorformat.MaxErrors*6 || len(d.Message) > 1000 {
				t.Errorf("%d findings, message of %d bytes", len(d.Findings), len(d.Message))
			}
			Explain(knowledge(t), pasted(body))
		})
	}
}
