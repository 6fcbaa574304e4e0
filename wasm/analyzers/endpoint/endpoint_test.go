package endpoint_test

import (
	"testing"

	"misstep/wasm/diagnosis/explaintest"
)

type call = explaintest.Call

var (
	notFound       = explaintest.Failure("not_found", "The API you are requesting could not be found.")
	intradayDenied = explaintest.Failure("insufficient_permissions", "API client is not authorized by Fitbit to access the resource requested.")
	rpc            = `{"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}}`
)

const intradayBody = `{"activities-heart":[],"activities-heart-intraday":{"dataset":[]}}`

func TestEndpoint(t *testing.T) {
	explaintest.Try(t, []explaintest.Trial{
		{"singular", []call{{"POST /1/user/-/food/log.json", 404, notFound, nil}}, "nearest-endpoint", "foods, not food"},
		{"no .json, no body recorded", []call{{"GET /1/user/-/profile", 404, "", nil}}, "nearest-endpoint", ".json is missing"},
		{"like nothing", []call{{"GET /a/b/c", 404, notFound, nil}}, "", ""},
		{"a word like none", []call{{"GET /1/user/-/foo.json", 404, notFound, nil}}, "", ""},
		{"a word like no other, where an ID goes", []call{{"GET /1/user/-/activities/foo.json", 404, notFound, nil}}, "", ""},
		{"escapes", []call{{"POST /1/user/-/%5Cn%22.json", 404, notFound, nil}}, "", ""},
		{"misspelled", []call{{"GET /1/user/-/profil.json", 404, notFound, nil}}, "nearest-endpoint", "profile, not profil"},
		{"a word missing", []call{{"GET /1/user/-/heart/date/today/1d.json", 404, notFound, nil}}, "nearest-endpoint", "activities is missing"},
		{"known path, unknown item", []call{{"GET /1/activities/77.json", 404, "", nil}}, "", ""},
		{"prefix twice", []call{{"GET /1/user/-/1/user/-/profile.json", 404, notFound, nil}}, "path-prefix", "Call `/1/user/-/profile.json`"},
		{"two slashes", []call{{"GET //1/user/-/profile.json", 404, notFound, nil}}, "path-prefix", ""},
		{"unknown path, other answer", []call{{"GET /1/user/-/profile", 401, explaintest.Failure("expired_token", "Access token expired"), nil}}, "", ""},
		{"other method", []call{{"PUT /1/user/-/profile.json", 405, "", nil}}, "other-methods", "GET (Profile)"},
		{"other method, a word isn't an ID", []call{{"GET /1/user/-/foods/log.json", 405, "", nil}}, "other-methods", "It supports POST (Log Food)."},
		{"right method refused all the same", []call{{"GET /1/user/-/profile.json", 405, "", nil}}, "", ""},
		{"http", []call{{"GET http://api.fitbit.com/1/user/-/profile.json", 403, "", nil}}, "plain-http", "https://api.fitbit.com/1/user/-/profile.json"},
		{"http, raised by the browser itself", []call{{"GET http://api.fitbit.com/1/user/-/profile.json", 307, "", nil}}, "", ""},
		{"http, but something else is wrong", []call{{"GET http://api.fitbit.com/1/user/-/profile.json", 401, explaintest.Failure("expired_token", "Access token expired"), nil}}, "", ""},
		{"retired", []call{{"GET /1/user/-/sleep/date/2026-10-01/2026-10-02.json", 400, "", nil}}, "retired-endpoint", "/1.2"},
		{"intraday refused", []call{{"GET /1/user/-/activities/heart/date/today/1d/1min.json", 403, intradayDenied, nil}}, "intraday-refused", "Personal"},
		{"intraday refused, status only", []call{{"GET /1/user/-/spo2/date/today/all.json", 403, "", nil}}, "intraday-refused", ""},
		{"daily call refused, status only", []call{{"GET /1/user/-/spo2/date/today.json", 403, "", nil}}, "", ""},
		{"another intraday call read", []call{{"GET /1/user/-/activities/heart/date/today/1d/1min.json", 200, intradayBody, nil}, {"GET /1/user/-/spo2/date/today/all.json", 403, rpc, nil}}, "intraday-refused-here-only", "Heart Rate Intraday"},
		{"another intraday call answered without the data", []call{{"GET /1/user/-/activities/heart/date/today/1d/1min.json", 200, `{"activities-heart":[]}`, nil}, {"GET /1/user/-/spo2/date/today/all.json", 403, rpc, nil}}, "intraday-refused", ""},
		{"daily call refused without reason", []call{{"GET /1/user/-/devices.json", 403, rpc, nil}}, "refused-without-reason", ""},
		{"daily call refused for its scope", []call{{"GET /1/user/-/devices.json", 403, explaintest.Failure("insufficient_scope", "This application does not have permission to access settings data."), nil}}, "scope-needed", "settings"},
	})
}
