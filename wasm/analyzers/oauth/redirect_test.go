package oauth

import "testing"

func TestRedirectMistake(t *testing.T) {
	for _, test := range []struct{ address, cause, other string }{
		{"https://app.example/cb", "", ""},
		{"http://localhost:3000/cb", "", ""},
		{"HTTP://LOCALHOST/cb", "", ""},
		{"http://127.0.0.1", "", ""},
		{"http://127.0.0.1:8080/cb?a=b", "", ""},
		{"http://[::1]:8080/cb", "", ""},
		{"https://app.example/cb?next=oob", "", ""},
		{"", "", ""},
		{"callback", "", ""},
		{"urn:ietf:wg:oauth:2.0:oob", "redirect-uri-out-of-band", ""},
		{"urn:ietf:wg:oauth:2.0:oob:auto", "redirect-uri-out-of-band", ""},
		{"oob", "redirect-uri-out-of-band", ""},
		{"https://app.example/#/cb", "redirect-uri-fragment", "https://app.example/"},
		{"http://localhost:3000/#cb", "redirect-uri-fragment", "http://localhost:3000/"},
		{"http://app.example/cb", "redirect-uri-plain-http", "https://app.example/cb"},
		{"http://localhost.example/cb", "redirect-uri-plain-http", "https://localhost.example/cb"},
		{"http://10.0.0.7/cb", "redirect-uri-plain-http", "https://10.0.0.7/cb"},
		{"myapp://cb", "redirect-uri-custom-scheme", ""},
		{"com.example.app:/cb", "redirect-uri-custom-scheme", ""},
	} {
		cause, other := redirectMistake(test.address)
		if cause != test.cause || other != test.other {
			t.Errorf("%s: have %q %q, want %q %q", test.address, cause, other, test.cause, test.other)
		}
	}
}
