package diagnosis

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"misstep/wasm/httpmsg"
)

// What is forgotten is gone, what is kept has its ID still, and nothing that
// refers to the forgotten stumbles.
func TestForgetRandomSessions(t *testing.T) {
	c := knowledge(t)
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 11))
		exchanges, _ := randomSession(r, 30)
		session := NewSession(c)
		for i, x := range exchanges {
			if id := session.Add(x); id != i+1 {
				t.Fatalf("exchange %d has the id %d", i+1, id)
			}
			if r.IntN(3) == 0 {
				session.Forget(session.First() + r.IntN(4))
			}
			for id := 1; id <= session.LastID(); id++ { // forgotten ones, too
				d := session.Diagnosis(id)
				if known := session.Exchange(id).Request.URL == exchanges[id-1].Request.URL; known != (id >= session.First()) && exchanges[id-1].Request.URL != "" {
					t.Fatalf("seed %d: exchange %d of %d to %d is known: %t", seed, id, session.First(), session.LastID(), known)
				}
				if id < session.First() && (d.Failed || len(d.Findings) > 0) {
					t.Fatalf("seed %d: exchange %d is forgotten and diagnosed as %+v", seed, id, d)
				}
				session.SetBody(id, `{"errors":[{"errorType":"system"}]}`, "")
				session.Affected(id)
			}
		}
		for _, method := range []string{"OPTIONS", "DELETE", "GET"} {
			x := httpmsg.Exchange{Request: httpmsg.Request{Method: method, URL: "https://api.fitbit.com/1/user/-/foods/log/1.json", Headers: []httpmsg.Header{{Name: "Access-Control-Request-Method", Value: "DELETE"}}}}
			x.Response.Status, x.Response.Headers = 302, []httpmsg.Header{{Name: "Location", Value: "https://api.fitbit.com/elsewhere"}}
			session.Add(x)
			exchanges = append(exchanges, x)
		}
		session.Forget(session.LastID() + 5)
		if session.First() != session.LastID()+1 || session.LastID() != len(exchanges) {
			t.Fatalf("all is forgotten, and First is %d, Len %d", session.First(), session.LastID())
		}
		if n := session.Held(); n != 0 {
			t.Fatalf("seed %d: all is forgotten, and the index holds %d still", seed, n)
		}
	}
}

// lone is an exchange that has nothing to do with any other.
func lone(n int) httpmsg.Exchange {
	x := httpmsg.Exchange{
		Started: time.Date(2026, 10, 30, 12, 0, 0, 0, time.UTC).Add(time.Duration(n) * 2 * time.Hour),
		Request: httpmsg.Request{Method: "GET", URL: fmt.Sprintf("https://api.fitbit.com/1/user/-/sleep/list.json?offset=0&limit=%d", n)},
	}
	body := []string{`{"sleep":[]}`, `{"errors":[{"errorType":"validation","fieldName":"date","message":"Invalid date: 2026-13-01"}]}`,
		`{"errors":[{"errorType":"system","message":"Too Many Requests"}]}`, `<html>Bad gateway</html>`}[n%4]
	x.Response.Status = []int{200, 400, 429, 502}[n%4]
	x.Response.Body = httpmsg.Body{Recorded: true, Text: body}
	return x
}

// If no exchange affects another, those that are kept are diagnosed as if nothing had been
// forgotten.
func TestForgetSameDiagnoses(t *testing.T) {
	c := knowledge(t)
	const most = 25
	whole, capped := NewSession(c), NewSession(c)
	for n := range 120 {
		whole.Add(lone(n))
		capped.Forget(capped.Add(lone(n)) + 1 - most)
	}
	if capped.First() != 96 || capped.LastID() != 120 {
		t.Fatalf("kept are %d to %d", capped.First(), capped.LastID())
	}
	failing := 0
	for id := capped.First(); id <= capped.LastID(); id++ {
		want, got := whole.Diagnosis(id), capped.Diagnosis(id)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("exchange %d is\n%+v\nwith all the others\n%+v", id, got, want)
		}
		if got.Failed {
			failing++
		}
	}
	if failing != 19 {
		t.Errorf("%d of the kept fail", failing)
	}
}

// A token's grant explains later requests although it is forgotten.
func TestForgetKeepsTokens(t *testing.T) {
	session := NewSession(knowledge(t))
	session.Add(httpmsg.Exchange{
		Request: httpmsg.Request{Method: "POST", URL: "https://api.fitbit.com/oauth2/token", Headers: []httpmsg.Header{{Name: "Authorization", Value: "Basic MjNBQkNEOnNlY3JldA=="}},
			PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: "grant_type=authorization_code&code=abc&client_id=23ABCD"}},
		Response: httpmsg.Response{Status: 200, Body: httpmsg.Body{Recorded: true, Text: `{"access_token":"aaaaaaaaaaaaaaaaaaaaaaaa","refresh_token":"bbbbbbbbbbbbbbbbbbbbbbbb","user_id":"ABC","scope":"sleep"}`}},
	})
	session.Forget(2)
	id := session.Add(httpmsg.Exchange{
		Request:  httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/user/-/profile.json", Headers: []httpmsg.Header{{Name: "Authorization", Value: "Bearer bbbbbbbbbbbbbbbbbbbbbbbb"}}},
		Response: httpmsg.Response{Status: 401, Body: httpmsg.Body{Recorded: true, Text: `{"errors":[{"errorType":"invalid_token","message":"Access token invalid"}]}`}},
	})
	d := session.Diagnosis(id)
	if len(d.Findings) == 0 || d.Findings[0].Reason != "refresh-token-as-access-token" {
		t.Errorf("with the grant forgotten: %+v", d.Findings)
	}
}

// However long a capped session goes on, it takes no more memory.
func TestForgetFreesMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("counts bytes")
	}
	const most, bodySize = 200, 20_000
	session := NewSession(knowledge(t))
	n := 0
	run := func(times int) uint64 {
		for range times {
			x := lone(n)
			x.Request.URL += fmt.Sprintf("&n=%d", n)
			x.Started = time.Date(2026, 10, 30, 12, n/1000, 0, 0, time.UTC) // a rate limit has few hours
			x.Response.Body.Text += strings.Repeat(" ", bodySize)
			session.Forget(session.Add(x) + 1 - most)
			session.Diagnosis(session.LastID())
			n++
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	early := run(2 * most)
	late := run(20 * most)
	if grown := int64(late) - int64(early); grown > most*bodySize {
		t.Errorf("%d exchanges later, %d kB more", 20*most, grown/1000)
	}
	runtime.KeepAlive(session)
}
