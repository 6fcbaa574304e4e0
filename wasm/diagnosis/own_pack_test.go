package diagnosis

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/catalog/validate"
	"misstep/wasm/httpmsg"
)

const parkingFile = "../../catalog/testdata/parking.json"

// The example pack of CONTRIBUTING.md is read, added, listed and removed.
func TestOwnPack(t *testing.T) {
	data, err := os.ReadFile(parkingFile)
	if err != nil {
		t.Fatal(err)
	}
	c := catalog.Load(builtin.Packs)
	pack, err := validate.ReadPack(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Add(pack); err != nil {
		t.Fatal(err)
	}
	exchange := func(method, address string, status int, body string) httpmsg.Exchange {
		x := httpmsg.Exchange{Request: httpmsg.Request{Method: method, URL: address}}
		x.Response.Status = status
		httpmsg.SetBody(&x, body, "")
		return x
	}
	taken := exchange("POST", "http://localhost:8090/bays/B7/tickets", 409, `{"error":"bay_taken","error_description":"Bay B7 is taken until 2026-05-01"}`)
	day := exchange("GET", "http://localhost:8090/takings/2026-02-30", 400, `{"error":"bad_day","error_description":"No such day: 2026-02-30"}`)
	ticket := exchange("POST", "http://localhost:8090/bays/B7/tickets", 401, `{"error":"no_such_ticket","error_description":"No ticket T-0815-4711"}`)
	foreign := exchange("GET", "http://localhost:8090/takings/2026-02-01", 401, `{"errors":[{"errorType":"expired_token","message":"Access token expired: abc"}]}`)
	unknown := exchange("GET", "https://api.fitbit.com/1/user/-/profile.json", 409, `{"error":"bay_taken","error_description":"Bay B7 is taken until 2026-05-01"}`)

	if d := Explain(c, taken); len(d.Findings) == 0 || d.Findings[0].ID != "bay-taken" || d.Findings[0].Pack != "parking" || d.Findings[0].Fact != "B7" || d.Endpoint != "Take a bay" {
		t.Errorf("%+v", d)
	}
	if d := Explain(c, day); len(d.Findings) == 0 || d.Findings[0].Reason != "date-impossible" || d.Findings[0].Cause != "February 2026 has 28 days; the request asks for `2026-02-30`." {
		t.Errorf("the analyzers do not know the pack's words: %+v", d)
	}
	if d := Explain(c, ticket); len(d.Findings) == 0 || strings.Contains(d.Findings[0].Message+d.Findings[0].Values["ticket"], "0815-4711") {
		t.Errorf("a ticket, of kind code, is shown: %+v", d)
	}
	if d := Explain(c, foreign); !d.Unknown {
		t.Errorf("another pack's error is told: %+v", d.Findings)
	}
	if d := Explain(c, unknown); !d.Unknown {
		t.Errorf("this pack's error is told of another API: %+v", d.Findings)
	}
	if !c.Remove("parking") {
		t.Fatal("not removed")
	}
	if d := Explain(c, taken); !d.Unknown || d.Endpoint != "" {
		t.Errorf("still known: %+v", d)
	}
}

// CONTRIBUTING.md names the file, and every member that it uses.
func TestOwnPackIsDescribed(t *testing.T) {
	text, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n## Write a pack\n")
	if !found {
		t.Fatal("CONTRIBUTING.md has no section Write a pack")
	}
	if i := strings.Index(section, "\n## "); i >= 0 {
		section = section[:i]
	}
	if !strings.Contains(section, strings.TrimPrefix(parkingFile, "../../")) {
		t.Error("the section does not name the file")
	}
	var described []string
	for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(section, -1) {
		described = append(described, m[1])
	}
	data, err := os.ReadFile(parkingFile)
	if err != nil {
		t.Fatal(err)
	}
	var whole map[string]any
	if err := json.Unmarshal(data, &whole); err != nil {
		t.Fatal(err)
	}
	for _, name := range membersOf(whole) {
		if !slices.Contains(described, name) {
			t.Errorf("the section does not describe `%s`", name)
		}
	}
}

// membersOf lists the names of members in a pack; those of its placeholders
// are its own.
func membersOf(value any) (names []string) {
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			names = append(names, membersOf(element)...)
		}
	case map[string]any:
		for name, member := range v {
			names = append(names, name)
			if name != "placeholders" {
				names = append(names, membersOf(member)...)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
