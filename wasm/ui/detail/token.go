//go:build js && wasm

package detail

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// drawToken writes what is known of the token that the exchange sent or brought.
func (v *View) drawToken(x *httpmsg.Exchange) {
	section := page.Find(v.el.detail, "details.token")
	t := v.shown.token
	page.Show(section, t != nil)
	if t == nil {
		return
	}
	page.Find(section, "summary").SetTextContent(v.tokenTitle(t))
	v.drawLife(page.Find(section, ".life"), t.Lifetime() > 0)
	v.drawTokenFacts(page.Find(section, ".facts"), t)
	v.drawScopes(page.Find(section, ".scopes"), t, v.session.Catalog().Watched(x.Request.URL))
	v.drawClaims(section, page.Find(section, ".claims"), t)
}

// drawTokenFacts writes what is known of a token.
func (v *View) drawTokenFacts(facts page.Element, t *diagnosis.Token) {
	page.Empty(facts)
	kind := "tokenOpaque"
	if t.JWT {
		kind = "tokenJWT"
	}
	if t.Kind == diagnosis.RefreshToken {
		kind = "tokenRefresh"
	}
	v.known(facts, "tokenKind", v.Text(kind), 0)
	shown := richtext.WithSecrets("token", []richtext.Run{{Text: t.Masked}}, v.shown.known)
	v.SetRuns(page.Find(v.known(facts, "tokenItself", "", 0), ".text"), shown)
	v.known(facts, "tokenOwner", t.Owner, 0)
	v.known(facts, "tokenClient", t.Client, 0)
	v.known(facts, "tokenIssued", richtext.UTC(t.Issued), 0)
	v.known(facts, "tokenExpires", richtext.Join(", ", richtext.UTC(t.Expires), v.expiry(t)), 0)
	for _, at := range []struct {
		key string
		id  int
	}{{"tokenSource", t.Source}, {"tokenRevoked", t.Revoked}, {"tokenSpent", t.Spent}} {
		switch {
		case at.id == v.host.Selected():
			v.known(facts, at.key, v.Text("tokenHere"), 0)
		case at.id != 0:
			v.known(facts, at.key, v.startText(at.id), at.id)
		}
	}
	if t.Source == 0 {
		v.known(facts, "tokenSource", v.Text("tokenSourceUnknown"), 0)
	}
	if t.Refresh {
		v.known(facts, "tokenPair", v.Text("tokenPairCame"), 0)
	}
}

// drawScopes writes what a token may do, as the API that it was sent to says; nil: none.
func (v *View) drawScopes(scopes page.Element, t *diagnosis.Token, pack *catalog.Pack) {
	page.Show(scopes, len(t.Scopes)+len(t.UnknownCodes) > 0)
	list := page.Find(scopes, "ul")
	page.Empty(list)
	for _, name := range slices.Concat(t.Scopes, t.UnknownCodes) {
		item := v.Piece("granted")
		page.Find(item, "code").SetTextContent(name)
		if pack != nil {
			for _, s := range pack.Scopes {
				if s.Name == name {
					page.Find(item, ".covers").SetTextContent(s.Covers)
				}
			}
		}
		if slices.Contains(t.UnknownCodes, name) {
			page.Find(item, ".covers").SetTextContent(v.Text("tokenScopeUnknown"))
		}
		list.AppendChild(item)
	}
}

// drawClaims writes what a token says of itself.
func (v *View) drawClaims(section, claims page.Element, t *diagnosis.Token) {
	page.Show(claims, len(t.Claims) > 0)
	fields := page.Find(claims, ".fields")
	page.Empty(fields)
	for _, claim := range t.Claims {
		item := page.Clone(v.el.field)
		page.Find(item, ".name").SetTextContent(claim.Name)
		text := claim.Text
		if !claim.Time.IsZero() {
			text += "  " + richtext.UTC(claim.Time)
		}
		value := page.Find(item, ".value")
		v.setTimed(value, text)
		v.foldLong(item, len(text))
		fields.AppendChild(item)
		if name := strings.ToLower(claim.Name); v.shown.claims[name] == nil {
			v.shown.claims[name] = &anchor{section: section, item: item}
		}
	}
}

// tokenTitle is the token in a line: "Token – 9 scopes, lifetime 8 h".
func (v *View) tokenTitle(t *diagnosis.Token) string {
	var parts []string
	if n := len(t.Scopes) + len(t.UnknownCodes); n == 1 {
		parts = append(parts, v.Text("tokenOneScope"))
	} else if n > 1 {
		parts = append(parts, v.Text("tokenManyScopes", strconv.Itoa(n)))
	}
	if lifetime := t.Lifetime(); lifetime > 0 {
		parts = append(parts, v.Text("tokenLifetime", v.session.Span(lifetime)))
	}
	title := v.Text("token")
	if t.Kind == diagnosis.RefreshToken {
		title = v.Text("tokenRefreshTitle")
	}
	return richtext.Join(" – ", title, strings.Join(parts, ", "))
}

// known adds a line with a fact to a list, if there is one, with a link to
// another exchange.
func (v *View) known(list page.Element, key, text string, exchange int) page.Element {
	item := v.Piece("known")
	page.Find(item, ".label").SetTextContent(v.Text(key))
	v.setTimed(page.Find(item, ".text"), text)
	v.linkExchange(page.Find(item, ".visit"), exchange)
	if text != "" || key == "tokenItself" {
		list.AppendChild(item)
	}
	return item
}

// linkExchange makes a button lead to another exchange, or go away.
func (v *View) linkExchange(button page.Element, id int) {
	if id == 0 || id == v.host.Selected() {
		button.Remove()
		return
	}
	v.LinkRequest(button, id)
}

// tellsOfLife reports whether the finding has to do with how long the token lives.
func (v *View) tellsOfLife(evidence []analysis.Evidence) bool {
	return v.shown.token.Lifetime() > 0 && slices.ContainsFunc(evidence, func(fact analysis.Evidence) bool { return fact.Claim == "exp" })
}

// drawLife draws how long the token lived and when the request came.
func (v *View) drawLife(into page.Element, wanted bool) {
	page.Empty(into)
	page.Show(into, wanted)
	if !wanted {
		return
	}
	t := v.shown.token
	end := t.Expires
	late := t.Used.After(end)
	if late {
		end = t.Used
	}
	share := func(at time.Time) float64 {
		return min(max(float64(at.Sub(t.Issued))/float64(end.Sub(t.Issued)), 0), 1) * 100
	}
	figure := v.Piece("life")
	width := func(part, property string, percent float64) {
		page.Find(figure, part).Get("style").Call("setProperty", property, fmt.Sprintf("%.2f%%", percent))
	}
	lived := min(max(share(t.Expires), 3), 100)
	if late {
		lived = min(lived, 97) // so that what is over can be seen
	}
	page.Style(figure, "--lived", fmt.Sprintf("%.2f%%", lived))
	page.Style(figure, "--now", fmt.Sprintf("%.2f%%", share(t.Used)))
	width(".lived", "width", lived)
	width(".over", "width", 100-lived)
	page.Show(page.Find(figure, ".now"), !t.Used.IsZero())
	width(".now", "left", share(t.Used))
	v.setDated(page.Find(figure, ".issued"), v.Text("lifeIssued", richtext.UTC(t.Issued)))
	page.Find(figure, ".said").SetTextContent(v.expiry(t))
	key := "lifeExpires"
	if late {
		key = "lifeExpired"
	}
	v.setDated(page.Find(figure, ".expires"), v.Text(key, richtext.UTC(t.Expires)))
	page.Find(figure, ".bar").SetAttribute("aria-label", v.Zone.Text(v.Text("lifeLabel", richtext.UTC(t.Issued), richtext.UTC(t.Expires), richtext.UTC(t.Used), v.expiry(t)), v.started()))
	into.AppendChild(figure)
}

// expiry says how far from its end the token was used.
func (v *View) expiry(t *diagnosis.Token) string {
	switch {
	case t.Expires.IsZero() || t.Used.IsZero() || t.Source == v.host.Selected():
		return ""
	case t.Used.After(t.Expires):
		return v.Text("tokenExpiredBefore", v.session.Span(t.Used.Sub(t.Expires)))
	}
	return v.Text("tokenLeft", v.session.Span(t.Expires.Sub(t.Used)))
}

// setTimed writes a text whose times are by the reader's clock, with their day
// where that is not the selected request's.
func (v *View) setTimed(e page.Element, text string) {
	v.SetRuns(e, v.Zone.Runs([]richtext.Run{{Text: text}}, v.started()))
}

// setDated is setTimed with the day of each time.
func (v *View) setDated(e page.Element, text string) {
	v.SetRuns(e, v.Zone.Runs([]richtext.Run{{Text: text}}, time.Time{}))
}

// started is when the selected exchange began.
func (v *View) started() time.Time { return v.session.Exchange(v.host.Selected()).Started }

// startText is when an exchange began.
func (v *View) startText(id int) string {
	if at := v.session.Exchange(id).Started; !at.IsZero() {
		return richtext.UTC(at)
	}
	return v.Text("request") + " " + strconv.Itoa(id)
}
