package datatype

import (
	"slices"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
)

func dataType(t testing.TB, id string) *catalog.DataType {
	t.Helper()
	found := catalog.Load(builtin.Packs).Pack("googlehealth").DataType(id)
	if found == nil {
		t.Fatalf("no data type %s", id)
	}
	return found
}

// A filter is written as the API takes it; "" where that needs a decision.
func TestRightFilter(t *testing.T) {
	const steps = `steps.interval.civil_start_time >= "2026-11-01" AND steps.interval.civil_start_time < "2026-11-08"`
	for _, test := range []struct{ id, filter, want string }{
		// as it should be
		{"steps", steps, steps},
		{"steps", `steps.interval.start_time >= "2026-11-01T00:00:00Z"`, `steps.interval.start_time >= "2026-11-01T00:00:00Z"`},
		{"steps", `steps.interval.start_time >= "2026-11-01T00:00:00+01:00"`, `steps.interval.start_time >= "2026-11-01T00:00:00+01:00"`},
		{"daily-resting-heart-rate", `daily_resting_heart_rate.date < "2026-11-08"`, `daily_resting_heart_rate.date < "2026-11-08"`},
		// operators
		{"steps", `steps.interval.civil_start_time >= "2026-11-01" AND steps.interval.civil_start_time <= "2026-11-07"`, steps},
		{"steps", `steps.interval.civil_start_time > "2026-10-31" AND steps.interval.civil_start_time < "2026-11-08"`, steps},
		{"daily-vo2-max", `daily_vo2_max.date = "2026-12-31"`, `daily_vo2_max.date >= "2026-12-31" AND daily_vo2_max.date < "2027-01-01"`},
		{"daily-vo2-max", `daily_vo2_max.date:"2026-11-01"`, `daily_vo2_max.date >= "2026-11-01" AND daily_vo2_max.date < "2026-11-02"`},
		// quotes, joints, brackets
		{"steps", `steps.interval.civil_start_time>='2026-11-01' and steps.interval.civil_start_time<'2026-11-08'`, steps},
		{"steps", `(steps.interval.civil_start_time >= 2026-11-01 && steps.interval.civil_start_time < 2026-11-08)`, steps},
		// fields
		{"steps", `startTime >= "2026-11-01" AND startTime < "2026-11-08"`, steps},
		{"steps", `steps.interval.startTime >= "2026-11-01T00:00:00Z"`, `steps.interval.start_time >= "2026-11-01T00:00:00Z"`},
		{"body-fat", `body-fat.sample_time.civil_time >= "2026-11-01"`, `body_fat.sample_time.civil_time >= "2026-11-01"`},
		{"sleep", `sleep.interval.start_time >= "2026-11-01T00:00:00Z"`, `sleep.interval.end_time >= "2026-11-01T00:00:00Z"`},
		// times
		{"steps", `steps.interval.start_time >= "2026-11-01"`, `steps.interval.civil_start_time >= "2026-11-01"`},
		{"steps", `steps.interval.civil_start_time >= "2026-11-01T08:30"`, `steps.interval.civil_start_time >= "2026-11-01T08:30:00"`},
		{"steps", `steps.interval.start_time >= "2026-11-01 08:30:00Z"`, `steps.interval.start_time >= "2026-11-01T08:30:00Z"`},
		{"steps", `steps.interval.start_time >= "2026-11-01T08:30:00 01:00"`, `steps.interval.start_time >= "2026-11-01T08:30:00+01:00"`},
		{"exercise", `exercise.interval.start_time >= "2026-11-01T08:30:00Z"`, `exercise.interval.civil_start_time >= "2026-11-01T08:30:00"`},
		{"daily-vo2-max", `daily_vo2_max.date >= "2026-11-01T00:00:00Z"`, `daily_vo2_max.date >= "2026-11-01"`},
		{"electrocardiogram", `electrocardiogram.interval.start_time >= "2026-11-01T00:00:00Z" AND electrocardiogram.interval.start_time < "2026-11-02T00:00:00Z"`, `electrocardiogram.interval.start_time >= "2026-11-01T00:00:00Z"`},
		{"steps", `steps.interval.start_time >= 1793491200`, `steps.interval.start_time >= "2026-11-01T00:00:00Z"`},
		{"steps", `steps.interval.start_time >= 1793491200000`, `steps.interval.start_time >= "2026-11-01T00:00:00Z"`},
		{"steps", `steps.interval.start_time >= timestamp("2026-11-01T00:00:00Z")`, `steps.interval.start_time >= "2026-11-01T00:00:00Z"`},
		{"steps", `steps.interval.start_time >= “2026-11-01T00:00:00Z”`, `steps.interval.start_time >= "2026-11-01T00:00:00Z"`},
		// unknown
		{"steps", `steps.interval.start_time >= 20261101`, ""},
		{"steps", `steps.interval.civil_start_time >= "2026-11-01" OR steps.interval.civil_start_time < "2026-11-08"`, ""},
		{"steps", `steps.interval.civil_start_time != "2026-11-01"`, ""},
		{"steps", `steps.interval.civil_start_time = "2026-11-01T08:00:00"`, ""},
		{"steps", `steps.count > "1000"`, ""},
		{"steps", `steps.interval.civil_start_time >= "2026-13-01"`, ""},
		{"steps", `steps.interval.civil_start_time >= "2026-11-01`, ""},
		{"steps", `>= "2026-11-01"`, ""},
		{"steps", `steps`, ""},
		{"steps", ``, ""},
		{"total-calories", `total_calories.interval.start_time >= "2026-11-01"`, ""},
	} {
		have := rightFilter(dataType(t, test.id), parseFilter(test.filter))
		if have != test.want {
			t.Errorf("%s: %s\nhave %s\nwant %s", test.id, test.filter, have, test.want)
		}
		if have != "" && rightFilter(dataType(t, test.id), parseFilter(have)) != have {
			t.Errorf("%s is not right either", have)
		}
	}
}

// What is right has no mistakes, and what was corrected has none anymore.
func TestFilterMistakes(t *testing.T) {
	for filter, want := range map[string]string{
		`steps.interval.start_time >= "2026-11-01T00:00:00Z"`:                                                              "",
		`steps.interval.start_time >= "2026-11-01T00:00:00Z" AND steps.interval.civil_start_time < "2026-11-02"`:           "value.filter-members",
		`steps.interval.civil_start_time >= "2026-11-01T00:00:00Z"`:                                                        "value.filter-civil",
		`steps.interval.start_time >= "2026-11-05T00:00:00"`:                                                               "value.filter-zone",
		`steps.interval.start_time >= "2026-11-05"`:                                                                        "value.filter-zone",
		`steps.interval.civil_start_time >= "2026-11-05"`:                                                                  "",
		`steps.interval.civil_start_time >= "2026-11-01T00:00:00Z" AND steps.interval.start_time < "2026-11-02T00:00:00Z"`: "value.filter-civil value.filter-members",
		`steps.interval.civil_start_time <= 2026-11-01`:                                                                    "value.filter-operator value.filter-quotes",
		`steps.interval.civil_start_time >= "2026-11-01" and steps.interval.civil_start_time < "2026-11-02T00:00"`:         "value.filter-and value.filter-value",
		``:      "value.filter-empty",
		`steps`: "value.filter-no-comparison",
		`steps.interval.start_time between "2026-11-01"`:                                                                  "value.filter-no-comparison",
		`steps.interval.civil_start_time >= "2026-11-01`:                                                                  "value.filter-unclosed",
		`steps.interval.civil_start_time >= "2026-11-01" OR steps.interval.civil_start_time < "2026-10-01"`:               "value.filter-or",
		`steps.interval.civil_start_time >= "2026-11-08" AND steps.interval.civil_start_time < "2026-11-01"`:              "value.filter-reversed",
		`steps.interval.start_time >= "2026-11-01T00:00:00+01:00" AND steps.interval.start_time < "2026-10-31T23:00:00Z"`: "value.filter-reversed",
		`steps.interval.civil_start_time >= "2026-11-01" AND steps.interval.civil_start_time <= "2026-11-01"`:             "value.filter-operator",
		`steps.interval.civil_start_time >= "2026-11-01" AND steps.interval.civil_start_time < "2026-11-02"`:              "",
		`steps.interval.civil_start_time%20%3E%3D%20%222026-11-01%22`:                                                     "value.filter-encoded",
	} {
		d := dataType(t, "steps")
		decoded := filter
		if strings.Contains(filter, "%") {
			decoded = `steps.interval.civil_start_time >= "2026-11-01"`
		}
		conditions := parseFilter(decoded)
		if have := strings.Join(filterMistakes(d, filter, conditions), " "); have != want {
			t.Errorf("%s: have %q, want %q", filter, have, want)
		}
		if right := rightFilter(d, conditions); right != "" {
			if left := filterMistakes(d, right, parseFilter(right)); len(left) > 0 {
				t.Errorf("%s: still %q", right, left)
			}
		}
	}
}

// Where nobody can tell what a filter should be, its form is shown with the request's
// own times, in their order, and is right in itself.
func TestUsualFilter(t *testing.T) {
	for _, test := range []struct{ id, filter, want string }{
		{"steps", `steps.interval.civil_start_time >= "2026-11-08" AND steps.interval.civil_start_time < "2026-11-01"`, `steps.interval.civil_start_time >= "2026-11-01" AND steps.interval.civil_start_time < "2026-11-08"`},
		{"steps", `steps.interval.start_time = "2026-10-31T08:00:00Z"`, `steps.interval.start_time >= "2026-10-31T08:00:00Z" AND steps.interval.start_time < "2026-11-01T08:00:00Z"`},
		{"steps", `start between '2026-10-01' and '2026-10-08'`, `steps.interval.start_time >= "2026-10-01T00:00:00Z" AND steps.interval.start_time < "2026-10-08T00:00:00Z"`},
		{"steps", `steps.interval.start_time >= "2026-10-01T00:00:00Z`, `steps.interval.start_time >= "2026-10-01T00:00:00Z" AND steps.interval.start_time < "2026-10-02T00:00:00Z"`},
		{"steps", `steps`, `steps.interval.start_time >= "2026-11-01T00:00:00Z" AND steps.interval.start_time < "2026-11-02T00:00:00Z"`},
		{"daily-vo2-max", `x`, `daily_vo2_max.date >= "2026-11-01" AND daily_vo2_max.date < "2026-11-02"`},
		{"electrocardiogram", `a between "2026-10-01" and "2026-10-08"`, `electrocardiogram.interval.start_time >= "2026-10-01T00:00:00Z"`},
	} {
		d := dataType(t, test.id)
		conditions := parseFilter(test.filter)
		member := targetMember(d, conditions)
		from, to := filterRange(member, conditions)
		if len(conditions) == 0 {
			from, to = quotedTimes(member, test.filter)
		}
		have := usualFilter(d, member, from, to)
		if have != test.want {
			t.Errorf("%s: %s\nhave %s\nwant %s", test.id, test.filter, have, test.want)
		}
		if left := filterMistakes(d, have, parseFilter(have)); len(left) > 0 {
			t.Errorf("%s: %q", have, left)
		}
	}
}

// Whatever a filter is, it is read to its end, and what is made of it is right.
func FuzzFilter(f *testing.F) {
	for _, text := range []string{`steps.interval.start_time >= "2026-11-01T00:00:00Z" AND a < 'b'`, `a>=b&&c<(d)`, `((a:"`, `a = "2026-02-30"`, "é>=\"2026-11-01 \x00\""} {
		f.Add(text)
	}
	types := []*catalog.DataType{dataType(f, "steps"), dataType(f, "sleep"), dataType(f, "daily-vo2-max"), dataType(f, "electrocardiogram")}
	f.Fuzz(func(t *testing.T, text string) {
		conditions := parseFilter(text)
		if len(conditions) > maxConditions {
			t.Errorf("%d conditions", len(conditions))
		}
		for _, d := range types {
			right := rightFilter(d, conditions)
			if right == "" {
				continue
			}
			again := parseFilter(right)
			if rightFilter(d, again) != right || len(filterMistakes(d, right, again)) > 0 {
				t.Errorf("%q became %q, which is not right: %v", text, right, filterMistakes(d, right, again))
			}
			if slices.ContainsFunc(again, func(c condition) bool { return !slices.Contains(d.Filters, c.member) }) {
				t.Errorf("%q has other fields", right)
			}
		}
	})
}

// A filter with an OR takes two calls; never one that asks for both at once.
func TestPartCalls(t *testing.T) {
	d := dataType(t, "steps")
	const address = "https://health.googleapis.com/v4/users/me/dataTypes/steps/dataPoints"
	e := &analysis.Pass{Exchange: &httpmsg.Exchange{Request: httpmsg.Request{URL: address + "?filter=x"}}}
	const from, until = `steps.interval.civil_start_time%20%3E%3D%20%222026-11-01%22`, `steps.interval.civil_start_time%20%3C%20%222026-10-01%22`
	for filter, want := range map[string][2]string{
		`steps.interval.civil_start_time >= "2026-11-01" OR steps.interval.civil_start_time < "2026-10-01"`:  {from, until},
		`startTime >= "2026-11-01" || startTime < '2026-10-01'`:                                              {from, until},
		`steps.interval.civil_start_time >= "2026-11-01" AND steps.interval.civil_start_time < "2026-10-01"`: {},
		`a >= "2026-11-01" OR a < "2026-10-01" OR a = "2026-10-12"`:                                          {},
		`a >= "2026-11-01" OR a != "2026-10-01"`:                                                             {},
	} {
		call, other := partCalls(e, d, parseFilter(filter))
		for i, have := range []string{call, other} {
			if have = strings.TrimPrefix(have, "GET "+address+"?filter="); have != want[i] {
				t.Errorf("%s\nhave %s\nwant %s", filter, have, want[i])
			}
		}
	}
}

// A filter that a pasted text cut at an operator isn't judged.
func TestCutFilter(t *testing.T) {
	for text, want := range map[string]bool{
		`?filter=a >= x 400`:        true,
		`?filter=a&gt;= x 400`:      true,
		`?filter=a\u003e= x 400`:    true,
		`?filter=a%3E= "2026-11`:    true,
		`?filter=a 400`:             false,
		`?filter=a`:                 false,
		`'?filter=a' > out.json`:    false,
		`?filter=a%3E%3D%222026%22`: false,
		`?filter=a -> 400`:          false,
	} {
		_, address, _ := strings.Cut(text, "?")
		address = "https://health.googleapis.com/?" + address[:strings.IndexAny(address+" ", ` &'\`)]
		if have := isCut(&analysis.Pass{Exchange: &httpmsg.Exchange{Pasted: text, Request: httpmsg.Request{URL: address}}}); have != want {
			t.Errorf("%s (%s): %v", text, address, have)
		}
	}
}
