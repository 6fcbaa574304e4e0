package redact

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/scenario"
)

// written is segments as text, secrets as <shown|original>.
func written(list []Segment) string {
	var b strings.Builder
	for _, s := range list {
		if s.Secret() {
			b.WriteString("<" + s.Text + "|" + s.Original + ">")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func TestSegments(t *testing.T) {
	const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5WFlaNDIifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ"
	const long = "eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOiIyM0FCQ0QiLCJzdWIiOiI5WFlaNDIiLCJpc3MiOiJGaXRiaXQiLCJ0eXAiOiJhY2Nlc3NfdG9rZW4iLCJzY29wZXMiOiJyYWN0IHJociByc2xlIHJwcm8gcnNldCByd2VpIHJudXQgcmxvYyByc29jIiwiZXhwIjoxNzkzMzY3MTI0LCJpYXQiOjE3OTMzMzgzMjR9.q8Jx2LmV0cZrT5wY7uNpKd3HsGfA9eBi"
	const refresh = "5b7d9e1c3a5f7b9d1e3c5a7f9b1d3e5c7a9f1b3d5e7c9c1e7a1f4b0d2c6e8a3f"
	for _, test := range []struct {
		name string
		have []Segment
		want string
	}{
		{"empty", (*Aliases)(nil).TextSegments(""), ""},
		{"nothing secret", (*Aliases)(nil).TextSegments("Invalid date: 30-10-2026"), "Invalid date: 30-10-2026"},
		{"message", (*Aliases)(nil).TextSegments("Access token expired: " + jwt + ". Visit us."), "Access token expired: <eyJhbGciOi…|" + jwt + ">. Visit us."},
		{"long, at a sentence's end", (*Aliases)(nil).TextSegments(`{"message": "Access token expired: ` + long + `. Visit us."}`), `{"message": "Access token expired: <eyJhbGciOi…|` + long + `>. Visit us."}`},
		{"JSON", (*Aliases)(nil).TextSegments(`{"access_token": "` + jwt + `", "refresh_token": "` + refresh + `", "n": 1}`), `{"access_token": "<eyJhbGciOi…|` + jwt + `>", "refresh_token": "<5b7d…|` + refresh + `>", "n": 1}`},
		{"the same twice", (*Aliases)(nil).TextSegments("token=" + refresh + "&refresh_token=" + refresh), "token=<5b7d…|" + refresh + ">&refresh_token=<5b7d…|" + refresh + ">"},
		{"header", (*Aliases)(nil).HeaderSegments("authorization", "Bearer "+jwt), "Bearer <eyJhbGciOi…|" + jwt + ">"},
		{"cookie", (*Aliases)(nil).HeaderSegments("Set-Cookie", "sid=abc; Path=/"), "sid=<…|abc>; Path=/"},
		{"harmless header", (*Aliases)(nil).HeaderSegments("Date", "Fri, 30 Oct 2026 13:46:02 GMT"), "Fri, 30 Oct 2026 13:46:02 GMT"},
		{"parameter", (*Aliases)(nil).ParamSegments("code", refresh), "<5b7d…|" + refresh + ">"},
		{"harmless parameter", (*Aliases)(nil).ParamSegments("grant_type", "refresh_token"), "grant_type"[:0] + "refresh_token"},
		{"address", (*Aliases)(nil).URLSegments("https://x/cb?code=" + refresh + "&a=1"), "https://x/cb?code=<5b7d…|" + refresh + ">&a=1"},
		{"masked already", (*Aliases)(nil).TextSegments("Access token expired: eyJhbGciOi… (https://x)"), "Access token expired: eyJhbGciOi… (https://x)"},
		{"marks of our own", (*Aliases)(nil).TextSegments("\ue0007\ue001 token=" + refresh), "\ue0007\ue001 token=<5b7d…|" + refresh + ">"},
	} {
		if got := written(test.have); got != test.want {
			t.Errorf("%s: have %q\nwant %q", test.name, got, test.want)
		}
	}
}

// Segments together are what masks the text, for all that is recorded
// anywhere in the tests; and hardly ever is a secret's place not known.
func TestSegmentsMaskTheSame(t *testing.T) {
	texts, secrets, unknown := 0, 0, 0
	check := func(shown string, list []Segment) {
		joined, found := "", false
		for _, s := range list {
			joined += s.Text
			found = found || s.Secret()
			if s.Secret() {
				secrets++
			}
		}
		texts++
		if joined != shown {
			t.Errorf("segments say %q, masked is %q", joined, shown)
		}
		if strings.Contains(shown, mark) && !found {
			unknown++
		}
	}
	for _, data := range scenario.All(t) {
		check(Text(string(data)), (*Aliases)(nil).TextSegments(string(data)))
		var archive any
		if err := json.Unmarshal(data, &archive); err != nil {
			t.Fatal(err)
		}
		var walk func(value any)
		walk = func(value any) {
			switch v := value.(type) {
			case map[string]any:
				name, _ := v["name"].(string)
				if text, ok := v["value"].(string); ok && name != "" {
					check(Header(name, text), (*Aliases)(nil).HeaderSegments(name, text))
					check(Param(name, text), (*Aliases)(nil).ParamSegments(name, text))
				}
				for _, member := range v {
					walk(member)
				}
			case []any:
				for _, member := range v {
					walk(member)
				}
			case string:
				check(Text(v), (*Aliases)(nil).TextSegments(v))
				check(URL(v), (*Aliases)(nil).URLSegments(v))
			}
		}
		walk(archive)
	}
	t.Logf("%d texts, %d secrets, %d texts whose secrets have no place", texts, secrets, unknown)
	if secrets < 500 || unknown > texts/100 {
		t.Errorf("%d texts: %d secrets, %d texts whose secrets have no place", texts, secrets, unknown)
	}
}

// A screen masks what other requests show to be secret, and can show it.
func TestSegmentsOfWhatIsKnown(t *testing.T) {
	k := NewSecrets()
	k.Learner().Header("Cookie", "sid=Zk7Q2pW9; id="+hex64)
	screen := k.Screen()
	for _, c := range []struct {
		in   string
		want []Segment
	}{
		{"session Zk7Q2pW9 is gone", []Segment{{Text: "session "}, {Text: "…", Original: "Zk7Q2pW9"}, {Text: " is gone"}}},
		{"id " + hex64[:20] + "…", []Segment{{Text: "id "}, {Text: "8e6c…", Original: hex64[:20]}, {Text: "…"}}},
		{"token=abc, Zk7Q2pW9", []Segment{{Text: "token="}, {Text: "…", Original: "abc"}, {Text: ", "}, {Text: "…", Original: "Zk7Q2pW9"}}},
		{"nothing", []Segment{{Text: "nothing"}}},
		{"", nil},
	} {
		got := screen.TextSegments(c.in)
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
		var whole strings.Builder
		for _, s := range got {
			whole.WriteString(s.Text)
		}
		if shown := screen.Text(c.in); shown != whole.String() {
			t.Errorf("%q is %q as a text, %q in segments", c.in, shown, whole.String())
		}
	}
	if got := screen.Known("user 9QZ7KX and Zk7Q2pW9, " + hex64); got != "user 9QZ7KX and …, 8e6c…" {
		t.Error(got)
	}
}
