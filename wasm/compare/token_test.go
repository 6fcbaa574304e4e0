package compare

import (
	"slices"
	"testing"
	"time"

	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

// Tokens are compared by what they say, not by how they look masked.
func TestTokens(t *testing.T) {
	start := time.Date(2026, 10, 30, 13, 0, 0, 0, time.UTC)
	token := func(user, client, scopes string, ends time.Duration) string {
		return "Bearer " + scenario.JWT(t, map[string]any{"sub": user, "aud": client, "typ": "access_token", "scopes": scopes, "iat": start.Add(-time.Hour).Unix(), "exp": start.Add(ends).Unix()})
	}
	one := token("9XYZ42", "23ABCD", "rhr ract", time.Hour)
	for _, test := range []struct {
		name          string
		here, worked  string
		after, before time.Duration // when they were sent
		want          []string
	}{
		{"scopes", one, token("9XYZ42", "23ABCD", "ract rsle", time.Hour), 0, 0, []string{"token scopes: + heartrate, − sleep | + sleep, − heartrate"}},
		{"user and client", one, token("7QRS10", "23EFGH", "rhr ract", time.Hour), 0, 0, []string{"token user: 9XYZ42 | 7QRS10", "token client: 23ABCD | 23EFGH"}},
		{"expired since", one, one, 61 * time.Minute, 0, []string{"token expiry: 2026-10-30 14:00:00 UTC – 1 min before the request | 2026-10-30 14:00:00 UTC – valid for another 1 h"}},
		{"another that is valid", one, token("9XYZ42", "23ABCD", "rhr ract", 9*time.Hour), 61 * time.Minute, 61 * time.Minute, []string{"token expiry: 2026-10-30 14:00:00 UTC – 1 min before the request | 2026-10-30 22:00:00 UTC – valid for another 7 h 59 min"}},
		{"the same", one, one, time.Minute, 0, nil},
		{"that say nothing", "Bearer 0123456789abcdef0123456789abcdef", "Bearer 0123456789abcdef0123456789abcdee", 0, 0, []string{"token: Bearer 0123… (A) | Bearer 0123… (B)"}},
		{"none here", "", one, 0, 0, []string{"token:  | Bearer eyJhbGciOi… (absent here)"}},
	} {
		s := diagnosis.NewSession(knowledge())
		send := func(after time.Duration, status int, authorization string) int {
			x := httpmsg.Exchange{Started: start.Add(after), Request: get("GET", heart), Response: httpmsg.Response{Status: status}}
			if authorization != "" {
				x.Request.Headers = append(x.Request.Headers, httpmsg.Header{Name: "Authorization", Value: authorization})
			}
			return s.Add(x)
		}
		send(test.before, 200, test.worked)
		id := send(test.after, 401, test.here)
		c := WithWorking(s, id)
		if c == nil {
			t.Errorf("%s: not compared", test.name)
		} else if have := told(c.Differences); !slices.Equal(have, test.want) {
			t.Errorf("%s: have %q, want %q", test.name, have, test.want)
		}
	}
}

func TestDifferingParts(t *testing.T) {
	for _, test := range []struct{ a, b, inA, inB string }{
		{"2026-10-30", "2026-10-29", "30", "29"},
		{"/a/b/c", "/a/x/c", "b", "x"},
		{"activity heartrate", "activity heartbeat", "heartrate", "heartbeat"},
		{"de_DE", "en_US", "de_DE", "en_US"},
		{"same", "same", "", ""},
		{"a", "a b", "", " b"},
		{"", "x", "", "x"},
		{"Größe", "Große", "Größe", "Große"},
		{"1111", "111", "1111", "111"},
	} {
		from, toA, toB := Apart(test.a, test.b)
		if test.a[from:toA] != test.inA || test.b[from:toB] != test.inB {
			t.Errorf("%q, %q: have %q, %q", test.a, test.b, test.a[from:toA], test.b[from:toB])
		}
	}
}
