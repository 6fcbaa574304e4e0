package session_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"misstep/wasm/diagnosis/explaintest"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
	"misstep/wasm/session"
)

func TestSpending(t *testing.T) {
	token := func(user string) string {
		return "Bearer " + scenario.JWT(t, map[string]any{"sub": user, "aud": "23ABCD", "exp": explaintest.Start.Add(8 * time.Hour).Unix()})
	}
	s := session.New(explaintest.Knowledge(t))
	n := 0
	send := func(line string, status int, user string, left int) int {
		n++
		return s.Add(explaintest.Exchange(explaintest.Call{Line: line, Status: status, Body: "{}", More: func(x *httpmsg.Exchange) {
			explaintest.Sent("", "Authorization", token(user))(x)
			if left >= 0 {
				explaintest.Header("Fitbit-Rate-Limit-Limit", "150")(x)
				explaintest.Header("Fitbit-Rate-Limit-Remaining", strconv.Itoa(left))(x)
				explaintest.Header("Fitbit-Rate-Limit-Reset", strconv.Itoa(3300-n))(x)
			}
		}}, n))
	}
	const profile = "GET /1/user/-/profile.json"
	first := send(profile, 200, "9XYZ42", 120)
	for i := range 9 {
		day := explaintest.Start.AddDate(0, 0, -i).Format(time.DateOnly)
		send("GET /1/user/-/activities/heart/date/"+day+"/1d.json", 200, "9XYZ42", 119-i)
	}
	send(profile, 200, "7QRS10", 80) // another user has a limit of their own
	send("POST /oauth2/token", 200, "9XYZ42", -1)
	send("GET /1/user/-/nothing/here.json", 404, "9XYZ42", 60)
	middle := send(profile, 200, "9XYZ42", 59)
	refused := send(profile, 429, "9XYZ42", 0)
	after := send("GET https://api.fitbit.com/1/user/-/devices.json", 200, "9XYZ42", 149)
	s.Exchange(after).Started = explaintest.Start.Add(time.Hour) // in the next window
	pasted := s.Add(httpmsg.Exchange{Pasted: "429", Response: httpmsg.Response{Status: 429}})
	said := func(id int) string {
		told, ok := s.Spending(id)
		if !ok {
			return "nothing"
		}
		var uses []string
		for _, use := range told.Uses {
			name := "other paths"
			if use.Endpoint != nil {
				name = use.Endpoint.Name
			}
			uses = append(uses, fmt.Sprintf("%s %d+%d", name, use.Seen, use.Refused))
		}
		for _, saving := range told.Savings {
			uses = append(uses, fmt.Sprintf("%d calls: %d × %s", saving.Calls, saving.Needed, saving.URL))
		}
		return fmt.Sprintf("%s %s–%s: %d of %d left, #%d; seen %d, refused %d, elsewhere %d; %s", told.User, told.From.UTC().Format("15:04"), told.To.UTC().Format("15:04"), told.Remaining, told.Limit, told.Told, told.Seen, told.Refused, told.Elsewhere(), strings.Join(uses, ", "))
	}
	const saved = ", 9 calls: 1 × https://api.fitbit.com/1/user/-/activities/heart/date/2026-10-22/2026-10-30.json"
	for _, test := range []struct {
		name string
		id   int
		want string
	}{
		{"the first", first, "9XYZ42 12:00–13:00: 120 of 150 left, #1; seen 1, refused 0, elsewhere 29; Profile 1+0" + saved},
		{"in the middle", middle, "9XYZ42 12:00–13:00: 59 of 150 left, #14; seen 12, refused 0, elsewhere 79; Heart Rate by Date 9+0, Profile 2+0, other paths 1+0" + saved},
		{"refused", refused, "9XYZ42 12:00–13:00: 0 of 150 left, #15; seen 12, refused 1, elsewhere 138; Heart Rate by Date 9+0, Profile 2+1, other paths 1+0" + saved},
		{"of another user", 11, "7QRS10 12:00–13:00: 80 of 150 left, #11; seen 1, refused 0, elsewhere 69; Profile 1+0" + saved},
		{"no time", pasted, "nothing"},
		{"the next window", after, "9XYZ42 13:00–14:00: 149 of 150 left, #16; seen 1, refused 0, elsewhere 0; Devices 1+0"},
	} {
		if have := said(test.id); have != test.want {
			t.Errorf("%s: have\n%s\nwant\n%s", test.name, have, test.want)
		}
	}
}

// Requests for a few days each are told in the one that replaces them, as for single
// days; what no single request serves, or saves too little, isn't.
func TestSavings(t *testing.T) {
	token := "Bearer " + scenario.JWT(t, map[string]any{"sub": "9XYZ42", "aud": "23ABCD", "exp": explaintest.Start.Add(8 * time.Hour).Unix()})
	for _, test := range []struct {
		name  string
		paths []string
		want  string
	}{
		{"weeks", []string{"hrv/date/2026-10-01/2026-10-07", "hrv/date/2026-10-08/2026-10-14", "hrv/date/2026-10-15/2026-10-21", "hrv/date/2026-10-22/2026-10-28"}, "4: 1 × hrv/date/2026-10-01/2026-10-28.json"},
		{"periods", []string{"activities/heart/date/2026-10-07/7d", "activities/heart/date/2026-10-14/7d"}, "2: 1 × activities/heart/date/2026-10-01/2026-10-14.json"},
		{"days", []string{"br/date/2026-10-07/all", "br/date/2026-10-08/all", "br/date/2026-10-09/all"}, "3: 1 × br/date/2026-10-07/2026-10-09/all.json"},
		{"a day as a range", []string{"hrv/date/2026-10-01/2026-10-01", "hrv/date/2026-10-02/2026-10-02"}, "2: 1 × hrv/date/2026-10-01/2026-10-02.json"},
		{"longer than one may be", []string{"hrv/date/2026-08-01/2026-08-30", "hrv/date/2026-09-01/2026-09-30"}, ""},
		{"the same again", []string{"hrv/date/2026-10-01/2026-10-07", "hrv/date/2026-10-01/2026-10-07", "hrv/date/2026-10-01/2026-10-07"}, ""},
		{"no range is documented", []string{"activities/date/2026-10-01", "activities/date/2026-10-02", "activities/date/2026-10-03"}, ""},
		{"a detailed day", []string{"activities/steps/date/2026-10-01/1d/1min", "activities/steps/date/2026-10-02/1d/1min", "activities/steps/date/2026-10-03/1d/1min"}, ""},
		{"backwards", []string{"hrv/date/2026-10-07/2026-10-01", "hrv/date/2026-10-14/2026-10-08"}, ""},
		{"without an end", []string{"activities/steps/date/2026-10-01/max", "activities/steps/date/2026-10-02/max"}, ""},
	} {
		s := session.New(explaintest.Knowledge(t))
		for i, path := range test.paths {
			s.Add(explaintest.Exchange(explaintest.Call{Line: "GET /1/user/-/" + path + ".json", Status: 200, Body: "{}", More: func(x *httpmsg.Exchange) {
				explaintest.Sent("", "Authorization", token)(x)
				explaintest.Header("Fitbit-Rate-Limit-Limit", "150")(x)
				explaintest.Header("Fitbit-Rate-Limit-Remaining", strconv.Itoa(140-i))(x)
			}}, i+1))
		}
		told, ok := s.Spending(len(test.paths))
		if !ok {
			t.Errorf("%s: nothing is told", test.name)
		}
		got := ""
		for _, saving := range told.Savings {
			got += fmt.Sprintf("%d: %d × %s", saving.Calls, saving.Needed, strings.TrimPrefix(saving.URL, "https://api.fitbit.com/1/user/-/"))
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
