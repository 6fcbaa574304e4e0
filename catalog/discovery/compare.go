package main

import (
	"encoding/json"
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/lazyregexp"
)

// find is the row of that name; nil if there is none.
func find(rows []row, name string) *row {
	i := slices.IndexFunc(rows, func(r row) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	return &rows[i]
}

// changes are what a newer document says otherwise than the extract, one a line.
func changes(known, newer *extract) (found []string) {
	for _, list := range []struct {
		what          string
		before, after []row
	}{{"method", known.Methods, newer.Methods}, {"scope", known.Scopes, newer.Scopes}, {"data type", known.DataTypes, newer.DataTypes}} {
		for _, r := range list.after {
			before := find(list.before, r.Name)
			if before == nil {
				found = append(found, "extract: + "+list.what+" "+r.Name)
				continue
			}
			for _, part := range []struct {
				what          string
				before, after []string
			}{{"parameter", before.Parameters, r.Parameters}, {"scope", before.Scopes, r.Scopes}} {
				for _, name := range without(part.after, part.before) {
					found = append(found, "extract: "+r.Name+": + "+part.what+" "+name)
				}
				for _, name := range without(part.before, part.after) {
					found = append(found, "extract: "+r.Name+": - "+part.what+" "+name)
				}
			}
		}
		for _, r := range list.before {
			if find(list.after, r.Name) == nil {
				found = append(found, "extract: - "+list.what+" "+r.Name+" (since "+r.Date+": "+r.Source+")")
			}
		}
	}
	return found
}

// updated is the extract as a newer document has it: rows that say the same keep
// their source and date.
func (e *extract) updated(newer *extract) *extract {
	keep := func(before, after []row) []row {
		list := slices.Clone(after)
		for i, r := range list {
			if known := find(before, r.Name); known != nil && slices.Equal(known.Parameters, r.Parameters) && slices.Equal(known.Scopes, r.Scopes) {
				list[i] = *known
			}
		}
		return list
	}
	return &extract{Revision: newer.Revision, Source: newer.Source, Beyond: e.Beyond,
		Methods: keep(e.Methods, newer.Methods), Scopes: keep(e.Scopes, newer.Scopes), DataTypes: keep(e.DataTypes, newer.DataTypes)}
}

// compare are the differences of the pack, and of the calls that replace those of its
// predecessor, from the extract, one a line.
func compare(e *extract, pack *catalog.Pack, replacements []catalog.Replacement) (found []string) {
	found = append(found, compareNames("scope", names(e.Scopes), scopesOf(pack), e.Beyond)...)
	var types []string
	for _, t := range pack.DataTypes {
		types = append(types, t.ID)
	}
	found = append(found, compareNames("data type", names(e.DataTypes), types, e.Beyond)...)
	var calls []string
	for i := range pack.Endpoints {
		if known := &pack.Endpoints[i]; known.Host == "" {
			calls = append(calls, unnamed(known.Call()))
		}
	}
	found = append(found, compareNames("method", names(e.Methods), calls, e.Beyond)...)
	found = append(found, compareScopes(e, pack)...)
	return append(found, compareCalls(e, replacements)...)
}

// compareNames lists the names that only one side has. The pack may have those in beyond.
func compareNames(what string, document, pack []string, beyond []row) (found []string) {
	for _, name := range without(document, pack) {
		found = append(found, "pack: "+what+" "+name+" is missing")
	}
	for _, name := range without(pack, document) {
		if find(beyond, name) == nil {
			found = append(found, "pack: "+what+" "+name+" is in no document")
		}
	}
	return found
}

// compareScopes lists the scopes that the pack asks for but the method doesn't accept.
func compareScopes(e *extract, pack *catalog.Pack) (found []string) {
	takes := func(method *row, scope, what string) {
		if method != nil && !slices.Contains(method.Scopes, scope) && find(e.Beyond, scope) == nil {
			found = append(found, "pack: "+what+" needs "+scope+", which the method does not take")
		}
	}
	for i := range pack.Endpoints {
		known := &pack.Endpoints[i]
		method := find(e.Methods, unnamed(known.Call()))
		for _, scope := range slices.Concat(known.Scopes, known.AnyScope) {
			takes(method, scope, known.Call())
		}
		if method == nil || len(known.AnyScope) == 0 {
			continue
		}
		for _, scope := range without(method.Scopes, known.AnyScope) {
			found = append(found, "pack: "+known.Call()+" takes "+scope+", too")
		}
	}
	for _, t := range pack.DataTypes {
		for _, action := range t.Actions {
			i := slices.IndexFunc(pack.Endpoints, func(e catalog.Endpoint) bool { return e.Action == action })
			if i < 0 {
				continue
			}
			for _, scope := range pack.ScopesFor(&pack.Endpoints[i], strings.ReplaceAll(pack.Endpoints[i].Path, "{data-type}", t.ID)) {
				takes(find(e.Methods, unnamed(pack.Endpoints[i].Call())), scope, t.ID+": "+action)
			}
		}
	}
	return found
}

// everywhere are parameters that every method takes.
var everywhere = []string{"alt", "fields", "key", "prettyPrint", "quotaUser"}

var value = lazyregexp.New(`\{[A-Za-z][A-Za-z0-9_-]*\}`)

// compareCalls lists the replacements that use a method or a parameter that doesn't exist.
func compareCalls(e *extract, replacements []catalog.Replacement) (found []string) {
	for _, r := range replacements {
		for _, call := range r.Calls {
			path, own := strings.CutPrefix(call.Address, "https://health.googleapis.com")
			if !own {
				continue
			}
			method := methodOf(e, call.Method, path)
			if method == nil {
				found = append(found, "replacement "+r.ID+": no method "+call.Method+" "+path)
				continue
			}
			var sent []string
			for _, pair := range call.Query {
				name, _, _ := strings.Cut(pair, "=")
				sent = append(sent, name)
			}
			var body map[string]any
			if call.Body != "" && json.Unmarshal([]byte(value().ReplaceAllString(call.Body, "1")), &body) != nil {
				found = append(found, "replacement "+r.ID+": its body is not JSON")
			}
			for name := range body {
				sent = append(sent, name)
			}
			slices.Sort(sent)
			for _, name := range without(sent, slices.Concat(method.Parameters, everywhere)) {
				found = append(found, "replacement "+r.ID+": "+method.Name+" has no parameter "+name)
			}
		}
	}
	return found
}

// methodOf is the method that a call makes; nil if there is none.
func methodOf(e *extract, method, path string) *row {
	segments := strings.Split(path, "/")
	for i := range e.Methods {
		known, template, _ := strings.Cut(e.Methods[i].Name, " ")
		parts := strings.Split(template, "/")
		if known != method || len(parts) != len(segments) {
			continue
		}
		fits := true
		for n, part := range parts {
			before, after, open := strings.Cut(part, "{}")
			fits = fits && (part == segments[n] || open && strings.HasPrefix(segments[n], before) && strings.HasSuffix(segments[n], after) && strings.Contains(segments[n], ":") == strings.Contains(part, ":"))
		}
		if fits {
			return &e.Methods[i]
		}
	}
	return nil
}

func scopesOf(pack *catalog.Pack) (list []string) {
	for _, s := range pack.Scopes {
		list = append(list, s.Name)
	}
	return list
}

func names(rows []row) (list []string) {
	for _, r := range rows {
		list = append(list, r.Name)
	}
	return list
}

// without is what is in a list and not in another.
func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(name string) bool { return slices.Contains(other, name) })
}
