package diagnosis

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

// Every reason of an error gives a symptom, the more precise ones first; what
// the details say by name goes with each.
func TestRPCDetails(t *testing.T) {
	const info = `{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"A_REASON","domain":"other.example","metadata":{"detailedReasons":"B_REASON,C_REASON,B_REASON","maxDurationDays":"14"}}`
	for _, test := range []struct {
		name, body string
		reasons    []string
		values     map[string]string
		message    string
	}{
		{"none", `{"error":{"code":400,"message":"m","status":"S"}}`, []string{""}, nil, "m"},
		{"precise first", `{"error":{"code":400,"message":"m","status":"S","details":[` + info + `]}}`, []string{"B_REASON", "C_REASON", "A_REASON"}, map[string]string{"max_duration_days": "14", "detailed_reasons": "B_REASON, C_REASON", "domain": "other.example"}, "m"},
		{"field violations", `{"error":{"code":400,"message":"m","status":"S","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"f","description":"d1"},{"field":"g","description":"d2"},{"field":"f","description":"d1"}]}]}}`, []string{""}, map[string]string{"field": "f", "description": "d1; d2"}, "m"},
		{"help isn't text", `{"error":{"code":400,"message":"m","status":"S","details":[{"@type":"type.googleapis.com/google.rpc.Help","links":[{"description":"d","url":"https://example.org"}]}]}}`, []string{""}, nil, "m"},
		{"localized message, if it is the only one", `{"error":{"code":400,"status":"S","details":[{"@type":"type.googleapis.com/google.rpc.LocalizedMessage","locale":"en","message":"l"}]}}`, []string{""}, nil, "l"},
		{"older form", `{"error":{"errors":[{"reason":"authError","message":"m","domain":"global"}],"code":401,"message":"m"}}`, []string{"authError"}, nil, "m"},
		{"in an array", `[{"error":{"code":400,"message":"m","status":"S","details":[` + info + `]}}]`, []string{"B_REASON", "C_REASON", "A_REASON"}, nil, "m"},
		{"details that are none", `{"error":{"code":400,"message":"m","status":"S","details":["x",7,{"metadata":[]},{"fieldViolations":{"a":1}}]}}`, []string{""}, nil, "m"},
	} {
		x := answered(400, test.body)
		var reasons []string
		session := NewSession(knowledge(t))
		found := session.symptoms(unread(session, x), "")
		for _, s := range found {
			reasons = append(reasons, s.Reason)
		}
		if !slices.Equal(reasons, test.reasons) || found[0].Message != test.message {
			t.Errorf("%s: have %q, message %q", test.name, reasons, found[0].Message)
		}
		for name, want := range test.values {
			if have := found[0].Values[name]; have != want {
				t.Errorf("%s: %s is %q, want %q", test.name, name, have, want)
			}
		}
	}
}

// A pasted answer that names its API is looked up there.
func TestPastedDomainIsThePack(t *testing.T) {
	for domain, want := range map[string]string{"health.googleapis.com": "googlehealth", "translate.googleapis.com": "", "": ""} {
		x := pasted(`{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT","details":[{"reason":"NO_SUCH","domain":"` + domain + `"}]}}`)
		session := NewSession(knowledge(t))
		if have := session.symptoms(unread(session, x), "")[0].Pack; have != want {
			t.Errorf("%q: pack %q, want %q", domain, have, want)
		}
	}
}

// Secrets of either API stay out of every text of a diagnosis.
func TestNoSecretsOfTwoPacks(t *testing.T) {
	secrets := []string{"ghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ", "AanRRrtabcdefghijklmnop", "0abcdefghijklmnopqrstuvwxyz0123456789", "GOCSPX-abcdefgh", "AIzaSyA1234567890", "7b64c4b088b9c841d15bcac15d4aa7433d35af3e7b64", "feLQlwfWmdxUO1JVcx9w4BT5pW43Lg5PJU9bSJ2XvRc"}
	seen := 0
	for name, data := range scenario.All(t) {
		if !strings.HasPrefix(name, "google-") && !strings.HasPrefix(name, "move-") {
			continue
		}
		session := NewSession(knowledge(t))
		if _, err := har.Read(bytes.NewReader(data), nil, func(_ int, x httpmsg.Exchange) { session.Add(x) }); err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if bytes.Contains(data, []byte(secret)) {
				seen++
			}
		}
		for id := 1; id <= session.LastID(); id++ {
			said, err := json.Marshal(session.Diagnosis(id))
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range secrets {
				if i := bytes.Index(said, []byte(secret)); i >= 0 {
					t.Errorf("%s, exchange %d: a secret is in …%s…", name, id, said[max(0, i-120):i+12])
				}
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d secrets in the scenarios", seen)
	}
}
