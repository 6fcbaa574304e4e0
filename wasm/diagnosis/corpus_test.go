package diagnosis

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/httpmsg"
)

// publicErrors are errors met in public, each with where: one JSON object a
// line. want is the entry it belongs to; "" where the vendor's table has none.
//
//go:embed testdata/public_errors.jsonl
var publicErrors []byte

type publicError struct {
	ID     string `json:"id"`
	Status int    `json:"status"`
	Method string `json:"method"`
	URL    string `json:"url"`
	Body   string `json:"body"`
	Want   string `json:"want"`
}

// leastRight is how many of the lines that have an entry must find it first.
// Raise it when the engine gets better; never lower it.
const leastRight = 62

func TestPublicErrors(t *testing.T) {
	knowledge := catalog.Load(builtin.Packs)
	lines := bufio.NewScanner(bytes.NewReader(publicErrors))
	lines.Buffer(nil, 1<<20)
	var want, right, beyond, unknown int
	for lines.Scan() {
		var p publicError
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		x := httpmsg.Exchange{Request: httpmsg.Request{Method: p.Method, URL: p.URL}, Response: httpmsg.Response{Status: p.Status, Body: httpmsg.Body{Text: p.Body, Recorded: true}}}
		if p.Status == 0 {
			x.Pasted = p.Body
		}
		d := Explain(knowledge, x)
		first := ""
		if len(d.Findings) > 0 {
			first = d.Findings[0].ID + " (" + string(d.Findings[0].Certainty) + ")"
		}
		switch {
		case p.Want != "":
			want++
			id, _, _ := strings.Cut(first, " ")
			if slices.Contains(strings.Split(p.Want, "|"), id) { // words of both APIs
				right++
				t.Logf("right    %-30s %s", p.ID, first)
			} else {
				t.Logf("WRONG    %-30s want %s, have %q", p.ID, p.Want, first)
			}
		case first == "":
			unknown++
			t.Logf("unknown  %-30s %.80s", p.ID, p.Body)
		default:
			beyond++
			t.Logf("beyond   %-30s %s", p.ID, first)
		}
	}
	t.Logf("of %d lines with a row of the vendor's table %d find it first; of the others %d find an entry beyond the table, %d are said to be unknown", want, right, beyond, unknown)
	if right < leastRight {
		t.Errorf("%d of %d lines find their entry first, want at least %d", right, want, leastRight)
	}
}
