package token_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"misstep/wasm/diagnosis"
	"misstep/wasm/diagnosis/explaintest"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

// atTime puts an exchange at a time, by both clocks.
func atTime(x httpmsg.Exchange, t time.Time) httpmsg.Exchange {
	x.Started = t
	x.Response.Headers = append(x.Response.Headers, httpmsg.Header{Name: "date", Value: t.Format(http.TimeFormat)})
	return x
}

func revokeCall(token string, status int, t time.Time) httpmsg.Exchange {
	x := httpmsg.Exchange{Started: t, Request: httpmsg.Request{Method: "POST", URL: "https://api.fitbit.com/oauth2/revoke"}}
	x.Request.PostData = &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: "token=" + token}
	x.Response.Status = status
	return x
}

func TestToken(t *testing.T) {
	hour := time.Hour
	old := scenario.JWT(t, scenario.Usual(map[string]any{"exp": scenario.Noon.Add(-hour).Unix()}))
	young := scenario.JWT(t, scenario.Usual(map[string]any{"iat": scenario.Noon.Add(-hour).Unix()}))
	live := scenario.JWT(t, scenario.Usual(nil))
	stranger := scenario.JWT(t, scenario.Usual(map[string]any{"sub": "8QRS77", "iat": scenario.Noon.Add(-hour).Unix()}))
	refresh := strings.Repeat("0123456789abcdef", 4)
	opaque := "emulator-token-0123456789"
	ask := func(token, errorType, message string, path string, status int) httpmsg.Exchange {
		x := atTime(scenario.Unauthorized("GET", "https://api.fitbit.com"+path, "Bearer "+token, errorType, message), scenario.Noon)
		x.Response.Status = status
		return x
	}
	profile := "/1/user/-/profile.json"
	ended := func(token string) httpmsg.Exchange {
		return ask(token, "expired_token", "Access token expired: x", profile, 401)
	}
	invalid := func(token string) httpmsg.Exchange {
		return ask(token, "invalid_token", "Access token invalid: x", profile, 401)
	}
	slow := ended(old)
	slow.Started = scenario.Noon.Add(-90 * time.Minute)
	fast := ended(old)
	fast.Started = scenario.Noon.Add(90 * time.Minute)
	nearly := ended(old)
	nearly.Started = scenario.Noon.Add(-30 * time.Second)
	scope := func(token, resource, path string) httpmsg.Exchange {
		return ask(token, "insufficient_scope", "This application does not have permission to access "+resource+" data.", path, 403)
	}
	owner := func(path string) httpmsg.Exchange {
		return ask(live, "insufficient_permissions", "API client is not authorized by the resource owner to access the resource requested", path, 403)
	}
	for _, test := range []struct {
		name   string
		before []httpmsg.Exchange
		x      httpmsg.Exchange
		want   string
	}{
		{"expired", nil, ended(old), "token-expired"},
		{"expired, called invalid", nil, invalid(old), "token-expired"},
		{"slow clock", nil, slow, "token-expired-clock"},
		{"fast clock", nil, fast, "token-expired"},
		{"clocks almost alike", nil, nearly, "token-expired"},
		{"not expired, says the token", nil, ended(live), ""},
		{"refused though live", nil, invalid(live), "token-unexpired"},
		{"example", nil, ended(scenario.JWT(t, map[string]any{"sub": "ABCDEF", "aud": "IJKLMN", "exp": 1430343735})), "documentation-token"},
		{"owner of the example, other token", nil, ended(scenario.JWT(t, map[string]any{"sub": "ABCDEF", "aud": "IJKLMN", "exp": 1430343736})), "token-expired"},
		{"cut", nil, invalid(live[:80]), "token-damaged"},
		{"no JWT", nil, invalid(opaque), "token-no-jwt"},
		{"no JWT, but given out here", []httpmsg.Exchange{scenario.TokenGiven(opaque, refresh, scenario.Noon.Add(-hour))}, invalid(opaque), ""},
		{"like a refresh token", nil, invalid(refresh), "token-like-refresh-token"},
		{"refresh token", []httpmsg.Exchange{scenario.TokenGiven(live, refresh, scenario.Noon.Add(-hour))}, invalid(refresh), "refresh-token-as-access-token"},
		{"JWT of another type", nil, invalid(scenario.JWT(t, scenario.Usual(map[string]any{"typ": "refresh_token"}))), "refresh-token-as-access-token"},
		{"replaced", []httpmsg.Exchange{scenario.TokenGiven(young, refresh, scenario.Noon.Add(-hour))}, ended(old), "token-replaced"},
		{"replaced, not yet ended", []httpmsg.Exchange{scenario.TokenGiven(young, refresh, scenario.Noon.Add(-hour))}, invalid(live), "token-replaced"},
		{"replaced later", []httpmsg.Exchange{scenario.TokenGiven(young, refresh, scenario.Noon.Add(hour))}, ended(old), "token-expired"},
		{"newer than the one given out here", []httpmsg.Exchange{scenario.TokenGiven(young, refresh, scenario.Noon.Add(-3*hour))}, invalid(live), "token-unexpired"},
		{"other user's replaced", []httpmsg.Exchange{scenario.TokenGiven(young, refresh, scenario.Noon.Add(-hour))}, invalid(stranger), "token-unexpired"},
		{"the new one itself", []httpmsg.Exchange{scenario.TokenGiven(young, refresh, scenario.Noon.Add(-hour))}, invalid(young), "token-unexpired"},
		{"opaque tokens, replaced", []httpmsg.Exchange{scenario.TokenGiven(opaque, refresh, scenario.Noon.Add(-2*hour)), scenario.TokenGiven(opaque+"2", refresh+"0", scenario.Noon.Add(-hour))}, ended(opaque), "token-replaced"},
		{"revoked", []httpmsg.Exchange{revokeCall(live, 200, scenario.Noon.Add(-hour))}, invalid(live), "token-revoked"},
		{"pair revoked", []httpmsg.Exchange{scenario.TokenGiven(live, refresh, scenario.Noon.Add(-2*hour)), revokeCall(refresh, 204, scenario.Noon.Add(-hour))}, invalid(live), "token-revoked"},
		{"revoked later", []httpmsg.Exchange{revokeCall(live, 200, scenario.Noon.Add(hour))}, invalid(live), "token-unexpired"},
		{"revoke refused", []httpmsg.Exchange{revokeCall(live, 401, scenario.Noon.Add(-hour))}, invalid(live), "token-unexpired"},
		{"other one revoked", []httpmsg.Exchange{revokeCall(stranger, 200, scenario.Noon.Add(-hour))}, invalid(live), "token-unexpired"},
		{"scope missing", nil, scope(live, "profile", profile), "scope-not-granted"},
		{"scope granted", nil, scope(live, "sleep", "/1.2/user/-/sleep/date/2026-10-29.json"), "scope-is-granted"},
		{"code unknown", nil, scope(scenario.JWT(t, scenario.Usual(map[string]any{"scopes": "ract rnew"})), "temperature", "/1/user/-/temp/skin/date/2026-10-29.json"), ""},
		{"code known, others not", nil, scope(scenario.JWT(t, scenario.Usual(map[string]any{"scopes": "ract rnew"})), "sleep", "/1.2/user/-/sleep/date/2026-10-29.json"), "scope-not-granted"},
		{"write code", nil, scope(scenario.JWT(t, scenario.Usual(map[string]any{"scopes": "wpro"})), "profile", profile), "scope-is-granted"},
		{"no scopes claimed", nil, scope(scenario.JWT(t, scenario.Usual(map[string]any{"scopes": ""})), "profile", profile), "scope-needed"},
		{"owner in the path", nil, owner("/1/user/9XYZ42/activities/date/2026-10-29.json"), "scope-is-granted"},
		{"another in the path", nil, owner("/1/user/8QRS77/activities/date/2026-10-29.json"), "token-of-another-user"},
		{"no user in the path", nil, owner("/1/user/-/activities/date/2026-10-29.json"), "scope-is-granted"},
	} {
		t.Run(test.name, func(t *testing.T) {
			exchanges := append(test.before, test.x)
			for range 3 {
				rand.Shuffle(len(exchanges), func(i, j int) { exchanges[i], exchanges[j] = exchanges[j], exchanges[i] })
				s := diagnosis.NewSession(explaintest.Knowledge(t))
				var asked int
				for _, x := range exchanges {
					id := s.Add(x)
					if x.Request.URL == test.x.Request.URL && x.Response.Status == test.x.Response.Status {
						asked = id
					}
				}
				if have := explaintest.First(s.Diagnosis(asked)); have != test.want {
					t.Errorf("have %q, want %q", have, test.want)
				}
			}
		})
	}
}

// No diagnosis has a secret in clear.
func TestTokenIsMasked(t *testing.T) {
	token, secret := scenario.JWT(t, scenario.Usual(nil)), "0123456789abcdef0123456789abcdef"
	for _, header := range []string{
		"Bearer " + token, token, `Bearer "` + token + `"`, "Bearer Bearer " + token, "Bearer " + token[:90], "Bearer " + token + `\n`, "Bearer " + token[:50] + " " + token[50:],
		"Token " + token, "Bearer " + secret + secret, scenario.Basic("22ABCD:" + secret + "\n"), scenario.Basic(" 22ABCD:" + secret), "Basic 22ABCD:" + secret, scenario.Basic(secret), scenario.Basic(`"22ABCD":"` + secret + `"`), scenario.Basic(":" + secret),
		secret, "Basic " + secret + ":" + secret + "!", "Bearer " + secret + " " + secret,
	} {
		for _, address := range []string{"https://api.fitbit.com/1/user/-/profile.json", explaintest.TokenAddress} {
			x := scenario.Unauthorized("GET", address, header, "invalid_token", "Access token invalid: x")
			if address == explaintest.TokenAddress {
				x = scenario.Unauthorized("POST", address, header, "invalid_client", "Invalid authorization header format")
			}
			said := fmt.Sprintf("%+v", explaintest.Last(t, x))
			for _, part := range []string{secret, token[30:60], token[len(token)-20:]} {
				if strings.Contains(said, part) {
					t.Errorf("%s: %s in %s", header, part, said)
				}
			}
		}
	}
}
