package export

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"misstep/wasm/httpmsg"
)

// However many kinds of failures a session has, its report fits into a ticket: all are
// counted, the most frequent explained, and what is left out is said.
func TestLongSessionFitsIntoATicket(t *testing.T) {
	var list []httpmsg.Exchange
	for i := range 60 {
		for n := range 1 + i%7 {
			list = append(list, httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: fmt.Sprintf("https://api.fitbit.com/1/user/-/x%d/y%d.json", i, n)},
				Response: httpmsg.Response{Status: 418, Body: httpmsg.Body{Recorded: true, Text: fmt.Sprintf(`{"errors":[{"errorType":"teapot","message":"Kettle number %s %s"}]}`, strings.Repeat("x", i), strings.Repeat("boils over ", 90))}}})
		}
	}
	report := SessionMarkdown(sessionWith(list...), nil, words(t))
	if len(report) > 12<<10 {
		t.Errorf("%d bytes", len(report))
	}
	for _, want := range []string{"- and 20 more", "\n- 7 × ", "without an explanation here: 52", "- and 2 more\n"} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%.3000s", want, report)
		}
	}
	if n := strings.Count(report, "\n## "); n != mostExplained {
		t.Errorf("%d are explained", n)
	}
}

func TestSummarize(t *testing.T) {
	s := scenarioSession(t, "flow-refresh-spent-twice")
	o := Summarize(s, nil, "?")
	if o.Failed != 2 || o.Calls != 3 || len(o.Kinds) != 1 {
		t.Fatalf("%+v", o)
	}
	k := o.Kinds[0]
	if len(k.IDs) != 2 || len(k.Groups) != 1 || k.Groups[0].Call() != "400 POST Token" || k.Finding.Fact != "" { // each has its own
		t.Errorf("%+v, %+v", k, k.Groups[0])
	}
}

func TestNumbers(t *testing.T) {
	more := func(n int) string { return strconv.Itoa(n) + " more" }
	for _, c := range []struct {
		ids  []int
		want string
	}{
		{[]int{1}, "#1"},
		{[]int{1, 2}, "#1, #2"},
		{[]int{1, 2, 3, 4, 9}, "#1–4, #9"},
		{[]int{1, 3, 5, 7, 9, 11, 13, 15}, "#1, #3, #5, #7, #9, #11, #13, #15"},
		{[]int{1, 3, 5, 7, 9, 11, 13, 15, 17, 18}, "#1, #3, #5, #7, #9, #11, #13, #15, 2 more"},
	} {
		if got := Numbers(c.ids, more); got != c.want {
			t.Errorf("%v: %s, want %s", c.ids, got, c.want)
		}
	}
}
