package diagnosis

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
)

// planted is a secret that nothing else in a test looks like.
const planted = "Pl4ntedS3cretOfTh1sTestAloneXq9Zr7Wm2Kd5Lv8Bn3Hc6"

// noneOf fails when a diagnosis shows a secret or a good part of it.
func noneOf(t *testing.T, d Diagnosis) {
	t.Helper()
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{planted, planted[8:32], base64.StdEncoding.EncodeToString([]byte(planted))} {
		if i := strings.Index(string(data), form); i >= 0 {
			t.Errorf("%q is shown: …%s…", form, data[max(0, i-100):i+20])
		}
	}
}

// A token in JWT form may claim anything; what is taken for one is one.
func FuzzToken(f *testing.F) {
	for _, parts := range [][2]string{
		{`{"alg":"HS256"}`, `{"sub":"ABC","aud":"23ABCD","exp":1761826211,"iat":1761797411,"scopes":"ract rhr","typ":"access_token"}`},
		{`{}`, `{"aud":["a","b"],"exp":9223372036854775807,"iat":-9223372036854775808}`}, {`{}`, `{"exp":1e99}`}, {`{}`, `{"scopes":null,"aud":{},"sub":7}`},
		{`[]`, `[]`}, {"", ""}, {"\xff", "\x00"}, {`{"alg":"none"}`, `{"exp":1,"sub":"` + strings.Repeat("[", 3000) + `"}`}, {`{}`, strings.Repeat(`{"sub":`, 999)},
	} {
		f.Add([]byte(parts[0]), []byte(parts[1]), "sig", "Access token expired: ")
	}
	c := knowledge(f)
	f.Fuzz(func(t *testing.T, header, body []byte, signature, before string) {
		encode := base64.RawURLEncoding.EncodeToString
		token := encode(header) + "." + encode(body) + "." + signature
		if _, ok := jwt.Decode(token); ok && (len(token) > jwt.MaxLength || !json.Valid(body)) {
			t.Errorf("%q is taken for a token", token)
		}
		if found := jwt.Find(before + token); found != "" {
			if _, ok := jwt.Decode(found); !ok || !strings.Contains(before+token, found) {
				t.Errorf("%q in %q is no token", found, before+token)
			}
		}
		message, _ := json.Marshal("Access token expired: " + token)
		s := NewSession(c)
		for range 2 {
			x := answered(401, `{"errors":[{"errorType":"expired_token","message":`+string(message)+`}]}`)
			x.Request.Headers = []httpmsg.Header{{Name: "Authorization", Value: "Bearer " + token}}
			s.Diagnosis(s.Add(x))
		}
	})
}

// A header may have credentials in any form; what is wrong with it is said without them.
func FuzzAuthorization(f *testing.F) {
	for _, value := range []string{"", "Basic ", "Bearer ", "Bearer Bearer ", "Basic 23ABCD:", "basic\t", "OAuth oauth_token=", "Bearer \"", "Bearer {", "Basic\n", "Token ", "Bearer access_token=", "Bearer%20", "Bearer undefined "} {
		f.Add(value, "23ABCD", "", true)
		f.Add(value, "23ABCD\n:", "\x00", false)
	}
	c := knowledge(f)
	f.Fuzz(func(t *testing.T, before, client, after string, atToken bool) {
		encode := base64.StdEncoding.EncodeToString
		for _, text := range []string{client + ":" + planted, planted + after} {
			if decoded, ok := httpmsg.DecodeBasic(encode([]byte(text))); ok && decoded != text {
				t.Fatalf("%q is decoded as %q", text, decoded)
			}
		}
		httpmsg.DecodeBasic(before)
		for _, value := range []string{before + planted + after, before + encode([]byte(client+":"+planted+after)), "Basic " + encode([]byte(client+":"+planted+after)), "Bearer " + before + planted + after} {
			x := answered(401, "")
			if atToken {
				x.Request.Method, x.Request.URL = "POST", "https://api.fitbit.com/oauth2/token"
			}
			x.Request.Headers = []httpmsg.Header{{Name: "Authorization", Value: value}}
			x.Response.Body.Text = `{"errors":[{"errorType":"invalid_client","message":"Invalid authorization header format. The header was not recognized to be a valid header for any of known implementations or a client_id was not specified in case of a public client."}]}`
			noneOf(t, Explain(c, x))
		}
	})
}
