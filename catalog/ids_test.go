package catalog

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "add new ids to the ledgers")

// Every id a pack ever had stands in its ledger, testdata/ids.txt. It must
// still lead somewhere: to its error, to the error's new id, or to the reason
// why it was retired.
func TestIDsAreNeverLost(t *testing.T) {
	for _, pack := range load().Packs() {
		ledger := filepath.Join(pack.ID, "testdata", "ids.txt")
		data, err := os.ReadFile(ledger) // a new pack has none yet
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		known := strings.Fields(string(data))
		for _, problem := range ledgerProblems(pack, known) {
			t.Errorf("%s: %s", ledger, problem)
		}
		var added []string
		for _, e := range pack.Errors {
			if !slices.Contains(known, e.ID) {
				added = append(added, e.ID)
			}
		}
		if len(added) == 0 {
			continue
		}
		if !*update {
			t.Errorf("%s lacks %v; run go test ./catalog -update", ledger, added)
			continue
		}
		if err := os.MkdirAll(filepath.Dir(ledger), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(ledger, []byte(strings.Join(append(known, added...), "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// ledgerProblems are the ids that were known and lead nowhere, or are used
// again.
func ledgerProblems(pack *Pack, known []string) (problems []string) {
	is := func(id string) bool {
		return slices.ContainsFunc(pack.Errors, func(e ErrorDef) bool { return e.ID == id })
	}
	for _, id := range known {
		renamed, retired := pack.Renamed[id], pack.Retired[id]
		switch {
		case renamed != "" && retired != "":
			problems = append(problems, id+" is both renamed and retired")
		case is(id) && (renamed != "" || retired != ""):
			problems = append(problems, id+" was given up and is used again")
		case renamed != "" && !is(renamed):
			problems = append(problems, id+" was renamed to "+renamed+", which is no entry")
		case !is(id) && renamed == "" && retired == "":
			problems = append(problems, id+" is gone; name its new id in renamed, or the reason in retired")
		}
	}
	return problems
}

func TestLedgerProblems(t *testing.T) {
	entries := []ErrorDef{{ID: "new"}, {ID: "kept"}, {ID: "reused"}}
	for _, test := range []struct {
		name  string
		pack  Pack
		known []string
		want  int
	}{
		{"all there", Pack{Errors: entries}, []string{"new", "kept"}, 0},
		{"gone", Pack{Errors: entries}, []string{"lost"}, 1},
		{"renamed", Pack{Errors: entries, Renamed: map[string]string{"old": "new"}}, []string{"old"}, 0},
		{"renamed to nothing", Pack{Errors: entries, Renamed: map[string]string{"old": "nowhere"}}, []string{"old"}, 1},
		{"retired", Pack{Errors: entries, Retired: map[string]string{"old": "never seen"}}, []string{"old"}, 0},
		{"used again", Pack{Errors: entries, Retired: map[string]string{"reused": "never seen"}}, []string{"reused"}, 1},
	} {
		if have := ledgerProblems(&test.pack, test.known); len(have) != test.want {
			t.Errorf("%s: have %q, want %d", test.name, have, test.want)
		}
	}
}

func TestErrorDefFollowsRenames(t *testing.T) {
	c := New(&Pack{ID: "p", Errors: []ErrorDef{{ID: "new", Title: "T"}}, Renamed: map[string]string{"old": "new"}})
	if _, e := c.ErrorDef("old"); e == nil || e.ID != "new" {
		t.Errorf("have %+v", e)
	}
	if _, e := c.ErrorDef("none"); e != nil {
		t.Errorf("have %+v", e)
	}
}
