package stub

import (
	"encoding/base64"
	"fmt"
	"time"
)

// A Scenario is one call of a page to the API and the response it gets. A request is
// matched to a scenario by method and path, and by the form where calls differ in nothing
// else.
type Scenario struct {
	Name     string            `json:"name"`  // unique; id of the demo page's button
	Label    string            `json:"label"` // text of the button
	Group    string            `json:"group"`
	Method   string            `json:"method"`
	URL      string            `json:"url"`
	Header   map[string]string `json:"header,omitempty"` // of the request
	Form     string            `json:"form,omitempty"`   // body of the request
	Navigate bool              `json:"navigate,omitempty"`

	Status   int               `json:"-"`
	Answer   map[string]string `json:"-"` // headers of the response, beside those of every response
	Body     string            `json:"-"` // {bearer} stands for the token that was sent
	NoCORS   bool              `json:"-"` // the response lets no page read it
	InPieces bool              `json:"-"` // the second half of the body comes later

	// Finding is the ID of the catalog entry that explains the response, ""
	// where there is nothing to explain.
	Finding string `json:"-"`

	// Unread is what explains it where the browser keeps the body from DevTools, too.
	Unread string `json:"-"`
}

const (
	data    = "https://api.fitbit.com"
	consent = "https://www.fitbit.com"

	// visit ends every message of the OAuth kind.
	visit = " Visit https://dev.fitbit.com/docs/oauth2 for more information on the Fitbit Web API authorization process."

	unknownRefresh = "9c1e7a1f4b0d2c6e8a3f5b7d9e1c3a5f7b9d1e3c5a7f9b1d3e5c7a9f1b3d5e7c"
)

// Tokens in the API's form, but with an invalid signature.
var (
	freshToken   = token(day.Add(5*time.Hour), "rsoc ract rset rloc rwei rhr rnut rpro rsle")
	expiredToken = token(day.Add(-14*time.Minute), "rsoc ract rset rloc rwei rhr rnut rpro rsle")
	narrowToken  = token(day.Add(5*time.Hour), "ract rpro")
	client       = "Basic " + base64.StdEncoding.EncodeToString([]byte("23ABCD:0123456789abcdef0123456789abcdef"))
)

// token makes an access token that was issued eight hours before it expires.
func token(expires time.Time, scopes string) string {
	encode := base64.RawURLEncoding.EncodeToString
	claims := fmt.Sprintf(`{"aud":"23ABCD","sub":"9XYZ12","iss":"Fitbit","typ":"access_token","scopes":%q,"exp":%d,"iat":%d}`,
		scopes, expires.Unix(), expires.Add(-8*time.Hour).Unix())
	return encode([]byte(`{"alg":"HS256"}`)) + "." + encode([]byte(claims)) + "." + encode([]byte("no signature, only as long as one"))
}

func bearer(token string) map[string]string {
	return map[string]string{"Authorization": "Bearer " + token, "Accept-Language": "en_GB"}
}

// form is the header of a call that carries a form.
func form(authorization string) map[string]string {
	return map[string]string{"Authorization": authorization, "Content-Type": "application/x-www-form-urlencoded"}
}

func failure(kind, message string) string {
	return fmt.Sprintf(`{"errors":[{"errorType":%q,"message":%q}],"success":false}`, kind, message)
}

const (
	html     = "text/html; charset=utf-8"
	gateway  = "<html>\n<head><title>504 Gateway Time-out</title></head>\n<body>\n<center><h1>504 Gateway Time-out</h1></center>\n<hr><center>cloudflare</center>\n</body>\n</html>\n"
	hostile  = `{"errors":[{"errorType":"validation","message":"<img src=x onerror=document.title='pwned'>"}]}`
	refusal  = `<!doctype html><html lang="en"><head><title>Authorize</title></head><body><h1>Error</h1><p>The app you're trying to connect did not provide valid information to Fitbit. Please report this issue to them.</p><p>Developer information: %s</p></body></html>`
	conflict = `{"collectionType":"activities","ownerId":"9XYZ12","ownerType":"user","subscriberId":"1","subscriptionId":"320-activities"}`
)

// Scenarios are all calls that the stub knows.
var Scenarios = []Scenario{
	{
		Name: "expired-token", Label: "Expired access token", Group: "Authorization",
		Method: "GET", URL: data + "/1/user/-/profile.json", Header: bearer(expiredToken),
		Status: 401, Body: failure("expired_token", "Access token expired: {bearer}."+visit),
		Finding: "expired-token",
	},
	{
		Name: "invalid-token", Label: "Revoked access token", Group: "Authorization",
		Method: "GET", URL: data + "/1.2/user/-/sleep/date/2026-10-30.json", Header: bearer(freshToken),
		Status: 401, Body: failure("invalid_token", "Access token invalid: {bearer}."+visit),
		Finding: "invalid-token",
	},
	{
		Name: "basic-on-data", Label: "Basic instead of Bearer", Group: "Authorization",
		Method: "GET", URL: data + "/1/user/-/activities/date/2026-10-30.json", Header: map[string]string{"Authorization": client},
		Status: 401, Body: failure("system", "Authorization error: invalid authorization token type"),
		Finding: "authorization-token-type",
	},
	{
		Name: "missing-scope", Label: "Scope not granted", Group: "Authorization",
		Method: "GET", URL: data + "/1/user/-/activities/heart/date/2026-10-30/1d.json", Header: bearer(narrowToken),
		Status: 403, Body: failure("insufficient_scope", "This application does not have permission to access heartrate data."+visit),
		Finding: "scope-missing",
	},
	{
		Name: "intraday", Label: "Intraday with a Server app", Group: "Authorization",
		Method: "GET", URL: data + "/1/user/-/activities/steps/date/2026-10-30/1d/1min.json", Header: bearer(freshToken),
		Status: 403, Body: failure("insufficient_permissions", "API client is not authorized by Fitbit to access the resource requested."+visit),
		Finding: "app-not-authorized-by-fitbit",
	},
	{
		Name: "consent-redirect", Label: "Consent page: wrong redirect_uri", Group: "Authorization", Navigate: true,
		Method: "GET", URL: consent + "/oauth2/authorize?response_type=code&client_id=23ABCD&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback%2F&scope=activity+heartrate&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&state=xyz",
		Status: 400, Answer: map[string]string{"Content-Type": html},
		Body:    fmt.Sprintf(refusal, "invalid_request - Invalid redirect_uri parameter value"),
		Finding: "consent-redirect-uri-invalid",
	},
	{
		Name: "refresh-unknown", Label: "Refresh token used twice", Group: "Tokens",
		Method: "POST", URL: data + "/oauth2/token", Header: form(client),
		Form:   "grant_type=refresh_token&refresh_token=" + unknownRefresh,
		Status: 400, Body: failure("invalid_grant", "Refresh token invalid: "+unknownRefresh+"."+visit),
		Finding: "refresh-token-invalid",
	},
	{
		Name: "refresh-concurrent", Label: "Concurrent refresh", Group: "Tokens",
		Method: "POST", URL: data + "/oauth2/token", Header: form(client),
		Form:   "grant_type=refresh_token&refresh_token=5b7d9e1c3a5f7b9d1e3c5a7f9b1d3e5c7a9f1b3d5e7c9c1e7a1f4b0d2c6e8a3f",
		Status: 409, Body: failure("invalid_request", "Concurrent refresh token requests were made by the same client for the same user, and while one of these requests probably succeeded, this one did not due to an update conflict."),
		Finding: "concurrent-refresh",
	},
	{
		Name: "not-found", Label: "No such endpoint", Group: "Requests",
		Method: "GET", URL: data + "/1/user/-/food/log/date/2026-10-30.json", Header: bearer(freshToken),
		Status: 404, Body: failure("not_found", "The API you are requesting could not be found."),
		Finding: "endpoint-not-found",
	},
	{
		Name: "method", Label: "Wrong method", Group: "Requests",
		Method: "PUT", URL: data + "/1/user/-/body/log/weight.json", Header: bearer(freshToken),
		Status: 405, Answer: map[string]string{"Content-Type": "text/plain;charset=UTF-8", "Allow": "GET, POST, DELETE"},
		Body:    "The request method being used is not allowed to be executed against the server.",
		Finding: "method-not-allowed",
	},
	{
		Name: "invalid-date", Label: "Date in the wrong form", Group: "Requests",
		Method: "GET", URL: data + "/1/user/-/activities/date/30-10-2026.json", Header: bearer(freshToken),
		Status: 400, Body: failure("validation", "Invalid date: 30-10-2026"),
		Finding: "invalid-date",
	},
	{
		Name: "subscription", Label: "Subscription already there", Group: "Requests",
		Method: "POST", URL: data + "/1/user/-/activities/apiSubscriptions/320-activities.json", Header: bearer(freshToken),
		Status: 409, Body: conflict,
		Finding: "subscription-conflict",
	},
	{
		Name: "length", Label: "No Content-Length", Group: "Requests",
		Method: "POST", URL: data + "/1/user/-/foods/log/water.json?amount=200&date=2026-10-30", Header: bearer(freshToken),
		Status: 411, Body: failure("MissingContentLength", "The Content-Length HTTP header is missing"),
		Finding: "content-length-missing",
	},
	{
		Name: "rate-limit", Label: "Rate limit reached", Group: "Limits and faults",
		Method: "GET", URL: data + "/1/user/-/activities/list.json?afterDate=2026-10-01&sort=asc&offset=0&limit=100", Header: bearer(freshToken),
		Status: 429, Answer: map[string]string{"Fitbit-Rate-Limit-Remaining": "0"},
		Body:    failure("system", "Too many requests"),
		Finding: "rate-limit",
	},
	{
		Name: "server-error", Label: "Error in the API", Group: "Limits and faults",
		Method: "GET", URL: data + "/1/user/-/activities/minutesSedentary/date/2026-10-30/1y.json", Header: bearer(freshToken),
		Status: 500, Body: failure("request", "An error occurred with the Fitbit Web API while processing the request."),
		Finding: "server-error",
	},
	{
		Name: "maintenance", Label: "Maintenance", Group: "Limits and faults",
		Method: "GET", URL: data + "/1/user/-/devices.json", Header: bearer(freshToken),
		Status: 503, Body: failure("back_off_app_maintenance", "The Fitbit service is temporarily offline for maintenance. We'll be back soon. Please check https://www.fitbitstatus.com/ for the latest update."),
		Finding: "maintenance",
	},
	{
		Name: "gateway", Label: "Gateway timeout", Group: "Limits and faults",
		Method: "GET", URL: data + "/1/user/-/activities/steps/date/2016-01-01/max.json", Header: bearer(freshToken),
		Status: 504, Answer: map[string]string{"Content-Type": html}, Body: gateway,
		Finding: "gateway-timeout",
	},
	{
		Name: "cors", Label: "Answer hidden from the page", Group: "Limits and faults",
		Method: "GET", URL: data + "/1/user/-/spo2/date/2026-10-30.json", Header: bearer(expiredToken),
		Status: 401, NoCORS: true, Body: failure("expired_token", "Access token expired: {bearer}."+visit),
		Finding: "expired-token", Unread: "token-expired",
	},
	{
		Name: "gone", Label: "API switched off", Group: "Limits and faults",
		Method: "GET", URL: data + "/1/user/-/activities/steps/date/2026-10-01/2026-10-07.json", Header: bearer(freshToken),
		Status: 410, Body: failure("system", "Gone"),
		Finding: "api-shut-down",
	},
	{
		Name: "gone-hidden", Label: "API switched off, hidden from the page", Group: "Limits and faults",
		Method: "GET", URL: data + "/1/user/-/body/log/weight/date/2026-10-30.json", Header: bearer(freshToken),
		Status: 410, NoCORS: true, Body: failure("system", "Gone"),
		Finding: "api-shut-down",
	},
	{
		Name: "slow", Label: "Body that comes in pieces", Group: "Odd answers",
		Method: "GET", URL: data + "/1.2/user/-/sleep/list.json?afterDate=2026-10-01&sort=asc&offset=0&limit=100", Header: bearer(narrowToken),
		Status: 403, InPieces: true, Body: failure("insufficient_scope", "This application does not have permission to access sleep data."+visit),
		Finding: "scope-missing",
	},
	{
		Name: "hostile", Label: "Markup in a message", Group: "Odd answers",
		Method: "GET", URL: data + "/1/user/-/body/log/fat/date/2026-10-30.json", Header: bearer(freshToken),
		Status: 400, Body: hostile,
		Finding: "unknown",
	},
	{
		Name: "success", Label: "A call that works", Group: "Odd answers",
		Method: "GET", URL: data + "/1/user/-/activities/steps/date/2026-10-30/7d.json", Header: bearer(freshToken),
		Status: 200, Body: `{"activities-steps":[{"dateTime":"2026-10-30","value":"9812"}]}`,
	},
	{
		Name: "subscribed", Label: "A subscription that works", Group: "Odd answers",
		Method: "POST", URL: data + "/1/user/-/sleep/apiSubscriptions/321-sleep.json", Header: bearer(freshToken),
		Status: 201, Body: `{"collectionType":"sleep","ownerId":"9XYZ12","ownerType":"user","subscriberId":"1","subscriptionId":"321-sleep"}`,
	},
}

// Named returns a scenario by its name; it panics when there is none.
func Named(name string) Scenario {
	for _, scenario := range Scenarios {
		if scenario.Name == name {
			return scenario
		}
	}
	panic("no scenario named " + name)
}
