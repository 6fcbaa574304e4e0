package validate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/lazyregexp"
	"misstep/catalog/match"
	"misstep/catalog/messages"
)

// problemsOf lists what is wrong with a pack that follows the schema: what it
// names and does not have, and what it has twice.
func problemsOf(p *catalog.Pack) []Problem {
	var found []Problem
	add := func(where, what string, values ...any) {
		if len(found) < maxProblems {
			found = append(found, Problem{Path: where, What: messages.New(what, values...)})
		}
	}
	for i, host := range p.Hosts {
		if parsed, err := catalog.ParseHost(host); err != nil {
			add(fmt.Sprintf("hosts[%d]", i), "problem.no-host", "error", err)
		} else if parsed != strings.TrimSuffix(host, "/") {
			add(fmt.Sprintf("hosts[%d]", i), "problem.written", "right", parsed)
		}
	}
	idProblems(p, add)
	for i := range p.Errors {
		e, where := &p.Errors[i], fmt.Sprintf("errors[%d] (%s)", i, p.Errors[i].ID)
		messageProblems(p, add, where+".message", e.Message)
		for j, v := range e.Variants {
			messageProblems(p, add, fmt.Sprintf("%s.variants[%d].message", where, j), v.Message)
		}
		textProblems(p, add, where, append([]string{e.Fact, e.Cause}, e.Fixes...))
	}
	for i, c := range p.Causes {
		where := fmt.Sprintf("causes[%d] (%s)", i, c.ID)
		for _, id := range c.Explains {
			if !hasEntry(p, id) {
				add(where+".explains", "problem.no-such-entry", "id", id)
			}
		}
		textProblems(p, add, where, append([]string{c.Fact, c.Cause}, c.Fixes...))
	}
	for i, s := range p.Statuses {
		for _, id := range s.Errors {
			if !hasEntry(p, id) {
				add(fmt.Sprintf("statuses[%d] (%d).errors", i, s.Status), "problem.no-such-entry", "id", id)
			}
		}
	}
	endpointProblems(p, add)
	return found
}

func hasEntry(p *catalog.Pack, id string) bool {
	return slices.ContainsFunc(p.Errors, func(e catalog.ErrorDef) bool { return e.ID == id })
}

// idProblems finds ids that are used twice, and those given up that lead
// nowhere.
func idProblems(p *catalog.Pack, add func(where, what string, values ...any)) {
	first := map[string]string{}
	once := func(list string, i int, id string) {
		where := fmt.Sprintf("%s[%d]", list, i)
		if before := first[id]; before != "" {
			add(fmt.Sprintf("%s (%s).id", where, id), "problem.id-twice", "other", before)
			return
		}
		first[id] = where
	}
	for i, e := range p.Errors {
		once("errors", i, e.ID)
		if p.Renamed[e.ID] != "" || p.Retired[e.ID] != "" {
			add(fmt.Sprintf("errors[%d] (%s).id", i, e.ID), "problem.id-given-up")
		}
	}
	for i, c := range p.Causes {
		once("causes", i, c.ID)
	}
	first = map[string]string{}
	for i, r := range p.Replacements {
		once("replacements", i, r.ID)
	}
	first = map[string]string{}
	for i, d := range p.Differences {
		once("differences", i, d.ID)
	}
	for _, old := range slices.Sorted(maps.Keys(p.Renamed)) {
		if !hasEntry(p, p.Renamed[old]) {
			add("renamed."+old, "problem.leads-nowhere", "id", p.Renamed[old])
		}
	}
}

// messageProblems reads the placeholders of a message.
func messageProblems(p *catalog.Pack, add func(where, what string, values ...any), where, message string) {
	if len(message) > maxMessage {
		add(where, "problem.long-message", "most", maxMessage)
		return
	}
	for rest := message; ; {
		_, after, found := strings.Cut(rest, "{")
		if !found {
			return
		}
		name, behind, closed := strings.Cut(after, "}")
		if !closed {
			add(where, "problem.open-brace")
			return
		}
		if p.Placeholders[name] == "" {
			add(where, "problem.placeholder", "name", "{"+name+"}")
		}
		rest = behind
	}
}

var namedPlaceholder = lazyregexp.New(`\{([a-z_]+)\}`)

// textProblems reads the placeholders of texts for people, where other braces
// may be in code.
func textProblems(p *catalog.Pack, add func(where, what string, values ...any), where string, texts []string) {
	for _, text := range texts {
		for _, m := range namedPlaceholder().FindAllStringSubmatch(text, -1) {
			if p.Placeholders[m[1]] == "" {
				add(where, "problem.placeholder", "name", m[0])
			}
		}
	}
}

// endpointProblems reads the endpoints, and what takes their place.
func endpointProblems(p *catalog.Pack, add func(where, what string, values ...any)) {
	calls := map[string]bool{}
	for i, e := range p.Endpoints {
		calls[e.Method+" "+e.Path] = true
		where := fmt.Sprintf("endpoints[%d] (%s)", i, e.Name)
		if parsed, err := catalog.ParseHost(e.Host); e.Host != "" && (err != nil || parsed != e.Host || strings.Contains(parsed, "/")) {
			add(where+".host", "problem.host")
		}
		if strings.Count(e.Path, "{") != strings.Count(e.Path, "}") {
			add(where+".path", "problem.open-brace")
		}
	}
	for i := range p.Errors {
		if w := p.Errors[i].When; w != nil {
			for _, call := range w.Calls {
				if !calls[call] {
					add(fmt.Sprintf("errors[%d] (%s).when.calls", i, p.Errors[i].ID), "problem.no-such-endpoint", "call", call)
				}
			}
		}
	}
	for i, r := range p.Replacements {
		where := fmt.Sprintf("replacements[%d] (%s)", i, r.ID)
		for _, call := range r.Of {
			if !calls[call] {
				add(where+".of", "problem.no-such-endpoint", "call", call)
			}
		}
		for _, id := range r.Differences {
			if !slices.ContainsFunc(p.Differences, func(d catalog.Difference) bool { return d.ID == id }) {
				add(where+".differences", "problem.no-such-difference", "id", id)
			}
		}
	}
}

// exampleProblems lists the examples that do not find their error, and the near
// misses that do.
func exampleProblems(c *catalog.Catalog, p *catalog.Pack) []Problem {
	var found []Problem
	for i := range p.Errors {
		e, where := &p.Errors[i], fmt.Sprintf("errors[%d] (%s)", i, p.Errors[i].ID)
		for j, example := range e.Examples {
			example.Pack = p.ID
			switch matches := match.Find(c, bounded(example.Symptom)); {
			case len(matches) == 0:
				found = append(found, Problem{Path: fmt.Sprintf("%s.examples[%d]", where, j), What: messages.New("problem.finds-nothing")})
			case matches[0].Error != e:
				found = append(found, Problem{Path: fmt.Sprintf("%s.examples[%d]", where, j), What: messages.New("problem.finds-other", "id", matches[0].Error.ID)})
			}
		}
		for j, near := range e.NearMiss {
			near.Pack = p.ID
			for _, m := range match.Find(c, bounded(near)) {
				if m.Error == e && m.Certainty == match.Certain {
					found = append(found, Problem{Path: fmt.Sprintf("%s.nearMiss[%d]", where, j), What: messages.New("problem.near-miss")})
				}
			}
		}
	}
	return found
}

// bounded is a symptom whose message can be matched in a short time.
func bounded(s catalog.Symptom) catalog.Symptom {
	s.Message = messages.Truncate(s.Message, 2*maxMessage)
	return s
}
