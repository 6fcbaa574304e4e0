package find

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/redact/secrettest"
)

func asTold(text string, _ time.Time) string { return text }

// sleepless is a call whose scope is missing.
func sleepless() httpmsg.Exchange {
	x := httpmsg.Exchange{
		Request: httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1.2/user/-/sleep/date/2026-10-30.json?note=a%20b",
			Headers: []httpmsg.Header{{Name: "Authorization", Value: "Bearer " + hidden}, {Name: "X-Trace", Value: "needle one"}}},
		Response: httpmsg.Response{Status: 403, Headers: []httpmsg.Header{{Name: "Server", Value: "needle/2"}}},
	}
	httpmsg.SetBody(&x, `{"errors":[{"errorType":"insufficient_scope","message":"This application does not have permission to access sleep data"}], "needle": "and a needle"}`, "")
	return x
}

func sessionOf(list ...httpmsg.Exchange) *diagnosis.Session {
	s := diagnosis.NewSession(catalog.Load(builtin.Packs))
	for _, x := range list {
		s.Add(x)
	}
	return s
}

func searchFor(t *testing.T, s *diagnosis.Session, q Query) *Search {
	t.Helper()
	p, err := Compile(q)
	if err != nil {
		t.Fatal(err)
	}
	search := New(p, s, asTold)
	for search.Step(1 << 20) {
	}
	return search
}

// told lists the hits of a search, one per line.
func told(s *Search) string {
	var lines []string
	for _, h := range s.Hits {
		lines = append(lines, fmt.Sprintf("#%d %d.%d %s: %s[%s]%s", h.Exchange, h.Region, h.Nth, h.Where, h.Before, h.Text, h.After))
	}
	return strings.Join(lines, "\n")
}

func TestSearch(t *testing.T) {
	fine := httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/user/-/profile.json"}, Response: httpmsg.Response{Status: 200}}
	httpmsg.SetBody(&fine, `{"user":{"fullName":"needle"}}`, "")
	session := sessionOf(sleepless(), fine)
	s := searchFor(t, session, Query{Text: "needle"})
	want := `#1 2.0 request header X-Trace: X-Trace: [needle] one
#1 6.0 response header Server: Server: [needle]/2
#1 7.0 response body: …ssion to access sleep data"}], "[needle]": "and a needle"}
#1 7.1 response body: …sleep data"}], "needle": "and a [needle]"}
#2 7.0 response body: {"user":{"fullName":"[needle]"}}`
	if have := told(s); have != want {
		t.Errorf("found\n%s\nwant\n%s", have, want)
	}
	if s.All != 5 || s.Exchanges() != 2 || !s.Has(1) || s.Has(3) {
		t.Errorf("%d hits in %d exchanges", s.All, s.Exchanges())
	}
	for _, test := range []struct {
		text string
		want string // region and place of the first
	}{
		{"2026-10-30", "1 request URL"},
		{"note=a%20b", "1 request URL"},
		{"note: a b", "3 request parameter note"},
		{"consent", "0 "},                  // the finding says it
		{"does not have permission", "0 "}, // its message
		{hidden, "2 request header Authorization"},
		{"Authorization: Bearer", "2 request header Authorization"},
		{"nowhere to be found", ""},
	} {
		s, have := searchFor(t, session, Query{Text: test.text}), ""
		if len(s.Hits) > 0 {
			have = fmt.Sprintf("%d %s", s.Hits[0].Region, s.Hits[0].Where)
		}
		if have != test.want {
			t.Errorf("%s is found at %q, want %q", test.text, have, test.want)
		}
	}
}

// TestSlices counts the bytes of each slice: a text goes over by itself at most.
func TestSlices(t *testing.T) {
	const slice = 64 << 10
	session := diagnosis.NewSession(catalog.Load(builtin.Packs))
	for i := range 10_000 {
		x := sleepless()
		if i%4 > 0 {
			x.Response.Status = 200
			httpmsg.SetBody(&x, `{"sleep":[{"dateOfSleep":"2026-10-30","needle":`+fmt.Sprint(i)+`,"levels":"`+strings.Repeat("deep light rem ", 120)+`"}]}`, "")
		}
		session.Add(x)
	}
	p, _ := Compile(Query{Text: "needle"})
	s := New(p, session, asTold)
	slices, longest := 0, maskingCost*4<<10+findingCost
	for more := true; more; slices++ {
		more = s.Step(slice)
		if s.Looked() > slice+longest {
			t.Fatalf("slice %d looked at %d bytes", slices, s.Looked())
		}
	}
	if s.Exchanges() != 10_000 || len(s.Hits) != MostHits || s.All < 10_000 {
		t.Errorf("%d hits in %d exchanges, of which %d are kept", s.All, s.Exchanges(), len(s.Hits))
	}
	if slices < 100 {
		t.Errorf("it took %d slices only", slices)
	}
}

func TestChanges(t *testing.T) {
	bodiless := sleepless()
	bodiless.Response.Body = httpmsg.Body{Size: 100}
	session := sessionOf(sleepless(), bodiless, sleepless())
	p, _ := Compile(Query{Text: "and a needle"})
	s := New(p, session, asTold)
	for s.Step(1) {
	}
	if whole, part := s.Unsearched(); s.All != 2 || whole != 1 || part != 0 {
		t.Fatalf("%d hits, %d and %d bodies were not searched", s.All, whole, part)
	}
	session.SetBody(2, `{"x":"and a needle, and a needle"}`, "")
	s.Again(2)
	s.Again(2)
	for s.Step(1) {
	}
	if whole, _ := s.Unsearched(); s.All != 4 || whole != 0 || s.Hits[1].Exchange != 2 || s.Hits[3].Exchange != 3 {
		t.Errorf("after a body came: %d hits\n%s", s.All, told(s))
	}
	session.Add(sleepless())
	for s.Step(1) {
	}
	if s.All != 5 {
		t.Errorf("after another exchange: %d hits", s.All)
	}
	session.Forget(3)
	s.Forget(3)
	for s.Step(1) {
	}
	if s.All != 2 || s.Hits[0].Exchange != 3 || s.Exchanges() != 2 {
		t.Errorf("after two were forgotten: %d hits\n%s", s.All, told(s))
	}
}

func TestIncompleteBodies(t *testing.T) {
	cut := sleepless()
	cut.Response.Body.Truncated = true
	s := searchFor(t, sessionOf(sleepless(), cut), Query{Text: "x"})
	if whole, part := s.Unsearched(); whole != 0 || part != 1 {
		t.Errorf("%d and %d bodies", whole, part)
	}
}

// TestNoSecretIsShown looks for what surrounds secrets of all kinds, in all places:
// no hit shows one. As a whole each is found; by its end it is not.
func TestNoSecretIsShown(t *testing.T) {
	g := secrettest.New(1)
	c := catalog.Load(builtin.Packs)
	everything, _ := Compile(Query{Text: ".+", Regexp: true})
	for _, place := range secrettest.Places {
		for _, kind := range secrettest.Kinds {
			secret := kind.Make(g)
			x := place.Put(secret)
			session := diagnosis.NewSession(c)
			session.Add(x)
			s := New(everything, session, asTold)
			for s.Step(1 << 20) {
			}
			for _, h := range s.Hits {
				if text := h.Before + h.Text + h.After; strings.Contains(text, secret) {
					t.Errorf("%s, %s: %s shows %s", place.Name, kind.Name, h.Where, text)
				}
			}
			if redact.Text(secret) == secret {
				continue // recognized by its place alone: elsewhere its end may be a word
			}
			end, _ := Compile(Query{Text: secret[len(secret)-8:]})
			if s := New(end, session, asTold); !s.Step(1<<30) && s.All > 0 {
				t.Errorf("%s, %s: found by its end\n%s", place.Name, kind.Name, told(s))
			}
		}
	}
}

// TestKnownSecretIsMasked finds what another request names as secret only as a whole.
func TestKnownSecretIsMasked(t *testing.T) {
	named, telling := sleepless(), sleepless()
	named.Request.Headers = append(named.Request.Headers, httpmsg.Header{Name: "Cookie", Value: "sid=Zk7Q2pW9"})
	telling.Response.Body = httpmsg.Body{}
	httpmsg.SetBody(&telling, `{"error":"session Zk7Q2pW9 is gone"}`, "")
	session := sessionOf(named, telling)
	session.Glance(1)
	if s := searchFor(t, session, Query{Text: "is gone"}); !strings.HasSuffix(told(s), `"session …[ is gone]"}`) && !strings.Contains(told(s), "session … [is gone]") {
		t.Errorf("found\n%s", told(s))
	}
	if s := searchFor(t, session, Query{Text: "Zk7Q2"}); s.All > 0 {
		t.Errorf("found by its beginning\n%s", told(s))
	}
	if s := searchFor(t, session, Query{Text: "Zk7Q2pW9"}); s.All != 2 {
		t.Errorf("found as a whole\n%s", told(s))
	}
}

func BenchmarkSearch(b *testing.B) {
	session := diagnosis.NewSession(catalog.Load(builtin.Packs))
	bytes := 0
	for i := range 1000 {
		x := sleepless()
		if i%4 > 0 {
			x.Response.Status = 200
			httpmsg.SetBody(&x, `{"sleep":[{"dateOfSleep":"2026-10-30","n":`+fmt.Sprint(i)+`,"levels":"`+strings.Repeat("deep light rem ", 120)+`"}]}`, "")
		}
		bytes += len(x.Response.Body.Text)
		session.Add(x)
	}
	for _, q := range []Query{{Text: "nowhere"}, {Text: "light"}, {Text: "l.ght", Regexp: true}, {Text: "nowh.re", Regexp: true}} {
		b.Run(q.Text, func(b *testing.B) {
			b.SetBytes(int64(bytes))
			for b.Loop() {
				p, _ := Compile(q)
				s := New(p, session, asTold)
				cost := 0
				for s.Step(64 << 10) {
					cost += s.Looked()
				}
				b.ReportMetric(float64(cost)/float64(bytes), "cost/byte")
			}
		})
	}
}
