package diagnosis

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"

	"misstep/wasm/httpmsg"
)

// secretOf is a value that must not be seen anywhere: long enough to be distinct from
// everything else.
func secretOf(r *rand.Rand) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	b := make([]byte, 48)
	for i := range b {
		b[i] = letters[r.IntN(len(letters))]
	}
	return string(b)
}

// randomSession is a session of n exchanges in which anything may be wrong,
// with the secrets that are in it.
func randomSession(r *rand.Rand, n int) (exchanges []httpmsg.Exchange, secrets []string) {
	pick := func(texts ...string) string { return texts[r.IntN(len(texts))] }
	secret := func() string {
		if len(secrets) > 0 && r.IntN(2) == 0 {
			return secrets[r.IntN(len(secrets))]
		}
		secrets = append(secrets, secretOf(r))
		return secrets[len(secrets)-1]
	}
	start := time.Date(2026, 10, 30, 12, 0, 0, 0, time.UTC)
	for range n {
		start = start.Add(time.Duration(r.IntN(400)-50) * time.Second)
		s, code, verifier, client := secret(), secret(), secret(), secret()
		claims, _ := json.Marshal(map[string]any{"sub": "ABC", "aud": "23ABCD", "typ": "access_token", "exp": start.Unix() - int64(r.IntN(9000)), "iat": start.Unix() - 28800, "scopes": "ract rhr", "jti": s})
		jwt := "eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString(claims) + "." + s
		secrets = append(secrets, jwt)
		basic := base64.StdEncoding.EncodeToString([]byte(pick("23ABCD:", "23ABCD\n:", "") + client))
		x := httpmsg.Exchange{Started: start, Request: httpmsg.Request{
			Method: pick("GET", "POST", "DELETE", "PUT", "OPTIONS", ""),
			URL: pick("https://api.fitbit.com/oauth2/token", "https://api.fitbit.com/oauth2/revoke", "https://api.fitbit.com/1/user/-/profile.json", "http://api.fitbit.com/1/user/ABC/sleep/date/2026-13-45.json",
				"https://api.fitbit.com/1/user/-/activities/heart/date/2026-10-01/2026-09-01/1min.json", "https://api.fitbit.com/1/user/-/food/log", "https://api.fitbit.com/%zz/\x00",
				"https://www.fitbit.com/oauth2/authorize?client_id=23ABCD&scope=irn&response_type=token&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
				"https://api.fitbit.com/oauth2/token?code="+code+"%23_%3D_&code_verifier="+verifier, "https://app.example/cb?code="+code, ""),
			Headers: []httpmsg.Header{{Name: pick("Authorization", "authorization"), Value: pick("Bearer "+jwt, "Bearer "+s, "Bearer Bearer "+s, "Basic "+basic, "Basic "+client, "Bearer \""+jwt+"\"", "Bearer undefined", s)}, {Name: "Cookie", Value: "session=" + s}},
		}}
		form := url.Values{pick("grant_type", "grand_type"): {pick("authorization_code", "refresh_token", "")}, pick("code", "cod"): {code}, pick("refresh_token", "refresh_toekn"): {s}, "code_verifier": {verifier}, "client_secret": {client}, "client_id": {"23ABCD"}}
		if r.IntN(2) == 0 {
			x.Request.PostData = &httpmsg.PostData{MimeType: pick("application/x-www-form-urlencoded", "application/json"), Text: form.Encode()}
		}
		issued, _ := json.Marshal(map[string]any{"access_token": jwt, "refresh_token": s, "user_id": "ABC", "scope": "activity", "expires_in": 28800})
		x.Response = httpmsg.Response{
			Status:  []int{0, 200, 200, 400, 401, 403, 404, 405, 409, 411, 429, 500, 502, 503, 504}[r.IntN(15)],
			Headers: []httpmsg.Header{{Name: "Date", Value: start.Format("Mon, 02 Jan 2006 15:04:05 GMT")}, {Name: "fitbit-rate-limit-remaining", Value: pick("0", "-1", "x", "149")}, {Name: "Set-Cookie", Value: "sid=" + s}},
			Error:   pick("", "net::ERR_FAILED", "net::ERR_ABORTED"),
		}
		x.Response.RedirectURL = pick("", "https://app.example/cb?code="+code+"#_=_")
		x.Response.Body = httpmsg.Body{Recorded: r.IntN(4) > 0, Text: pick(string(issued), "", `{"errors":[{"errorType":"expired_token","message":"Access token expired: `+jwt+`"}]}`,
			`{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid: `+s+`"}]}`, `{"errors":[{"errorType":"invalid_grant","message":"Authorization code invalid: `+code+`"}]}`,
			`{"errors":[{"errorType":"invalid_request","message":"Authorization code verifier invalid: `+verifier+`"}]}`,
			`{"errors":[{"errorType":"invalid_client","message":"Invalid authorization header format. Received header = Basic `+basic+`"}]}`,
			`{"errors":[{"errorType":"insufficient_scope","message":"This application does not have permission to access sleep data"}]}`, `{"errors":[{"errorType":"system","message":"Too many requests"}]}`, "<html>", `{"error":`)}
		exchanges = append(exchanges, x)
	}
	return exchanges, secrets
}

// No analyzer may stumble over anything that a recording can hold, and no
// secret may get into any text of a diagnosis.
func TestRandomSessions(t *testing.T) {
	c := knowledge(t)
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		exchanges, secrets := randomSession(r, 40)
		session := NewSession(c)
		for _, x := range exchanges {
			session.Add(x)
		}
		var all strings.Builder
		for id := 1; id <= session.LastID(); id++ {
			data, err := json.Marshal(session.Diagnosis(id))
			if err != nil {
				t.Fatal(err)
			}
			all.Write(data)
		}
		for _, secret := range secrets {
			for name, text := range map[string]string{"plain": secret, "base64": base64.StdEncoding.EncodeToString([]byte(secret)), "a part of it": secret[len(secret)-24:]} {
				if i := strings.Index(all.String(), text); i >= 0 {
					t.Fatalf("seed %d: a secret, %s, is in …%s…", seed, name, all.String()[max(0, i-200):i+20])
				}
			}
		}
	}
}

// longSession is n exchanges of an app that works: calls, now and then a
// refresh, a fifth of the calls failing.
func longSession(n int) []httpmsg.Exchange {
	start := time.Date(2026, 10, 30, 0, 0, 0, 0, time.UTC)
	exchanges := make([]httpmsg.Exchange, n)
	for i := range exchanges {
		at := start.Add(time.Duration(i) * 20 * time.Second)
		generation := i / 500
		claims := fmt.Sprintf(`{"sub":"ABC","aud":"23ABCD","scopes":"ract rhr rsle","exp":%d,"iat":%d}`, at.Unix()+28800, at.Unix())
		token := "eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln" + fmt.Sprint(generation)
		x := httpmsg.Exchange{Started: at, Request: httpmsg.Request{Method: "GET", URL: fmt.Sprintf("https://api.fitbit.com/1/user/-/activities/steps/date/2026-%02d-%02d/1d.json", i/28%12+1, i%28+1), Headers: []httpmsg.Header{{Name: "Authorization", Value: "Bearer " + token}}}}
		x.Response = httpmsg.Response{Status: 200, Headers: []httpmsg.Header{{Name: "Date", Value: at.Format("Mon, 02 Jan 2006 15:04:05 GMT")}}, Body: httpmsg.Body{Recorded: true, Text: `{"activities-steps":[]}`}}
		switch {
		case i%500 == 499:
			x.Request.Method, x.Request.URL = "POST", "https://api.fitbit.com/oauth2/token"
			x.Request.PostData = &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: fmt.Sprintf("grant_type=refresh_token&refresh_token=refresh%d", generation)}
			x.Response.Body.Text = fmt.Sprintf(`{"access_token":%q,"refresh_token":"refresh%d","user_id":"ABC"}`, token, generation+1)
		case i%5 == 0:
			x.Response.Status = 429
			x.Response.Body.Text = `{"errors":[{"errorType":"system","message":"Too many requests"}],"success":false}`
		}
		exchanges[i] = x
	}
	return exchanges
}

// A diagnosis must cost the same at the end of a long session as at that of a
// short one. Allocations are counted, because time depends on the machine.
func TestCostPerExchangeDoesNotGrow(t *testing.T) {
	c := knowledge(t)
	cost := func(n int) float64 {
		exchanges := longSession(n)
		return testing.AllocsPerRun(1, func() {
			session := NewSession(c)
			for _, x := range exchanges {
				session.Diagnosis(session.Add(x))
			}
		}) / float64(n)
	}
	short, long := cost(500), cost(5000)
	t.Logf("%.0f allocations an exchange in 500, %.0f in 5000", short, long)
	if long > 1.5*short {
		t.Errorf("%.0f allocations an exchange in a session of 5000, %.0f in one of 500", long, short)
	}
}

// ./build.sh bench diagnose prints this: µs an exchange, in a short and in a
// long session.
func BenchmarkSession(b *testing.B) {
	c := knowledge(b)
	for _, n := range []int{1_000, 10_000} {
		exchanges := longSession(n)
		b.Run(fmt.Sprintf("%d_exchanges", n), func(b *testing.B) {
			for b.Loop() {
				session := NewSession(c)
				for _, x := range exchanges {
					session.Diagnosis(session.Add(x))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/exchange")
		})
	}
}
