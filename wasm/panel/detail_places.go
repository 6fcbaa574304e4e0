//go:build js && wasm

package panel

import (
	"net/url"
	"strconv"
	"strings"

	"misstep/wasm/diagnose"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// A spot is where a fact can be shown: a part of the detail.
type spot struct {
	section  page.Element // the <details> it is in
	item     page.Element // what is marked as a whole
	text     page.Element // holds the segments; nil: there is nothing finer than the item
	segments []richtext.Run
}

// addPlace makes a place known by the words of evidence; the first of several
// with the same words counts.
func (p *Panel) addPlace(where string, to *spot) {
	if key := strings.ToLower(where); p.detail.places[key] == nil {
		p.detail.places[key] = to
	}
}

// addText is addPlace, and writes the place's text.
func (p *Panel) addText(where string, to *spot) {
	p.SetRuns(to.text, to.segments)
	p.addPlace(where, to)
}

// newName is a place's name for its secrets, unlike all others.
func (p *Panel) newName(where string) string {
	name := where
	for n := 2; p.detail.secrets[name+" 0"] != ""; n++ {
		name = where + " " + strconv.Itoa(n)
	}
	return name
}

// A target is where a link beside evidence leads.
type target struct {
	text     string // of the link
	exchange int    // another exchange, or
	place    *spot  // a place here,
	from, to int    // and what of its text; equal for all of it
}

// locate finds what evidence names: "request header Date", "response body
// errors[0].message", "exchange 12". What is not there to be shown is not found.
func (p *Panel) locate(fact diagnose.Evidence) (target, bool) {
	where, _, _ := strings.Cut(fact.Where, ",")
	t := target{text: p.session.Catalog().Messages().Place(fact.Where)}
	if number, ok := strings.CutPrefix(where, "exchange "); ok {
		id, err := strconv.Atoi(number)
		t.exchange = id
		return t, err == nil && id >= p.session.First() && id <= p.session.Len() && id != p.selected
	}
	if token := p.detail.token; token != nil && strings.EqualFold(where, token.Where) {
		if at := p.detail.places["token "+strings.ToLower(fact.Label)]; at != nil {
			t.text, t.place = p.Text("placeToken"), at
			return t, true
		}
	}
	if t.place = p.detail.places[strings.ToLower(where)]; t.place != nil {
		if parts := strings.SplitN(where, " ", 3); len(parts) == 3 {
			t.text = parts[2] // the header's name, or the parameter's
		}
		if t.place.text != nil && (strings.HasSuffix(where, "URL") || strings.HasSuffix(where, "body")) {
			t.from, t.to, _ = stretchIn(richtext.Plain(t.place.segments), fact.Text)
		}
		return t, true
	}
	for _, body := range []string{"response body", "request body"} {
		path, ok := strings.CutPrefix(where, body+" ")
		if t.place = p.detail.places[body]; !ok || t.place == nil {
			continue
		}
		text := richtext.Plain(t.place.segments)
		from, to, found := memberAt(text, path)
		if !found {
			from, to = 0, len(text)
		}
		t.text = path
		if start, end, finer := stretchIn(text[from:to], fact.Text); finer { // the value itself
			t.from, t.to = from+start, from+end
		} else if found {
			t.from, t.to = from, to
		}
		return t, true
	}
	return target{}, false
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
func (p *Panel) followEvidence(link page.Element) {
	n, err := strconv.Atoi(link.GetAttribute("data-evidence"))
	if err != nil || n >= len(p.detail.evidence) {
		return
	}
	to, ok := p.locate(p.detail.evidence[n])
	switch {
	case !ok:
	case to.exchange != 0:
		p.visitExchange(to.exchange, link)
	default:
		p.pointAt(to, link)
	}
}

// pointAt opens the section of a place, marks the very spot and moves there.
func (p *Panel) pointAt(t target, from page.Element) {
	p.unpoint()
	at := t.place
	at.section.Set("open", true)
	marked := at.item
	if at.text != nil && t.to > t.from {
		if folded := at.item.Call("closest", ".long"); !folded.IsNull() {
			page.Wrap(folded).Class().Add("unfolded")
		}
		p.SetRuns(at.text, richtext.PointedAt(at.segments, t.from, t.to))
		if stretch := at.text.Call("querySelector", ".pointed"); !stretch.IsNull() {
			marked = page.Wrap(stretch)
		}
	}
	marked.Class().Add("pointed")
	marked.Set("tabIndex", -1)
	p.pointed, p.cameFrom = at, from
	marked.Call("scrollIntoView", map[string]any{"block": "center", "inline": "nearest"})
	marked.Call("focus", map[string]any{"preventScroll": true})
}

// unpoint removes the mark that shows a place.
func (p *Panel) unpoint() {
	if at := p.pointed; at != nil && at.text != nil {
		p.SetRuns(at.text, at.segments)
	}
	page.Each(p.view.detail, ".pointed", func(e page.Element) {
		e.Class().Remove("pointed")
		if e.GetAttribute("tabindex") == "-1" {
			e.RemoveAttribute("tabindex")
		}
	})
	p.pointed = nil
}

// returnFromPlace goes back to the link that led to the marked place.
func (p *Panel) returnFromPlace() bool {
	if p.pointed == nil || p.cameFrom == nil {
		return false
	}
	link := p.cameFrom
	p.unpoint()
	p.cameFrom = nil
	link.Focus()
	link.Call("scrollIntoView", map[string]any{"block": "nearest"})
	return true
}
