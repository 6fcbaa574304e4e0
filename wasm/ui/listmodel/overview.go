package listmodel

import (
	"cmp"
	"sort"

	"misstep/wasm/analysis"
)

// An Overview is one way in which requests fail, for a summary of all.
type Overview struct {
	Times     int
	Exchange  int // the last of them
	Certainty analysis.Certainty
	Brief     string
	Status    string // of the last
	Endpoint  string // of the last
	Endpoints int    // how many there are

	seen map[string]bool
}

// Overview is all ways in which requests fail, worst first: the most frequent, and of
// those alike the surest.
func (l *Model) Overview() []Overview {
	at := map[failure]int{}
	var list []Overview
	for i, e := range l.items {
		if !e.read || !e.failed {
			continue
		}
		k := failure{e.row.Finding, e.reason}
		n, known := at[k]
		if !known {
			n = len(list)
			at[k] = n
			list = append(list, Overview{seen: map[string]bool{}})
		}
		o := &list[n]
		o.Times++
		o.Exchange, o.Certainty, o.Brief, o.Status, o.Endpoint = i+1, analysis.Certainty(e.certainty), e.row.Brief, e.row.Status, e.row.Endpoint
		o.seen[e.row.Endpoint] = true
	}
	for i := range list {
		list[i].Endpoints, list[i].seen = len(list[i].seen), nil
	}
	sort.SliceStable(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(analysis.RankOf(b.Certainty), analysis.RankOf(a.Certainty))) < 0
	})
	return list
}
