package match

import (
	"maps"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

// What messages survive on their way from the server to a person.
func TestMatchSurvives(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5WFlaNDIiLCJhdWQiOiIyMkFCQ0QifQ.feLQlwfWmdxUO1JVcx9w4BT5pW43Lg5PJU9bSJ2XvRc"
	for _, test := range []struct {
		name    string
		symptom catalog.Symptom
		want    string
		values  map[string]string // nil: not looked at
	}{
		{"exact", catalog.Symptom{Status: 401, Type: "expired_token", Message: "Access token expired: " + jwt}, "expired-token", map[string]string{"access_token": jwt}},
		{"tail", catalog.Symptom{Message: "Access token expired: " + jwt + ". Visit https://dev.fitbit.com/docs/oauth2 for more information on the Fitbit Web API authorization process."}, "expired-token", map[string]string{"access_token": jwt}},
		{"no value", catalog.Symptom{Message: "Access token expired"}, "expired-token", map[string]string{}},
		{"anything as value", catalog.Symptom{Message: "Access token invalid: <your access token>. Visit https://dev.fitbit.com/docs/oauth2"}, "invalid-token", map[string]string{"access_token": "<your access token>"}},
		{"dashes as value", catalog.Symptom{Message: "Refresh token invalid:------. Visit https://dev.fitbit.com/docs/oauth2"}, "refresh-token-invalid", map[string]string{"refresh_token": "------"}},
		{"address as value", catalog.Symptom{Message: "Redirect_uri mismatch: https://app.example/cb?code=1&state=2"}, "redirect-uri-mismatch", map[string]string{"redirect_uri": "https://app.example/cb?code=1&state=2"}},
		{"literal before placeholder", catalog.Symptom{Message: "Redirect_uri mismatch: null"}, "redirect-uri-null", nil},
		{"case", catalog.Symptom{Message: "THE API YOU ARE REQUESTING COULD NOT BE FOUND"}, "endpoint-not-found", nil},
		{"lost underscores", catalog.Symptom{Message: "Missing 'granttype' parameter value."}, "grant-type-missing", nil},
		{"curly quotes", catalog.Symptom{Message: "Missing ‘grant_type’ parameter values"}, "grant-type-missing", nil},
		{"HTML entities", catalog.Symptom{Message: "Missing &#39;grant_type&#39; parameter value."}, "grant-type-missing", nil},
		{"escapes", catalog.Symptom{Message: `Either \"activityId\" or \"activityName\" should be present`}, "activity-missing", nil},
		{"typos", catalog.Symptom{Message: "This aplication does not have premission to access sleep data"}, "scope-missing", map[string]string{"access": "access", "resource": "sleep"}},
		{"articles", catalog.Symptom{Message: "This application doesn't have the permission to access your sleep data"}, "scope-missing", nil},
		{"wrapper", catalog.Symptom{Message: "fitbit.exceptions.HTTPBadRequest: Invalid time series period: 90d"}, "invalid-period", map[string]string{"period": "90d"}},
		{"error id", catalog.Symptom{Message: "An error occurred with the Fitbit Web API while processing the request. Error id: AC4516A4:704B_A92D91CB:01BB_5A391941_6881765C:1D7A"}, "server-error", nil},
		{"truncated", catalog.Symptom{Message: "API client is not authorized by Fitb…"}, "app-not-authorized-by-fitbit", nil},
		{"two errors in one text", catalog.Symptom{Message: "Invalid date: 2026-13-01. Invalid time series resource path: /heart"}, "", nil},
		{"wrong type", catalog.Symptom{Status: 403, Type: "authorization", Message: "This application does not have permission to access sleep data"}, "scope-missing", nil},
		{"wrong status", catalog.Symptom{Status: 400, Type: "expired_token", Message: "Access token expired"}, "expired-token", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			found := Find(c, test.symptom)
			if len(found) == 0 {
				t.Fatal("nothing found")
			}
			if m := found[0]; test.want != "" && m.Error.ID != test.want || m.Certainty == Possible {
				t.Errorf("have %s, want %s", outline(found), test.want)
			} else if test.values != nil && !maps.Equal(m.Values, test.values) {
				t.Errorf("values %q, want %q", m.Values, test.values)
			}
		})
	}
}

// What looks like an error but isn't one.
func TestMatchRefuses(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	for _, symptom := range []catalog.Symptom{
		{Message: "Refresh token rotation is disabled for this application"},
		{Message: "The access token was issued"},
		{Message: "Client id is not registered for the requested region"},
		{Message: "Your card was declined."},
		{Message: "ssh: Permission denied (publickey)."},
		{Status: 401, Type: "invalid_token", Message: "The moon is in the wrong phase"},
		{Status: 422, Message: "Validation Failed: name already exists on this account"},
		{Status: 404, Message: "Not Found"},
		{Message: ""},
		{Message: "…"},
		{Message: strings.Repeat("token ", 5000)},
	} {
		for _, m := range Find(c, symptom) {
			if m.Certainty != Possible {
				t.Errorf("%.60q is taken for %s (%s %.2f)", symptom.Message, m.Error.ID, m.Certainty, m.Score)
			}
		}
	}
}

// Type and status are priors: a message that contradicts them is still found,
// and marked down.
func TestMatchWeighsTypeAndStatus(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	best := func(s catalog.Symptom) Match {
		t.Helper()
		found := Find(c, s)
		if len(found) == 0 || found[0].Error.ID != "expired-token" {
			t.Fatalf("%+v: %s", s, outline(found))
		}
		return found[0]
	}
	agreeing := best(catalog.Symptom{Status: 401, Type: "expired_token", Message: "Access token expired: x"})
	bare := best(catalog.Symptom{Message: "Access token expired: x"})
	wrongType := best(catalog.Symptom{Status: 401, Type: "validation", Message: "Access token expired: x"})
	wrongStatus := best(catalog.Symptom{Status: 503, Type: "expired_token", Message: "Access token expired: x"})
	if wrongType.Score >= bare.Score || wrongStatus.Score >= bare.Score || agreeing.Score < bare.Score {
		t.Errorf("agreeing %.2f, bare %.2f, wrong type %.2f, wrong status %.2f", agreeing.Score, bare.Score, wrongType.Score, wrongStatus.Score)
	}
	if agreeing.Certainty != Certain || wrongType.Certainty == Certain {
		t.Errorf("agreeing is %s, with a wrong type %s", agreeing.Certainty, wrongType.Certainty)
	}
}

func FuzzMatch(f *testing.F) {
	c := catalog.Load(builtin.Packs)
	for _, pack := range c.Packs() {
		for _, e := range pack.Errors {
			f.Add(e.Status, e.Type, e.Message)
		}
	}
	f.Add(0, "", "\x00\xff{}‘’ &#39;\\u2019")
	f.Fuzz(func(t *testing.T, status int, errorType, message string) {
		for _, m := range Find(c, catalog.Symptom{Status: status, Type: errorType, Message: message}) {
			if m.Score < 0 || m.Score > 1 || m.Error == nil {
				t.Errorf("%+v", m)
			}
		}
	})
}

// A match works in room that is used again: what it allocates must not grow
// with the number of templates.
func TestMatchAllocatesLittle(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	s := catalog.Symptom{Pack: "fitbit", Status: 401, Type: "expired_token", Message: "Access token expired: abc"}
	if n := testing.AllocsPerRun(100, func() { Find(c, s) }); n > 40 {
		t.Errorf("%.0f allocations a match", n)
	}
}

// What every API of Google says without its JSON is the successor's before it is that
// of the API that was shut down, and certainly neither's. Fitbit's own words stay
// Fitbit's.
func TestWordsOfBothAPIs(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	for _, test := range []struct{ message, first, certainty string }{
		{"Resource has been exhausted (e.g. check quota).", "google-rate-limit", Possible},
		{"fitbit-sync 429: Resource has been exhausted (e.g. check quota)", "rate-limit", Certain}, // it names the API
		{"sync failed: Resource has been exhausted (e.g. check quota).", "google-rate-limit", Possible},
		{"Requested entity was not found.", "google-not-found", Possible},
		{"ERROR sync: Requested entity was not found", "google-not-found", Possible},
		{"The caller does not have permission", "google-caller-lacks-permission", Possible},
		{"Request contains an invalid argument.", "google-invalid-argument", Possible},
		{"Requested entity already exists", "google-already-exists", Possible},
		{"Operation is not implemented, or supported, or enabled.", "google-unimplemented", Likely},
		{"Deadline expired before operation could complete.", "google-deadline", Likely},
		{"Precondition check failed.", "google-precondition", Possible},
		{"Internal error encountered.", "google-internal", Possible},
		{"Access token expired: abc", "expired-token", Certain},
		{"The API you are requesting could not be found.", "endpoint-not-found", Certain},
		{"Requested boat was not found.", "", ""},
		{"Resource has been moved", "", ""},
		{"Precondition failed", "", ""},
	} {
		found := Find(c, catalog.Symptom{Message: test.message, Body: "text"})
		first, certainty := "", ""
		if len(found) > 0 {
			first, certainty = found[0].Error.ID, found[0].Certainty
		}
		if first != test.first || certainty != test.certainty {
			t.Errorf("%q: have %s", test.message, outline(found))
		}
	}
}
