package diagnosis

import (
	"slices"
	"testing"
	"time"

	"misstep/wasm/httpmsg"
)

// TestPartOf has exchanges that are only a part of a call, and others that are
// near to that.
func TestPartOf(t *testing.T) {
	start := time.Date(2026, 10, 30, 12, 0, 0, 0, time.UTC)
	const profile, devices = "https://api.fitbit.com/1/user/-/profile.json", "https://api.fitbit.com/1/user/-/devices.json"
	at := func(seconds float64, method, url string, status int) httpmsg.Exchange {
		return httpmsg.Exchange{Started: start.Add(time.Duration(seconds * float64(time.Second))), Duration: 300,
			Request:  httpmsg.Request{Method: method, URL: url, Headers: []httpmsg.Header{{Name: "Origin", Value: "http://localhost:5173"}}},
			Response: httpmsg.Response{Status: status}}
	}
	preflight := func(seconds float64, url, method string, status int) httpmsg.Exchange {
		x := at(seconds, "OPTIONS", url, status)
		x.Request.Headers = append(x.Request.Headers, httpmsg.Header{Name: "Access-Control-Request-Method", Value: method})
		return x
	}
	byWorker := func(x httpmsg.Exchange) httpmsg.Exchange {
		x.Response.ByWorker = true
		return x
	}
	lasting := func(x httpmsg.Exchange, seconds float64) httpmsg.Exchange {
		x.Duration = seconds * 1000
		return x
	}
	as := func(x httpmsg.Exchange, authorization string) httpmsg.Exchange {
		x.Request.Headers = append(x.Request.Headers, httpmsg.Header{Name: "Authorization", Value: authorization})
		return x
	}
	for _, test := range []struct {
		name string
		all  []httpmsg.Exchange
		want []int // of which each is a part
	}{
		{"refused preflight before its call", []httpmsg.Exchange{preflight(0, profile, "GET", 410), at(0.01, "GET", profile, 0)}, []int{2, 0}},
		{"after its call", []httpmsg.Exchange{at(0, "GET", profile, 0), preflight(0.002, profile, "GET", 410)}, []int{0, 1}},
		{"each call has its own", []httpmsg.Exchange{at(0, "GET", profile, 0), preflight(0.002, profile, "GET", 410), at(1, "GET", profile, 0), preflight(1.002, profile, "GET", 410)}, []int{0, 1, 0, 3}},
		{"asked long before", []httpmsg.Exchange{preflight(0, profile, "GET", 410), at(5.001, "GET", profile, 0)}, []int{0, 0}},
		{"asked just not too long before", []httpmsg.Exchange{preflight(0, profile, "GET", 410), at(5, "GET", profile, 0)}, []int{2, 0}},
		{"another method", []httpmsg.Exchange{preflight(0, profile, "DELETE", 403), at(0.01, "GET", profile, 200)}, []int{0, 0}},
		{"another address", []httpmsg.Exchange{preflight(0, profile, "GET", 403), at(0.01, "GET", devices, 200)}, []int{0, 0}},
		{"no call was reported", []httpmsg.Exchange{preflight(0, profile, "GET", 403)}, []int{0}},
		{"after a call that took long", []httpmsg.Exchange{lasting(at(0, "GET", profile, 0), 8), preflight(6, profile, "GET", 410)}, []int{0, 1}},
		{"after one that had ended", []httpmsg.Exchange{lasting(at(0, "GET", profile, 0), 5.9), preflight(6, profile, "GET", 410)}, []int{0, 0}},
		{"a worker's own, while the page had the answer from its cache", []httpmsg.Exchange{byWorker(at(0, "GET", profile, 200)), at(0.05, "GET", profile, 401)}, []int{0, 0}},
		{"a direct call with another token at the same time", []httpmsg.Exchange{as(byWorker(at(0, "GET", profile, 401)), "Bearer a"), as(at(0.05, "GET", profile, 401), "Bearer b")}, []int{0, 0}},
		{"by a service worker, with the page's token", []httpmsg.Exchange{as(byWorker(at(0, "GET", profile, 401)), "Bearer a"), as(at(0.05, "GET", profile, 401), "Bearer a")}, []int{0, 1}},
		{"by a service worker", []httpmsg.Exchange{byWorker(at(0, "GET", profile, 401)), at(0.05, "GET", profile, 401)}, []int{0, 1}},
		{"by a service worker, reported later", []httpmsg.Exchange{at(0.05, "GET", profile, 401), byWorker(at(0, "GET", profile, 401))}, []int{2, 0}},
		{"the worker asks again, later", []httpmsg.Exchange{byWorker(at(0, "GET", profile, 401)), at(0.301, "GET", profile, 401)}, []int{0, 0}},
		{"a page without a worker asks twice", []httpmsg.Exchange{at(0, "GET", profile, 401), at(0, "GET", profile, 401)}, []int{0, 0}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := NewSession(knowledge(t))
			var touched [][]int
			for _, x := range test.all {
				s.Summary(s.Add(x))
				touched = append(touched, s.Affected(s.LastID()))
			}
			for i, want := range test.want {
				row := s.Summary(i + 1)
				if row.Part != want || want != 0 && row.Failed {
					t.Errorf("%d is part of %d, failed %t; want %d", i+1, row.Part, row.Failed, want)
				}
				if want > 0 && !slices.Contains(touched[max(i, want-1)], min(i+1, want)) {
					t.Errorf("the one that came last changed %v", touched[max(i, want-1)])
				}
			}
			s.Forget(s.LastID() + 1)
			if len(s.Parts.Calls)+len(s.Parts.Fetched) > 0 {
				t.Error("calls are kept that the session forgot")
			}
		})
	}
}
