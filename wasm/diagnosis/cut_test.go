package diagnosis_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/diagnosis"
	"misstep/wasm/paste"
)

// JSON of Google's that was cut off anywhere, in one line or in several, is
// recognized as soon as most of its message is there, and is never taken for
// another error.
func TestCutGoogleJSON(t *testing.T) {
	knowledge := catalog.Load(builtin.Packs)
	for _, e := range knowledge.Pack("googlehealth").Errors {
		if e.Kind != catalog.KindError || e.Message == "" || e.Status == 0 || e.Type != strings.ToUpper(e.Type) || e.Type == "" {
			continue
		}
		for _, example := range e.Examples {
			if example.Message == "" || example.Type == "" {
				continue
			}
			message, _ := json.Marshal(example.Message)
			text := fmt.Sprintf(`{"error":{"code":%d,"message":%s,"status":"%s","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"%s","domain":"googleapis.com"}]}}`, example.Status, message, example.Type, example.Reason)
			var long bytes.Buffer
			if err := json.Indent(&long, []byte(text), "", "  "); err != nil {
				t.Fatal(err)
			}
			for _, text := range []string{text, long.String()} {
				first := func(text string) string {
					found, err := paste.Read(knowledge, text)
					if err != nil || len(found) != 1 {
						t.Fatalf("%d exchanges, %v: %s", len(found), err, text)
					}
					session := diagnosis.NewSession(knowledge)
					return outline(session.Diagnosis(session.Add(found[0])))
				}
				want := strings.TrimSuffix(first(text), "?")
				at := strings.Index(text, string(message))
				enough := at + len(message)*3/4
				for end := at; end < len(text); end++ {
					have := first(text[:end])
					switch {
					case strings.TrimSuffix(have, "?") == want:
					case end >= enough && have == "":
						t.Errorf("unknown, want %s: %s", want, text[:end])
					case have != "" && !strings.HasSuffix(have, "?") && !isWholeOf(knowledge, have, example.Message):
						t.Errorf("%s, want %s: %s", have, want, text[:end])
					}
				}
			}
		}
	}
}

// isWholeOf reports whether a message begins with one of an error's: cut off there, it
// is that.
func isWholeOf(c *catalog.Catalog, id, message string) bool {
	for _, pack := range c.Packs() {
		for _, e := range pack.Errors {
			if e.ID != id {
				continue
			}
			for f := range e.Forms() {
				if f.Message != "" && strings.HasPrefix(message, strings.TrimSuffix(f.Message, ".")) {
					return true
				}
			}
		}
	}
	return false
}
