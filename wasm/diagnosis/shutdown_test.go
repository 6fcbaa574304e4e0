package diagnosis

import (
	"strings"
	"testing"
	"time"

	"misstep/wasm/httpmsg"
)

// Of an address that somebody added nobody knows when it is switched off.
func TestEmulatorIsNotShutDown(t *testing.T) {
	c := knowledge(t)
	if err := c.Watch("localhost:8080", "fitbit"); err != nil {
		t.Fatal(err)
	}
	s := NewSession(c)
	for _, address := range []string{"http://localhost:8080/1/user/-/devices.json", "https://api.fitbit.com/1/user/-/devices.json"} {
		x := httpmsg.Exchange{Started: time.Date(2026, 11, 3, 8, 0, 0, 0, time.UTC), ResourceType: "fetch", Request: httpmsg.Request{Method: "GET", URL: address}, Response: httpmsg.Response{Error: "net::ERR_FAILED"}}
		d := s.Diagnosis(s.Add(x))
		if gone := d.Replacement != nil; gone != strings.Contains(address, "fitbit.com") {
			t.Errorf("%s: %t", address, gone)
		}
	}
}
