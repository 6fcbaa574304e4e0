package listmodel

import (
	"strings"
	"testing"

	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// fakeSession is a source with diagnoses that are given, and counts how often
// the row of one is asked for.
type fakeSession struct {
	exchanges []httpmsg.Exchange
	diagnoses []diagnosis.Diagnosis
	asked     int
}

func (s *fakeSession) LastID() int { return len(s.exchanges) }

func (s *fakeSession) Exchange(id int) *httpmsg.Exchange { return &s.exchanges[id-1] }

func (s *fakeSession) TokenOf(id int) (number int, user string) {
	if _, has := s.exchanges[id-1].Request.Header("Authorization"); !has {
		return 0, ""
	}
	return id, "9QZ7KX"
}

func (s *fakeSession) Screen() *redact.Aliases { return redact.NewSecrets().Screen() }

func (s *fakeSession) OAuthStep(id int) bool {
	return strings.Contains(s.exchanges[id-1].Request.URL, "/oauth2/")
}

func (s *fakeSession) Summary(id int) diagnosis.Summary {
	s.asked++
	return s.diagnoses[id-1].Summary()
}

// add adds an exchange; finding "" is a success.
func (s *fakeSession) add(method, address string, status int, finding diagnosis.Finding) {
	x := httpmsg.Exchange{Request: httpmsg.Request{Method: method, URL: address}, Response: httpmsg.Response{Status: status}}
	d := diagnosis.Diagnosis{Status: status, Method: method, URL: address, Failed: status >= 400 || status == 0 || finding.ID != ""}
	if finding.ID != "" {
		d.Findings = []diagnosis.Finding{finding}
	}
	d.Unknown = d.Failed && finding.ID == ""
	s.exchanges, s.diagnoses = append(s.exchanges, x), append(s.diagnoses, d)
}

func (s *fakeSession) entry(id int) *Item {
	e := &Item{}
	e.readFrom(s, id, keys, utc)
	return e
}

func TestQuery(t *testing.T) {
	s := &fakeSession{}
	s.add("GET", "https://api.fitbit.com/1/user/-/sleep/date/2026-10-01.json", 401, diagnosis.Finding{
		ID: "expired-token", Reason: "token-outlived", Title: "Access token expired", Brief: "Token expired", Fact: "14 min before", Certainty: analysis.Certain})
	s.diagnoses[0].Endpoint = "Sleep Log by Date"
	e := s.entry(1)
	for _, test := range []struct {
		text string
		want bool
	}{
		{"", true},
		{"   ", true},
		{"sleep", true},
		{"SLEEP 401", true},
		{"sleep 403", false},
		{"expired-token", true},
		{"14 min", true},
		{"-sleep", false},
		{"-heart", true},
		{"401 -heart", true},
		{"401 -sleep", false},
		{"-", true},
		{"- sleep", true},
		{"/-/sleep", true},
		{"--", false}, // no minus in a row anywhere
		{"-- sleep", false},
		{"log by", true},
		{"by log", true},
		{`"by log"`, false},
		{`"log by`, true}, // the second quote is not typed yet
		{`-"log by"`, false},
		{`""`, true},
		{"status:401", true},
		{"status:4xx", true},
		{"status:4", true},
		{"status:40", true},
		{"status:41", false},
		{"status:400-410", true},
		{"status:402-410", false},
		{"status:failed", false},
		{"status:", true}, // still being typed
		{"status:nonsense", false},
		{"-status:401", false},
		{"-status:429", true},
		{"method:get", true},
		{"method:ge", false},
		{"host:fitbit", true},
		{"host:google", false},
		{`endpoint:"sleep log"`, true},
		{`endpoint:"user"`, false},
		{"path:user", true},
		{"certainty:certain", true},
		{"certainty:likely", false},
		{"-certainty:likely", true},
		{"entry:expired-token", true},
		{"entry:token-outlived", true},
		{"entry:expired", false},
		{"request:1", true},
		{"request:2-9,1", true},
		{"request:2-9", false},
		{"request:x-y,", false},
		{"is:failing", true},
		{"is:ok", false},
		{"is:auth", true},
		{"is:network", false},
		{"is:what", false},
		{"STATUS:401 is:Failing sleep", true},
		{"colour:red", false}, // no property: a word like any other
	} {
		if got := parseQuery(test.text).matches(e); got != test.want {
			t.Errorf("filter %q finds it: %v, want %v", test.text, got, test.want)
		}
	}
}

func TestFilterIs(t *testing.T) {
	s := &fakeSession{}
	const api = "https://api.fitbit.com/1/user/-/profile.json"
	for _, test := range []struct {
		name, url, kind string
		status          int
		finding         string
		want            string
	}{
		{"success", api, "", 200, "", "all ok"},
		{"unauthorized", api, "error", 401, "a", "all failing auth 4xx"},
		{"step of OAuth", "https://api.fitbit.com/oauth2/token", "error", 400, "a", "all failing auth 4xx"},
		{"step of OAuth that works", "https://api.fitbit.com/oauth2/token", "", 200, "", "all ok"},
		{"consent page", api, "consent", 200, "a", "all failing auth silent"},
		{"bad request", api, "error", 400, "a", "all failing 4xx"},
		{"unknown", api, "", 418, "", "all failing 4xx unknown"},
		{"server", api, "error", 503, "a", "all failing 5xx"},
		{"silent", api, "success", 200, "a", "all failing silent"},
		{"no answer", api, "network", 0, "a", "all failing network"},
		{"hidden by CORS", api, "network", 401, "a", "all failing network 4xx"},
	} {
		s.add("GET", test.url, test.status, diagnosis.Finding{ID: test.finding, Kind: test.kind})
		e := s.entry(s.LastID())
		var got []string
		for _, what := range []string{"all", "failing", "ok", "auth", "network", "4xx", "5xx", "silent", "unknown", "other"} {
			if e.is(what) {
				got = append(got, what)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s is %q, want %q", test.name, got, test.want)
		}
	}
}

func TestMatchAllocatesNothing(t *testing.T) {
	s := &fakeSession{}
	s.add("GET", "https://api.fitbit.com/1/user/-/sleep.json", 429, diagnosis.Finding{ID: "rate-limit", Brief: "Rate limit"})
	e := s.entry(1)
	q := parseQuery(`sleep -heart status:4xx host:fitbit endpoint:"sleep" -certainty:likely is:failing method:get`)
	if n := testing.AllocsPerRun(100, func() { q.matches(e) }); n != 0 {
		t.Errorf("a match allocates %v times", n)
	}
}
