package diagnosis

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

// sessionOf is a session of all exchanges in a scenario.
func sessionOf(t *testing.T, name string) *Session {
	t.Helper()
	s := NewSession(knowledge(t))
	if _, err := har.Read(bytes.NewReader(scenario.Read(t, name)), nil, func(_ int, x httpmsg.Exchange) { s.Add(x) }); err != nil || s.LastID() == 0 {
		t.Fatalf("%s: %d exchanges, %v", name, s.LastID(), err)
	}
	return s
}

func TestToken(t *testing.T) {
	for _, test := range []struct {
		scenario string
		exchange int
		want     string // "" for none
	}{
		{"token-expired", 1, "access eyJhbGciOi… (request header Authorization) of 9XYZ42 for 22ABCD: activity heartrate sleep profile, 05:46:02 to 13:46:02, used 14:00:11"},
		{"token-clock-slow", 1, "access eyJhbGciOi… (request header Authorization) of 9XYZ42 for 22ABCD: activity heartrate sleep profile, 05:46:02 to 13:46:02, used 14:00:05"},
		{"flow-refresh-spent", 1, "access eyJhbGciOi… (response body access_token) of 9ZKLMN for 23QXYZ: activity heartrate sleep, 09:30:01 to 17:30:01, used 09:30:00, from 1, with refresh token"},
		{"flow-refresh-spent", 2, "refresh a1f6… (request parameter refresh_token) of  for : , used 09:55:00, spent by 1"},
		{"flow-refresh-revoked", 3, "refresh a1f6… (request parameter refresh_token) of 9ZKLMN for 23QXYZ: activity heartrate sleep, used 09:31:30, from 1, revoked by 2"},
		{"token-revoked", 3, "access eyJhbGciOi… (request header Authorization) of 9XYZ42 for 22ABCD: activity heartrate sleep profile, 05:46:02 to 13:46:02, used 10:00:00, from 1, revoked by 2, with refresh token"},
		{"authorization-missing", 1, ""},
		{"authorization-basic-on-data", 1, ""},
		{"authorization-undefined", 1, ""},
		{"flow-consent-right", 1, ""},
		{"server-preflight-502", 1, ""},
		{"token-scope-code-unknown", 1, "access eyJhbGciOi… (request header Authorization) of 9XYZ42 for 22ABCD: activity rxyz, 05:46:02 to 13:46:02, used 10:00:00"},
	} {
		have := ""
		if a := sessionOf(t, test.scenario).Token(test.exchange); a != nil {
			have = fmt.Sprintf("%s %s (%s) of %s for %s: %s", a.Kind, a.Masked, a.Where, a.Owner, a.Client, strings.Join(append(a.Scopes, a.UnknownCodes...), " "))
			if a.Lifetime() > 0 {
				have += ", " + a.Issued.Format(time.TimeOnly) + " to " + a.Expires.Format(time.TimeOnly)
			}
			have += ", used " + a.Used.Format(time.TimeOnly)
			for _, fact := range []struct {
				name string
				id   int
			}{{"from", a.Source}, {"revoked by", a.Revoked}, {"spent by", a.Spent}} {
				if fact.id != 0 {
					have += fmt.Sprintf(", %s %d", fact.name, fact.id)
				}
			}
			if a.Refresh {
				have += ", with refresh token"
			}
		}
		if have != test.want {
			t.Errorf("%s, exchange %d:\nhave %q\nwant %q", test.scenario, test.exchange, have, test.want)
		}
	}
}

// An opaque token is described by the response that brought it.
func TestTokenOpaque(t *testing.T) {
	const token = "7d3f0a9c5e1b8d2f6a4c0e9b3d7f1a5c"
	start := time.Date(2026, 10, 30, 12, 0, 0, 0, time.UTC)
	s := NewSession(knowledge(t))
	s.Add(httpmsg.Exchange{Started: start, Request: httpmsg.Request{Method: "POST", URL: "https://api.fitbit.com/oauth2/token", PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded",
		Text: "grant_type=authorization_code&client_id=23ABCD&code=0123456789abcdef0123456789abcdef"}},
		Response: httpmsg.Response{Status: 200, Body: httpmsg.Body{Recorded: true, Text: `{"access_token":"` + token + `","expires_in":28800,"scope":"sleep heartrate","user_id":"9XYZ42"}`}}})
	id := s.Add(httpmsg.Exchange{Started: start.Add(9 * time.Hour), Request: httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/user/-/profile.json",
		Headers: []httpmsg.Header{{Name: "Authorization", Value: "Bearer " + token}}}, Response: httpmsg.Response{Status: 401}})
	a := s.Token(id)
	if a == nil || a.JWT || len(a.Claims) != 0 || a.Source != 1 || a.Owner != "9XYZ42" || a.Client != "23ABCD" || a.Lifetime() != 8*time.Hour ||
		!a.Expires.Equal(start.Add(8*time.Hour)) || !a.Used.Equal(start.Add(9*time.Hour)) || strings.Join(a.Scopes, " ") != "sleep heartrate" {
		t.Errorf("have %+v", a)
	}
}

func TestClaims(t *testing.T) {
	for payload, want := range map[string]string{
		`{"sub":"9XYZ42","exp":1793367962,"n":3,"list":["a"],"jti":"0123456789abcdef0123456789abcdef0123","email":"a@b.c"}`: "sub=9XYZ42 exp=2026-10-30T13:46:02Z n=3 list=[\"a\"] jti=0123… email=a@b.c",
		`{"exp":"soon","iat":-5}`: "exp=soon iat=-5",
		`[1]`:                     "",
		`{"a":1`:                  "",
	} {
		var have []string
		for _, c := range listClaims("e30." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + ".y") {
			text := c.Text
			if !c.Time.IsZero() {
				text = c.Time.Format(time.RFC3339)
			}
			have = append(have, c.Name+"="+text)
		}
		if got := strings.Join(have, " "); got != want {
			t.Errorf("%s: have %q, want %q", payload, got, want)
		}
	}
}
