package diagnosis

import (
	"slices"
	"strings"
	"testing"
	"time"

	"misstep/wasm/httpmsg"
)

// start is when the sessions of these tests begin.
var start = time.Date(2026, 10, 30, 12, 5, 0, 0, time.UTC)

// Times are milliseconds; each threshold has a row just inside and one just
// outside.
func TestNavigations(t *testing.T) {
	const api, page = "https://api.fitbit.com/1/user/-/profile.json", "https://www.fitbit.com/oauth2/authorize?response_type=code&client_id=23QXYZ&scope=sleep"
	at := func(from, duration float64, kind, address string, status int, failure string) httpmsg.Exchange {
		x := httpmsg.Exchange{Started: start.Add(time.Duration(from) * time.Millisecond), Duration: duration, ResourceType: kind}
		x.Request.Method, x.Request.URL = "GET", address
		x.Response.Status, x.Response.Error = status, failure
		return x
	}
	document := func(from, duration float64, status int) httpmsg.Exchange {
		return at(from, duration, "document", page, status, "")
	}
	aborted := func(from, duration float64, kind, address string) httpmsg.Exchange {
		return at(from, duration, kind, address, 0, "net::ERR_ABORTED")
	}
	consent := func(from float64, challenge string) httpmsg.Exchange {
		return at(from, 100, "document", page+"&code_challenge_method=S256&code_challenge="+strings.Repeat(challenge, 43), 200, "")
	}
	of := func(browser string, x httpmsg.Exchange) httpmsg.Exchange {
		x.Request.Headers = append(slices.Clone(x.Request.Headers), httpmsg.Header{Name: "User-Agent", Value: browser})
		return x
	}
	sends := func(body string, x httpmsg.Exchange) httpmsg.Exchange {
		x.Request.Method, x.Request.PostData = "POST", &httpmsg.PostData{Text: body}
		return x
	}
	unfinished := func(from float64) httpmsg.Exchange {
		x := at(from, 0, "fetch", api, 0, "")
		x.Response.Unfailed = true
		return x
	}
	for _, test := range []struct {
		name      string
		exchanges []httpmsg.Exchange // the diagnosis is that of the first
		want      string             // its finding; "": none, and no failure
	}{
		{"replaced a second after it ended", []httpmsg.Exchange{aborted(0, 5, "document", page), document(1005, 80, 200)}, ""},
		{"and later, not", []httpmsg.Exchange{aborted(0, 5, "document", page), document(1006, 80, 200)}, "request-aborted"},
		{"both at once: what came stays", []httpmsg.Exchange{aborted(0, 5, "document", page), document(0, 80, 200)}, ""},
		{"cut off as the new document came", []httpmsg.Exchange{aborted(0, 280, "fetch", api), document(100, 80, 200)}, "request-cut-off"},
		{"given up later than that", []httpmsg.Exchange{aborted(0, 281, "fetch", api), document(100, 80, 200)}, "request-aborted"},
		{"cut off as the new document was asked for", []httpmsg.Exchange{aborted(0, 195, "fetch", api), document(200, 80, 200)}, "request-cut-off"},
		{"given up before that", []httpmsg.Exchange{aborted(0, 194, "fetch", api), document(200, 80, 200)}, "request-aborted"},
		{"cut off after a redirect", []httpmsg.Exchange{aborted(0, 3280, "fetch", api), document(100, 80, 302)}, "request-cut-off"},
		{"given up long after a redirect", []httpmsg.Exchange{aborted(0, 3281, "fetch", api), document(100, 80, 302)}, "request-aborted"},
		{"of the page before, though its redirect goes on", []httpmsg.Exchange{aborted(280, 500, "fetch", api), document(100, 80, 302)}, "request-cut-off"},
		{"of the page after the redirect", []httpmsg.Exchange{aborted(281, 500, "fetch", api), document(100, 80, 302)}, "request-aborted"},
		{"unfinished as a document came", []httpmsg.Exchange{unfinished(0), document(10_000, 80, 200)}, "request-cut-off"},
		{"unfinished for so long that the user left", []httpmsg.Exchange{unfinished(0), document(10_001, 80, 200)}, "request-unfinished"},
		{"unfinished, asked for while it came", []httpmsg.Exchange{unfinished(180), document(100, 80, 200)}, "request-cut-off"},
		{"unfinished, of the new document", []httpmsg.Exchange{unfinished(181), document(100, 80, 200)}, "request-unfinished"},
		{"unfinished, no document", []httpmsg.Exchange{unfinished(0), document(100, 80, 204)}, "request-unfinished"},
		{"unfinished, in another browser", []httpmsg.Exchange{of("one", unfinished(0)), of("two", document(100, 80, 200))}, "request-unfinished"},
		{"given up in another browser", []httpmsg.Exchange{of("one", aborted(0, 150, "fetch", api)), of("two", document(100, 80, 200))}, "request-aborted"},
		{"unfinished, never left", []httpmsg.Exchange{unfinished(0)}, "request-unfinished"},
		{"failed as a document came, and nothing names why", []httpmsg.Exchange{at(0, 150, "fetch", api, 0, ""), document(100, 80, 200)}, "network-failed"},
		{"given up as a document came, as Firefox reports to Playwright", []httpmsg.Exchange{at(0, 150, "", api, 0, "NS_BINDING_ABORTED"), document(100, 80, 200)}, "request-cut-off"},
		{"made again within a second", []httpmsg.Exchange{aborted(0, 3, "fetch", api), at(1000, 20, "fetch", api, 401, "")}, ""},
		{"given up while the second was under way", []httpmsg.Exchange{aborted(0, 106, "fetch", api), at(6, 200, "fetch", api, 200, "")}, ""},
		{"waited for in vain next to the second", []httpmsg.Exchange{aborted(0, 107, "fetch", api), at(6, 200, "fetch", api, 200, "")}, "request-aborted"},
		{"another body after it", []httpmsg.Exchange{sends("a", aborted(0, 3, "fetch", api)), sends("b", at(6, 20, "fetch", api, 200, ""))}, "request-aborted"},
		{"the same body after it", []httpmsg.Exchange{sends("a", aborted(0, 3, "fetch", api)), sends("a", at(6, 20, "fetch", api, 200, ""))}, ""},
		{"made again later", []httpmsg.Exchange{aborted(0, 3, "fetch", api), at(1001, 20, "fetch", api, 200, "")}, "request-aborted"},
		{"made again without an answer", []httpmsg.Exchange{aborted(0, 3, "fetch", api), at(6, 20, "fetch", api, 0, "net::ERR_FAILED")}, "request-aborted"},
		{"failed, and made again", []httpmsg.Exchange{at(0, 3, "fetch", api, 0, "net::ERR_CONNECTION_RESET"), at(6, 20, "fetch", api, 200, "")}, "connection-reset"},
		{"a second consent within a tenth of a second", []httpmsg.Exchange{consent(100, "b"), consent(0, "a")}, "consent-started-twice"},
		{"of one browser", []httpmsg.Exchange{of("one", consent(9, "b")), of("one", consent(0, "a"))}, "consent-started-twice"},
		{"of two browsers behind a proxy", []httpmsg.Exchange{of("one", consent(9, "b")), of("two", consent(0, "a"))}, ""},
		{"a second consent after it", []httpmsg.Exchange{consent(101, "b"), consent(0, "a")}, ""},
	} {
		s := NewSession(knowledge(t))
		for _, x := range test.exchanges {
			s.Add(x)
		}
		d := s.Diagnosis(1)
		have := ""
		if len(d.Findings) > 0 {
			have = d.Findings[0].ID
		}
		if have != test.want || d.Failed != slices.Contains([]string{"request-aborted", "connection-reset", "request-unfinished", "network-failed"}, test.want) {
			t.Errorf("%s: have %q (failed: %t), want %q", test.name, have, d.Failed, test.want)
		}
	}
	s := NewSession(knowledge(t))
	s.Add(aborted(0, 150, "fetch", api))
	s.Add(at(0, 20, "fetch", api, 200, ""))
	if touched := s.Affected(s.Add(document(100, 80, 200))); !slices.Equal(touched, []int{1}) {
		t.Errorf("a navigation touches %v, want what had no answer", touched)
	}
}

func TestPreflightOf(t *testing.T) {
	const address = "https://api.fitbit.com/1/user/-/profile.json"
	for _, test := range []struct {
		name       string
		preflights []int // when they began, in milliseconds; the call began at 10,000
		status     int   // of them
		duration   float64
		want       int    // number of the one that is its, 0: none
		asks       string // a header that it asks leave for
		allows     string
	}{
		{"none", nil, 204, 0, 0, "", ""},
		{"before: what it allowed is remembered", []int{0}, 204, 0, 1, "", ""},
		{"before: what it did not allow is not", []int{0}, 204, 0, 0, "x-own", "authorization"},
		{"just before: what it did not allow", []int{5000}, 204, 0, 1, "x-own", "authorization"},
		{"before, refused long ago", []int{4999}, 403, 0, 0, "", ""},
		{"before, refused just now", []int{5000}, 403, 0, 1, "", ""},
		{"before, unanswered long ago", []int{4999}, 0, 0, 0, "", ""},
		{"soon after it", []int{0, 10250}, 204, 0, 2, "", ""},
		{"not so soon", []int{0, 10251}, 204, 0, 1, "", ""},
		{"nearer before it", []int{9900, 10101}, 204, 0, 1, "", ""},
		{"nearer after it", []int{9900, 10099}, 204, 0, 2, "", ""},
		{"alone, after it", []int{15000}, 403, 0, 1, "", ""},
		{"too long after it", []int{15001}, 403, 0, 0, "", ""},
		{"while the call was under way", []int{16000}, 410, 6000, 1, "", ""},
		{"after the call", []int{16001}, 410, 6000, 0, "", ""},
	} {
		s := NewSession(knowledge(t))
		for _, at := range test.preflights {
			x := httpmsg.Exchange{Started: start.Add(time.Duration(at) * time.Millisecond)}
			x.Response.Status = test.status
			x.Response.Headers = []httpmsg.Header{{Name: "Access-Control-Allow-Origin", Value: "*"}, {Name: "Access-Control-Allow-Headers", Value: test.allows}}
			x.Request = httpmsg.Request{Method: "OPTIONS", URL: address, Headers: []httpmsg.Header{{Name: "Access-Control-Request-Method", Value: "GET"}, {Name: "Access-Control-Request-Headers", Value: test.asks}}}
			s.Add(x)
		}
		x := httpmsg.Exchange{Started: start.Add(10 * time.Second), Duration: test.duration, Request: httpmsg.Request{Method: "GET", URL: address}}
		have := 0
		if p := s.PreflightOf(&x); p != nil {
			have = p.ID
		}
		if have != test.want {
			t.Errorf("%s: have %d, want %d", test.name, have, test.want)
		}
	}
}
