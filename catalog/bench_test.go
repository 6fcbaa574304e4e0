package catalog

import "testing"

func BenchmarkMatch(b *testing.B) {
	c := load()
	var all []Symptom
	for _, pack := range c.Packs() {
		for _, e := range pack.Errors {
			for _, example := range e.Examples {
				all = append(all, example.Symptom)
			}
		}
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.Match(all[i%len(all)])
	}
}

// What the first request of an API waits for.
func BenchmarkFirst(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		c := load()
		c.Match(Symptom{Pack: "fitbit", Status: 401, Type: "expired_token", Message: "Access token expired"})
	}
}
