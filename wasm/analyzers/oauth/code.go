package oauth

import (
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/session"
)

// checkRedirectURI compares the token request's redirect_uri with that of the
// request for consent.
func checkRedirectURI(pass *analysis.Pass, r session.TokenRequest) []analysis.Report {
	if r.Code == "" {
		return nil
	}
	sent := httpmsg.FirstParam(r.Params, "redirect_uri")
	evidence := []analysis.Evidence{{Label: pass.Format("label.sent"), Text: redact.URL(sent), Where: location.RequestParameter("redirect_uri")}}
	values := map[string]string{"redirect_uri": redact.URL(sent)}
	switch {
	case httpmsg.FirstParam(httpmsg.Query(sent), "code") != "":
		if !pass.Applies("redirect-uri-is-callback") {
			return nil
		}
		values["asked_redirect_uri"], _, _ = strings.Cut(sent, "?")
		return []analysis.Report{{Cause: "redirect-uri-is-callback", Certainty: analysis.Certain, Values: values, Evidence: evidence, Corrections: pass.Set("redirect_uri", values["asked_redirect_uri"])}}
	case encodedAddress(sent):
		if !pass.Applies("redirect-uri-encoded-twice") {
			return nil
		}
		return []analysis.Report{{Cause: "redirect-uri-encoded-twice", Certainty: analysis.Certain, Values: values, Evidence: evidence, Corrections: pass.Set("redirect_uri", httpmsg.DecodePercent(sent))}}
	}
	a, sure := pass.Session.Consent(pass.Now(), r)
	if a == nil || a.RedirectURI == sent || a.RedirectURI == "" {
		return nil
	}
	cause := "redirect-uri-differs"
	if sent == "" {
		cause, evidence = "redirect-uri-left-out", nil
	}
	if !pass.SurelyExplains(cause) && !(sure && pass.UnexplainedRefusal()) {
		return nil
	}
	values["asked_redirect_uri"] = a.RedirectURI
	values["exchange"] = strconv.Itoa(a.ID)
	values["difference"] = pass.AddressDifference(sent, a.RedirectURI)
	evidence = append(evidence, analysis.Evidence{Label: pass.Format("label.asked-for"), Text: a.RedirectURI, Where: a.Where()})
	c := analysis.Report{Cause: cause, Certainty: analysis.SureIf(sure), Values: values, Evidence: evidence}
	if sure {
		c.Corrections = pass.Set("redirect_uri", a.RedirectURI)
	}
	return []analysis.Report{c}
}

// encodedAddress reports whether a decoded value is still an encoded address.
func encodedAddress(s string) bool {
	return !strings.Contains(s, "://") && strings.Contains(strings.ToLower(s), "%3a%2f%2f")
}

// checkCode looks at what became of the code before this request sent it.
func checkCode(pass *analysis.Pass, r session.TokenRequest) []analysis.Report {
	if r.Code == "" {
		return nil
	}
	masked := redact.Secret(r.Code)
	values := map[string]string{"code": r.Code}
	if before, fragment, found := strings.Cut(r.Code, "#"); found && pass.Applies("code-with-fragment") {
		if len(fragment) > 8 {
			fragment = "…" // might be anything
		}
		values["fragment"] = "#" + fragment
		return []analysis.Report{{Cause: "code-with-fragment", Certainty: analysis.Certain, Values: values, Evidence: []analysis.Evidence{{Label: "code", Text: pass.Format("text.followed-by", "code", redact.Secret(before), "fragment", values["fragment"]), Where: location.RequestParameter("code")}}, Corrections: pass.Set("code", "{code}")}}
	}
	if once := httpmsg.DecodePercent(r.Code); once != r.Code && pass.Applies("code-encoded-twice") {
		sure := len(pass.Session.RedirectsWith(once)) > 0
		return []analysis.Report{{Cause: "code-encoded-twice", Certainty: analysis.SureIf(sure), Values: values, Evidence: []analysis.Evidence{{Label: "code", Text: pass.Format("text.still-encoded", "encoding", "%"+afterPercent(r.Code)), Where: location.RequestParameter("code")}}, Corrections: pass.Set("code", "{code}")}}
	}
	var reports []analysis.Report
	if c := usedBefore(pass, r, values); c != nil {
		reports = append(reports, *c)
	}
	if list := pass.Session.RedirectsWith(r.Code); len(list) > 0 {
		lifetime := time.Duration(pass.Pack.Lifetimes["authorizationCode"].Seconds) * time.Second
		born := list[0].Born
		if age := pass.Exchange.Started.Sub(born); lifetime > 0 && !born.IsZero() && !pass.Exchange.Started.IsZero() && age > lifetime && pass.Applies("code-too-old") {
			weight := 0
			if pass.Shows(catalog.CodeExpired) {
				weight = 5 // then whether it was used, too, does not matter
			}
			reports = append(reports, analysis.Report{Cause: "code-too-old", Certainty: analysis.Certain, Weight: weight,
				Values: map[string]string{"code": r.Code, "age": pass.Gap(age), "lifetime": pass.Gap(lifetime), "exchange": strconv.Itoa(list[0].ID)},
				Evidence: []analysis.Evidence{{Label: pass.Format("label.code-came"), Text: analysis.TimeText(born), Where: list[0].Where()},
					{Label: pass.Format("label.code-sent"), Text: pass.Format("text.at-later", "time", analysis.TimeText(pass.Exchange.Started), "span", pass.Gap(age)), Where: location.RequestParameter("code")}}})
		}
	}
	place := location.RequestParameter("client_id")
	if httpmsg.FirstParam(r.Params, "client_id") == "" {
		place = location.Authorization
	}
	if a, sure := pass.Session.Consent(pass.Now(), r); sure && a.Client != "" && r.Client != "" && a.Client != r.Client && pass.Applies("code-of-another-client") {
		reports = append(reports, analysis.Report{Cause: "code-of-another-client", Certainty: analysis.Certain,
			Values:   map[string]string{"code": r.Code, "client_id": r.Client, "asked_client_id": a.Client, "exchange": strconv.Itoa(a.ID)},
			Evidence: []analysis.Evidence{{Label: pass.Format("label.code-of", "code", masked), Text: a.Client, Where: a.Where()}, {Label: pass.Format("label.sent-by"), Text: r.Client, Where: place}}})
	}
	return reports
}

// usedBefore finds the request that had spent the code: one that was answered
// with tokens, or whose answer got lost on the way.
func usedBefore(pass *analysis.Pass, r session.TokenRequest, values map[string]string) *analysis.Report {
	u, now := pass.Session.CodeUses(r.Code), pass.Now()
	if u == nil {
		return nil
	}
	other, cause, certainty := session.EventTime{}, "code-used-before", analysis.Certain
	switch {
	case len(u.Succeeded) > 0 && !holds(u.Unread, u.Succeeded[0]) && u.Succeeded[0].ID != now.ID && (u.Succeeded[0].Compare(now) < 0 || u.Succeeded[0].Overlaps(now)):
		other = u.Succeeded[0]
	case len(u.Unread) > 0 && u.Unread[0].ID != now.ID && u.Unread[0].Compare(now) < 0:
		other, cause, certainty = u.Unread[0], "code-answer-lost", analysis.Likely
	default:
		return nil
	}
	gap := now.Start.Sub(other.Start)
	// React runs an effect again within milliseconds; nobody reloads that fast.
	if certainty == analysis.Certain && gap.Abs() < session.MostAtOnce && !now.Start.IsZero() {
		cause = "code-sent-by-two"
	}
	if !pass.Applies(cause) {
		return nil
	}
	values["exchange"], values["gap"] = strconv.Itoa(other.ID), pass.Gap(gap)
	told := map[bool]string{true: "text.won-later", false: "text.won-before"}[gap < 0]
	if certainty == analysis.Likely {
		told = map[bool]string{true: "text.lost-later", false: "text.lost-before"}[gap < 0]
	}
	c := &analysis.Report{Cause: cause, Certainty: certainty, Values: values, Evidence: []analysis.Evidence{
		{Label: pass.Format("label.the-same-code"), Text: pass.Format(told, "span", values["gap"]), Where: other.Where()}}}
	page := ""
	for _, back := range session.FirstFew(pass.Session.RedirectsWith(r.Code)) {
		switch {
		case back.Page == "" || back.Compare(now) >= 0:
		case page == "":
			page = back.Page
		case page == back.Page:
			c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.callback-loaded-again"), Text: analysis.TimeText(back.Start), Where: back.Where()})
		}
	}
	return c
}

// afterPercent is the two digits of the first encoding in s.
func afterPercent(s string) string {
	_, rest, _ := strings.Cut(s, "%")
	return rest[:min(2, len(rest))]
}
