// Package proofkey analyzes PKCE: verifiers and challenges.
package proofkey

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/session"
)

// unreserved are the characters of a proof key's verifier (RFC 7636).
const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "proofkey",
	Causes: analysis.Weights{
		// Wrong in itself, whatever the challenge was.
		"verifier-alphabet": 4,
		"verifier-length":   4,
		// Computed from both values of the session.
		"challenge-hexadecimal":         3,
		"challenge-length":              3,
		"challenge-method-left-out":     3,
		"challenge-method-unknown":      3,
		"challenge-not-hashed":          3,
		"challenge-not-url-safe":        3,
		"challenge-padded":              3,
		"verifier-of-another-challenge": 3,
		"verifier-of-other-consent":     3,
		"verifier-without-challenge":    3,
		// Only its absence speaks for it.
		"verifier-left-out": 2,
	},
	Run: run,
}

// run checks PKCE.
func run(pass *analysis.Pass) []analysis.Report {
	if pass.Preflight {
		return nil
	}
	switch pass.Step {
	case "authorize":
		return checkChallenge(pass)
	case "token":
		if r := session.ReadTokenRequest(pass.Exchange); r.Code != "" {
			return checkVerifier(pass, r)
		}
	}
	return nil
}

// checkChallenge checks the challenge of a request for consent.
func checkChallenge(pass *analysis.Pass) []analysis.Report {
	params := httpmsg.Query(pass.Exchange.Request.URL)
	challenge, method := httpmsg.FirstParam(params, "code_challenge"), httpmsg.FirstParam(params, "code_challenge_method")
	if challenge == "" || session.GotThrough(pass.Exchange) {
		return nil
	}
	values := map[string]string{"challenge": challenge, "method": method, "length": strconv.Itoa(len(challenge))}
	told := func(cause, text string, where location.Location) []analysis.Report {
		c := analysis.Report{Cause: cause, Certainty: pass.CertaintyOf(cause), Values: values, Evidence: []analysis.Evidence{{Label: "code_challenge", Text: text, Where: where}}}
		if right := safeChallenge(challenge); right != challenge {
			c.Corrections = pass.Set("code_challenge", right)
		}
		return []analysis.Report{c}
	}
	where := location.RequestParameter("code_challenge")
	masked := redact.Secret(challenge)
	switch bounds := pass.Pack.PKCE.VerifierLength; {
	case method != "" && len(pass.Pack.PKCE.Methods) > 0 && !slices.Contains(pass.Pack.PKCE.Methods, method):
		values["methods"] = strings.Join(pass.Pack.PKCE.Methods, ", ")
		return []analysis.Report{{Cause: "challenge-method-unknown", Certainty: pass.CertaintyOf("challenge-method-unknown"), Values: values,
			Evidence: []analysis.Evidence{{Label: "code_challenge_method", Text: method, Where: location.RequestParameter("code_challenge_method")}}}}
	case strings.HasSuffix(challenge, "="):
		return told("challenge-padded", pass.Format("text.ends-in-equals", "value", masked), where)
	case method == "S256" && len(challenge) == 64 && httpmsg.IsHex(challenge):
		return told("challenge-hexadecimal", pass.Format("text.hexadecimal", "value", masked), where)
	case strings.ContainsAny(challenge, "+/ "):
		return told("challenge-not-url-safe", pass.Format("text.holds-plus", "value", masked), where)
	case method == "S256" && len(challenge) != base64.RawURLEncoding.EncodedLen(sha256.Size), bounds[1] > 0 && (len(challenge) < bounds[0] || len(challenge) > bounds[1]):
		return told("challenge-length", pass.Count("text.has-characters", len(challenge), "value", masked), where)
	}
	return nil
}

// urlSafe writes Base64 with the letters that need no encoding in an address.
var urlSafe = strings.NewReplacer("+", "-", "/", "_", " ", "-")

// safeChallenge is a hash in Base64 as a challenge must be written; what is none
// stays as it is.
func safeChallenge(challenge string) string {
	right := strings.TrimRight(urlSafe.Replace(challenge), "=")
	if hash, err := base64.RawURLEncoding.DecodeString(right); err != nil || len(hash) != sha256.Size {
		return challenge
	}
	return right
}

// checkVerifier checks a token request's verifier, by itself and against the
// challenge.
func checkVerifier(pass *analysis.Pass, r session.TokenRequest) []analysis.Report {
	verifier := r.Verifier
	r.Verifier = "" // it must not find its own consent
	a, sure := pass.Session.Consent(pass.Now(), r)
	if verifier == "" {
		if a == nil || a.Challenge == "" || !pass.Applies("verifier-left-out") || !sure && !pass.SurelyExplains("verifier-left-out") {
			return nil
		}
		return []analysis.Report{{Cause: "verifier-left-out", Certainty: analysis.SureIf(sure), Values: map[string]string{"exchange": strconv.Itoa(a.ID)},
			Evidence: []analysis.Evidence{{Label: "code_challenge", Text: redact.Secret(a.Challenge), Where: a.Where()}}}}
	}
	if reports := verifierForm(pass, verifier); reports != nil {
		return reports
	}
	if a == nil {
		return nil
	}
	return verifierAgainst(pass, verifier, a, sure)
}

// verifierForm checks a verifier's length and alphabet.
func verifierForm(pass *analysis.Pass, verifier string) []analysis.Report {
	masked := redact.Secret(verifier)
	where := location.RequestParameter("code_verifier")
	if strange := strings.Map(func(r rune) rune {
		if strings.ContainsRune(unreserved, r) {
			return -1
		}
		return r
	}, verifier); strange != "" && pass.Applies("verifier-alphabet") {
		strange = strings.ToValidUTF8(distinct(strange), "")
		return []analysis.Report{{Cause: "verifier-alphabet", Certainty: analysis.Certain, Values: map[string]string{"characters": shownSecret(pass, strange)},
			Evidence: []analysis.Evidence{{Label: "code_verifier", Text: pass.Format("text.holds", "value", masked, "characters", shownSecret(pass, strange)), Where: where}}}}
	}
	bounds := pass.Pack.PKCE.VerifierLength
	if n := len(verifier); bounds[1] > 0 && (n < bounds[0] || n > bounds[1]) && pass.Applies("verifier-length") {
		return []analysis.Report{{Cause: "verifier-length", Certainty: analysis.Certain,
			Values:   map[string]string{"length": strconv.Itoa(n), "least": strconv.Itoa(bounds[0]), "most": strconv.Itoa(bounds[1])},
			Evidence: []analysis.Evidence{{Label: "code_verifier", Text: pass.Count("text.has-characters", n, "value", masked), Where: where}}}}
	}
	return nil
}

// distinct is each character of s once, at most eight.
func distinct(s string) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n < 8 && !strings.ContainsRune(b.String(), r) {
			b.WriteRune(r)
			n++
		}
	}
	return b.String()
}

// shownSecret writes characters so that a space or a line end can be seen.
func shownSecret(pass *analysis.Pass, s string) string {
	var list []string
	for _, r := range s {
		switch r {
		case ' ':
			list = append(list, pass.Format("value.space"))
		case '\n', '\r':
			list = append(list, pass.Format("value.line-end"))
		default:
			list = append(list, string(r))
		}
	}
	return strings.Join(list, " ")
}

// verifierAgainst computes what challenge the verifier leads to and how the one
// in the request for consent may have come about instead.
func verifierAgainst(pass *analysis.Pass, verifier string, a *session.AuthorizeRequest, sure bool) []analysis.Report {
	hash := sha256.Sum256([]byte(verifier))
	want := session.HashedChallenge(verifier)
	hashed := a.Method == "S256"
	cause := ""
	switch {
	case a.Challenge == "":
		cause = "verifier-without-challenge"
	case hashed && a.Challenge == want, !hashed && a.Challenge == verifier:
		return nil
	case !hashed && a.Challenge == want:
		cause = "challenge-method-left-out"
	case hashed && a.Challenge == verifier:
		cause = "challenge-not-hashed"
	case strings.TrimRight(a.Challenge, "=") == want:
		cause = "challenge-padded"
	case a.Challenge == strings.TrimRight(base64.StdEncoding.EncodeToString(hash[:]), "="), a.Challenge == base64.StdEncoding.EncodeToString(hash[:]):
		cause = "challenge-not-url-safe"
	case a.Challenge == hex.EncodeToString(hash[:]), a.Challenge == base64.RawURLEncoding.EncodeToString([]byte(hex.EncodeToString(hash[:]))):
		cause = "challenge-hexadecimal"
	default:
		cause = "verifier-of-another-challenge"
	}
	if !pass.SurelyExplains(cause) && !(sure && pass.UnexplainedRefusal()) {
		return nil
	}
	method := a.Method
	if method == "" {
		method = pass.Format("value.none")
	}
	c := analysis.Report{Cause: cause, Certainty: analysis.SureIf(sure || cause != "verifier-of-another-challenge" && cause != "verifier-without-challenge"),
		Values: map[string]string{"challenge": a.Challenge, "expected_challenge": want, "method": method, "exchange": strconv.Itoa(a.ID)},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.s256-of-this-verifier"), Text: redact.Secret(want), Where: location.RequestParameter("code_verifier")},
			{Label: "code_challenge", Text: pass.Format("text.of-method", "challenge", redact.Secret(a.Challenge), "method", method), Where: a.Where()}}}
	if list := pass.Session.ChallengedBy(want); cause == "verifier-of-another-challenge" && len(list) > 0 {
		other := list[0]
		c.Cause, c.Certainty = "verifier-of-other-consent", analysis.Certain
		c.Values["other_exchange"] = strconv.Itoa(other.ID)
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.the-challenge-it-belongs-to"), Text: redact.Secret(other.Challenge), Where: other.Where()})
	}
	return []analysis.Report{c}
}
