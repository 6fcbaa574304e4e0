package export

import (
	"cmp"
	"sort"
	"strconv"
	"strings"

	"misstep/catalog/messages"
	"misstep/wasm/diagnosis"
	"misstep/wasm/redact"
	"misstep/wasm/replacement"
)

// An Overview sums up what fails in a session, for reports. Nothing secret is in it.
type Overview struct {
	Calls, Failed, Unrecorded int
	Kinds                     []*Kind // most frequent first
	Aliases                   *redact.Aliases
}

// A Kind is the failures that have one explanation.
type Kind struct {
	Finding     diagnosis.Finding // of the first; without an ID nothing is known of them
	IDs         []int
	Groups      []*Group
	Replacement []Replaced
}

// A Group is the requests that the list shows in one row.
type Group struct {
	Status           int
	Method, Endpoint string
	Fact             string // "": each has its own
	IDs              []int
}

// A Replaced is the first of the requests that have one replacement.
type Replaced struct {
	ID int
	By *replacement.Replacement
}

// mostEndpoint is how much of a path is shown for an endpoint that isn't known, in bytes.
const mostEndpoint = 200

// Summarize sums up the exchanges with these ids (nil: all). unknown is the title of
// errors that aren't in the catalog.
func Summarize(s *diagnosis.Session, ids []int, unknown string) Overview {
	ids = idsOr(ids, s)
	o := Overview{Aliases: Aliases(s, ids...)}
	kinds, groups := map[string]*Kind{}, map[string]*Group{}
	for _, id := range ids {
		row := s.Summary(id)
		if row.Part == 0 {
			o.Calls++
		}
		if s.Exchange(id).Unrecorded {
			o.Unrecorded++
		}
		if !row.Failed {
			continue
		}
		o.Failed++
		key := strings.Join([]string{row.Pack, row.Finding, row.Reason}, " ")
		if row.Finding == "" {
			key = row.Message
		}
		k := kinds[key]
		if k == nil {
			message := o.Aliases.Known(row.Message)
			k = &Kind{Finding: diagnosis.Finding{Title: unknown, Brief: unknown, Message: message, Fact: diagnosis.ShortenFact(unknown, strings.Join(strings.Fields(message), " "))}}
			if row.Finding != "" {
				k.Finding = s.Diagnosis(id).Rewritten(o.Aliases.Known).Findings[0]
			}
			kinds[key] = k
			o.Kinds = append(o.Kinds, k)
		}
		fact := k.Finding.Fact
		if k.IDs = append(k.IDs, id); row.Finding != "" {
			if fact = o.Aliases.Known(row.Fact); fact != k.Finding.Fact {
				k.Finding.Fact = "" // each has its own
			}
		}
		endpoint := cmp.Or(row.Endpoint, pathOf(row.URL))
		at := strings.Join([]string{key, strconv.Itoa(row.Status), row.Method, endpoint}, "\n")
		if groups[at] == nil {
			groups[at] = &Group{Status: row.Status, Method: row.Method, Endpoint: messages.Ellipsize(o.Aliases.Known(endpoint), mostEndpoint), Fact: fact}
			k.Groups = append(k.Groups, groups[at])
			k.replacedAt(s, id, o.Aliases)
		}
		if groups[at].Fact != fact {
			groups[at].Fact = ""
		}
		groups[at].IDs = append(groups[at].IDs, id)
	}
	sort.SliceStable(o.Kinds, func(i, j int) bool { return len(o.Kinds[i].IDs) > len(o.Kinds[j].IDs) })
	return o
}

// replacedAt takes note of what replaces a request, once.
func (k *Kind) replacedAt(s *diagnosis.Session, id int, a *redact.Aliases) {
	by := s.Diagnosis(id).Rewritten(a.Known).Replacement
	if by == nil {
		return
	}
	for _, known := range k.Replacement {
		if known.By.ID == by.ID {
			return
		}
	}
	k.Replacement = append(k.Replacement, Replaced{id, by})
}

// Headline is a kind's finding in a line.
func (k *Kind) Headline() string { return diagnosis.Headline(k.Finding.Brief, k.Finding.Fact) }

// Call is a group's requests in words: "429 GET Heart Rate by Date".
func (g *Group) Call() string {
	call := strings.TrimSpace(g.Method + " " + g.Endpoint)
	if g.Status != 0 {
		call = strconv.Itoa(g.Status) + " " + call
	}
	return call
}

// Numbers lists ids, runs of them by their ends: "#1–4, #9". Of many, it has some and
// says with more how many others there are.
func Numbers(ids []int, more func(n int) string) string {
	const most = 8
	var parts []string
	for i := 0; i < len(ids); {
		if len(parts) >= most {
			parts = append(parts, more(len(ids)-i))
			break
		}
		j := i
		for j+1 < len(ids) && ids[j+1] == ids[j]+1 {
			j++
		}
		if j-i < 2 {
			j = i
		}
		part := "#" + strconv.Itoa(ids[i])
		if j > i {
			part += "–" + strconv.Itoa(ids[j])
		}
		parts = append(parts, part)
		i = j + 1
	}
	return strings.Join(parts, ", ")
}
