package capture

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
)

// bodies are long enough to be lent, each unlike the others.
func bodies(n int) (entries []string) {
	kinds := []func(i int) (path string, status int, body string){
		func(i int) (string, int, string) {
			return "/1/user/-/profile.json", 200, `{"user":{"a":"` + strings.Repeat(fmt.Sprint(i, `\"`), 400) + `"}}`
		},
		func(i int) (string, int, string) {
			return "/1/user/-/profile.json", 200, `{"user":{"a":"` + strings.Repeat(fmt.Sprint(i), 2000) + `"}}`
		},
		func(i int) (string, int, string) {
			return "/1/user/-/profile.json", 400, `{"errors":[{"errorType":"validation","message":"` + strings.Repeat(fmt.Sprintf("word%d ", i), 300) + `"}]}`
		},
		func(i int) (string, int, string) {
			return "/oauth2/token", 200, fmt.Sprintf(`{"access_token":"%s%d","refresh_token":"abcdefghijklmnopqrstuvwxyz%d","user_id":"ABC%d"}`, strings.Repeat("a", 1200), i, i, i)
		},
		func(i int) (string, int, string) {
			return "/1/user/-/activities.json", 200, strings.Repeat(fmt.Sprintf("no JSON %d ", i), 300)
		},
		func(i int) (string, int, string) {
			return "/1/user/-/profile.json", 200, `{"user":"` + strings.Repeat(fmt.Sprint(i), 1100) + `"}`
		},
	}
	for i := range n {
		path, status, body := kinds[i%len(kinds)](i)
		text, _ := json.Marshal(body)
		entries = append(entries, fmt.Sprintf(`{"startedDateTime":"2026-10-01T10:00:00Z","request":{"method":"GET","url":"https://api.fitbit.com%s"},"response":{"status":%d,"content":{"text":%s,"comment":"\"%s"}},"_x":"\"%s"}`,
			path, status, text, strings.Repeat("y", 3000), strings.Repeat("x", 3000)))
	}
	return entries
}

// What is only lent while an entry is read is kept where it is needed later.
func TestLentBodies(t *testing.T) {
	text := `{"log":{"entries":[` + strings.Join(bodies(60), ",") + `]}}`
	var want []httpmsg.Exchange
	if _, err := har.Read(strings.NewReader(text), nil, func(_ int, x httpmsg.Exchange) { want = append(want, x) }); err != nil {
		t.Fatal(err)
	}
	direct := testStore(t).session
	for _, x := range want {
		direct.Add(x)
	}
	for _, held := range []bool{false, true} {
		s := testStore(t)
		s.Held = held
		if err := s.Load(&Recording{}, strings.NewReader(text), quick(), &Loaded{}); err != nil {
			t.Fatal(err)
		}
		if held {
			s.Rebuild()
		}
		for id := 1; id <= len(want); id++ {
			if have, want := s.session.Exchange(id).Response.Body, direct.Exchange(id).Response.Body; have != want {
				t.Errorf("held %t: %d has %.100q, want %.100q", held, id, have.Text, want.Text)
			}
			a, b := s.session.Diagnosis(id), direct.Diagnosis(id)
			if fmt.Sprint(a.Findings) != fmt.Sprint(b.Findings) {
				t.Errorf("held %t: %d: %v, want %v", held, id, a.Findings, b.Findings)
			}
		}
	}
}
