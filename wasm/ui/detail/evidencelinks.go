//go:build js && wasm

package detail

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/jsonscan"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// An anchor is where a fact can be shown: a part of the detail.
type anchor struct {
	section  page.Element // the <details> it is in
	item     page.Element // what is marked as a whole
	text     page.Element // holds the segments; nil: there is nothing finer than the item
	segments []richtext.Run
}

// addPlace makes a location one that links lead to; of several headers with the
// same name the first counts.
func (v *View) addPlace(where location.Location, to *anchor) {
	if key := anyCase(where); v.shown.places[key] == nil {
		v.shown.places[key] = to
	}
}

// anyCase is a location in which the case of a header's name does not matter.
func anyCase(l location.Location) location.Location {
	l.Name = strings.ToLower(l.Name)
	return l
}

// addText is addPlace, and writes the place's text.
func (v *View) addText(where location.Location, to *anchor) {
	v.SetRuns(to.text, to.segments)
	v.addPlace(where, to)
}

// newName is a location's name for its secrets, unlike all others.
func (v *View) newName(where location.Location) string {
	name := where.String()
	for n := 2; v.shown.secrets[name+" 0"] != ""; n++ {
		name = where.String() + " " + strconv.Itoa(n)
	}
	return name
}

// A link is where a link beside evidence leads.
type link struct {
	text     string  // of the link
	exchange int     // another exchange, or
	place    *anchor // a place here,
	from, to int     // and what of its text; equal for all of it
}

// locate finds where evidence was read. What is not there to be shown is not
// found.
func (v *View) locate(fact analysis.Evidence) (link, bool) {
	where := fact.Where
	t := link{text: v.session.Catalog().Messages().Place(where), exchange: where.Exchange}
	if id := where.Exchange; id != 0 {
		return t, id >= v.session.First() && id <= v.session.LastID() && id != v.host.Selected()
	}
	if token := v.shown.token; token != nil && where == token.Where {
		claim := cmp.Or(fact.Claim, fact.Label)
		if at := v.shown.claims[strings.ToLower(claim)]; at != nil {
			t.text, t.place = v.Text("placeToken", claim), at
			return t, true
		}
	}
	if t.place = v.shown.places[anyCase(where)]; t.place != nil {
		if t.place.text != nil && where.Name == "" {
			t.from, t.to, _ = stretchIn(richtext.Plain(t.place.segments), fact.Text)
		}
		return t, true
	}
	path := where.Name
	where.Name = ""
	if t.place = v.shown.places[where]; t.place == nil || path == "" || t.place.text == nil {
		return link{}, false
	}
	text := richtext.Plain(t.place.segments)
	from, to, found := jsonscan.Locate(text, path)
	if !found {
		from, to = 0, len(text)
	}
	if start, end, finer := stretchIn(text[from:to], fact.Text); finer { // the value itself
		t.from, t.to = from+start, from+end
		if key := richtext.KeyBefore(text[from : from+start]); key != "" && found {
			t.text = v.session.Catalog().Messages().Place(where.Member(path + "." + key))
		}
	} else if found {
		t.from, t.to = from, to
	}
	return t, true
}

// stretchIn finds a value as it is, or as an address has it.
func stretchIn(text, value string) (from, to int, found bool) {
	for _, form := range []string{value, url.PathEscape(value), url.QueryEscape(value)} {
		if from, to, found = richtext.FindUnique(text, form); found {
			break
		}
	}
	return from, to, found
}

// followEvidence leads to where the evidence with that number was read.
func (v *View) followEvidence(link page.Element) {
	n, err := strconv.Atoi(link.GetAttribute("data-evidence"))
	if err != nil || n >= len(v.shown.evidence) {
		return
	}
	to, ok := v.locate(v.shown.evidence[n])
	switch {
	case !ok:
	case to.exchange != 0:
		v.visitExchange(to.exchange, link)
	default:
		v.pointAt(to, link)
	}
}

// pointAt opens the section of a place, marks the very spot and moves there.
func (v *View) pointAt(t link, from page.Element) {
	v.unpoint()
	at := t.place
	at.section.Set("open", true)
	marked := at.item
	if at.text != nil && t.to > t.from {
		if folded := at.item.Call("closest", ".long"); !folded.IsNull() {
			page.Wrap(folded).Class().Add("unfolded")
		}
		v.SetRuns(at.text, richtext.PointedAt(at.segments, t.from, t.to))
		if stretch := at.text.Call("querySelector", ".pointed"); !stretch.IsNull() {
			marked = page.Wrap(stretch)
		}
	}
	marked.Class().Add("pointed")
	marked.Set("tabIndex", -1)
	v.pointed, v.cameFrom = at, from
	marked.Call("scrollIntoView", map[string]any{"block": "center", "inline": "nearest"})
	marked.Call("focus", map[string]any{"preventScroll": true})
}

// unpoint removes the mark that shows a place.
func (v *View) unpoint() {
	if at := v.pointed; at != nil && at.text != nil {
		v.SetRuns(at.text, at.segments)
	}
	page.Each(v.el.detail, ".pointed", func(e page.Element) {
		e.Class().Remove("pointed")
		if e.GetAttribute("tabindex") == "-1" {
			e.RemoveAttribute("tabindex")
		}
	})
	v.pointed = nil
}

// returnFromPlace goes back to the link that led to the marked place.
func (v *View) returnFromPlace() bool {
	if v.pointed == nil || v.cameFrom == nil {
		return false
	}
	link := v.cameFrom
	v.unpoint()
	v.cameFrom = nil
	link.Focus()
	link.Call("scrollIntoView", map[string]any{"block": "nearest"})
	return true
}
