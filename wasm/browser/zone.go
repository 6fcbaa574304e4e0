//go:build js && wasm

package browser

import (
	"syscall/js"
	"time"
)

// Local is a time in this computer's time zone, with the offset at that time. time.Local
// won't do: Go asks the browser for the present offset once and uses it for every time.
func Local(at time.Time) time.Time {
	const quarter = 15 * 60 // clocks are changed at full quarters of an hour
	n := at.Unix() / quarter
	zone := offsets[n]
	if zone == nil {
		if len(offsets) > 4096 {
			clear(offsets)
		}
		minutes := js.Global().Get("Date").New(float64(n * quarter * 1000)).Call("getTimezoneOffset").Float()
		zone = zoneOf(-int(minutes * 60))
		offsets[n] = zone
	}
	return at.In(zone)
}

var (
	offsets = map[int64]*time.Location{} // by quarter of an hour since 1970
	zones   = map[int]*time.Location{}   // by offset in seconds
)

func zoneOf(offset int) *time.Location {
	if zones[offset] == nil {
		zones[offset] = time.FixedZone("", offset)
	}
	return zones[offset]
}
