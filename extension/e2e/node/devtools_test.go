package node

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// TestDevTools runs devtools.js in a browser that fails: what it reported of a request is
// passed on anyway, and again to every new program.
func TestDevTools(t *testing.T) {
	type steps [][]any
	do := func(step ...any) []any { return step }
	start := steps{do("load"), do("show")}
	chromium := append(steps{do("chromium")}, start...)
	for _, test := range []struct {
		name  string
		steps steps
		want  []string
	}{
		{"body at once", append(start, do("request", "at_once")),
			[]string{"start", "window", "exchange 1 https://api.fitbit.com/at_once", "body 1 body "}},
		{"binary body", append(start, do("request", "base64")),
			[]string{"start", "window", "exchange 1 https://api.fitbit.com/base64", "body 1 Ym9keQ== base64"}},
		{"empty body", append(start, do("request", "empty")),
			[]string{"start", "window", "exchange 1 https://api.fitbit.com/empty", "body 1  "}},
		{"no body", append(start, do("request", "null")),
			[]string{"start", "window", "exchange 1 https://api.fitbit.com/null", "body 1 null "}},
		{"no answer but an error", append(start, do("request", "nothing")),
			[]string{"start", "window", "exchange 1 https://api.fitbit.com/nothing", "body 1 null "}},
		{"getContent throws", append(start, do("request", "throws"), do("request", "at_once")),
			[]string{"start", "window", "exchange 1 https://api.fitbit.com/throws", "body 1 null ", "exchange 2 https://api.fitbit.com/at_once", "body 2 body "}},
		{"getContent rejects", append(start, do("request", "rejects")),
			[]string{"start", "window", "exchange 1 https://api.fitbit.com/rejects", "body 1 null "}},
		{"getContent never answers", append(start, do("request", "never"), do("request", "at_once")),
			[]string{"start", "window", "exchange 1 https://api.fitbit.com/never", "exchange 2 https://api.fitbit.com/at_once", "body 2 body "}},
		{"late body", append(start, do("late", "a"), do("request", "at_once"), do("answer", "a")),
			[]string{"start", "window", "exchange 1 https://api.fitbit.com/late", "exchange 2 https://api.fitbit.com/at_once", "body 2 body ", "body 1 late body "}},
		{"late body while no program runs", append(steps{do("endAt", 2)}, append(start, do("late", "a"), do("request", "at_once"), do("answer", "a"), do("restart"))...),
			[]string{"start", "window", "exchange 1 https://api.fitbit.com/late",
				`start {"requests":1,"addresses":["https://api.fitbit.com/at_once"],"opened":false,"all":false}`,
				"exchange 1 https://api.fitbit.com/late", "body 1 late body ", "window"}},

		{"the browser's search box", append(start, do("search", "performSearch", "expired"), do("search", "nextSearchResult"), do("search", "cancelSearch")),
			[]string{"start", "window", "search performSearch expired", "search nextSearchResult ", "search cancelSearch "}},

		{"no module at first", append(steps{do("compiles", false)}, append(start, do("request", "at_once"), do("look"), do("restart"), do("look"), do("compiles", true), do("restart"), do("look"))...),
			[]string{"stopped Error: no module [Restart]", "stopped Error: no module [Restart]", "start " + nothingLost, "exchange 1 https://api.fitbit.com/at_once", "body 1 body ", "window", "no banner"}},
		{"a poisonous request is left out, and named", steps{do("endAt", 2), do("load"), do("request", "at_once"), do("request", "null"), do("request", "empty"), do("show"), do("look"), do("restart"), do("look")},
			[]string{"start", "exchange 1 https://api.fitbit.com/at_once", "body 1 body ", "stopped Error: reason [Restart]",
				`start {"requests":1,"addresses":["https://api.fitbit.com/null"],"opened":false,"all":false}`,
				"exchange 1 https://api.fitbit.com/at_once", "exchange 3 https://api.fitbit.com/empty", "body 1 body ", "body 3  ", "window", "no banner"}},
		{"reloaded", append(start, do("request", "at_once"), do("text", "counts"), do("invalidate"), do("look"), do("text", "counts"), do("text", "never asked for"), do("late", "a"), do("answer", "a")),
			[]string{"start", "window", "exchange 1 https://api.fitbit.com/at_once", "body 1 body ", "text counts: counts value", "stoppedReloaded ", "text counts: counts value", "text never asked for: ",
				"exchange 2 https://api.fitbit.com/late", "body 2 late body "}},

		{"storage refused", append(steps{do("refuse")}, append(start, do("request", "at_once"))...),
			[]string{"start", "window", "exchange 1 https://api.fitbit.com/at_once", "body 1 body "}},
		{"storage of somebody else", append(steps{do("store", `[null, 1, {"host": 7}, {"host": "other.example"}]`)}, append(start, do("other", "https://other.example/x"), do("request", "at_once"))...),
			[]string{"start", "window", "exchange 1 https://other.example/x", "body 1 body ", "exchange 2 https://api.fitbit.com/at_once", "body 2 body "}},
		{"another window watches a host, no program yet", steps{do("load"), do("other", "https://other.example/x"), do("storedElsewhere", `[{"host": "other.example"}]`), do("show")},
			[]string{"start", "exchange 1 https://other.example/x", "body 1 body ", "window"}},
		{"another window watches a host", append(start, do("storedElsewhere", `[{"host": "other.example"}]`), do("storedElsewhere", `[]`, "misstep.packs")),
			[]string{"start", "window", "stored", "stored"}},
		{"another window is looked at otherwise", append(start, do("storedElsewhere", `[]`, "misstep.view")), []string{"start", "window"}},
		{"Firefox's list is not asked for", append(start, do("looks")), []string{"start", "window", "no look"}},
		{"unread body is listed at the second look, once", append(chromium, do("list", []string{"unread 401"}), do("list", []string{"unread 401"}), do("list", []string{"unread 401"})),
			[]string{"start", "window", "asked for unread", "exchange 1 https://api.fitbit.com/unread unread"}},
		{"unread body is read at last: the same key", append(chromium, do("list", []string{"unread 401"}), do("list", []string{"unread 401"}), do("finish", "unread 401"), do("answer", "unread"), do("list", []string{"unread 401"})),
			[]string{"start", "window", "asked for unread", "exchange 1 https://api.fitbit.com/unread unread", "asked for unread", "exchange 1 https://api.fitbit.com/unread", "body 1 late body "}},
		{"what has ended is not listed again", append(chromium, do("finish", "a 401"), do("list", []string{"a 401"}), do("list", []string{"a 401"})),
			[]string{"start", "window", "asked for a", "exchange 1 https://api.fitbit.com/a"}},
		{"two of the same are two", append(chromium, do("finish", "a 401"), do("list", []string{"a 401", "a 401"}), do("list", []string{"a 401", "a 401"})),
			[]string{"start", "window", "asked for a", "exchange 1 https://api.fitbit.com/a", "asked for a", "exchange 2 https://api.fitbit.com/a unread"}},
		{"body that was asked for on the way comes before the request", append(chromium, do("list", []string{"slow 0"}), do("answer", "slow"), do("finish", "slow 200")),
			[]string{"start", "window", "asked for slow", "asked for slow", "exchange 1 https://api.fitbit.com/slow", "body 1 late body "}},
		{"cut off by a navigation", append(chromium, do("list", []string{"slow 0"}), do("navigate"), do("list", []string{}, "2026-10-30T12:00:09Z"), do("list", []string{}, "2026-10-30T12:00:09Z")),
			[]string{"start", "window", "asked for slow", "exchange 1 https://api.fitbit.com/slow cut off"}},
		{"cut off while the log is preserved", append(chromium, do("list", []string{"slow 0"}), do("navigate"), do("list", []string{"slow 0"}, "2026-10-30T12:00:09Z"), do("list", []string{"slow 0"}, "2026-10-30T12:00:09Z")),
			[]string{"start", "window", "asked for slow", "exchange 1 https://api.fitbit.com/slow cut off"}},
		{"unread when the page is left", append(chromium, do("list", []string{"unread 401"}), do("navigate"), do("list", []string{}, "2026-10-30T12:00:09Z")),
			[]string{"start", "window", "asked for unread", "exchange 1 https://api.fitbit.com/unread navigated"}},
		{"the address changes, the document stays", append(chromium, do("list", []string{"slow 0"}), do("navigate"), do("list", []string{"slow 0"}), do("finish", "slow 200")),
			[]string{"start", "window", "asked for slow", "asked for slow", "exchange 1 https://api.fitbit.com/slow"}},
		{"forgotten is not listed again", append(chromium, do("list", []string{"unread 401"}), do("list", []string{"unread 401"}), do("forget"), do("list", []string{"unread 401"}), do("finish", "unread 401")),
			[]string{"start", "window", "asked for unread", "exchange 1 https://api.fitbit.com/unread unread", "asked for unread"}},
		{"other hosts are passed over", append(chromium, do("list", []string{"@x.example/unread 401"}), do("list", []string{"@x.example/unread 401"})),
			[]string{"start", "window"}},
		{"body lost by a navigation", append(start, do("finish", "a 401"), do("navigate"), do("answerNothing", "a")),
			[]string{"start", "window", "asked for a", "exchange 1 https://api.fitbit.com/a", "body 1 null  navigated"}},
		{"hosts are compared as URLs are", append(start, do("other", "https://api.fitbit.com.:443/a"), do("other", "HTTPS://u:p@API.fitbit.com/b"), do("other", "https://api.fitbit.com:8443/c"), do("other", "https://api.fitbit.com@x.example/d"), do("other", "http://api.fitbit.com:443/e")),
			[]string{"start", "window", "exchange 1 https://api.fitbit.com.:443/a", "body 1 body ", "exchange 2 HTTPS://u:p@API.fitbit.com/b", "body 2 body "}},
		{"hidden and shown", append(start, do("hide"), do("request", "at_once"), do("show")),
			[]string{"start", "window", "hidden", "exchange 1 https://api.fitbit.com/at_once", "body 1 body ", "window"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			script, _ := json.Marshal(test.steps)
			node := exec.Command("node", "devtools.js", "../../../dist/extension", string(script))
			output, err := node.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			var got []string
			if err := json.Unmarshal(output, &got); err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

const nothingLost = `{"requests":0,"addresses":[],"opened":false,"all":false}`
