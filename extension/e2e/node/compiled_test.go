package node

import (
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Which functions are called for the first time before a first request is explained: a
// browser compiles each of them then, on the thread that the reader waits for. Node
// traces that; the numbers are the same each time, but for a function or two.
func TestFirstCalls(t *testing.T) {
	out, err := exec.Command("node", "--trace-wasm-compilation-times", "compiled.mjs").Output()
	if err != nil {
		t.Fatal(err)
	}
	compiled := regexp.MustCompile(`using Liftoff, .* bodysize (\d+)`)
	functions, bytes := 0, 0
	most := map[string][2]int{"started": {705, 720_000}, "explained expired-token": {1410, 1_880_000}}
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSpace(line)
		if found := compiled.FindStringSubmatch(line); found != nil {
			size, _ := strconv.Atoi(found[1])
			functions, bytes = functions+1, bytes+size
			continue
		}
		bound, known := most[line]
		if !known {
			continue
		}
		delete(most, line)
		if said := fmt.Sprintf("%s: %d functions with %d bytes of code are compiled", line, functions, bytes); functions > bound[0] || bytes > bound[1] {
			t.Errorf("%s, want at most %d with %d", said, bound[0], bound[1])
		} else {
			t.Log(said)
		}
	}
	if len(most) > 0 || functions == 0 {
		t.Errorf("not reached: %v, of %d functions", most, functions)
	}
}
