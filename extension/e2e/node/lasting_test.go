package node

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// TestLasting: a program that stopped is followed by one that gets everything
// again but what ended the first; none is led into the same end twice.
func TestLasting(t *testing.T) {
	const lost = `start {"requests":%d,"opened":%t,"all":%t}`
	shown := "shown stopped Error: reason"
	for _, test := range []struct {
		name, ends string
		want       []any
	}{
		{"lives", `[]`, []any{"start", 1, 2, 3, "opened 1", 9}},
		{"ends at a request", `[{"at":2}]`, []any{"start", 1, shown, fmt.Sprintf(lost, 1, false, false), 1, 3, "opened 1", 9}},
		{"ends while it explains one", `[{"reading":3}]`, []any{"start", 1, 2, 3, shown, fmt.Sprintf(lost, 1, false, false), 1, 2, "opened 1", 9}},
		{"ends at two", `[{"at":2},{"reading":1}]`, []any{"start", 1, shown, fmt.Sprintf(lost, 1, false, false), 1, 3, shown, fmt.Sprintf(lost, 2, false, false), 3, "opened 1", 9}},
		{"ends at what was opened", `[{"reading":-1}]`, []any{"start", 1, 2, 3, shown, fmt.Sprintf(lost, 0, true, false), 1, 2, 3, "opened 0", 9}},
		{"ends with all explained", `[{"reading":0},{"reading":0}]`, []any{"start", 1, 2, 3, shown, fmt.Sprintf(lost, 0, false, false), 1, 2, 3, shown, fmt.Sprintf(lost, 0, false, false), 1, 2, 3, "opened 1", 9}},
		{"ends twice for no known reason", `[{},{}]`, []any{"start", 1, 2, 3, shown, fmt.Sprintf(lost, 0, false, false), 1, 2, 3, shown, fmt.Sprintf(lost, 0, false, true), "opened 0", 9}},
	} {
		t.Run(test.name, func(t *testing.T) {
			node := exec.Command("node", "lasting.js", "../../lasting.js", test.ends)
			output, err := node.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			want, _ := json.Marshal(append(test.want, "gone", true))
			if got := strings.TrimSpace(string(output)); got != string(want) {
				t.Errorf("got\n%s, want\n%s", got, want)
			}
		})
	}
}
