// Package datatype analyzes what a data type offers: spelling, actions, filters, roll-ups.
package datatype

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "datatype",
	Causes: analysis.Weights{
		// Goes before the scope that the token lacks: with this one it can read.
		"write-only-token": 12,
		// What the server reads first, from the left of the path to the right.
		"project-not-number": 9,
		"data-type-version":  8,
		"family-not-listed":  8,
		"family-unknown":     8,
		"action-not-of-type": 7,
		"leading-zero":       7,
		// One field of a call that is otherwise right.
		"data-point-not-editable": 6,
		"filter-with-hyphens":     6,
		"rollup-page-left-out":    6,
		"time-parameters":         6,
		"rollup-page-too-large":   6,
		"rollup-too-long":         6,
		"user-is-not-me":          6,
		// A guess at the name that was meant.
		"data-type-elsewhere":   5,
		"data-type-spelling":    5,
		"filter-member-of-type": 5,
		// The form of a filter whose field is right.
		"filter-form": 4,
		// The response names the least.
		"page-size-too-small": 4,
		// The server may cut it instead of refusing.
		"page-size-too-large": 4,
		// Only the path is alike.
		"nearest-endpoint": 2,
	},
	Run: run,
}

// run reads calls whose path names a kind of data: how it is
// written, for whom it is asked, and whether it has such a call.
func run(e *analysis.Pass) []analysis.Report {
	if len(e.Pack.DataTypes) == 0 || e.IsStep || e.Preflight {
		return nil
	}
	if s := e.Status(); s < 400 || s == 401 || s == 429 {
		return nil
	}
	reports := slices.Concat(checkUser(e), checkProject(e))
	if e.Endpoint == nil {
		return append(reports, checkTypePath(e)...)
	}
	if e.Endpoint.Action == "" {
		return reports
	}
	id := catalog.PathValue(e.Endpoint, e.Path, "data-type")
	t := e.Pack.DataType(id)
	if t == nil {
		return append(reports, checkTypeName(e, id)...)
	}
	return slices.Concat(reports, checkVersion(e, t), checkAction(e, t), checkRollUp(e, t), checkPageSize(e, t), checkFilter(e, t), checkFamily(e, t), checkWriteOnly(e, t), checkFixed(e, t))
}

// nearestType is the data type that a wrong name was probably meant to be: in
// another notation, misspelled, or a part of the whole name; nil if there is none.
func nearestType(types []catalog.DataType, wrong string) *catalog.DataType {
	plain := match.PlainName(wrong)
	names := make([]string, len(types))
	for i := range types {
		if names[i] = types[i].ID; plain == match.PlainName(names[i]) {
			return &types[i]
		}
	}
	best, _ := match.NearestName(wrong, names)
	if best == "" && len(plain) >= 4 {
		for _, name := range names {
			if strings.Contains(match.PlainName(name), plain) && (best == "" || len(name) < len(best)) {
				best = name
			}
		}
	}
	if i := slices.Index(names, best); i >= 0 {
		return &types[i]
	}
	return nil
}

// checkTypeName proposes a data type for an unknown name, by a call that it has.
func checkTypeName(e *analysis.Pass, id string) []analysis.Report {
	cause, certainty := "data-type-elsewhere", analysis.Likely
	near := namedElsewhere(e.Pack.DataTypes, id)
	if near == nil {
		if near = nearestType(e.Pack.DataTypes, id); near == nil {
			return nil
		}
		cause = "data-type-spelling"
		if match.PlainName(near.ID) == match.PlainName(id) {
			certainty = analysis.Certain
		}
	}
	if !e.Tellable(cause) {
		return nil
	}
	values := map[string]string{"value": analysis.Short(id), "nearest": near.ID}
	if slices.Contains(near.Actions, e.Endpoint.Action) {
		values["path"] = versionPath(e, near, strings.Replace(e.Path, "/"+id, "/"+near.ID, 1))
		if len(near.Filters) > 0 {
			values["filter"] = strings.ReplaceAll(near.ID, "-", "_")
		}
	} else if call := insteadOf(e, near, near.Actions); call != "" {
		values["path"] = call
		if strings.HasPrefix(call, "POST ") {
			values["form"] = rollUpBody(e)
		}
	}
	return []analysis.Report{{Cause: cause, Certainty: certainty, Values: values,
		Evidence: []analysis.Evidence{{Label: e.Say("label.data-type"), Text: analysis.Short(id), Where: location.RequestURL}, {Label: e.Say("label.nearest"), Text: near.ID, Where: location.RequestURL}}}}
}

// namedElsewhere is the data type of which another API has this name; nil if there is
// none.
func namedElsewhere(types []catalog.DataType, name string) *catalog.DataType {
	plain := match.PlainName(name)
	for i := range types {
		for _, other := range types[i].Elsewhere {
			if match.PlainName(other) == plain {
				return &types[i]
			}
		}
	}
	return nil
}

// insteadOf is the call of a data type that serves best where it doesn't have the one that
// was sent; "" if there is none.
func insteadOf(e *analysis.Pass, t *catalog.DataType, actions []string) string {
	for _, action := range append([]string{"dailyRollUp", "reconcile"}, actions...) { // what gives most for the least
		i := slices.IndexFunc(e.Pack.Endpoints, func(known catalog.Endpoint) bool { return known.Action == action })
		if slices.Contains(actions, action) && i >= 0 && catalog.Writes(action) == catalog.Writes(e.Endpoint.Action) {
			return e.Pack.Endpoints[i].Method + " " + versionPath(e, t, fillPath(e.Pack.Endpoints[i].Path, e.Pack.Self, t.ID))
		}
	}
	return ""
}

// rollUpBody is the body of a daily roll-up over the days of a request's filter; "" if it
// has no two.
func rollUpBody(e *analysis.Pass) string {
	filter := httpmsg.FirstParam(httpmsg.Query(e.Exchange.Request.URL), "filter")
	from, to := filterRange(".date", parseFilter(httpmsg.DecodePercent(filter)))
	start, end := moment(from), moment(to)
	if start.IsZero() || !end.After(start) {
		return ""
	}
	return fmt.Sprintf(`{"range":{"start":{"date":{"year":%d,"month":%d,"day":%d}},"end":{"date":{"year":%d,"month":%d,"day":%d}}},"windowSizeDays":1}`,
		start.Year(), start.Month(), start.Day(), end.Year(), end.Month(), end.Day())
}

// checkTypePath finds the data type in a path that isn't a call, and names the
// call that was probably meant.
func checkTypePath(e *analysis.Pass) []analysis.Report {
	const cause = "nearest-endpoint"
	if !e.Explains(cause) && !e.Unexplained(404) {
		return nil
	}
	sent := e.Path
	var meant *catalog.DataType
	verb := ""
	for segment := range strings.SplitSeq(sent, "/") {
		word, behind, found := strings.Cut(segment, ":")
		if found {
			verb = match.PlainName(behind)
		}
		for i := range e.Pack.DataTypes {
			if len(word) > 2 && match.PlainName(word) == match.PlainName(e.Pack.DataTypes[i].ID) {
				meant = &e.Pack.DataTypes[i]
			}
		}
	}
	if meant == nil {
		return nil
	}
	method := e.Exchange.Request.Method
	var call *catalog.Endpoint
	for i := range e.Pack.Endpoints {
		known := &e.Pack.Endpoints[i]
		switch {
		case known.Action == "" || strings.Count(known.Path, "{") != 2:
		case verb != "" && match.PlainName(known.Action) == verb:
			call = known
		case verb == "" && call == nil && known.Method == method:
			call = known
		}
	}
	if call == nil {
		return nil
	}
	path := fillPath(call.Path, e.Pack.Self, meant.ID)
	if path == sent {
		return nil // then it is the method
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Likely,
		Values:   map[string]string{"endpoint": call.Name, "call": call.Method + " " + path, "differences": pathDifference(e, path, sent)},
		Evidence: []analysis.Evidence{{Label: e.Say("label.data-type"), Text: meant.ID, Where: location.RequestURL}, {Label: e.Say("label.path"), Text: analysis.Short(sent), Where: location.RequestURL}}}}
}

// pathDifference names what differs between a path and the one that was sent, without
// the segments that both begin or end with.
func pathDifference(e *analysis.Pass, path, sent string) string {
	a, b := strings.Split(path, "/"), strings.Split(sent, "/")
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	right, wrong := strings.Join(a, "/"), analysis.Short(strings.Join(b, "/"))
	switch {
	case wrong == "":
		return e.Say("difference.missing", "part", right)
	case right == "":
		return e.Say("difference.too-much", "part", wrong)
	}
	return e.Say("difference.other", "this", right, "that", wrong)
}

func fillPath(template, user, dataType string) string {
	return strings.NewReplacer("{user-id}", user, "{data-type}", dataType).Replace(template)
}

// checkUser finds what stands for the token's owner in another API's paths,
// or a user's id there.
func checkUser(e *analysis.Pass) []analysis.Report {
	const cause = "user-is-not-me"
	old := e.Predecessor()
	segments := strings.Split(e.Path, "/")
	n := slices.Index(segments, "users") + 1
	if old == nil || e.Pack.Self == "" || n == 0 || n >= len(segments) || !e.Tellable(cause) && !e.Unexplained(403) {
		return nil
	}
	user := segments[n]
	certainty := analysis.Certain
	switch known := e.Session.IssuesTo(user); {
	case user == e.Pack.Self || user == "":
		return nil
	case user == old.Self:
	case len(known) > 0 && known[0].Pack == old.Pack:
		certainty = analysis.Likely
	default:
		return nil
	}
	segments[n] = e.Pack.Self
	return []analysis.Report{{Cause: cause, Certainty: certainty, Values: map[string]string{"user": user, "path": strings.Join(segments, "/")},
		Evidence: []analysis.Evidence{{Label: e.Say("label.user"), Text: user, Where: location.RequestURL}}}}
}

// checkProject finds a name where a path takes a number.
func checkProject(e *analysis.Pass) []analysis.Report {
	const cause = "project-not-number"
	if e.Endpoint == nil {
		return nil
	}
	value := catalog.PathValue(e.Endpoint, e.Path, "project-number")
	if value == "" || strings.Trim(value, "0123456789") == "" || !e.Tellable(cause) && !e.Unexplained(403) {
		return nil
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Certain, Values: map[string]string{"value": analysis.Short(value)}, Evidence: []analysis.Evidence{{Label: e.Say("label.project"), Text: analysis.Short(value), Where: location.RequestURL}}}}
}

// versionPath is a path under the version that serves the data type.
func versionPath(e *analysis.Pass, t *catalog.DataType, path string) string {
	if t.Version == "" || len(e.Pack.Versions) == 0 {
		return path
	}
	before, after, found := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !found || !slices.Contains(e.Pack.Versions, before) {
		return path
	}
	return "/" + t.Version + "/" + after
}

// checkVersion finds a data type asked under a version that does not serve it.
func checkVersion(e *analysis.Pass, t *catalog.DataType) []analysis.Report {
	const cause = "data-type-version"
	path := versionPath(e, t, e.Path)
	if path == e.Path || !e.Tellable(cause) {
		return nil
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Certain, Values: map[string]string{"data_type": t.ID, "part": t.Version, "path": path, "at": e.DayText(t.AsOf)},
		Evidence:    []analysis.Evidence{{Label: e.Say("label.path"), Text: analysis.Short(e.Path), Where: location.RequestURL}},
		Corrections: analysis.ToPath(path)}}
}

// knownFrom says of what day what is known of a data type is.
func knownFrom(e *analysis.Pass, t *catalog.DataType) string {
	return e.Say("value.table-of", "date", e.DayText(cmp.Or(t.AsOf, e.Pack.DataTypesAsOf)))
}

// allowedActions are those that the response names; they count more than the table.
func allowedActions(e *analysis.Pass) (actions []string, where location.Location) {
	for i := range e.Matches {
		if told := e.Matches[i].Values["allowed_actions"]; told != "" {
			actions = strings.FieldsFunc(told, func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
			where = e.Matches[i].WhereRead()
			break
		}
	}
	for i, told := range actions { // responses write dailyRollup, too
		for n := range e.Pack.Endpoints {
			if known := e.Pack.Endpoints[n].Action; strings.EqualFold(known, told) {
				actions[i] = known
			}
		}
	}
	return actions, where
}

// checkAction compares the call with those that the data type has: by the
// response's own words, otherwise by the table, which may be older than the API.
func checkAction(e *analysis.Pass, t *catalog.DataType) []analysis.Report {
	const cause = "action-not-of-type"
	actions, where := allowedActions(e)
	from, certainty := e.Say("value.response-says"), analysis.Certain
	if len(actions) == 0 {
		actions, where, from = t.Actions, location.RequestURL, knownFrom(e, t)
		if t.IsLikely("actions") || !e.Explains(cause) {
			certainty = analysis.Likely
		}
	}
	if slices.Contains(actions, e.Endpoint.Action) || !e.Tellable(cause) {
		return nil
	}
	allowed := strings.Join(actions, ", ")
	values := map[string]string{"data_type": t.ID, "action": e.Endpoint.Action, "allowed_actions": allowed, "note": from}
	if call := insteadOf(e, t, actions); call != "" {
		values["call"] = call
	}
	return []analysis.Report{{Cause: cause, Certainty: certainty, Values: values,
		Evidence: []analysis.Evidence{{Label: e.Say("label.call"), Text: e.Endpoint.Action, Where: location.RequestURL}, {Label: e.Say("label.supported"), Text: allowed, Where: where}}}}
}

// checkPageSize compares the page with the largest that there is, and with the
// least that the response names.
func checkPageSize(e *analysis.Pass, t *catalog.DataType) []analysis.Report {
	query := httpmsg.Query(e.Exchange.Request.URL)
	text := cmp.Or(httpmsg.FirstParam(query, "pageSize"), httpmsg.FirstParam(query, "page_size"))
	values := map[string]string{"size": text, "most": strconv.Itoa(t.PageSize), "data_type": t.ID, "note": knownFrom(e, t)}
	for i := range e.Matches {
		const cause = "page-size-too-small"
		least, err := strconv.Atoi(e.Matches[i].Values["least"])
		sent := sentPageSize(e, text)
		if err != nil || sent == 0 || sent >= least || !e.Explains(cause) {
			continue
		}
		values["least"], values["size"] = strconv.Itoa(least), strconv.Itoa(sent)
		c := analysis.Report{Cause: cause, Certainty: analysis.Certain, Values: values, Corrections: setMembers(e, map[string]any{"pageSize": least}),
			Evidence: []analysis.Evidence{{Label: "pageSize", Text: values["size"], Where: e.Matches[i].WhereRead()}}}
		if text != "" {
			c.Corrections = e.Set("pageSize", values["least"])
		}
		return []analysis.Report{c}
	}
	const cause = "page-size-too-large"
	size, err := strconv.Atoi(text)
	if err != nil || t.PageSize == 0 || size <= t.PageSize || !e.Explains(cause) {
		return nil
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Likely, Values: values,
		Evidence: []analysis.Evidence{{Label: "pageSize", Text: text, Where: location.RequestParameter("pageSize")}}}}
}

// sentPageSize is the page that a call asks for, in its query or its body; 0: none.
func sentPageSize(e *analysis.Pass, query string) int {
	if size, err := strconv.Atoi(query); err == nil {
		return size
	}
	var sum summary
	if json.Unmarshal([]byte(httpmsg.BodyText(&e.Exchange.Request)), &sum) != nil {
		return 0
	}
	return sum.PageSize
}
