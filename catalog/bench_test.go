package catalog

import "testing"

func BenchmarkMatch(b *testing.B) {
	c := load(b)
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
