package oauth

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/session"
)

// checkConsent checks the parameters of a request for consent, as its page
// would; what is seen is only said of a request that did not get through.
func checkConsent(pass *analysis.Pass) []analysis.Report {
	params := httpmsg.Query(pass.Exchange.Request.URL)
	if httpmsg.FirstParam(params, "redirect_uri")+httpmsg.FirstParam(params, "scope") == "" {
		return append(checkAsked(pass, params), CheckDetails(pass)...)
	}
	if c := startedTwice(pass); c != nil {
		return append([]analysis.Report{*c}, checkAsked(pass, params)...)
	}
	return checkAsked(pass, params)
}

// mostConsentsAtOnce is how far apart two consents are at most that one piece of code
// asked for by running twice. Making a verifier takes time: 5 to 30 ms were seen.
const mostConsentsAtOnce = 100 * time.Millisecond

// startedTwice finds that another consent of this client, with another
// challenge, was asked for just before, and says so with the last of them.
func startedTwice(pass *analysis.Pass) *analysis.Report {
	a := pass.Session.AuthorizeRequest(pass.ID)
	if a == nil || a.Challenge == "" || a.Start.IsZero() {
		return nil
	}
	rival := func(b *session.AuthorizeRequest) bool {
		return b != nil && b.Challenge != "" && b.Challenge != a.Challenge && b.Start.Sub(a.Start).Abs() <= mostConsentsAtOnce && httpmsg.SameTab(pass.Exchange, pass.Session.Exchange(b.ID))
	}
	list := pass.Session.AuthorizeRequests(a.Client)
	at, _ := slices.BinarySearchFunc(list, a.EventTime, func(b *session.AuthorizeRequest, m session.EventTime) int { return b.Compare(m) })
	if at <= 0 || at+1 < len(list) && rival(list[at+1]) || !rival(list[at-1]) {
		return nil
	}
	before := list[at-1]
	return &analysis.Report{Cause: "consent-started-twice", Certainty: analysis.Certain, Values: map[string]string{"exchange": strconv.Itoa(before.ID), "gap": pass.Gap(a.Start.Sub(before.Start))},
		Evidence: []analysis.Evidence{{Label: "code_challenge", Text: redact.Secret(a.Challenge), Where: location.RequestParameter("code_challenge")}, {Label: pass.Format("label.before"), Text: redact.Secret(before.Challenge), Where: before.Where()}}}
}

// CheckDetails checks the parameters that a consent page quotes, where the request
// isn't there: the text was copied from the page, or the page has its own address.
func CheckDetails(pass *analysis.Pass) (reports []analysis.Report) {
	for i := range pass.Symptoms {
		if told := &pass.Symptoms[i]; told.Kind == catalog.KindConsent && len(told.Values) > 0 {
			reports = append(consentScope(pass, told.Values["scopes"]), consentRedirectURI(pass, []httpmsg.Param{{Name: "redirect_uri", Value: told.Values["redirect_uri"]}})...)
			for n := range reports {
				reports[n].Corrections = nil
				for k := range reports[n].Evidence {
					reports[n].Evidence[k].Where = told.Where
				}
			}
			return reports
		}
	}
	return nil
}

func checkAsked(pass *analysis.Pass, params []httpmsg.Param) []analysis.Report {
	if granted := httpmsg.Fragment(pass.Exchange); httpmsg.FirstParam(granted, "access_token") != "" && pass.Session.AuthorizeRequest(pass.ID) != nil {
		return narrowerScopes(pass, pass.Session.AuthorizeRequest(pass.ID), true, httpmsg.FirstParam(granted, "scope"), location.ResponseHeader("Location"))
	}
	if len(params) == 0 || session.GotThrough(pass.Exchange) {
		return nil
	}
	reports := consentNames(pass, params)
	if client := httpmsg.FirstParam(params, "client_id"); httpmsg.IsPlaceholder(client) || strings.ContainsAny(client, " *\"'<>{}$=\n") {
		reports = append(reports, analysis.Report{Cause: "client-id-not-bare", Certainty: pass.CertaintyOf("client-id-not-bare"),
			Values: map[string]string{"client_id": client}, Evidence: []analysis.Evidence{{Label: "client_id", Text: client, Where: location.RequestParameter("client_id")}}})
	}
	reports = append(reports, consentScope(pass, httpmsg.FirstParam(params, "scope"))...)
	reports = append(reports, consentRedirectURI(pass, params)...)
	if kind := httpmsg.FirstParam(params, "response_type"); kind != "" {
		where := []analysis.Evidence{{Label: "response_type", Text: kind, Where: location.RequestParameter("response_type")}}
		values := map[string]string{"response_type": kind}
		if kind == "token" && pass.SurelyExplains("implicit-not-allowed") {
			reports = append(reports, analysis.Report{Cause: "implicit-not-allowed", Certainty: analysis.Certain, Values: values, Evidence: where})
		}
		if kind != "code" && kind != "token" {
			reports = append(reports, analysis.Report{Cause: "response-type-unknown", Certainty: pass.CertaintyOf("response-type-unknown"), Values: values, Evidence: where, Corrections: pass.Set("response_type", "code")})
		}
	}
	return reports
}

// consentNames finds parameters that are missing or misspelled.
func consentNames(pass *analysis.Pass, params []httpmsg.Param) []analysis.Report {
	var reports []analysis.Report
	for _, name := range []string{"client_id", "response_type", "scope"} {
		if httpmsg.FirstParam(params, name) != "" {
			continue
		}
		if sent := misspelledAs(params, name); sent != "" {
			reports = append(reports, analysis.Report{Cause: "authorize-parameter-misspelt", Certainty: pass.CertaintyOf("authorize-parameter-misspelt"),
				Values: map[string]string{"sent_name": sent, "name": name}, Evidence: []analysis.Evidence{{Label: pass.Format("label.parameter"), Text: sent, Where: location.RequestParameter(sent)}}, Corrections: pass.Rename(sent, name)})
			continue
		}
		if pass.SurelyExplains("authorize-parameter-missing") && !speaksOf(pass, name) {
			continue
		}
		seen := make([]string, 0, len(params))
		for _, p := range params[:min(len(params), 12)] {
			seen = append(seen, p.Name)
		}
		reports = append(reports, analysis.Report{Cause: "authorize-parameter-missing", Certainty: pass.CertaintyOf("authorize-parameter-missing"),
			Values: map[string]string{"name": name}, Evidence: []analysis.Evidence{{Label: pass.Format("label.parameters"), Text: redact.Text(strings.Join(seen, ", ")), Where: location.RequestURL}}})
	}
	return reports
}

// misspelledAs is the parameter whose name is nearly this one; "" if there is none.
func misspelledAs(params []httpmsg.Param, name string) string {
	for _, p := range params {
		if nearest, distance := match.NearestName(p.Name, authorizeParams); nearest == name && distance > 0 {
			return p.Name
		}
	}
	return ""
}

// consentScope compares the scopes with those that the API has.
func consentScope(pass *analysis.Pass, scope string) []analysis.Report {
	known := func(s string) bool {
		return slices.ContainsFunc(pass.Pack.Scopes, func(k catalog.Scope) bool { return k.Name == s })
	}
	evidence := []analysis.Evidence{{Label: "scope", Text: scope, Where: location.RequestParameter("scope")}}
	var reports []analysis.Report
	old := pass.Predecessor()
	right := strings.Fields(scope)
	for i, asked := range strings.Fields(scope) {
		if known(asked) || old != nil && old.HasScope(asked) {
			continue
		}
		if prefix := pass.Pack.ScopePrefix; prefix != "" && !strings.HasPrefix(asked, prefix) && !strings.ContainsAny(asked, ",;|+%") && !endsScope(pass.Pack.Scopes, asked) {
			continue // of another API that this authorization server serves
		}
		if parts := strings.FieldsFunc(asked, func(r rune) bool { return strings.ContainsRune(",;|+%", r) }); len(parts) > 1 && slices.ContainsFunc(parts, known) {
			return []analysis.Report{{Cause: "scopes-not-apart", Certainty: pass.CertaintyOf("scopes-not-apart"), Values: map[string]string{"scope": asked, "scopes": strings.Join(parts, " ")}, Evidence: evidence,
				Corrections: pass.Set("scope", strings.Replace(scope, asked, strings.Join(parts, " "), 1))}}
		}
		c := analysis.Report{Cause: "scope-unknown", Certainty: pass.CertaintyOf("scope-unknown"), Values: map[string]string{"scope": asked, "note": pass.Format("value.table-of", "date", pass.DayText(pass.Pack.ScopesAsOf))}, Evidence: evidence}
		near := nearestOwnScope(pass.Pack, asked)
		if near != "" && refusedScope(pass, near) {
			right[i] = near // it is known, so only the project can lack it
			continue
		}
		if near != "" {
			c.Cause, c.Values["nearest"] = "scope-misspelt", near
			if otherAccess(pass.Pack.Scopes, asked, near) {
				c.Cause = "scope-other-access" // whether reading is enough, a person decides
			} else {
				right[i] = near
			}
			c.Certainty = pass.CertaintyOf(c.Cause)
		}
		if len(reports) < 3 {
			reports = append(reports, c)
		}
	}
	right = without(right, nil)
	if own := ownScopes(pass.Pack, right); len(reports) == 0 && len(own) > 0 && pass.SurelyExplains("scopes-not-registered") && !slices.ContainsFunc(right, func(s string) bool { return !known(s) }) {
		reports = []analysis.Report{{Cause: "scopes-not-registered", Certainty: analysis.Likely, Values: map[string]string{"scopes": strings.Join(own, " ")}, Evidence: evidence}}
	}
	for i := range reports {
		if reports[i].Cause == "scope-misspelt" {
			reports[i].Corrections = pass.Set("scope", strings.Join(right, " "))
		}
	}
	return reports
}

// refusedScope reports whether the consent page names a scope among those that it
// doesn't show.
func refusedScope(pass *analysis.Pass, scope string) bool {
	for i := range pass.Matches {
		if slices.Contains(strings.FieldsFunc(pass.Matches[i].Values["scopes"], func(r rune) bool { return strings.ContainsRune(" ,[]", r) }), scope) {
			return true
		}
	}
	return false
}

// otherAccess reports whether a scope is written as those for one kind of access are,
// and its data has only another.
func otherAccess(scopes []catalog.Scope, asked, near string) bool {
	a, b := strings.LastIndexByte(asked, '.'), strings.LastIndexByte(near, '.')
	return a > 0 && b > 0 && asked[:a] == near[:b] && asked[a:] != near[b:] && slices.ContainsFunc(scopes, func(s catalog.Scope) bool { return strings.HasSuffix(s.Name, asked[a:]) })
}

// ownScopes are those of a list that begin as the API's own do.
func ownScopes(pack *catalog.Pack, list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(name string) bool { return !strings.HasPrefix(name, pack.ScopePrefix) })
}
