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
		"family-refused":     8,
		"action-not-of-type": 7,
		"leading-zero":       7,
		// One field of a call that is otherwise right.
		"data-point-not-editable": 6,
		"filter-with-hyphens":     6,
		"rollup-page-left-out":    6,
		"time-parameters":         6,
		"rollup-page-too-large":   6,
		"rollup-too-long":         6,
		"rollup-date-impossible":  6,
		"rollup-empty":            6,
		"rollup-reversed":         6,
		"rollup-without-zone":     6,
		"user-is-not-me":          6,
		// A guess at the name that was meant.
		"data-type-elsewhere":   5,
		"data-type-spelling":    5,
		"filter-member-of-type": 5,
		"filter-member-refused": 5,
		"data-type-refused":     5,
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
func run(pass *analysis.Pass) []analysis.Report {
	if len(pass.Pack.DataTypes) == 0 || pass.IsStep || pass.Preflight {
		return nil
	}
	if s := pass.Status(); s < 400 || s == 401 || s == 429 {
		return nil
	}
	reports := slices.Concat(checkUser(pass), checkProject(pass))
	if pass.Endpoint == nil {
		return append(reports, checkTypePath(pass)...)
	}
	if pass.Endpoint.Action == "" {
		return reports
	}
	id := catalog.PathValue(pass.Endpoint, pass.Path, "data-type")
	t := pass.Pack.DataType(id)
	if t == nil {
		return append(reports, checkTypeName(pass, id)...)
	}
	return slices.Concat(reports, checkVersion(pass, t), checkRefusedType(pass, t), checkAction(pass, t), checkRollUp(pass, t), checkPageSize(pass, t), checkFilter(pass, t), checkFamily(pass, t), checkWriteOnly(pass, t), checkFixed(pass, t))
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
func checkTypeName(pass *analysis.Pass, id string) []analysis.Report {
	cause, certainty := "data-type-elsewhere", analysis.Likely
	near := namedElsewhere(pass.Pack.DataTypes, id)
	if near == nil {
		if near = nearestType(pass.Pack.DataTypes, id); near == nil {
			return nil
		}
		cause = "data-type-spelling"
		if match.PlainName(near.ID) == match.PlainName(id) {
			certainty = analysis.Certain
		}
	}
	if !pass.MayApply(cause) {
		return nil
	}
	values := map[string]string{"value": analysis.Short(id), "nearest": near.ID}
	if slices.Contains(near.Actions, pass.Endpoint.Action) {
		values["path"] = versionPath(pass, near, strings.Replace(pass.Path, "/"+id, "/"+near.ID, 1))
		if len(near.Filters) > 0 {
			values["filter"] = strings.ReplaceAll(near.ID, "-", "_")
		}
	} else if call := insteadOf(pass, near, near.Actions); call != "" {
		values["path"] = call
		if strings.HasPrefix(call, "POST ") {
			values["form"] = rollUpBody(pass)
		}
	}
	return []analysis.Report{{Cause: cause, Certainty: certainty, Values: values,
		Evidence: []analysis.Evidence{{Label: pass.Format("label.data-type"), Text: analysis.Short(id), Where: location.RequestURL}, {Label: pass.Format("label.nearest"), Text: near.ID, Where: location.RequestURL}}}}
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
func insteadOf(pass *analysis.Pass, t *catalog.DataType, actions []string) string {
	for _, action := range append([]string{"dailyRollUp", "reconcile"}, actions...) { // what gives most for the least
		i := slices.IndexFunc(pass.Pack.Endpoints, func(known catalog.Endpoint) bool { return known.Action == action })
		if slices.Contains(actions, action) && i >= 0 && catalog.Writes(action) == catalog.Writes(pass.Endpoint.Action) {
			return pass.Pack.Endpoints[i].Method + " " + versionPath(pass, t, fillPath(pass.Pack.Endpoints[i].Path, pass.Pack.Self, t.ID))
		}
	}
	return ""
}

// rollUpBody is the body of a daily roll-up over the days of a request's filter; "" if it
// has no two.
func rollUpBody(pass *analysis.Pass) string {
	filter := httpmsg.FirstParam(httpmsg.Query(pass.Exchange.Request.URL), "filter")
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
func checkTypePath(pass *analysis.Pass) []analysis.Report {
	const cause = "nearest-endpoint"
	if !pass.MayExplain(cause) && !pass.Unexplained(404) {
		return nil
	}
	sent := pass.Path
	var meant *catalog.DataType
	verb := ""
	for segment := range strings.SplitSeq(sent, "/") {
		word, behind, found := strings.Cut(segment, ":")
		if found {
			verb = match.PlainName(behind)
		}
		for i := range pass.Pack.DataTypes {
			if len(word) > 2 && match.PlainName(word) == match.PlainName(pass.Pack.DataTypes[i].ID) {
				meant = &pass.Pack.DataTypes[i]
			}
		}
	}
	if meant == nil {
		return nil
	}
	method := pass.Exchange.Request.Method
	var call *catalog.Endpoint
	for i := range pass.Pack.Endpoints {
		known := &pass.Pack.Endpoints[i]
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
	path := fillPath(call.Path, pass.Pack.Self, meant.ID)
	if path == sent {
		return nil // then it is the method
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Likely,
		Values:   map[string]string{"endpoint": call.Name, "call": call.Method + " " + path, "differences": pathDifference(pass, path, sent)},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.data-type"), Text: meant.ID, Where: location.RequestURL}, {Label: pass.Format("label.path"), Text: analysis.Short(sent), Where: location.RequestURL}}}}
}

// pathDifference names what differs between a path and the one that was sent, without
// the segments that both begin or end with.
func pathDifference(pass *analysis.Pass, path, sent string) string {
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
		return pass.Format("difference.missing", "part", right)
	case right == "":
		return pass.Format("difference.too-much", "part", wrong)
	}
	return pass.Format("difference.other", "this", right, "that", wrong)
}

func fillPath(template, user, dataType string) string {
	return strings.NewReplacer("{user-id}", user, "{data-type}", dataType).Replace(template)
}

// checkUser finds what stands for the token's owner in another API's paths,
// or a user's id there.
func checkUser(pass *analysis.Pass) []analysis.Report {
	const cause = "user-is-not-me"
	old := pass.Predecessor()
	segments := strings.Split(pass.Path, "/")
	n := slices.Index(segments, "users") + 1
	if old == nil || pass.Pack.Self == "" || n == 0 || n >= len(segments) || !pass.MayApply(cause) && !pass.Unexplained(403) {
		return nil
	}
	user := segments[n]
	certainty := analysis.Certain
	switch known := pass.Session.IssuesTo(user); {
	case user == pass.Pack.Self || user == "":
		return nil
	case user == old.Self:
	case len(known) > 0 && known[0].Pack == old.Pack:
		certainty = analysis.Likely
	default:
		return nil
	}
	segments[n] = pass.Pack.Self
	return []analysis.Report{{Cause: cause, Certainty: certainty, Values: map[string]string{"user": user, "path": strings.Join(segments, "/")},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.user"), Text: user, Where: location.RequestURL}}}}
}

// checkProject finds a name where a path takes a number.
func checkProject(pass *analysis.Pass) []analysis.Report {
	const cause = "project-not-number"
	if pass.Endpoint == nil {
		return nil
	}
	value := catalog.PathValue(pass.Endpoint, pass.Path, "project-number")
	if value == "" || strings.Trim(value, "0123456789") == "" || !pass.MayApply(cause) && !pass.Unexplained(403) {
		return nil
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Certain, Values: map[string]string{"value": analysis.Short(value)}, Evidence: []analysis.Evidence{{Label: pass.Format("label.project"), Text: analysis.Short(value), Where: location.RequestURL}}}}
}

// versionPath is a path under the version that serves the data type.
func versionPath(pass *analysis.Pass, t *catalog.DataType, path string) string {
	if t.Version == "" || len(pass.Pack.Versions) == 0 {
		return path
	}
	before, after, found := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !found || !slices.Contains(pass.Pack.Versions, before) {
		return path
	}
	return "/" + t.Version + "/" + after
}

// checkVersion finds a data type asked under a version that does not serve it.
func checkVersion(pass *analysis.Pass, t *catalog.DataType) []analysis.Report {
	const cause = "data-type-version"
	path := versionPath(pass, t, pass.Path)
	if path == pass.Path || !pass.MayApply(cause) {
		return nil
	}
	c := analysis.Report{Cause: cause, Certainty: analysis.Certain, Values: map[string]string{"data_type": t.ID, "part": t.Version, "path": path, "at": pass.DayText(t.AsOf)},
		Evidence:    []analysis.Evidence{{Label: pass.Format("label.path"), Text: analysis.Short(pass.Path), Where: location.RequestURL}},
		Corrections: analysis.ToPath(path)}
	if !slices.Contains(t.Actions, pass.Endpoint.Action) {
		c.Values["path"], c.Corrections = insteadOf(pass, t, t.Actions), nil
	}
	return []analysis.Report{c}
}

// checkRefusedType finds that the response doesn't know a data type that the table has.
func checkRefusedType(pass *analysis.Pass, t *catalog.DataType) []analysis.Report {
	const cause = "data-type-refused"
	if pass.Exchange.Unrecorded || !pass.SurelyExplains(cause) {
		return nil
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Likely, Values: map[string]string{"data_type": t.ID, "note": knownFrom(pass, t)},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.data-type"), Text: t.ID, Where: location.RequestURL}}}}
}

// knownFrom says of what day what is known of a data type is.
func knownFrom(pass *analysis.Pass, t *catalog.DataType) string {
	return pass.Format("value.table-of", "date", pass.DayText(cmp.Or(t.AsOf, pass.Pack.DataTypesAsOf)))
}

// allowedActions are those that the response names; they count more than the table.
func allowedActions(pass *analysis.Pass) (actions []string, where location.Location) {
	for i := range pass.Matches {
		if told := pass.Matches[i].Values["allowed_actions"]; told != "" {
			actions = strings.FieldsFunc(told, func(r rune) bool { return r == ',' || r == ' ' || r == ';' })
			where = pass.Matches[i].WhereRead()
			break
		}
	}
	for i, told := range actions { // responses write dailyRollup, too
		for n := range pass.Pack.Endpoints {
			if known := pass.Pack.Endpoints[n].Action; strings.EqualFold(known, told) {
				actions[i] = known
			}
		}
	}
	return actions, where
}

// checkAction compares the call with those that the data type has: by the
// response's own words, otherwise by the table, which may be older than the API.
func checkAction(pass *analysis.Pass, t *catalog.DataType) []analysis.Report {
	const cause = "action-not-of-type"
	actions, where := allowedActions(pass)
	from, certainty := pass.Format("value.response-says"), analysis.Certain
	if len(actions) == 0 {
		actions, where, from = t.Actions, location.RequestURL, knownFrom(pass, t)
		if t.IsLikely("actions") || !pass.MayExplain(cause) {
			certainty = analysis.Likely
		}
	}
	if slices.Contains(actions, pass.Endpoint.Action) || !pass.MayApply(cause) {
		return nil
	}
	allowed := strings.Join(actions, ", ")
	values := map[string]string{"data_type": t.ID, "action": pass.Endpoint.Action, "allowed_actions": allowed, "note": from}
	if call := insteadOf(pass, t, actions); call != "" {
		values["call"] = call
	}
	return []analysis.Report{{Cause: cause, Certainty: certainty, Values: values,
		Evidence: []analysis.Evidence{{Label: pass.Format("label.call"), Text: pass.Endpoint.Action, Where: location.RequestURL}, {Label: pass.Format("label.supported"), Text: allowed, Where: where}}}}
}

// checkPageSize compares the page with the largest that there is, and with the
// least that the response names.
func checkPageSize(pass *analysis.Pass, t *catalog.DataType) []analysis.Report {
	query := httpmsg.Query(pass.Exchange.Request.URL)
	text := cmp.Or(httpmsg.FirstParam(query, "pageSize"), httpmsg.FirstParam(query, "page_size"))
	values := map[string]string{"size": text, "most": strconv.Itoa(t.PageSize), "data_type": t.ID, "note": knownFrom(pass, t)}
	for i := range pass.Matches {
		const cause = "page-size-too-small"
		least, err := strconv.Atoi(pass.Matches[i].Values["least"])
		sent := sentPageSize(pass, text)
		if err != nil || sent == 0 || sent >= least || !pass.MayExplain(cause) {
			continue
		}
		values["least"], values["size"] = strconv.Itoa(least), strconv.Itoa(sent)
		c := analysis.Report{Cause: cause, Certainty: analysis.Certain, Values: values, Corrections: setMembers(pass, map[string]any{"pageSize": least}),
			Evidence: []analysis.Evidence{{Label: "pageSize", Text: values["size"], Where: pass.Matches[i].WhereRead()}}}
		if text != "" {
			c.Corrections = pass.Set("pageSize", values["least"])
		}
		return []analysis.Report{c}
	}
	const cause = "page-size-too-large"
	size, err := strconv.Atoi(text)
	if err != nil || t.PageSize == 0 || size <= t.PageSize || !pass.MayExplain(cause) {
		return nil
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Likely, Values: values,
		Evidence: []analysis.Evidence{{Label: "pageSize", Text: text, Where: location.RequestParameter("pageSize")}}}}
}

// sentPageSize is the page that a call asks for, in its query or its body; 0: none.
func sentPageSize(pass *analysis.Pass, query string) int {
	if size, err := strconv.Atoi(query); err == nil {
		return size
	}
	var sum summary
	if json.Unmarshal([]byte(httpmsg.BodyText(&pass.Exchange.Request)), &sum) != nil {
		return 0
	}
	return sum.PageSize
}
