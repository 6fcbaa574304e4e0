package listmodel

import "testing"

func TestSortingCycles(t *testing.T) {
	for _, c := range []struct {
		column string
		from   Sorting
		want   Sorting
	}{
		{"status", Sorting{}, Sorting{"status", false}},
		{"status", Sorting{"status", false}, Sorting{"status", true}},
		{"status", Sorting{"status", true}, Sorting{}},
		{"count", Sorting{}, Sorting{"count", true}},
		{"count", Sorting{"count", true}, Sorting{"count", false}},
		{"time", Sorting{}, Sorting{"time", true}}, // it is in that order, upwards
		{"time", Sorting{"time", true}, Sorting{}},
		{"time", Sorting{"status", true}, Sorting{}},
		{"gone", Sorting{}, Sorting{"gone", false}},
	} {
		if got := c.from.Turned(c.column); got != c.want {
			t.Errorf("%s pressed in %v makes %v, want %v", c.column, c.from, got, c.want)
		}
	}
	if got := (Sorting{}).Marked(); got != (Sorting{"time", false}) {
		t.Errorf("unsorted, %v is marked", got)
	}
}

func TestShownColumns(t *testing.T) {
	s := newState()
	shows := func(name string) bool {
		shown, _ := s.Shows(ColumnNamed(name))
		return shown
	}
	if shows("host") || !shows("method") || !shows("number") {
		t.Error("other columns are shown at first")
	}
	s.Show(ColumnNamed("host"), true)
	s.Show(ColumnNamed("method"), false)
	s.Show(ColumnNamed("status"), false)
	s.Sort = Sorting{"host", true}
	s.Widths["host"] = 90
	s = ReadState(s.Encode())
	if !shows("host") || shows("method") || !shows("status") {
		t.Errorf("what is shown is not kept: %v", s.Shown)
	}
	if _, asked := s.Shows(ColumnNamed("host")); !asked {
		t.Error("that somebody asked for it is not kept")
	}
	s.ResetColumns()
	if shows("host") || !shows("method") || len(s.Widths) > 0 || s.Sort != (Sorting{}) {
		t.Errorf("after a reset: %+v", s)
	}
	for _, kept := range []string{`{"sort":{"column":"time"}}`, `{"sort":{"column":"nothing"}}`} {
		if got := ReadState([]byte(kept)).Sort; got != (Sorting{}) {
			t.Errorf("%s is read as %v", kept, got)
		}
	}
}
