// Package browse lists, finds and links what the catalog knows, for reading. It knows no browser.
package browse

import (
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/match"
)

// A Topic is something to read about: an entry, a cause or an endpoint of a pack. The zero
// Topic means none.
type Topic struct {
	Pack     *catalog.Pack
	Entry    *catalog.ErrorDef
	Cause    *catalog.Cause
	Endpoint *catalog.Endpoint
}

// None reports whether there is nothing to read.
func (t Topic) None() bool { return t.Pack == nil }

// ID is the topic's in its pack; an endpoint's is its call.
func (t Topic) ID() string {
	switch {
	case t.Entry != nil:
		return t.Entry.ID
	case t.Cause != nil:
		return t.Cause.ID
	case t.Endpoint != nil:
		return t.Endpoint.Call()
	}
	return ""
}

// Title is the topic's headline.
func (t Topic) Title() string {
	switch {
	case t.Entry != nil:
		return t.Entry.Title
	case t.Cause != nil:
		return t.Cause.Title
	case t.Endpoint != nil:
		return t.Endpoint.Name
	}
	return ""
}

// Facets of what is listed that are no HTTP status: kinds of entry, and
const (
	FacetOther = "other" // an error that comes with any status
	FacetCause = "cause" // no entry: seen in the request or the session
)

// Steps are the fixes of an entry or a cause. Of an API that was shut down, the
// first says what to do since: the others lead to what is gone.
func (t Topic) Steps(c *catalog.Catalog) []string {
	fixes, shutdown := []string(nil), t.Pack.Shutdown
	switch {
	case t.Entry != nil:
		if fixes = t.Entry.Fixes; t.Entry.Kind == catalog.KindSuccess || shutdown != nil && t.Entry.Status == shutdown.Status {
			return fixes
		}
	case t.Cause != nil:
		fixes = t.Cause.Fixes
		for _, e := range t.Explains() {
			if shutdown != nil && e.Entry.Status == shutdown.Status {
				return fixes
			}
		}
	}
	if now := c.SinceShutdown(t.Pack, true); now != "" && len(fixes) > 0 {
		return append([]string{now}, fixes...)
	}
	return fixes
}

// Home is the entry that a cause is listed under: the first that it makes precise.
func (t Topic) Home() Topic {
	if t.Cause == nil {
		return Topic{}
	}
	for _, id := range t.Cause.Explains {
		for i := range t.Pack.Errors {
			if e := &t.Pack.Errors[i]; e.ID == id {
				return Topic{Pack: t.Pack, Entry: e}
			}
		}
	}
	return Topic{}
}

// facet is what an entry or a cause is filed under.
func (t Topic) facet() string {
	home := t.Home()
	switch {
	case !home.None():
		return home.facet()
	case t.Cause != nil:
		return FacetCause
	case t.Entry.Kind != catalog.KindError:
		return t.Entry.Kind
	case t.Entry.Status == 0:
		return FacetOther
	}
	return strconv.Itoa(t.Entry.Status)
}

// has reports whether a facet is the topic's, or that of another form of it.
func (t Topic) has(facet string) bool {
	if home := t.Home(); !home.None() {
		return home.has(facet)
	}
	if t.facet() == facet {
		return true
	}
	if t.Entry == nil || t.Entry.Kind != catalog.KindError {
		return false
	}
	return slices.ContainsFunc(t.Entry.Variants, func(v catalog.Variant) bool {
		return v.Status != 0 && strconv.Itoa(v.Status) == facet
	})
}

// Causes are what makes the topic precise in a particular request, if it is an
// entry.
func (t Topic) Causes() []Topic {
	if t.Entry == nil {
		return nil
	}
	var causes []Topic
	for i := range t.Pack.Causes {
		if c := &t.Pack.Causes[i]; slices.Contains(c.Explains, t.Entry.ID) {
			causes = append(causes, Topic{Pack: t.Pack, Cause: c})
		}
	}
	return causes
}

// Explains are the entries that the topic makes precise, if it is a cause.
func (t Topic) Explains() []Topic {
	if t.Cause == nil {
		return nil
	}
	var entries []Topic
	for i := range t.Pack.Errors {
		if e := &t.Pack.Errors[i]; slices.Contains(t.Cause.Explains, e.ID) {
			entries = append(entries, Topic{Pack: t.Pack, Entry: e})
		}
	}
	return entries
}

// Replacements are what replaces the topic at its API's successor,
// if it is an endpoint.
func (t Topic) Replacements() []*catalog.Replacement {
	if t.Endpoint == nil {
		return nil
	}
	var found []*catalog.Replacement
	for i := range t.Pack.Replacements {
		if r := &t.Pack.Replacements[i]; slices.Contains(r.Of, t.Endpoint.Call()) {
			found = append(found, r)
		}
	}
	return found
}

// Successor is what replaces an endpoint, in one line: a call, or "" if the catalog says
// that there is none, and how many more there are. there is false if its API has no
// successor.
func (t Topic) Successor() (call string, more int, there bool) {
	for _, r := range t.Replacements() {
		for _, c := range r.Calls {
			if call == "" {
				path := c.Address
				if _, rest, found := strings.Cut(path, "://"); found {
					if at := strings.IndexByte(rest, '/'); at >= 0 {
						path = rest[at:]
					}
				}
				call = c.Method + " " + path
				continue
			}
			more++
		}
		there = true
	}
	return call, more, there
}

// A Relative is what an entry may be confused with, or one about the same.
type Relative struct {
	Symptom catalog.Symptom // what it looks like; empty for an entry about the same
	Topic   Topic           // what it is, if the catalog says
}

// SeeAlso are the near misses of the topic, if it is an entry, and what they
// are; and the entries for the same thing in other words.
func (t Topic) SeeAlso(c *catalog.Catalog) []Relative {
	if t.Entry == nil {
		return nil
	}
	var found []Relative
	known := map[string]bool{t.Entry.ID: true}
	for _, symptom := range t.Entry.NearMiss {
		r := Relative{Symptom: symptom}
		symptom.Pack = t.Pack.ID
		if m := match.Find(c, symptom); len(m) > 0 && m[0].Certainty != match.Possible && m[0].Error.ID != t.Entry.ID {
			if known[m[0].Error.ID] {
				continue
			}
			known[m[0].Error.ID] = true
			r.Topic = Topic{Pack: m[0].Pack, Entry: m[0].Error}
		}
		found = append(found, r)
	}
	for _, pack := range c.Packs() {
		for i := range pack.Errors {
			e := &pack.Errors[i]
			same := slices.ContainsFunc(e.Tags, func(f catalog.Tag) bool { return slices.Contains(t.Entry.Tags, f) })
			if same && !known[e.ID] {
				found = append(found, Relative{Topic: Topic{Pack: pack, Entry: e}})
			}
		}
	}
	return found
}

// Called is the address of a call with its query, as a pack has it.
func Called(call catalog.Call) string {
	if len(call.Query) == 0 {
		return call.Address
	}
	return call.Address + "?" + strings.Join(call.Query, "&")
}
