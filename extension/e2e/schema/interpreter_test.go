package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"misstep/catalog/validate"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A mutation spoils one place of a pack, or leaves it right in another way.
type mutation struct {
	name  string
	apply func(at spot, random *rand.Rand) bool // false: not here
}

// A spot is a value in a pack, with what is needed to change it.
type spot struct {
	value any
	set   func(any)
	drop  func() // nil where it cannot be left out
}

var mutations = []mutation{
	{"left out", func(at spot, _ *rand.Rand) bool {
		if at.drop == nil {
			return false
		}
		at.drop()
		return true
	}},
	{"another type", func(at spot, random *rand.Rand) bool {
		others := []any{nil, true, json.Number("7"), json.Number("-1"), json.Number("7.5"), json.Number("200.0"), json.Number("1e3"), "", "text", []any{}, []any{"text"}, map[string]any{}, map[string]any{"id": "text"}}
		at.set(others[random.IntN(len(others))])
		return true
	}},
	{"another text", func(at spot, random *rand.Rand) bool {
		text, ok := at.value.(string)
		if !ok {
			return false
		}
		others := []string{"", " ", text + " ", text + "\n", "-" + text, "UPPER", "a-b", "a--b", "é", "https://example.org", "http://example.org", "2026-02-28", "2026-02-30", "2014-2016", "GET /a", "GET", "GET https://a", "x=1", "7d", "error", "success", "consent", "network", "cors", "object", "date-invalid", "token"}
		at.set(others[random.IntN(len(others))])
		return true
	}},
	{"another number", func(at spot, random *rand.Rand) bool {
		if _, ok := at.value.(json.Number); !ok {
			return false
		}
		others := []json.Number{"0", "-1", "1", "99", "100", "599", "600", "100.5", "404.0", "1e2", "123456789012345678"}
		at.set(others[random.IntN(len(others))])
		return true
	}},
	{"a member more", func(at spot, random *rand.Rand) bool {
		object, ok := at.value.(map[string]any)
		if !ok {
			return false
		}
		names := []string{"colour", "note", "id", "Source", "kind", "status", "", "UPPER", "alone", "none", "calls", "message"}
		object[names[random.IntN(len(names))]] = []any{"text", json.Number("1"), true, []any{"text"}}[random.IntN(4)]
		return true
	}},
	{"another choice", func(at spot, random *rand.Rand) bool {
		object, ok := at.value.(map[string]any)
		switch {
		case !ok:
			return false
		case object["examples"] != nil: // an entry
			object["kind"] = []any{"network", "consent"}[random.IntN(2)]
			if random.IntN(2) == 0 {
				delete(object, "status")
			}
		case object["certainty"] != nil: // a replacement
			object["none"] = "nothing"
			if random.IntN(2) == 0 {
				delete(object, "calls")
			}
		case object["brief"] != nil: // a cause
			object["alone"] = true
			delete(object, "explains")
		default:
			return false
		}
		return true
	}},
	{"an element twice", func(at spot, random *rand.Rand) bool {
		list, ok := at.value.([]any)
		if !ok || len(list) == 0 {
			return false
		}
		at.set(append(slices.Clone(list), list[random.IntN(len(list))]))
		return true
	}},
	{"more elements", func(at spot, random *rand.Rand) bool {
		list, ok := at.value.([]any)
		if !ok || len(list) == 0 {
			return false
		}
		at.set(append(slices.Clone(list), "one more", "and another", "a third", "a fourth"))
		return true
	}},
	{"no elements", func(at spot, _ *rand.Rand) bool {
		switch at.value.(type) {
		case []any:
			at.set([]any{})
		case map[string]any:
			at.set(map[string]any{})
		default:
			return false
		}
		return true
	}},
}

// spots lists every value of a pack.
func spots(value any, here spot) []spot {
	found := []spot{here}
	switch v := value.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			found = append(found, spots(v[name], spot{v[name], func(new any) { v[name] = new }, func() { delete(v, name) }})...)
		}
	case []any:
		for i := range v {
			found = append(found, spots(v[i], spot{v[i], func(new any) { v[i] = new }, nil})...)
		}
	}
	return found
}

func unmarshal(t *testing.T, data []byte) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// small keeps only as many elements of each list in a pack as are needed, so
// that many mutations are tried in a short time.
func small(value any, most int, random *rand.Rand) any {
	switch v := value.(type) {
	case map[string]any:
		for name := range v {
			v[name] = small(v[name], most, random)
		}
	case []any:
		random.Shuffle(len(v), func(i, j int) { v[i], v[j] = v[j], v[i] })
		v = v[:min(len(v), most)]
		for i := range v {
			v[i] = small(v[i], most, random)
		}
		return v
	}
	return value
}

// The catalog's own interpreter of the schema and a complete validator agree
// on packs that were spoilt in all kinds of ways.
func TestInterpreterAgreesWithTheValidator(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", read(t, catalog+"/schema.json")); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	folders, err := filepath.Glob(catalog + "/*/api.json")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no packs (%v)", err)
	}
	var packs [][]byte
	for _, folder := range folders {
		data, err := json.Marshal(pack(t, filepath.Dir(folder)))
		if err != nil {
			t.Fatal(err)
		}
		packs = append(packs, data)
	}
	own, err := os.ReadFile(catalog + "/testdata/parking.json")
	if err != nil {
		t.Fatal(err)
	}
	packs = append(packs, own)

	valid, invalid := 0, map[string]int{}
	random := rand.New(rand.NewPCG(1, 2))
	compare := func(name string, value any) {
		t.Helper()
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		theirs := schema.Validate(value)
		_, err = validate.ReadPack(data)
		ours := err
		var told *validate.InvalidPackError
		if errors.As(err, &told) && told.SchemaValid {
			ours = nil
		} else if err != nil && told == nil {
			t.Fatalf("%s: %v", name, err)
		}
		if (ours == nil) != (theirs == nil) {
			t.Errorf("%s: the validator says %v, the interpreter %v", name, theirs, ours)
		}
		if theirs == nil {
			valid++
		} else {
			invalid[name]++
		}
	}
	for i, data := range packs {
		compare(fmt.Sprintf("pack %d as it is", i), unmarshal(t, data))
		for range rounds {
			value := small(unmarshal(t, data), 3, random)
			all := spots(value, spot{value, func(any) {}, nil})
			m := mutations[random.IntN(len(mutations))]
			for !m.apply(all[random.IntN(len(all))], random) {
			}
			compare(m.name, value)
			if t.Failed() {
				return
			}
		}
	}
	t.Logf("%d valid, invalid: %v", valid, invalid)
	if valid < rounds/10 {
		t.Errorf("only %d of the spoilt packs are valid: the test says little", valid)
	}
	for _, m := range mutations {
		if invalid[m.name] == 0 {
			t.Errorf("no pack is invalid with %s", m.name)
		}
	}
}

// rounds is how many mutations of each pack are tried.
const rounds = 900
