package diagnosis

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

// told is a flow in brief: kind#exchange, ! for failed, * for the current one, ? for guessed.
func told(f *Flow) string {
	if f == nil {
		return ""
	}
	var steps []string
	for _, step := range f.Steps {
		text := fmt.Sprintf("%s#%d", step.Kind, step.Exchange)
		if !step.OK {
			text += "!"
		}
		if step.Current {
			text += "*"
		}
		if step.Guessed {
			text += "?"
		}
		steps = append(steps, text)
	}
	return strings.Join(steps, " ")
}

func TestFlowSteps(t *testing.T) {
	for _, test := range []struct {
		scenario string
		want     []string // by exchange; "" if there is none
	}{
		{"flow-code-strict-mode", []string{"authorize#1* code#2 token#3 token#4!", "authorize#1 code#2* token#3 token#4!", "authorize#1 code#2 token#3* token#4!", "authorize#1 code#2 token#3 token#4!*"}},
		{"flow-scope-not-asked", []string{"authorize#1* code#1 token#2 refresh#3", "authorize#1 code#1 token#2* refresh#3", "authorize#1 code#1 token#2 refresh#3*", "authorize#1 code#1 token#2 refresh#3 call#4!*"}},
		{"flow-implicit-unticked", []string{"", "authorize#1 call#2!*"}},
		{"flow-redirect-host", []string{"", "authorize#1? token#2!*"}},
		{"flow-refresh-spent-long-ago", []string{"refresh#1* refresh#2 refresh#3 refresh#4!", "refresh#1 refresh#2* refresh#3 refresh#4!", "refresh#1 refresh#2 refresh#3* refresh#4!", "refresh#1 refresh#2 refresh#3 refresh#4!*"}},
		{"flow-refresh-overlap", []string{"refresh#1* refresh#2!", "refresh#1 refresh#2!*"}},
		{"flow-refresh-revoked", []string{"token#1* refresh#3!", "token#1 revoke#2*", "token#1 refresh#3!*"}},
		{"flow-refresh-replaced", []string{"token#1* refresh#3!", "", "token#1 refresh#3!*"}},
		{"flow-pkce-two-consents", []string{"authorize#1* code#3 token#4!", "", "authorize#1 code#3* token#4!", "authorize#1 code#3 token#4!*"}},
		{"token-not-replaced", []string{"", ""}},
		{"token-expired", []string{""}},
		{"expired-plain", []string{""}},
	} {
		s := sessionOf(t, test.scenario)
		if s.LastID() != len(test.want) {
			t.Errorf("%s has %d exchanges", test.scenario, s.LastID())
			continue
		}
		for i, want := range test.want {
			if have := told(s.Flow(i + 1)); have != want {
				t.Errorf("%s, exchange %d: have %q, want %q", test.scenario, i+1, have, want)
			}
		}
	}
}

// The order in which exchanges are added does not matter.
func TestFlowStepsOrder(t *testing.T) {
	forward, back := NewSession(knowledge(t)), NewSession(knowledge(t))
	var list []httpmsg.Exchange
	if _, err := har.Read(bytes.NewReader(scenario.Read(t, "flow-scope-not-asked")), nil, func(_ int, x httpmsg.Exchange) { list = append(list, x) }); err != nil {
		t.Fatal(err)
	}
	for i := range list {
		forward.Add(list[i])
		back.Add(list[len(list)-1-i])
	}
	one, other := forward.Flow(4), back.Flow(1)
	if one == nil || other == nil || len(one.Steps) != len(other.Steps) {
		t.Fatalf("have %q and %q", told(one), told(other))
	}
	for i := range one.Steps {
		if a, b := one.Steps[i], other.Steps[i]; a.Kind != b.Kind || a.Exchange != len(list)+1-b.Exchange || a.Current != b.Current {
			t.Errorf("step %d: %+v and %+v", i, a, b)
		}
	}
}

// A long chain of refreshes is shortened to its beginning and the steps around the exchange
// in question.
func TestFlowStepsBounded(t *testing.T) {
	s := NewSession(knowledge(t))
	start := time.Date(2026, 10, 12, 9, 0, 0, 0, time.UTC)
	for i := range 40 {
		s.Add(httpmsg.Exchange{Started: start.Add(time.Duration(i) * time.Hour),
			Request: httpmsg.Request{Method: "POST", URL: "https://api.fitbit.com/oauth2/token", PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded",
				Text: fmt.Sprintf("grant_type=refresh_token&refresh_token=%064x", i)}},
			Response: httpmsg.Response{Status: 200, Body: httpmsg.Body{Recorded: true, Text: fmt.Sprintf(`{"access_token":"%032x","refresh_token":"%064x","user_id":"9XYZ42"}`, i, i+1)}}})
	}
	for _, id := range []int{1, 20, 40} {
		f := s.Flow(id)
		if f == nil || len(f.Steps) != mostSteps || f.Omitted != 40-mostSteps || !strings.Contains(told(f), fmt.Sprintf("#%d*", id)) || f.Steps[0].Exchange != 1 {
			t.Errorf("exchange %d: %q, %+v", id, told(f), f)
		}
	}
}
