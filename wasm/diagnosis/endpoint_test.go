package diagnosis

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"misstep/wasm/httpmsg"
	"misstep/wasm/request"
)

// A call is one exchange of a table test, in short.
type call struct {
	line   string // "GET /1/user/-/profile.json", or with a whole address
	status int
	body   string
	more   func(*httpmsg.Exchange)
}

// start is when the first call of a table test begins.
var start = time.Date(2026, 10, 30, 12, 5, 0, 0, time.UTC)

func (c call) exchange(n int) httpmsg.Exchange {
	method, address, _ := strings.Cut(c.line, " ")
	if strings.HasPrefix(address, "/") {
		address = "https://api.fitbit.com" + address
	}
	x := httpmsg.Exchange{Started: start.Add(time.Duration(n) * time.Second), Request: httpmsg.Request{Method: method, URL: address}, Response: httpmsg.Response{Status: c.status}}
	if c.body != "" {
		x.Response.Body = httpmsg.Body{Text: c.body, Recorded: true}
	}
	if c.more != nil {
		c.more(&x)
	}
	return x
}

// diagnosisOf explains the last of the calls, in a session of all of them.
func diagnosisOf(t *testing.T, calls ...call) Diagnosis {
	t.Helper()
	s := NewSession(knowledge(t))
	id := 0
	for n, c := range calls {
		id = s.Add(c.exchange(n))
	}
	return s.Diagnosis(id)
}

// reasonsOf are the causes that analyzers found, in the order of the findings.
func reasonsOf(d Diagnosis) []string {
	var found []string
	for _, f := range d.Findings {
		if f.Reason != "" && f.Reason != "refused-unread" { // which says that nothing is found
			found = append(found, f.Reason)
		}
	}
	return found
}

// A trial is one row of a table test: the last call must have this first
// cause, or none of this theme's.
type trial struct {
	name  string
	calls []call
	want  string // first cause; "" for none at all
	says  string // in fact, cause or fixes
}

func try(t *testing.T, trials []trial) {
	t.Helper()
	for _, test := range trials {
		t.Run(test.name, func(t *testing.T) {
			d := diagnosisOf(t, test.calls...)
			have := ""
			if len(d.Findings) > 0 && d.Findings[0].Reason != "refused-unread" {
				have = d.Findings[0].Reason
			}
			if have != test.want || have == "" && len(reasonsOf(d)) > 0 {
				t.Fatalf("have %q %q, want %q", have, reasonsOf(d), test.want)
			}
			if test.says != "" {
				f := d.Findings[0]
				if said := f.Fact + "\n" + f.Cause + "\n" + strings.Join(f.Fixes, "\n"); !strings.Contains(said, test.says) {
					t.Errorf("no %q in\n%s", test.says, said)
				}
			}
		})
	}
}

func failure(errorType, message string) string {
	text, _ := json.Marshal(map[string]any{"errors": []any{map[string]string{"errorType": errorType, "message": message}}, "success": false})
	return string(text)
}

var (
	notFound       = failure("not_found", "The API you are requesting could not be found.")
	intradayDenied = failure("insufficient_permissions", "API client is not authorized by Fitbit to access the resource requested.")
	rpc            = `{"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}}`
)

const intradayBody = `{"activities-heart":[],"activities-heart-intraday":{"dataset":[]}}`

func header(name, value string) func(*httpmsg.Exchange) {
	return func(x *httpmsg.Exchange) {
		x.Response.Headers = append(x.Response.Headers, httpmsg.Header{Name: name, Value: value})
	}
}

func TestExamineEndpoint(t *testing.T) {
	try(t, []trial{
		{"singular", []call{{"POST /1/user/-/food/log.json", 404, notFound, nil}}, "nearest-endpoint", "foods, not food"},
		{"no .json, no body recorded", []call{{"GET /1/user/-/profile", 404, "", nil}}, "nearest-endpoint", ".json is missing"},
		{"like nothing", []call{{"GET /a/b/c", 404, notFound, nil}}, "", ""},
		{"known path, unknown item", []call{{"GET /1/activities/77.json", 404, "", nil}}, "", ""},
		{"prefix twice", []call{{"GET /1/user/-/1/user/-/profile.json", 404, notFound, nil}}, "path-prefix", "Call `/1/user/-/profile.json`"},
		{"two slashes", []call{{"GET //1/user/-/profile.json", 404, notFound, nil}}, "path-prefix", ""},
		{"unknown path, other answer", []call{{"GET /1/user/-/profile", 401, failure("expired_token", "Access token expired"), nil}}, "", ""},
		{"other method", []call{{"PUT /1/user/-/profile.json", 405, "", nil}}, "other-methods", "GET (Profile)"},
		{"other method, a word is no id", []call{{"GET /1/user/-/foods/log.json", 405, "", nil}}, "other-methods", "It takes POST (Log Food)."},
		{"right method refused all the same", []call{{"GET /1/user/-/profile.json", 405, "", nil}}, "", ""},
		{"http", []call{{"GET http://api.fitbit.com/1/user/-/profile.json", 403, "", nil}}, "plain-http", "https://api.fitbit.com/1/user/-/profile.json"},
		{"http, raised by the browser itself", []call{{"GET http://api.fitbit.com/1/user/-/profile.json", 307, "", nil}}, "", ""},
		{"http, but something else is wrong", []call{{"GET http://api.fitbit.com/1/user/-/profile.json", 401, failure("expired_token", "Access token expired"), nil}}, "", ""},
		{"retired", []call{{"GET /1/user/-/sleep/date/2026-10-01/2026-10-02.json", 400, "", nil}}, "retired-endpoint", "/1.2"},
		{"intraday refused", []call{{"GET /1/user/-/activities/heart/date/today/1d/1min.json", 403, intradayDenied, nil}}, "intraday-refused", "Personal"},
		{"intraday refused, status only", []call{{"GET /1/user/-/spo2/date/today/all.json", 403, "", nil}}, "intraday-refused", ""},
		{"daily call refused, status only", []call{{"GET /1/user/-/spo2/date/today.json", 403, "", nil}}, "", ""},
		{"another intraday call read", []call{{"GET /1/user/-/activities/heart/date/today/1d/1min.json", 200, intradayBody, nil}, {"GET /1/user/-/spo2/date/today/all.json", 403, rpc, nil}}, "intraday-refused-here-only", "Heart Rate Intraday"},
		{"another intraday call answered without the data", []call{{"GET /1/user/-/activities/heart/date/today/1d/1min.json", 200, `{"activities-heart":[]}`, nil}, {"GET /1/user/-/spo2/date/today/all.json", 403, rpc, nil}}, "intraday-refused", ""},
		{"daily call refused without reason", []call{{"GET /1/user/-/devices.json", 403, rpc, nil}}, "refused-without-reason", ""},
		{"daily call refused for its scope", []call{{"GET /1/user/-/devices.json", 403, failure("insufficient_scope", "This application does not have permission to access settings data."), nil}}, "scope-needed", "settings"},
	})
}

func TestPlacesOf(t *testing.T) {
	address := "https://api.fitbit.com/1/user/-/activities/heart/date/2026-10-01/1d/1min/time/00%3A00/23:59.json?x=1"
	_, endpoint := knowledge(t).Endpoint("GET", address)
	var have []string
	for _, p := range request.Places(endpoint, address) {
		have = append(have, fmt.Sprintf("%s=%s%s", p.Name, p.Value, p.Ending))
	}
	want := []string{"user-id=-", "date=2026-10-01", "detail-level=1min", "start-time=00:00", "end-time=23:59.json"}
	if !slices.Equal(have, want) {
		t.Errorf("have %q, want %q", have, want)
	}
	if request.Places(nil, address) != nil || request.Places(endpoint, "https://api.fitbit.com/1") != nil {
		t.Error("another path has places, too")
	}
}
