package validate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/catalog/match"
)

func parking(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("../testdata/parking.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestSchemaIsUnderstood(t *testing.T) {
	root, err := packSchema()
	if err != nil {
		t.Fatalf("schema.json uses what schema.go does not know: %v", err)
	}
	if root.Defs["entry"] == nil || root.Properties["errors"].Items.Ref == "" {
		t.Errorf("%+v", root)
	}
	for _, unknown := range []string{`{"not":{}}`, `{"properties":{"a":{"multipleOf":2}}}`, `{"type":["string"]}`, `{"format":"uri"}`, `{"$ref":"other.json"}`, `{"enum":[1]}`, `{"const":1}`} {
		if json.Unmarshal([]byte(unknown), new(schema)) == nil {
			t.Errorf("%s is read as if it were understood", unknown)
		}
	}
	var refs func(s *schema)
	refs = func(s *schema) {
		if s == nil {
			return
		}
		if s.Ref != "" && root.Defs[strings.TrimPrefix(s.Ref, refPrefix)] == nil {
			t.Errorf("%s leads nowhere", s.Ref)
		}
		for _, part := range slices.Concat(s.AllOf, s.AnyOf, s.OneOf, []*schema{s.If, s.Then, s.Items, s.AdditionalProperties, s.PropertyNames}) {
			refs(part)
		}
		for _, part := range s.Properties {
			refs(part)
		}
		for _, part := range s.Defs {
			refs(part)
		}
	}
	refs(root)
}

// The packs that come with the program are read as one of a person is.
func TestReadPackReadsEveryPack(t *testing.T) {
	for _, pack := range catalog.Load(builtin.Packs).Packs() {
		files, err := filepath.Glob("../" + pack.ID + "/*.json")
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]json.RawMessage{}
		var causes []json.RawMessage
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			delete(all, "causes")
			if err := json.Unmarshal(data, &all); err != nil {
				t.Fatal(err)
			}
			var more []json.RawMessage
			if err := json.Unmarshal(all["causes"], &more); all["causes"] != nil && err != nil {
				t.Fatal(err)
			}
			causes = append(causes, more...)
		}
		if causes != nil {
			if all["causes"], err = json.Marshal(causes); err != nil {
				t.Fatal(err)
			}
		}
		data, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		have, err := ReadPack(data)
		var invalid *InvalidPackError
		if errors.As(err, &invalid) {
			for _, p := range invalid.Problems {
				t.Errorf("%s: %s %s", pack.ID, p.Where(), p.What)
			}
			continue
		} else if err != nil {
			t.Errorf("%s: %v", pack.ID, err)
			continue
		}
		read, err := json.Marshal(catalog.New(have).Packs()[0])
		if err != nil {
			t.Fatal(err)
		}
		if builtIn, err := json.Marshal(pack); err != nil || !bytes.Equal(read, builtIn) {
			t.Errorf("%s: what is built in is not what the files say (%v)", pack.ID, err)
		}
	}
}

func TestReadPack(t *testing.T) {
	text := parking(t)
	pack, err := ReadPack([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if pack.ID != "parking" || len(pack.Errors) != 3 || string(pack.File) != text {
		t.Errorf("%+v", pack)
	}
	if _, err := ReadPack([]byte("\ufeff" + text + "\n\n")); err != nil {
		t.Errorf("with a byte order mark: %v", err)
	}
}

// Problems of a pack are reported with their place, and all at once.
func TestReadPackRefuses(t *testing.T) {
	text := parking(t)
	lastLine := func(more int) string { return fmt.Sprintf("line %d, column 1", strings.Count(text, "\n")+more) }
	for _, test := range []struct {
		name, old, new string
		where, what    string // of one of the problems; what it contains
	}{
		{"not closed", "\n}\n", "\n", lastLine(0), "isn't complete JSON"},
		{"a comma too much", "\"parking\",", "\"parking\",,", "line 2, column 19", "isn't valid JSON"},
		{"something after it", "\n}\n", "\n}\n{}", lastLine(1), "trailing data"},
		{"no id", `"id": "parking",`, ``, "the pack", `is missing "id"`},
		{"a capital in the id", `"id": "parking"`, `"id": "Parking"`, "id", "must have the form"},
		{"an unknown member", `"name": "Parking API"`, `"name": "Parking API", "colour": 1`, "the pack", `an unknown key "colour"`},
		{"no fixes", "[\n        \"Send the day as `yyyy-MM-dd`.\"\n      ]", `[]`, "errors[2] (day-not-understood).fixes", "at least 1"},
		{"a number for a text", `"title": "Day is none"`, `"title": 7`, "errors[2] (day-not-understood).title", "must be a string, and is 7"},
		{"an empty text", `"title": "Day is none"`, `"title": ""`, "errors[2] (day-not-understood).title", "empty"},
		{"an unknown facet", `"date-invalid"`, `"date-odd"`, "errors[2] (day-not-understood).about[0]", "must be one of date-invalid"},
		{"a status that is none", `"status": 409,`, `"status": 4090,`, "errors[0] (bay-taken).status", "at most 599"},
		{"a status in the text", `"status": 409,`, `"status": "409",`, "errors[0] (bay-taken).status", "whole number"},
		{"half a status", `"status": 409,`, `"status": 409.5,`, "errors[0] (bay-taken).status", "whole number"},
		{"null", `"endpoints": [`, `"scopes": null, "endpoints": [`, "scopes", "must be a list, and is null"},
		{"a status with a fraction", `"status": 409,`, `"status": 409.0,`, "errors.status", "must not be written"},
		{"an id twice", `"id": "ticket-unknown"`, `"id": "bay-taken"`, "errors[1] (bay-taken).id", "errors[0]"},
		{"a cause named as an entry", `"id": "date-impossible"`, `"id": "bay-taken"`, "causes[0] (bay-taken).id", "errors[0]"},
		{"a cause of nothing", "\"explains\": [\n        \"day-not-understood\"", `"explains": ["night"`, "causes[0] (date-impossible).explains", "night"},
		{"a placeholder without a kind", `"ticket": "code",`, ``, "errors[1] (ticket-unknown).message", "{ticket}"},
		{"a placeholder of a cause", `"month": "text",`, ``, "causes[0] (date-impossible)", "{month}"},
		{"an open brace", `"message": "No ticket {ticket}"`, `"message": "No ticket {ticket"`, "errors[1] (ticket-unknown).message", "without"},
		{"a host with a password", `"localhost:8090"`, `"localhost:809000"`, "hosts[0]", "port"},
		{"a bad host of an endpoint", `"name": "Take any bay"`, `"name": "Take any bay", "host": "a b"`, "endpoints[1] (Take any bay).host", "isn't a valid host"},
		{"an example of another entry", `"type": "no_such_ticket",
          "message": "No ticket T-0815-4711"`, `"message": "No such day: 2026-01-01"`, "errors[1] (ticket-unknown).examples[0]", "day-not-understood"},
		{"a usual cause that is none", `"name": "Parking API"`, `"name": "Parking API", "statuses": [{"status": 429, "meaning": "too many cars", "errors": ["none-such"]}]`, "statuses[0] (429).errors", "none-such"},
		{"a near miss that is none", `"Bay B7 is closed until 2026-05-01"`, `"Bay B7 is taken until 2026-05-01"`, "errors[0] (bay-taken).nearMiss[0]", "must not match"},
		{"a renamed entry that leads nowhere", `"name": "Parking API"`, `"name": "Parking API", "renamed": {"old": "gone"}`, "renamed.old", "gone"},
		{"an entry that was given up", `"name": "Parking API"`, `"name": "Parking API", "retired": {"bay-taken": "why"}`, "errors[0] (bay-taken).id", "renamed or retired"},
		{"a replacement of nothing", `"name": "Parking API"`, `"name": "Parking API", "replacements": [{"id": "r", "name": "R", "of": ["GET /none"], "none": "gone", "differences": ["d"], "certainty": "derived", "source": "s"}]`, "replacements[0] (r).of", "GET /none"},
		{"a difference that is none", `"name": "Parking API"`, `"name": "Parking API", "replacements": [{"id": "r", "name": "R", "of": ["POST /bays"], "none": "gone", "differences": ["d"], "certainty": "derived", "source": "s"}]`, "replacements[0] (r).differences", "names d"},
		{"neither calls nor none", `"name": "Parking API"`, `"name": "Parking API", "replacements": [{"id": "r", "name": "R", "of": ["POST /bays"], "certainty": "derived", "source": "s"}]`, "replacements[0] (r)", "must have one of calls, none, and has 0"},
		{"a day that is none", `"name": "Parking API"`, `"name": "Parking API", "shutdown": {"date": "2026-02-30", "status": 410, "source": "s"}`, "shutdown.date", "must be a date"},
		{"a long message", `No ticket {ticket}`, strings.Repeat("No ticket ", 300), "errors[1] (ticket-unknown).message", "more than 2000 bytes"},
	} {
		t.Run(test.name, func(t *testing.T) {
			broken := strings.Replace(text, test.old, test.new, 1)
			if broken == text {
				t.Fatalf("the pack has no %s", test.old)
			}
			_, err := ReadPack([]byte(broken))
			var invalid *InvalidPackError
			if !errors.As(err, &invalid) {
				t.Fatalf("have %v", err)
			}
			if !slices.ContainsFunc(invalid.Problems, func(p Problem) bool {
				return p.Where().String() == test.where && strings.Contains(p.What.String(), test.what)
			}) {
				t.Errorf("have %+v, want %q %q", invalid.Problems, test.where, test.what)
			}
		})
	}
	for name, data := range map[string][]byte{"nothing": nil, "blanks": []byte(" \n"), "a list": []byte("[]"), "null": []byte("null"), "bytes": {0xff, 0}, "too large": bytes.Repeat([]byte(" "), MaxPack+1), "deep": bytes.Repeat([]byte("["), 100_000)} {
		var invalid *InvalidPackError
		if _, err := ReadPack(data); !errors.As(err, &invalid) || len(invalid.Problems) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReadPackTellsSomeDozensOfProblems(t *testing.T) {
	entry := `{"id":"x"},`
	_, err := ReadPack([]byte(`{"errors":[` + strings.Repeat(entry, 10_000) + `{}]}`))
	var invalid *InvalidPackError
	if !errors.As(err, &invalid) || len(invalid.Problems) != 50 || len(invalid.Error()) > 1000 {
		t.Errorf("%.500v", err)
	}
}

// A key that appears twice counts once, the second time.
func TestReadPackReadsWhatItChecked(t *testing.T) {
	text := strings.Replace(parking(t), `"hosts": [`, `"hosts": ["a.example", "b.example"], "hosts": [`, 1)
	pack, err := ReadPack([]byte(text))
	if err != nil || !slices.Equal(pack.Hosts, []string{"localhost:8090"}) {
		t.Errorf("%v, %v", pack, err)
	}
}

func FuzzReadPack(f *testing.F) {
	text := parking(f)
	f.Add([]byte(text))
	for i := 0; i < len(text); i += 97 {
		f.Add([]byte(text[:i]))
		f.Add([]byte(text[:i] + text[min(i+7, len(text)):]))
	}
	for _, broken := range []string{"", "{}", "[]", "null", `{"errors":[{}]}`, `{"id":1e999999999}`, `{"id":{"a":[[[]]]}}`, "\ufeff{", `{"hosts":["://","@","[::1","%zz"]}`} {
		f.Add([]byte(broken))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		pack, err := ReadPack(data)
		var invalid *InvalidPackError
		switch {
		case err == nil:
			c := catalog.New()
			if err := c.Add(pack); err != nil {
				t.Error(err)
			}
			match.Find(c, catalog.Symptom{Message: string(data[:min(len(data), 500)])})
		case !errors.As(err, &invalid) || len(invalid.Problems) == 0 || invalid.Error() == "":
			t.Errorf("%#v", err)
		}
	})
}

// What is wrong with a pack is said in the catalog's language.
func TestErrorsAreTranslated(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	if err := c.Translate("de"); err != nil {
		t.Fatal(err)
	}
	_, noPack := ReadPack([]byte(`[]`))
	_, noJSON := ReadPack([]byte(`{"id`))
	_, many := ReadPack([]byte(`{}`))
	for _, test := range []struct {
		err           error
		english, want string
	}{
		{noPack, "the pack must be an object, and is a list", "das Paket muss ein Objekt sein, ist aber eine Liste"},
		{noJSON, "isn't complete JSON", "ist kein vollständiges JSON"},
		{many, "; and ", " weitere"},
	} {
		if test.err == nil || !strings.Contains(test.err.Error(), test.english) {
			t.Errorf("%v: want %q in it", test.err, test.english)
		}
		if have := c.Messages().Error(test.err); !strings.Contains(have, test.want) {
			t.Errorf("%q: want %q in it", have, test.want)
		}
	}
}

// A row just inside and one just outside of each bound.
func TestBounds(t *testing.T) {
	text := parking(t)
	read := func(text string) []Problem {
		_, err := ReadPack([]byte(text))
		var invalid *InvalidPackError
		errors.As(err, &invalid)
		if invalid == nil {
			return nil
		}
		return invalid.Problems
	}
	for _, test := range []struct {
		name  string
		text  string
		valid bool
	}{
		{"4 MB", text + strings.Repeat(" ", 4<<20-len(text)), true},
		{"a byte more", text + strings.Repeat(" ", 4<<20-len(text)+1), false},
		{"a message of 2,000 bytes", strings.Replace(text, "No ticket {ticket}", "No ticket {ticket}"+strings.Repeat(" ", 2000-len("No ticket {ticket}")), 1), true},
		{"a byte more", strings.Replace(text, "No ticket {ticket}", "No ticket {ticket}"+strings.Repeat(" ", 2001-len("No ticket {ticket}")), 1), false},
	} {
		if problems := read(test.text); (len(problems) == 0) != test.valid {
			t.Errorf("%s: %v", test.name, problems)
		}
	}
	for n, want := range map[int]string{80: "errors[0] (" + strings.Repeat("a", 80) + ")", 81: "errors[0]"} {
		if problems := read(`{"errors":[{"id":"` + strings.Repeat("a", n) + `"}]}`); !slices.ContainsFunc(problems, func(p Problem) bool { return p.Path == want }) {
			t.Errorf("an id of %d letters is not told as %s: %v", n, want, problems)
		}
	}
	letters, digits := strings.Repeat("A", 60), strings.Repeat("1", 60)
	for id, want := range map[string]string{`"` + letters + `"`: `"` + letters + `"`, `"` + letters + `A"`: `"` + letters + `…"`, digits: digits, digits + "1": "a long number"} {
		problems := read(`{"id":` + id + `}`)
		if !slices.ContainsFunc(problems, func(p Problem) bool { return p.Path == "id" && strings.HasSuffix(p.What.String(), want) }) {
			t.Errorf("%s: want %s in %v", id, want, problems)
		}
	}
	for members, more := range map[string]bool{`"x":1,"y":1,"z":1,`: false, `"w":1,"x":1,"y":1,"z":1,`: true} {
		_, err := ReadPack([]byte(strings.Replace(text, "{", "{"+members, 1)))
		if err == nil || strings.Contains(err.Error(), "; and 1 more") != more || !strings.Contains(err.Error(), `"y"`) {
			t.Errorf("with members %s: %v", members, err)
		}
	}
}

// An example is matched by its beginning.
func TestBounded(t *testing.T) {
	for n, want := range map[int]int{4000: 4000, 4001: 4000} {
		if have := len(bounded(catalog.Symptom{Message: strings.Repeat("a", n)}).Message); have != want {
			t.Errorf("%d bytes are %d", n, have)
		}
	}
}
