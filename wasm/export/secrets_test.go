package export

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"misstep/wasm/diagnosis"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/redact/secrettest"
)

// A forger makes sessions full of secrets.
type forger struct{ *secrettest.Generator }

// elsewhere writes a secret as it may be where nothing names it.
func (f *forger) elsewhere(s string) string {
	return secrettest.Notations[f.IntN(len(secrettest.Notations))].Write(s)
}

func (f *forger) session(n int) []httpmsg.Exchange {
	var list []httpmsg.Exchange
	start := time.Date(2026, 10, 30, 12, 0, 0, 0, time.UTC)
	for range n {
		start = start.Add(time.Minute)
		token, code, verifier, secret, cookie := f.Again(), f.Again(), f.Again(), f.Again(), f.Again()
		jwt := f.JWT(map[string]any{"sub": "9QZ7KX", "aud": "23ABCD", "exp": start.Unix(), "email": "jane.roe@example.com"})
		f.Secrets = append(f.Secrets, jwt)
		bearer := f.Pick(token, jwt)
		issued, _ := json.Marshal(map[string]any{"access_token": jwt, "refresh_token": token, "user_id": "9QZ7KX", "scope": "activity"})
		message, _ := json.Marshal("Access token expired: " + bearer + ". Seen " + f.elsewhere(secret))
		form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "code_verifier": {verifier}, "client_secret": {secret}, "client_id": {"23ABCD"}}
		x := httpmsg.Exchange{Started: start, Request: httpmsg.Request{
			Method: f.Pick("GET", "POST"),
			URL: f.Pick("https://api.fitbit.com/oauth2/token", "https://api.fitbit.com/1/user/9QZ7KX/profile.json", "https://app.example/cb?code="+url.QueryEscape(code)+"&state="+url.QueryEscape(secret),
				"https://jane:"+url.QueryEscape(secret)+"@api.fitbit.com/1/user/-/profile.json?x="+url.QueryEscape(f.elsewhere(token)),
				"https://api.fitbit.com/1/user/-/"+url.PathEscape(f.elsewhere(code))),
			Headers: []httpmsg.Header{{Name: "Authorization", Value: f.Pick("Bearer "+bearer, "Basic "+base64.StdEncoding.EncodeToString([]byte("23ABCD:"+secret)), "bearer  "+bearer)},
				{Name: "Cookie", Value: "a=" + cookie + "; b=" + token}, {Name: "X-Trace", Value: f.elsewhere(secret)}, {Name: "Referer", Value: "https://app.example/?access_token=" + url.QueryEscape(bearer)}},
			PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: form.Encode()},
		}}
		x.Response = httpmsg.Response{Status: []int{0, 200, 200, 302, 400, 401, 500}[f.IntN(7)], Headers: []httpmsg.Header{{Name: "Set-Cookie", Value: "s=" + cookie + "; Path=/"}, {Name: "X-User", Value: "9QZ7KX"}}}
		x.Response.RedirectURL = f.Pick("", "https://app.example/cb?code="+url.QueryEscape(code)+"#_=_")
		x.Response.Body = httpmsg.Body{Recorded: true, MimeType: "application/json", Text: f.Pick(string(issued), `{"errors":[{"errorType":"expired_token","message":`+string(message)+`}]}`,
			`{"user":{"fullName":"Jane Roe","weight":61.5,"encodedId":"9QZ7KX"}}`, "<html><title>Jane Roe</title>", "weight;61.5;Jane Roe",
			`{"errors":[{"errorType":"invalid_client","message":"Received header = Basic `+base64.StdEncoding.EncodeToString([]byte("23ABCD:"+secret))+`. mail jane.roe@example.com user 9QZ7KX"}]}`)}
		if x.Response.Status >= 300 && strings.Contains(x.Response.Body.Text, "Jane Roe") {
			x.Response.Body.Text = "{}"
		}
		x.Response.Body.Size = int64(len(x.Response.Body.Text))
		list = append(list, x)
	}
	return list
}

// No secret of a session gets into what is exported, in any encoding.
func TestNoSecretIsExported(t *testing.T) {
	rounds := uint64(25)
	if testing.Short() {
		rounds = 10
	}
	for seed := range rounds {
		f := &forger{secrettest.New(seed)}
		s := diagnosis.NewSession(knowledge())
		for _, x := range f.session(20) {
			s.Add(x)
		}
		out := string(sanitised(t, s, fmt.Sprint(seed)))
		if !json.Valid([]byte(out)) {
			t.Fatalf("seed %d: no JSON", seed)
		}
		all := secrettest.NewOutput(leaves(t, s))
		for secret, found := range all.Survivors(append(f.Secrets, "9QZ7KX", "jane.roe")...) {
			t.Fatalf("seed %d: %q survives in …%s…", seed, secret, found)
		}
		if strings.Contains(out, "61.5") || strings.Contains(out, "Jane Roe") {
			t.Fatalf("seed %d: data survives", seed)
		}
		if again := string(sanitised(t, s, fmt.Sprint(seed))); again != out {
			t.Fatalf("seed %d: not the same again", seed)
		}
		if other := string(sanitised(t, s, "other")); other == out {
			t.Fatalf("seed %d: the same aliases in another file", seed)
		}
	}
}

func sessionText(b *bytes.Buffer, s *diagnosis.Session) {
	for id := 1; id <= s.LastID(); id++ {
		fmt.Fprintf(b, "%+v\n", *s.Exchange(id))
	}
}

// A secret has one alias in a file, however it is written.
func TestOneAliasASecret(t *testing.T) {
	const secret, token = "s3cr3t/0aB+c9dEfGh=", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	s := diagnosis.NewSession(knowledge())
	basic := base64.StdEncoding.EncodeToString([]byte("23ABCD:" + secret))
	s.Add(httpmsg.Exchange{Request: httpmsg.Request{Method: "POST", URL: "https://api.fitbit.com/oauth2/token", Headers: []httpmsg.Header{{Name: "Authorization", Value: "Basic " + basic}, {Name: "Cookie", Value: "c=" + token}},
		PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: "refresh_token=" + token + "&client_secret=" + url.QueryEscape(secret)}},
		Response: httpmsg.Response{Status: 400, Headers: []httpmsg.Header{{Name: "Set-Cookie", Value: "c=" + token + "; Secure"}},
			Body: httpmsg.Body{Recorded: true, Text: `{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid: ` + token + `. Header Basic ` + basic + ` secret s3cr3t\/0aB+c9dEfGh="}]}`}}})
	var x httpmsg.Exchange
	if _, err := har.Read(bytes.NewReader(sanitised(t, s, "a")), nil, func(_ int, read httpmsg.Exchange) { x = read }); err != nil {
		t.Fatal(err)
	}
	header, _ := x.Request.Header("Authorization")
	decoded, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(header, "Basic "))
	id, alias, _ := strings.Cut(string(decoded), ":")
	if id != "23ABCD" || !strings.HasPrefix(alias, "client-secret-1.") {
		t.Fatalf("Basic is %q", decoded)
	}
	params := x.Request.Params()
	if params[1].Value != alias {
		t.Errorf("client_secret is %q in the form, %q in the header", params[1].Value, alias)
	}
	cookie, _ := x.Request.Header("Cookie")
	again, _ := x.Response.Header("Set-Cookie")
	if name := params[0].Value; cookie != "c="+name || again != "c="+name+"; Secure" || !strings.Contains(x.Response.Body.Text, "Refresh token invalid: "+name+". Header "+header+" secret "+alias) {
		t.Errorf("refresh token %q, Cookie %q, Set-Cookie %q, body %s", name, cookie, again, x.Response.Body.Text)
	}
	other := redact.NewSecrets().Aliases([]byte("b"))
	if n := other.Param("refresh_token", token); n == params[0].Value || !strings.HasPrefix(n, "refresh-token-1.") {
		t.Errorf("alias in another file: %q", n)
	}
}
