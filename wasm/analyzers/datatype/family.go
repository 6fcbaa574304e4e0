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

// sentFamily is the data source family that a call asks for, and where.
func sentFamily(pass *analysis.Pass) (string, location.Location) {
	name := pass.Pack.Parameters["source"]
	if pass.Exchange.Request.Method == "GET" {
		return httpmsg.FirstParam(httpmsg.Query(pass.Exchange.Request.URL), name), location.RequestParameter(name)
	}
	var body map[string]any
	if json.Unmarshal([]byte(httpmsg.BodyText(&pass.Exchange.Request)), &body) != nil {
		return "", location.RequestBody
	}
	family, _ := body[name].(string)
	return family, location.RequestBody
}

// withFamily asks for a data source family; none in place of "".
func withFamily(pass *analysis.Pass, family string) []analysis.Correction {
	name := pass.Pack.Parameters["source"]
	switch {
	case pass.Exchange.Request.Method == "GET":
	case family == "":
		return setMembers(pass, map[string]any{name: nil})
	default:
		return setMembers(pass, map[string]any{name: family})
	}
	return []analysis.Correction{{Part: analysis.PartQuery, Name: name, Value: family, Remove: family == ""}}
}

// checkFamily looks at the data source family of a call: a list of some data types
// takes none, and any other is one of a few.
func checkFamily(pass *analysis.Pass, t *catalog.DataType) []analysis.Report {
	family, where := sentFamily(pass)
	if family == "" || len(pass.Pack.SourceFamilies) == 0 {
		return nil
	}
	c := analysis.Report{Certainty: analysis.Likely, Values: map[string]string{"value": analysis.Short(family), "data_type": t.ID},
		Evidence: []analysis.Evidence{{Label: pass.Pack.Parameters["source"], Text: analysis.Short(family), Where: where}}}
	if t.NoFamily && pass.Endpoint.Action == "list" && pass.MayApply("family-not-listed") {
		c.Cause, c.Corrections = "family-not-listed", withFamily(pass, "")
		if slices.Contains(t.Actions, "reconcile") {
			c.Values["path"] = pass.Path + ":reconcile"
		}
		return []analysis.Report{c}
	}
	if slices.Contains(pass.Pack.SourceFamilies, family) {
		if c.Cause, c.Corrections = "family-refused", withFamily(pass, ""); pass.Exchange.Unrecorded || !pass.SurelyExplains(c.Cause) {
			return nil
		}
		return []analysis.Report{c}
	}
	if !pass.MayApply("family-unknown") {
		return nil
	}
	c.Cause, c.Certainty, c.Values["families"] = "family-unknown", analysis.Certain, strings.Join(pass.Pack.SourceFamilies, ", ")
	bare := strings.ReplaceAll(strings.ToLower(family[strings.LastIndexByte(family, '/')+1:]), "_", "-")
	for _, known := range pass.Pack.SourceFamilies {
		if strings.HasSuffix(known, "/"+bare) {
			c.Values["other"], c.Corrections = known, withFamily(pass, known)
		}
	}
	return []analysis.Report{c}
}

// readings are the actions that take a data source family.
var readings = []string{"list", "reconcile", "rollUp", "dailyRollUp"}

// checkWriteOnly finds a token that may only write: it reads what its application
// wrote itself, if it asks for that.
func checkWriteOnly(pass *analysis.Pass, t *catalog.DataType) []analysis.Report {
	const cause = "write-only-token"
	own := pass.Pack.OwnFamily
	family, _ := sentFamily(pass)
	if own == "" || family == own || pass.Status() != httpmsg.StatusForbidden || !slices.Contains(readings, pass.Endpoint.Action) || !pass.MayExplain(cause) {
		return nil
	}
	token, ok := pass.Token()
	g, known := pass.GrantedTo(token)
	holds := func(scope string) bool { has, _ := g.Has(scope, pass.Pack); return has }
	if !ok || !known || len(t.Write) == 0 || !slices.ContainsFunc(t.Write, holds) || slices.ContainsFunc(t.Read, holds) {
		return nil
	}
	c := analysis.Report{Cause: cause, Certainty: analysis.Certain,
		Values: map[string]string{"scope": strings.Join(t.Read, " "), "granted": strings.Join(t.Write, " "), "value": own, "data_type": t.ID},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.needed"), Text: strings.Join(t.Read, ", "), Where: location.RequestURL},
			{Label: pass.Format("label.granted"), Text: strings.Join(g.Names, ", "), Where: g.Where}}}
	c.Corrections = withFamily(pass, own)
	if t.NoFamily && pass.Endpoint.Action == "list" {
		c.Corrections = append(c.Corrections, analysis.ToPath(pass.Path+":reconcile")...)
		c.Values["path"] = pass.Path + ":reconcile"
	}
	return []analysis.Report{c}
}

// checkFixed finds a change of a data point that can only be deleted and created: what
// is sent may have only what changes, and then doesn't show which kind it is.
func checkFixed(pass *analysis.Pass, t *catalog.DataType) []analysis.Report {
	const cause = "data-point-not-editable"
	if t.FixedMember == "" || pass.Endpoint.Action != "patch" || !pass.MayExplain(cause) && !pass.Unexplained(500) {
		return nil
	}
	if t.FixedUnless != "" && strings.Contains(httpmsg.BodyText(&pass.Exchange.Request), `"`+t.FixedUnless+`"`) {
		return nil
	}
	path := pass.Path[:strings.LastIndexByte(pass.Path, '/')]
	return []analysis.Report{{Cause: cause, Certainty: analysis.Likely, Values: map[string]string{"data_type": t.ID, "member": t.FixedMember, "call": "POST " + path + ":batchDelete", "path": path},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.call"), Text: pass.Endpoint.Action, Where: location.RequestURL}, {Label: pass.Format("label.data-type"), Text: t.ID, Where: location.RequestURL}}}}
}
