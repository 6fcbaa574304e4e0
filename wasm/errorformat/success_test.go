package errorformat

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// Looking at every fifth byte finds what looking at all of them finds.
func TestMayContainError(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	parts := []string{"error", "ERROR", "Errors", "errorType", "message", "Message", "rror", "essage", "messag", "err", "or", "mess", "age", "e", "r", "m", "s", "0", "{", `"`, ":", "time", "value", "ror"}
	found := 0
	for range 20_000 {
		var b strings.Builder
		for range r.IntN(8) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		text := b.String() + `":1` // a word that the text ends in names nothing
		lower := strings.ToLower(text)
		want := strings.Contains(lower, "error") || strings.Contains(lower, "message")
		if have := mayContainError(text); have != want {
			t.Fatalf("%q: %t", text, have)
		}
		if want {
			found++
		}
	}
	if found < 2000 || found > 18_000 {
		t.Errorf("%d of 20000 texts have a word", found)
	}
	for _, text := range []string{"", "e", "err", "erro", "{}"} {
		if mayContainError(text) {
			t.Errorf("%q", text)
		}
	}
}
