package catalog

import (
	"slices"
	"strings"
)

// changing are the actions that need the scope for writing.
var changing = []string{"create", "patch", "batchDelete"}

// DataType finds a data type by its ID; nil when there is none.
func (p *Pack) DataType(id string) *DataType {
	for i := range p.DataTypes {
		if p.DataTypes[i].ID == id {
			return &p.DataTypes[i]
		}
	}
	return nil
}

// IsLikely reports whether a member of the record, by its name in the pack, was
// concluded from something else and is not documented.
func (t *DataType) IsLikely(member string) bool { return slices.Contains(t.Likely, member) }

// Writes reports whether an action changes data.
func Writes(action string) bool { return slices.Contains(changing, action) }

// ScopesFor are the scopes that a call of an endpoint needs: its own, or those
// of the data type in the path. Where one of several is enough, it is the usual one.
func (p *Pack) ScopesFor(e *Endpoint, path string) []string {
	if e == nil {
		return nil
	}
	if len(e.AnyScope) > 0 {
		return e.AnyScope[:1]
	}
	if e.Action == "" {
		return e.Scopes
	}
	t := p.DataType(PathValue(e, path, "data-type"))
	switch {
	case t == nil:
		return nil
	case Writes(e.Action):
		return t.Write
	}
	return t.Read
}

// Grants reports whether a granted scope holds the wanted one.
func (p *Pack) Grants(granted, wanted string) bool {
	if granted == wanted {
		return true
	}
	i := slices.IndexFunc(p.Scopes, func(s Scope) bool { return s.Name == granted })
	return i >= 0 && slices.Contains(p.Scopes[i].Includes, wanted)
}

// PathValue is the value that a path has for a template's {name}; "" if the template has no
// such name.
func PathValue(e *Endpoint, path, name string) string {
	templates, segments := strings.Split(e.Path, "/"), strings.Split(path, "/")
	if len(templates) != len(segments) {
		return ""
	}
	for i, template := range templates {
		if ending, found := strings.CutPrefix(template, "{"+name+"}"); found {
			return strings.TrimSuffix(segments[i], ending)
		}
	}
	return ""
}

// ScopeMeant is the scope of the API that covers what a name of none speaks of,
// such as heart_rate_and_blood_pressure, or a scope of another API; "" where no
// scope, or more than one, fits best.
func (p *Pack) ScopeMeant(name string) string {
	name = strings.TrimPrefix(name, p.ScopePrefix)
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r < 'a' || r > 'z' })
	found, best := "", 0
	for i := range p.Scopes {
		s := &p.Scopes[i]
		fitting := 0
		for _, covered := range strings.Fields(s.Words) {
			if slices.Contains(words, covered) {
				fitting++
			}
		}
		switch {
		case fitting > best:
			found, best = s.Name, fitting
		case fitting == best:
			found = ""
		}
	}
	if writing, cut := strings.CutSuffix(found, "readonly"); cut && slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "write") }) {
		if slices.ContainsFunc(p.Scopes, func(s Scope) bool { return s.Name == writing+"writeonly" }) {
			return writing + "writeonly"
		}
	}
	return found
}
