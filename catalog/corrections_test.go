package catalog

import (
	"slices"
	"strings"
	"testing"
)

const healthScope = "https://www.googleapis.com/auth/googlehealth."

// What the discovery document of 2 October 2026 and the release notes of that
// month say otherwise than the documentation of August.
func TestHealthScopes(t *testing.T) {
	pack := load().Pack("googlehealth")
	has := func(name string) bool {
		return slices.ContainsFunc(pack.Scopes, func(s Scope) bool { return s.Name == healthScope+name })
	}
	for name, want := range map[string]bool{
		"reproductive_health.readonly": true, "mindfulness.readonly": true, "logged_symptoms.readonly": true,
		"location.readonly": true, "location.writeonly": false,
	} {
		if has(name) != want {
			t.Errorf("%s: there is %t, want %t", name, !want, want)
		}
	}
	for i := range pack.Endpoints {
		e := &pack.Endpoints[i]
		if strings.HasSuffix(e.Path, "/identity") {
			if len(e.AnyScope) != 11 || slices.Contains(e.AnyScope, healthScope+"location.readonly") || !e.NeedsToken() {
				t.Errorf("identity takes one of %v", e.AnyScope)
			}
			if needed := pack.ScopesFor(e, "/v4/users/me/identity"); !slices.Equal(needed, []string{healthScope + "profile.readonly"}) {
				t.Errorf("identity needs %v", needed)
			}
		}
		for _, scope := range slices.Concat(e.Scopes, e.AnyScope) {
			if !slices.ContainsFunc(pack.Scopes, func(s Scope) bool { return s.Name == scope }) {
				t.Errorf("%s: %s is no scope", e.Call(), scope)
			}
		}
	}
	for _, d := range pack.DataTypes {
		for _, scope := range slices.Concat(d.Read, d.Write) {
			if !slices.ContainsFunc(pack.Scopes, func(s Scope) bool { return s.Name == scope }) {
				t.Errorf("%s: %s is no scope", d.ID, scope)
			}
		}
	}
}

func TestHealthDataTypes(t *testing.T) {
	pack := load().Pack("googlehealth")
	for _, test := range []struct {
		id, read, filter string
		actions          string
		likely           []string
	}{
		{"menstrual-period", "reproductive_health", "menstrual_period.interval.start_time", "list get reconcile create patch batchDelete", []string{"actions", "filters"}},
		{"ovulation-test", "reproductive_health", "ovulation_test.sample_time.physical_time", "list get reconcile create patch batchDelete", []string{"actions", "filters"}},
		{"moods", "mindfulness", "moods.sample_time.physical_time", "list get reconcile create patch batchDelete", []string{"actions", "filters"}},
		{"symptoms", "logged_symptoms", "symptoms.sample_time.physical_time", "list get reconcile create patch batchDelete", []string{"actions", "filters"}},
		{"basal-energy-burned", "activity_and_fitness", "basal_energy_burned.interval.start_time", "list reconcile", []string{"actions"}},
		{"irregular-rhythm-notification", "irn", "irregular_rhythm_notification.interval.civil_start_time", "list", []string{"filters"}},
		{"skin-temperature-sensors", "health_metrics_and_measurements", "", "list", nil},
		{"steps", "activity_and_fitness", "steps.interval.start_time", "list reconcile rollUp dailyRollUp", nil},
	} {
		d := pack.DataType(test.id)
		if d == nil {
			t.Errorf("%s is missing", test.id)
			continue
		}
		if !slices.Equal(d.Read, []string{healthScope + test.read + ".readonly"}) || strings.Join(d.Actions, " ") != test.actions || !slices.Equal(d.Likely, test.likely) {
			t.Errorf("%s: have %+v", test.id, d)
		}
		if test.filter != "" && (len(d.Filters) == 0 || d.Filters[0] != test.filter) {
			t.Errorf("%s: filters %v", test.id, d.Filters)
		}
		if len(d.Likely) > 0 && d.AsOf == "" {
			t.Errorf("%s: likely, but from no day", test.id)
		}
	}
	for _, d := range pack.DataTypes {
		if want := slices.Contains([]string{"sleep", "food", "food-measurement-unit"}, d.ID); d.NoFamily != want {
			t.Errorf("%s: no family %t", d.ID, d.NoFamily)
		}
		if want := d.ID == "skin-temperature-sensors"; (d.Version == "v4beta") != want {
			t.Errorf("%s: version %q", d.ID, d.Version)
		}
		if want := d.ID == "nutrition-log"; (d.FixedMember == "foodDisplayName") != want {
			t.Errorf("%s: fixed member %q", d.ID, d.FixedMember)
		}
	}
	if !slices.Contains(pack.SourceFamilies, "users/me/dataSourceFamilies/self-sources") || pack.DataTypesAsOf == "" {
		t.Errorf("families %v, as of %q", pack.SourceFamilies, pack.DataTypesAsOf)
	}
}

// The same paths are served under each version, and under no other.
func TestVersionsOfPaths(t *testing.T) {
	c := load()
	for path, want := range map[string]string{
		"/v4/users/me/dataTypes/steps/dataPoints":     "List data points",
		"/v4beta/users/me/dataTypes/steps/dataPoints": "List data points",
		"/v4beta/users/me/pairedDevices":              "List paired devices",
		"/v5/users/me/dataTypes/steps/dataPoints":     "",
		"/v4alpha/users/me/pairedDevices":             "",
		"/users/me/pairedDevices":                     "",
	} {
		_, endpoint := c.Endpoint("GET", "https://health.googleapis.com"+path)
		name := ""
		if endpoint != nil {
			name = endpoint.Name
		}
		if name != want {
			t.Errorf("%s: have %q, want %q", path, name, want)
		}
	}
	_, devices := c.Endpoint("GET", "https://health.googleapis.com/v4/users/me/pairedDevices")
	if devices == nil || devices.PageSize != 100 || devices.PageDefault != 5 {
		t.Errorf("paired devices: %+v", devices)
	}
	if e, ok := c.Endpoint("GET", "https://api.fitbit.com/v4beta/user/-/devices.json"); ok != nil {
		t.Errorf("another API has it, too: %v %v", e, ok)
	}
}

// Replacements that were wrong, doubtful or incomplete before.
func TestReplacementsCorrected(t *testing.T) {
	pack := load().Pack("fitbit")
	const foreign = "foreign-data"
	for _, test := range []struct {
		id    string
		calls string   // words that its calls have, "!" before one that they must not
		by    []string // differences; "!" before one that it must not have
		open  string
	}{
		{id: "unsubscribe", calls: "DELETE subscriptions/{new-subscription-id}", by: []string{"unsubscribe-one", "subscriber"}},
		{id: "subscriptions", calls: `subscriptions filter=user users/{health-user-id}`, by: []string{"subscriber"}},
		{id: "subscribe-sleep", calls: "MANUAL !AUTOMATIC subscribers/{subscriber-id}/subscriptions", open: "one public client"},
		{id: "subscribe", calls: `AUTOMATIC {"dataTypes":["sleep"],"subscriptionCreatePolicy":"MANUAL"} !"hydration-log","sleep"`, open: "one public client"},
		{id: "calories-bmr", calls: "basal-energy-burned", by: []string{"no-source"}},
		{id: "tracker-calories-bmr", calls: "dataSourceFamily=users/me/dataSourceFamilies/google-wearables", by: []string{"no-source", "sources"}},
		{id: "food-edit", calls: "nutrition-log/dataPoints:batchDelete POST !PATCH", by: []string{"food-log-fixed", foreign}},
		{id: "activity-delete", by: []string{foreign}}, {id: "weight-delete", by: []string{foreign}}, {id: "fat-delete", by: []string{foreign}},
		{id: "food-delete", by: []string{foreign}}, {id: "water-edit", by: []string{foreign}}, {id: "water-delete", by: []string{foreign}}, {id: "sleep-delete", by: []string{foreign}},
		{id: "weight-create", by: []string{"!" + foreign}},
		{id: "food-logs", open: "public clients read with it"}, {id: "water-logs", by: []string{"range-90"}, open: "public clients read with it"},
		{id: "calories-in", open: "public clients read with it"}, {id: "water-series", open: "public clients read with it"},
		{id: "food", open: "public clients read with it"}, {id: "food-search", open: "public clients read with it"}, {id: "food-units", open: "public clients read with it"},
		{id: "heart-rate", calls: "daily-heart-rate-zones/dataPoints daily_heart_rate_zones.date"},
		{id: "devices", calls: "pageSize=100"},
		{id: "floors-intraday", calls: "floors/dataPoints:reconcile !rollUp", by: []string{"floors-reconcile", "!no-list"}},
		{id: "floors-intraday-times", calls: "floors/dataPoints:reconcile !rollUp", by: []string{"floors-reconcile"}},
		{id: "calories-intraday", calls: "total-calories/dataPoints:rollUp", by: []string{"no-list"}},
		{id: "activity-tcx", by: []string{"two-scopes"}},
	} {
		i := slices.IndexFunc(pack.Replacements, func(r Replacement) bool { return r.ID == test.id })
		if i < 0 {
			t.Errorf("%s: there is none", test.id)
			continue
		}
		r := pack.Replacements[i]
		var calls strings.Builder
		for _, call := range r.Calls {
			calls.WriteString(call.Method + " " + call.Address + " " + strings.Join(call.Query, " ") + " " + call.Body + "\n")
		}
		for _, word := range strings.Fields(test.calls) {
			unwanted, found := strings.CutPrefix(word, "!")
			if strings.Contains(calls.String(), unwanted) == found {
				t.Errorf("%s: %s in\n%s", test.id, word, calls.String())
			}
		}
		for _, id := range test.by {
			unwanted, found := strings.CutPrefix(id, "!")
			if slices.Contains(r.Differences, unwanted) == found {
				t.Errorf("%s: %s in %v", test.id, id, r.Differences)
			}
		}
		open := strings.Join(r.Open, " ")
		if !strings.Contains(open, test.open) || strings.Contains(open, "may change what another one") {
			t.Errorf("%s: open %q, want %q", test.id, open, test.open)
		}
	}
}

// A scope that does not exist is understood by what it speaks of.
func TestScopeMeant(t *testing.T) {
	pack := load().Pack("googlehealth")
	for name, want := range map[string]string{
		healthScope + "heart_rate_and_blood_pressure":           "health_metrics_and_measurements.readonly",
		healthScope + "heart_rate_and_blood_pressure.writeonly": "health_metrics_and_measurements.writeonly",
		healthScope + "heart_rate.read":                         "health_metrics_and_measurements.readonly",
		healthScope + "steps.readonly":                          "activity_and_fitness.readonly",
		healthScope + "blood-glucose":                           "health_metrics_and_measurements.readonly",
		healthScope + "ecg.writeonly":                           "ecg.readonly",
		healthScope + "mood":                                    "mindfulness.readonly",
		healthScope + "cycle.write":                             "reproductive_health.writeonly",
		"activity":                                              "activity_and_fitness.readonly",
		"blood_glucose":                                         "health_metrics_and_measurements.readonly",
		"cardio_fitness":                                        "activity_and_fitness.readonly",
		"electrocardiogram":                                     "ecg.readonly",
		"heartrate":                                             "health_metrics_and_measurements.readonly",
		"irregular_rhythm_notifications":                        "irn.readonly",
		"location":                                              "location.readonly",
		"nutrition":                                             "nutrition.readonly",
		"oxygen_saturation":                                     "health_metrics_and_measurements.readonly",
		"profile":                                               "profile.readonly",
		"respiratory_rate":                                      "health_metrics_and_measurements.readonly",
		"settings":                                              "settings.readonly",
		"sleep":                                                 "sleep.readonly",
		"temperature":                                           "health_metrics_and_measurements.readonly",
		"weight":                                                "health_metrics_and_measurements.readonly",
		"social":                                                "",
		healthScope + "all":                                     "",
		healthScope + "sleep_and_food":                          "", // two scopes
		"openid":                                                "",
		"":                                                      "",
	} {
		if want != "" {
			want = healthScope + want
		}
		if have := pack.ScopeMeant(name); have != want {
			t.Errorf("%s: have %q, want %q", name, have, want)
		}
	}
}

// Each scope of the predecessor has one that does what it did, but for social.
func TestScopesOfThePredecessorAreMeant(t *testing.T) {
	c := load()
	for _, s := range c.Pack("fitbit").Scopes {
		if meant := c.Pack("googlehealth").ScopeMeant(s.Name); (meant == "") != (s.Name == "social") {
			t.Errorf("%s: %q", s.Name, meant)
		}
	}
}

// What is only likely is marked so, and advice names who it is for.
func TestWordsCorrected(t *testing.T) {
	c := load()
	texts := func(id string) string {
		if _, e := c.ErrorDef(id); e != nil {
			return strings.Join(append(e.Fixes, e.Cause), "\n")
		}
		_, cause := c.Cause("fitbit", id)
		if cause == nil {
			t.Fatalf("no error has the ID %s", id)
		}
		return strings.Join(append(cause.Fixes, cause.Cause), "\n")
	}
	for id, want := range map[string]string{
		"client-authorization-missing":   "Personal apps can do the same",
		"authorization-bearer-for-basic": "Personal apps can do",
		"basic-empty-secret":             "Personal apps",
		"client-id-twice":                "Personal apps",
		"refresh-token-invalid":          "about two minutes",
		"oauth-scopes-disallowed":        "under Data Access",
		"google-invalid-argument":        "since September 2026",
	} {
		if !strings.Contains(texts(id), want) {
			t.Errorf("%s: no %q in\n%s", id, want, texts(id))
		}
	}
	for _, e := range c.Pack("fitbit").Errors {
		if all := texts(e.ID); strings.Contains(all, "access type changed") && !strings.Contains(all, "inferred") {
			t.Errorf("%s is said for certain: %s", e.ID, all)
		}
	}
}
