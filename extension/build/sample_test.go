package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
)

// The sample session is what people see first: everything in it must be found, and nothing else.
func TestSampleSession(t *testing.T) {
	knowledge := catalog.Load(builtin.Packs)
	sample, err := sampleHAR()
	if err != nil {
		t.Fatal(err)
	}
	var told struct {
		Log struct {
			Expect []struct{ ID, Reason, Certainty string } `json:"_expect"`
		}
	}
	if err := json.Unmarshal(sample, &told); err != nil {
		t.Fatal(err)
	}
	session := diagnosis.NewSession(knowledge)
	if _, err := har.Read(bytes.NewReader(sample), nil, func(_ int, x httpmsg.Exchange) {
		if knowledge.Watched(x.Request.URL) == nil {
			t.Errorf("%s is not watched", x.Request.URL)
		}
		session.Add(x)
	}); err != nil {
		t.Fatal(err)
	}
	unknown := 0
	for i, want := range told.Log.Expect {
		x, d := session.Exchange(i+1), session.Diagnosis(i+1)
		have := diagnosis.Finding{}
		if len(d.Findings) > 0 {
			have = d.Findings[0]
		}
		if !d.Failed && (have.Kind == catalog.KindSuccess || have.ID == "") && (want.ID == "" || want.Reason == "") {
			continue // as it should be
		}
		if d.Unknown {
			unknown++
		}
		if have.ID != want.ID || have.Reason != want.Reason || have.ID != "" && string(have.Certainty) != want.Certainty {
			t.Errorf("exchange %d, %d %s %s: have %q because of %q (%s), want %q because of %q (%s)", i+1, x.Response.Status, x.Request.Method, x.Request.URL,
				have.ID, have.Reason, have.Certainty, want.ID, want.Reason, want.Certainty)
		}
		if want.ID != "" && have.Certainty == analysis.Possible {
			t.Errorf("exchange %d is a guess", i+1)
		}
	}
	if n := session.LastID(); n < 60 || n > 110 || n != len(told.Log.Expect) {
		t.Errorf("%d exchanges, %d told", n, len(told.Log.Expect))
	}
	if unknown != 1 {
		t.Errorf("%d errors are unknown, want the one that is meant to be", unknown)
	}
	again, err := sampleHAR()
	if err != nil || !bytes.Equal(again, sample) {
		t.Errorf("the sample is not the same when it is built again (%v)", err)
	}
}
