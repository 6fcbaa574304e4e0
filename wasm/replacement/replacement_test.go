package replacement

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

func TestFillPlaces(t *testing.T) {
	values := map[string]string{"a": `x&y="z"/ü`, "n": "7"}
	for _, test := range []struct{ text, want string }{
		{"v={a}", "v%3Dx%26y%3D%22z%22%2F%C3%BC"},
		{`>= "{n}" {gone}`, "%3E%3D%20%227%22%20{gone}"},
		{"", ""},
		{"{n}{n}", "77"},
	} {
		if have := fillPlaces(test.text, values, queryEscape, queryEscape); have != test.want {
			t.Errorf("%s: have %s, want %s", test.text, have, test.want)
		}
	}
	if have := fillPlaces("https://example.org/{a}", map[string]string{"a": "../x?y"}, url.PathEscape, nil); have != "https://example.org/..%2Fx%3Fy" {
		t.Errorf("path: have %s", have)
	}
}

func TestFillBody(t *testing.T) {
	values := map[string]string{"name": "a\"b\\\n</script>", "n": "18.5", "bad": `1,"admin":true`, "zero": "08"}
	for _, test := range []struct{ text, want string }{
		{`{"a":"{name}"}`, `{"a":"a\"b\\\n\u003c/script\u003e"}`},
		{`{"a":{n},"b":{bad},"c":{zero},"d":"{bad}"}`, `{"a":18.5,"b":{bad},"c":{zero},"d":"1,\"admin\":true"}`},
		{`{"a":"{none}","b":{none}}`, `{"a":"{none}","b":{none}}`},
		{"a={name}", "a={name}"}, // a form is filled by a person
	} {
		if have := fillBody(test.text, values); have != test.want {
			t.Errorf("%s: have %s, want %s", test.text, have, test.want)
		}
	}
}

func TestReplacementOf(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	if err := c.Watch("localhost:8080", "fitbit"); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 3, 8, 0, 0, 0, time.UTC)
	get := func(address string) httpmsg.Exchange {
		return httpmsg.Exchange{Started: at, Request: httpmsg.Request{Method: "GET", URL: address}}
	}
	preflight := get("https://api.fitbit.com/1/user/-/devices.json")
	preflight.Request.Method = "OPTIONS"
	preflight.Request.Headers = []httpmsg.Header{{Name: "Access-Control-Request-Method", Value: "GET"}}
	for _, test := range []struct {
		name     string
		exchange httpmsg.Exchange
		id       string   // of the replacement; "-": not even an unknown one
		holds    []string // in the calls
	}{
		{"another host", get("https://example.org/1/user/-/devices.json"), "-", nil},
		{"an emulator", get("http://localhost:8080/1/user/-/devices.json"), "devices", []string{"/users/me/pairedDevices"}},
		{"a preflight", preflight, "devices", nil},
		{"the version before", get("https://api.fitbit.com/1/user/-/sleep/date/2026-10-01.json"), "sleep", []string{"2026-10-01", "2026-10-02"}},
		{"the version before, a range", get("https://api.fitbit.com/1.1/user/-/sleep/date/2026-10-01/2026-10-05.json"), "sleep", []string{"2026-10-01", "2026-10-06"}},
		{"a later version", get("https://api.fitbit.com/1.2/user/-/activities/steps/date/2026-10-01/7d.json"), "steps", []string{`"month":9,"day":25`}},
		{"no version", get("https://api.fitbit.com/sleep/date/2026-10-01.json"), "", nil},
		{"no endpoint in any version", get("https://api.fitbit.com/1.1/user/-/nothing.json"), "", nil},
		{"another version at an emulator", get("http://localhost:8080/1.2/user/-/devices.json"), "devices", []string{"/users/me/pairedDevices"}},
		{"no endpoint", get("https://api.fitbit.com/1/user/-/nothing.json"), "", nil},
		{"invalid dates", get("https://api.fitbit.com/1/user/-/activities/steps/date/undefined/2026-13-40.json"), "steps", []string{`{start-year}`}},
		{"a period without end", get("https://api.fitbit.com/1/user/-/activities/steps/date/2026-10-01/max.json"), "steps", []string{`"start":{"date":{"year":{start-year}`, `"month":10,"day":2}`}},
		{"over the end of a year", get("https://api.fitbit.com/1/user/-/activities/steps/date/2026-01-01/7d.json"), "steps", []string{`{"year":2025,"month":12,"day":26}`, `{"year":2026,"month":1,"day":2}`}},
		{"one month as 30 days", get("https://api.fitbit.com/1/user/-/body/log/weight/date/2026-03-30/1m.json"), "weight-logs", []string{"2026-03-01"}},
		{"another user", get("https://api.fitbit.com/1/user/ABC123/devices.json"), "devices", []string{"/users/me/"}},
		{"times", get("https://api.fitbit.com/1/user/-/activities/heart/date/2026-10-01/1d/1min/time/23:00/23:59:30.json"), "heart-rate-intraday-times", []string{"T23%3A00%3A00", "T23%3A59%3A30"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := session.New(c)
			r := Of(s, s.Add(test.exchange))
			if r == nil {
				if test.id != "-" {
					t.Error("there is none")
				}
				return
			}
			if r.ID != test.id {
				t.Errorf("have %q, want %q", r.ID, test.id)
			}
			var calls string
			for _, call := range r.Calls {
				calls += call.URL + " " + call.Body + "\n"
			}
			for _, text := range test.holds {
				if !strings.Contains(calls, text) {
					t.Errorf("no %q in\n%s", text, calls)
				}
			}
		})
	}
}

func TestReplacementHasNoSecret(t *testing.T) {
	secret := "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJBQkNERUYifQ.c2lnbmF0dXJlc2lnbmF0dXJl"
	pack := &catalog.Pack{ID: "p", Hosts: []string{"api.example.org"}, Placeholders: map[string]string{"code": "code"},
		Endpoints: []catalog.Endpoint{{Method: "GET", Path: "/{code}"}},
		Migration: catalog.Migration{Successor: &catalog.Successor{Name: "New"}, Replacements: []catalog.Replacement{{ID: "r", Of: []string{"GET /{code}"}, Calls: []catalog.Call{{Method: "GET", Address: "https://new.example.org/{code}", Query: []string{"a={access_token}", "b={note}", "c={page}"}}}}}}}
	s := session.New(catalog.New(pack))
	r := Of(s, s.Add(httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://api.example.org/0123456789abcdef?access_token=abc123&note=" + secret + "&page=2"}}))
	if r == nil || len(r.Calls) != 1 {
		t.Fatalf("have %+v", r)
	}
	if want := "https://new.example.org/{code}?a={access_token}&b={note}&c=2"; r.Calls[0].URL != want {
		t.Errorf("have %s, want %s", r.Calls[0].URL, want)
	}
}
