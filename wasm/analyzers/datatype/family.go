package datatype

import (
	"encoding/json"
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
)

const familyParam = "dataSourceFamily"

// sentFamily is the data source family that a call asks for, and where.
func sentFamily(e *analysis.Pass) (string, location.Location) {
	if e.Exchange.Request.Method == "GET" {
		return httpmsg.FirstParam(httpmsg.Query(e.Exchange.Request.URL), familyParam), location.RequestParameter(familyParam)
	}
	var body struct{ DataSourceFamily string }
	if json.Unmarshal([]byte(httpmsg.BodyText(&e.Exchange.Request)), &body) != nil {
		return "", location.RequestBody
	}
	return body.DataSourceFamily, location.RequestBody
}

// withFamily asks for a data source family; none in place of "".
func withFamily(e *analysis.Pass, family string) []analysis.Correction {
	if e.Exchange.Request.Method != "GET" {
		return setMembers(e, map[string]any{familyParam: family})
	}
	return []analysis.Correction{{Part: analysis.PartQuery, Name: familyParam, Value: family, Remove: family == ""}}
}

// checkFamily looks at the data source family of a call: a list of some data types
// takes none, and any other is one of a few.
func checkFamily(e *analysis.Pass, t *catalog.DataType) []analysis.Report {
	family, where := sentFamily(e)
	if family == "" || len(e.Pack.SourceFamilies) == 0 {
		return nil
	}
	c := analysis.Report{Certainty: analysis.Likely, Values: map[string]string{"value": analysis.Short(family), "data_type": t.ID},
		Evidence: []analysis.Evidence{{Label: familyParam, Text: analysis.Short(family), Where: where}}}
	if t.NoFamily && e.Endpoint.Action == "list" && e.Tellable("family-not-listed") {
		c.Cause, c.Corrections = "family-not-listed", withFamily(e, "")
		if slices.Contains(t.Actions, "reconcile") {
			c.Values["path"] = e.Path + ":reconcile"
		}
		return []analysis.Report{c}
	}
	if slices.Contains(e.Pack.SourceFamilies, family) || !e.Tellable("family-unknown") {
		return nil
	}
	c.Cause, c.Certainty, c.Values["families"] = "family-unknown", analysis.Certain, strings.Join(e.Pack.SourceFamilies, ", ")
	bare := strings.ReplaceAll(strings.ToLower(family[strings.LastIndexByte(family, '/')+1:]), "_", "-")
	for _, known := range e.Pack.SourceFamilies {
		if strings.HasSuffix(known, "/"+bare) {
			c.Values["other"], c.Corrections = known, withFamily(e, known)
		}
	}
	return []analysis.Report{c}
}

// readings are the actions that take a data source family.
var readings = []string{"list", "reconcile", "rollUp", "dailyRollUp"}

// checkWriteOnly finds a token that may only write: it reads what its application
// wrote itself, if it asks for that.
func checkWriteOnly(e *analysis.Pass, t *catalog.DataType) []analysis.Report {
	const cause = "write-only-token"
	own := e.Pack.OwnFamily
	family, _ := sentFamily(e)
	if own == "" || family == own || e.Status() != httpmsg.StatusForbidden || !slices.Contains(readings, e.Endpoint.Action) || !e.Explains(cause) {
		return nil
	}
	token, ok := e.Token()
	g, known := e.GrantedTo(token)
	holds := func(scope string) bool { has, _ := g.Has(scope, e.Pack); return has }
	if !ok || !known || len(t.Write) == 0 || !slices.ContainsFunc(t.Write, holds) || slices.ContainsFunc(t.Read, holds) {
		return nil
	}
	c := analysis.Report{Cause: cause, Certainty: analysis.Certain,
		Values: map[string]string{"scope": strings.Join(t.Read, " "), "granted": strings.Join(t.Write, " "), "value": own, "data_type": t.ID},
		Evidence: []analysis.Evidence{{Label: e.Say("label.needed"), Text: strings.Join(t.Read, ", "), Where: location.RequestURL},
			{Label: e.Say("label.granted"), Text: strings.Join(g.Names, ", "), Where: g.Where}}}
	c.Corrections = withFamily(e, own)
	if t.NoFamily && e.Endpoint.Action == "list" {
		c.Corrections = append(c.Corrections, analysis.ToPath(e.Path+":reconcile")...)
		c.Values["path"] = e.Path + ":reconcile"
	}
	return []analysis.Report{c}
}

// checkFixed finds a change of a data point that can only be deleted and created: what
// is sent may have only what changes, and then doesn't show which kind it is.
func checkFixed(e *analysis.Pass, t *catalog.DataType) []analysis.Report {
	const cause = "data-point-not-editable"
	if t.FixedMember == "" || e.Endpoint.Action != "patch" || !e.Explains(cause) && !e.Unexplained(500) {
		return nil
	}
	if t.FixedUnless != "" && strings.Contains(httpmsg.BodyText(&e.Exchange.Request), `"`+t.FixedUnless+`"`) {
		return nil
	}
	path := e.Path[:strings.LastIndexByte(e.Path, '/')]
	return []analysis.Report{{Cause: cause, Certainty: analysis.Likely, Values: map[string]string{"data_type": t.ID, "member": t.FixedMember, "call": "POST " + path + ":batchDelete", "path": path},
		Evidence: []analysis.Evidence{{Label: e.Say("label.call"), Text: e.Endpoint.Action, Where: location.RequestURL}, {Label: e.Say("label.data-type"), Text: t.ID, Where: location.RequestURL}}}}
}
