package httpmsg

import "testing"

func TestAllowsOrigin(t *testing.T) {
	for _, c := range []struct {
		origin, allowed string
		want            bool
	}{
		{"https://app.example", "*", true},
		{"https://app.example", "https://app.example", true},
		{"https://app.example", " https://app.example ", true},
		{"null", "null", true},
		{"", "https://app.example", true}, // the recording lacks the request's header
		{"https://app.example", "", false},
		{"https://app.example", "https://app.example/", false},
		{"https://app.example", "http://app.example", false},
		{"https://app.example", "https://app.example, https://other.example", false},
		{"null", "https://app.example", false},
	} {
		x := &Exchange{}
		if c.origin != "" {
			x.Request.Headers = []Header{{Name: "Origin", Value: c.origin}}
		}
		if c.allowed != "" {
			x.Response.Headers = []Header{{Name: "access-control-allow-origin", Value: c.allowed}}
		}
		if got := AllowsOrigin(x); got != c.want {
			t.Errorf("asked by %q, allowed to %q: %v, want %v", c.origin, c.allowed, got, c.want)
		}
	}
}
