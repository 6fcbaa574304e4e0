package main

import (
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// Who takes part in the sample session. All of it is invented.
const (
	app    = "https://strides.example"
	api    = "https://api.fitbit.com"
	health = "https://health.googleapis.com/v4/users/me"
	client = "23RT7K"
	user   = "9XYZ42"

	googleClient = "402871936650-m3v8q1k7t2c9x4b6n5h0d8f2g7j1r3s5.apps.googleusercontent.com"
	googleScope  = "https://www.googleapis.com/auth/googlehealth."
)

const moreAbout = " Visit https://dev.fitbit.com/docs/oauth2 for more information on the Fitbit Web API authorization process."

// sampleHAR is the session that a person opens to see what Misstep does: one
// afternoon of a dashboard that goes wrong in the ways dashboards do, on the
// last working day before the API was shut down, and the morning after.
func sampleHAR() ([]byte, error) {
	s := &sessionBuilder{}
	s.morning()
	s.refresh()
	s.backfill()
	s.consent()
	s.switchedOff()
	s.successor()
	return s.har()
}

// morning loads the dashboard with a token of the early morning.
func (s *sessionBuilder) morning() {
	s.clock = time.Date(2026, 10, 30, 13, 24, 10, 0, time.UTC)
	s.token = accessToken(time.Date(2026, 10, 30, 5, 32, 4, 0, time.UTC), "ract rhr rpro rwei rnut wnut rset")
	s.left = 50
	s.get(api+"/1/user/-/profile.json", answer{status: 200, body: object{"user": object{"encodedId": user, "displayName": "Sam R.", "timezone": "Europe/Lisbon"}}})
	s.get(api+"/1/user/-/devices.json", answer{status: 200, body: []object{{"id": "2718281828", "deviceVersion": "Charge 6", "battery": "High", "lastSyncTime": "2026-10-30T13:18:02.000"}}})
	s.get(api+"/1/user/-/activities/date/2026-10-30.json", answer{status: 200, body: object{"activities": []object{}, "goals": object{"steps": 10000}, "summary": object{"steps": 6127}}})
	s.get(api+"/1/user/-/activities/steps/date/2026-10-24/2026-10-30.json", answer{status: 200, body: object{"activities-steps": []object{{"dateTime": "2026-10-24", "value": "9120"}, {"dateTime": "2026-10-30", "value": "6127"}}}})
	s.get(api+"/1/user/-/activities/heart/date/2026-10-30/1d.json", answer{status: 200, body: object{"activities-heart": []object{{"dateTime": "2026-10-30", "value": object{"restingHeartRate": 61}}}}})
	s.get(api+"/1/user/-/body/log/weight/date/2026-10-30.json", answer{status: 200, body: object{"weight": []object{{"date": "2026-10-30", "logId": 1793318400000, "weight": 71.4}}}})

	noSleep := answer{status: 403, body: problem("insufficient_scope", "This application does not have permission to access sleep data."+moreAbout), is: "scope-missing", because: "scope-not-granted"}
	s.get(api+"/1.2/user/-/sleep/date/2026-10-30.json", noSleep)
	s.after(20 * time.Second)
	s.get(api+"/1.2/user/-/sleep/date/2026-10-29.json", noSleep)
	s.get(api+"/1.2/user/-/sleep/date/2026-10-28.json", noSleep)
	s.after(40 * time.Second)
	s.get(api+"/1/user/-/hrv/date/2026-09-16/2026-10-30.json", answer{
		status: 400, body: problem("validation", "The range cannot exceed 30 days for resource type hrv"), is: "date-range-too-long", because: "range-too-long"})
	s.get(api+"/1/user/-/hrv/date/2026-10-01/2026-10-30.json", answer{status: 200, body: object{"hrv": []object{{"dateTime": "2026-10-30", "value": object{"dailyRmssd": 38.2, "deepRmssd": 40.1}}}}})
	s.after(70 * time.Second)
	s.get(api+"/1/user/-/activities/steps/date/2026-10-29/1d/1min.json", answer{
		status: 200, body: object{"activities-steps": []object{{"dateTime": "2026-10-29", "value": "10233"}}}, is: "ok-get-data", because: "member-missing"})
	s.after(100 * time.Second)
	soup := url.Values{"foodName": {"Soup"}, "mealTypeId": {"3"}, "unitId": {"304"}, "amount": {"1"}, "date": {"2026-10-30"}}
	s.post(api+"/1/user/-/food/log.json", soup, answer{
		status: 404, body: problem("not_found", "The API you are requesting could not be found."), is: "endpoint-not-found", because: "nearest-endpoint"})
	s.after(30 * time.Second)
	s.post(api+"/1/user/-/foods/log.json", soup, answer{status: 201, body: object{"foodLog": object{"logId": 31337421, "logDate": "2026-10-30"}}, is: "ok-post-data"})
	s.after(15 * time.Second)
	gateway := answer{status: 502, mime: "text/html", body: "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>", is: "bad-gateway", because: "delete-was-done"}
	s.call(http.MethodDelete, api+"/1/user/-/foods/log/water/12345678.json", nil, gateway)
	s.after(9 * time.Second)
	s.call(http.MethodDelete, api+"/1/user/-/foods/log/water/12345678.json", nil, answer{
		status: 404, body: problem("not_found", "Requested entity was not found"), is: "entity-not-found", because: "already-deleted"})
	s.after(25 * time.Second)
	s.get(api+"/1/user/-/body/log/weight/goal.json", answer{status: 400, body: problem("stale_revision", "Goal revision 7 was superseded by 9"), is: ""})
}

// refresh is what happens when the token has run out: the page asks for two new
// ones at once, and a tab that was left open comes too late.
func (s *sessionBuilder) refresh() {
	s.clock = time.Date(2026, 10, 30, 13, 46, 2, 0, time.UTC)
	expired := answer{status: 401, body: problem("expired_token", "Access token expired: "+s.token+"."+moreAbout), is: "expired-token", because: "token-expired"}
	s.get(api+"/1/user/-/activities/heart/date/2026-10-30/1d.json", expired)
	s.get(api+"/1/user/-/spo2/date/2026-10-30.json", answer{status: 401, hidden: true, is: "token-expired", because: "token-expired"})
	s.after(2 * time.Second)

	spent := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {invented("first refresh token", 64)}, "client_id": {client}}
	token := accessToken(s.clock, "ract rhr rpro rwei rnut wnut rset")
	at := s.clock
	s.send(api+"/oauth2/token", spent, answer{status: 200, body: tokens(token, "second refresh token", "activity heartrate profile weight nutrition settings")})
	s.clock = at.Add(120 * time.Millisecond)
	s.send(api+"/oauth2/token", spent, answer{
		status: 409, is: "concurrent-refresh", because: "refreshes-overlap",
		body: problem("invalid_request", "Concurrent refresh token requests were made by the same client for the same user, and while one of these requests probably succeeded, this one did not due to an update conflict."+moreAbout)})
	s.after(70 * time.Second)
	s.send(api+"/oauth2/token", spent, answer{
		status: 400, body: problem("invalid_grant", "Refresh token invalid: "+spent.Get("refresh_token")+"."+moreAbout), is: "refresh-token-invalid", because: "refresh-token-spent"})
	s.token = token
	s.after(4 * time.Second)
	s.get(api+"/1/user/-/activities/heart/date/2026-10-30/1d.json", answer{status: 200, body: object{"activities-heart": []object{{"dateTime": "2026-10-30", "value": object{"restingHeartRate": 61}}}}})
	s.get(api+"/1/user/-/spo2/date/2026-10-30.json", answer{status: 200, body: object{"dateTime": "2026-10-30", "value": object{"avg": 96.4, "min": 93.8, "max": 98.9}}})
}

// backfill asks for October day by day until the hour's calls are used up, most
// of them by another program of the same person, and does not stop then.
func (s *sessionBuilder) backfill() {
	s.after(35 * time.Second)
	day := func(n int) string { return fmt.Sprintf("%s/1/user/-/hrv/date/2026-10-%02d.json", api, n) }
	for n := 1; s.left > 0; n++ {
		s.left = max(s.left-2, 1)
		s.get(day(n), answer{status: 200, body: object{"hrv": []object{{"dateTime": fmt.Sprintf("2026-10-%02d", n), "value": object{"dailyRmssd": 34.5 + float64(n)/10}}}}})
	}
	for n := range 30 {
		s.get(day(n+1), answer{
			status: 429, body: problem("system", "Too Many Requests"), is: "rate-limit", because: "rate-used-elsewhere",
			headers: []object{header("Retry-After", "600")}})
		s.after(350 * time.Millisecond)
	}
}

// consent asks for sleep as well, with a redirect_uri that lacks its slash.
func (s *sessionBuilder) consent() {
	s.clock = time.Date(2026, 10, 30, 14, 0, 20, 0, time.UTC)
	s.left = 150
	s.get(api+"/1/user/-/hrv/date/2026-10-01/2026-10-30.json", answer{status: 200, body: object{"hrv": []object{{"dateTime": "2026-10-30", "value": object{"dailyRmssd": 38.2, "deepRmssd": 40.1}}}}})
	s.after(50 * time.Second)
	authorize := func(state, verifier string) url.Values {
		return url.Values{"client_id": {client}, "response_type": {"code"}, "redirect_uri": {app + "/callback/"}, "state": {state},
			"scope": {"activity heartrate profile weight nutrition settings sleep"}, "code_challenge": {challengeOf(verifier)}, "code_challenge_method": {"S256"}}
	}
	granted := func(state, code string) answer {
		return answer{status: 302, headers: []object{header("Location", app+"/callback/?code="+code+"&state="+state+"#_=_")}}
	}
	exchange := func(code, verifier, redirect string) url.Values {
		return url.Values{"grant_type": {"authorization_code"}, "client_id": {client}, "code": {code}, "code_verifier": {verifier}, "redirect_uri": {redirect}}
	}
	verifier, code := invented("first verifier", 64), invented("first code", 40)
	s.visit("https://www.fitbit.com/oauth2/authorize", authorize("r4nd0m1", verifier), granted("r4nd0m1", code))
	s.after(2 * time.Second)
	s.send(api+"/oauth2/token", exchange(code, verifier, app+"/callback"), answer{
		status: 400, body: problem("invalid_request", "Redirect_uri mismatch: "+app+"/callback"), is: "redirect-uri-mismatch", because: "redirect-uri-differs"})
	s.after(3 * time.Minute)
	verifier, code = invented("second verifier", 64), invented("second code", 40)
	s.visit("https://www.fitbit.com/oauth2/authorize", authorize("r4nd0m2", verifier), granted("r4nd0m2", code))
	s.after(2 * time.Second)
	token := accessToken(s.clock, "ract rhr rpro rwei rnut wnut rset rsle")
	s.send(api+"/oauth2/token", exchange(code, verifier, app+"/callback/"), answer{status: 200, body: tokens(token, "third refresh token", "activity heartrate profile weight nutrition settings sleep")})
	s.token = token
	s.get(api+"/1.2/user/-/sleep/date/2026-10-30.json", answer{status: 200, body: object{"sleep": []object{{"dateOfSleep": "2026-10-30", "minutesAsleep": 431, "isMainSleep": true}}, "summary": object{"totalMinutesAsleep": 431}}})
	s.after(8 * time.Second)
	s.call(http.MethodPost, api+"/1/user/-/sleep/apiSubscriptions/1.json", nil, answer{
		status: 409, is: "subscription-conflict",
		body: object{"collectionType": "sleep", "ownerId": user, "ownerType": "user", "subscriberId": "1", "subscriptionId": "320"}})
}

// switchedOff is the same dashboard on the day from which the API answers 410.
func (s *sessionBuilder) switchedOff() {
	s.clock = time.Date(2026, 11, 2, 9, 4, 30, 0, time.UTC)
	s.left = -1
	s.token = accessToken(time.Date(2026, 11, 2, 1, 40, 12, 0, time.UTC), "ract rhr rpro rwei rnut wnut rset rsle")
	gone := answer{status: 410, body: problem("gone", "This API is no longer available."), is: "api-shut-down", because: "shut-down"}
	for _, path := range []string{
		"/1/user/-/profile.json", "/1/user/-/activities/steps/date/2026-10-27/2026-11-02.json", "/1/user/-/activities/heart/date/2026-11-02/1d.json",
		"/1/user/-/body/log/weight/date/2026-11-02.json", "/1.2/user/-/sleep/date/2026-11-02.json", "/1/user/-/activities/heart/date/2026-11-01/1d.json",
	} {
		s.get(api+path, gone)
	}
	never := gone
	never.because = "shut-down-for-good"
	s.get(api+"/1/user/-/badges.json", never)
	s.after(20 * time.Second)
	s.send(api+"/oauth2/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {invented("third refresh token", 64)}, "client_id": {client}}, gone)
	s.after(8 * time.Minute)
	s.get(health+"/dataTypes/steps/dataPoints", refused(401, "UNAUTHENTICATED", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
		"google-token-invalid", "legacy-token"))
}

// successor moves the dashboard to the Google Health API.
func (s *sessionBuilder) successor() {
	s.after(6 * time.Minute)
	consent := func(state string, scopes string) url.Values {
		return url.Values{"client_id": {googleClient}, "response_type": {"code"}, "redirect_uri": {app + "/google"}, "scope": {scopes}, "state": {state}, "access_type": {"offline"}, "prompt": {"consent"}}
	}
	// enter has a person consent, and the page exchange the code.
	enter := func(state, scopes, asked, given string) {
		code := "4/0" + invented(state+" code", 60)
		sure := func(because string) answer { return answer{is: because, because: because, sure: "likely"} }
		page, token := sure(asked), sure(given)
		page.status, page.headers = 302, []object{header("Location", app+"/google?"+url.Values{"code": {code}, "state": {state}}.Encode())}
		s.token = "ya29.a0" + invented(state+" token", 120)
		token.status, token.body = 200, object{"access_token": s.token, "expires_in": 3599, "refresh_token": "1//0" + invented(state+" refresh", 60), "scope": scopes, "token_type": "Bearer"}
		s.visit("https://accounts.google.com/o/oauth2/v2/auth", consent(state, scopes), page)
		s.after(3 * time.Second)
		s.send("https://oauth2.googleapis.com/token", url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {app + "/google"},
			"client_id": {googleClient}, "client_secret": {"GOCSPX-" + invented("secret", 28)}}, token)
	}
	scopes := googleScope + "activity_and_fitness.readonly " + googleScope + "health_metrics_and_measurements.readonly " + googleScope + "sleep.readonly"
	enter("m0ve1", scopes+" https://www.googleapis.com/auth/fitness.activity.read", "scopes-mixed-asked", "scopes-mixed-granted")
	s.get(health+"/dataTypes/steps/dataPoints", refused(403, "PERMISSION_DENIED", "The caller does not have permission. Could not mint UberMint from GaiaMint.",
		"legacy-account-consented", "scopes-mixed"))
	s.after(11 * time.Minute)
	enter("m0ve2", scopes, "", "")
	point := func(kind string, value object) object {
		return object{"dataPoints": []object{{"dataSource": object{"platform": "FITBIT"}, kind: value}}}
	}
	s.get(health+"/dataTypes/steps/dataPoints", answer{status: 200, body: point("steps", object{"count": "214"})})
	s.get(health+"/dataTypes/heart-rate/dataPoints?pageSize=50", answer{status: 200, body: point("heartRate", object{"beatsPerMinute": "64"})})
	s.after(12 * time.Second)
	path := "/v4/users/me/dataPoints/weight"
	s.get("https://health.googleapis.com"+path, answer{status: 404, mime: "text/html; charset=UTF-8", is: "google-page-not-found", because: "nearest-endpoint",
		body: "<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><p><b>404.</b> <ins>That’s an error.</ins><p>The requested URL <code>" + path + "</code> was not found on this server."})
	s.after(40 * time.Second)
	s.get(health+"/dataTypes/weight/dataPoints", answer{status: 200, body: point("weight", object{"weightGrams": 71400})})
	wrong := refused(400, "INVALID_ARGUMENT", "Invalid data type ID referenced in the parent data type collection: resting-heart-rate", "data-type-unknown", "data-type-spelling")
	wrong.body.(object)["error"].(object)["details"] = []object{{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "INVALID_PARENT_DATA_TYPE_COLLECTION", "domain": "health.googleapis.com"}}
	s.get(health+"/dataTypes/resting-heart-rate/dataPoints", wrong)
	s.after(50 * time.Second)
	s.get(health+"/dataTypes/daily-resting-heart-rate/dataPoints", answer{status: 200, body: point("dailyRestingHeartRate", object{"beatsPerMinute": "61"})})
	s.get(health+"/dataTypes/sleep/dataPoints?pageSize=7", answer{status: 200, body: point("sleep", object{"type": "STAGES"})})
}

// tokens is the response that gives out a pair of them.
func tokens(access, refresh, scopes string) object {
	return object{"access_token": access, "expires_in": 28800, "refresh_token": invented(refresh, 64), "scope": scopes, "token_type": "Bearer", "user_id": user}
}

// refused is an error in the form of Google's APIs.
func refused(status int, name, message, is, because string) answer {
	return answer{status: status, body: object{"error": object{"code": status, "message": message, "status": name}}, is: is, because: because}
}
