package diagnose

import (
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/session"
)

// examineRedirectURI compares the token request's redirect_uri with that of the
// request for consent.
func examineRedirectURI(e *examination, r session.TokenRequest) []clue {
	if r.Code == "" {
		return nil
	}
	sent := httpmsg.FirstParam(r.Params, "redirect_uri")
	evidence := []Evidence{{e.say("label.sent"), redact.URL(sent), "request parameter redirect_uri"}}
	values := map[string]string{"redirect_uri": redact.URL(sent)}
	switch {
	case httpmsg.FirstParam(httpmsg.Query(sent), "code") != "":
		if !e.fits("redirect-uri-is-callback") {
			return nil
		}
		values["asked_redirect_uri"], _, _ = strings.Cut(sent, "?")
		return []clue{{cause: "redirect-uri-is-callback", certainty: Certain, weight: 3, values: values, evidence: evidence, corrections: e.set("redirect_uri", values["asked_redirect_uri"])}}
	case encodedAddress(sent):
		if !e.fits("redirect-uri-encoded-twice") {
			return nil
		}
		return []clue{{cause: "redirect-uri-encoded-twice", certainty: Certain, weight: 3, values: values, evidence: evidence, corrections: e.set("redirect_uri", httpmsg.DecodePercent(sent))}}
	}
	a, sure := e.session.Consent(e.now(), r)
	if a == nil || a.RedirectURI == sent || a.RedirectURI == "" {
		return nil
	}
	cause := "redirect-uri-differs"
	if sent == "" {
		cause, evidence = "redirect-uri-left-out", nil
	}
	if !e.answers(cause) && !(sure && e.open()) {
		return nil
	}
	values["asked_redirect_uri"] = a.RedirectURI
	values["exchange"] = strconv.Itoa(a.ID)
	values["difference"] = e.addressDifference(sent, a.RedirectURI)
	evidence = append(evidence, Evidence{e.say("label.asked-for"), a.RedirectURI, a.Where()})
	c := clue{cause: cause, certainty: sureIf(sure), weight: 2, values: values, evidence: evidence}
	if sure {
		c.corrections = e.set("redirect_uri", a.RedirectURI)
	}
	return []clue{c}
}

// encodedAddress reports whether a decoded value is still an encoded address.
func encodedAddress(s string) bool {
	return !strings.Contains(s, "://") && strings.Contains(strings.ToLower(s), "%3a%2f%2f")
}

// examineCode looks at what became of the code before this request sent it.
func examineCode(e *examination, r session.TokenRequest) []clue {
	if r.Code == "" {
		return nil
	}
	masked := redact.Secret(r.Code)
	values := map[string]string{"code": r.Code}
	if before, fragment, found := strings.Cut(r.Code, "#"); found && e.fits("code-with-fragment") {
		if len(fragment) > 8 {
			fragment = "…" // might be anything
		}
		values["fragment"] = "#" + fragment
		return []clue{{cause: "code-with-fragment", certainty: Certain, weight: 4, values: values, evidence: []Evidence{{"code", e.say("text.followed-by", "code", redact.Secret(before), "fragment", values["fragment"]), "request parameter code"}}, corrections: e.set("code", "{code}")}}
	}
	if once := httpmsg.DecodePercent(r.Code); once != r.Code && e.fits("code-encoded-twice") {
		sure := len(e.session.RedirectsWith(once)) > 0
		return []clue{{cause: "code-encoded-twice", certainty: sureIf(sure), weight: 4, values: values, evidence: []Evidence{{"code", e.say("text.still-encoded", "encoding", "%"+afterPercent(r.Code)), "request parameter code"}}, corrections: e.set("code", "{code}")}}
	}
	var clues []clue
	if c := usedBefore(e, r, values); c != nil {
		clues = append(clues, *c)
	}
	if list := e.session.RedirectsWith(r.Code); len(list) > 0 {
		lifetime := time.Duration(e.Pack.Lifetimes["authorizationCode"].Seconds) * time.Second
		born := list[0].Born
		if age := e.exchange.Started.Sub(born); lifetime > 0 && !born.IsZero() && !e.exchange.Started.IsZero() && age > lifetime && e.fits("code-too-old") {
			weight := 3
			if e.found(catalog.CodeExpired) {
				weight = 5 // then whether it was used, too, does not matter
			}
			clues = append(clues, clue{cause: "code-too-old", certainty: Certain, weight: weight,
				values: map[string]string{"code": r.Code, "age": e.gap(age), "lifetime": e.gap(lifetime), "exchange": strconv.Itoa(list[0].ID)},
				evidence: []Evidence{{e.say("label.code-came"), born.UTC().Format("15:04:05"), list[0].Where()},
					{e.say("label.code-sent"), e.say("text.at-later", "time", e.exchange.Started.UTC().Format("15:04:05"), "span", e.gap(age)), "request parameter code"}}})
		}
	}
	place := "request parameter client_id"
	if httpmsg.FirstParam(r.Params, "client_id") == "" {
		place = "request header Authorization"
	}
	if a, sure := e.session.Consent(e.now(), r); sure && a.Client != "" && r.Client != "" && a.Client != r.Client && e.fits("code-of-another-client") {
		clues = append(clues, clue{cause: "code-of-another-client", certainty: Certain, weight: 2,
			values:   map[string]string{"code": r.Code, "client_id": r.Client, "asked_client_id": a.Client, "exchange": strconv.Itoa(a.ID)},
			evidence: []Evidence{{e.say("label.code-of", "code", masked), a.Client, a.Where()}, {e.say("label.sent-by"), r.Client, place}}})
	}
	return clues
}

// usedBefore finds the request that had spent the code: one that was answered
// with tokens, or whose answer got lost on the way.
func usedBefore(e *examination, r session.TokenRequest, values map[string]string) *clue {
	u, now := e.session.CodeUses(r.Code), e.now()
	if u == nil {
		return nil
	}
	other, cause, certainty := session.EventTime{}, "code-used-before", Certain
	switch {
	case len(u.Succeeded) > 0 && u.Succeeded[0].ID != now.ID && (u.Succeeded[0].Compare(now) < 0 || u.Succeeded[0].Overlaps(now)):
		other = u.Succeeded[0]
	case len(u.Unread) > 0 && u.Unread[0].ID != now.ID && u.Unread[0].Compare(now) < 0:
		other, cause, certainty = u.Unread[0], "code-answer-lost", Likely
	default:
		return nil
	}
	gap := now.Start.Sub(other.Start)
	// React runs an effect again within milliseconds; nobody reloads that fast.
	if certainty == Certain && gap.Abs() < session.MostAtOnce && !now.Start.IsZero() {
		cause = "code-sent-by-two"
	}
	if !e.fits(cause) {
		return nil
	}
	values["exchange"], values["gap"] = strconv.Itoa(other.ID), e.gap(gap)
	told := map[bool]string{true: "text.won-later", false: "text.won-before"}[gap < 0]
	if certainty == Likely {
		told = map[bool]string{true: "text.lost-later", false: "text.lost-before"}[gap < 0]
	}
	c := &clue{cause: cause, certainty: certainty, weight: 4, values: values, evidence: []Evidence{
		{e.say("label.the-same-code"), e.say(told, "span", values["gap"]), other.Where()}}}
	page := ""
	for _, back := range session.FirstFew(e.session.RedirectsWith(r.Code)) {
		switch {
		case back.Page == "" || back.Compare(now) >= 0:
		case page == "":
			page = back.Page
		case page == back.Page:
			c.evidence = append(c.evidence, Evidence{e.say("label.callback-loaded-again"), back.Start.UTC().Format("15:04:05"), back.Where()})
		}
	}
	return c
}

// afterPercent is the two digits of the first encoding in s.
func afterPercent(s string) string {
	_, rest, _ := strings.Cut(s, "%")
	return rest[:min(2, len(rest))]
}
