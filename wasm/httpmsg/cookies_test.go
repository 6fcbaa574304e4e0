package httpmsg

import (
	"slices"
	"strings"
	"testing"
)

func TestSetCookies(t *testing.T) {
	for value, want := range map[string][]string{
		"":                         nil,
		"a=b":                      {"a=b"},
		"a=b; Path=/\nc=d; Secure": {"a=b; Path=/", "c=d; Secure"},
		"a=b\r\nc=d":               {"a=b", "c=d"},
		"a=b; Path=/, c=d; Secure": {"a=b; Path=/", "c=d; Secure"},
		"a=b,c=d":                  {"a=b", "c=d"},
		"a=b; Expires=Wed, 09 Jun 2027 10:18:14 GMT; Path=/": {"a=b; Expires=Wed, 09 Jun 2027 10:18:14 GMT; Path=/"},
		"a=b; Expires=Wed, 09-Jun-2027 10:18:14 GMT, c=d":    {"a=b; Expires=Wed, 09-Jun-2027 10:18:14 GMT", "c=d"},
		"a=x,y,z; Path=/":                  {"a=x,y,z; Path=/"},
		"a=b; Domain=x.example,c=; Path=/": {"a=b; Domain=x.example", "c=; Path=/"},
		"token":                            {"token"},
		"a={\"x\":1,\"y\":2}; Path=/":      {"a={\"x\":1,\"y\":2}; Path=/"},
		" , \n ":                           {","},
	} {
		if got := SetCookies(value); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}

// Nothing of a header is lost between its cookies.
func FuzzSetCookies(f *testing.F) {
	f.Add("a=b; Expires=Wed, 09 Jun 2027 10:18:14 GMT, c=d\ne")
	f.Fuzz(func(t *testing.T, value string) {
		sparse := strings.NewReplacer(",", "", " ", "", "\t", "", "\r", "", "\n", "")
		if got := strings.Join(SetCookies(value), ""); sparse.Replace(got) != sparse.Replace(value) {
			t.Errorf("%q became %q", value, got)
		}
	})
}
