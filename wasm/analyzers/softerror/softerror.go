// Package softerror analyzes responses that succeed and lack what was asked for.
package softerror

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "softerror",
	Causes: analysis.Weights{
		// Shown by the response itself.
		"member-missing": 2,
		// What the reference says.
		"endpoint-deprecated":   0,
		"endpoint-undocumented": 0,
		"path-unknown":          0,
		// Other findings say what the error is.
		"errors-in-success": -1,
	},
	Run: run,
}

// run finds what is wrong with answers that aren't errors.
func run(pass *analysis.Pass) []analysis.Report {
	if s := pass.Exchange.Response.Status; s < 200 || s >= 300 {
		return nil
	}
	var reports []analysis.Report
	if c := checkMember(pass); c != nil {
		reports = append(reports, *c)
	}
	if c := checkErrors(pass); c != nil {
		reports = append(reports, *c)
	}
	if pass.Endpoint == nil {
		if path := httpmsg.Path(pass.Exchange.Request.URL); pass.Shows(catalog.DataReturned) && !pass.IsStep {
			reports = append(reports, analysis.Report{Cause: "path-unknown", Certainty: analysis.Certain, Values: map[string]string{"path": path}, Evidence: []analysis.Evidence{{Label: pass.Format("label.path"), Text: path, Where: location.RequestURL}}})
		}
		return reports
	}
	cause := ""
	switch pass.Endpoint.State {
	case "deprecated", "retired":
		cause = "endpoint-deprecated"
	case "undocumented":
		cause = "endpoint-undocumented"
	default:
		return reports
	}
	values := map[string]string{"endpoint": pass.Endpoint.Name, "note": pass.Endpoint.Note, "path": httpmsg.Path(pass.Exchange.Request.URL)}
	if values["note"] == "" {
		values["note"] = pass.Format("value.may-vanish")
	}
	evidence := []analysis.Evidence{{Label: pass.Format("label.endpoint"), Text: pass.Endpoint.Name + ", " + pass.Format("state."+pass.Endpoint.State), Where: location.RequestURL}}
	return append(reports, analysis.Report{Cause: cause, Certainty: analysis.Certain, Values: values, Evidence: evidence})
}

// checkMember finds that a response lacks what the endpoint is for.
func checkMember(pass *analysis.Pass) *analysis.Report {
	body := &pass.Exchange.Response.Body
	if pass.Endpoint == nil || pass.Endpoint.Member == "" || !body.Recorded || body.Truncated || body.DroppedBytes > 0 || session.HoldsData(pass.Endpoint, body) {
		return nil
	}
	text := strings.TrimSpace(body.Text)
	var members map[string]json.RawMessage
	if len(text) > httpmsg.MaxBody || json.Unmarshal([]byte(text), &members) != nil || len(members) == 0 {
		return nil
	}
	if _, failed := errorformat.FirstListed(text); failed {
		return nil
	}
	var names []string
	beside := false // what comes with the data: without it this is another resource
	for name := range members {
		names = append(names, name)
		beside = beside || strings.Contains(httpmsg.Path(pass.Exchange.Request.URL), "/"+strings.ReplaceAll(name, "-", "/")+"/")
	}
	if !beside {
		return nil
	}
	c := &analysis.Report{Cause: "member-missing", Certainty: analysis.Certain, Values: map[string]string{"endpoint": pass.Endpoint.Name, "member": pass.Endpoint.Member},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.members"), Text: analysis.Short(strings.Join(slices.Sorted(slices.Values(names)), ", ")), Where: location.ResponseBody}}}
	return c
}

// checkErrors finds errors in the body of a response whose status is a
// success, beside data or alone.
func checkErrors(pass *analysis.Pass) *analysis.Report {
	body := &pass.Exchange.Response.Body
	if pass.Data || !body.Recorded {
		return nil
	}
	first, found := errorformat.FirstListed(body.Text)
	if !found {
		return nil
	}
	return &analysis.Report{Cause: "errors-in-success", Certainty: analysis.Certain, Values: map[string]string{"status": strconv.Itoa(pass.Exchange.Response.Status)},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.status"), Text: strconv.Itoa(pass.Exchange.Response.Status), Where: location.ResponseStatus}, {Label: pass.Format("label.error"), Text: analysis.Short(first), Where: location.ResponseBody.Member("errors[0]")}}}
}
