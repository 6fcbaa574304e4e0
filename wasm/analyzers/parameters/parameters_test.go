package parameters_test

import (
	"testing"

	"misstep/wasm/diagnosis/explaintest"
)

type call = explaintest.Call

func badDate(value string) string { return explaintest.Failure("validation", "Invalid date: "+value) }

func TestParameters(t *testing.T) {
	steps := "GET /1/user/-/activities/steps/date/"
	weight := explaintest.Failure("validation", "Weight is required")
	list := `{"errors":[{"errorType":"validation","message":"beforeDate or afterDate is required"}]}`
	long := explaintest.Failure("validation", "The number of days between time series start and end dates cannot exceed 1095")
	explaintest.Try(t, []explaintest.Trial{
		{"impossible", []call{{steps + "2026-02-01/2026-02-30.json", 400, badDate("2026-02-30"), nil}}, "date-impossible", "February 2026 has 28 days"},
		{"leap day", []call{{steps + "2024-02-29/2024-03-01.json", 400, "", nil}}, "", ""},
		{"no such month", []call{{"GET /1/user/-/spo2/date/2026-13-01.json", 400, badDate("2026-13-01"), nil}}, "date-format", ""},
		{"compact", []call{{"GET /1/user/-/spo2/date/20261001.json", 400, badDate("20261001"), nil}}, "date-format", "`2026-10-01`"},
		{"day or month first", []call{{"GET /1/user/-/spo2/date/03-04-2026.json", 400, badDate("03-04-2026"), nil}}, "date-format", "Send `yyyy-MM-dd`"},
		{"with time", []call{{"GET /1/user/-/spo2/date/2026-10-01T00:00:00Z.json", 400, badDate("2026-10-01T00:00:00Z"), nil}}, "date-format", "`2026-10-01`"},
		{"undefined", []call{{"GET /1/user/-/spo2/date/undefined.json", 400, badDate("undefined"), nil}}, "date-unfilled", ""},
		{"period for a date", []call{{"GET /1/user/-/hrv/date/2026-10-01/1m.json", 400, badDate("1m"), nil}}, "date-is-period", ""},
		{"right date", []call{{"GET /1/user/-/spo2/date/2026-10-01.json", 400, "", nil}}, "", ""},
		{"future", []call{{"GET /1/user/-/spo2/date/2026-11-30.json", 400, badDate("2026-11-30"), nil}}, "date-in-future", ""},
		{"tomorrow, which it is somewhere", []call{{"GET /1/user/-/spo2/date/2026-10-31.json", 400, "", nil}}, "", ""},
		{"bad date, but the token is the reason", []call{{"GET /1/user/-/spo2/date/2026-02-30.json", 401, explaintest.Failure("expired_token", "Access token expired"), nil}}, "", ""},
		{"reversed", []call{{steps + "2026-10-02/2026-10-01.json", 400, badDate("2026-10-01"), nil}}, "range-reversed", ""},
		{"one day", []call{{steps + "2026-10-01/2026-10-01.json", 400, "", nil}}, "", ""},
		{"too long", []call{{steps + "2020-01-01/2026-01-01.json", 400, long, nil}}, "range-too-long", "3 requests of at most 1095 days"},
		{"as long as allowed", []call{{"GET /1/user/-/hrv/date/2026-09-01/2026-09-30.json", 400, "", nil}}, "", ""},
		{"a day too long", []call{{"GET /1/user/-/hrv/date/2026-09-01/2026-10-01.json", 400, "", nil}}, "range-too-long", "31 days, 30 allowed"},
		{"to today", []call{{"GET /1/user/-/hrv/date/2026-09-01/today.json", 400, long, nil}}, "", ""}, // 60 days are within the 1095 of the response
		{"no limit known", []call{{"GET /1/user/-/spo2/date/2016-09-01/2026-10-01.json", 400, "", nil}}, "", ""},
		{"period", []call{{steps + "2026-10-30/90d.json", 400, explaintest.Failure("validation", "Invalid time series period: 90d"), nil}}, "period-as-range", "date/2026-08-02/2026-10-30.json"},
		{"heart, half a year", []call{{"GET /1/user/-/activities/heart/date/2026-10-30/6m.json", 400, explaintest.Failure("validation", "Invalid time series period: 6m"), nil}}, "period-as-range", "1d, 7d, 30d, 1w, 1m"},
		{"period without end", []call{{steps + "today/max.json", 422, explaintest.Failure("validation", "The number of data points queried exceeds limit."), nil}}, "period-not-allowed", "`1y`"},
		{"allowed period", []call{{steps + "today/1y.json", 500, "", nil}}, "", ""},
		{"goal, not a span of time", []call{{"GET /1/user/-/activities/goals/monthly.json", 400, "", nil}}, "", ""},
		{"intraday over two days", []call{{"GET /1/user/-/activities/heart/date/2026-10-01/2026-10-03/1min.json", 400, explaintest.Failure("request", "Time range should not be bigger than 24 hours."), nil}}, "intraday-over-day", "3 requests"},
		{"intraday over midnight", []call{{"GET /1/user/-/activities/heart/date/2026-10-01/2026-10-02/1min/time/22:00/06:00.json", 400, "", nil}}, "", ""},
		{"night without its second date", []call{{"GET /1/user/-/activities/heart/date/2026-10-01/1d/1min/time/22:00/06:00.json", 400, "", nil}}, "range-reversed", ""},
		{"JSON", []call{{"POST /1/user/-/body/log/weight.json", 400, weight, explaintest.Sent(`{"weight":80}`)}}, "json-body", "weight=80"},
		{"form without it", []call{{"POST /1/user/-/body/log/weight.json", 400, weight, explaintest.Sent("date=2026-10-01")}}, "", ""},
		{"nearly the name", []call{{"POST /1/user/-/body/log/weight.json", 400, weight, explaintest.Sent("weigth=80")}}, "parameter-name", "should be Weight"},
		{"joined otherwise", []call{{"GET /1/user/-/activities/list.json?after_date=2026-10-01", 400, list, nil}}, "parameter-name", "afterDate"},
		{"no date", []call{{"GET /1/user/-/activities/list.json?sort=asc", 400, list, nil}}, "", ""},
		{"chunks", []call{{"POST /1/user/-/foods/log.json", 411, "", explaintest.Sent("a=b", "Transfer-Encoding", "chunked")}}, "length-chunked", ""},
		{"length sent", []call{{"POST /1/user/-/foods/log.json", 411, "", explaintest.Sent("a=b", "Content-Length", "3")}}, "length-lost", "Content-Length: 3"},
		{"nothing sent", []call{{"POST /1/user/-/foods/log.json", 411, "", explaintest.Sent("", "Accept", "*/*")}}, "length-no-body", "Content-Length: 0"},
		{"headers not recorded", []call{{"POST /1/user/-/foods/log.json", 411, "", nil}}, "", ""},
	})
}

func TestID(t *testing.T) {
	gone := explaintest.Failure("not_found", "Requested entity was not found")
	list := call{"GET /1/user/-/activities/list.json?afterDate=2026-10-01", 200, `{"activities":[{"logId":9007199254740995},{"logId":9007199254740993217}]}`, nil}
	explaintest.Try(t, []explaintest.Trial{
		{"rounded", []call{list, {"DELETE /1/user/-/activities/9007199254740996.json", 404, gone, nil}}, "id-rounded", "9007199254740995 became"},
		{"rounded, long", []call{list, {"DELETE /1/user/-/activities/9007199254740993000.json", 404, gone, nil}}, "id-rounded", ""},
		{"as given", []call{list, {"DELETE /1/user/-/activities/9007199254740993217.json", 404, gone, nil}}, "", ""},
		{"never seen, zeros", []call{{"DELETE /1/user/-/activities/9007199254740993000.json", 404, gone, nil}}, "id-rounded-perhaps", ""},
		{"never seen, even", []call{{"DELETE /1/user/-/activities/9007199254740996.json", 404, gone, nil}}, "", ""},
		{"small, zeros", []call{{"DELETE /1/user/-/activities/41362904500.json", 404, gone, nil}}, "", ""},
	})
}
