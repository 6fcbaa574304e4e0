package export

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"misstep/catalog/messages"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/replacement"
	"misstep/wasm/scenario"
)

// What is corrected in the scenarios that the golden file lists; -update lists
// all that are.
func TestCorrections(t *testing.T) {
	listed, _ := os.ReadFile("testdata/corrections.txt")
	var b strings.Builder
	causes := map[string]bool{}
	for _, name := range scenario.Names(t) {
		if !*update && !strings.Contains(string(listed), "== "+name+" ") {
			continue
		}
		s := scenarioSession(t, name)
		for id := 1; id <= s.LastID(); id++ {
			request, changes, ok := Corrected(s, id)
			if !ok || s.Diagnosis(id).Replacement != nil {
				continue
			}
			reason := s.Diagnosis(id).Findings[0].Reason
			causes[reason] = true
			fmt.Fprintf(&b, "== %s %d: %s\n%s\n", name, id, reason, CurlRequest(s, &request, CurlOptions{Changes: changes}))
		}
	}
	golden(t, "corrections.txt", b.String())
	if len(causes) < 12 {
		t.Errorf("%d causes are corrected, want 12 at least", len(causes))
	}
}

// A corrected request does not show the same cause again.
func TestCorrectedIsNotWrongAgain(t *testing.T) {
	for _, name := range scenario.Names(t) {
		s := scenarioSession(t, name)
		for id := 1; id <= s.LastID(); id++ {
			d := s.Diagnosis(id)
			request, _, ok := Corrected(s, id)
			if !ok || d.Replacement != nil {
				continue
			}
			// The same answer to the corrected request, in the same session.
			again := scenarioSession(t, name)
			x := *s.Exchange(id)
			x.Request = request
			for _, f := range again.Diagnosis(again.Add(x)).Findings {
				if f.Reason == d.Findings[0].Reason {
					t.Errorf("%s %d: still %s", name, id, f.Reason)
				}
			}
		}
	}
}

// Where a person must decide, nothing is corrected.
func TestNotCorrected(t *testing.T) {
	for name, id := range map[string]int{
		"request-date-impossible": 1, // which day was meant?
		"request-date-unfilled":   1,
		"token-expired":           1, // it takes another request first
		"flow-redirect-host":      2, // not sure which consent it was
		"authorization-undefined": 1,
		"rate-here":               1,
		"server-period-max":       1,
		"flow-pkce-new-verifier":  3,
		"flow-form-multipart":     1, // its parts were not recorded
		"authorization-empty":     1,
	} {
		s := scenarioSession(t, name)
		if len(s.Diagnosis(id).Findings) == 0 {
			t.Errorf("%s %d has no finding", name, id)
		}
		if _, changes, ok := Corrected(s, id); ok {
			t.Errorf("%s %d: %v", name, id, changes)
		}
	}
}

// When the API is gone, the corrected request is the call that replaces it.
func TestCorrectedIsReplacement(t *testing.T) {
	s := scenarioSession(t, "shutdown-weight-delete")
	want := s.Diagnosis(1).Replacement.Calls[0]
	request, changes, ok := Corrected(s, 1)
	if !ok || request.Method != want.Method || request.URL != want.URL || request.PostData == nil || request.PostData.Text != want.Body || len(changes) != 2 {
		t.Fatalf("%+v %q %v", request, changes, ok)
	}
	if command := CurlRequest(s, &request, CurlOptions{}); !strings.Contains(command, `"Authorization: Bearer $NEW_ACCESS_TOKEN"`) {
		t.Error(command)
	}
	for _, test := range []struct {
		calls []replacement.Call
		ok    bool
	}{{nil, false}, {make([]replacement.Call, 2), false}, {make([]replacement.Call, 1), true}} {
		if _, _, ok := replaced(messages.English(), &replacement.Replacement{Calls: test.calls}); ok != test.ok {
			t.Errorf("%d calls: %v", len(test.calls), ok)
		}
	}
}

func TestApply(t *testing.T) {
	form := &httpmsg.PostData{MimeType: "text/plain", Text: "cod=1&cod=2&b=%20"}
	for _, c := range []struct {
		request    httpmsg.Request
		correction analysis.Correction
		url, body  string
		ok         bool
	}{
		{httpmsg.Request{URL: "http://x/a?b=c#d"}, analysis.Correction{Part: analysis.PartScheme, Value: "https"}, "https://x/a?b=c#d", "", true},
		{httpmsg.Request{URL: "https://x/a?b=/a#d"}, analysis.Correction{Part: analysis.PartPath, Value: "/e"}, "https://x/e?b=/a#d", "", true},
		{httpmsg.Request{URL: "https://x"}, analysis.Correction{Part: analysis.PartPath, Value: "/e"}, "", "", false},
		{httpmsg.Request{URL: "https://x/?b=c&d=e#f"}, analysis.Correction{Part: analysis.PartQuery, Name: "b", Value: "x y"}, "https://x/?b=x+y&d=e#f", "", true},
		{httpmsg.Request{URL: "https://x/?b=c&d=e"}, analysis.Correction{Part: analysis.PartQuery, Name: "b", Remove: true}, "https://x/?d=e", "", true},
		{httpmsg.Request{URL: "https://x/"}, analysis.Correction{Part: analysis.PartQuery, Name: "b", Value: "1"}, "https://x/?b=1", "", true},
		{httpmsg.Request{URL: "https://x/"}, analysis.Correction{Part: analysis.PartBody, Name: "b", Value: "1"}, "", "", false},
		{httpmsg.Request{URL: "https://x/", PostData: form}, analysis.Correction{Part: analysis.PartBody, Name: "cod", Rename: "code"}, "https://x/", "code=1&cod=2&b=%20", true},
		{httpmsg.Request{URL: "https://x/", PostData: &httpmsg.PostData{Text: `{"b":1.50,"a":"x&y","n":null,"t":true}`}}, analysis.Correction{Part: analysis.PartNotation, Value: "a/b"}, "https://x/", "a=x%26y&b=1.50&t=true", true},
		{httpmsg.Request{URL: "https://x/", PostData: &httpmsg.PostData{Text: `{"b":[1]}`}}, analysis.Correction{Part: analysis.PartNotation, Value: "a/b"}, "", "", false},
		{httpmsg.Request{URL: "https://x/"}, analysis.Correction{Part: "weather"}, "", "", false},
	} {
		if c.request.PostData != nil {
			data := *c.request.PostData
			c.request.PostData = &data
		}
		_, ok := apply(messages.English(), &c.request, c.correction)
		body := ""
		if c.request.PostData != nil {
			body = c.request.PostData.Text
		}
		if ok != c.ok || ok && (c.request.URL != c.url || body != c.body) {
			t.Errorf("%+v: %s %s %v", c.correction, c.request.URL, body, ok)
		}
	}
	if form.Text != "cod=1&cod=2&b=%20" {
		t.Error("the session's request was changed")
	}
}
