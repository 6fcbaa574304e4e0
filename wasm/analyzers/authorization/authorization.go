// Package authorization analyzes the form of the Authorization header of a refused request.
package authorization

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jwt"
	"misstep/wasm/redact"
)

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "authorization",
	Causes: analysis.Weights{
		// The client belongs to another API: its header may be in perfect form.
		"foreign-client": 30,
		// The server couldn't read the credentials, so it looked at no other fault of the request.
		"authorization-basic-for-bearer": 20,
		"authorization-bearer-for-basic": 20,
		"authorization-empty":            20,
		"authorization-foreign-token":    20,
		"authorization-missing":          20,
		"authorization-no-scheme":        20,
		"authorization-oauth1":           20,
		"authorization-other-scheme":     20,
		"authorization-placeholder":      20,
		"authorization-quotes":           20,
		"authorization-scheme-twice":     20,
		"authorization-space":            20,
		"basic-empty-secret":             20,
		"basic-no-base64":                20,
		"basic-no-colon":                 20,
		"basic-placeholder":              20,
		"basic-quotes":                   20,
		"basic-space":                    20,
		"client-authorization-missing":   20,
		// Nothing is known of the header: anything else explains more.
		"authorization-not-recorded": -20,
	},
	Run: run,
}

// run reads the Authorization header of a refused request.
func run(pass *analysis.Pass) []analysis.Report {
	if pass.Preflight || pass.Data {
		return nil
	}
	scheme := pass.WantedScheme()
	found := foreignClient(pass)
	if scheme == "" {
		return pass.OnlyRefused(found)
	}
	value, recorded := pass.Exchange.Request.Header("Authorization")
	where := location.Authorization
	if !recorded {
		if value, where = echoedHeader(pass, scheme); value == "" {
			return pass.OnlyRefused(append(found, absentHeader(pass, scheme)...))
		}
	}
	if c := headerClue(pass, scheme, value, where); c != nil {
		found = append(found, *c)
	}
	return pass.OnlyRefused(found)
}

// A headerKey is all that a header's form is judged by.
type headerKey struct {
	pack, wanted, value string
	where               location.Location
}

// headerClue is what is wrong with a header's form; nil when it is right. Most
// requests of a session send the same few.
func headerClue(pass *analysis.Pass, wanted, value string, where location.Location) *analysis.Report {
	return analysis.MemoOf[headerKey, *analysis.Report](pass, "headers").Get(headerKey{pass.Pack.ID, wanted, value, where}, func() *analysis.Report {
		if c, wrong := checkHeader(pass, wanted, value, where); wrong {
			return &c
		}
		return nil
	})
}

// checkHeader finds what is wrong with a header's form, one thing at most.
func checkHeader(pass *analysis.Pass, wanted, value string, where location.Location) (analysis.Report, bool) {
	value = strings.TrimSpace(value)
	scheme, credentials, split := strings.Cut(value, " ")
	credentials = strings.TrimSpace(credentials)
	tell := func(cause, shown string) (analysis.Report, bool) {
		return analysis.Report{
			Cause: cause, Certainty: analysis.Certain,
			Values:   map[string]string{"header": shown},
			Evidence: []analysis.Evidence{{Label: "Authorization", Text: shown, Where: where}}, Corrections: headerCorrections(cause, wanted, value),
		}, true
	}
	known := strings.EqualFold(scheme, httpmsg.Basic) || strings.EqualFold(scheme, httpmsg.Bearer)
	switch {
	case httpmsg.IsPlaceholder(value):
		return tell("authorization-placeholder", value)
	case !split && known || value == "":
		return tell("authorization-empty", value)
	case known && httpmsg.IsPlaceholder(credentials):
		return tell("authorization-placeholder", scheme+" "+credentials)
	case known && isRepeated(scheme, credentials):
		last := credentials[strings.LastIndexByte(credentials, ' ')+1:]
		return tell("authorization-scheme-twice", scheme+" "+strings.TrimSuffix(credentials, last)+redact.Secret(last))
	case strings.EqualFold(scheme, httpmsg.Bearer) && wanted == httpmsg.Basic:
		return tell("authorization-bearer-for-basic", httpmsg.Bearer+" "+redact.Secret(credentials))
	case strings.EqualFold(scheme, httpmsg.Basic) && wanted == httpmsg.Bearer:
		return tell("authorization-basic-for-bearer", httpmsg.Basic+" "+redact.Secret(credentials))
	case strings.EqualFold(scheme, "OAuth") && strings.Contains(credentials, "oauth_"):
		return tell("authorization-oauth1", "OAuth oauth_…")
	case !known && !split:
		return tell("authorization-no-scheme", redact.Secret(value))
	case !known:
		return tell("authorization-other-scheme", redact.Text(scheme)+" …")
	case strings.EqualFold(scheme, httpmsg.Basic):
		return checkBasic(pass, credentials, where)
	}
	if first, last := credentials[0], credentials[len(credentials)-1]; strings.IndexByte("\"'`", first) >= 0 || strings.IndexByte("\"'`", last) >= 0 {
		return tell("authorization-quotes", httpmsg.Bearer+" "+MaskInner(credentials))
	}
	if strings.ContainsFunc(credentials, unicode.IsSpace) || hasEscape(credentials) {
		return tell("authorization-space", httpmsg.Bearer+" "+MaskInner(credentials))
	}
	for _, start := range pass.Pack.Credentials.ForeignTokens {
		if strings.HasPrefix(credentials, start) {
			return tell("authorization-foreign-token", httpmsg.Bearer+" "+start+"…")
		}
	}
	return analysis.Report{}, false
}

// isRepeated reports whether the scheme comes before the credentials again.
func isRepeated(scheme, credentials string) bool {
	again, _, _ := strings.Cut(credentials, " ")
	return strings.EqualFold(again, scheme)
}

// hasEscape reports whether a line break is written out in the token: \n, %0A.
func hasEscape(token string) bool {
	lower := strings.ToLower(token)
	return strings.Contains(lower, `\n`) || strings.Contains(lower, `\r`) || strings.Contains(lower, "%0a") || strings.Contains(lower, "%0d") || strings.Contains(lower, "%20")
}

// MaskInner masks a text and leaves what is odd at both its ends to be seen,
// control characters and spaces escaped.
func MaskInner(text string) string {
	odd := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) || r > unicode.MaxASCII }
	inner := strings.TrimFunc(text, odd)
	if inner == "" {
		return escape(text)
	}
	before, after, _ := strings.Cut(text, inner)
	return escape(before) + redact.Secret(inner) + escape(after)
}

// escape writes characters that cannot be seen in the way of Go and JavaScript;
// a space as ␠, so that it can be seen.
func escape(text string) string {
	quoted := strconv.QuoteToASCII(text)
	quoted = strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
	return strings.ReplaceAll(quoted, " ", "␠")
}

// checkBasic reads client ID and secret.
func checkBasic(pass *analysis.Pass, credentials string, where location.Location) (analysis.Report, bool) {
	tell := func(cause, shown, part string) (analysis.Report, bool) {
		return analysis.Report{
			Cause: cause, Certainty: analysis.Certain,
			Values:   map[string]string{"header": shown, "part": part},
			Evidence: []analysis.Evidence{{Label: pass.Format("label.basic-decoded"), Text: shown, Where: where}},
		}, true
	}
	decoded, ok := httpmsg.DecodeBasic(credentials)
	if !ok {
		c, _ := tell("basic-no-base64", maskPair(credentials), "")
		c.Evidence[0].Label = pass.Format("label.after-basic")
		if id, _, pair := strings.Cut(credentials, ":"); pair {
			c.Corrections = basicCorrections(id)
		}
		return c, true
	}
	id, secret, pair := strings.Cut(decoded, ":")
	corrected := func(cause, shown, part string) (analysis.Report, bool) {
		c, ok := tell(cause, shown, part)
		c.Corrections = basicCorrections(id)
		return c, ok
	}
	shown := escape(id) + ":" + MaskInner(secret)
	switch {
	case !pair:
		return tell("basic-no-colon", MaskInner(decoded), "")
	case httpmsg.IsPlaceholder(secret):
		part := pass.Format("value.client-secret")
		if httpmsg.IsPlaceholder(id) {
			part = pass.Format("value.client-id")
		}
		return tell("basic-placeholder", escape(id)+":"+escape(secret), part)
	case httpmsg.IsPlaceholder(id) || id == "":
		return tell("basic-placeholder", shown, pass.Format("value.client-id"))
	case strings.TrimSpace(secret) == "":
		return tell("basic-empty-secret", escape(decoded), "")
	case hasBlank(id):
		return corrected("basic-space", shown, pass.Format("value.client-id"))
	case hasBlank(secret):
		return corrected("basic-space", shown, pass.Format("value.client-secret"))
	case strings.ContainsAny(id, "\"'"):
		return corrected("basic-quotes", shown, pass.Format("value.client-id"))
	case strings.ContainsAny(secret, "\"'"):
		return corrected("basic-quotes", shown, pass.Format("value.client-secret"))
	}
	return analysis.Report{}, false
}

// hasBlank reports whether a text holds a character that cannot be seen.
func hasBlank(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\ufeff'
	})
}

// maskPair masks what should have been encoded: id:secret in clear, or one word.
func maskPair(text string) string {
	if id, secret, pair := strings.Cut(text, ":"); pair {
		return escape(id) + ":" + redact.Secret(secret)
	}
	return redact.Secret(text)
}

// echoedHeader is the header as the server says it received it, for recordings
// without it.
func echoedHeader(pass *analysis.Pass, wanted string) (value string, where location.Location) {
	for _, f := range pass.Matches {
		if token := f.Values["access_token"]; wanted == httpmsg.Bearer && httpmsg.IsNothing(token) {
			return httpmsg.Bearer + " " + token, f.WhereRead()
		}
		told := f.Values["header"]
		if told == "" || told == "null" {
			continue
		}
		if httpmsg.IsPlaceholder(told) {
			return told, f.WhereRead()
		}
		// Its value is masked there; read it where it was masked.
		if _, after, found := strings.Cut(pass.Exchange.Response.Body.Text, httpmsg.Basic+" "); found {
			end := strings.IndexFunc(after, func(r rune) bool { return !jwt.IsRune(r) && r != '+' && r != '/' && r != '=' })
			if end > 0 {
				return httpmsg.Basic + " " + strings.TrimRight(after[:end], "."), f.WhereRead()
			}
		}
	}
	return "", location.Location{}
}

// absentHeader is what can be said when no Authorization header was recorded.
// Many recordings leave it out on purpose; then it is not missing.
func absentHeader(pass *analysis.Pass, wanted string) []analysis.Report {
	if pass.Unread() {
		return absentUnread(pass, wanted)
	}
	told := slices.ContainsFunc(pass.Matches, func(f analysis.Match) bool { return f.Values["header"] == "null" })
	recorded := len(pass.Exchange.Request.Headers) > 0 && pass.Session.RecordsHeaders() && !pass.Session.LeavesOut()
	if !told && !recorded {
		if len(pass.Matches) == 0 || pass.Matches[0].Certainty == analysis.Possible {
			return nil
		}
		return []analysis.Report{{Cause: "authorization-not-recorded", Certainty: analysis.Possible,
			Evidence: []analysis.Evidence{{Label: "Authorization", Text: pass.Format("text.not-recorded"), Where: location.Authorization}}}}
	}
	cause := "authorization-missing"
	if wanted == httpmsg.Basic {
		if value, _ := httpmsg.NamedParam(&pass.Exchange.Request, "client_id"); value != "" {
			return nil // a public client names itself in the form
		}
		cause = "client-authorization-missing"
	}
	if !pass.MayExplain(cause) {
		return nil
	}
	return []analysis.Report{{Cause: cause, Certainty: analysis.Certain, Evidence: []analysis.Evidence{{Label: "Authorization", Text: pass.Format("text.no-such-header"), Where: location.Authorization}}}}
}

// absentUnread is the same where the response says nothing. A header that a
// preflight asked leave for was sent, and so was one where others were let in
// without any: the recording leaves it out. A service worker may have added it.
func absentUnread(pass *analysis.Pass, wanted string) []analysis.Report {
	r, status := &pass.Exchange.Request, pass.Exchange.Response.Status
	if len(r.Headers) == 0 || pass.Exchange.Response.ByWorker || analysis.SentUnrecorded(pass) || pass.Session.LeavesOut() {
		return nil
	}
	c := analysis.Report{Cause: "authorization-missing", Certainty: analysis.Likely, Evidence: []analysis.Evidence{{Label: "Authorization", Text: pass.Format("text.no-such-header"), Where: location.Authorization}}}
	switch {
	case wanted == httpmsg.Bearer && (status == httpmsg.StatusUnauthorized || status == httpmsg.StatusForbidden):
	case pass.Step == "token" && (status == httpmsg.StatusUnauthorized || status == httpmsg.StatusBadRequest) && len(r.Params()) > 0:
		for _, name := range []string{"client_id", "client_assertion"} {
			if value, _ := httpmsg.NamedParam(r, name); value != "" {
				return nil
			}
		}
		c.Cause = "client-authorization-missing"
	default:
		return nil
	}
	c.Evidence = append(c.Evidence, analysis.StatusAndBody(pass)...)
	return []analysis.Report{c}
}

// foreignClient finds the client ID of another vendor's console.
func foreignClient(pass *analysis.Pass) []analysis.Report {
	if pass.Step == "" || len(pass.Pack.Credentials.ForeignClients) == 0 {
		return nil
	}
	id, where := httpmsg.ClientID(&pass.Exchange.Request)
	id = strings.TrimSpace(id)
	for _, end := range pass.Pack.Credentials.ForeignClients {
		if strings.HasSuffix(id, end) {
			return []analysis.Report{{Cause: "foreign-client", Certainty: analysis.Certain,
				Values: map[string]string{"client_id": id}, Evidence: []analysis.Evidence{{Label: "client_id", Text: id, Where: where}}}}
		}
	}
	return nil
}

// headerCorrections make an Authorization header right whose form is wrong; nil
// where it takes more than to write it otherwise.
func headerCorrections(cause, wanted, value string) []analysis.Correction {
	switch cause {
	case "authorization-scheme-twice", "authorization-quotes", "authorization-space":
		return analysis.ToHeader(httpmsg.Bearer + " {access_token}")
	case "authorization-no-scheme":
		if wanted == httpmsg.Bearer && len(value) >= 16 && value != "" && !httpmsg.IsPlaceholder(value) {
			return analysis.ToHeader(httpmsg.Bearer + " {access_token}")
		}
	}
	return nil
}

// basicCorrections write client ID and secret as they belong; nil if the ID is unknown.
func basicCorrections(id string) []analysis.Correction {
	id = strings.Trim(strings.TrimSpace(id), "\"'`\u200b\ufeff")
	if id == "" || httpmsg.IsPlaceholder(id) || hasBlank(id) || strings.ContainsAny(id, ":\"'") {
		return nil
	}
	return []analysis.Correction{{Part: analysis.PartClient, Name: id, Value: "{client_secret}"}}
}
