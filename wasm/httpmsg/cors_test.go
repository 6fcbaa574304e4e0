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

func TestHiddenFromPage(t *testing.T) {
	with := func(name, value string) func(*Exchange) {
		return func(x *Exchange) { x.Request.Headers = append(x.Request.Headers, Header{Name: name, Value: value}) }
	}
	answer := func(values ...string) func(*Exchange) {
		return func(x *Exchange) {
			for _, value := range values {
				x.Response.Headers = append(x.Response.Headers, Header{Name: "Access-Control-Allow-Origin", Value: value})
			}
		}
	}
	const browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36"
	page := with("Origin", "https://app.example")
	for name, c := range map[string]struct {
		made []func(*Exchange)
		want bool
	}{
		"no header":              {[]func(*Exchange){page, with("User-Agent", browser)}, true},
		"another origin":         {[]func(*Exchange){page, answer("https://other.example")}, true},
		"two headers":            {[]func(*Exchange){page, answer("https://app.example", "*")}, true},
		"its own origin":         {[]func(*Exchange){page, answer("https://app.example")}, false},
		"no page":                {nil, false},
		"a server, by its agent": {[]func(*Exchange){page, with("User-Agent", "axios/1.7.2"), answer("https://other.example")}, false},
		"a Chrome extension":     {[]func(*Exchange){with("Origin", "chrome-extension://abcdef"), with("User-Agent", browser)}, false},
		"a Firefox extension":    {[]func(*Exchange){with("Origin", "moz-extension://0b1c"), with("User-Agent", browser)}, false},
		"a server that says so":  {[]func(*Exchange){page, with("User-Agent", browser), with("X-Forwarded-For", "10.0.0.1")}, false},
		"confirmed by a 304":     {[]func(*Exchange){page, func(x *Exchange) { x.Response.Status = 304 }}, false},
		"made by a worker":       {[]func(*Exchange){page, func(x *Exchange) { x.Response.ByWorker = true }}, false},
		"read all the same":      {[]func(*Exchange){page, func(x *Exchange) { x.Response.Unfailed = true }}, false},
		"asked by no page":       {[]func(*Exchange){page, with("Sec-Fetch-Site", "none")}, false},
		"asked by another site":  {[]func(*Exchange){page, with("Sec-Fetch-Site", "cross-site")}, true},
	} {
		x := &Exchange{Request: Request{Method: "GET", URL: "https://api.fitbit.com/1/user/-/profile.json"}}
		for _, make := range c.made {
			make(x)
		}
		if have := HiddenFromPage(x); have != c.want {
			t.Errorf("%s: %v, want %v", name, have, c.want)
		}
	}
}
