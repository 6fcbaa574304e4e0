package diagnose

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// examineSilence finds what is wrong with answers that are no errors.
func examineSilence(e *examination) []clue {
	if s := e.exchange.Response.Status; s < 200 || s >= 300 {
		return nil
	}
	var clues []clue
	if c := examineMember(e); c != nil {
		clues = append(clues, *c)
	}
	if c := examineErrors(e); c != nil {
		clues = append(clues, *c)
	}
	if e.Endpoint == nil {
		if path := httpmsg.Path(e.exchange.Request.URL); e.found(catalog.DataReturned) && !e.IsStep {
			clues = append(clues, clue{cause: "path-unknown", certainty: Certain, values: map[string]string{"path": path}, evidence: []Evidence{{e.say("label.path"), path, "request URL"}}})
		}
		return clues
	}
	cause := ""
	switch e.Endpoint.State {
	case "deprecated", "retired":
		cause = "endpoint-deprecated"
	case "undocumented":
		cause = "endpoint-undocumented"
	default:
		return clues
	}
	values := map[string]string{"endpoint": e.Endpoint.Name, "note": e.Endpoint.Note, "path": httpmsg.Path(e.exchange.Request.URL)}
	if values["note"] == "" {
		values["note"] = e.say("value.may-vanish")
	}
	evidence := []Evidence{{e.say("label.endpoint"), e.Endpoint.Name + ", " + e.say("state."+e.Endpoint.State), "request URL"}}
	return append(clues, clue{cause: cause, certainty: Certain, values: values, evidence: evidence})
}

// examineMember finds that an answer lacks what the endpoint is for.
func examineMember(e *examination) *clue {
	body := &e.exchange.Response.Body
	if e.Endpoint == nil || e.Endpoint.Member == "" || !body.Recorded || body.Cut || body.Left > 0 || session.HoldsData(e.Endpoint, body) {
		return nil
	}
	text := strings.TrimSpace(body.Text)
	var members map[string]json.RawMessage
	if len(text) > httpmsg.MaxBody || json.Unmarshal([]byte(text), &members) != nil || len(members) == 0 || members["errors"] != nil {
		return nil
	}
	var names []string
	for name := range members {
		names = append(names, name)
	}
	c := &clue{cause: "member-missing", certainty: Certain, weight: 2, values: map[string]string{"endpoint": e.Endpoint.Name, "member": e.Endpoint.Member},
		evidence: []Evidence{{e.say("label.members"), short(strings.Join(slices.Sorted(slices.Values(names)), ", ")), "response body"}}}
	return c
}

// examineErrors finds errors in the body of an answer whose status is a
// success, beside data or alone.
func examineErrors(e *examination) *clue {
	body := &e.exchange.Response.Body
	if e.data || !body.Recorded || len(body.Text) > httpmsg.MaxBody || !strings.Contains(body.Text, `"errors"`) {
		return nil
	}
	var members struct {
		Errors []struct {
			Type    string `json:"errorType"`
			Message string `json:"message"`
		} `json:"errors"`
	}
	if json.Unmarshal([]byte(body.Text), &members) != nil || len(members.Errors) == 0 {
		return nil
	}
	first := strings.Trim(members.Errors[0].Type+": "+members.Errors[0].Message, ": ")
	return &clue{cause: "errors-in-success", certainty: Certain, weight: -1, values: map[string]string{"status": strconv.Itoa(e.exchange.Response.Status)},
		evidence: []Evidence{{e.say("label.status"), strconv.Itoa(e.exchange.Response.Status), "response status"}, {e.say("label.error"), short(first), "response body errors[0]"}}}
}
