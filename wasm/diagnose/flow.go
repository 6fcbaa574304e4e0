package diagnose

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"misstep/wasm/session"
)

// examineFlow follows OAuth from the consent page to the use of the token.
func examineFlow(e *examination) []clue {
	if e.Preflight {
		return nil
	}
	switch e.Step {
	case "authorize":
		return examineConsent(e)
	case "token":
		r := session.ReadTokenRequest(e.exchange)
		return slices.Concat(examineTokenForm(e, r), examineRedirectURI(e, r), examineCode(e, r), examineRefresh(e, r), examineGrant(e, r))
	case "revoke":
		return nil
	}
	return examineUse(e)
}

// now is the moment of the exchange that is examined.
func (e *examination) now() session.EventTime {
	return session.EventTimeOf(e.id, e.exchange)
}

// fits reports whether a cause can be told here: the answer shows an error that
// it explains, or was a refusal that says nothing else.
func (e *examination) fits(cause string) bool { return e.answers(cause) || e.open() }

// answers reports whether the answer shows an error that the cause explains.
func (e *examination) answers(cause string) bool {
	_, known := e.session.Catalog().Cause(e.Pack.ID, cause)
	if known == nil {
		return false
	}
	return slices.ContainsFunc(e.matches, func(f matched) bool {
		return f.Certainty != Possible && slices.Contains(known.Explains, f.ID)
	})
}

// open reports whether the answer refused the request's form and no entry says
// with some certainty why.
func (e *examination) open() bool {
	return e.exchange.Response.Status == 400 && !slices.ContainsFunc(e.matches, func(f matched) bool { return f.Certainty != Possible })
}

// sureIf is certain when sure, else likely.
func sureIf(sure bool) Certainty {
	if sure {
		return Certain
	}
	return Likely
}

// addressDifference names the first part in which two addresses differ: "port
// 8080, not 3000".
func (s *examination) addressDifference(sent, asked string) string {
	a, errA := url.Parse(sent)
	b, errB := url.Parse(asked)
	differ := func(key, this, that string) string { return s.say(key, "this", this, "that", that) }
	switch {
	case sent == asked:
		return ""
	case sent == asked+"/":
		return s.say("difference.slash-too-much")
	case sent+"/" == asked:
		return s.say("difference.slash-missing")
	case errA != nil || errB != nil:
	case a.Scheme != b.Scheme:
		return differ("difference.other", a.Scheme, b.Scheme)
	case a.Hostname() != b.Hostname():
		return differ("difference.host", a.Hostname(), b.Hostname())
	case a.Port() != b.Port():
		none := s.say("value.none")
		return differ("difference.port", cmp.Or(a.Port(), none), cmp.Or(b.Port(), none))
	case a.Path != b.Path && strings.EqualFold(a.Path, b.Path):
		return differ("difference.case", a.Path, b.Path)
	case a.Path != b.Path:
		return differ("difference.path", a.Path, b.Path)
	case a.RawQuery != b.RawQuery:
		return differ("difference.query", a.RawQuery, b.RawQuery)
	}
	i := 0
	for i < len(sent) && i < len(asked) && sent[i] == asked[i] {
		i++
	}
	return s.say("difference.from-character", "position", strconv.Itoa(i+1))
}
