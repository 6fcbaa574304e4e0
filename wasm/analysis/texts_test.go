package analysis_test

import (
	"testing"
	"time"

	"misstep/catalog"
	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
)

func TestSpanText(t *testing.T) {
	for span, want := range map[time.Duration]string{
		0:                                 "0 s",
		59 * time.Second:                  "59 s",
		-90 * time.Second:                 "1 min",
		2*time.Hour + 5*time.Minute:       "2 h 5 min",
		25 * time.Hour:                    "1 day 1 h",
		12*24*time.Hour + time.Hour:       "12 days",
		700 * 24 * time.Hour:              "700 days",
		3 * 365 * 24 * time.Hour:          "3 years",
		23*time.Hour + 59*time.Minute:     "23 h",
		8 * time.Hour:                     "8 h",
		14*time.Minute + 9*time.Second:    "14 min",
		499 * time.Millisecond:            "0 s",
		59*time.Minute + 59*time.Second:   "59 min",
		9*24*time.Hour + 23*time.Hour:     "9 days 23 h",
		2*365*24*time.Hour + 24*time.Hour: "2 years",
	} {
		if have := (&analysis.Pass{Session: diagnosis.NewSession(catalog.New()).Session}).Span(span); have != want {
			t.Errorf("%v: have %s, want %s", span, have, want)
		}
	}
}
