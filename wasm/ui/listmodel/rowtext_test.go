package listmodel

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/ui/richtext"
)

func utc(t time.Time) time.Time { return t.UTC() }

func keys(key string, args ...string) string {
	return strings.Join(append([]string{key}, args...), " ")
}

func TestLineOf(t *testing.T) {
	expired := diagnosis.Finding{ID: "expired-token", Title: "Access token expired", Brief: "Token expired", Fact: "14 min before"}
	call := func(status int) *httpmsg.Exchange {
		return &httpmsg.Exchange{
			Started:  time.Date(2026, 10, 1, 13, 46, 2, 0, time.UTC),
			Request:  httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/user/-/sleep.json?sort=asc"},
			Response: httpmsg.Response{Status: status},
		}
	}
	for _, test := range []struct {
		name string
		x    *httpmsg.Exchange
		d    diagnosis.Diagnosis
		want RowText
	}{
		{"known", call(401), diagnosis.Diagnosis{Status: 401, Endpoint: "Sleep", Failed: true, Findings: []diagnosis.Finding{expired}},
			RowText{Finding: "expired-token", Code: 401, Status: "401", Tone: "error", Endpoint: "Sleep", Brief: "Token expired", Fact: "14 min before"}},
		{"unknown", call(418), diagnosis.Diagnosis{Status: 418, Failed: true, Unknown: true, Message: "I'm a\n  teapot"},
			RowText{Finding: "unknown", Code: 418, Status: "418", Tone: "error", Endpoint: "/1/user/-/sleep.json", Brief: "unknownBrief", Fact: "I'm a teapot"}},
		{"unknown without words", call(500), diagnosis.Diagnosis{Status: 500, Failed: true, Unknown: true},
			RowText{Finding: "unknown", Code: 500, Status: "500", Tone: "warning", Endpoint: "/1/user/-/sleep.json", Brief: "unknownBrief", Fact: "unknownFact"}},
		{"no answer", call(0), diagnosis.Diagnosis{Failed: true, Endpoint: "Sleep", Findings: []diagnosis.Finding{{ID: "cors", Title: "Blocked by CORS"}}},
			RowText{Finding: "cors", Status: "statusFailed", Tone: "error", Endpoint: "Sleep", Brief: "Blocked by CORS"}},
		{"fine", call(200), diagnosis.Diagnosis{Status: 200},
			RowText{Code: 200, Status: "200", Endpoint: "/1/user/-/sleep.json"}},
		{"fine, and in the catalog", call(200), diagnosis.Diagnosis{Status: 200, Findings: []diagnosis.Finding{{ID: "ok", Brief: "Success", Title: "Success", Kind: catalog.KindSuccess, Fact: "1"}}},
			RowText{Fine: true, Finding: "ok", Code: 200, Status: "200", Endpoint: "/1/user/-/sleep.json"}},
		{"silent", call(200), diagnosis.Diagnosis{Status: 200, Failed: true, Findings: []diagnosis.Finding{{ID: "no-data", Brief: "No data"}}},
			RowText{Finding: "no-data", Code: 200, Status: "200", Endpoint: "/1/user/-/sleep.json", Brief: "No data"}},
	} {
		got := NewRowText(test.x, test.d.Summary(), unmasked, keys, utc)
		test.want.Method, test.want.Started, test.want.host, test.want.path = "GET", test.x.Started, "api.fitbit.com", "/1/user/-/sleep.json"
		test.want.title, test.want.fact = got.title, got.Fact
		test.want.Address = got.Address // masking is redact's
		if got != test.want {
			t.Errorf("%s:\n got %+v\nwant %+v", test.name, got, test.want)
		}
		if got.Time() != "13:46:02" {
			t.Errorf("%s: time %q", test.name, got.Time())
		}
		words := got.words()
		if !strings.Contains(words, "sleep.json") || words != strings.ToLower(words) {
			t.Errorf("%s: words %q", test.name, words)
		}
	}
}

// unmasked knows of no secret.
var unmasked = redact.NewSecrets().Screen()

// What another request shows to be secret is masked in whatever a row says: list,
// palette and trail show the same text.
func TestRowMasksWhatOthersReveal(t *testing.T) {
	const secret = "Zebra7Kite9Lamp"
	revealing := diagnosis.NewSession(catalog.Load(builtin.Packs))
	revealing.Glance(revealing.Add(httpmsg.Exchange{Request: httpmsg.Request{Method: "POST", URL: "https://api.fitbit.com/oauth2/token", PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: "client_secret=" + secret}}}))
	for name, d := range map[string]diagnosis.Summary{
		"no summary's address": {Failed: true},
		"an address":           {Failed: true, URL: "https://api.fitbit.com/1/nowhere/" + secret + "/x.json"},
		"an unknown error":     {Failed: true, Unknown: true, URL: "https://api.fitbit.com/1/a.json", Message: "No such thing: " + secret},
	} {
		x := &httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/nowhere/" + secret + "/x.json"}}
		if got := NewRowText(x, d, revealing.Screen(), keys, utc); strings.Contains(fmt.Sprintf("%+v", got), secret) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// An endpoint that serves many data types is shown with the one in its path.
func TestEndpointHasDataType(t *testing.T) {
	x := &httpmsg.Exchange{Duration: 1240.7}
	got := NewRowText(x, diagnosis.Summary{Endpoint: "List data points", DataType: "steps", URL: "https://health.googleapis.com/v4/users/me/dataTypes/steps/dataPoints?pageSize=1"}, unmasked, keys, utc)
	if got.Endpoint != "List data points · steps" || got.Query() != "/v4/users/me/dataTypes/steps/dataPoints?pageSize=1" || got.Lasted() != "1240 ms" {
		t.Errorf("it is %q, %q, %q", got.Endpoint, got.Query(), got.Lasted())
	}
	if got := (&RowText{Address: "pasted"}).Query(); got != "pasted" {
		t.Errorf("no address is %q", got)
	}
}

// A member of a group says in what it differs from it.
func TestMemberSaysDifferences(t *testing.T) {
	group := RowText{Number: 9, Status: "429", Code: 429, Tone: "warning", Method: "GET", Endpoint: "Sleep", Address: "https://h/sleep?day=2", host: "h", Brief: "Limit", Fact: "resets 14:00", Token: "1", Certainty: "certain"}
	member := group
	member.Number, member.Address = 7, "https://h/sleep?day=1"
	if got, want := member.Beside(&group), (RowText{Number: 7, Code: 429, Tone: "warning", Endpoint: "/sleep?day=1", Address: member.Address}); got != want {
		t.Errorf("it says %+v, want %+v", got, want)
	}
	member.Fact, member.Token, member.host = "resets 15:00", "2", "other"
	if got := member.Beside(&group); got.Fact != "resets 15:00" || got.Token != "2" || got.host != "other" {
		t.Errorf("it says %+v", got)
	}
}

func TestLineOfPasted(t *testing.T) {
	x := &httpmsg.Exchange{Pasted: "Invalid scope"}
	got := NewRowText(x, diagnosis.Summary{Failed: true, Finding: "scope", Brief: "Scope"}, unmasked, keys, utc)
	if got.Status != "statusNone" || got.Time() != "" || got.Method != "" || got.Endpoint != "pastedText" {
		t.Errorf("pasted text: %+v", got)
	}
}

// What was pasted is counted beside the requests.
func TestPastedIsCountedApart(t *testing.T) {
	s := sessionOf("429:a 200 500:b")
	s.exchanges[2].Pasted = "HTTP 500"
	l := listingOf(s, nil)
	if l.Total() != 3 || l.Pasted != 1 || l.Failures != 2 || l.PastedFailures != 1 {
		t.Errorf("%d exchanges, %d pasted, %d failures, %d of them pasted", l.Total(), l.Pasted, l.Failures, l.PastedFailures)
	}
}

func TestLinkTo(t *testing.T) {
	for address, want := range map[string]string{
		"https://dev.fitbit.com/build/reference/web-api/": "dev.fitbit.com/build/reference/web-api",
		"http://dev.fitbit.com/":                          "",
		"javascript:alert(1)":                             "",
		"//dev.fitbit.com/":                               "",
		"https:dev":                                       "",
		"https://someone@example.com/":                    "",
	} {
		if got, ok := richtext.LinkText(address); got != want || ok != (want != "") {
			t.Errorf("linkTo(%q) = %q, %v; want %q", address, got, ok, want)
		}
	}
}
