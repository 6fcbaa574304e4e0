//go:build js && wasm

package panel

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/wasm/diagnose"
	"misstep/wasm/har"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// drawToken writes what is known of the token that the exchange sent or brought.
func (p *Panel) drawToken(x *har.Exchange) {
	section := page.Find(p.view.detail, "details.token")
	t := p.detail.token
	page.Show(section, t != nil)
	if t == nil {
		return
	}
	page.Find(section, "summary").SetTextContent(p.tokenTitle(t))
	p.drawLife(page.Find(section, ".life"), t.Lifetime() > 0)
	facts := page.Find(section, ".facts")
	page.Empty(facts)
	kind := "tokenOpaque"
	if t.JWT {
		kind = "tokenJWT"
	}
	if t.Kind == diagnose.RefreshToken {
		kind = "tokenRefresh"
	}
	p.known(facts, "tokenKind", p.Text(kind), 0)
	shown := richtext.WithSecrets("token", []richtext.Run{{Text: t.Masked}}, p.detail.known)
	p.SetRuns(page.Find(p.known(facts, "tokenItself", "", 0), ".text"), shown)
	p.known(facts, "tokenOwner", t.Owner, 0)
	p.known(facts, "tokenClient", t.Client, 0)
	p.known(facts, "tokenIssued", p.moment(t.Issued, t.Used), 0)
	p.known(facts, "tokenExpires", richtext.Join(", ", p.moment(t.Expires, t.Used), p.expiry(t)), 0)
	for _, at := range []struct {
		key string
		id  int
	}{{"tokenSource", t.Source}, {"tokenRevoked", t.Revoked}, {"tokenSpent", t.Spent}} {
		switch {
		case at.id == p.selected:
			p.known(facts, at.key, p.Text("tokenHere"), 0)
		case at.id != 0:
			p.known(facts, at.key, p.startText(at.id), at.id)
		}
	}
	if t.Source == 0 {
		p.known(facts, "tokenSource", p.Text("tokenSourceUnknown"), 0)
	}
	if t.Refresh {
		p.known(facts, "tokenPair", p.Text("tokenPairCame"), 0)
	}

	scopes := page.Find(section, ".scopes")
	page.Show(scopes, len(t.Scopes)+len(t.UnknownCodes) > 0)
	list := page.Find(scopes, "ul")
	page.Empty(list)
	pack := p.session.Catalog().Watched(x.Request.URL)
	for _, name := range slices.Concat(t.Scopes, t.UnknownCodes) {
		item := p.Piece("granted")
		page.Find(item, "code").SetTextContent(name)
		if pack != nil {
			for _, s := range pack.Scopes {
				if s.Name == name {
					page.Find(item, ".covers").SetTextContent(s.Covers)
				}
			}
		}
		if slices.Contains(t.UnknownCodes, name) {
			page.Find(item, ".covers").SetTextContent(p.Text("tokenScopeUnknown"))
		}
		list.AppendChild(item)
	}

	claims := page.Find(section, ".claims")
	page.Show(claims, len(t.Claims) > 0)
	fields := page.Find(claims, ".fields")
	page.Empty(fields)
	for _, claim := range t.Claims {
		item := page.Clone(p.view.field)
		page.Find(item, ".name").SetTextContent(claim.Name)
		text := claim.Text
		if !claim.Time.IsZero() {
			text += "  " + claim.Time.UTC().Format("2006-01-02 15:04:05 UTC")
		}
		value := page.Find(item, ".value")
		value.SetTextContent(text)
		p.foldLong(item, len(text))
		fields.AppendChild(item)
		p.addPlace("token "+claim.Name, &spot{section: section, item: item})
	}
}

// tokenTitle is the token in a line: "Token — 9 scopes, lifetime 8 h".
func (p *Panel) tokenTitle(t *diagnose.Token) string {
	var parts []string
	if n := len(t.Scopes) + len(t.UnknownCodes); n == 1 {
		parts = append(parts, p.Text("tokenOneScope"))
	} else if n > 1 {
		parts = append(parts, p.Text("tokenManyScopes", strconv.Itoa(n)))
	}
	if lifetime := t.Lifetime(); lifetime > 0 {
		parts = append(parts, p.Text("tokenLifetime", p.session.Span(lifetime)))
	}
	title := p.Text("token")
	if t.Kind == diagnose.RefreshToken {
		title = p.Text("tokenRefreshTitle")
	}
	return richtext.Join(" — ", title, strings.Join(parts, ", "))
}

// known adds a line with a fact to a list, if there is one, with a link to
// another exchange.
func (p *Panel) known(list page.Element, key, text string, exchange int) page.Element {
	item := p.Piece("known")
	page.Find(item, ".label").SetTextContent(p.Text(key))
	page.Find(item, ".text").SetTextContent(text)
	p.linkExchange(page.Find(item, ".visit"), exchange)
	if text != "" || key == "tokenItself" {
		list.AppendChild(item)
	}
	return item
}

// linkExchange makes a button lead to another exchange, or go away.
func (p *Panel) linkExchange(button page.Element, id int) {
	if id == 0 || id == p.selected {
		button.Remove()
		return
	}
	button.SetTextContent("#" + strconv.Itoa(id))
	button.SetAttribute("data-exchange", strconv.Itoa(id))
	button.SetAttribute("aria-label", p.Text("visit", strconv.Itoa(id)))
}

// tellsOfLife reports whether the finding has to do with how long the token lives.
func (p *Panel) tellsOfLife(evidence []diagnose.Evidence) bool {
	return p.detail.token.Lifetime() > 0 && slices.ContainsFunc(evidence, func(fact diagnose.Evidence) bool { return fact.Label == "exp" })
}

// drawLife draws how long the token lived and when the request came.
func (p *Panel) drawLife(into page.Element, wanted bool) {
	page.Empty(into)
	page.Show(into, wanted)
	if !wanted {
		return
	}
	t := p.detail.token
	end := t.Expires
	late := t.Used.After(end)
	if late {
		end = t.Used
	}
	share := func(at time.Time) float64 {
		return min(max(float64(at.Sub(t.Issued))/float64(end.Sub(t.Issued)), 0), 1) * 100
	}
	figure := p.Piece("life")
	width := func(part, property string, percent float64) {
		page.Find(figure, part).Get("style").Call("setProperty", property, fmt.Sprintf("%.2f%%", percent))
	}
	lived := min(max(share(t.Expires), 3), 100)
	if late {
		lived = min(lived, 97) // so that what is over can be seen
	}
	width(".lived", "width", lived)
	width(".over", "width", 100-lived)
	page.Show(page.Find(figure, ".now"), !t.Used.IsZero())
	width(".now", "left", share(t.Used))
	page.Find(figure, ".issued").SetTextContent(p.Text("lifeIssued", p.moment(t.Issued, t.Used)))
	page.Find(figure, ".said").SetTextContent(p.expiry(t))
	key := "lifeExpires"
	if late {
		key = "lifeExpired"
	}
	page.Find(figure, ".expires").SetTextContent(p.Text(key, p.moment(t.Expires, t.Used)))
	page.Find(figure, ".bar").SetAttribute("aria-label", p.Text("lifeLabel", p.moment(t.Issued, t.Used), p.moment(t.Expires, t.Used), p.moment(t.Used, t.Used), p.expiry(t)))
	into.AppendChild(figure)
}

// expiry says how far from its end the token was used.
func (p *Panel) expiry(t *diagnose.Token) string {
	switch {
	case t.Expires.IsZero() || t.Used.IsZero() || t.Source == p.selected:
		return ""
	case t.Used.After(t.Expires):
		return p.Text("tokenExpiredBefore", p.session.Span(t.Used.Sub(t.Expires)))
	}
	return p.Text("tokenLeft", p.session.Span(t.Expires.Sub(t.Used)))
}

// moment is a time by the clock of this computer, with its day if that is not
// the one it is told beside.
func (p *Panel) moment(at, beside time.Time) string {
	if at.IsZero() {
		return ""
	}
	at, beside = at.Local(), beside.Local()
	if at.Format(time.DateOnly) == beside.Format(time.DateOnly) {
		return at.Format(time.TimeOnly)
	}
	return at.Format(time.DateTime)
}

// startText is when an exchange began.
func (p *Panel) startText(id int) string {
	if at := p.session.Exchange(id).Started; !at.IsZero() {
		return p.moment(at, p.session.Exchange(p.selected).Started)
	}
	return p.Text("request") + " " + strconv.Itoa(id)
}
