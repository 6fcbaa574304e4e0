package timeline

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

func jwt(user, client string, issued, expires time.Duration) string {
	part := func(v any) string {
		b, _ := json.Marshal(v)
		return base64.RawURLEncoding.EncodeToString(b)
	}
	return part(map[string]string{"alg": "HS256"}) + "." + part(map[string]any{"sub": user, "aud": client, "typ": "access_token",
		"iat": start.Add(issued).Unix(), "exp": start.Add(expires).Unix()}) + ".signature"
}

// steps writes what was left: "149@0.1s 150@60.1s?"; ? is what is only assumed.
func steps(r Rate) string {
	var list []string
	for _, s := range r.Steps {
		text := fmt.Sprintf("%d@%v", s.Left, time.UnixMilli(s.At).Sub(start))
		if s.Exchange == 0 {
			text += "?"
		}
		list = append(list, text)
	}
	return strings.Join(list, " ")
}

func TestRates(t *testing.T) {
	a, b := jwt("AAAAAA", "23ABCD", 0, 8*time.Hour), jwt("BBBBBB", "23ABCD", 0, 8*time.Hour)
	other := jwt("AAAAAA", "99ZZZZ", 0, 8*time.Hour)
	for _, test := range []struct {
		name   string
		calls  []call
		want   []string
		resets int // of the first
	}{
		{"no headers", []call{{status: 200}, {status: 429}}, nil, 0},
		{"no number", []call{{status: 200, left: "many"}}, nil, 0},
		{"negative", []call{{status: 200, left: "-1"}}, nil, 0},
		{"remaining alone", []call{{status: 200, left: "70"}}, []string{"70@100ms"}, 0},
		{"down", []call{{status: 200, left: "149/2400"}, {after: time.Second, status: 200, left: "148/2399"}}, []string{"149@100ms 148@1.1s"}, 1},
		{"the same value isn't a step", []call{{status: 200, left: "149/2400"}, {after: time.Second, status: 200, left: "149/2399"}}, []string{"149@100ms"}, 1},
		{"reset by the next answer", []call{{status: 200, left: "3/60"}, {after: 2 * time.Minute, status: 200, left: "149/3540"}}, []string{"3@100ms 150@1m0.1s? 149@2m0.1s"}, 2},
		{"reset before the end", []call{{status: 200, left: "3/60"}, {after: 2 * time.Minute, status: 200}}, []string{"3@100ms 150@1m0.1s?"}, 1},
		{"not reset yet", []call{{status: 200, left: "3/600"}, {after: 2 * time.Minute, status: 200}}, []string{"3@100ms"}, 1},
		{"a date instead of seconds", []call{{status: 200, left: "3/1793366400"}, {after: 30 * day, status: 200}}, []string{"3@100ms"}, 0},
		{"clock going backwards", []call{{after: 10 * time.Second, status: 200, left: "147/2390"}, {status: 200, left: "149/2400"}, {after: 5 * time.Second, status: 200, left: "148/2395"}},
			[]string{"149@100ms 148@5.1s 147@10.1s"}, 1},
		{"an answer that overtakes another", []call{{status: 200, lasts: 9 * time.Second, left: "149/2400"}, {after: time.Second, status: 200, left: "148/2399"}}, []string{"149@9s 148@9s"}, 1},
		{"users", []call{{status: 200, token: a, left: "149/2400"}, {after: time.Second, status: 200, token: b, left: "80/2399"}}, []string{"80@1.1s", "149@100ms"}, 1},
		{"applications", []call{{status: 200, token: a, left: "149/2400"}, {after: time.Second, status: 200, token: other, left: "80/2399"}}, []string{"80@1.1s", "149@100ms"}, 1},
		{"same user, another token", []call{{status: 200, token: a, left: "149/2400"}, {after: time.Second, status: 200, token: jwt("AAAAAA", "23ABCD", time.Second, time.Hour), left: "148/2399"}}, []string{"149@100ms 148@1.1s"}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			line, _ := sessionOf(t, test.calls...)
			m := line.Model()
			var got []string
			for _, r := range m.Rates {
				got = append(got, steps(r))
			}
			if fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("rates\n%q, want\n%q", got, test.want)
			}
			if len(m.Rates) > 0 && len(m.Rates[0].Resets) != test.resets {
				t.Errorf("%d resets, want %d", len(m.Rates[0].Resets), test.resets)
			}
		})
	}
}

func TestRateAt(t *testing.T) {
	line, _ := sessionOf(t, call{status: 200, left: "3/60"}, call{after: 2 * time.Minute, status: 200, left: "149/3540"})
	r := line.Model().Rates[0]
	for _, test := range []struct {
		at   time.Duration
		left int
		told bool
	}{{0, 0, false}, {time.Second, 3, true}, {90 * time.Second, 150, true}, {time.Hour, 149, true}} {
		s, told := r.At(start.Add(test.at).UnixMilli())
		if s.Left != test.left || told != test.told {
			t.Errorf("after %v: %+v, %v", test.at, s, told)
		}
	}
	if r.Over(start.Add(time.Minute).UnixMilli()) || !r.Over(start.Add(90*time.Minute).UnixMilli()) {
		t.Error("the window of the last answer ends after 61 minutes")
	}
}

func TestTokenLives(t *testing.T) {
	const token = "https://api.fitbit.com/oauth2/token"
	refreshed := func(access, refresh, spent string, more string) call {
		return call{status: 200, url: token, method: "POST", form: "grant_type=refresh_token&refresh_token=" + spent,
			body: `{"access_token":"` + access + `","refresh_token":"` + refresh + `"` + more + `,"user_id":"AAAAAA"}`}
	}
	at := func(after time.Duration, c call) call { c.after = after; return c }
	old, opaque := jwt("AAAAAA", "23ABCD", -time.Hour, 10*time.Minute), strings.Repeat("opaque", 6)
	r1, r2 := strings.Repeat("1", 64), strings.Repeat("2", 64)
	for _, test := range []struct {
		name  string
		calls []call
		want  []string // user from until used late replaced revoked
	}{
		{"none", []call{{status: 200}}, nil},
		{"no token", []call{{status: 401, token: "undefined"}, {status: 401, token: "short"}}, nil},
		{"used", []call{{status: 200, token: old}, {after: time.Second, status: 200, token: old}}, []string{"AAAAAA -1h0m0s 10m0s used 2"}},
		{"used after its end", []call{{status: 200, token: old}, {after: time.Hour, status: 401, token: old}}, []string{"AAAAAA -1h0m0s 10m0s used 2 late 1"}},
		{"nothing is known", []call{{status: 200, token: opaque}}, []string{" ? ? used 1"}},
		{"the answer says how long", []call{refreshed(opaque, r2, r1, `,"expires_in":3600`), {after: time.Minute, status: 200, token: opaque}}, []string{"AAAAAA 100ms 1h0m0.1s used 1"}},
		{"the usual lifetime", []call{refreshed(opaque, r2, r1, "")}, []string{"AAAAAA 100ms 8h0m0.1s assumed used 0"}},
		{"a lifetime that isn't a number", []call{refreshed(opaque, r2, r1, `,"expires_in":"an hour"`)}, []string{"AAAAAA 100ms 8h0m0.1s assumed used 0"}},
		{"refreshed", []call{refreshed(old, r1, r2, ""), at(time.Minute, refreshed(opaque, r2+"x", r1, `,"expires_in":60`))},
			[]string{"AAAAAA -1h0m0s 10m0s used 0 replaced 1m0.1s", "AAAAAA 1m0.1s 2m0.1s used 0"}},
		{"revoked", []call{{status: 200, token: old}, {after: time.Minute, status: 200, url: "https://api.fitbit.com/oauth2/revoke", method: "POST", form: "token=" + old}, {after: 2 * time.Minute, status: 401, token: old}},
			[]string{"AAAAAA -1h0m0s 10m0s used 2 late 1 revoked 1m0.1s"}},
		{"revoking refused", []call{{status: 200, token: old}, {after: time.Minute, status: 401, url: "https://api.fitbit.com/oauth2/revoke", method: "POST", form: "token=" + old}},
			[]string{"AAAAAA -1h0m0s 10m0s used 1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			line, _ := sessionOf(t, test.calls...)
			var got []string
			for _, l := range line.Model().Tokens {
				moment := func(at int64) string {
					if at == 0 {
						return "?"
					}
					return time.UnixMilli(at).Sub(start).String()
				}
				text := l.User + " " + moment(l.From) + " " + moment(l.Until)
				if l.Assumed {
					text += " assumed"
				}
				text += fmt.Sprint(" used ", l.Used)
				if l.Late > 0 {
					text += fmt.Sprint(" late ", l.Late)
				}
				if l.Replaced != 0 {
					text += " replaced " + moment(l.Replaced)
				}
				if l.Revoked != 0 {
					text += " revoked " + moment(l.Revoked)
				}
				got = append(got, text)
				if strings.Contains(l.Name, "signature") || strings.Contains(l.Name, "opaqueopaque") {
					t.Errorf("the token is not masked: %q", l.Name)
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("tokens\n%q, want\n%q", got, test.want)
			}
		})
	}
}

// A recording over days is drawn with its tokens and resets, none of them outside.
func TestDays(t *testing.T) {
	var calls []call
	for hour := range 24 * 5 {
		calls = append(calls, call{after: time.Duration(hour) * time.Hour, status: 200, left: "120/1200", token: jwt("AAAAAA", "23ABCD", time.Duration(hour/8*8)*time.Hour, time.Duration(hour/8*8+8)*time.Hour)})
	}
	line, _ := sessionOf(t, calls...)
	m := line.Model()
	p := m.Draw(drawing(m.Whole(100, 1200)))
	if len(m.Tokens) != 15 || len(m.Rates) != 1 || len(m.Rates[0].Resets) != len(calls) {
		t.Errorf("%d tokens, %d rates, %d resets", len(m.Tokens), len(m.Rates), len(m.Rates[0].Resets))
	}
	if rows, rest := m.tokenRows(); len(rows) != 1 || rest != 0 {
		t.Errorf("tokens that follow each other are in %d rows, %d left out", len(rows), rest)
	}
	for _, s := range p.Shapes {
		for _, name := range []string{"x", "x1", "x2"} {
			var x float64
			if _, err := fmt.Sscan(s.Attributes[name], &x); err == nil && (x < 0 || x > 1300.1) {
				t.Errorf("%+v is outside", s)
			}
		}
	}
}
