package scenario

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"testing"
	"time"

	"misstep/wasm/httpmsg"
)

// JWT makes a token with these claims and an invented signature.
func JWT(t testing.TB, claims map[string]any) string {
	t.Helper()
	body, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"HS256"}`)) + "." + encode(body) + "." + encode([]byte("an invented signature, 32 bytes."))
}

// Basic is the Authorization header of a client, from "id:secret".
func Basic(pair string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair))
}

// Gzip packs a text.
func Gzip(t testing.TB, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Zip is an archive of files, name and text by turns.
func Zip(t testing.TB, method uint16, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		f, err := w.CreateHeader(&zip.FileHeader{Name: files[i], Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Unauthorized is an exchange with this header that got 401. A header of "-" means no header.
func Unauthorized(method, address, header, errorType, message string) httpmsg.Exchange {
	x := httpmsg.Exchange{Request: httpmsg.Request{Method: method, URL: address, Headers: []httpmsg.Header{{Name: "Accept", Value: "*/*"}, {Name: "Cookie", Value: "a=b"}}}}
	if header != "-" {
		x.Request.Headers = append(x.Request.Headers, httpmsg.Header{Name: "authorization", Value: header})
	}
	x.Response.Status = 401
	httpmsg.SetBody(&x, `{"errors":[{"errorType":"`+errorType+`","message":"`+message+`"}],"success":false}`, "")
	return x
}

// TokenGiven is a refresh that was answered with these tokens.
func TokenGiven(access, refresh string, t time.Time) httpmsg.Exchange {
	x := httpmsg.Exchange{Started: t, Request: httpmsg.Request{Method: "POST", URL: "https://api.fitbit.com/oauth2/token"}}
	x.Request.PostData = &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: "grant_type=refresh_token&client_id=22ABCD&refresh_token=0123"}
	x.Response.Status = 200
	httpmsg.SetBody(&x, fmt.Sprintf(`{"access_token":%q,"refresh_token":%q,"user_id":"9XYZ42","scope":"activity"}`, access, refresh), "")
	return x
}

// Usual gives the claims of a token that was issued two hours before Noon.
func Usual(changes map[string]any) map[string]any {
	claims := map[string]any{"sub": "9XYZ42", "aud": "22ABCD", "typ": "access_token", "scopes": "ract rhr rsle", "iat": Noon.Add(-2 * time.Hour).Unix(), "exp": Noon.Add(6 * time.Hour).Unix()}
	for name, value := range changes {
		claims[name] = value
	}
	return claims
}

// Noon is the time at which the sessions of tests happen.
var Noon = time.Date(2026, 10, 30, 12, 0, 0, 0, time.UTC)
