package cli

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

// parkingEntry is an entry of a recording of the Parking API.
func parkingEntry(minute, method, path, status, body string) string {
	return `{"startedDateTime":"2026-11-30T10:` + minute + `:00Z","time":41.5,"request":{"method":"` + method + `","url":"http://localhost:8090` + path + `"},"response":{"status":` + status + `,"content":{"text":"` + strings.ReplaceAll(body, `"`, `\"`) + `"}}}`
}

func parkingHAR(entries ...string) string {
	return `{"log":{"version":"1.2","creator":{"name":"t","version":"1"},"entries":[` + strings.Join(entries, ",\n") + `]}}`
}

// TestGoldens: the pack of the tests is explained, so that they change with what is
// written about a finding, not with the words of a pack.
func TestGoldens(t *testing.T) {
	goldens, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	pack, err := os.ReadFile("../../catalog/testdata/parking.json")
	if err != nil {
		t.Fatal(err)
	}
	taken := `{"error":"bay_taken","error_description":"Bay B7 is taken until 2026-05-01"}`
	files := map[string]string{
		"parking.json": string(pack),
		"day, one.har": parkingHAR(
			parkingEntry("00", "POST", "/bays/B7/tickets", "409", taken),
			parkingEntry("01", "POST", "/bays", "201", `{"ticket":"T-1"}`),
			parkingEntry("02", "POST", "/bays/B8/tickets", "409", taken),
			parkingEntry("03", "GET", "/days/2026-02-30", "400", `{"error":"bad_day","error_description":"No such day: 2026-02-30"}`),
			parkingEntry("04", "POST", "/bays/B9/tickets", "409", taken),
			parkingEntry("05", "GET", "/bays?x=<&>", "418", `{"error":"teapot","error_description":"short & <stout>, 100% é"}`)),
		"fine.har": parkingHAR(parkingEntry("10", "POST", "/bays", "201", `{"ticket":"T-2"}`)),
	}
	folder := t.TempDir()
	t.Chdir(folder)
	for name, content := range files {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	both := []string{"-pack", "parking.json", "day, one.har", "fine.har"}
	type golden struct {
		name      string
		arguments []string
		in        string
	}
	tests := []golden{
		{"text", both, ""},
		{"verbose", append(both, "-v", "-width", "60"), ""},
		{"color", append(both, "-color", "always", "-width", "80"), ""},
		{"all", append(both, "-all"), ""},
		{"pasted", []string{"-pack", "parking.json", "-"}, "bay_taken: Bay B7 is taken until 2026-05-01"},
		{"explain", []string{"-pack", "parking.json", "explain", "bay-taken", "-width", "60"}, ""},
		{"search", []string{"-pack", "parking.json", "search", "somebody", "parks"}, ""},
		{"help", []string{"-help"}, ""},
	}
	for _, f := range formats {
		if f.name != "text" && f.name != "har" { // that has other aliases each time
			tests = append(tests, golden{f.name, append(slices.Clone(both), "-format", f.name), ""})
		}
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out, warned bytes.Buffer
			if status := Run(test.arguments, strings.NewReader(test.in), &out, &warned); status == exitTrouble {
				t.Fatal(warned.String())
			}
			file := filepath.Join(goldens, test.name+".golden")
			if *update {
				if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil || out.String() != string(want) {
				t.Errorf("%v; have\n%s\nwant\n%s\n(go test ./wasm/cli -update writes it)", err, out.String(), want)
			}
		})
	}
}
