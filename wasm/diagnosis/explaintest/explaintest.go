// Package explaintest is for tests of what a diagnosis says: sessions in a few
// words, explained with the packs that are built in.
package explaintest

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
)

// A Call is one exchange of a session, in short. (No type of its own, so that
// tables need not name its fields.)
type Call = struct {
	Line   string // "GET /1/user/-/profile.json", or with a whole address
	Status int
	Body   string
	More   func(*httpmsg.Exchange) // changes it; nil for nothing
}

// A Trial is one row of a table: the last call must have this first cause, or
// none of this theme's.
type Trial = struct {
	Name  string
	Calls []Call
	Want  string // first cause; "" if there is none at all
	Says  string // in fact, cause or fixes
}

// Start is when the first call of a session begins; the others follow by a second each.
var Start = time.Date(2026, 10, 30, 12, 5, 0, 0, time.UTC)

// Exchange is the n-th call of a session.
func Exchange(c Call, n int) httpmsg.Exchange {
	method, address, _ := strings.Cut(c.Line, " ")
	if strings.HasPrefix(address, "/") {
		address = "https://api.fitbit.com" + address
	}
	x := httpmsg.Exchange{Started: Start.Add(time.Duration(n) * time.Second), Request: httpmsg.Request{Method: method, URL: address}, Response: httpmsg.Response{Status: c.Status}}
	if c.Body != "" {
		x.Response.Body = httpmsg.Body{Text: c.Body, Recorded: true}
	}
	if c.More != nil {
		c.More(&x)
	}
	return x
}

// Knowledge is a catalog of its own with the packs that are built in.
func Knowledge(t testing.TB) *catalog.Catalog {
	t.Helper()
	return catalog.Load(builtin.Packs)
}

// Last explains the last of a session's exchanges.
func Last(t testing.TB, exchanges ...httpmsg.Exchange) diagnosis.Diagnosis {
	t.Helper()
	s := diagnosis.NewSession(Knowledge(t))
	for _, x := range exchanges {
		s.Add(x)
	}
	return s.Diagnosis(s.LastID())
}

// Reasons are the causes that analyzers found, in the order of the findings.
func Reasons(d diagnosis.Diagnosis) []string {
	var found []string
	for _, f := range d.Findings {
		switch f.Reason {
		case "", "refused-unread", "shut-down-undated": // which say that nothing is found, and stand beside whatever has no time
		default:
			found = append(found, f.Reason)
		}
	}
	return found
}

// NoFinding is what First gives of a call that nothing is wrong with.
const NoFinding = "no finding"

// First is the cause of the first finding; "" where it has none.
func First(d diagnosis.Diagnosis) string {
	if len(d.Findings) == 0 {
		return NoFinding
	}
	return d.Findings[0].Reason
}

// Try runs a table.
func Try(t *testing.T, trials []Trial) {
	t.Helper()
	for _, test := range trials {
		t.Run(test.Name, func(t *testing.T) {
			var exchanges []httpmsg.Exchange
			for n, c := range test.Calls {
				exchanges = append(exchanges, Exchange(c, n))
			}
			d := Last(t, exchanges...)
			have := ""
			if len(d.Findings) > 0 && d.Findings[0].Reason != "refused-unread" {
				have = d.Findings[0].Reason
			}
			if have != test.Want || have == "" && len(Reasons(d)) > 0 {
				t.Fatalf("have %q %q, want %q", have, Reasons(d), test.Want)
			}
			if test.Says != "" {
				f := d.Findings[0]
				if said := f.Fact + "\n" + f.Cause + "\n" + strings.Join(f.Fixes, "\n"); !strings.Contains(said, test.Says) {
					t.Errorf("no %q in\n%s", test.Says, said)
				}
			}
		})
	}
}

// Failure is an error in the form of the Fitbit Web API.
func Failure(errorType, message string) string {
	text, _ := json.Marshal(map[string]any{"errors": []any{map[string]string{"errorType": errorType, "message": message}}, "success": false})
	return string(text)
}

// Header adds a header of the response.
func Header(name, value string) func(*httpmsg.Exchange) {
	return func(x *httpmsg.Exchange) {
		x.Response.Headers = append(x.Response.Headers, httpmsg.Header{Name: name, Value: value})
	}
}

// Sent gives a request its headers, name and value by turns, and its body.
func Sent(body string, headers ...string) func(*httpmsg.Exchange) {
	return func(x *httpmsg.Exchange) {
		for i := 0; i+1 < len(headers); i += 2 {
			x.Request.Headers = append(x.Request.Headers, httpmsg.Header{Name: headers[i], Value: headers[i+1]})
		}
		if body != "" {
			x.Request.PostData = &httpmsg.PostData{Text: body}
		}
	}
}
