package httpmsg

import "testing"

func TestIsPlaceholder(t *testing.T) {
	for text, want := range map[string]bool{
		"undefined": true, "'null'": true, "<token>": true, "{{access_token}}": true, "${token}": true, "$TOKEN": true, "%TOKEN%": true,
		"` + access + `": true, "' + access + '": true, `"+token+"`: true, `" . $token . "`: true, "'+a.b+'": true,
		"a": false, "ya29.a0AbCd": false, `"eyJhbGciOiJIUzI1NiJ9.e30.c2ln"`: false, "+abc+": false, "'+abc'": false, ".abc.": false, "$2y$10$abc/def": false,
	} {
		if have := IsPlaceholder(text); have != want {
			t.Errorf("%s: %v, want %v", text, have, want)
		}
	}
}
