package catalog

import "testing"

func TestSplitHost(t *testing.T) {
	for address, want := range map[string]string{
		"https://api.example/x":                "api.example /x",
		"HTTPS://API.example:443/x":            "API.example /x",
		"http://api.example:80":                "api.example ",
		"https://api.example:80/":              "api.example:80 /",
		"https://api.example:/":                "api.example /",
		"https://api.example.:8443?x":          "api.example:8443 ?x",
		"https://u:p@api.example/@":            "api.example /@",
		"https://u:p@x@api.example:443#a@b:1":  "api.example #a@b:1",
		"https://[::1]:9000/":                  "[::1]:9000 /",
		"https://[::1]:443/":                   "[::1] /",
		" \t https://api.example/x":            "api.example /x",
		"https://api.example \n":               "api.example  \n",
		"https://api.example\\@other.example/": "api.example \\@other.example/",
		"https://./":                           ". /",
		"ftp://api.example/":                   " ftp://api.example/",
		"https:/api.example/":                  " https:/api.example/",
		"/x":                                   " /x",
		"":                                     " ",
	} {
		name, port, rest, _ := SplitHost(address)
		if got := name + port + " " + rest; got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
		bytes, port2, rest2, _ := SplitHost([]byte(address))
		if got := string(bytes) + string(port2) + " " + string(rest2); got != want {
			t.Errorf("%q as bytes: %q, want %q", address, got, want)
		}
	}
}

// Hosts are compared as URLs are, however either is written.
func TestHostsCompareLikeURLs(t *testing.T) {
	c := shops()
	for host, packID := range map[string]string{"localhost:443": "oven", "localhost:81/tea": "tea", "127.0.0.1:80": "oven"} {
		if err := c.Watch(host, packID); err != nil {
			t.Fatal(err)
		}
	}
	for address, want := range map[string]string{
		"https://tea.example/cups/1":         "tea",
		"https://tea.example:443/cups/1":     "tea",
		"HTTPS://Tea.Example/cups/1":         "tea",
		"https://tea.example./cups/1":        "tea",
		"https://u:p@tea.example/cups/1":     "tea",
		" https://tea.example/cups/1\n":      "tea",
		"http://tea.example:80/cups/1":       "tea",
		"https://tea.example":                "tea",
		"https://localhost/x":                "oven",
		"https://localhost:443/x":            "oven",
		"http://localhost:443/x":             "oven",
		"http://127.0.0.1/x":                 "oven",
		"http://u@localhost:81/tea/cups":     "tea",
		"https://tea.example:80/cups/1":      "",
		"https://tea.example:8443/cups/1":    "",
		"http://tea.example:443/cups/1":      "",
		"https://tea.example.evil.example/":  "",
		"https://tea.example@evil.example/":  "",
		"https://evil.example/tea.example":   "",
		"https://evil.example?@tea.example/": "",
		"https://xtea.example/":              "",
		"http://localhost/x":                 "",
		"https://127.0.0.1/x":                "",
		"http://localhost:81/teapot":         "",
		"ftp://tea.example/":                 "",
	} {
		have := ""
		if pack := c.Watched(address); pack != nil {
			have = pack.ID
		}
		if have != want {
			t.Errorf("%q belongs to %q, want %q", address, have, want)
		}
		name, port, _, _ := SplitHost([]byte(address))
		if want != "" && !c.WatchesHost(append(append([]byte{}, name...), port...)) {
			t.Errorf("%q is of a host that is not watched", address)
		}
	}
	if _, e, _ := c.Resolve("GET", "HTTPS://u@tea.example.:443/cups/1"); e == nil || e.Name != "Cup" {
		t.Errorf("resolved to %v", e)
	}
}

// Addresses of watched hosts are split alike, and most of them in little time.
func TestSplitWatched(t *testing.T) {
	c := load()
	for _, host := range []string{"localhost:8080", "example.org/under", "secure.example:443"} {
		if err := c.Watch(host, ""); err != nil {
			t.Fatal(err)
		}
	}
	for _, address := range []string{
		"https://api.fitbit.com/1/user/-/profile.json", "https://api.fitbit.com/1/x.json?a=b/c#d", "https://api.fitbit.com/#a?b", "https://api.fitbit.com/",
		"https://api.fitbit.com/x ", "https://api.fitbit.com/x \t?a", "https://api.fitbit.com", "https://api.fitbit.com?x", "https://api.fitbit.com:443/x", "https://api.fitbit.com./x",
		"HTTPS://api.fitbit.com/x", "https://API.fitbit.com/x", "http://api.fitbit.com/x", "https://me@api.fitbit.com/x", "https://api.fitbit.com@evil.example/x", `https://api.fitbit.com\x/y`,
		"https://localhost:8080/x", "http://localhost:8080/x", "https://example.org/under/x", "https://example.org/", "https://secure.example/x", "https://secure.example:443/x",
		" https://api.fitbit.com/x", "https:///x", "https://", "", "api.fitbit.com/x",
	} {
		host, usual, path := c.split(address)
		wantHost, wantUsual, wantPath := splitAddress(address)
		if host != wantHost || usual != wantUsual || path != wantPath {
			t.Errorf("%q: %q, %q, %q, want %q, %q, %q", address, host, usual, path, wantHost, wantUsual, wantPath)
		}
	}
}
