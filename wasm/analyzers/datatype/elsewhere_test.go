package datatype

import (
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
)

// What other APIs call a data type is known; a name that is only alike isn't such a word.
func TestNamedElsewhere(t *testing.T) {
	types := catalog.Load(builtin.Packs).Pack("googlehealth").DataTypes
	for name, want := range map[string]string{
		"calories": "total-calories", "activity": "exercise", "spo2": "daily-oxygen-saturation", "hrv": "daily-heart-rate-variability",
		"azm": "active-zone-minutes", "water": "hydration-log", "breathing-rate": "daily-respiratory-rate", "breathingRate": "daily-respiratory-rate",
		"body-weight": "weight", "daily_steps": "steps", "com.google.step_count.delta": "steps", "food-log": "nutrition-log",
		"steps": "", "heart_rate": "", "stepz": "", "total-calorie": "", "w": "", "": "",
	} {
		have := ""
		if found := namedElsewhere(types, name); found != nil {
			have = found.ID
		}
		if have != want {
			t.Errorf("%q: have %q, want %q", name, have, want)
		}
	}
	names := map[string]string{}
	for i := range types {
		for _, other := range types[i].Elsewhere {
			if names[other] != "" || catalog.Load(builtin.Packs).Pack("googlehealth").DataType(other) != nil {
				t.Errorf("%s is a word of two data types", other)
			}
			names[other] = types[i].ID
		}
	}
}

// A roll-up takes the days that a filter asks for, and none where it lacks an end.
func TestRollUpBody(t *testing.T) {
	for filter, want := range map[string]string{
		`a.date>="2026-11-01" AND a.date<"2026-11-08"`:  `{"range":{"start":{"date":{"year":2026,"month":11,"day":1}},"end":{"date":{"year":2026,"month":11,"day":8}}},"windowSizeDays":1}`,
		`a>="2026-12-31T00:00:00Z" AND a<="2026-12-31"`: `{"range":{"start":{"date":{"year":2026,"month":12,"day":31}},"end":{"date":{"year":2027,"month":1,"day":1}}},"windowSizeDays":1}`,
		`a>="2026-11-01"`:                    "",
		`a>="2026-11-08" AND a<"2026-11-08"`: "",
		``:                                   "",
	} {
		e := &analysis.Pass{Exchange: &httpmsg.Exchange{Request: httpmsg.Request{URL: "https://health.googleapis.com/?filter=" + filter}}}
		if have := rollUpBody(e); have != want {
			t.Errorf("%s: %s", filter, have)
		}
	}
}
