// Package parameters analyzes dates, ranges, ids and bodies that a request was made with.
package parameters

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/lazyregexp"
	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/request"
	"misstep/wasm/session"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "parameters",
	Causes: analysis.Weights{
		// Breaks a documented rule of this endpoint.
		"intraday-over-day":  3,
		"period-as-range":    3,
		"period-is-date":     3,
		"period-not-allowed": 3,
		"range-reversed":     3,
		"range-too-long":     3,
		// Breaks a rule of form that any endpoint has.
		"date-format":        2,
		"date-impossible":    2,
		"date-is-period":     2,
		"date-unfilled":      2,
		"id-rounded":         2,
		"id-rounded-perhaps": 2,
		"json-body":          2,
		"period-too-much":    2,
		// How a body was sent, or a name guessed from its spelling.
		"length-chunked": 1,
		"length-lost":    1,
		"length-missing": 1,
		"length-no-body": 1,
		"parameter-name": 1,
		// What the response asks for was sent.
		"delete-despite-force": 0,
		// Many endpoints answer it with nothing, not with an error.
		"date-in-future": 0,
	},
	Run: run,
}

// run reads dates, ranges, periods, ids and the body.
func run(pass *analysis.Pass) []analysis.Report {
	if s := pass.Status(); s < 400 || s == 401 || s == 403 || s == 429 {
		return nil
	}
	places := pass.Places()
	return slices.Concat(checkDates(pass, places), pass.BesideServer(checkRange(pass, places)), checkPeriod(pass, places), checkID(pass, places), checkBody(pass), checkSpelling(pass), checkLength(pass), checkForce(pass))
}

// checkID finds an ID in the path that JavaScript rounded.
func checkID(pass *analysis.Pass, places []request.Place) []analysis.Report {
	if pass.Status() != httpmsg.StatusNotFound && !pass.Unexplained(400) {
		return nil
	}
	for _, p := range places {
		id, err := strconv.ParseUint(p.Value, 10, 64)
		if err != nil || id <= session.LargestExact || session.AsNumber(p.Value) != p.Value {
			continue
		}
		c := analysis.Report{Cause: "id-rounded-perhaps", Certainty: analysis.Likely, Values: map[string]string{"id": p.Value}, Evidence: []analysis.Evidence{{Label: p.Name, Text: p.Value, Where: location.RequestURL}}}
		if known, ok := pass.Session.RoundedID(p.Value); ok {
			c.Cause, c.Certainty = "id-rounded", analysis.Certain
			c.Values["whole"] = known.Whole
			c.Corrections = analysis.ToPath(httpmsg.PathWith(pass.Exchange.Request.URL, map[int]string{p.Segment: known.Whole + p.Ending}))
			c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.id-as-it-was-sent"), Text: known.Whole, Where: location.Exchange(known.Seen.ID)})
		} else if !strings.HasSuffix(p.Value, "00") {
			continue // half of the numbers of this size aren't rounded ones
		}
		return []analysis.Report{c}
	}
	return nil
}

// checkBody finds a JSON body where parameters belong into a form: the API
// misses what is there in the wrong notation.
func checkBody(pass *analysis.Pass) []analysis.Report {
	data := pass.Exchange.Request.PostData
	if data == nil || pass.IsStep || !pass.Shows(catalog.FieldMissing) && !pass.Unexplained(400) {
		return nil
	}
	var members map[string]any
	if json.Unmarshal([]byte(data.Text), &members) != nil || len(members) == 0 {
		return nil
	}
	form := url.Values{}
	for name, value := range members {
		form.Set(name, fmt.Sprint(value))
	}
	names := slices.Sorted(maps.Keys(members))
	c := analysis.Report{Cause: "json-body", Certainty: analysis.Likely, Values: map[string]string{"names": analysis.Short(strings.Join(names, ", ")), "form": analysis.Short(form.Encode())},
		Evidence:    []analysis.Evidence{{Label: pass.Format("label.json-members"), Text: analysis.Short(strings.Join(names, ", ")), Where: location.RequestBody}},
		Corrections: []analysis.Correction{{Part: analysis.PartNotation, Value: httpmsg.FormType}}}
	kind, _ := pass.Exchange.Request.Header("Content-Type")
	if kind == "" {
		kind = data.MimeType
	}
	if kind != "" {
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: "Content-Type", Text: kind, Where: location.ContentType})
	}
	for _, f := range pass.Matches {
		if _, sent := members[f.Values["field"]]; sent || slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, f.Values["field"]) }) {
			c.Certainty = analysis.Certain
		}
	}
	return []analysis.Report{c}
}

var nameInMessage = lazyregexp.New(`"(\w+)"|\b([a-z]+[A-Z]\w*)\b`)

// checkSpelling finds a parameter that the response misses under a name that is
// nearly the same.
func checkSpelling(pass *analysis.Pass) []analysis.Report {
	if pass.IsStep || !pass.Shows(catalog.FieldMissing) {
		return nil
	}
	wanted := []string{pass.Matches[0].Values["field"]}
	for _, m := range nameInMessage().FindAllStringSubmatch(pass.Matches[0].Message, -1) {
		wanted = append(wanted, m[1]+m[2])
	}
	for _, sent := range sentParameters(&pass.Exchange.Request) {
		for _, name := range wanted {
			if name != "" && !strings.EqualFold(sent.name, name) && match.SimilarNames(sent.name, name) {
				return []analysis.Report{{Cause: "parameter-name", Certainty: analysis.Likely, Values: map[string]string{"name": sent.name, "other": name},
					Evidence: []analysis.Evidence{{Label: pass.Format("label.sent"), Text: sent.name, Where: sent.where}}, Corrections: pass.Rename(sent.name, name)}}
			}
		}
	}
	return nil
}

type sentParameter struct {
	name  string
	where location.Location
}

// sentParameters are those of query and form.
func sentParameters(r *httpmsg.Request) []sentParameter {
	var found []sentParameter
	_, query, _ := strings.Cut(r.URL, "?")
	add := func(text string, where func(name string) location.Location) {
		for _, pair := range strings.Split(text, "&") {
			name, _, _ := strings.Cut(pair, "=")
			if unescaped, err := url.QueryUnescape(name); err == nil && unescaped != "" {
				found = append(found, sentParameter{unescaped, where(unescaped)})
			}
		}
	}
	add(query, location.RequestParameter)
	if r.PostData != nil && len(r.PostData.Text) < httpmsg.MaxBody && !strings.HasPrefix(strings.TrimSpace(r.PostData.Text), "{") {
		add(r.PostData.Text, location.RequestBody.Member)
	}
	return found
}

// checkLength looks why a request was taken for one without a length.
func checkLength(pass *analysis.Pass) []analysis.Report {
	if pass.Status() != httpmsg.StatusLengthRequired || len(pass.Exchange.Request.Headers) == 0 {
		return nil
	}
	c := analysis.Report{Cause: "length-missing", Certainty: analysis.Likely, Values: map[string]string{"method": pass.Exchange.Request.Method}}
	length, has := pass.Exchange.Request.Header("Content-Length")
	coding, chunked := pass.Exchange.Request.Header("Transfer-Encoding")
	switch {
	case has:
		c.Cause = "length-lost"
		c.Values["length"] = length
		c.Evidence = []analysis.Evidence{{Label: "Content-Length", Text: length, Where: location.RequestHeader("Content-Length")}}
	case chunked:
		c.Cause, c.Certainty = "length-chunked", analysis.Certain
		c.Evidence = []analysis.Evidence{{Label: "Transfer-Encoding", Text: coding, Where: location.RequestHeader("Transfer-Encoding")}}
	case pass.Exchange.Request.PostData == nil || pass.Exchange.Request.PostData.Text == "":
		c.Cause = "length-no-body"
		c.Evidence = []analysis.Evidence{{Label: pass.Format("label.body"), Text: pass.Format("text.none-recorded"), Where: location.RequestBody}}
	default:
		c.Evidence = []analysis.Evidence{{Label: "Content-Length", Text: pass.Format("text.not-among-headers"), Where: location.RequestHeaders}}
	}
	return []analysis.Report{c}
}

// checkForce finds a deletion that was refused although it was to be forced.
func checkForce(pass *analysis.Pass) []analysis.Report {
	const cause = "delete-despite-force"
	param := pass.Pack.Parameters["deleteInUse"]
	if value := httpmsg.FirstParam(httpmsg.Query(pass.Exchange.Request.URL), param); value != "true" || !pass.MayExplain(cause) {
		return nil
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Likely, Evidence: []analysis.Evidence{{Label: param, Text: "true", Where: location.RequestParameter(param)}}}}
}
