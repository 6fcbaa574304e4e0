package shutdown_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/catalog/messages"
	"misstep/wasm/analysis"
	"misstep/wasm/analyzers/shutdown"
	"misstep/wasm/diagnosis"
	"misstep/wasm/diagnosis/explaintest"
	"misstep/wasm/httpmsg"
	"misstep/wasm/paste"
)

// Of an address that somebody added nobody knows when it is shut down.
func TestEmulatorIsNotShutDown(t *testing.T) {
	c := explaintest.Knowledge(t)
	if err := c.Watch("localhost:8080", "fitbit"); err != nil {
		t.Fatal(err)
	}
	s := diagnosis.NewSession(c)
	for _, address := range []string{"http://localhost:8080/1/user/-/devices.json", "https://api.fitbit.com/1/user/-/devices.json"} {
		x := httpmsg.Exchange{Started: time.Date(2026, 11, 3, 8, 0, 0, 0, time.UTC), ResourceType: "fetch", Request: httpmsg.Request{Method: "GET", URL: address}, Response: httpmsg.Response{Error: "net::ERR_FAILED"}}
		d := s.Diagnosis(s.Add(x))
		if gone := d.Replacement != nil; gone != strings.Contains(address, "fitbit.com") {
			t.Errorf("%s: %t", address, gone)
		}
	}
}

// A pasted text has no date except that of its Date header.
func TestPastedShutdown(t *testing.T) {
	const (
		expired = `{"errors":[{"errorType":"expired_token","message":"Access token expired"}],"success":false}`
		denied  = "The caller does not have permission"
		curl    = "curl 'https://api.fitbit.com/1/user/-/activities/steps/date/2026-10-01/2026-10-02.json'"
	)
	output := func(date, body string) string {
		return "HTTP/1.1 401 Unauthorized\nDate: " + date + "\nContent-Type: application/json\n\n" + body
	}
	for _, test := range []struct {
		name, text string
		want       []string // findings, as ID/reason
		fix        string   // first of the first finding
	}{
		{"words of the old API", expired, []string{"expired-token/", "api-shut-down/shut-down-undated"}, "shut down on 2026-11-02"},
		{"from after the day", output("Sun, 29 Nov 2026 08:00:00 GMT", expired), []string{"api-shut-down/shut-down-answered", "expired-token/"}, "health.googleapis.com"},
		{"from before the day", output("Thu, 29 Oct 2026 08:00:00 GMT", expired), []string{"expired-token/"}, "shut down on 2026-11-02"},
		{"words of both APIs", denied, []string{"google-caller-lacks-permission/", "caller-lacks-permission/", "scope-missing/"}, "Compare the granted scopes"},
		{"the successor's form", `{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}}`, []string{"google-rate-limit/", "rate-limit/"}, "Wait a minute"},
		{"the same, from before the day", strings.Replace(output("Thu, 29 Oct 2026 08:00:00 GMT", `{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}}`), "401 Unauthorized", "429 Too Many Requests", 1), []string{"rate-limit/", "google-rate-limit/"}, "shut down on 2026-11-02"},
		{"words of the successor", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.", []string{"google-token-invalid/"}, "Refresh"},
		{"a log line from after the day", "2026-11-29T08:00:00Z ERROR fitbit sync failed: " + expired, []string{"api-shut-down/shut-down-answered", "expired-token/"}, "health.googleapis.com"},
		{"a log line from before the day", "[2026-10-29 08:00:00] fitbit sync failed: " + expired, []string{"expired-token/"}, "shut down on 2026-11-02"},
		{"an address alone", "https://api.fitbit.com/1/user/-/activities/steps/date/2026-10-01/2026-10-02.json", []string{"api-shut-down/shut-down-undated", "response-unrecorded/"}, "dailyRollUp"},
		{"another API's address", "https://example.com/1/user/-/activities/steps/date/2026-10-01/2026-10-02.json", nil, ""},
		{"a command without output", curl, []string{"api-shut-down/shut-down-undated", "response-unrecorded/"}, "dailyRollUp"},
		{"a status that a client prints, with the old API's URL", "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://api.fitbit.com/1/user/-/profile.json", []string{"expired-token/", "invalid-token/", "authorization-header-format/", "api-shut-down/shut-down-undated"}, "shut down on 2026-11-02"},
		{"anybody's words from after the day", "2026-11-20 10:00:00 tweepy.errors.TooManyRequests: 429 Too Many Requests", []string{"rate-limit/", "api-shut-down/shut-down-answered"}, "shut down on 2026-11-02"},
		{"the same next to another API's host", `2026-11-20 10:00:00 https://api.spotify.com/v1/me {"error":{"status":401,"message":"The access token expired"}}`, nil, ""},
		{"a network error of any program", "2026-11-20 10:00:00 TypeError: Failed to fetch", []string{"network-failed/", "api-shut-down/shut-down-answered"}, ""},
		{"the announced status without a host", "HTTP/1.1 410 Gone", []string{"api-shut-down/"}, ""},
		{"words of no API", "the moon is in the wrong phase", nil, ""},
	} {
		exchanges, err := paste.Read(explaintest.Knowledge(t), test.text)
		if err != nil {
			t.Fatal(err)
		}
		d := explaintest.Last(t, exchanges...)
		var have []string
		for _, f := range d.Findings {
			have = append(have, f.ID+"/"+f.Reason)
		}
		if !slices.Equal(have, test.want) {
			t.Errorf("%s: %q, want %q", test.name, have, test.want)
		}
		if len(d.Findings) > 0 && !strings.Contains(d.Findings[0].Fixes[0], test.fix) {
			t.Errorf("%s: the first step is %q, want %q in it", test.name, d.Findings[0].Fixes[0], test.fix)
		}
	}
}

// What any program may say of any host is certain of nothing, on whatever day.
func TestPastedShutdownIsNoSurer(t *testing.T) {
	for _, text := range []string{
		"HTTP/1.1 410 Gone",
		"GET /foo HTTP/1.1\nHost: api.example.com\n\nHTTP/1.1 410 Gone",
		"HTTP/1.1 503 Service Unavailable\nDate: Fri, 20 Nov 2026 10:00:00 GMT\nServer: nginx",
		"2026-11-20 10:00:00 TypeError: Failed to fetch",
		"2026-11-20 10:00:00 docker: Error response from daemon: unauthorized: authentication required",
		"2026-11-20 10:00:01 ERROR Health: Too Many Requests (https://health.googleapis.com/v4/users/me/profile)",
		"2026-11-20 10:00:00 405 Method Not Allowed",
	} {
		exchanges, err := paste.Read(explaintest.Knowledge(t), text)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range explaintest.Last(t, exchanges...).Findings {
			if f.Certainty != analysis.Possible {
				t.Errorf("%q: %s/%s is %s", text, f.ID, f.Reason, f.Certainty)
			}
		}
	}
}

// Since the day, no step of any reading leads to the old API or its pages.
func TestNoStepLeadsBack(t *testing.T) {
	k := explaintest.Knowledge(t)
	for _, pack := range k.Packs() {
		if pack.Shutdown == nil {
			continue
		}
		for _, e := range pack.Errors {
			for _, example := range e.Examples {
				method, address, _ := strings.Cut(example.Request, " ")
				if e.Kind != catalog.KindError || example.Status < 400 || address == "" {
					continue
				}
				body, _ := json.Marshal(map[string]any{"errors": []any{map[string]any{"errorType": example.Type, "message": example.Message}}})
				d := diagnosis.Explain(k, httpmsg.Exchange{Started: time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC), Request: httpmsg.Request{Method: method, URL: address},
					Response: httpmsg.Response{Status: example.Status, Body: httpmsg.Body{Recorded: true, Text: string(body)}}})
				if len(d.Findings) == 0 || !strings.HasPrefix(d.Findings[0].Reason, "shut-down") || d.Replacement == nil {
					t.Fatalf("%s: %+v", e.ID, d.Findings)
				}
				for _, f := range d.Findings {
					for _, fix := range f.Fixes {
						if strings.Contains(fix, "dev.fitbit.com") || strings.Contains(fix, "Refresh:") {
							t.Errorf("%s: %s", e.ID, fix)
						}
					}
				}
			}
		}
	}
}

// The texts say that it happened, in each language, and where that is said.
func TestShutdownHappened(t *testing.T) {
	for _, language := range append(messages.Languages(), "en") {
		k := catalog.Load(builtin.Packs)
		if err := k.Translate(language); err != nil {
			t.Fatal(err)
		}
		pack := k.Pack("fitbit")
		var texts, sources []string
		for _, e := range pack.Errors {
			if e.Status == pack.Shutdown.Status {
				texts, sources = append(texts, append(e.Fixes, e.Title, e.Brief, e.Fact, e.Cause)...), append(sources, e.Source)
			}
		}
		for id := range shutdown.Analyzer.Causes {
			_, c := k.Cause("fitbit", id)
			texts, sources = append(texts, append(c.Fixes, c.Title, c.Brief, c.Fact, c.Cause)...), append(sources, c.Source)
		}
		for _, text := range texts {
			if strings.Contains(text, "announce") || strings.Contains(text, "angekündigt") || strings.Contains(text, "will be") {
				t.Errorf("%s: %s", language, text)
			}
		}
		for _, source := range sources {
			if !strings.Contains(source, "past tense") {
				t.Errorf("the source is %s", source)
			}
		}
	}
}
