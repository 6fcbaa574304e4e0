package richtext

import (
	"testing"
	"time"
	_ "time/tzdata" // zones are not installed everywhere
)

func TestZone(t *testing.T) {
	in := func(name string) Zone {
		place, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		return func(at time.Time) time.Time { return at.In(place) }
	}
	beside := time.Date(2026, 10, 31, 14, 0, 0, 0, time.UTC)
	for _, test := range []struct{ zone, text, want string }{
		{"America/New_York", "resets 2026-10-31 14:30 UTC", "resets 10:30"},
		{"America/New_York", "from 2026-11-01 05:59:59 UTC to 2026-11-01 06:00:00 UTC", "from 2026-11-01 01:59:59 to 2026-11-01 01:00:00"}, // clocks go back
		{"Asia/Kolkata", "2026-10-31 18:29:00 UTC, 2026-10-31 18:30:00 UTC", "23:59:00, 2026-11-01 00:00:00"},
		{"Australia/Lord_Howe", "2026-10-03 15:29:59 UTC, 2026-10-03 15:30:00 UTC", "2026-10-04 01:59:59, 2026-10-04 02:30:00"}, // by half an hour
		{"Asia/Kolkata", "UTC, at 13:46 UTC, in 2026-10-32 14:30 UTC", "UTC, at 13:46 UTC, in 2026-10-32 14:30 UTC"},
		{"UTC", "at 2026-10-31 14:30:05 UTC. The end", "at 14:30:05. The end"},
	} {
		if have := in(test.zone).Text(test.text, beside); have != test.want {
			t.Errorf("%s: %q is %q, want %q", test.zone, test.text, have, test.want)
		}
	}
	runs := in("Asia/Kolkata").Runs(Code("at 2026-10-31 14:30:05 UTC: `2026-10-31 14:30:05 UTC`"), beside)
	if len(runs) != 4 || runs[1].UTC != "2026-10-31 14:30:05 UTC" || runs[1].Text != "20:00:05" || runs[3].Text != "2026-10-31 14:30:05 UTC" {
		t.Errorf("runs %+v", runs)
	}
	if have := in("Asia/Kolkata").Clock(time.Time{}, beside) + UTC(time.Time{}); have != "" {
		t.Errorf("a time that is not known is %q", have)
	}
}
