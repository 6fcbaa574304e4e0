package export

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/wasm/analysis"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/replacement"
)

// An Offer is something to paste that carries out a step of a fix. It holds no
// secrets: what a person must fill in is a {placeholder}.
type Offer struct {
	Request *httpmsg.Request // to be sent, as a command or by a program; nil: it is
	Changes []string         // none, or what was changed in it
	URL     string           // to be opened; "": it is
	Text    string           // a value

	Spending bool // nothing to paste: what used the rate limit
}

// Offers are what can be pasted for one step of the first finding's fixes, from 0.
func Offers(s *diagnosis.Session, id, step int) []Offer {
	d := s.Diagnosis(id)
	if len(d.Findings) == 0 {
		return nil
	}
	f := &d.Findings[0]
	name, argument := "", ""
	if step < len(f.Steps) {
		name, argument, _ = strings.Cut(f.Steps[step].Offer, " ")
	}
	pack := s.Catalog().Pack(f.Pack)
	switch {
	case name == "replacement" && d.Replacement != nil && len(d.Replacement.Calls) == 1:
		return []Offer{CallOffer(s, d.Replacement.Calls[0])}
	case d.Replacement != nil:
		return nil // what is pasted for an API that is gone
	case step == 0 && len(f.Corrections) > 0:
		if request, changes, ok := Corrected(s, id); ok {
			return []Offer{{Request: &request, Changes: changes}}
		}
	case name == "path":
		request := s.Exchange(id).Request
		if change, ok := apply(s.Catalog().Messages(), &request, analysis.ToPath(argument)[0]); ok {
			return []Offer{{Request: &request, Changes: []string{change}}}
		}
	case name == "spending":
		if _, told := s.RateLimitStatus(id); told {
			return []Offer{{Spending: true}}
		}
	case name == "refresh":
		return refresh(s, id, pack)
	case name == "consent":
		return consent(s, id, pack, strings.Fields(argument))
	}
	return nil
}

// CallOffer is a call to the successor of an API that is gone.
func CallOffer(s *diagnosis.Session, call replacement.Call) Offer {
	request, changes, _ := replaced(s.Catalog().Messages(), &replacement.Replacement{Calls: []replacement.Call{call}})
	return Offer{Request: &request, Changes: changes}
}

// refresh is the call that gets a new access token, as the app itself would make
// it; nothing for a token that came without a refresh token.
func refresh(s *diagnosis.Session, id int, pack *catalog.Pack) []Offer {
	step := pack.OAuth["token"]
	if step.Refresh == "" {
		return nil
	}
	request := httpmsg.Request{Method: step.Method, URL: step.Address}
	basic, form := step.Basic, step.Refresh
	if t := s.Token(id); t != nil && t.Kind == diagnosis.AccessToken && t.Source != 0 {
		if !t.Refresh {
			return nil
		}
		if source := s.Recorded(t.Source); t.Source >= s.First() && source.Step == "token" {
			before := &source.Exchange.Request
			request.URL, _, _ = strings.Cut(before.URL, "?")
			if _, inForm := httpmsg.NamedParam(before, "client_id"); inForm && step.Basic {
				_, basic = before.Header("Authorization")
			}
		}
	}
	switch {
	case basic:
		setHeader(&request, "Authorization", basicOf("{client_id}", "{client_secret}"), false)
	case step.Basic: // an app without a secret
		form += "&client_id={client_id}"
	}
	request.PostData = &httpmsg.PostData{MimeType: httpmsg.FormType, Text: form}
	return []Offer{{Request: &request}}
}

// mostConsents bounds the authorization requests that are looked at.
const mostConsents = 100

// consentParameters are those of OAuth that the authorization URL has whenever it is
// opened; the others are for one time, or for one person.
var consentParameters = []string{"response_type", "client_id", "redirect_uri", "scope", "prompt", "code_challenge_method"}

// consent is the authorization URL of the app that made a request, with more scopes.
// Where the session does not show it, it is the scopes alone, if there are more.
func consent(s *diagnosis.Session, id int, pack *catalog.Pack, more []string) []Offer {
	asked := consentOf(s, id, pack)
	if asked == nil {
		if len(more) == 0 {
			return nil
		}
		var held []string
		if t := s.Token(id); t != nil {
			held = t.Scopes
		}
		return []Offer{{Text: strings.Join(together(held, more), " ")}}
	}
	address, query, _ := strings.Cut(s.Exchange(asked.ID).Request.URL, "?")
	query, _, _ = strings.Cut(query, "#")
	var pairs []string
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		switch {
		case name == "scope":
			scopes, _ := url.QueryUnescape(value)
			pairs = append(pairs, "scope="+strings.ReplaceAll(url.QueryEscape(strings.Join(together(strings.Fields(scopes), more), " ")), "+", "%20"))
		case name == "state" || name == "code_challenge":
			pairs = append(pairs, name+"={"+name+"}")
		case slices.Contains(consentParameters, name) || slices.Contains(pack.OAuth["authorize"].Keeps, name):
			pairs = append(pairs, part)
		}
	}
	return []Offer{{URL: address + "?" + strings.Join(pairs, "&")}}
}

// consentOf is the last authorization request before an exchange by the same app;
// nil where the session shows none, or several apps and not whose the exchange is.
func consentOf(s *diagnosis.Session, id int, pack *catalog.Pack) *sessionConsent {
	client, _ := httpmsg.ClientID(&s.Exchange(id).Request)
	if t := s.Token(id); t != nil {
		client = cmp.Or(t.Client, client)
	}
	list := s.AuthorizeRequests(client)
	var last *sessionConsent
	for _, a := range list[max(0, len(list)-mostConsents):] {
		if a.ID < s.First() || s.Recorded(a.ID).Pack != pack || a.Start.After(s.Exchange(id).Started) && a.ID != id {
			continue
		}
		if last != nil && last.client != a.Client {
			return nil
		}
		last = &sessionConsent{a.ID, a.Client}
	}
	return last
}

// A sessionConsent is an authorization request, and whose.
type sessionConsent struct {
	ID     int
	client string
}

// together is two lists of scopes as one, each once.
func together(scopes, more []string) []string {
	all := slices.Clone(scopes)
	for _, scope := range more {
		if !slices.Contains(all, scope) {
			all = append(all, scope)
		}
	}
	return all
}
