package httpmsg

import (
	"testing"
	"time"
)

func TestLogDays(t *testing.T) {
	for text, want := range map[string]string{
		"2026-11-20T10:00:00Z ERROR sync failed":                                                "2026-11-20",
		"[2026-11-20 10:00:00,123] ERROR sync failed":                                           "2026-11-20",
		"2026-11-20 sync failed":                                                                "2026-11-20",
		"ERROR 2026-11-20 10:00:00,123 sync: failed":                                            "2026-11-20", // logging, with its level first
		"ERROR:2026-11-20 10:00:00:sync failed":                                                 "2026-11-20",
		"[ERROR] 2026/11/20 10:00:00 sync failed":                                               "2026-11-20",
		"2026/11/20 10:00:00 [error] 12#12: *1 upstream":                                        "2026-11-20", // nginx
		`10.0.0.1 - - [20/Nov/2026:10:00:00 +0000] "GET /x HTTP/1.1" 401 12`:                    "2026-11-20", // Apache
		"[Fri Nov 20 10:00:00.123456 2026] [proxy:error] [pid 1]":                               "2026-11-20",
		"Fri Nov 20 10:00:00 2026":                                                              "2026-11-20",
		"Fri Nov 20 10:00:00 UTC 2026 sync failed":                                              "2026-11-20", // date
		"Fri, 20 Nov 2026 10:00:00 GMT sync failed":                                             "2026-11-20",
		"--2026-11-20 10:00:00--  https://api.fitbit.com/1/user/-/profile.json":                 "2026-11-20", // Wget
		"ts=2026-11-20T10:00:00.000Z level=error msg=x":                                         "2026-11-20",
		`time="2026-11-20T10:00:00Z" level=error msg="x"`:                                       "2026-11-20", // logrus
		`level=error time="2026-11-20 10:00:00" msg="x"`:                                        "2026-11-20",
		"t=2026-11-20T10:00:00+0000 lvl=eror msg=x":                                             "2026-11-20",
		`{"level":"error","time":"2026-11-20T10:00:00.000Z","msg":"x"}`:                         "2026-11-20",
		`{"@timestamp":"2026-11-20T10:00:00.000Z","message":"x"}`:                               "2026-11-20",
		`{"@t":"2026-11-20T10:00:00.0000000Z","@mt":"x"}`:                                       "2026-11-20", // Serilog
		`{"timestamp":"2026-11-20T10:00:00.000+00:00","status":401}`:                            "2026-11-20", // Spring
		`{"level":50,"time":1795168800000,"pid":1,"msg":"x"}`:                                   "2026-11-20", // pino
		`{"level":"error","ts":1795168800.123,"msg":"x"}`:                                       "2026-11-20", // zap
		`{ "ts" : 1795168800 , "msg" : "x" }`:                                                   "2026-11-20",
		`"{\"time\":\"2026-11-20T10:00:00Z\"}"`:                                                 "2026-11-20",
		"11/20/2026 10:00:00 AM sync failed":                                                    "2026-11-20", // US
		"11/20/2026, 10:00:00 AM - sync failed":                                                 "2026-11-20",
		"[20/11/2026 10:00:00] sync failed":                                                     "2026-11-20",
		"20.11.2026 10:00:00 Fehler":                                                            "2026-11-20", // German
		"03.12.2026 10:00:00 Fehler":                                                            "2026-12-03",
		"20-Nov-2026 10:00:00.123 SEVERE [main] x":                                              "2026-11-20", // Tomcat
		"Nov 20, 2026 10:00:00 AM com.example.Sync run\nSEVERE: failed":                         "2026-11-20", // java.util.logging
		"20 Nov 2026 10:00:00 failed":                                                           "2026-11-20",
		"web_1  | 2026-11-20 10:00:00 failed":                                                   "2026-11-20", // docker compose
		"Nov 20 10:00:00 host app[12]: 2026-11-20 10:00:00 failed":                              "2026-11-20",
		"<34>1 2026-11-20T10:00:00.003Z host app - - - failed":                                  "2026-11-20", // RFC 5424
		"E, [2026-11-20T10:00:00.123456 #1] ERROR -- : failed":                                  "2026-11-20", // Ruby
		"2026-11-20T10:00:00.000000+00:00 app[web.1]: failed":                                   "2026-11-20", // Heroku
		"< date: Fri, 20 Nov 2026 10:00:00 GMT":                                                 "2026-11-20",
		"11/11/2026 10:00:00 failed":                                                            "2026-11-11", // either way the same
		"2026-10-29 10:00:00 started\nTraceback (most recent call last):\n2026-11-20 10:00 end": "2026-10-29 2026-11-20",

		// No year, two readings, no such day.
		"Nov 20 10:00:00 host app[12]: failed": "", "11-20 10:00:00.123 E/Sync: failed": "", "10:00:00 failed": "",
		"03/04/2026 10:00:00 failed": "", "[03/04/2026:10:00:00] failed": "", "04-03-2026 10:00 failed": "", "26/11/20 10:00:00 INFO x": "",
		"2026-13-20 10:00:00 failed": "", "2026-02-30 10:00:00 failed": "", "31/Nov/2026:10:00:00 x": "", "1926-11-20 10:00:00 x": "",
		"Monday morning 2026": "", "March 2026": "", "May 20 2026": "2026-05-20",
		// The days of data, requests and sentences.
		"HTTPBadRequest: Invalid date: 2026-11-20": "", "GET https://api.fitbit.com/1/user/-/activities/date/2026-11-20.json 401": "",
		`{"dateTime":"2026-11-20T10:00:00","value":"1"}`: "", "end must not be before 2026-11-20T10:00:00": "", "?time=2026-11-20T10:00:00": "",
		"GET /x?a=1&ts=1795168800 401": "", "date=2026-11-20": "", `{"date":"2026-11-20"}`: "", "exp: 1795168800": "", `"startTime":"2026-11-20T10:00:00Z"`: "",
		"2026-11-20,1234": "", "2026-11-20.json": "", "time=10:00:00": "", "time: 1234567890123456": "", "uptime=1795168800": "", "": "", "[": "", "=": "", "ts=": "", "2026-": "", "Fri": "", "Nov": "", "Nov 20": "", "20/Nov": "",
	} {
		first, last := LogDays(text)
		have := ""
		if !first.IsZero() {
			have = first.Format(time.DateOnly)
		}
		if !last.Equal(first) {
			have += " " + last.Format(time.DateOnly)
		}
		if have != want {
			t.Errorf("%q: %s, want %s", text, have, want)
		}
	}
}
