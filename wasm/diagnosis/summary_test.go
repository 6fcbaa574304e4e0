package diagnosis

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
	"misstep/wasm/session"
)

// sessions are all that a row is checked against: every scenario, in its order and
// shuffled, and sessions in which anything may be wrong.
func sessions(t testing.TB) map[string][]httpmsg.Exchange {
	t.Helper()
	found := map[string][]httpmsg.Exchange{}
	for name, data := range scenario.All(t) {
		var list []httpmsg.Exchange
		if _, err := har.Read(bytes.NewReader(data), nil, func(_ int, x httpmsg.Exchange) { list = append(list, x) }); err != nil {
			t.Fatal(err)
		}
		found[name] = list
		shuffled := append([]httpmsg.Exchange(nil), list...)
		rand.New(rand.NewPCG(3, 4)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		found[name+" in another order"] = shuffled
	}
	for seed := range uint64(20) {
		found[fmt.Sprint("random ", seed)], _ = randomSession(rand.New(rand.NewPCG(seed, 12)), 40)
	}
	return found
}

// The row says what the explanation says, whichever is asked for first.
func TestRowIsOfTheDiagnosis(t *testing.T) {
	german := catalog.Load(builtin.Packs)
	if err := german.Translate("de"); err != nil {
		t.Fatal(err)
	}
	english := knowledge(t)
	rows, findings := 0, 0
	for name, exchanges := range sessions(t) {
		for _, k := range []*catalog.Catalog{english, german} {
			live, after, explained := NewSession(k), NewSession(k), NewSession(k)
			for _, x := range exchanges {
				live.Summary(live.Add(x)) // later exchanges may change it
				after.Add(x)
				explained.Add(x)
			}
			for id := 1; id <= len(exchanges); id++ {
				d := explained.Diagnosis(id)
				want := d.Summary()
				for asked, have := range map[string]Summary{"before": live.Summary(id), "only": after.Summary(id), "after": explained.Summary(id)} {
					if have != want {
						t.Errorf("%s: exchange %d, asked %s:\n%+v\nis the row of\n%+v", name, id, asked, have, want)
					}
				}
				rows++
				if want.Finding != "" {
					findings++
				}
			}
		}
	}
	if rows < 4000 || findings < rows/3 {
		t.Errorf("%d rows, %d with a finding", rows, findings)
	}
}

// What an exchange's diagnosis is made of is not changed by making another's.
func TestDiagnosesShareNothingThatChanges(t *testing.T) {
	session := NewSession(knowledge(t))
	x := answered(429, `{"errors":[{"errorType":"system","message":"Too many requests"}]}`)
	first := session.Diagnosis(session.Add(x))
	first.Findings[0].Evidence[0].Text, first.Findings[0].Title = "written over", "written over"
	x.Response.Status = 401
	session.Add(x)
	x.Response.Status = 429
	second := session.Diagnosis(session.Add(x))
	if f := second.Findings[0]; f.Title == "written over" || f.Evidence[0].Text == "written over" {
		t.Errorf("%+v", f)
	}
}

// Rows that are read again as Touched says are, at the end, as if they were all
// read then: one group of refused calls stays one.
func TestAffectedKeepsRowsRight(t *testing.T) {
	refused := func(s *Session) (rows map[int]Summary) {
		rows = map[int]Summary{}
		for id := s.First(); id <= s.LastID(); id++ {
			if status := s.Exchange(id).Response.Status; status == 429 || status >= 500 {
				rows[id] = s.Summary(id)
			}
		}
		return rows
	}
	for name, exchanges := range map[string][]httpmsg.Exchange{"day by day": longSession(900), "outage": outage(40)} {
		s := NewSession(knowledge(t))
		read, touched := map[int]Summary{}, 0
		for _, x := range exchanges {
			id := s.Add(x)
			read[id] = s.Summary(id)
			for _, other := range s.Affected(id) {
				touched++
				read[other] = s.Summary(other)
			}
		}
		wrong := 0
		for id, want := range refused(s) {
			if read[id].Reason != want.Reason || read[id].Finding != want.Finding {
				wrong++
			}
		}
		if wrong > 0 || touched == 0 || touched > 3*len(exchanges) {
			t.Errorf("%s: %d rows are not as they should be, %d were read again for %d exchanges", name, wrong, touched, len(exchanges))
		}
	}
}

// outage is a session in which, after a while, everything fails.
func outage(n int) []httpmsg.Exchange {
	list := longSession(n)
	for i := range list {
		if i >= n/2 {
			list[i].Request.Method = "GET"
			list[i].Request.URL = []string{"https://api.fitbit.com/1/user/-/profile.json", "https://api.fitbit.com/1/user/-/devices.json", "https://api.fitbit.com/1/user/-/badges.json"}[i%3]
			list[i].Response.Status, list[i].Response.Body = 502, httpmsg.Body{Recorded: true, Text: "<html><title>502 Bad Gateway</title></html>"}
		}
	}
	return list
}

// A verdict that turns does not have all rows of a session read again.
func TestAffectedIsBounded(t *testing.T) {
	s := NewSession(knowledge(t))
	for range 3 * session.MostAffected {
		x := lone(2)
		s.Add(x)
	}
	most := 0
	for i := range 200 {
		x := lone(0)
		x.Started = lone(2).Started
		x.Request.URL = fmt.Sprintf("https://api.fitbit.com/1/user/-/foods/log/date/2026-10-%02d.json", i%28+1)
		id := s.Add(x)
		most = max(most, len(s.Affected(id)))
	}
	if most != session.MostAffected {
		t.Errorf("%d rows are touched at once, want %d", most, session.MostAffected)
	}
	s.Forget(s.LastID() - 10)
	for _, other := range s.Affected(s.LastID()) {
		if other < s.First() {
			t.Fatalf("%d is touched and forgotten", other)
		}
	}
}
