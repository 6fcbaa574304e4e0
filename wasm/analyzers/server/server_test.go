package server_test

import (
	"testing"

	"misstep/wasm/diagnosis/explaintest"
	"misstep/wasm/httpmsg"
)

type call = explaintest.Call

func TestServer(t *testing.T) {
	gone := explaintest.Failure("not_found", "Requested entity was not found")
	broken := explaintest.Failure("request", "An error occurred with the Fitbit Web API while processing the request. Error id: AC45:7_9:1")
	profile, devices := "GET /1/user/-/profile.json", "GET /1/user/-/devices.json"
	remove := "DELETE /1.2/user/-/sleep/77.json"
	explaintest.Try(t, []explaintest.Trial{
		{"DELETE 502", []call{{remove, 502, "", nil}}, "delete-perhaps-done", "Don't retry"},
		{"GET 502", []call{{profile, 502, "", nil}}, "", ""},
		{"DELETE 500", []call{{remove, 500, "", nil}}, "", ""},
		{"DELETE twice", []call{{remove, 204, "", nil}, {remove, 404, gone, nil}}, "already-deleted", "204 at"},
		{"DELETE after a refusal", []call{{remove, 401, "", nil}, {remove, 404, gone, nil}}, "", ""},
		{"DELETE of another", []call{{"DELETE /1.2/user/-/sleep/78.json", 204, "", nil}, {remove, 404, gone, nil}}, "", ""},
		{"error id", []call{{profile, 500, broken, nil}}, "error-id", "AC45:7_9:1"},
		{"no error id", []call{{profile, 500, "", nil}}, "", ""},
		{"two endpoints fail", []call{{profile, 500, "", nil}, {devices, 502, "", nil}, {profile, 500, "", nil}}, "outage", "3 of 3 requests"},
		{"one endpoint fails", []call{{profile, 500, "", nil}, {profile, 500, "", nil}, {profile, 500, "", nil}}, "", ""},
		{"one item fails", []call{{"GET /1/user/-/activities/8.tcx", 200, "<x/>", nil}, {"GET /1/user/-/activities/7.tcx", 500, "", nil}, {"GET /1/user/-/activities/7.tcx", 500, "", nil}}, "item-always-fails", "2 times"},
		{"one item failed once", []call{{"GET /1/user/-/activities/8.tcx", 200, "<x/>", nil}, {"GET /1/user/-/activities/7.tcx", 500, "", nil}}, "", ""},
		{"period without end", []call{{"GET /1/user/-/activities/steps/date/today/max.json", 504, "", nil}}, "period-too-much", "`1y`"},
	})
}

// page makes a call one of a page at another origin, with what came back.
func page(failure string, request ...string) func(*httpmsg.Exchange) {
	return func(x *httpmsg.Exchange) {
		explaintest.Sent("", append([]string{"Origin", "http://localhost:5173"}, request...)...)(x)
		x.Response.Error = failure
	}
}

// preflight is a preflight that asks for some headers, and a response.
func preflight(status int, asked string, answer ...string) call {
	return call{"OPTIONS /1/user/-/profile.json", status, "", func(x *httpmsg.Exchange) {
		explaintest.Sent("", "Access-Control-Request-Method", "DELETE", "Access-Control-Request-Headers", asked)(x)
		for i := 0; i+1 < len(answer); i += 2 {
			explaintest.Header(answer[i], answer[i+1])(x)
		}
	}}
}

func TestNetwork(t *testing.T) {
	line := "DELETE /1/user/-/profile.json"
	failed := call{line, 0, "", page("net::ERR_FAILED")}
	origin, headers, methods := "Access-Control-Allow-Origin", "access-control-allow-headers", "Access-Control-Allow-Methods"
	explaintest.Try(t, []explaintest.Trial{
		{"error hidden, of which nothing is known", []call{{"GET /1/user/-/profile.json", 401, "", page("")}}, "cors-hides-error", "401 (no details given)"},
		{"data hidden", []call{{"GET /1/user/-/profile.json", 200, `{"user":{}}`, page("")}}, "cors-hides-data", "hidden from your code"},
		{"nothing hidden", []call{{"GET /1/user/-/profile.json", 200, `{"user":{}}`, func(x *httpmsg.Exchange) { page("")(x); explaintest.Header(origin, "*")(x) }}}, "", ""},
		{"header not allowed", []call{preflight(200, "authorization, x-mine", origin, "*", headers, "Authorization"), failed}, "preflight-header", "x-mine"},
		{"star does not stand for authorization", []call{preflight(200, "authorization", origin, "*", headers, "*"), failed}, "preflight-header", "authorization"},
		{"method not allowed", []call{preflight(200, "authorization", origin, "*", headers, "authorization", methods, "GET, POST"), failed}, "preflight-method", "DELETE"},
		{"all allowed", []call{preflight(200, "authorization", origin, "*", headers, "authorization", methods, "GET, DELETE"), failed}, "", ""},
		{"preflight broken", []call{preflight(503, "authorization"), failed}, "preflight-failed", "503"},
		{"preflight by itself", []call{preflight(503, "authorization")}, "preflight-failed", "503"},
		{"origin not allowed", []call{preflight(200, "authorization"), failed}, "preflight-without-origin", ""},
		{"no preflight recorded", []call{failed}, "", ""},
		{"blocker", []call{{line, 0, "", page("net::ERR_BLOCKED_BY_CLIENT")}}, "blocked-by-extension", ""},
		{"policy", []call{{line, 0, "", page("net::ERR_BLOCKED_BY_CSP")}}, "blocked-by-page", ""},
		{"Firefox", []call{{line, 0, "", page("", "User-Agent", "Mozilla/5.0 (rv:144.0) Gecko/20100101 Firefox/144.0")}}, "firefox-tells-nothing", "all look the same here"},
		{"name not found", []call{{line, 0, "", page("net::ERR_NAME_NOT_RESOLVED")}}, "", ""},
	})
}
