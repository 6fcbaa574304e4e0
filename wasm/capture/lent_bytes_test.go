//go:build !race

package capture

// The race detector lets go of pooled memory at random, so bytes are counted without
// it: in the suite, by the tests under js/wasm.

import (
	"runtime"
	"strings"
	"testing"
)

// Of a success only its beginning is kept, and the rest isn't garbage either.
func TestBytesOfSuccess(t *testing.T) {
	const entries, long = 200, 40_000
	entry := `{"startedDateTime":"2026-10-01T10:00:00Z","request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/profile.json"},"response":{"status":200,"content":{"text":"{\"user\":{\"a\":\"` + strings.Repeat(`\"b`, long/3) + `\"}}"}}}`
	text := `{"log":{"entries":[` + strings.Repeat(entry+",", entries) + entry + `]}}`
	s := testStore(t)
	read := func() {
		if err := s.Load(&Recording{}, strings.NewReader(text), quick(), &Loaded{}); err != nil {
			t.Fatal(err)
		}
	}
	read()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	read()
	runtime.ReadMemStats(&after)
	// Beside that: the window that is read through, and as much room for long texts, twice.
	if each := (after.TotalAlloc - before.TotalAlloc - 3<<20) / entries; each > 5000 {
		t.Errorf("a success of %d kB takes %d bytes", long/1000, each)
	}
}
