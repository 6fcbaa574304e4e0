package secrettest

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
)

// A Notation is a way in which a text is written inside another.
type Notation struct {
	Name  string
	Write func(string) string
}

// Notations are the ordinary ones, and some that hide each letter.
var Notations = []Notation{
	{"plain", func(s string) string { return s }},
	{"query", url.QueryEscape},
	{"query twice", func(s string) string { return url.QueryEscape(url.QueryEscape(s)) }},
	{"path", url.PathEscape},
	{"percent", escaped("%%%02X", 1)},
	{"some percent", escaped("%%%02x", 3)},
	{"percent twice", func(s string) string { return url.QueryEscape(escaped("%%%02x", 5)(s)) }},
	{"JSON", Quoted},
	{"JSON with slashes", func(s string) string { return strings.ReplaceAll(Quoted(s), "/", `\/`) }},
	{"units", escaped(`\u%04x`, 1)},
	{"some units", escaped(`\u%04X`, 4)},
	{"units in JSON in JSON", func(s string) string { return Quoted(escaped(`\u%04x`, 3)(s)) }},
	{"HTML", html.EscapeString},
	{"references", escaped("&#%d;", 1)},
	{"some references", escaped("&#x%X;", 3)},
	{"references escaped", func(s string) string { return html.EscapeString(escaped("&#%d;", 4)(s)) }},
	{"Base64", encoded("", "", base64.StdEncoding)},
	{"Base64 of a pair", encoded("23ABCD:", "", base64.StdEncoding)},
	{"Base64 of a form", encoded("grant_type=refresh_token&refresh_token=", "&a=b", base64.RawURLEncoding)},
	{"Base64 of JSON", encoded(`{"token":"`, `"}`, base64.RawURLEncoding)},
	{"Base64 in a query", func(s string) string { return url.QueryEscape(base64.StdEncoding.EncodeToString([]byte("a" + s))) }},
	{"hexadecimal", func(s string) string { return hex.EncodeToString([]byte(s)) }},
	{"beside a private character", func(s string) string { return "\ue000" + s + "\ue001" }},
	{"in an address", func(s string) string { return "https://app.example/cb?next=" + url.QueryEscape(s) + "#_=_" }},
	{"its beginning", func(s string) string { return "It was " + start(s, 11) + "… and" }},
	{"its beginning behind a letter", func(s string) string { return "x" + start(s, 11) + "..." }},
	{"its end", func(s string) string { return "(…" + end(s, 9) + ")" }},
	{"its last twelve", func(s string) string { return "the last 12 are " + end(s, 12) }},
	{"colored", func(s string) string { return start(s, 6) + "\x1b[31m" + s[len(start(s, 6)):] + "\u001b[0m" }},
	{"in a sentence", func(s string) string { return "It is “" + s + "”, they say." }},
}

func start(s string, n int) string { return s[:min(n, len(s))] }

func end(s string, n int) string { return s[max(0, len(s)-n):] }

// Quoted is a text as it stands in a string of JSON.
func Quoted(s string) string {
	quoted, _ := json.Marshal(s)
	return string(quoted[1 : len(quoted)-1])
}

// escaped writes each byte, or each third, as format.
func escaped(format string, every int) func(string) string {
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

func encoded(before, after string, encoding *base64.Encoding) func(string) string {
	return func(s string) string { return encoding.EncodeToString([]byte(before + s + after)) }
}

// Formats put a value after its name.
var Formats = []struct{ Name, Format string }{
	{"query", "https://x/cb?a=b&%s=%s&c=d"},
	{"fragment", "https://x/cb#%s=%s"},
	{"form", "%s=%s"},
	{"list in a form", "%s[]=%s&a=b"},
	{"member in a form", "session[%s]=%s&a=b"},
	{"member in JSON", `{"session[%s]":"%s"}`},
	{"JSON", `{"a":1,"%s":"%s","b":2}`},
	{"indented JSON", "{\n  \"%s\" : \"%s\"\n}"},
	{"JSON in JSON", `{"body":"{\"%s\":\"%s\"}"}`},
	{"JSON in JSON in JSON", `{"b":"{\"c\":\"{\\\"%s\\\":\\\"%s\\\"}\"}"}`},
	{"Python", "{u'%s': u'%s'}"},
	{"Ruby", `{"%s"=>"%s"}`},
	{"JavaScript", "{ %s: '%s' }"},
	{"HTML", "&quot;%s&quot;:&quot;%s&quot;"},
	{"XML", "<%s>%s</x>"},
	{"log", "2026-11-02 INFO %s: %s."},
	{"spaced", "%s = %s"},
	{"address in address", "r=https%%3A%%2F%%2Fx%%3F%s%%3D%s%%26"},
	{"JSON in a query", "data=%%7B%%22%s%%22%%3A%%20%%22%s%%22%%7D&a=b"},
	{"indented JSON in a form", "data=%%7B%%0A++%%22%s%%22%%3A+%%22%s%%22%%0A%%7D"},
	{"curl", "curl -d '%s=%s' https://x"},
	{"HAR pair", `{"name":"%s","value":"%s"}`},
	{"Postman's pair", `{"key":"%s","value":"%s","type":"text"}`},
	{"HTML field", `<input name="%s" type="hidden" id="t" value="%s">`},
	{"multipart", "name=\"%s\"\r\n\r\n%s\r\n--"},
	{"typed multipart", "name=\"%s\"\r\nContent-Type: text/plain\r\n\r\n%s\r\n--"},
	{"cells of HTML", "<table><tr>\n<td>%s</td>\n<td class=\"v\">%s</td></tr></table>"},
	{"cells of HTML, escaped", `{"page":"<tr><th>%s:<\/th><td><code>%s<\/code><\/td><\/tr>"}`},
	{"definitions", "<dt>%s</dt><dd>%s</dd>"},
	{"property list", "<key>%s</key>\n<string>%s</string>"},
	{"XML with attributes", `<a:%s type="x">%s</a:x>`},
	{"entry of XML", `<entry key="%s">%s</entry>`},
	{"print_r", "Array\n(\n    [%s] => %s\n    [a] => b\n)\n"},
	{"print_r, nested", "[%s] => Array\n    (\n        [value] => %s\n    )\n"},
	{"var_dump", "array(1) {\n  [\"%s\"]=>\n  string(24) \"%s\"\n}"},
	{"PHP's serialize", `a:1:{s:12:"%s";s:24:"%s";}`},
	{"wrapped", `Config(%s=SecretStr('%s'))`},
	{"CSV", "user,%s,n\nbob,%s,3\n"},
	{"quoted CSV", "\"user\";\"%s\"\r\n\"bob\";\"%s\"\r\n"},
	{"tabs", "user\t%s\nbob\t%s"},
	{"Markdown's table", "| user | %s |\n|---|---|\n| bob | %s |\n"},
	{"call", `localStorage.setItem("%s", "%s")`},
	{"list of two", `["%s","%s"]`},
	{"colored", "\x1b[36m%s\x1b[0m=\x1b[33m%s\x1b[0m"},
	{"colored, escaped", `{"log":"\u001b[36m%s\u001b[39m: \u001b[33m%s\u001b[39m"}`},
	{"colors of which the first character was lost", "[36m%s[0m=[33m%s[0m"},
	{"nested JSON", `{"%s":{"value":"%s","type":"Bearer"}}`},
	{"deeply nested JSON", `{"%s":{"data":{"list":[{"raw":"%s"}]}}}`},
	{"nested JSON in JSON", `{"body":"{\"%s\":{\"value\":\"%s\"}}"}`},
	{"escaped equals", `"a\u0026%s\u003d%s\u0026"`},
}

// Phrases are what programs say with a secret in it.
var Phrases = []string{
	"Access token expired: %s. Visit https://x", "Access token invalid: %s Visit", "Refresh token invalid: %s.", "Refresh token invalid:%s",
	"Authorization code invalid: %s", "Authorization code expired: %s.", "Authorization code verifier invalid: %s",
	"Authorization: Bearer %s", "authorization: bearer %s\r\n", "curl -H 'Authorization: Bearer %s' x", `{"Authorization":"Bearer %s"}`,
	`{"Authorization": ["Bearer %s"]}`, `headers: { Authorization: 'Bearer %s' }`, "Bearer%%20%s", "sent Bearer %s there",
	"Authorization: %s", `"authorization":"%s"`, "Cookie: a=%s; b=c", "Cookie: b=c; a=%s", "Set-Cookie: s=%s; Path=/", `"cookie":"a=b; s=%s"`,
	"-b 'a=%s' curl", "curl -u id:%s x", "https://u:%s@x/", "X-Api-Key: %s", `oauth_token="%s"`,
	"Invalid signature or token '%s' or token 'x'",
	"The refresh token is %s.", "client secret is %s", "password is %s", "access token (%s) expired", "authorization code %s was used", "API key %s invalid", "access_token -> %s",
	"HTTP_AUTHORIZATION=Bearer %s", "HTTP_AUTHORIZATION: %s", "HTTP_COOKIE=a=b; sid=%s", "[HTTP_COOKIE] => sid=%s; a=b\n", `"HTTP_X_API_KEY": "%s"`, "REDIRECT_HTTP_AUTHORIZATION=Bearer %s",
	"Sec-WebSocket-Protocol: access_token, %s", "<td>Authorization</td><td>Bearer %s</td>", "Authorization: \x1b[33mBearer \x1b[1m%s\x1b[0m",
	"curl --user=23ABCD:%s x", "curl -u23ABCD:%s x", "curl -su23ABCD:%s x",
}

// Bare formats put a value, as it is, after its name: no notation can be used there.
var Bare = []struct{ Name, Format string }{
	{"NSDictionary", "{\n    \"%s\" = %s;\n    expires = 3600;\n}"},
	{"Go's map", "map[grant_type:[x] %s:[%s]]"},
	{"Optional of Java", "Holder[%s=Optional[%s], user=9]"},
	{"type of Scala", "Config(%s=Token(%s), n=1)"},
	{"pair of Kotlin", "(%s, %s)"},
	{"hash of Ruby", "{:%s=>\"%s\", :a=>1}"},
	{"structure of R", " $ %s : chr \"%s\"\n"},
	{"bytes of Python", "{b'%s': [b'%s']}"},
	{"list of lists", `{"%s": [["%s"]]}`},
	{"string of C#", `new T { %s = @"%s" }`},
	{"three quotes", "%s = \"\"\"%s\"\"\"\n"},
	{"block of YAML", "%s: |\n  %s\nb: c\n"},
	{"protected, dumped", "object(T)#1 {\n  [\"%s\":protected]=>\n  string(24) \"%s\"\n}"},
	{"private, printed", "(\n    [%s:T:private] => %s\n)"},
	{"highlighted dump", `<span class=sf-dump-key>%s</span>" => "<span class=sf-dump-str>%s</span>"`},
	{"element in an element", "<property name=\"%s\">\n <value>%s</value></property>"},
	{"emphasized", "<li>%s = <em>%s</em></li>"},
	{"Key and Value", `[{"Key": "%s", "Value": "%s"}]`},
	{"k and v", `{"list":[{"k":"%s","v":"%s"}]}`},
	{"id and val", `{"list":[{"id":"%s","val":"%s"}]}`},
	{"statement of SQL", "INSERT INTO t (id, %s, n)\n VALUES (1, 'a, b', 2), (2, '%s', 3);"},
	{"table of psql", " id | %s \n----+------\n  1 | %s\n"},
	{"table with frames", "+----+---+\n| id | %s |\n+----+---+\n|  1 | %s |\n+----+---+\n"},
	{"aligned columns", "USER     %s    N\njane     %s  3\n"},
	{"quoted CSV with a comma", "\"note\",\"%s\"\n\"a, b\",\"%s\"\n"},
	{"bold in Markdown", "- **%s**: `%s`\n"},
	{"type beside", "%s (str): %s\n"},
	{"dots", "%s........: %s\n"},
}

// Stated are sentences and commands with a secret in them, as it is.
var Stated = []string{
	"%s is my refresh token", "(%s is the client secret)", "%s was our old access token.", "used \"%s\" as the password, they say",
	"'Basic ' + btoa('23ABCD:%s')", "A=$(printf '23ABCD:%s' | base64)", "auth=HTTPBasicAuth('23ABCD', '%s')", `Fitbit("23ABCD", "%s")`, "http -a 23ABCD:%s x",
	"T=%s && curl -H \"Authorization: Bearer $T\" x", "curl -E a.pem --pass %s https://x", "curl -E a.pem:%s https://x", "xh --bearer %s https://x", "mysql -uroot -p%s x",
	`{"authorization": ["Bearer", "%s"]}`, "set('Authorization', 'Bearer ' + '%s')",
	".x.com\tTRUE\t/\tTRUE\t0\tsid\t%s\n", "Name\tValue\tDomain\tPath\nsid\t%s\t.x.com\t/\n", `{"domain":"x","httpOnly":true,"name":"sid","value":"%s"}`, "host,cookie\nx,\"a=b; sid=%s\"\n",
	"$access_token\n[1] \"%s\"\n", "access_token \u2192 %s\n", `client_secret = "x" + "%s"`, "x-api-key:\n%s\naccept:\n*/*",
	"> document.cookie\n\"a=b; sid=%s; c=d\"\n", "a=b; c=d; sid=%s\n401",
	`<input type="password" name="p" value="%s">`, `{"tokens":{"%s":{"user":"x"}}}`,
}
