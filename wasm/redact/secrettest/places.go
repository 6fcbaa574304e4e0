package secrettest

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"misstep/catalog/lazyregexp"
	"misstep/wasm/httpmsg"
)

const call, exchangeCode = "https://api.fitbit.com/1/user/-/profile.json", "https://api.fitbit.com/oauth2/token"

// A Place is a position whose values are secret, whatever they look like.
type Place struct {
	Name string
	Put  func(secret string) httpmsg.Exchange
}

// Places are those in requests and responses.
var Places = []Place{
	{"bearer", func(s string) httpmsg.Exchange { return withHeader("Authorization", "Bearer "+s) }},
	{"bearer, folded", func(s string) httpmsg.Exchange { return withHeader("authorization", "Bearer\r\n  "+s) }},
	{"bearer, in quotes", func(s string) httpmsg.Exchange { return withHeader("Authorization", `Bearer "`+s+`"`) }},
	{"basic, before a parameter", func(s string) httpmsg.Exchange {
		return withHeader("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("23ABCD:"+s))+`, realm="x"`)
	}},
	{"list of cookies", func(s string) httpmsg.Exchange {
		return answeredText("'set-cookie': [\n  'a=b; Path=/',\n  'sid=" + s + "; Path=/'\n]")
	}},
	{"cookie on the next line", func(s string) httpmsg.Exchange { return answeredText("cookie:\na=b; sid=" + s + "\naccept:\n*/*") }},
	{"cookie as an argument", func(s string) httpmsg.Exchange { return answeredText(`["Cookie","a=b; sid=` + s + `","Accept","*/*"]`) }},
	{"other authorization", func(s string) httpmsg.Exchange { return withHeader("X-Authorization", s) }},
	{"basic", func(s string) httpmsg.Exchange {
		return withHeader("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("23ABCD:"+s)))
	}},
	{"API key", func(s string) httpmsg.Exchange { return withHeader("X-Api-Key", s) }},
	{"other key", func(s string) httpmsg.Exchange { return withHeader("x-goog-encryption-key", s) }},
	{"secret key", func(s string) httpmsg.Exchange { return withHeader("X-Secret-Key", s) }},
	{"key of functions", func(s string) httpmsg.Exchange { return withHeader("X-Functions-Key", s) }},
	{"code of OAuth", func(s string) httpmsg.Exchange { return withHeader("X-OAuth-Code", s) }},
	{"original cookie", func(s string) httpmsg.Exchange { return withHeader("X-Original-Cookie", "a=b; session="+s) }},
	{"protocol of a WebSocket", func(s string) httpmsg.Exchange {
		return withHeader("Sec-WebSocket-Protocol", "access_token, "+s)
	}},
	{"list of its own", func(s string) httpmsg.Exchange { return withHeader("X-Own", "a, token, "+s) }},
	{"environment", func(s string) httpmsg.Exchange {
		x := withHeader("Accept", "*/*")
		x.Response.Body.Text = "HTTP_COOKIE=a=b; sid=" + s + "\nHTTP_ACCEPT=*/*"
		return x
	}},
	{"cell of a table", func(s string) httpmsg.Exchange {
		x := withHeader("Accept", "*/*")
		x.Response.Status, x.Response.Body.Text = 500, "<table><tr><td>access_token</td><td>"+s+"</td></tr></table>"
		return x
	}},
	{"nested JSON", func(s string) httpmsg.Exchange {
		x := withHeader("Accept", "*/*")
		x.Response.Body.Text = `{"token":{"data":{"value":"` + Quoted(s) + `"}}}`
		return x
	}},
	{"colored log", func(s string) httpmsg.Exchange {
		x := withHeader("Accept", "*/*")
		x.Response.Body.Text = "\x1b[36maccess_token\x1b[0m=\x1b[33m" + s[:5] + "\x1b[1m" + s[5:] + "\x1b[0m\n"
		return x
	}},
	{"short name", func(s string) httpmsg.Exchange { return withHeader("X-SID", s) }},
	{"session id", func(s string) httpmsg.Exchange { return withHeader("X-Session-Id", s) }},
	{"cookie", func(s string) httpmsg.Exchange { return withHeader("Cookie", "a=b; session="+s) }},
	{"cookie named as an attribute", func(s string) httpmsg.Exchange { return withHeader("Cookie", "a=b; path="+s+"; domain=x") }},
	{"cookie without a name", func(s string) httpmsg.Exchange { return withHeader("Cookie", s) }},
	{"cookies by lines", func(s string) httpmsg.Exchange { return answeredWith("Set-Cookie", "a=1; Path=/\nsid="+s+"; HttpOnly") }},
	{"cookies by commas", func(s string) httpmsg.Exchange {
		return answeredWith("set-cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT, sid="+s+"; Secure, b=2")
	}},
	{"attribute that is none", func(s string) httpmsg.Exchange { return answeredWith("Set-Cookie", "a=1; Domain="+s+"; Path=/") }},
	{"referer", func(s string) httpmsg.Exchange {
		return withHeader("Referer", "https://app.example/cb#access_token="+url.QueryEscape(s))
	}},
	{"query", func(s string) httpmsg.Exchange {
		return asked("https://app.example/cb?code=" + url.QueryEscape(s) + "&state=x")
	}},
	{"list in a query", func(s string) httpmsg.Exchange { return asked(call + "?access_token[]=" + url.QueryEscape(s)) }},
	{"state", func(s string) httpmsg.Exchange {
		return asked("https://www.fitbit.com/oauth2/authorize?client_id=23ABCD&state=" + url.QueryEscape(s))
	}},
	{"plain challenge", func(s string) httpmsg.Exchange {
		return asked("https://www.fitbit.com/oauth2/authorize?client_id=23ABCD&code_challenge_method=plain&code_challenge=" + url.QueryEscape(s))
	}},
	{"address in an address", func(s string) httpmsg.Exchange {
		return asked(call + "?next=" + url.QueryEscape("https://app.example/?access_token="+url.QueryEscape(s)))
	}},
	{"user information", func(s string) httpmsg.Exchange {
		return asked("https://jane:" + url.QueryEscape(s) + "@api.fitbit.com/1/user/-/profile.json")
	}},
	{"token as user information", func(s string) httpmsg.Exchange {
		return asked("https://" + url.QueryEscape(s) + "@api.fitbit.com/1/user/-/profile.json")
	}},
	{"form", func(s string) httpmsg.Exchange { return WithForm("refresh_token", s) }},
	{"verifier", func(s string) httpmsg.Exchange { return WithForm("code_verifier", s) }},
	{"client secret", func(s string) httpmsg.Exchange { return WithForm("client_secret", s) }},
	{"form by its fields", func(s string) httpmsg.Exchange {
		x := WithForm("a", "b")
		x.Request.PostData = &httpmsg.PostData{MimeType: "multipart/form-data", Params: []httpmsg.Param{{Name: "client_secret", Value: s}}}
		return x
	}},
	{"part of a form", func(s string) httpmsg.Exchange {
		x := WithForm("a", "b")
		x.Request.PostData = &httpmsg.PostData{MimeType: "multipart/form-data; boundary=x", Text: "--x\r\nContent-Disposition: form-data; name=\"client_secret\"\r\nContent-Type: text/plain\r\n\r\n" + s + "\r\n--x--\r\n"}
		return x
	}},
	{"JSON", func(s string) httpmsg.Exchange {
		x := WithForm("a", "b")
		x.Request.PostData = &httpmsg.PostData{MimeType: "application/json", Text: `{"grant_type":"refresh_token","refresh_token":"` + Quoted(s) + `"}`}
		return x
	}},
	{"JSON in units", func(s string) httpmsg.Exchange {
		x := WithForm("a", "b")
		x.Request.PostData = &httpmsg.PostData{MimeType: "application/json", Text: `{"refresh_token":"` + escaped(`\u%04x`, 1)(s) + `"}`}
		return x
	}},
	{"issued", func(s string) httpmsg.Exchange {
		x := WithForm("grant_type", "refresh_token")
		x.Response.Status, x.Response.Body = 200, httpmsg.Body{Recorded: true, Text: `{"access_token":"` + Quoted(s) + `","user_id":"9QZ7KX"}`}
		return x
	}},
	{"redirect", func(s string) httpmsg.Exchange {
		x := withHeader("Accept", "*/*")
		x.Response = httpmsg.Response{Status: 302, RedirectURL: "https://app.example/cb?code=" + url.QueryEscape(s), Headers: []httpmsg.Header{{Name: "Location", Value: "https://app.example/cb?code=" + url.QueryEscape(s)}, {Name: "Set-Cookie", Value: "sid=" + s + "; Path=/"}}}
		return x
	}},
	{"message", func(s string) httpmsg.Exchange {
		x := withHeader("Accept", "*/*")
		x.Response.Body.Text = `{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid: ` + Quoted(s) + `. Visit https://dev.fitbit.com/docs/oauth2"}]}`
		return x
	}},
	{"message in JSON in JSON", func(s string) httpmsg.Exchange {
		x := withHeader("Accept", "*/*")
		x.Response.Body.Text = `{"body":"` + Quoted(`{"errors":[{"errorType":"expired_token","message":"Access token expired: `+s+`"}]}`) + `"}`
		return x
	}},
	{"hidden field", func(s string) httpmsg.Exchange {
		x := withHeader("Accept", "*/*")
		x.Response.Status, x.Response.Body.Text = 500, `<form><input value="`+s+`" type=hidden name="csrf_token"><input name="access_token" type="hidden" id="t" value="`+s+`">`
		return x
	}},
}

func asked(address string) httpmsg.Exchange {
	return httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: address}}
}

func answeredText(text string) httpmsg.Exchange {
	x := withHeader("Accept", "*/*")
	x.Response.Body.Text = text
	return x
}

func withHeader(name, value string) httpmsg.Exchange {
	return httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: call, Headers: []httpmsg.Header{{Name: name, Value: value}}},
		Response: httpmsg.Response{Status: 401, Body: httpmsg.Body{Recorded: true, Text: `{"errors":[{"errorType":"invalid_token","message":"Access token invalid"}]}`}}}
}

func answeredWith(name, value string) httpmsg.Exchange {
	x := withHeader("Accept", "*/*")
	x.Response.Headers = []httpmsg.Header{{Name: name, Value: value}}
	return x
}

// WithForm is a token request with this parameter that was refused.
func WithForm(name, value string) httpmsg.Exchange {
	return httpmsg.Exchange{Request: httpmsg.Request{Method: "POST", URL: exchangeCode, PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: url.Values{name: {value}}.Encode()}},
		Response: httpmsg.Response{Status: 400, Body: httpmsg.Body{Recorded: true, Text: `{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid"}]}`}}}
}

// Elsewhere repeats a text in all that an exchange has where nothing says that it
// is secret.
func Elsewhere(text string) httpmsg.Exchange {
	quoted := Quoted(text)
	return httpmsg.Exchange{Request: httpmsg.Request{Method: "PUT", URL: "https://api.fitbit.com/1/user/-/" + url.PathEscape(text) + "?q=" + url.QueryEscape(text), HTTPVersion: "h2 " + text,
		Headers:  []httpmsg.Header{{Name: "X-Trace", Value: "trace " + text}},
		PostData: &httpmsg.PostData{MimeType: "application/json; x=" + text, Text: `{"note":"` + quoted + `"}`}},
		Response: httpmsg.Response{Status: 400, StatusText: "Bad " + text, Error: "net::" + text, Headers: []httpmsg.Header{{Name: "X-Note", Value: "id=" + text}},
			Body: httpmsg.Body{Recorded: true, MimeType: "application/json; y=" + text, Comment: "see " + text, Text: `{"errors":[{"errorType":"validation","fieldName":"` + quoted + `","message":"Not understood: ` + quoted + `"}]}`}}}
}

var (
	percents   = lazyregexp.New(`%(?:25)*([0-9A-Fa-f]{2})`)
	units      = lazyregexp.New(`\\+u00([0-9A-Fa-f]{2})`)
	references = lazyregexp.New(`&(?:amp;)*#(?:x([0-9A-Fa-f]+)|([0-9]+));`)
)

// Output is what leaves, to be searched for secrets.
type Output struct{ texts []string }

// NewOutput is a text as it is, and decoded from percent signs, backslashes and character
// references.
func NewOutput(text string) *Output {
	bare := text
	for _, escape := range []*regexp.Regexp{units(), percents()} {
		bare = escape.ReplaceAllStringFunc(bare, func(found string) string {
			n, _ := strconv.ParseUint(found[len(found)-2:], 16, 8)
			return string([]byte{byte(n)})
		})
	}
	bare = references().ReplaceAllStringFunc(bare, func(found string) string {
		number := strings.TrimSuffix(found[strings.IndexByte(found, '#')+1:], ";")
		n, err := strconv.ParseUint(strings.TrimPrefix(number, "x"), 10+6*strings.Count(number, "x"), 8)
		if err != nil {
			return found
		}
		return string([]byte{byte(n)})
	})
	return &Output{[]string{text, strings.ReplaceAll(bare, `\`, "")}}
}

// window is how many bytes of a secret are looked for first.
const window = 6

// Survivors are where secrets, or halves of them, stand, by the secret.
func (o *Output) Survivors(secrets ...string) map[string]string {
	type form struct{ text, of string }
	forms := map[string][]form{} // by how they begin
	for _, secret := range secrets {
		list := []string{secret}
		if len(secret) >= 16 {
			list = append(list, secret[len(secret)/2:], hex.EncodeToString([]byte(secret)))
			for offset := range 3 {
				for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
					whole := encoding.EncodeToString([]byte("abc"[:offset] + secret))
					list = append(list, whole[4:len(whole)-4])
				}
			}
			if !strings.HasPrefix(secret, "eyJ") { // tokens begin alike
				list = append(list, secret[:11])
			}
			list = append(list, secret[len(secret)-9:])
		}
		for _, text := range list {
			forms[text[:window]] = append(forms[text[:window]], form{text, secret})
		}
	}
	found := map[string]string{}
	for _, text := range o.texts {
		for i := 0; i+window <= len(text); i++ {
			for _, f := range forms[text[i:i+window]] {
				if strings.HasPrefix(text[i:], f.text) {
					found[f.of] = text[max(0, i-100):min(len(text), i+len(f.text)+20)]
				}
			}
		}
	}
	return found
}

// Survivor is where a secret, or half of it, stands; "" where it does not.
func (o *Output) Survivor(secret string) string { return o.Survivors(secret)[secret] }
