package export

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/diagnosis"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
)

// A received is a request as a server got it.
type received struct {
	method, uri string
	header      http.Header
	body        []byte
}

// server answers every request, and gives what came last.
func server(t *testing.T) (address string, last func() received) {
	t.Helper()
	got := make(chan received, 1)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got <- received{r.Method, r.RequestURI, r.Header, body}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		io.WriteString(z, "answered")
		z.Close()
	}))
	t.Cleanup(s.Close)
	return s.URL, func() received {
		select {
		case r := <-got:
			return r
		default: // none came
			return received{}
		}
	}
}

// run runs a command with the real curl.
func run(t *testing.T, command string) {
	t.Helper()
	cmd := exec.Command("bash", "-c", strings.Replace(command, "\ncurl ", "\ncurl --silent --show-error --noproxy '*' ", 1))
	cmd.Dir = t.TempDir()
	out, err := cmd.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("answered")) && !strings.Contains(command, "--head") {
		t.Fatalf("%v: %s\n%s", err, out, command)
	}
}

// TestCurlSends runs commands with the real curl: the server gets what was sent.
// Requests are entries of a recording, in which they have members of all kinds.
func TestCurlSends(t *testing.T) {
	for _, program := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("no " + program)
		}
	}
	address, last := server(t)
	form := func(body string) string {
		values, err := url.ParseQuery(body)
		if err != nil {
			t.Errorf("no form: %q", body)
		}
		return values.Encode()
	}
	const plain, urlencoded = "text/plain", "application/x-www-form-urlencoded"
	for _, test := range []struct {
		name, request string // HERE is the server
		method, uri   string
		header        []string // name and value by turns; "-": none
		body          string
		isForm        bool // the body as what it says
	}{
		{"call", `{"method":"GET","url":"HERE/1/user/-/profile.json?a=b%20c&d=%C3%A9","headers":[{"name":"Authorization","value":"Bearer abc.def"},{"name":"Accept","value":"application/json"},{"name":"X-Empty","value":""}]}`,
			"GET", "/1/user/-/profile.json?a=b%20c&d=%C3%A9", []string{"Authorization", "Bearer abc.def", "Accept", "application/json", "X-Empty", "", "Content-Type", "-"}, "", false},
		{"query and cookies next to it", `{"method":"GET","url":"HERE/a","queryString":[{"name":"x y","value":"1&2=3+é"},{"name":"e","value":""}],"cookies":[{"name":"sid","value":"a=b"},{"name":"n","value":"\"q\""}]}`,
			"GET", "/a?x+y=1%262%3D3%2B%C3%A9&e=", []string{"Cookie", `sid=a=b; n="q"`}, "", false},
		{"odd address", `{"method":"GET","url":"HERE/a b/é[1]{2}/*?q='$(x)'&r=%&s=~#fragment"}`,
			"GET", "/a%20b/%C3%A9[1]{2}/*?q='$(x)'&r=%&s=~", nil, "", false},
		{"dots in the path", `{"method":"GET","url":"HERE/a/../b/./c/.."}`, "GET", "/a/../b/./c/..", nil, "", false},
		{"head", `{"method":"HEAD","url":"HERE/a"}`, "HEAD", "/a", nil, "", false},
		{"delete", `{"method":"DELETE","url":"HERE/a"}`, "DELETE", "/a", []string{"Content-Type", "-"}, "", false},
		{"options", `{"method":"OPTIONS","url":"HERE/a"}`, "OPTIONS", "/a", nil, "", false},
		{"post without a body", `{"method":"POST","url":"HERE/a","headers":[{"name":"Content-Length","value":"0"}]}`, "POST", "/a", []string{"Content-Type", "-", "Content-Length", "0"}, "", false},
		{"put without a body", `{"method":"PUT","url":"HERE/a"}`, "PUT", "/a", []string{"Content-Type", "-", "Content-Length", "0"}, "", false},
		{"JSON", `{"method":"POST","url":"HERE/a","headers":[{"name":"content-type","value":"application/json; charset=utf-8"}],"postData":{"mimeType":"application/json","text":"{\"a\": \"@b '\\n$x\"}\n"}}`,
			"POST", "/a", []string{"Content-Type", "application/json; charset=utf-8"}, "{\"a\": \"@b '\\n$x\"}\n", false},
		{"JSON as a value", `{"method":"PATCH","url":"HERE/a","postData":{"mimeType":"application/json","text":{"a": [1, "é"]}}}`,
			"PATCH", "/a", []string{"Content-Type", "application/json"}, `{"a": [1, "é"]}`, false},
		{"a file's name", `{"method":"POST","url":"HERE/a","postData":{"mimeType":"` + plain + `","text":"@/etc/passwd"}}`, "POST", "/a", []string{"Content-Type", plain}, "@/etc/passwd", false},
		{"no type", `{"method":"POST","url":"HERE/a","postData":{"text":"x"}}`, "POST", "/a", []string{"Content-Type", "-"}, "x", false},
		{"line ends", `{"method":"PUT","url":"HERE/a","postData":{"mimeType":"` + plain + `","text":"a\r\nb\n\n\t\u0001"}}`, "PUT", "/a", []string{"Content-Type", plain}, "a\r\nb\n\n\t\x01", false},
		{"get with a body", `{"method":"GET","url":"HERE/a","postData":{"mimeType":"application/json","text":"{}"}}`, "GET", "/a", []string{"Content-Type", "application/json"}, "{}", false},
		{"base64", `{"method":"POST","url":"HERE/a","postData":{"mimeType":"` + plain + `","text":"YT1iJmM9w6k=","encoding":"base64"}}`, "POST", "/a", []string{"Content-Type", plain}, "a=b&c=é", false},
		{"base64 of bytes", `{"method":"POST","url":"HERE/a","postData":{"mimeType":"application/octet-stream","text":"//4BAn8=","encoding":"base64"}}`, "POST", "/a", []string{"Content-Type", "application/octet-stream"}, "\xff\xfe\x01\x02\x7f", false},
		{"form", `{"method":"POST","url":"HERE/a","headers":[{"name":"Content-Type","value":"` + urlencoded + `"}],"postData":{"mimeType":"` + urlencoded + `","text":"a=b+c&d=%26&&e="}}`,
			"POST", "/a", []string{"Content-Type", urlencoded}, "a=b+c&d=%26&&e=", false},
		{"form as parameters", `{"method":"POST","url":"HERE/oauth2/token","headers":[{"name":"Content-Type","value":"` + urlencoded + `"}],"postData":{"mimeType":"` + urlencoded + `","params":[{"name":"grant_type","value":"authorization_code"},{"name":"redirect_uri","value":"https://app.example/cb?a=b&c"},{"name":"x y","value":"a+b c=&%"},{"name":"e","value":""},{"name":"","value":"n"},{"name":"@f","value":"@/etc/passwd"}]}}`,
			"POST", "/oauth2/token", []string{"Content-Type", urlencoded}, "grant_type=authorization_code&redirect_uri=https%3A%2F%2Fapp.example%2Fcb%3Fa%3Db%26c&x+y=a%2Bb+c%3D%26%25&e=&=n&%40f=%40%2Fetc%2Fpasswd", true},
		{"form as parameters, encoded", `{"method":"POST","url":"HERE/a","postData":{"params":[{"name":"redirect_uri","value":"https%3A%2F%2Fapp.example%2Fcb"}]}}`,
			"POST", "/a", []string{"Content-Type", urlencoded}, "redirect_uri=https%3A%2F%2Fapp.example%2Fcb", true},
		{"basic", `{"method":"POST","url":"HERE/a","headers":[{"name":"Authorization","value":"Basic MjJCQ0RFOnMlcA=="}],"postData":{"mimeType":"` + urlencoded + `","text":"a=b"}}`,
			"POST", "/a", []string{"Authorization", "Basic MjJCQ0RFOnMlcA==", "Content-Type", urlencoded}, "a=b", false},
		{"user information", `{"method":"GET","url":"http://u:p@HOST/a"}`, "GET", "/a", []string{"Authorization", "Basic dTpw"}, "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.ReplaceAll(strings.ReplaceAll(test.request, "HERE", address), "HOST", strings.TrimPrefix(address, "http://"))
			x, err := har.Entry([]byte(`{"request":` + text + `}`))
			if err != nil || !json.Valid([]byte(text)) {
				t.Fatal(err, text)
			}
			command := CurlRequest(diagnosis.NewSession(knowledge()), &x.Request, CurlOptions{Reveal: true, Changes: []string{"none"}})
			run(t, command)
			got := last()
			want := test.body
			if test.isForm {
				got.body, want = []byte(form(string(got.body))), form(want)
			}
			if got.method != test.method || got.uri != test.uri || string(got.body) != want {
				t.Errorf("got %s %s %q\nwant %s %s %q\nfrom %s", got.method, got.uri, got.body, test.method, test.uri, want, command)
			}
			for i := 0; i < len(test.header); i += 2 {
				values := got.header.Values(test.header[i])
				if want := test.header[i+1]; want == "-" && len(values) > 0 || want != "-" && !slices.Equal(values, []string{want}) {
					t.Errorf("%s is %q, want %q, from\n%s", test.header[i], values, want, command)
				}
			}
		})
	}
}

// Parts are sent as parts, with a boundary of curl's own.
func TestCurlSendsParts(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("no curl")
	}
	address, last := server(t)
	request := httpmsg.Request{Method: "POST", URL: address + "/a", Headers: []httpmsg.Header{{Name: "Content-Type", Value: "multipart/form-data; boundary=old"}},
		PostData: &httpmsg.PostData{MimeType: "multipart/form-data", Params: []httpmsg.Param{{Name: "a", Value: "@/etc/passwd;type=x"}, {Name: "b", Value: "1\n2"}}}}
	run(t, CurlRequest(diagnosis.NewSession(knowledge()), &request, CurlOptions{Reveal: true, Changes: []string{"none"}}))
	got := last()
	_, parameters, err := mime.ParseMediaType(got.header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts, err := multipart.NewReader(bytes.NewReader(got.body), parameters["boundary"]).ReadForm(1 << 20)
	if err != nil || parts.Value["a"][0] != "@/etc/passwd;type=x" || parts.Value["b"][0] != "1\n2" {
		t.Errorf("%v: %v", err, parts)
	}
}

// What a command cannot send of a body, it says.
func TestCurlLacks(t *testing.T) {
	for text, want := range map[string]string{
		`{"method":"POST","url":"https://x/","headers":[{"name":"content-length","value":"12"}]}`:                                   "lacks the request's body",
		`{"method":"POST","url":"https://x/","headers":[{"name":"content-length","value":"0"}]}`:                                    "",
		`{"method":"POST","url":"https://x/","headers":[{"name":"content-length","value":"1"}],"postData":{"text":"x"}}`:            "",
		`{"method":"POST","url":"https://x/","postData":{"text":"AAE=","encoding":"base64","mimeType":"application/octet-stream"}}`: "isn't text",
	} {
		x, err := har.Entry([]byte(`{"request":` + text + `}`))
		if err != nil {
			t.Fatal(err)
		}
		command := CurlRequest(diagnosis.NewSession(knowledge()), &x.Request, CurlOptions{})
		if comment, _, _ := strings.Cut(command, "curl "); comment == "" != (want == "") || !strings.Contains(comment, want) {
			t.Errorf("%s: want %q in\n%s", text, want, command)
		}
	}
}
