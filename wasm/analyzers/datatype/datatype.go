// Package datatype analyzes what a data type offers: spelling, actions, filters, roll-ups.
package datatype

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/lazyregexp"
	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "datatype",
	Causes: analysis.Weights{
		// What the server reads first, from the left of the path to the right.
		"project-not-number": 9,
		"action-not-of-type": 7,
		"leading-zero":       7,
		// One field of a call that is otherwise right.
		"filter-with-hyphens":   6,
		"rollup-page-too-large": 6,
		"rollup-too-long":       6,
		"user-is-not-me":        6,
		// A guess at the name that was meant.
		"data-type-spelling":    5,
		"filter-member-of-type": 5,
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
	return slices.Concat(reports, checkAction(e, t), checkRollUp(e, t), checkPageSize(e, t), checkFilter(e, t))
}

// nearestType is the data type that a wrong name was probably meant to be: in
// another notation, misspelt, or a part of the whole name; nil for none.
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

// checkTypeName proposes a data type for a name that is none.
func checkTypeName(e *analysis.Pass, id string) []analysis.Report {
	const cause = "data-type-spelling"
	near := nearestType(e.Pack.DataTypes, id)
	if near == nil || !e.Tellable(cause) {
		return nil
	}
	certainty := analysis.Likely
	if match.PlainName(near.ID) == match.PlainName(id) {
		certainty = analysis.Certain
	}
	return []analysis.Report{{Cause: cause, Certainty: certainty,
		Values:   map[string]string{"value": analysis.Short(id), "nearest": near.ID, "path": strings.Replace(e.Path, "/"+id, "/"+near.ID, 1), "filter": strings.ReplaceAll(near.ID, "-", "_")},
		Evidence: []analysis.Evidence{{Label: e.Say("label.data-type"), Text: analysis.Short(id), Where: location.RequestURL}, {Label: e.Say("label.nearest"), Text: near.ID, Where: location.RequestURL}}}}
}

// checkTypePath finds the data type in a path that is no call, and names the
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
	differences := e.Say("difference.other", "this", path, "that", analysis.Short(sent))
	return []analysis.Report{{Cause: cause, Certainty: analysis.Likely,
		Values:   map[string]string{"endpoint": call.Name, "call": call.Method + " " + path, "differences": differences},
		Evidence: []analysis.Evidence{{Label: e.Say("label.data-type"), Text: meant.ID, Where: location.RequestURL}, {Label: e.Say("label.path"), Text: analysis.Short(sent), Where: location.RequestURL}}}}
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

// checkAction compares the call with those that the data type has.
func checkAction(e *analysis.Pass, t *catalog.DataType) []analysis.Report {
	const cause = "action-not-of-type"
	if slices.Contains(t.Actions, e.Endpoint.Action) || !e.Tellable(cause) {
		return nil
	}
	allowed := strings.Join(t.Actions, ", ")
	call := ""
	for _, action := range []string{"dailyRollUp", "reconcile", t.Actions[0]} { // what gives most for the least
		i := slices.IndexFunc(e.Pack.Endpoints, func(known catalog.Endpoint) bool { return known.Action == action })
		if slices.Contains(t.Actions, action) && i >= 0 {
			call = e.Pack.Endpoints[i].Method + " " + fillPath(e.Pack.Endpoints[i].Path, e.Pack.Self, t.ID)
			break
		}
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Certain, Values: map[string]string{"data_type": t.ID, "action": e.Endpoint.Action, "allowed_actions": allowed, "call": call},
		Evidence: []analysis.Evidence{{Label: e.Say("label.call"), Text: e.Endpoint.Action, Where: location.RequestURL}, {Label: e.Say("label.supported"), Text: allowed, Where: location.RequestURL}}}}
}

// checkPageSize compares the page with the largest that there is.
func checkPageSize(e *analysis.Pass, t *catalog.DataType) []analysis.Report {
	const cause = "page-size-too-large"
	text := cmp.Or(httpmsg.FirstParam(httpmsg.Query(e.Exchange.Request.URL), "pageSize"), httpmsg.FirstParam(httpmsg.Query(e.Exchange.Request.URL), "page_size"))
	size, err := strconv.Atoi(text)
	if err != nil || t.PageSize == 0 || size <= t.PageSize || !e.Explains(cause) {
		return nil
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Likely, Values: map[string]string{"size": text, "most": strconv.Itoa(t.PageSize), "data_type": t.ID},
		Evidence: []analysis.Evidence{{Label: "pageSize", Text: text, Where: location.RequestParameter("pageSize")}}}}
}

// conditionMember is the left side of a filter's condition.
var conditionMember = lazyregexp.New(`([A-Za-z][\w.-]*)\s*(?:>=|<=|!=|[<>=:])`)

// quoted is a value of a filter.
var quoted = lazyregexp.New(`"[^"]*"`)

// checkFilter compares the members of a filter with those that the data type
// can be filtered by.
func checkFilter(e *analysis.Pass, t *catalog.DataType) []analysis.Report {
	filter := httpmsg.FirstParam(httpmsg.Query(e.Exchange.Request.URL), "filter")
	if filter == "" || len(t.Filters) == 0 {
		return nil
	}
	evidence := []analysis.Evidence{{Label: e.Say("label.filter"), Text: analysis.Short(filter), Where: location.RequestParameter("filter")}}
	for _, found := range conditionMember().FindAllStringSubmatch(quoted().ReplaceAllString(filter, `""`), 8) {
		member := found[1]
		if slices.Contains(t.Filters, member) {
			continue
		}
		head, rest, _ := strings.Cut(member, ".")
		values := map[string]string{"member": analysis.Short(member), "data_type": t.ID, "nearest": t.Filters[0], "allowed_actions": strings.Join(t.Filters, ", ")}
		if underscored := strings.ReplaceAll(head, "-", "_"); head != underscored && e.Tellable("filter-with-hyphens") {
			values["nearest"] = underscored + "." + rest
			return []analysis.Report{{Cause: "filter-with-hyphens", Certainty: analysis.Certain, Values: values, Evidence: evidence}}
		}
		if e.Tellable("filter-member-of-type") {
			return []analysis.Report{{Cause: "filter-member-of-type", Certainty: analysis.Certain, Values: values, Evidence: evidence}}
		}
	}
	return nil
}
