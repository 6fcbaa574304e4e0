package session

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

func knowledge(t testing.TB) *catalog.Catalog {
	t.Helper()
	c := catalog.Load(builtin.Packs)
	return c
}

const dataCall = "https://api.fitbit.com/1/user/-/profile.json"

// A body that comes after its exchange, and comes twice, is one response with tokens.
func TestIssueIsObservedOnce(t *testing.T) {
	x := scenario.TokenGiven("emulator-token-0123456789", "r", scenario.Noon)
	text := x.Response.Body.Text
	x.Response.Body = httpmsg.Body{}
	s := New(knowledge(t))
	id := s.Add(x)
	s.SetBody(id, text, "")
	s.SetBody(id, text, "")
	if n := len(s.IssuesTo("9XYZ42")); n != 1 || len(s.flows.byAccess) != 1 || len(s.flows.byRefresh) != 1 {
		t.Errorf("have %d responses with tokens, %d access and %d refresh tokens", n, len(s.flows.byAccess), len(s.flows.byRefresh))
	}
}

// Data calls leave nothing that grows with their number.
func TestCredentialIndexStaysSmall(t *testing.T) {
	token := scenario.JWT(t, scenario.Usual(nil))
	s := New(knowledge(t))
	for range 1000 {
		x := scenario.Unauthorized("GET", dataCall, "Bearer "+token, "x", "y")
		x.Response.Status = 200
		s.Add(x)
	}
	if i := s.credentials; len(i.clients["fitbit"]) != 1 || len(i.used["fitbit"]) != 1 || len(s.flows.byAccess)+len(s.flows.byRefresh)+len(s.flows.byUser)+len(s.flows.revoked) != 0 {
		t.Errorf("have %+v, %+v", i, s.flows)
	}
}

// Who used the limit up is decided at half of it.
func TestRateUseAtHalf(t *testing.T) {
	c := knowledge(t)
	pack := c.Pack("fitbit")
	for _, test := range []struct {
		calls, remaining int // of the 150
		want             RateCause
	}{
		{75, -1, CauseSession}, {74, -1, CauseMaybeElsewhere}, {74, 75, CauseMaybeElsewhere}, {74, 74, CauseElsewhere}, {75, 74, CauseSession}, {0, 74, CauseUnknown},
	} {
		h := RateWindow{Calls: test.calls, Remaining: test.remaining}
		if have := h.Cause(c, pack, 150); have != test.want {
			t.Errorf("%d calls, %d left at first: have %d, want %d", test.calls, test.remaining, have, test.want)
		}
	}
}

// An outage is three failures of two endpoints, and three of ten calls.
func TestOutageIsWide(t *testing.T) {
	a, b := &catalog.Endpoint{}, &catalog.Endpoint{Path: "b"}
	for _, test := range []struct {
		calls, failed, endpoints int
		want                     bool
	}{
		{3, 3, 2, true}, {2, 2, 2, false}, {3, 3, 1, false}, {10, 3, 2, true}, {11, 3, 2, false},
	} {
		h := RateWindow{Calls: test.calls, Failed: test.failed, Broken: map[*catalog.Endpoint]bool{a: true}}
		if test.endpoints == 2 {
			h.Broken[b] = true
		}
		if have := h.Outage(); have != test.want {
			t.Errorf("%d of %d calls to %d endpoints fail: an outage %t", test.failed, test.calls, test.endpoints, have)
		}
	}
}

// Only numbers that JavaScript rounds are kept, wherever they are.
func TestNoteIDs(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		var b strings.Builder
		want := map[string]string{}
		for range 1 + r.IntN(6) {
			b.WriteString(strings.Repeat("x", r.IntN(20)) + []string{":", ",", " ", `"`}[r.IntN(4)])
			digits := fmt.Sprint(1 + r.Uint64N(9))
			for range r.IntN(23) {
				digits += fmt.Sprint(r.IntN(10))
			}
			b.WriteString(digits)
			if n := len(digits); n >= 16 && n <= 20 {
				if rounded := AsNumber(digits); rounded != digits && rounded != "" {
					want[rounded] = digits
				}
			}
		}
		b.WriteString(";")
		i := trafficIndex{ids: map[string]roundedID{}}
		i.noteIDs(Event{}, &httpmsg.Exchange{Response: httpmsg.Response{Body: httpmsg.Body{Recorded: true, Text: b.String()}}})
		for rounded, whole := range want {
			if i.ids[rounded].Whole != whole {
				t.Fatalf("%s: no %s in %v", b.String(), whole, i.ids)
			}
		}
		if len(i.ids) != len(want) {
			t.Fatalf("%s: %v, want %v", b.String(), i.ids, want)
		}
	}
}

// What one Authorization header says is read once.
func TestSentIsReadOnce(t *testing.T) {
	s := New(knowledge(t))
	for i := range 3 * mostSent {
		x := scenario.Unauthorized("GET", dataCall, "Bearer abcdefghijklmnopqrst", "x", "y")
		s.TokenSteps(s.Add(x))
		if n := len(s.credentials.sent); n != 1 {
			t.Fatalf("%d tokens were read of %d requests", n, i+1)
		}
	}
	for i := range 3 * mostSent {
		x := scenario.Unauthorized("GET", dataCall, fmt.Sprintf("Bearer abcdefghijklmnopqrst%d", i), "x", "y")
		s.TokenSteps(s.Add(x))
		if n := len(s.credentials.sent); n > mostSent {
			t.Fatalf("%d tokens are kept", n)
		}
	}
}

// A token keeps the number that it was given first, whichever exchange has it.
func TestTokensAreNumbered(t *testing.T) {
	s := New(knowledge(t))
	add := func(authorization string) int {
		return s.Add(scenario.Unauthorized("GET", dataCall, authorization, "x", "y"))
	}
	first, none, second, again := add("Bearer abcdefghijklmnopqrst"), add("Basic abc"), add("Bearer bcdefghijklmnopqrstu"), add("Bearer abcdefghijklmnopqrst")
	for _, c := range []struct{ id, number int }{{first, 1}, {none, 0}, {second, 2}, {again, 1}, {first, 1}} {
		if number, _ := s.TokenOf(c.id); number != c.number {
			t.Errorf("the token of %d has the number %d, want %d", c.id, number, c.number)
		}
		for _, step := range s.TokenSteps(c.id) {
			if step.Token.Number != c.number {
				t.Errorf("a step of %d has the number %d, want %d", c.id, step.Token.Number, c.number)
			}
		}
	}
	s.Clear()
	if number, _ := s.TokenOf(add("Bearer bcdefghijklmnopqrstu")); number != 1 {
		t.Errorf("in a new session it is %d", number)
	}
}

// What the same fields name is looked at once, however often they are sent; words
// such as expired_token in an error bring no token.
func TestGlanceLooksOnce(t *testing.T) {
	s := New(knowledge(t))
	x := scenario.Unauthorized("GET", dataCall, "Bearer abcdefghijklmnopqrst", "expired_token", "Access token expired")
	x.Request.Headers = append(x.Request.Headers, httpmsg.Header{Name: "Cookie", Value: "sid=q7Kp2Zx9Lm4Rt8Wv; theme=dark"})
	for range 2 {
		s.Add(x)
	}
	s.Glance(1)
	if shown := s.Screen().Known("odd q7Kp2Zx9Lm4Rt8Wv here"); strings.Contains(shown, "q7Kp2Zx9Lm4Rt8Wv") {
		t.Errorf("a cookie is shown: %s", shown)
	}
	if n := testing.AllocsPerRun(20, func() { s.Glance(2) }); n > 0 {
		t.Errorf("%.0f allocations for what was looked at", n)
	}
}
