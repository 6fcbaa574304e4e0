package match

import (
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

func BenchmarkMatch(b *testing.B) {
	c := catalog.Load(builtin.Packs)
	var all []catalog.Symptom
	for _, pack := range c.Packs() {
		for _, e := range pack.Errors {
			for _, example := range e.Examples {
				all = append(all, example.Symptom)
			}
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Find(c, all[i%len(all)])
	}
}

// What the first request of an API waits for.
func BenchmarkFirst(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		c := catalog.Load(builtin.Packs)
		Find(c, catalog.Symptom{Pack: "fitbit", Status: 401, Type: "expired_token", Message: "Access token expired"})
	}
}
