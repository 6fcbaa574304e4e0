package export

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// Notations in which a secret may stand, each in the other.

// escapedAs writes each character, or each third, as format.
func escapedAs(format string, every int) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for i := range len(s) {
			if i%every == 0 {
				fmt.Fprintf(&b, format, s[i])
			} else {
				b.WriteByte(s[i])
			}
		}
		return b.String()
	}
}

func quotedIn(s string) string {
	quoted, _ := json.Marshal(s)
	return string(quoted[1 : len(quoted)-1])
}

func base64Of(before, after string, encoding *base64.Encoding) func(string) string {
	return func(s string) string { return encoding.EncodeToString([]byte(before + s + after)) }
}

var notations = []struct {
	name  string
	write func(string) string
}{
	{"plain", func(s string) string { return s }},
	{"query", url.QueryEscape},
	{"query twice", func(s string) string { return url.QueryEscape(url.QueryEscape(s)) }},
	{"percent", escapedAs("%%%02X", 1)},
	{"some percent", escapedAs("%%%02x", 3)},
	{"percent twice", func(s string) string { return url.QueryEscape(escapedAs("%%%02x", 5)(s)) }},
	{"JSON", quotedIn},
	{"JSON with slashes", func(s string) string { return strings.ReplaceAll(quotedIn(s), "/", `\/`) }},
	{"units", escapedAs(`\u%04x`, 1)},
	{"some units", escapedAs(`\u%04X`, 4)},
	{"units in JSON in JSON", func(s string) string { return quotedIn(escapedAs(`\u%04x`, 3)(s)) }},
	{"Base64", base64Of("", "", base64.StdEncoding)},
	{"Base64 of a pair", base64Of("23ABCD:", "", base64.StdEncoding)},
	{"Base64 of a form", base64Of("grant_type=refresh_token&refresh_token=", "&a=b", base64.RawURLEncoding)},
	{"Base64 of JSON", base64Of(`{"token":"`, `"}`, base64.RawURLEncoding)},
	{"Base64 in a query", func(s string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte("a" + s))) }},
	{"hexadecimal", func(s string) string { return hex.EncodeToString([]byte(s)) }},
}

// kinds of secrets, by the letters that they are made of.
var secretKinds = []func(r *rand.Rand) string{
	func(r *rand.Rand) string { return hex.EncodeToString(random(r, 32)) },
	func(r *rand.Rand) string { return hex.EncodeToString(random(r, 20)) },
	func(r *rand.Rand) string { return base64.RawURLEncoding.EncodeToString(random(r, 32)) },
	func(r *rand.Rand) string { return base64.StdEncoding.EncodeToString(random(r, 40)) },
	func(r *rand.Rand) string { return "GOCSPX-" + base64.RawURLEncoding.EncodeToString(random(r, 21)) },
	func(r *rand.Rand) string { return "AIza" + base64.RawURLEncoding.EncodeToString(random(r, 27))[:35] },
	func(r *rand.Rand) string { return "ya29." + base64.RawURLEncoding.EncodeToString(random(r, 60)) },
	func(r *rand.Rand) string { return "1//0" + base64.RawURLEncoding.EncodeToString(random(r, 60)) },
	func(r *rand.Rand) string {
		claims, _ := json.Marshal(map[string]any{"sub": "9QZ7KX", "aud": "23ABCD", "exp": 1761826211, "jti": hex.EncodeToString(random(r, 16))})
		return "eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString(claims) + "." + base64.RawURLEncoding.EncodeToString(random(r, 32))
	},
}

func random(r *rand.Rand, n int) []byte {
	raw := make([]byte, n)
	for i := range raw {
		raw[i] = byte(r.IntN(256))
	}
	return raw
}

const call, exchangeCode = "https://api.fitbit.com/1/user/-/profile.json", "https://api.fitbit.com/oauth2/token"

// Where a secret is told by its place. It is sent as it is there.
var places = []struct {
	name string
	put  func(secret string) httpmsg.Exchange
}{
	{"bearer", func(s string) httpmsg.Exchange { return withHeader("Authorization", "Bearer "+s) }},
	{"bearer, folded", func(s string) httpmsg.Exchange { return withHeader("authorization", "Bearer\r\n  "+s) }},
	{"basic", func(s string) httpmsg.Exchange {
		return withHeader("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("23ABCD:"+s)))
	}},
	{"API key", func(s string) httpmsg.Exchange { return withHeader("X-Api-Key", s) }},
	{"cookie", func(s string) httpmsg.Exchange { return withHeader("Cookie", "a=b; session="+s) }},
	{"referer", func(s string) httpmsg.Exchange {
		return withHeader("Referer", "https://app.example/cb#access_token="+url.QueryEscape(s))
	}},
	{"query", func(s string) httpmsg.Exchange {
		return httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://app.example/cb?code=" + url.QueryEscape(s) + "&state=x"}}
	}},
	{"state", func(s string) httpmsg.Exchange {
		return httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://www.fitbit.com/oauth2/authorize?client_id=23ABCD&state=" + url.QueryEscape(s)}}
	}},
	{"address in an address", func(s string) httpmsg.Exchange {
		return httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: call + "?next=" + url.QueryEscape("https://app.example/?access_token="+url.QueryEscape(s))}}
	}},
	{"user information", func(s string) httpmsg.Exchange {
		return httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://jane:" + url.QueryEscape(s) + "@api.fitbit.com/1/user/-/profile.json"}}
	}},
	{"form", func(s string) httpmsg.Exchange { return withForm("refresh_token", s) }},
	{"verifier", func(s string) httpmsg.Exchange { return withForm("code_verifier", s) }},
	{"client secret", func(s string) httpmsg.Exchange { return withForm("client_secret", s) }},
	{"form by its fields", func(s string) httpmsg.Exchange {
		x := withForm("a", "b")
		x.Request.PostData = &httpmsg.PostData{MimeType: "multipart/form-data", Params: []httpmsg.Param{{Name: "client_secret", Value: s}}}
		return x
	}},
	{"JSON", func(s string) httpmsg.Exchange {
		x := withForm("a", "b")
		x.Request.PostData = &httpmsg.PostData{MimeType: "application/json", Text: `{"grant_type":"refresh_token","refresh_token":"` + quotedIn(s) + `"}`}
		return x
	}},
	{"JSON in units", func(s string) httpmsg.Exchange {
		x := withForm("a", "b")
		x.Request.PostData = &httpmsg.PostData{MimeType: "application/json", Text: `{"refresh_token":"` + escapedAs(`\u%04x`, 1)(s) + `"}`}
		return x
	}},
	{"issued", func(s string) httpmsg.Exchange {
		x := withForm("grant_type", "refresh_token")
		x.Response.Status, x.Response.Body = 200, httpmsg.Body{Recorded: true, Text: `{"access_token":"` + quotedIn(s) + `","user_id":"9QZ7KX"}`}
		return x
	}},
	{"redirect", func(s string) httpmsg.Exchange {
		x := withHeader("Accept", "*/*")
		x.Response = httpmsg.Response{Status: 302, RedirectURL: "https://app.example/cb?code=" + url.QueryEscape(s), Headers: []httpmsg.Header{{Name: "Location", Value: "https://app.example/cb?code=" + url.QueryEscape(s)}, {Name: "Set-Cookie", Value: "sid=" + s + "; Path=/"}}}
		return x
	}},
	{"message", func(s string) httpmsg.Exchange {
		x := withHeader("Accept", "*/*")
		x.Response.Body.Text = `{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid: ` + quotedIn(s) + `. Visit https://dev.fitbit.com/docs/oauth2"}]}`
		return x
	}},
	{"message in JSON in JSON", func(s string) httpmsg.Exchange {
		x := withHeader("Accept", "*/*")
		x.Response.Body.Text = `{"body":"` + quotedIn(`{"errors":[{"errorType":"expired_token","message":"Access token expired: `+s+`"}]}`) + `"}`
		return x
	}},
}

func withHeader(name, value string) httpmsg.Exchange {
	return httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: call, Headers: []httpmsg.Header{{Name: name, Value: value}}},
		Response: httpmsg.Response{Status: 401, Body: httpmsg.Body{Recorded: true, Text: `{"errors":[{"errorType":"invalid_token","message":"Access token invalid"}]}`}}}
}

func withForm(name, value string) httpmsg.Exchange {
	return httpmsg.Exchange{Request: httpmsg.Request{Method: "POST", URL: exchangeCode, PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: url.Values{name: {value}}.Encode()}},
		Response: httpmsg.Response{Status: 400, Body: httpmsg.Body{Recorded: true, Text: `{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid"}]}`}}}
}

// everywhereElse repeats a text in all that an exchange has where nothing says
// that it is secret.
func everywhereElse(text string) httpmsg.Exchange {
	quoted := quotedIn(text)
	return httpmsg.Exchange{Request: httpmsg.Request{Method: "PUT", URL: "https://api.fitbit.com/1/user/-/" + url.PathEscape(text) + "?q=" + url.QueryEscape(text),
		Headers:  []httpmsg.Header{{Name: "X-Trace", Value: "trace " + text}},
		PostData: &httpmsg.PostData{MimeType: "application/json", Text: `{"note":"` + quoted + `"}`}},
		Response: httpmsg.Response{Status: 400, StatusText: "Bad " + text, Error: "net::" + text, Headers: []httpmsg.Header{{Name: "X-Note", Value: "id=" + text}},
			Body: httpmsg.Body{Recorded: true, Comment: "see " + text, Text: `{"errors":[{"errorType":"validation","fieldName":"` + quoted + `","message":"Not understood: ` + quoted + `"}]}`}}}
}

var (
	percents = regexp.MustCompile(`%(?:25)*([0-9A-Fa-f]{2})`)
	units    = regexp.MustCompile(`\\+u00([0-9A-Fa-f]{2})`)
)

// bare undoes what percent signs and backslashes stand for.
func bare(text string) string {
	for _, escape := range []*regexp.Regexp{units, percents} {
		text = escape.ReplaceAllStringFunc(text, func(found string) string {
			n, _ := strconv.ParseUint(found[len(found)-2:], 16, 8)
			return string([]byte{byte(n)})
		})
	}
	return strings.ReplaceAll(text, `\`, "")
}

// survivor is how a secret, or half of it, stands in a text; "" where it does not.
func survivor(text, secret string) string {
	forms := []string{secret, secret[len(secret)/2:], hex.EncodeToString([]byte(secret))}
	for offset := range 3 {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			whole := encoding.EncodeToString([]byte("abc"[:offset] + secret))
			forms = append(forms, whole[4:len(whole)-4])
		}
	}
	for _, form := range forms {
		for _, text := range []string{text, bare(text)} {
			if i := strings.Index(text, form); i >= 0 {
				return text[max(0, i-100):min(len(text), i+len(form)+20)]
			}
		}
	}
	return ""
}

// What one place names as a secret is one in all of the file, in whatever
// notation it is written elsewhere.
func TestNoSecretIsExportedInAnyNotation(t *testing.T) {
	text := words(t)
	for p, place := range places {
		for n, notation := range notations {
			t.Run(place.name+", "+notation.name, func(t *testing.T) {
				r := rand.New(rand.NewPCG(uint64(p), uint64(n)))
				for k, kind := range secretKinds {
					if (p+n+k)%3 > 0 {
						continue // with other places and notations
					}
					secret := kind(r)
					s := diagnosis.NewSession(knowledge())
					list := []httpmsg.Exchange{place.put(secret), everywhereElse(notation.write(secret))}
					if k%2 == 0 {
						list[0], list[1] = list[1], list[0]
					}
					for i, x := range list {
						x.Started = time.Date(2026, 10, 30, 12, i, 0, 0, time.UTC)
						s.Add(x)
					}
					var all bytes.Buffer
					all.Write(sanitised(t, s, "a"))
					sessionText(&all, sessionOf(t, sanitised(t, s, "b")))
					all.WriteString(SessionMarkdown(s, nil, text))
					if found := survivor(all.String(), secret); found != "" {
						t.Fatalf("%q survives in …%s…", secret, found)
					}
					// A report and a command of one exchange know what that one tells.
					for id, x := range list {
						if x.Request.PostData != nil && strings.Contains(x.Request.PostData.Text, "note") {
							continue
						}
						if found := survivor(Markdown(s, id+1, text)+Curl(s, id+1, CurlOptions{}), secret); found != "" {
							t.Fatalf("%q survives in …%s…", secret, found)
						}
					}
				}
			})
		}
	}
}

// On the screen, each place by itself: by default what it shows has no secret.
func TestNoSecretIsShown(t *testing.T) {
	for p, place := range places {
		t.Run(place.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(p), 99))
			for _, kind := range secretKinds {
				secret := kind(r)
				s := diagnosis.NewSession(knowledge())
				id := s.Add(place.put(secret))
				var all strings.Builder
				explained, _ := json.Marshal(s.Diagnosis(id))
				row, _ := json.Marshal(s.Summary(id))
				all.Write(append(explained, row...))
				x := s.Exchange(id)
				show := func(list []redact.Segment) {
					for _, segment := range list {
						all.WriteString(segment.Text)
					}
					all.WriteString("\n")
				}
				show(redact.URLSegments(x.Request.URL))
				for _, h := range append(x.Request.Headers, x.Response.Headers...) {
					show(redact.HeaderSegments(h.Name, h.Value))
				}
				for _, param := range x.Request.Params() {
					show(redact.ParamSegments(param.Name, param.Value))
				}
				if d := x.Request.PostData; d != nil {
					show(redact.TextSegments(d.Text))
				}
				show(redact.TextSegments(x.Response.Body.Text))
				if found := survivor(all.String(), secret); found != "" {
					t.Fatalf("%q is shown in …%s…", secret, found)
				}
			}
		})
	}
}
