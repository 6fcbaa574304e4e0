package export

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"misstep/catalog"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
	"misstep/wasm/redact"
)

var knowledge = sync.OnceValue(func() *catalog.Catalog {
	c, err := catalog.Load()
	if err != nil {
		panic(err)
	}
	return c
})

func sessionOf(t testing.TB, data []byte) *diagnose.Session {
	t.Helper()
	s := diagnose.NewSession(knowledge())
	if _, err := har.Read(bytes.NewReader(data), func(x har.Exchange) { s.Add(x) }); err != nil {
		t.Fatal(err)
	}
	return s
}

func scenario(t testing.TB, name string) *diagnose.Session {
	t.Helper()
	data, err := os.ReadFile("../diagnose/testdata/scenarios/" + name + ".har")
	if err != nil {
		t.Fatal(err)
	}
	return sessionOf(t, data)
}

func sanitised(t testing.TB, s *diagnose.Session, salt string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := HAR(s, nil, redact.NewAliases([]byte(salt)), &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// told is what the diagnoses of a session say, in brief.
func told(s *diagnose.Session) string {
	var b strings.Builder
	for id := 1; id <= s.Len(); id++ {
		fmt.Fprintf(&b, "%d:", id)
		for _, f := range s.Diagnosis(id).Findings {
			fmt.Fprintf(&b, " %s(%s,%s)", f.ID, f.Reason, f.Certainty)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// lost are the scenarios whose sanitised recording says less, and why.
var lost = map[string]string{
	"request-id-rounded": "the id as it was sent is in the data that is left out",
}

// A sanitised recording is diagnosed as the session was.
func TestSanitisedSaysTheSame(t *testing.T) {
	files, _ := filepath.Glob("../diagnose/testdata/scenarios/*.har")
	if len(files) < 100 {
		t.Fatalf("%d scenarios", len(files))
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".har")
		t.Run(name, func(t *testing.T) {
			s := scenario(t, name)
			out := sanitised(t, s, "salt")
			want, have := told(s), told(sessionOf(t, out))
			if why := lost[name]; why != "" {
				if have == want {
					t.Errorf("says the same after all, although %s", why)
				}
				return
			}
			if have != want {
				t.Errorf("have\n%swant\n%s", have, want)
			}
		})
	}
}
