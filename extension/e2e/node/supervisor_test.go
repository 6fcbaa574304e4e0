package node

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// TestSupervisor: a program that stopped is followed by one that gets everything
// again but what ended the first; none is led into the same end twice.
func TestSupervisor(t *testing.T) {
	const lost = `start {"requests":%d,"addresses":[%s],"opened":%t,"all":%t}`
	shown := "shown stopped Error: reason"
	for _, test := range []struct {
		name, ends string
		want       []any
	}{
		{"lives", `[]`, []any{"start", 1, 2, 3, "opened 1", 9}},
		{"ends at a request", `[{"at":2}]`, []any{"start", 1, shown, fmt.Sprintf(lost, 1, `"address 2"`, false, false), 1, 3, "opened 1", 9}},
		{"ends while it explains one", `[{"reading":3}]`, []any{"start", 1, 2, 3, shown, fmt.Sprintf(lost, 1, `"address 3"`, false, false), 1, 2, "opened 1", 9}},
		{"ends at two", `[{"at":2},{"reading":1}]`, []any{"start", 1, shown, fmt.Sprintf(lost, 1, `"address 2"`, false, false), 1, 3, shown, fmt.Sprintf(lost, 2, `"address 2","address 1"`, false, false), 3, "opened 1", 9}},
		{"ends at what was opened", `[{"reading":-1}]`, []any{"start", 1, 2, 3, shown, fmt.Sprintf(lost, 0, "", true, false), 1, 2, 3, "opened 0", 9}},
		{"ends with all explained", `[{"reading":0},{"reading":0}]`, []any{"start", 1, 2, 3, shown, fmt.Sprintf(lost, 0, "", false, false), 1, 2, 3, shown, fmt.Sprintf(lost, 0, "", false, false), 1, 2, 3, "opened 1", 9}},
		{"ends twice for no known reason", `[{},{}]`, []any{"start", 1, 2, 3, shown, fmt.Sprintf(lost, 0, "", false, false), 1, 2, 3, shown, fmt.Sprintf(lost, 0, "", false, true), "opened 0", 9}},
	} {
		t.Run(test.name, func(t *testing.T) {
			want, _ := json.Marshal(append(test.want, "gone", true))
			if got := last(t, test.ends, 3); got != string(want) {
				t.Errorf("got\n%s, want\n%s", got, want)
			}
		})
	}
}

// last runs supervisor.js with programs that end, and returns what happened.
func last(t *testing.T, ends string, requests int) string {
	t.Helper()
	output, err := exec.Command("node", "supervisor.js", "../../supervisor.js", ends, strconv.Itoa(requests)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return strings.TrimSpace(string(output))
}

// TestRestartLimit: when programs end at one request after another, leaving
// them out does not help, and the next starts with nothing; but those that came
// to an end of their work in between show that it does.
func TestRestartLimit(t *testing.T) {
	for _, test := range []struct {
		name, ends string
		all        bool
	}{
		{"five in a row", `[{"at":1},{"at":2},{"at":3},{"at":4},{"at":5}]`, true},
		{"four in a row", `[{"at":1},{"at":2},{"at":3},{"at":4}]`, false},
		{"five, but one came to its end", `[{"at":1},{"at":2},{"at":3},{"reading":0},{"at":4},{"at":5}]`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := last(t, test.ends, 6)
			if all := strings.Contains(got, `\"all\":true`); all != test.all || !strings.HasSuffix(got, `,9,"gone",true]`) {
				t.Errorf("all is left out: %t, want %t: %s", all, test.all, got)
			}
			if test.all == strings.Contains(got, `,6,"opened 1"`) {
				t.Errorf("the last request is there: %s", got)
			}
		})
	}
}
