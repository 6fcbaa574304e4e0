package datatype

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
)

// targetMember is what a data type's filter should name: what it names already
// if the values have its form, otherwise the member that takes them.
func targetMember(t *catalog.DataType, conditions []condition) string {
	zoned := 0
	for _, c := range conditions {
		if isZoned(c.value) {
			zoned++
		}
	}
	fits := func(member string) bool { return isCivil(member) == (zoned < len(conditions)) }
	for _, c := range conditions {
		if slices.Contains(t.Filters, c.member) && fits(c.member) {
			return c.member
		}
	}
	if i := slices.IndexFunc(t.Filters, fits); i >= 0 {
		return t.Filters[i]
	}
	return t.Filters[0]
}

// timeFor writes a value as a member of a filter takes it; "" when it isn't a time.
func timeFor(member, value string) string {
	value = plainTime(value)
	zoned, day := isZoned(value), httpmsg.IsDay(value)
	if _, err := time.Parse("2006-01-02T15:04:05", value); !day && (err != nil && !zoned || len(value) < len("2006-01-02T15:04:05") || value[16] != ':') {
		return "" // Parse takes an hour of one digit, too
	}
	switch {
	case strings.HasSuffix(member, ".date"):
		return value[:len(time.DateOnly)]
	case isCivil(member) && zoned:
		return value[:len("2006-01-02T15:04:05")]
	case isCivil(member) || zoned:
		return value
	case day:
		return value + "T00:00:00Z"
	}
	return value[:len("2006-01-02T15:04:05")] + "Z"
}

// rightFilter writes the conditions as the API takes them; "" when they can't be
// written so without a decision.
func rightFilter(t *catalog.DataType, conditions []condition) string {
	if len(conditions) == 0 || len(t.Filters) == 0 {
		return ""
	}
	member := targetMember(t, conditions)
	var parts []string
	add := func(operator, value string) bool {
		value = timeFor(member, value)
		if operator == "<" && t.OnlyFrom {
			return value != ""
		}
		parts = append(parts, member+" "+operator+` "`+value+`"`)
		return value != ""
	}
	for i, c := range conditions {
		if i > 0 && !slices.Contains([]string{"AND", "and", "And", "&&", "&", ","}, c.joint) {
			return ""
		}
		readable := false
		switch c.operator {
		case ">=", "<":
			readable = add(c.operator, c.value)
		case ">":
			readable = add(">=", nextDay(c.value))
		case "<=":
			readable = add("<", nextDay(c.value))
		case "=", "==", ":":
			readable = nextDay(c.value) != c.value && add(">=", c.value) && add("<", nextDay(c.value))
		}
		if !readable {
			return ""
		}
	}
	right := strings.Join(parts, " AND ")
	if endsFirst(member, parseFilter(right)) {
		return "" // which bound is wrong is unknown
	}
	return right
}

// filterMistakes are what the API does not take of a filter besides its members, as
// keys of messages.
func filterMistakes(t *catalog.DataType, filter string, conditions []condition) (found []string) {
	mark := func(wrong bool, key string) {
		if wrong && !slices.Contains(found, key) {
			found = append(found, key)
		}
	}
	decoded := httpmsg.DecodePercent(filter)
	mark(strings.TrimSpace(filter) == "", "value.filter-empty")
	mark(t.OnlyFrom && slices.ContainsFunc(conditions, func(c condition) bool { return c.operator[0] == '<' }), "value.filter-lower-only")
	mark(decoded != filter, "value.filter-encoded")
	if len(conditions) == 0 {
		mark(strings.Count(decoded, `"`)%2 == 1, "value.filter-unclosed")
		mark(decoded != "" && !strings.ContainsAny(decoded, "<>="), "value.filter-no-comparison")
		mark(strings.HasPrefix(decoded, "NOT ") || strings.HasPrefix(decoded, "-"), "value.filter-not")
		return found
	}
	member := targetMember(t, conditions)
	for i, c := range conditions {
		mark(c.operator != ">=" && c.operator != "<", "value.filter-operator")
		mark(c.quote != '"', "value.filter-quotes")
		or := isOr(c)
		mark(or, "value.filter-or")
		mark(i > 0 && c.joint != "AND" && !or, "value.filter-and")
		known, civil := slices.Contains(t.Filters, c.member), strings.Contains(c.member, ".civil_")
		mark(known && civil && isZoned(c.value), "value.filter-civil")
		mark(known && !isCivil(c.member) && !isZoned(c.value) && timeFor(c.member, c.value) != "", "value.filter-zone")
		mark(known && slices.ContainsFunc(conditions[:i], func(other condition) bool {
			return other.member != c.member && slices.Contains(t.Filters, other.member)
		}), "value.filter-members")
		mark(c.member == member && c.value != timeFor(member, c.value) && isZoned(c.value) == isZoned(timeFor(member, c.value)) || strings.HasSuffix(c.member, ".date") && isZoned(c.value), "value.filter-value")
	}
	mark(endsFirst(member, conditions) && !slices.Contains(found, "value.filter-or"), "value.filter-reversed")
	return found
}

// checkFilter compares a filter with what the data type can be filtered by, and
// writes it right.
func checkFilter(pass *analysis.Pass, t *catalog.DataType) []analysis.Report {
	query := httpmsg.Query(pass.Exchange.Request.URL)
	filter := httpmsg.FirstParam(query, "filter")
	if len(t.Filters) == 0 || catalog.Writes(pass.Endpoint.Action) {
		return nil
	}
	t, refused := withoutRefused(pass, t)
	sent := slices.ContainsFunc(query, func(p httpmsg.Param) bool { return p.Name == "filter" })
	if times := checkTimeParameters(pass, t, query); filter == "" && (!sent || len(times) > 0) {
		return times
	}
	if isCut(pass) {
		return nil
	}
	if len(t.Filters) == 0 {
		return []analysis.Report{{Cause: "filter-member-refused", Certainty: analysis.Certain, Values: map[string]string{"member": refused, "data_type": t.ID, "note": knownFrom(pass, t)},
			Evidence: []analysis.Evidence{{Label: pass.Format("label.filter"), Text: analysis.Short(filter), Where: location.RequestParameter("filter")}}}}
	}
	conditions := parseFilter(httpmsg.DecodePercent(filter))
	right := rightFilter(t, conditions)
	c := analysis.Report{Certainty: analysis.Certain, Values: map[string]string{"data_type": t.ID, "nearest": t.Filters[0], "allowed_actions": strings.Join(t.Filters, ", "), "note": knownFrom(pass, t)},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.filter"), Text: analysis.Short(filter), Where: location.RequestParameter("filter")}}}
	if t.IsLikely("filters") {
		c.Certainty = analysis.Likely
	}
	if right != "" && right != filter {
		c.Values["filter"], c.Values["nearest"] = right, targetMember(t, conditions)
		c.Corrections = pass.Set("filter", right)
	}
	for _, condition := range conditions {
		if slices.Contains(t.Filters, condition.member) {
			continue
		}
		c.Values["member"] = analysis.Short(condition.member)
		if condition.member == refused {
			c.Cause, c.Certainty = "filter-member-refused", analysis.Certain
			return []analysis.Report{c}
		}
		head, rest, _ := strings.Cut(condition.member, ".")
		if underscored := strings.ReplaceAll(head, "-", "_"); head != underscored && pass.MayApply("filter-with-hyphens") {
			if right == "" || slices.Contains(t.Filters, underscored+"."+rest) {
				c.Values["nearest"] = underscored + "." + rest
			}
			c.Cause = "filter-with-hyphens"
			return []analysis.Report{c}
		}
		if pass.MayApply("filter-member-of-type") {
			c.Cause = "filter-member-of-type"
			return []analysis.Report{c}
		}
	}
	mistakes := filterMistakes(t, filter, conditions)
	if len(mistakes) == 0 || !pass.MayApply("filter-form") {
		return nil
	}
	member := targetMember(t, conditions)
	from, to := filterRange(member, conditions)
	keys := slices.Clone(mistakes)
	for i, key := range keys {
		mistakes[i] = pass.Format(key, "from", from, "to", to)
	}
	switch {
	case slices.Contains(keys, "value.filter-or"):
		c.Values["call"], c.Values["other"] = partCalls(pass, t, conditions)
	case len(c.Corrections) == 0:
		if len(conditions) == 0 {
			from, to = quotedTimes(member, httpmsg.DecodePercent(filter))
		}
		c.Values["form"] = usualFilter(t, member, from, to)
	}
	c.Cause, c.Values["differences"] = "filter-form", strings.Join(mistakes, "; ")
	if !pass.MayExplain("filter-form") || pass.Matches[0].IsAbout(catalog.ArgumentRefused) {
		c.Certainty = analysis.Likely
	}
	return []analysis.Report{c}
}

// withoutRefused is a data type without the member of its filters that the response
// says isn't one.
func withoutRefused(pass *analysis.Pass, t *catalog.DataType) (*catalog.DataType, string) {
	for i := range pass.Matches {
		refused := pass.Matches[i].Values["member"]
		if at := slices.Index(t.Filters, refused); at >= 0 {
			other := *t
			other.Filters = slices.Delete(slices.Clone(t.Filters), at, at+1)
			return &other, refused
		}
	}
	return t, ""
}

// partCalls are the two calls that a filter with one OR takes; "" where it has more, or
// where a part can't be written as the API takes it.
func partCalls(pass *analysis.Pass, t *catalog.DataType, conditions []condition) (call, other string) {
	at := slices.IndexFunc(conditions, isOr)
	if at < 1 || slices.ContainsFunc(conditions[at+1:], isOr) {
		return "", ""
	}
	first, second := rightFilter(t, conditions[:at]), rightFilter(t, conditions[at:])
	if first == "" || second == "" || t.OnlyFrom {
		return "", ""
	}
	address, _, _ := strings.Cut(pass.Exchange.Request.URL, "?")
	part := func(filter string) string {
		return "GET " + address + "?filter=" + strings.ReplaceAll(url.QueryEscape(filter), "+", "%20")
	}
	return part(first), part(second)
}

// isCut reports whether a pasted text goes on with a comparison, or with its value, where
// the address was taken to end: what the whole filter is, is unknown.
func isCut(pass *analysis.Pass) bool {
	_, query, _ := strings.Cut(pass.Exchange.Request.URL, "filter=")
	_, rest, found := strings.Cut(pass.Exchange.Pasted, "filter="+query)
	if !found || query == "" || strings.Contains(query, "&") {
		return false
	}
	behind := strings.TrimLeft(rest, " ")
	for _, operator := range []string{"<", ">=", ">", "=", "!=", `\u003`, "&gt;", "&lt;"} {
		if strings.HasPrefix(behind, operator) {
			return true
		}
	}
	compared := strings.TrimRight(httpmsg.DecodePercent(query), " +")
	return strings.HasSuffix(compared, "=") || strings.HasSuffix(compared, ">") || strings.HasSuffix(compared, "<")
}

// usualFilter is the form of a filter by a member, with the request's own bounds as
// far as it has them, in their order.
func usualFilter(t *catalog.DataType, member, from, to string) string {
	begins, ends := moment(from), moment(to)
	switch {
	case begins.IsZero() && ends.IsZero():
		from, to = timeFor(member, "2026-11-01"), timeFor(member, "2026-11-02")
	case begins.IsZero():
		from = shifted(to, -1)
	case ends.IsZero() || begins.Equal(ends):
		to = shifted(from, 1)
	case ends.Before(begins):
		from, to = to, from
	}
	form := member + ` >= "` + from + `"`
	if !t.OnlyFrom {
		form += ` AND ` + member + ` < "` + to + `"`
	}
	return form
}

// bounds are names by which other APIs ask for a range, in the notation of
// match.PlainName, with the operator that they stand for.
var bounds = map[string]string{
	"starttime": ">=", "start": ">=", "startdate": ">=", "from": ">=", "since": ">=", "afterdate": ">=", "after": ">=", "mintime": ">=", "timemin": ">=",
	"endtime": "<", "end": "<", "until": "<", "before": "<", "maxtime": "<", "timemax": "<", "beforedate": "<",
	"enddate": "<=", "to": "<=", "date": "=",
}

// checkTimeParameters finds a range in parameters of its own where the API takes
// a filter.
func checkTimeParameters(pass *analysis.Pass, t *catalog.DataType, query []httpmsg.Param) []analysis.Report {
	const cause = "time-parameters"
	if pass.Exchange.Request.Method != "GET" || !pass.MayApply(cause) {
		return nil
	}
	var names []string
	var conditions []condition
	var corrections []analysis.Correction
	for _, p := range query {
		operator := bounds[match.PlainName(p.Name[strings.LastIndexByte(p.Name, '.')+1:])]
		if operator == "" || len(names) == maxConditions {
			continue
		}
		names = append(names, p.Name)
		conditions = append(conditions, condition{operator: operator, value: p.Value, joint: "AND"})
		corrections = append(corrections, analysis.Correction{Part: analysis.PartQuery, Name: p.Name, Remove: true})
	}
	if len(names) == 0 {
		return nil
	}
	c := analysis.Report{Cause: cause, Certainty: analysis.Likely, Values: map[string]string{"names": strings.Join(names, ", "), "nearest": t.Filters[0]},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.parameters"), Text: analysis.Short(strings.Join(names, ", ")), Where: location.RequestURL}}}
	if slices.ContainsFunc(pass.Matches, func(m analysis.Match) bool { return slices.Contains(names, m.Values["name"]) }) {
		c.Certainty = analysis.Certain
	}
	if right := rightFilter(t, conditions); right != "" {
		c.Values["filter"] = right
		c.Corrections = append(corrections, pass.Set("filter", right)...)
	}
	return []analysis.Report{c}
}
