package diagnosis

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
)

// What an exchange allocates on its way to a row is bounded: nothing is rebuilt for each
// word, each endpoint or each text that nobody sees. kept is for exchanges with something
// the session has cached: the same response, header, token, or unknown path.
func TestAllocations(t *testing.T) {
	profile, steps := "https://api.fitbit.com/1/user/-/profile.json", "https://api.fitbit.com/1/user/-/activities/steps/date/today/1d.json"
	const expired = `{"errors":[{"errorType":"expired_token","message":"Access token expired: %s"}],"success":false}`
	k := knowledge(t)
	for _, test := range []struct {
		name, url string
		status    int
		body      string // may hold %s, which is another text each time
		most      float64
	}{
		{"success", profile, 200, `{"user":{}}`, 6},
		{"success with much data", steps, 200, `{"activities-steps":[` + fmt.Sprintf("%9000d", 1) + `]}`, 8},
		{"expired, kept", profile, 401, fmt.Sprintf(expired, "abcdefghijklmnop"), 20},
		{"expired", profile, 401, expired, 110},
		{"rate limit, kept", steps, 429, `{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}}`, 25},
		{"switched off, kept", steps, 410, ``, 60},
		{"unknown path, kept", "https://api.fitbit.com/1/user/-/activitys/step/date/today/1d.json", 404, ``, 40},
		{"unknown path", "https://api.fitbit.com/1/user/-/activitys/%s/date/today/1d.json", 404, ``, 110},
	} {
		t.Run(test.name, func(t *testing.T) {
			const rounds = 60
			list := make([]httpmsg.Exchange, 2*rounds)
			for i := range list {
				varied := func(text string) string { return strings.ReplaceAll(text, "%s", fmt.Sprintf("abcdefghijklmnop%d", i)) }
				list[i] = httpmsg.Exchange{Started: time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC), Request: httpmsg.Request{Method: "GET", URL: varied(test.url)}, Response: httpmsg.Response{Status: test.status}}
				httpmsg.SetBody(&list[i], varied(test.body), "")
			}
			session, next := NewSession(k), 0
			add := func() {
				session.Summary(session.Add(list[next]))
				next++
			}
			for range rounds - 2 {
				add() // reads and indexes the pack, grows maps
			}
			if have := testing.AllocsPerRun(rounds, add); have > test.most {
				t.Errorf("%.0f allocations, want %.0f at most", have, test.most)
			} else {
				t.Logf("%.0f allocations of %.0f", have, test.most)
			}
		})
	}
}

// A whole diagnosis is made for what is looked at, of whatever session.
func TestAllocationsOfDiagnosis(t *testing.T) {
	k := knowledge(t)
	x := answered(401, `{"errors":[{"errorType":"expired_token","message":"Access token expired: abcdefghijklmnop"}],"success":false}`)
	Explain(k, x) // reads and indexes the pack
	if have := testing.AllocsPerRun(20, func() { Explain(k, x) }); have > 300 {
		t.Errorf("%.0f allocations", have)
	}
}

// What repeats is read once: answers, headers, tokens, unknown paths.
func TestRepeatedIsReadOnce(t *testing.T) {
	session := NewSession(knowledge(t))
	exchanges := longSession(1000)
	for i := range exchanges {
		exchanges[i].Request.Headers = exchanges[0].Request.Headers // one token
		if i%7 == 0 {
			exchanges[i].Request.URL, exchanges[i].Response.Status = "https://api.fitbit.com/1/user/-/activitys/step.json", 404
		}
		id := session.Add(exchanges[i])
		session.Summary(id)
		session.TokenSteps(id)
	}
	// Data, refused, refused at an address that fails, and the answers with tokens.
	if n := session.answers.Len(); n > 6 {
		t.Errorf("%d different answers were read", n)
	}
	if n := session.memos["headers"].Len(); n > 3 {
		t.Errorf("%d headers were read", n)
	}
	if n := session.memos["neighbors"].Len(); n != 1 {
		t.Errorf("%d addresses were compared with all calls", n)
	}
}

// What is kept of that is bounded, whatever comes.
func TestKeptIsBounded(t *testing.T) {
	session := NewSession(knowledge(t))
	for i := range 3 * analysis.MostRemembered {
		x := answered(404, fmt.Sprintf(`{"errors":[{"errorType":"not_found","message":"odd %d"}]}`, i))
		x.Request.URL = fmt.Sprintf("https://api.fitbit.com/1/user/-/unknown%d.json", i)
		x.Request.Headers = []httpmsg.Header{{Name: "Authorization", Value: fmt.Sprintf("Bearer abcdefghijklmnopqrst%d", i)}}
		id := session.Add(x)
		session.Summary(id)
		session.Diagnosis(id)
		session.TokenSteps(id)
	}
	for what, n := range map[string]int{"answers": session.answers.Len(), "headers": session.memos["headers"].Len(), "addresses": session.memos["neighbors"].Len(), "diagnoses": len(session.explained)} {
		if n == 0 || n > analysis.MostRemembered {
			t.Errorf("%d %s are kept", n, what)
		}
	}
}
