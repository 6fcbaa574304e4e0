package errorformat_test

import (
	"maps"
	"strings"
	"testing"

	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
)

func TestBearerChallenge(t *testing.T) {
	for _, test := range []struct {
		name    string
		headers []string
		want    map[string]string // nil if nothing was said
	}{
		{"none", nil, nil},
		{"another scheme", []string{`Basic realm="x"`}, nil},
		{"bare", []string{"Bearer"}, map[string]string{}},
		{"quoted and not", []string{`Bearer realm="a, b", error=invalid_token`}, map[string]string{"realm": "a, b", "error": "invalid_token"}},
		{"after another scheme", []string{`Basic realm="x", bearer error="e"`}, map[string]string{"error": "e"}},
		{"before another scheme", []string{`Bearer error="e", Basic realm="x"`}, map[string]string{"error": "e"}},
		{"in a header of its own", []string{`Basic realm="x"`, `Bearer scope="a b"`}, map[string]string{"scope": "a b"}},
		{"escapes, folded", []string{"BEARER realm=\"a \\\"b\\\"\",\n\t Error = \"e\""}, map[string]string{"realm": `a "b"`, "error": "e"}},
		{"the first of two counts", []string{`Bearer error="a", error="b"`}, map[string]string{"error": "a"}},
		{"in the words of another", []string{`Basic realm="the Bearer error=\"x\" realm"`}, nil},
		{"as a value of another", []string{`Digest qop=bearer, realm=x`}, nil},
		{"part of a word", []string{`Forbearer error="x"`}, nil},
		{"after such words", []string{`Basic realm="Bearer", Bearer error="e"`}, map[string]string{"error": "e"}},
		{"not closed", []string{`Bearer error="invalid`}, map[string]string{"error": "invalid"}},
		{"odd", []string{`Bearer =x,,"y`}, map[string]string{}},
	} {
		x := httpmsg.Exchange{}
		for _, value := range test.headers {
			x.Response.Headers = append(x.Response.Headers, httpmsg.Header{Name: "www-authenticate", Value: value})
		}
		have, told := errorformat.BearerChallenge(&x)
		if told != (test.want != nil) || !maps.Equal(have, test.want) {
			t.Errorf("%s: have %v (%t), want %v", test.name, have, told, test.want)
		}
	}
}

// Whatever a header contains, what is said about it is in it.
func FuzzBearerChallenge(f *testing.F) {
	f.Add(`Bearer realm="a \\"b", error=invalid_token, scope="x y"`, "https://app.example/cb?error=access_denied#error=x")
	f.Add(`Basic realm="`, "#error=%zz&error_description=a+b")
	f.Fuzz(func(t *testing.T, header, address string) {
		x := httpmsg.Exchange{Response: httpmsg.Response{Status: 302, Headers: []httpmsg.Header{{Name: "WWW-Authenticate", Value: header}, {Name: "Location", Value: address}}}}
		parameters, told := errorformat.BearerChallenge(&x)
		if told && !strings.Contains(strings.ToLower(header), "bearer") || !told && len(parameters) > 0 {
			t.Errorf("%q: %v", header, parameters)
		}
		for name, value := range parameters {
			if len(name)+len(value) > len(header) {
				t.Errorf("%q: %q is %q", header, name, value)
			}
		}
		if code, _ := errorformat.RedirectError(&x); code != "" && !strings.Contains(address, "=") {
			t.Errorf("%q: %q", address, code)
		}
	})
}
