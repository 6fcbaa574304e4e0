package httpmsg

import (
	"testing"
	"time"
)

// Right is what Node's Date says, but that a time without a zone is UTC.
func TestParseAnyDate(t *testing.T) {
	for text, want := range map[string]string{
		"Sun, 09 Sep 2001 01:46:41 GMT":                       "2001-09-09T01:46:41Z",
		"Sun Sep 09 2001 01:46:41 GMT+0200 (CEST)":            "2001-09-08T23:46:41Z",
		"Sun Sep 09 2001 01:46:41 GMT+0000 (Greenwich (GMT))": "",
		"9/9/2001, 1:46:41 AM UTC":                            "2001-09-09T01:46:41Z",
		"9/9/2001, 12:46:41\u202fAM":                          "2001-09-09T00:46:41Z",
		"2001/09/09 01:46:41 UTC":                             "2001-09-09T01:46:41Z",
		"09 Sep 2001 01:46 -0700":                             "2001-09-09T08:46:00Z",
		"Sep 9, 2001, 1:46:41 PM GMT+2":                       "2001-09-09T11:46:41Z",
		"Sep 9, 2001 13:46:41 +05:30":                         "2001-09-09T08:16:41Z",
		"2001-09-09T01:46:41.123456+02:00":                    "2001-09-08T23:46:41.123456Z",
		"2001-09-09 01:46:41.5 UTC":                           "2001-09-09T01:46:41.5Z",
		"Sunday, 09-Sep-01 01:46:41 GMT":                      "2001-09-09T01:46:41Z",
		"2001-9-9 1:46:41Z":                                   "2001-09-09T01:46:41Z",
		"2001-09-09T01:46:41+0200":                            "2001-09-08T23:46:41Z",
		"9 September 2001 13:46 EST":                          "2001-09-09T18:46:00Z",
		"Sun Sep  9 01:46:41 2001 GMT":                        "2001-09-09T01:46:41Z",
		"2001-09-09":                                          "2001-09-09T00:00:00Z",
		"2001-09-09T24:00:00Z":                                "2001-09-10T00:00:00Z",
		"12:30 PM 9/9/2001 Z":                                 "2001-09-09T12:30:00Z",
		"1000000001000":                                       "2001-09-09T01:46:41Z",
		"1.000000001e12":                                      "2001-09-09T01:46:41Z",
		"1000000001":                                          "2001-09-09T01:46:41Z",
		"1000000001.5":                                        "2001-09-09T01:46:41.5Z",

		"": "", "0": "", "-5": "", "NaN": "", "Infinity": "", "1e99": "", "yesterday": "", "32/1/2001": "", "13/1/2001": "", "2001-13-09": "",
		"13:00 PM 9/9/2001": "", "1:75 9/9/2001": "", "Sep": "", "9/9": "", "Sun, 09 Sep 2001 01:46:41 nowhere": "", "(": "", "1:": "", "9/9/2001 1:1:": "", "9/9/2001 1:1+": "",
		"9/9/2001 01:46 +99:00": "", "12345678901234567890/1/1": "",
	} {
		got := ParseAnyDate(text)
		if want == "" {
			if !got.IsZero() {
				t.Errorf("%q is read as %v", text, got)
			}
			continue
		}
		if have := got.Format(time.RFC3339Nano); have != want {
			t.Errorf("%q is read as %s, want %s", text, have, want)
		}
	}
}

// Whatever is written with a zone is read back.
func FuzzParseAnyDate(f *testing.F) {
	f.Add("Sun Sep 09 2001 01:46:41 GMT+0200 (CEST)", int64(1e9))
	f.Add("9/9/2001, 1:46:41 AM", int64(0))
	f.Add("1:1:1.1.1+1+1 Z T Sep", int64(-1))
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		if at := ParseAnyDate(text); at.Year() < 0 || at.Year() > 9999 || at.Location() != time.UTC {
			t.Errorf("%q: %v", text, at)
		}
		at := time.Unix(max(seconds%4e9, -seconds%4e9), 0).UTC()
		for _, layout := range []string{time.RFC1123, time.RFC1123Z, time.RFC3339, "Mon Jan 02 2006 15:04:05 GMT-0700 (MST)", "1/2/2006, 3:04:05 PM MST", "January 2, 2006 15:04:05 Z07:00"} {
			if written := at.Format(layout); !ParseAnyDate(written).Equal(at) {
				t.Errorf("%q is read as %v", written, ParseAnyDate(written))
			}
		}
	})
}
