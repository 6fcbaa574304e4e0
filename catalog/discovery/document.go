package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// A document is what is read of a discovery document.
type document struct {
	Revision  string
	Resources map[string]resource
	Auth      struct {
		OAuth2 struct{ Scopes map[string]struct{} }
	}
	Schemas map[string]schema
}

type resource struct {
	Methods map[string]struct {
		HTTPMethod, FlatPath string
		Parameters           map[string]struct{ Location string }
		Scopes               []string
		Request              struct {
			Ref string `json:"$ref"`
		}
	}
	Resources map[string]resource
}

type schema struct {
	Properties map[string]struct {
		Ref string `json:"$ref"`
	}
}

const documentSource = "https://health.googleapis.com/$discovery/rest?version=v4"

// extractOf reads a discovery document.
func extractOf(data []byte) (*extract, error) {
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, err
	}
	if len(d.Resources) == 0 || len(d.Schemas) == 0 {
		return nil, errNoDocument
	}
	e := &extract{Revision: d.Revision, Source: documentSource}
	from := func(name string) row {
		return row{Name: name, Source: "discovery document, revision " + d.Revision, Date: dayOf(d.Revision)}
	}
	var walk func(map[string]resource)
	walk = func(resources map[string]resource) {
		for _, r := range resources {
			for _, m := range r.Methods {
				method := from(m.HTTPMethod + " /" + unnamed(m.FlatPath))
				for name, p := range m.Parameters {
					if p.Location == "query" {
						method.Parameters = append(method.Parameters, name)
					}
				}
				method.Parameters = append(method.Parameters, slices.Collect(maps.Keys(d.Schemas[m.Request.Ref].Properties))...)
				slices.Sort(method.Parameters)
				method.Scopes = slices.Sorted(slices.Values(m.Scopes))
				e.Methods = append(e.Methods, method)
			}
			walk(r.Resources)
		}
	}
	walk(d.Resources)
	for name := range d.Auth.OAuth2.Scopes {
		e.Scopes = append(e.Scopes, from(name))
	}
	ids := map[string]bool{}
	for _, point := range []string{"DataPoint", "RollupDataPoint"} {
		for name, p := range d.Schemas[point].Properties {
			if p.Ref != "" && name != "dataSource" {
				ids[hyphened(name)] = true
			}
		}
	}
	for id := range ids {
		e.DataTypes = append(e.DataTypes, from(id))
	}
	for _, list := range [][]row{e.Methods, e.Scopes, e.DataTypes} {
		slices.SortFunc(list, func(a, b row) int { return strings.Compare(a.Name, b.Name) })
	}
	return e, nil
}

// dayOf writes a revision, 20261002, as a date.
func dayOf(revision string) string {
	if len(revision) != len("20261002") {
		return revision
	}
	return revision[:4] + "-" + revision[4:6] + "-" + revision[6:]
}

// unnamed is a path without the names of its values: v4/users/{}/profile.
func unnamed(path string) string {
	var b strings.Builder
	for path != "" {
		before, after, found := strings.Cut(path, "{")
		b.WriteString(before)
		if _, path, _ = strings.Cut(after, "}"); found {
			b.WriteString("{}")
		}
	}
	return b.String()
}

// hyphened is a member's name as the path of a data type has it: runVo2Max is
// run-vo2-max.
func hyphened(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
