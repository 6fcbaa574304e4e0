package diagnose

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/session"
)

// unreserved are the characters of a proof key's verifier (RFC 7636).
const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"

// examineProofKey checks PKCE.
func examineProofKey(e *examination) []clue {
	if e.Preflight {
		return nil
	}
	switch e.Step {
	case "authorize":
		return examineChallenge(e)
	case "token":
		if r := session.ReadTokenRequest(e.exchange); r.Code != "" {
			return examineVerifier(e, r)
		}
	}
	return nil
}

// examineChallenge checks the challenge of a request for consent.
func examineChallenge(e *examination) []clue {
	params := httpmsg.Query(e.exchange.Request.URL)
	challenge, method := httpmsg.FirstParam(params, "code_challenge"), httpmsg.FirstParam(params, "code_challenge_method")
	if challenge == "" || session.GotThrough(e.exchange) {
		return nil
	}
	values := map[string]string{"challenge": challenge, "method": method, "length": strconv.Itoa(len(challenge))}
	told := func(cause, text, where string) []clue {
		c := clue{cause: cause, certainty: e.told(cause), weight: 3, values: values, evidence: []Evidence{{"code_challenge", text, where}}}
		if right := safeChallenge(challenge); right != challenge {
			c.corrections = e.set("code_challenge", right)
		}
		return []clue{c}
	}
	const where = "request parameter code_challenge"
	masked := redact.Secret(challenge)
	switch bounds := e.Pack.PKCE.VerifierLength; {
	case method != "" && len(e.Pack.PKCE.Methods) > 0 && !slices.Contains(e.Pack.PKCE.Methods, method):
		values["methods"] = strings.Join(e.Pack.PKCE.Methods, ", ")
		return []clue{{cause: "challenge-method-unknown", certainty: e.told("challenge-method-unknown"), weight: 3, values: values,
			evidence: []Evidence{{"code_challenge_method", method, "request parameter code_challenge_method"}}}}
	case strings.HasSuffix(challenge, "="):
		return told("challenge-padded", e.say("text.ends-in-equals", "value", masked), where)
	case method == "S256" && len(challenge) == 64 && isHexText(challenge):
		return told("challenge-hexadecimal", e.say("text.hexadecimal", "value", masked), where)
	case strings.ContainsAny(challenge, "+/ "):
		return told("challenge-not-url-safe", e.say("text.holds-plus", "value", masked), where)
	case method == "S256" && len(challenge) != base64.RawURLEncoding.EncodedLen(sha256.Size), bounds[1] > 0 && (len(challenge) < bounds[0] || len(challenge) > bounds[1]):
		return told("challenge-length", e.count("text.has-characters", len(challenge), "value", masked), where)
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

func isHexText(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil
}

// examineVerifier checks a token request's verifier, by itself and against the
// challenge.
func examineVerifier(e *examination, r session.TokenRequest) []clue {
	verifier := r.Verifier
	r.Verifier = "" // it must not find its own consent
	a, sure := e.session.Consent(e.now(), r)
	if verifier == "" {
		if a == nil || a.Challenge == "" || !e.fits("verifier-left-out") || !sure && !e.answers("verifier-left-out") {
			return nil
		}
		return []clue{{cause: "verifier-left-out", certainty: sureIf(sure), weight: 2, values: map[string]string{"exchange": strconv.Itoa(a.ID)},
			evidence: []Evidence{{"code_challenge", redact.Secret(a.Challenge), a.Where()}}}}
	}
	if clues := verifierForm(e, verifier); clues != nil {
		return clues
	}
	if a == nil {
		return nil
	}
	return verifierAgainst(e, verifier, a, sure)
}

// verifierForm checks a verifier's length and alphabet.
func verifierForm(e *examination, verifier string) []clue {
	masked := redact.Secret(verifier)
	const where = "request parameter code_verifier"
	if strange := strings.Map(func(r rune) rune {
		if strings.ContainsRune(unreserved, r) {
			return -1
		}
		return r
	}, verifier); strange != "" && e.fits("verifier-alphabet") {
		strange = strings.ToValidUTF8(distinct(strange), "")
		return []clue{{cause: "verifier-alphabet", certainty: Certain, weight: 4, values: map[string]string{"characters": shownSecret(e, strange)},
			evidence: []Evidence{{"code_verifier", e.say("text.holds", "value", masked, "characters", shownSecret(e, strange)), where}}}}
	}
	bounds := e.Pack.PKCE.VerifierLength
	if n := len(verifier); bounds[1] > 0 && (n < bounds[0] || n > bounds[1]) && e.fits("verifier-length") {
		return []clue{{cause: "verifier-length", certainty: Certain, weight: 4,
			values:   map[string]string{"length": strconv.Itoa(n), "least": strconv.Itoa(bounds[0]), "most": strconv.Itoa(bounds[1])},
			evidence: []Evidence{{"code_verifier", e.count("text.has-characters", n, "value", masked), where}}}}
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
func shownSecret(e *examination, s string) string {
	var list []string
	for _, r := range s {
		switch r {
		case ' ':
			list = append(list, e.say("value.space"))
		case '\n', '\r':
			list = append(list, e.say("value.line-end"))
		default:
			list = append(list, string(r))
		}
	}
	return strings.Join(list, " ")
}

// verifierAgainst computes what challenge the verifier leads to and how the one
// in the request for consent may have come about instead.
func verifierAgainst(e *examination, verifier string, a *session.AuthorizeRequest, sure bool) []clue {
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
	if !e.answers(cause) && !(sure && e.open()) {
		return nil
	}
	method := a.Method
	if method == "" {
		method = e.say("value.none")
	}
	c := clue{cause: cause, certainty: sureIf(sure || cause != "verifier-of-another-challenge" && cause != "verifier-without-challenge"), weight: 3,
		values: map[string]string{"challenge": a.Challenge, "expected_challenge": want, "method": method, "exchange": strconv.Itoa(a.ID)},
		evidence: []Evidence{{e.say("label.s256-of-this-verifier"), redact.Secret(want), "request parameter code_verifier"},
			{"code_challenge", e.say("text.of-method", "challenge", redact.Secret(a.Challenge), "method", method), a.Where()}}}
	if list := e.session.ChallengedBy(want); cause == "verifier-of-another-challenge" && len(list) > 0 {
		other := list[0]
		c.cause, c.certainty = "verifier-of-other-consent", Certain
		c.values["other_exchange"] = strconv.Itoa(other.ID)
		c.evidence = append(c.evidence, Evidence{e.say("label.the-challenge-it-belongs-to"), redact.Secret(other.Challenge), other.Where()})
	}
	return []clue{c}
}
