package errorformat_test

import (
	"maps"
	"testing"

	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
)

func TestBearerChallenge(t *testing.T) {
	for _, test := range []struct {
		name    string
		headers []string
		want    map[string]string // nil: nothing told
	}{
		{"none", nil, nil},
		{"another scheme", []string{`Basic realm="x"`}, nil},
		{"bare", []string{"Bearer"}, map[string]string{}},
		{"quoted and not", []string{`Bearer realm="a, b", error=invalid_token`}, map[string]string{"realm": "a, b", "error": "invalid_token"}},
		{"behind another scheme", []string{`Basic realm="x", bearer error="e"`}, map[string]string{"error": "e"}},
		{"before another scheme", []string{`Bearer error="e", Basic realm="x"`}, map[string]string{"error": "e"}},
		{"in a header of its own", []string{`Basic realm="x"`, `Bearer scope="a b"`}, map[string]string{"scope": "a b"}},
		{"escapes, folded", []string{"BEARER realm=\"a \\\"b\\\"\",\n\t Error = \"e\""}, map[string]string{"realm": `a "b"`, "error": "e"}},
		{"the first of two counts", []string{`Bearer error="a", error="b"`}, map[string]string{"error": "a"}},
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
