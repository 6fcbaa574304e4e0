package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// A kind is a session of exchanges that are alike in what they cost.
type kind struct {
	name      string
	exchanges int
	entry     func(i int) []byte
}

var kinds = []kind{
	{"success, 1 kB of data", 2000, func(i int) []byte { return success(i, 30) }},
	{"success, 8 kB of data", 2000, func(i int) []byte { return success(i, 240) }},
	{"failure, repeated", 2000, limited},
	{"failure, of one token", 2000, expired},
	{"failure, for the first time", 2000, impossible},
	{"unknown path", 2000, unknown},
	{"recording, half failing", 10_000, recorded},
}

// recorded is a recording of 100 MB: the half succeed, of the others most fail
// as others did before.
func recorded(i int) []byte {
	if i%2 == 0 {
		return success(i/2, 180)
	}
	switch i / 2 % 20 {
	case 0:
		return unknown(i)
	case 1, 2, 3:
		return impossible(i)
	case 4, 5, 6, 7, 8, 9:
		return expired(i)
	}
	return limited(i)
}

func limited(i int) []byte {
	return entry(i, "/1/user/-/activities/steps/date/2026-10-30/1d.json", 429, `{"errors":[{"errorType":"system","fieldName":"n/a","message":"Too Many Requests"}],"success":false}`)
}

func expired(i int) []byte {
	return entry(i, day(i), 401, `{"errors":[{"errorType":"expired_token","message":"Access token expired: `+token+`. Visit https://dev.fitbit.com/docs/oauth2 for more information on the Fitbit Web API authorization process."}],"success":false}`)
}

func impossible(i int) []byte {
	return entry(i, fmt.Sprintf("/1/user/-/activities/steps/date/2026-13-%d.json", i), 400, fmt.Sprintf(`{"errors":[{"errorType":"validation","fieldName":"date","message":"Invalid date: 2026-13-%d"}],"success":false}`, i))
}

func unknown(i int) []byte {
	return entry(i, fmt.Sprintf("/1/user/-/activitys/step%d/date/today/1d.json", i), 404, `{"errors":[{"errorType":"not_found","message":"The API you are requesting could not be found."}],"success":false}`)
}

var token = "eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(`{"aud":"23ABCD","sub":"ABC123","iss":"Fitbit","typ":"access_token","scopes":"ract rhr rsle rpro","exp":1793300000,"iat":1793271200}`)) + ".c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJl"

func day(i int) string {
	return fmt.Sprintf("/1/user/-/activities/steps/date/2026-%02d-%02d/1d.json", i/28%12+1, i%28+1)
}

func success(i, points int) []byte {
	var b strings.Builder
	b.WriteString(`{"activities-steps":[{"dateTime":"2026-10-30","value":"8211"}],"activities-steps-intraday":{"dataset":[`)
	for p := range points {
		if p > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"time":"%02d:%02d:00","value":%d}`, p/60, p%60, (i+p)%130)
	}
	b.WriteString(`],"datasetInterval":1,"datasetType":"minute"}}`)
	return entry(i, day(i), 200, b.String())
}

type pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func pairs(list ...string) (out []pair) {
	for i := 0; i < len(list); i += 2 {
		out = append(out, pair{list[i], list[i+1]})
	}
	return out
}

// entry is a HAR entry as Chromium writes it.
func entry(i int, path string, status int, body string) []byte {
	at := time.Date(2026, 10, 30, 6, 0, 0, 0, time.UTC).Add(time.Duration(i) * 700 * time.Millisecond)
	var frames []map[string]any
	for n := range 12 {
		frames = append(frames, map[string]any{"functionName": fmt.Sprintf("load%d", n), "scriptId": "31", "url": "https://strides.example/assets/index-4f1c9a02.js", "lineNumber": 100 + n, "columnNumber": 4096 + n})
	}
	text, err := json.Marshal(map[string]any{
		"_initiator":      map[string]any{"type": "script", "stack": map[string]any{"callFrames": frames}},
		"_priority":       "High",
		"_resourceType":   "fetch",
		"cache":           map[string]any{},
		"connection":      "443",
		"pageref":         "page_1",
		"startedDateTime": at.Format("2006-01-02T15:04:05.000Z"),
		"time":            143.25,
		"timings":         map[string]any{"blocked": 1.2, "dns": -1, "ssl": -1, "connect": -1, "send": 0.2, "wait": 140.1, "receive": 1.75, "_blocked_queueing": 1.1},
		"serverIPAddress": "203.0.113.7",
		"request": map[string]any{
			"method": "GET", "url": "https://api.fitbit.com" + path, "httpVersion": "h3", "queryString": []pair{}, "cookies": []pair{}, "headersSize": -1, "bodySize": 0,
			"headers": pairs(":authority", "api.fitbit.com", ":method", "GET", ":path", path, ":scheme", "https", "accept", "application/json", "accept-encoding", "gzip, deflate, br, zstd", "accept-language", "en-GB,en;q=0.9",
				"authorization", "Bearer "+token, "cache-control", "no-cache", "origin", "https://strides.example", "pragma", "no-cache", "priority", "u=1, i", "referer", "https://strides.example/",
				"sec-ch-ua", `"Chromium";v="142", "Not_A Brand";v="99"`, "sec-ch-ua-mobile", "?0", "sec-ch-ua-platform", `"Linux"`, "sec-fetch-dest", "empty", "sec-fetch-mode", "cors", "sec-fetch-site", "cross-site",
				"user-agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"),
		},
		"response": map[string]any{
			"status": status, "statusText": "", "httpVersion": "h3", "cookies": []pair{}, "redirectURL": "", "headersSize": -1, "bodySize": -1, "_transferSize": 900, "_error": nil, "_fetchedViaServiceWorker": false,
			"headers": pairs("access-control-allow-origin", "*", "access-control-expose-headers", "fitbit-rate-limit-limit,fitbit-rate-limit-remaining,fitbit-rate-limit-reset", "alt-svc", `h3=":443"; ma=86400`,
				"cache-control", "no-cache, private", "cf-cache-status", "DYNAMIC", "cf-ray", "99f1c2d3e4a5b6c7-FRA", "content-encoding", "br", "content-type", "application/json;charset=utf-8",
				"date", at.Format("Mon, 02 Jan 2006 15:04:05 GMT"), "fitbit-rate-limit-limit", "150", "fitbit-rate-limit-remaining", fmt.Sprint(max(0, 149-i)), "fitbit-rate-limit-reset", "1200",
				"server", "cloudflare", "strict-transport-security", "max-age=15552000", "vary", "Origin, Accept-Encoding", "x-content-type-options", "nosniff", "x-frame-options", "SAMEORIGIN", "x-gateway", "c=0"),
			"content": map[string]any{"size": len(body), "mimeType": "application/json", "text": body},
		},
	})
	if err != nil {
		panic(err) // plain values
	}
	return text
}
