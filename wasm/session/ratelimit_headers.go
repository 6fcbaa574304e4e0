package session

import (
	"cmp"
	"time"

	"misstep/wasm/httpmsg"
)

// A RateLimitStatus is what one answer told of the rate limit.
type RateLimitStatus struct {
	Pack, Name   string        // id and name of the API
	Per          string        // what is counted together, as documented: "user and application"
	User, Client string        // whose requests are counted, as far as the token tells
	Limit        int           // requests in a window
	Remaining    int           // of them
	Reset        time.Time     // when all are free again, by the client's clock; zero: not told
	Window       time.Duration // how long a window is; 0: not known
}

// RateLimitStatus is what the answer of an exchange told of the rate limit; false when
// it told nothing, or when it was told before, to a cache.
func (s *Session) RateLimitStatus(id int) (RateLimitStatus, bool) {
	r := s.RecordedAs(id)
	x, pack := &r.Exchange, r.Pack
	if pack == nil || x.FromCache != "" {
		return RateLimitStatus{}, false
	}
	limits := pack.RateLimit
	left, ok := httpmsg.IntHeader(x, limits.Headers.Remaining)
	if !ok || left < 0 {
		return RateLimitStatus{}, false
	}
	told := RateLimitStatus{
		Pack: pack.ID, Name: pack.Name, Per: limits.Per, Limit: limits.Requests, Remaining: left,
		Window: time.Duration(limits.WindowSeconds) * time.Second,
	}
	if limit, ok := httpmsg.IntHeader(x, limits.Headers.Limit); ok && limit > 0 {
		told.Limit = limit
	}
	told.Limit = max(told.Limit, left)
	if seconds, ok := httpmsg.IntHeader(x, limits.Headers.Reset); ok && seconds >= 0 && !x.Started.IsZero() && seconds <= mostSeconds(limits.WindowSeconds) {
		told.Reset = x.Started.Add(time.Duration(x.Duration*float64(time.Millisecond)) + time.Duration(seconds)*time.Second)
	}
	if t, ok := s.Sent(x); ok {
		told.User, told.Client = t.Claims.Subject, t.Claims.Client
		if i := s.flows.byAccess[t.Text]; i != nil {
			told.User, told.Client = cmp.Or(told.User, i.User), cmp.Or(told.Client, i.Client)
		}
	}
	return told, true
}

// mostSeconds is the longest wait that can be believed: what is longer is no
// number of seconds, but perhaps a date.
func mostSeconds(window int) int {
	if window == 0 {
		return 31 * 24 * 60 * 60
	}
	return 2 * window
}
