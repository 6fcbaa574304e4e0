package request

import (
	"fmt"
	"slices"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

import ()

func TestPlacesOf(t *testing.T) {
	address := "https://api.fitbit.com/1/user/-/activities/heart/date/2026-10-01/1d/1min/time/00%3A00/23:59.json?x=1"
	_, endpoint := catalog.Load(builtin.Packs).Endpoint("GET", address)
	var have []string
	for _, p := range Places(endpoint, address) {
		have = append(have, fmt.Sprintf("%s=%s%s", p.Name, p.Value, p.Ending))
	}
	want := []string{"user-id=-", "date=2026-10-01", "detail-level=1min", "start-time=00:00", "end-time=23:59.json"}
	if !slices.Equal(have, want) {
		t.Errorf("have %q, want %q", have, want)
	}
	if Places(nil, address) != nil || Places(endpoint, "https://api.fitbit.com/1") != nil {
		t.Error("another path has places, too")
	}
}
