package diagnosis

import (
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/httpmsg"
)

// What is found in a request does not depend on where an emulator serves the
// API.
func TestOwnHostIsExaminedAlike(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	if err := c.Watch("localhost:8080/fitbit", "fitbit"); err != nil {
		t.Fatal(err)
	}
	explain := func(address, path string) Diagnosis {
		x := httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: address + path}}
		x.Response.Status = 400
		httpmsg.SetBody(&x, `{"errors":[{"errorType":"validation","message":"Invalid date: 2026-02-30"}],"success":false}`, "")
		return Explain(c, x)
	}
	const path = "/1.2/user/-/sleep/date/2026-02-30.json"
	real, local := explain("https://api.fitbit.com", path), explain("http://localhost:8080/fitbit", path)
	if len(local.Findings) == 0 || local.Findings[0].Reason != "date-impossible" || local.Endpoint == "" {
		t.Fatalf("%+v", local)
	}
	if real.Findings[0].Reason != local.Findings[0].Reason || real.Findings[0].Cause != local.Findings[0].Cause || real.Endpoint != local.Endpoint {
		t.Errorf("at the API's host %+v, at an emulator's %+v", real, local)
	}
	if d := explain("http://localhost:8080/other", path); d.Endpoint != "" || d.Findings[0].Reason != "" {
		t.Errorf("an address that is not watched: %+v", d)
	}
}
