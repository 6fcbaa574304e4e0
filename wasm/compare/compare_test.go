package compare

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
)

var knowledge = sync.OnceValue(func() *catalog.Catalog {
	c := catalog.Load(builtin.Packs)
	return c
})

const (
	heart  = "https://api.fitbit.com/1/user/-/activities/heart/date/2026-10-30/1d.json"
	tokenA = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5WFlaNDIifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ"
	tokenB = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5WFlaNDMifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ"
)

func get(method, address string, headers ...string) httpmsg.Request {
	r := httpmsg.Request{Method: method, URL: address}
	for i := 0; i < len(headers); i += 2 {
		r.Headers = append(r.Headers, httpmsg.Header{Name: headers[i], Value: headers[i+1]})
	}
	return r
}

func with(r httpmsg.Request, mime, body string) httpmsg.Request {
	r.PostData = &httpmsg.PostData{MimeType: mime, Text: body}
	return r
}

// told is differences as texts: "part name: here | worked".
func told(list []Difference) (lines []string) {
	for _, d := range list {
		line := strings.TrimSpace(d.Part+" "+d.Name) + ": " + d.Here + " | " + d.Worked
		if d.Absent != "" {
			line += " (absent " + d.Absent + ")"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestRequests(t *testing.T) {
	const form, jsonType = "application/x-www-form-urlencoded", "application/json"
	post := get("POST", "https://api.fitbit.com/1/user/-/body/log/weight.json")
	for _, test := range []struct {
		name         string
		here, worked httpmsg.Request
		want         []string
	}{
		{"no difference", get("GET", heart, "Accept", "x"), get("GET", heart, "accept", "x"), nil},
		{"noise only", get("GET", heart, "User-Agent", "a", "traceparent", "00-1", "X-Request-Id", "1", "sec-ch-ua", "x", ":path", "/1", "Cookie", "a=b", "X-B3-TraceId", "1"),
			get("GET", heart, "User-Agent", "b", "Referer", "https://x/"), nil},
		{"order of query", get("GET", heart+"?a=1&b=2"), get("GET", heart+"?b=2&a=1"), nil},
		{"order of a form", with(post, form, "a=1&b=2"), with(post, form, "b=2&a=1"), nil},
		{"order of JSON", with(post, jsonType, `{"a":1,"b":{"c":[true]}}`), with(post, jsonType, ` {"b": {"c": [true]}, "a": 1}`[1:]), nil},
		{"method", get("PUT", heart), get("GET", heart), []string{"method: PUT | GET"}},
		{"path values", get("GET", strings.Replace(heart, "2026-10-30/1d", "30-10-2026/7d", 1)), get("GET", heart), []string{"path date: 30-10-2026 | 2026-10-30", "path period: 7d | 1d"}},
		{"host", get("GET", strings.Replace(heart, "api.", "API2.", 1)), get("GET", heart), []string{"path host: api2.fitbit.com | api.fitbit.com"}},
		{"other path", get("GET", "https://api.fitbit.com/1/x"), get("GET", "https://api.fitbit.com/1/x/y"), []string{"path: /1/x | /1/x/y"}},
		{"query", get("GET", heart+"?limit=101&sort=asc"), get("GET", heart+"?limit=100&offset=0"),
			[]string{"query limit: 101 | 100", "query sort: asc |  (absent worked)", "query offset:  | 0 (absent here)"}},
		{"empty is not absent", get("GET", heart+"?a="), get("GET", heart+"?a=1"), []string{"query a:  | 1"}},
		{"repeated", get("GET", heart+"?a=1&a=2"), get("GET", heart+"?a=1"), []string{"query a: 1, 2 | 1"}},
		{"header", get("GET", heart, "Accept-Language", "de_DE"), get("GET", heart, "accept-language", "en_US", "Accept", "json"),
			[]string{"header accept-language: de_DE | en_US", "header accept:  | json (absent here)"}},
		{"other token", get("GET", heart, "Authorization", "Bearer "+tokenA), get("GET", heart, "authorization", "Bearer "+tokenB),
			[]string{"token: Bearer eyJhbGciOi… (A) | Bearer eyJhbGciOi… (B)"}},
		{"same token", get("GET", heart, "Authorization", "Bearer "+tokenA), get("GET", heart, "authorization", "Bearer "+tokenA), nil},
		{"no token", get("GET", heart), get("GET", heart, "Authorization", "Bearer "+tokenB), []string{"token:  | Bearer eyJhbGciOi… (absent here)"}},
		{"form", with(post, form, "weight=1,5&date=2026-10-30"), with(post, form, "weight=1.5&date=2026-10-30"), []string{"body weight: 1,5 | 1.5"}},
		{"secret in a form", with(post, form, "refresh_token=0123456789abcdef0123456789abcdef"), with(post, form, "refresh_token=0123456789abcdef0123456789abcdee"),
			[]string{"body refresh_token: 0123… (A) | 0123… (B)"}},
		{"JSON", with(post, jsonType, `{"a":[1,{"b":"x"}],"c":null}`), with(post, jsonType, `{"a":[1,{"b":"y"}],"d":{}}`),
			[]string{"body a[1].b: x | y", "body c: null |  (absent worked)", "body d:  | {} (absent here)"}},
		{"text", with(post, "text/plain", "one two"), with(post, "text/plain", "three"), []string{"body: one two | three"}},
		{"no body", post, with(post, form, "a=1"), []string{"body a:  | 1 (absent here)"}},
	} {
		_, endpoint := knowledge().Endpoint("GET", test.here.URL)
		if endpoint == nil {
			_, endpoint = knowledge().Endpoint("GET", heart)
		}
		if test.name == "other path" {
			endpoint = nil
		}
		if got := told(requests(&test.here, &test.worked, endpoint)); !slices.Equal(got, test.want) {
			t.Errorf("%s: have\n%s\nwant\n%s", test.name, strings.Join(got, "\n"), strings.Join(test.want, "\n"))
		}
	}
}

func TestWithWorking(t *testing.T) {
	start := time.Date(2026, 10, 30, 13, 0, 0, 0, time.UTC)
	at := func(minute, status int, r httpmsg.Request) httpmsg.Exchange {
		return httpmsg.Exchange{Started: start.Add(time.Duration(minute) * time.Minute), Request: r,
			Response: httpmsg.Response{Status: status, Body: httpmsg.Body{Recorded: true, Text: `{"activities-heart":[]}`, Size: 23}}}
	}
	other := strings.Replace(heart, "2026-10-30", "2026-10-29", 1)
	steps := "https://api.fitbit.com/1/user/-/activities/steps/date/2026-10-30/7d.json"
	for _, test := range []struct {
		name      string
		exchanges []httpmsg.Exchange // the last is compared
		want      int
		later     bool
		gap       time.Duration
	}{
		{"nothing before", []httpmsg.Exchange{at(1, 401, get("GET", heart))}, 0, false, 0},
		{"nothing that worked", []httpmsg.Exchange{at(0, 401, get("GET", heart)), at(1, 401, get("GET", heart))}, 0, false, 0},
		{"another endpoint", []httpmsg.Exchange{at(0, 200, get("GET", steps)), at(1, 401, get("GET", heart))}, 0, false, 0},
		{"the last", []httpmsg.Exchange{at(0, 200, get("GET", heart)), at(5, 200, get("GET", other)), at(6, 200, get("GET", steps)), at(9, 401, get("GET", heart))}, 2, false, 4 * time.Minute},
		{"not in order", []httpmsg.Exchange{at(5, 200, get("GET", heart)), at(0, 200, get("GET", other)), at(9, 401, get("GET", heart))}, 1, false, 4 * time.Minute},
		{"later only", []httpmsg.Exchange{at(30, 200, get("GET", heart)), at(20, 200, get("GET", heart)), at(9, 401, get("GET", heart))}, 2, true, 11 * time.Minute},
		{"rather before", []httpmsg.Exchange{at(10, 200, get("GET", heart)), at(0, 200, get("GET", heart)), at(9, 401, get("GET", heart))}, 2, false, 9 * time.Minute},
		{"wrong method", []httpmsg.Exchange{at(0, 200, get("GET", heart)), at(9, 405, get("PUT", heart))}, 1, false, 9 * time.Minute},
		{"preflight", []httpmsg.Exchange{at(0, 204, get("OPTIONS", heart)), at(9, 401, get("GET", heart))}, 0, false, 0},
		{"pasted", []httpmsg.Exchange{at(0, 200, get("GET", heart)), {Pasted: "x", Response: httpmsg.Response{Status: 401}}}, 0, false, 0},
		{"success with an error in it", []httpmsg.Exchange{{Started: start, Request: get("GET", heart), Response: httpmsg.Response{Status: 200, Body: httpmsg.Body{Recorded: true,
			Text: `{"errors":[{"errorType":"system","message":"Too many requests"}]}`}}}, at(9, 401, get("GET", heart))}, 0, false, 0},
	} {
		s := diagnosis.NewSession(knowledge())
		for _, x := range test.exchanges {
			s.Add(x)
		}
		c := WithWorking(s, s.LastID())
		switch {
		case test.want == 0 && c != nil:
			t.Errorf("%s: compared with %d", test.name, c.Exchange)
		case test.want == 0:
		case c == nil:
			t.Errorf("%s: not compared", test.name)
		case c.Exchange != test.want || c.Later != test.later || c.Gap != test.gap:
			t.Errorf("%s: compared with %d, later %t, gap %s; want %d, %t, %s", test.name, c.Exchange, c.Later, c.Gap, test.want, test.later, test.gap)
		}
	}
}

func TestManyDifferences(t *testing.T) {
	s := diagnosis.NewSession(knowledge())
	a, b := strings.Builder{}, strings.Builder{}
	for i := range mostDifferences + 5 {
		fmt.Fprintf(&a, "p%d=a&", i)
		fmt.Fprintf(&b, "p%d=b&", i)
	}
	s.Add(httpmsg.Exchange{Request: get("GET", heart+"?"+a.String()), Response: httpmsg.Response{Status: 200}})
	id := s.Add(httpmsg.Exchange{Request: get("GET", heart+"?"+b.String()), Response: httpmsg.Response{Status: 400}})
	if c := WithWorking(s, id); len(c.Differences) != mostDifferences || c.Omitted != 5 {
		t.Errorf("%d differences, %d left", len(c.Differences), c.Omitted)
	}
}

// Any two can be compared, in either order; what is at the same place in the
// paths of two endpoints is not taken for the same value.
func TestWith(t *testing.T) {
	s := diagnosis.NewSession(knowledge())
	at := time.Date(2026, 10, 30, 12, 0, 0, 0, time.UTC)
	add := func(address string, status int) int {
		at = at.Add(time.Minute)
		return s.Add(httpmsg.Exchange{Started: at, Request: get("GET", address), Response: httpmsg.Response{Status: status}})
	}
	failed, fine, other := add(heart, 401), add(strings.Replace(heart, "2026-10-30", "2026-10-29", 1), 200), add("https://api.fitbit.com/1/user/-/profile.json", 200)
	for _, c := range []struct {
		id, other int
		later     bool
		want      string
	}{
		{failed, fine, true, "path date: 2026-10-30 | 2026-10-29"},
		{fine, failed, false, "path date: 2026-10-29 | 2026-10-30"},
		{failed, other, true, "path: /1/user/-/activities/heart/date/2026-10-30/1d.json | /1/user/-/profile.json"},
	} {
		got := With(s, c.id, c.other)
		if lines := strings.Join(told(got.Differences), "; "); lines != c.want || got.Exchange != c.other || got.Later != c.later {
			t.Errorf("%d with %d: %q, later %t; want %q", c.id, c.other, lines, got.Later, c.want)
		}
	}
}
