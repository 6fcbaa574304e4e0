package diagnosis

import (
	"cmp"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// What is taken for data without being decoded is data.
func TestIsData(t *testing.T) {
	session := NewSession(knowledge(t))
	for _, test := range []struct {
		name, method, url string
		status            int
		body              string
		data              bool
	}{
		{"data", "GET", "https://api.fitbit.com/1/user/-/profile.json", 200, `{"user":{"age":30}}`, true},
		{"created", "POST", "https://api.fitbit.com/1/user/-/body/log/fat.json", 201, ` {"fatLog":{}} `, true},
		{"a message in it", "GET", "https://api.fitbit.com/1/user/-/profile.json", 200, `{"user":{"message":"hello","errorCount":0}}`, true},
		{"cut", "GET", "https://api.fitbit.com/1/user/-/profile.json", 200, `{"user":{"age":3`, true},
		{"cut, with a message", "GET", "https://api.fitbit.com/1/user/-/profile.json", 200, `{"user":{"message":"hel`, false},
		{"an error", "GET", "https://api.fitbit.com/1/user/-/profile.json", 200, `{"errors":[{"errorType":"system","message":"x"}]}`, false},
		{"an odd error", "GET", "https://api.fitbit.com/1/user/-/profile.json", 200, `{"user":{},"errors":[{"code":7}]}`, false},
		{"an error of OAuth", "POST", "https://api.fitbit.com/oauth2/token", 200, `{"error":"invalid_grant"}`, false},
		{"an error in depth", "GET", "https://api.fitbit.com/1/user/-/profile.json", 200, `{"a":{"b":[{"errorType":"system"}]}}`, false},
		{"a list", "GET", "https://api.fitbit.com/1/user/-/devices.json", 200, `[]`, false},
		{"nothing", "GET", "https://api.fitbit.com/1/user/-/profile.json", 204, ``, false},
		{"a failure", "GET", "https://api.fitbit.com/1/user/-/profile.json", 404, `{"user":{}}`, false},
		{"no API of ours", "GET", "https://example.org/", 200, `{"user":{}}`, false},
	} {
		x := httpmsg.Exchange{Request: httpmsg.Request{Method: test.method, URL: test.url}, Response: httpmsg.Response{Status: test.status}}
		httpmsg.SetBody(&x, test.body, "")
		r := unread(session, x)
		if have := errorformat.IsSuccess(session.Catalog(), r.PackID(), &r.Exchange); have != test.data {
			t.Errorf("%s: %t", test.name, have)
		}
	}
}

// A diagnosis does not depend on whether data was decoded.
func TestDataIsDiagnosedAlike(t *testing.T) {
	k, told := knowledge(t), 0
	for name, exchanges := range sessions(t) {
		session := NewSession(k)
		for _, x := range exchanges {
			session.Add(x)
		}
		for id := 1; id <= session.LastID(); id++ {
			r := session.Recorded(id)
			if !r.Data {
				continue
			}
			told++
			fast := session.diagnose(id)
			session.render(id, &fast)
			r.Data = false
			slow := session.diagnose(id)
			session.render(id, &slow)
			r.Data = true
			if !reflect.DeepEqual(fast, slow) {
				t.Errorf("%s: exchange %d is, by its form,\n%+v\ndecoded\n%+v", name, id, fast, slow)
			}
		}
	}
	if told < 300 {
		t.Errorf("%d answers are data", told)
	}
}

// successOf is a response with a body of this size.
func successOf(method, address, start string, size int) httpmsg.Exchange {
	x := httpmsg.Exchange{Request: httpmsg.Request{Method: method, URL: address}, Response: httpmsg.Response{Status: 200}}
	httpmsg.SetBody(&x, start+strings.Repeat(" ", max(0, size-len(start)-1))+"}", "")
	return x
}

// Of data only the beginning is kept; what is read again is kept whole.
func TestBodiesKept(t *testing.T) {
	profile, heart := "https://api.fitbit.com/1/user/-/profile.json", "https://api.fitbit.com/1/user/-/activities/heart/date/today/1d/1min.json"
	const large = 100_000
	k := knowledge(t)
	failed := successOf("GET", profile, `{"errors":[{"errorType":"system","message":"odd"}]`, 3*httpmsg.MaxBody)
	failed.Response.Status = 500
	odd := successOf("GET", profile, `{"errors":[{"errorType":"system","message":"odd"}]`, large)
	page := successOf("GET", profile, `<html>`, large)
	unicode := successOf("GET", profile, `{"a":"`+strings.Repeat("ü", session.MostData)+`"`, 0)
	for _, test := range []struct {
		name string
		x    httpmsg.Exchange
		kept int // of the text, 0: all
	}{
		{"small", successOf("GET", profile, `{"user":{}`, session.MostData), 0},
		{"large", successOf("GET", profile, `{"user":{}`, large), session.MostData},
		{"in the middle of a character", unicode, session.MostData},
		{"on an undocumented path", successOf("GET", "https://api.fitbit.com/1/user/-/mood.json", `{"mood":1`, large), session.MostData},
		{"with the data asked for", successOf("GET", heart, `{"activities-heart-intraday":{}`, large), session.MostData},
		{"without it", successOf("GET", heart, `{"activities-heart":[]`, large), 0},
		{"a step of OAuth", successOf("POST", "https://api.fitbit.com/oauth2/token", `{"access_token":"abcdefghijklmnopqrst"`, large), 0},
		{"tokens elsewhere", successOf("POST", "https://api.fitbit.com/own/token", `{"access_token":"abcdefghijklmnopqrst"`, large), 0},
		{"an error in it", odd, 0},
		{"a page", page, 0},
		{"a failure", failed, session.MostFailure},
	} {
		whole := test.x.Response.Body.Text
		session := NewSession(k)
		id := session.Add(test.x)
		row := session.Summary(id)
		body := session.Exchange(id).Response.Body
		if want := cmp.Or(test.kept, len(whole)); len(body.Text) > want || len(body.Text) < want-3 || !strings.HasPrefix(whole, body.Text) {
			t.Errorf("%s: %d bytes of %d are kept, want %d", test.name, len(body.Text), len(whole), want)
		}
		if body.DroppedBytes != len(whole)-len(body.Text) {
			t.Errorf("%s: %d bytes are said to be left, %d of %d are kept", test.name, body.DroppedBytes, len(body.Text), len(whole))
		}
		again := NewSession(k) // as when other hosts are watched
		if have := again.Summary(again.Add(*session.Exchange(id))); have != row {
			t.Errorf("%s: %+v when it is added again, was %+v", test.name, have, row)
		}
		// A body that comes later is treated the same, also when it comes again.
		late := test.x
		late.Response.Body = httpmsg.Body{}
		for range 2 {
			session := NewSession(k)
			id := session.Add(late)
			session.SetBody(id, whole, "")
			session.SetBody(id, whole, "")
			if have := session.Exchange(id).Response.Body; have.Text != body.Text || have.DroppedBytes != body.DroppedBytes {
				t.Errorf("%s: %d bytes are kept of a body that came later, %d of one that was there", test.name, len(have.Text), len(body.Text))
			}
			if session.Summary(id) != row {
				t.Errorf("%s: %+v when the body came later, was %+v", test.name, session.Summary(id), row)
			}
		}
	}
}

// An intraday response that is kept only in part still shows that the application
// may read such data.
func TestShortenedDataIsStillData(t *testing.T) {
	heart := "https://api.fitbit.com/1/user/-/activities/heart/date/today/1d/1min.json"
	first := NewSession(knowledge(t))
	id := first.Add(successOf("GET", heart, `{"activities-heart":[`+strings.Repeat(" ", 2*session.MostData)+`],"activities-heart-intraday":{}`, 100_000))
	second := NewSession(knowledge(t))
	second.Add(*first.Exchange(id))
	refused := httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/user/-/spo2/date/2026-10-30/all.json"}, Response: httpmsg.Response{Status: 403}}
	for name, session := range map[string]*Session{"as it came": first, "added again": second} {
		if row := session.Summary(session.Add(refused)); row.Reason != "intraday-refused-here-only" {
			t.Errorf("%s: %+v", name, row)
		}
		if row := session.Summary(1); row.Failed {
			t.Errorf("%s: %+v", name, row)
		}
	}
}

// However large the bodies of successes are, a session of many takes little.
func TestSuccessesTakeLittleMemory(t *testing.T) {
	const n, size, most = 300, 200_000, 8 << 10
	session := NewSession(knowledge(t))
	used := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	session.Summary(session.Add(successOf("GET", "https://api.fitbit.com/1/user/-/profile.json", `{"user":{}`, 100))) // reads the pack
	before := used()
	for i := range n {
		session.Summary(session.Add(successOf("GET", fmt.Sprintf("https://api.fitbit.com/1/user/-/activities/steps/date/2026-10-%02d/1d.json", i%28+1), `{"activities-steps":[]`, size)))
	}
	if each := (int64(used()) - int64(before)) / n; each > most {
		t.Errorf("%d bytes are kept for a success of %d, want %d at most", each, size, most)
	} else {
		t.Logf("%d bytes for a success of %d", each, size)
	}
	runtime.KeepAlive(session)
}

// A body is shortened, not exchanged: nothing but its end goes.
func TestShortenedBodiesAreMarkedOnly(t *testing.T) {
	x := successOf("GET", "https://api.fitbit.com/1/user/-/profile.json", `{"user":{}`, 50_000)
	x.Response.Headers = []httpmsg.Header{{Name: "Date", Value: "Fri, 30 Oct 2026 12:00:00 GMT"}}
	session := NewSession(knowledge(t))
	have := *session.Exchange(session.Add(x))
	if !slices.Equal(have.Response.Headers, x.Response.Headers) || have.Response.Body.Size != x.Response.Body.Size || !have.Response.Body.Recorded || have.Response.Body.Truncated {
		t.Errorf("%+v", have.Response)
	}
}
