package diagnose

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/lazyregexp"
	"misstep/catalog/match"
	"misstep/wasm/httpmsg"
)

// examineDataType reads calls whose path names a kind of data: how it is
// written, for whom it is asked, and whether it has such a call.
func examineDataType(e *examination) []clue {
	if len(e.Pack.DataTypes) == 0 || e.IsStep || e.Preflight {
		return nil
	}
	if s := e.status(); s < 400 || s == 401 || s == 429 {
		return nil
	}
	clues := slices.Concat(examineUser(e), examineProject(e))
	if e.Endpoint == nil {
		return append(clues, examineTypePath(e)...)
	}
	if e.Endpoint.Action == "" {
		return clues
	}
	id := catalog.PathValue(e.Endpoint, e.Path, "data-type")
	t := e.Pack.DataType(id)
	if t == nil {
		return append(clues, examineTypeName(e, id)...)
	}
	return slices.Concat(clues, examineAction(e, t), examineRollUp(e, t), examinePageSize(e, t), examineFilter(e, t))
}

// tellable reports whether the answer shows an error that a cause explains, or
// refused the request and says nothing.
func (e *examination) tellable(cause string) bool {
	return e.explains(cause) || e.unexplained(400) || e.unexplained(404)
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

// examineTypeName proposes a data type for a name that is none.
func examineTypeName(e *examination, id string) []clue {
	const cause = "data-type-spelling"
	near := nearestType(e.Pack.DataTypes, id)
	if near == nil || !e.tellable(cause) {
		return nil
	}
	certainty := Likely
	if match.PlainName(near.ID) == match.PlainName(id) {
		certainty = Certain
	}
	return []clue{{cause: cause, certainty: certainty, weight: 5,
		values:   map[string]string{"value": short(id), "nearest": near.ID, "path": strings.Replace(e.Path, "/"+id, "/"+near.ID, 1), "filter": strings.ReplaceAll(near.ID, "-", "_")},
		evidence: []Evidence{{e.say("label.data-type"), short(id), "request URL"}, {e.say("label.nearest"), near.ID, "request URL"}}}}
}

// examineTypePath finds the data type in a path that is no call, and names the
// call that was probably meant.
func examineTypePath(e *examination) []clue {
	const cause = "nearest-endpoint"
	if !e.explains(cause) && !e.unexplained(404) {
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
	method := e.exchange.Request.Method
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
	differences := e.say("difference.other", "this", path, "that", short(sent))
	return []clue{{cause: cause, certainty: Likely, weight: 2,
		values:   map[string]string{"endpoint": call.Name, "call": call.Method + " " + path, "differences": differences},
		evidence: []Evidence{{e.say("label.data-type"), meant.ID, "request URL"}, {e.say("label.path"), short(sent), "request URL"}}}}
}

func fillPath(template, user, dataType string) string {
	return strings.NewReplacer("{user-id}", user, "{data-type}", dataType).Replace(template)
}

// examineUser finds what stands for the token's owner in another API's paths,
// or a user's id there.
func examineUser(e *examination) []clue {
	const cause = "user-is-not-me"
	old := e.predecessor()
	segments := strings.Split(e.Path, "/")
	n := slices.Index(segments, "users") + 1
	if old == nil || e.Pack.Self == "" || n == 0 || n >= len(segments) || !e.tellable(cause) && !e.unexplained(403) {
		return nil
	}
	user := segments[n]
	certainty := Certain
	switch known := e.session.GrantsTo(user); {
	case user == e.Pack.Self || user == "":
		return nil
	case user == old.Self:
	case len(known) > 0 && known[0].Pack == old.Pack:
		certainty = Likely
	default:
		return nil
	}
	segments[n] = e.Pack.Self
	return []clue{{cause: cause, certainty: certainty, weight: 6, values: map[string]string{"user": user, "path": strings.Join(segments, "/")},
		evidence: []Evidence{{e.say("label.user"), user, "request URL"}}}}
}

// examineProject finds a name where a path takes a number.
func examineProject(e *examination) []clue {
	const cause = "project-not-number"
	if e.Endpoint == nil {
		return nil
	}
	value := catalog.PathValue(e.Endpoint, e.Path, "project-number")
	if value == "" || strings.Trim(value, "0123456789") == "" || !e.tellable(cause) && !e.unexplained(403) {
		return nil
	}
	return []clue{{cause: cause, certainty: Certain, weight: 9, values: map[string]string{"value": short(value)}, evidence: []Evidence{{e.say("label.project"), short(value), "request URL"}}}}
}

// examineAction compares the call with those that the data type has.
func examineAction(e *examination, t *catalog.DataType) []clue {
	const cause = "action-not-of-type"
	if slices.Contains(t.Actions, e.Endpoint.Action) || !e.tellable(cause) {
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
	return []clue{{cause: cause, certainty: Certain, weight: 7, values: map[string]string{"data_type": t.ID, "action": e.Endpoint.Action, "allowed_actions": allowed, "call": call},
		evidence: []Evidence{{e.say("label.call"), e.Endpoint.Action, "request URL"}, {e.say("label.supported"), allowed, "request URL"}}}}
}

// examinePageSize compares the page with the largest that there is.
func examinePageSize(e *examination, t *catalog.DataType) []clue {
	const cause = "page-size-too-large"
	text := cmp.Or(httpmsg.FirstParam(httpmsg.Query(e.exchange.Request.URL), "pageSize"), httpmsg.FirstParam(httpmsg.Query(e.exchange.Request.URL), "page_size"))
	size, err := strconv.Atoi(text)
	if err != nil || t.PageSize == 0 || size <= t.PageSize || !e.explains(cause) {
		return nil
	}
	return []clue{{cause: cause, certainty: Likely, weight: 4, values: map[string]string{"size": text, "most": strconv.Itoa(t.PageSize), "data_type": t.ID},
		evidence: []Evidence{{"pageSize", text, "request parameter pageSize"}}}}
}

// conditionMember is the left side of a filter's condition.
var conditionMember = lazyregexp.New(`([A-Za-z][\w.-]*)\s*(?:>=|<=|!=|[<>=:])`)

// quoted is a value of a filter.
var quoted = lazyregexp.New(`"[^"]*"`)

// examineFilter compares the members of a filter with those that the data type
// can be filtered by.
func examineFilter(e *examination, t *catalog.DataType) []clue {
	filter := httpmsg.FirstParam(httpmsg.Query(e.exchange.Request.URL), "filter")
	if filter == "" || len(t.Filters) == 0 {
		return nil
	}
	evidence := []Evidence{{e.say("label.filter"), short(filter), "request parameter filter"}}
	for _, found := range conditionMember().FindAllStringSubmatch(quoted().ReplaceAllString(filter, `""`), 8) {
		member := found[1]
		if slices.Contains(t.Filters, member) {
			continue
		}
		head, rest, _ := strings.Cut(member, ".")
		values := map[string]string{"member": short(member), "data_type": t.ID, "nearest": t.Filters[0], "allowed_actions": strings.Join(t.Filters, ", ")}
		if underscored := strings.ReplaceAll(head, "-", "_"); head != underscored && e.tellable("filter-with-hyphens") {
			values["nearest"] = underscored + "." + rest
			return []clue{{cause: "filter-with-hyphens", certainty: Certain, weight: 6, values: values, evidence: evidence}}
		}
		if e.tellable("filter-member-of-type") {
			return []clue{{cause: "filter-member-of-type", certainty: Certain, weight: 5, values: values, evidence: evidence}}
		}
	}
	return nil
}
