package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

type object = map[string]any

func header(name, value string) object { return object{"name": name, "value": value} }

// A sessionBuilder builds a session, exchange by exchange.
type sessionBuilder struct {
	clock   time.Time
	token   string // sent with each call
	left    int    // of the rate limit; < 0: this API doesn't say
	entries []object
	expect  []object
}

// An answer is what a call is answered with.
type answer struct {
	status  int
	body    any // string: as it stands, with mime; otherwise JSON
	mime    string
	headers []object
	hidden  bool   // from the page: it lacks the header that CORS asks for
	is      string // entry that is found, "" for none
	because string // cause of it
	sure    string // "" is certain
}

// after lets time pass.
func (s *sessionBuilder) after(pause time.Duration) { s.clock = s.clock.Add(pause) }

// get, and the like, add an exchange.
func (s *sessionBuilder) get(address string, a answer) { s.call(http.MethodGet, address, nil, a) }

func (s *sessionBuilder) post(address string, form url.Values, a answer) {
	s.call(http.MethodPost, address, form.Encode(), a)
}

// send is post without the token: of what asks for one.
func (s *sessionBuilder) send(address string, form url.Values, a answer) {
	token := s.token
	s.token = ""
	s.post(address, form, a)
	s.token = token
}

// visit is a page that a person opens.
func (s *sessionBuilder) visit(address string, query url.Values, a answer) {
	token := s.token
	s.token = ""
	s.get(address+"?"+query.Encode(), a)
	s.token = token
}

// call adds an exchange with a body: nil, a form's text, or what becomes JSON.
func (s *sessionBuilder) call(method, address string, body any, a answer) {
	headers := []object{header("Accept", "application/json")}
	page := strings.Contains(address, "/authorize") || strings.Contains(address, "/auth?")
	if !page {
		headers = append(headers, header("Origin", app), header("Sec-Fetch-Mode", "cors"))
	}
	if s.token != "" {
		headers = append(headers, header("Authorization", "Bearer "+s.token))
	}
	request := object{
		"method": method, "url": address, "httpVersion": "http/2.0", "queryString": queryOf(address), "cookies": []object{}, "headersSize": -1, "bodySize": 0,
	}
	if body != nil {
		text, mime := fmt.Sprint(body), "application/x-www-form-urlencoded"
		if _, isText := body.(string); !isText {
			text, mime = marshal(body), "application/json"
		}
		headers = append(headers, header("Content-Type", mime))
		request["postData"], request["bodySize"] = object{"mimeType": mime, "text": text}, len(text)
	}
	request["headers"] = headers

	text, mime := "", a.mime
	switch content := a.body.(type) {
	case nil:
	case string:
		text = content
	default:
		text, mime = marshal(content), "application/json;charset=UTF-8"
	}
	answered := append([]object{header("Date", s.clock.Format(http.TimeFormat))}, a.headers...)
	if mime != "" {
		answered = append(answered, header("Content-Type", mime))
	}
	if !a.hidden && !page {
		answered = append(answered, header("Access-Control-Allow-Origin", app))
	}
	answered = append(answered, s.rateHeaders(address, a.status)...)
	response := object{
		"status": a.status, "statusText": http.StatusText(a.status), "httpVersion": "http/2.0", "redirectURL": "", "headersSize": -1, "bodySize": len(text),
		"headers": answered, "cookies": []object{}, "content": object{"size": len(text), "mimeType": mime, "text": text},
	}
	if a.hidden {
		response["_error"] = "net::ERR_FAILED"
		response["content"] = object{"size": 0, "mimeType": "x-unknown"}
	}
	if a.sure == "" {
		a.sure = "certain"
	}
	wait := 90 + len(s.entries)*37%160
	s.entries = append(s.entries, object{
		"startedDateTime": s.clock.Format("2006-01-02T15:04:05.000Z07:00"), "time": wait, "request": request, "response": response,
		"cache": object{}, "timings": object{"send": 0, "wait": wait, "receive": 0},
	})
	s.expect = append(s.expect, object{"exchange": len(s.entries), "id": a.is, "reason": a.because, "certainty": a.sure})
	s.after(time.Duration(wait+40) * time.Millisecond)
}

func queryOf(address string) []object {
	list := []object{}
	u, err := url.Parse(address)
	if err != nil {
		panic(err) // the session is our own
	}
	query := u.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		list = append(list, header(name, query.Get(name)))
	}
	return list
}

// rateHeaders say, with each response of the API itself, what is left.
func (s *sessionBuilder) rateHeaders(address string, status int) []object {
	if s.left < 0 || !strings.HasPrefix(address, api+"/1") || status == http.StatusBadGateway {
		return nil
	}
	s.left = max(s.left-1, 0)
	reset := s.clock.Truncate(time.Hour).Add(time.Hour).Sub(s.clock)
	return []object{
		header("Fitbit-Rate-Limit-Limit", "150"),
		header("Fitbit-Rate-Limit-Remaining", strconv.Itoa(s.left)),
		header("Fitbit-Rate-Limit-Reset", strconv.Itoa(int(reset.Seconds()))),
	}
}

func (s *sessionBuilder) har() ([]byte, error) {
	return json.MarshalIndent(object{"log": object{
		"version": "1.2",
		"creator": object{"name": "Misstep sample session", "version": "2"},
		"_about":  "An invented session: a dashboard on the last working day of the Fitbit Web API, and on the day it was switched off.",
		"_expect": s.expect,
		"entries": s.entries,
	}}, "", " ")
}

// invented is a secret that looks like one and is none: hexadecimal digits, the
// same whenever the sample is built.
func invented(name string, digits int) string {
	sum := sha256.Sum256([]byte(name))
	return (hex.EncodeToString(sum[:]) + hex.EncodeToString(sum[:]))[:digits]
}

// accessToken is a token in the API's form, except for its signature.
func accessToken(issued time.Time, scopes string) string {
	part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	claims := fmt.Sprintf(`{"aud":%q,"sub":%q,"iss":"Fitbit","typ":"access_token","scopes":%q,"exp":%d,"iat":%d}`,
		client, user, scopes, issued.Add(8*time.Hour).Unix(), issued.Unix())
	signed := part(`{"alg":"HS256"}`) + "." + part(claims)
	sum := sha256.Sum256([]byte("invented " + signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(sum[:])
}

// challengeOf is the code_challenge of a code_verifier.
func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// problem is an error in the API's form.
func problem(kind, message string) object {
	return object{"errors": []object{{"errorType": kind, "fieldName": "n/a", "message": message}}, "success": false}
}

func marshal(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err) // only texts, numbers and maps of them
	}
	return string(data)
}
