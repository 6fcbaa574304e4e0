package match

import (
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

// A reason is sure beside its status, and no proof where nothing says whose it
// is.
func TestMatchByReason(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	const reason = "INVALID_ROLLUP_QUERY_DURATION"
	for _, test := range []struct {
		name            string
		symptom         catalog.Symptom
		want, certainty string
	}{
		{"with its status", catalog.Symptom{Status: 400, Type: "INVALID_ARGUMENT", Reason: reason, Message: "Words that nobody knows."}, "rollup-range-too-long", Certain},
		{"its words are another entry's", catalog.Symptom{Status: 400, Type: "INVALID_ARGUMENT", Reason: reason, Message: "Invalid filter format."}, "rollup-range-too-long", Certain},
		{"on the API's host, another status", catalog.Symptom{Pack: "googlehealth", Status: 418, Reason: reason}, "rollup-range-too-long", Likely},
		{"alone", catalog.Symptom{Reason: reason}, "rollup-range-too-long", Possible},
		{"unknown reason, known type", catalog.Symptom{Pack: "googlehealth", Status: 400, Type: "INVALID_ARGUMENT", Reason: "INVALID_MOON", Message: "No moon."}, "google-invalid-argument", Certain},
		{"unknown reason, unknown host", catalog.Symptom{Status: 400, Type: "INVALID_ARGUMENT", Reason: "INVALID_MOON", Message: "No moon."}, "", ""},
	} {
		found := Find(c, test.symptom)
		if test.want == "" {
			for _, m := range found {
				if m.Certainty != Possible {
					t.Errorf("%s: have %s, want none", test.name, outline(found))
				}
			}
			continue
		}
		if len(found) == 0 || found[0].Error.ID != test.want || found[0].Certainty != test.certainty {
			t.Errorf("%s: have %s, want %s (%s)", test.name, outline(found), test.want, test.certainty)
		}
	}
}

// What a response gives by name fills the places of the error's texts.
func TestMatchKeepsNamedValues(t *testing.T) {
	found := Find(catalog.Load(builtin.Packs), catalog.Symptom{Status: 403, Type: "PERMISSION_DENIED", Reason: "DISALLOWED_OAUTH_SCOPES", Values: map[string]string{"disallowed_scopes": "cl_events"}})
	if len(found) == 0 || found[0].Values["disallowed_scopes"] != "cl_events" {
		t.Errorf("%+v", found)
	}
}

// Words that any API may use count only if something else points to this one.
func TestMatchLeavesGenericWords(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	for _, s := range []catalog.Symptom{
		{Message: "Bad Request"}, {Message: "Unauthorized"}, {Status: 400, Message: "Bad Request"}, {Status: 401, Message: "Unauthorized"}, {Status: 401, Type: "auth_error", Message: "Unauthorized"},
		{Status: 403, Type: "PERMISSION_DENIED", Message: "Permission 'storage.buckets.get' denied on resource"}, {Status: 404, Message: "Not Found", Body: "html"},
		{Status: 503, Type: "UNAVAILABLE", Message: "backend is down"}, {Status: 400, Type: "invalid_value", Message: "Invalid value at checkout"}, {Message: "Invalid Value"},
	} {
		for _, m := range Find(c, s) {
			if m.Pack.ID == "googlehealth" && m.Certainty != Possible {
				t.Errorf("%+v is taken for %s (%s)", s, m.Error.ID, m.Certainty)
			}
		}
	}
	for want, s := range map[string]catalog.Symptom{
		"google-grant-rejected":        {Status: 400, Type: "invalid_grant", Message: "Bad Request"},
		"google-client-secret-invalid": {Status: 401, Type: "invalid_client", Message: "Unauthorized"},
		"google-redirect-uri-mismatch": {Status: 400, Type: "redirect_uri_mismatch", Message: "Bad Request"},
	} {
		if found := Find(c, s); len(found) == 0 || found[0].Error.ID != want || found[0].Certainty != Certain {
			t.Errorf("%+v: have %s, want %s", s, outline(found), want)
		}
	}
}

// A text that names an address, but not for sure what was called there, never gets a
// certain match from what a type means for one call.
func TestCallsOfAText(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	const subscriber = " /v4/projects/{project-number}/subscribers/{subscriber-id}"
	for _, test := range []struct {
		calls []string
		want  string
		sure  string
	}{
		{[]string{"DELETE" + subscriber}, "subscriber-in-use", Likely},
		{[]string{"PATCH" + subscriber, "DELETE" + subscriber}, "subscriber-unverified", Possible},
		{[]string{"GET /v4/users/{user-id}/profile"}, "google-precondition", Certain},
	} {
		for _, kind := range []string{"FAILED_PRECONDITION", ""} {
			found := Find(c, catalog.Symptom{Pack: "googlehealth", Status: 400, Type: kind, Message: "Precondition check failed.", Calls: test.calls})
			if len(found) == 0 || found[0].Error.ID != test.want || found[0].Certainty != test.sure {
				t.Errorf("%q %q: have %v", test.calls, kind, found)
			}
		}
	}
}
