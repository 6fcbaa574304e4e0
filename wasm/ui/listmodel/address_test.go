package listmodel

import (
	"cmp"
	"net/url"
	"testing"
)

// Most addresses are read without net/url, and alike.
func TestHostAndPath(t *testing.T) {
	for address, plain := range map[string]bool{
		"https://api.fitbit.com/1/user/-/activities/steps/date/2026-10-01/1d.json":    true,
		"https://api.fitbit.com/1/foods/search.json?query=a%20b&x=ü":                  true,
		"https://health.googleapis.com/v4/users/me/dataTypes/steps/dataPoints:rollUp": true,
		"https://api.fitbit.com/1/user/-/café…":                                       true,
		"https://api.fitbit.com":          true,
		"https://api.fitbit.com//x":       true,
		"https://api.fitbit.com/a%20b":    false,
		"https://api.fitbit.com/a%zz":     false,
		"https://api.fitbit.com/a?b#c%zz": false,
		"https://api.fitbit.com/a#b":      false,
		"https://api.fitbit.com/a?b\n":    false,
		"https://api.fitbit.com/a\x7f":    false,
		"https://api.fitbit.com:443/x":    false,
		"https://api.fitbit.com?x=y":      false,
		"https://me@api.fitbit.com/x":     false,
		"https://[::1]/x":                 false,
		"https://API.fitbit.com/x":        false,
		"http://localhost:8080/x":         false,
		"https:///x":                      false,
		"https://":                        false,
		"/1/user":                         false,
		"":                                false,
	} {
		if _, _, ok := plainHostAndPath(address); ok != plain {
			t.Errorf("%q is plain: %t", address, ok)
		}
		var host string
		path := address
		if u, err := url.Parse(address); err == nil {
			host, path = u.Host, cmp.Or(u.Path, address)
		}
		if h, p := HostAndPath(address); h != host || p != path {
			t.Errorf("%q: %q, %q, want %q, %q", address, h, p, host, path)
		}
	}
}
