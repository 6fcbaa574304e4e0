package listmodel

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"misstep/wasm/diagnosis"
)

// completing is a list of a few exchanges, narrowed by a filter.
func completing(filter string) *Model {
	s := &fakeSession{}
	for _, x := range []struct {
		method, path, endpoint string
		status                 int
	}{
		{"GET", "sleep.json", "Sleep Log by Date", 403}, {"GET", "sleep.json", "Sleep Log by Date", 403},
		{"GET", "heart.json", "Heart Rate", 429}, {"POST", "foods.json", "Log Food", 200},
	} {
		finding := diagnosis.Finding{}
		if x.status >= 400 {
			finding.ID = "entry-" + strconv.Itoa(x.status)
		}
		s.add(x.method, "https://api.fitbit.com/1/"+x.path, x.status, finding)
		s.diagnoses[len(s.diagnoses)-1].Endpoint = x.endpoint
	}
	state := newState()
	state.Filter = filter
	l := New(&state)
	for id := range s.exchanges {
		l.Enqueue(id + 1)
		l.ReadNext(s, keys, utc)
	}
	return l
}

func TestSuggest(t *testing.T) {
	for _, test := range []struct{ filter, want string }{ // | is the caret
		{"|", "status:, endpoint:, method:, host:, path:, entry:, certainty:, token:, user:, request:, is:"},
		{"s|", "status:"},
		{"-S|", "-status:"},
		{"429 me|", "method:"},
		{"x|", ""},
		{"status:|", "4xx 3, 403 2, 200 1, 429 1"},
		{"status:4|", "4xx 3, 403 2, 429 1"},
		{"status:403|", ""}, // it is there
		{"-status:2|", "200 1"},
		{"sleep status:|", "4xx 3, 403 2, 200 1, 429 1"},
		{"endpoint:l|", `"Sleep Log by Date" 2, "Log Food" 1`},
		{`endpoint:"sleep l|`, `"Sleep Log by Date" 2`},
		{"is:o|", "ok 1"},
		{"method:|", "GET 3, POST 1"},
		{"certainty:|", ""},
		{"colour:|", ""},
		{"sta| status:403", "status:"},
	} {
		before, after, _ := strings.Cut(test.filter, "|")
		var got []string
		for _, s := range completing(before + after).Suggest(len(before)) {
			word := s.Text
			if s.Count > 0 {
				_, value, _ := strings.Cut(s.Text, ":")
				word = value + " " + strconv.Itoa(s.Count)
			}
			got = append(got, word)
		}
		if have := strings.Join(got, ", "); have != test.want {
			t.Errorf("%s offers %q, want %q", test.filter, have, test.want)
		}
	}
}

func TestSuggestionTaken(t *testing.T) {
	for _, test := range []struct{ filter, want string }{
		{"429 -me|", "429 -method:|"},
		{"me| 429", "method:| 429"},
		{"status:40|", "status:403 |"},
		{"-endpoint:food|", `-endpoint:"Log Food" |`},
		{"status:40| sleep", "status:403 |sleep"},
		{"status:4|29", "status:4xx |"},
		{"größe status:40|", "größe status:403 |"},
	} {
		before, after, _ := strings.Cut(test.filter, "|")
		s := completing(before + after).Suggest(len(before))[0]
		if have := s.Filter[:s.Caret] + "|" + s.Filter[s.Caret:]; have != test.want {
			t.Errorf("%s becomes %q, want %q", test.filter, have, test.want)
		}
	}
}

// TestSuggestionFinds takes what is offered and lists as many as it says.
func TestSuggestionFinds(t *testing.T) {
	for i := range fields {
		name := fields[i].name
		for _, s := range completing(name + ":").Suggest(len(name) + 1) {
			l := completing(s.Filter)
			l.state.Chips = "all"
			if l.Refill(); l.Listed != s.Count {
				t.Errorf("%s lists %d, its suggestion says %d", s.Filter, l.Listed, s.Count)
			}
		}
	}
}

func TestMisspelled(t *testing.T) {
	for _, test := range []struct{ filter, word, mended string }{
		{"stauts:403", "stauts", "status:403"},
		{"sleep -Stats:403 x", "Stats", "sleep -status:403 x"},
		{"hsot:fitbit", "hsot", "host:fitbit"},
		{"endpiont:", "endpiont", "endpoint:"},
		{`metod:get endpoint:"stauts:4"`, "metod", `method:get endpoint:"stauts:4"`},
		{"status:403", "", ""},
		{"stauts", "", ""},
		{"localhost:8080", "", ""},
		{"https://api.fitbit.com", "", ""},
		{"colour:red", "", ""},
		{"port:80", "", ""},
		{"data:x", "", ""},
		{"12:30", "", ""},
		{":", "", ""},
		{`endpoint:"stauts:4"`, "", ""},
		{"", "", ""},
	} {
		if word, _, mended := completing(test.filter).Misspelled(); word != test.word || mended != test.mended {
			t.Errorf("%s: %q should be %q, want %q and %q", test.filter, word, mended, test.word, test.mended)
		}
	}
}

func TestChoose(t *testing.T) {
	s := newState()
	for _, step := range []struct {
		choice string
		beside bool
		want   string
	}{
		{"auth", false, "auth"},
		{"5xx", true, "auth 5xx"},
		{"4xx", true, "auth 4xx 5xx"},
		{"auth", true, "4xx 5xx"},
		{"network", false, "network"},
		{"network", false, "failing"}, // taken back
		{"4xx", true, "4xx"},
		{"4xx", true, "failing"},
		{"auth", true, "auth"},
		{"all", true, "all"}, // beside nothing
		{"5xx", true, "5xx"},
		{"failing", false, "failing"},
		{"failing", false, "failing"},
	} {
		if s.Choose(step.choice, step.beside); s.Chips != step.want {
			t.Fatalf("after %s there is %q, want %q", step.choice, s.Chips, step.want)
		}
		if read := ReadState(s.Encode()); read.Chips != s.Chips {
			t.Errorf("%q is read as %q", s.Chips, read.Chips)
		}
		for _, chip := range Chips {
			if want := slices.Contains(strings.Fields(step.want), chip); s.Chosen(chip) != want {
				t.Errorf("%s of %q is chosen: %t", chip, step.want, s.Chosen(chip))
			}
		}
	}
}

// TestChipsCombine lists what fails in one of two ways, and counts each chip.
func TestChipsCombine(t *testing.T) {
	l := completing("")
	l.state.Chips = "auth 4xx"
	if l.Refill(); l.Listed != 3 {
		t.Errorf("%d are listed", l.Listed)
	}
	l.state.Chips = "auth"
	if l.Refill(); l.Listed != 2 {
		t.Errorf("%d are listed", l.Listed)
	}
	if have := fmt.Sprint(l.Chosen); have != "[4 3 2 3 0 0]" {
		t.Errorf("the chips count %s", have)
	}
	if l.Forget(3); fmt.Sprint(l.Chosen) != "[2 1 0 1 0 0]" {
		t.Errorf("after two are gone they count %v", l.Chosen)
	}
}
