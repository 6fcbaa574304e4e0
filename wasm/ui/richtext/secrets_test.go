package richtext

import (
	"fmt"
	"strings"
	"testing"

	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// written is runs in brief: secrets as <name: shown>, what is pointed at in [ ].
func written(runs []Run) string {
	var b strings.Builder
	for _, s := range runs {
		text := s.Text
		if s.Original != "" {
			text = "<" + s.Secret + ": " + text + ">"
		}
		if s.Pointed {
			text = "[" + text + "]"
		}
		b.WriteString(text)
	}
	return b.String()
}

func TestWithSecrets(t *testing.T) {
	known := map[string]string{"eyJhbGciOi…": accessToken, "5b7d…": "5b7d9e1c3a5f7b9d1e3c"}
	for text, want := range map[string]string{
		"Access token expired: eyJhbGciOi… .": "Access token expired: <m 0: eyJhbGciOi…> .",
		"5b7d… and 5b7d…":                     "<m 0: 5b7d…> and <m 1: 5b7d…>",
		"9f9f… is another, … too":             "9f9f… is another, … too",
		"nothing":                             "nothing",
	} {
		if got := written(WithSecrets("m", []Run{{Text: text}}, known)); got != want {
			t.Errorf("have %q, want %q", got, want)
		}
	}
	if got := written(WithSecrets("m", []Run{{Text: "5b7d…"}}, nil)); got != "5b7d…" {
		t.Errorf("without secrets: %q", got)
	}
}

func TestSecretsOf(t *testing.T) {
	const other = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5WFlaNDMifQ.c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU"
	x := httpmsg.Exchange{Request: httpmsg.Request{URL: "https://x/?code=5b7d9e1c3a5f7b9d1e3c", Headers: []httpmsg.Header{{Name: "Authorization", Value: "Bearer " + accessToken}, {Name: "Cookie", Value: "a=b"}}},
		Response: httpmsg.Response{Body: httpmsg.Body{Text: `{"message": "Access token expired: ` + accessToken + `. Visit"}`}}}
	if got := fmt.Sprint(SecretsOf(&x, nil)); got != fmt.Sprint(map[string]string{"eyJhbGciOi…": accessToken, "5b7d…": "5b7d9e1c3a5f7b9d1e3c"}) {
		t.Errorf("have %s", got)
	}
	x.Response.Body.Text = "Access token expired: " + other
	if got := SecretsOf(&x, nil); len(got) != 1 || got["eyJhbGciOi…"] != "" {
		t.Errorf("of two that look alike there is %q", got)
	}
}

func TestSegmentPositions(t *testing.T) {
	runs := Masked("u", (*redact.Aliases)(nil).URLSegments("https://x/1/user/-/a.json?code=5b7d9e1c3a5f7b9d1e3c&b=2"))
	text := Plain(runs)
	for part, want := range map[string]string{
		"user":   "https://x/1/[user]/-/a.json?code=<u 0: 5b7d…>&b=2",
		"7d…&b":  "https://x/1/user/-/a.json?code=[<u 0: 5b7d…>][&b]=2",
		"=2":     "https://x/1/user/-/a.json?code=<u 0: 5b7d…>&b[=2]",
		text:     "[https://x/1/user/-/a.json?code=][<u 0: 5b7d…>][&b=2]",
		"absent": "https://x/1/user/-/a.json?code=<u 0: 5b7d…>&b=2",
	} {
		from := strings.Index(text, part)
		to := from + len(part)
		if from < 0 {
			from, to = 0, 0
		}
		if got := written(PointedAt(runs, from, to)); got != want {
			t.Errorf("%q: have %q, want %q", part, got, want)
		}
	}
}

const accessToken = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5WFlaNDIifQ.c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU"
