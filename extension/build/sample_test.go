package main

import (
	"bytes"
	"testing"

	"misstep/catalog"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
)

// The sample session is what a person sees first: each entry once, each found.
func TestSampleSessionShowsEveryEntry(t *testing.T) {
	knowledge, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	sample, err := sampleHAR(knowledge)
	if err != nil {
		t.Fatal(err)
	}
	session := diagnose.NewSession(knowledge)
	if _, err := har.Read(bytes.NewReader(sample), func(x har.Exchange) {
		if knowledge.Watched(x.Request.URL) == nil {
			t.Errorf("%s is not watched", x.Request.URL)
		}
		session.Add(x)
	}); err != nil {
		t.Fatal(err)
	}
	id := 0
	for _, pack := range knowledge.Packs {
		for _, entry := range pack.Errors {
			id++
			d := session.Diagnosis(id)
			if len(d.Findings) == 0 || d.Findings[0].ID != entry.ID {
				t.Errorf("the sample for %s is explained as %+v", entry.ID, d)
			}
			if success := entry.Kind == catalog.KindSuccess; d.Failed == success {
				t.Errorf("the sample for %s: failed is %v", entry.ID, d.Failed)
			}
		}
	}
	if id != session.Len() {
		t.Errorf("%d entries, %d exchanges in the sample", id, session.Len())
	}
}
