package redact

import (
	"strings"

	"misstep/wasm/redact/escape"
	"misstep/wasm/redact/shape"
)

// A kind says what a name implies about its value.
type kind int

const (
	none          kind = iota
	public             // looks secret and is not: nextPageToken
	challenge          // public when it is a hash, and else the verifier
	user               // the ID of a user
	weak               // secret in a query; elsewhere the word means other things: code, state
	pin                // as weak, and secret wherever it is made of digits
	plural             // of secrets or a count of them: tokens
	token              // secret, but in sentences also a word
	strong             // secret wherever it stands
	password           // strong, and may look like a word
	authorization      // scheme and credentials
	cookie             // name=value; …
	setCookie          // name=value; attributes
)

// classify tells by its name what a parameter, member or header holds. Case,
// and whether words are joined by _, - or nothing, do not matter.
func classify(name string) kind {
	name = strings.TrimPrefix(name, "data-") // an attribute of HTML
	if len(name) > longestName {
		return none
	}
	var buffer [longestName]byte
	n := string(plain(buffer[:0], name))
	if len(name) > 5 && (name[:5] == "HTTP_" || name[:5] == "http_") { // a server's environment
		n = n[len("http"):]
	}
	switch n {
	case "code", "state", "key", "verify", "sid", "ticket", "sig", "auth", "credential", "session", "pass", "pw", "refresh", "xsid":
		return weak
	case "pin", "pincode", "userpin":
		return pin
	case "token":
		return token
	case "authorization", "proxyauthorization", "xauthorization", "xforwardedauthorization", "xoriginalauthorization", "authentication", "redirecthttpauthorization":
		return authorization
	case "cookie", "cookies", "cookie2", "xoriginalcookie", "xforwardedcookie", "xcookie":
		return cookie
	case "setcookie", "setcookie2":
		return setCookie
	case "codechallenge":
		return challenge
	case "nextpagetoken", "pagetoken", "synctoken", "continuationtoken", "postmantoken":
		return public
	case "userid", "encodedid", "ownerid", "sub", "uid", "xuid", "xuser", "remoteuser", "xremoteuser", "xforwardeduser", "xauthenticateduser":
		return user
	case "invalidtoken", "expiredtoken", "missingtoken": // errors of those names
		return none
	case "assertion", "clientassertion", "samlresponse", "samlrequest", "oauthsignature", "oauthverifier", "jwt",
		"devicecode", "usercode", "authcode", "idtokenhint", "xauth",
		"mfacode", "otpcode", "totpcode", "smscode", "twofactorcode", "2facode", "verificationcode", "securitycode", "backupcode", "recoverycode",
		"resetcode", "invitecode", "oauthcode", "xoauthcode", "bearer", "xbearer", "connectionstring",
		"xamzsignature", "xgoogsignature":
		return strong
	case "passwd", "pwd", "passphrase", "passcode", "onetimepassword", "phpauthpw":
		return password
	}
	for _, end := range [...]string{"token", "apikey", "subscriptionkey", "encryptionkey", "customerkey", "secretkey", "accesskey", "authkey", "functionskey", "signingkey", "privatekey", "sessionkey", "accountkey", "codeverifier", "authorizationcode", "sessionid", "sessid", "csrf", "xsrf"} {
		if strings.HasSuffix(n, end) {
			return strong
		}
	}
	switch {
	case n == "credentials", strings.HasSuffix(n, "tokens"), strings.HasSuffix(n, "secrets"), strings.HasSuffix(n, "apikeys"), strings.HasSuffix(n, "passwords"):
		return plural
	case strings.HasSuffix(n, "assertion"):
		return strong
	case strings.HasSuffix(n, "signature"):
		return weak
	case strings.HasSuffix(n, "secret"), strings.HasSuffix(n, "password"):
		return password
	case strings.HasSuffix(n, "userid"):
		return user
	case strings.HasSuffix(n, "otp"), strings.HasSuffix(name, "_pin"), strings.HasSuffix(name, "-pin"):
		return pin
	case len(name) > 2 && name[0]|0x20 == 'x' && name[1] == '-': // a header field
		return classify(name[2:])
	}
	return none
}

// plain appends a name in lower case to flat, without what may join its words or
// say that there are several: token[], token[0].
func plain(flat []byte, name string) []byte {
	if open := strings.LastIndexByte(name, '['); open > 0 && strings.Trim(name[open:], "[]0123456789") == "" {
		name = name[:open]
	}
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c == '_' || c == '-' || c == '.' || c == ' ' || c == ':' || c == '[' || c == ']':
		case 'A' <= c && c <= 'Z':
			flat = append(flat, c|0x20)
		default:
			flat = append(flat, c)
		}
	}
	return flat
}

// labelOf says in a word or two what kind of secret a name has, for aliases.
func labelOf(name string) string {
	flat := string(plain(nil, name[:min(len(name), longestName)]))
	switch classify(name) {
	case authorization:
		return "credentials"
	case cookie, setCookie:
		return "cookie"
	case challenge:
		return verifierLabel
	case user:
		return userLabel
	case pin:
		return "code"
	}
	for _, label := range [...]struct{ part, label string }{
		{"refresh", "refresh-token"}, {"accesstoken", "access-token"}, {"idtoken", "id-token"}, {"verifier", "code-verifier"},
		{"clientsecret", "client-secret"}, {"passw", "password"}, {"pwd", "password"}, {"session", "session"}, {"apikey", "key"}, {"code", "code"}, {"state", "state"},
		{"token", "token"}, {"key", "key"},
	} {
		if strings.Contains(flat, label.part) {
			return label.label
		}
	}
	return "secret"
}

// schemeLabel is the kind of secret that an Authorization header of a scheme has.
func schemeLabel(scheme string) string {
	switch strings.ToLower(scheme) {
	case "bearer":
		return "access-token"
	case "basic":
		return "basic"
	}
	return "credentials"
}

// labelBefore is the kind of secret that a message names in two words, the
// second of which begins at i.
func (m *masker) labelBefore(trigger string, i int) string {
	before := strings.ToLower(m.s[max(0, i-len("refresh ")):i])
	switch {
	case trigger == "encoded" || trigger == "header":
		return "basic"
	case strings.HasSuffix(before, "refresh "):
		return "refresh-token"
	case strings.HasSuffix(before, "access "):
		return "access-token"
	}
	return labelOf(trigger)
}

// longestName bounds what is looked at as a name.
const longestName = 64

// scheme reports whether a word is an authentication scheme.
func scheme(word string) bool {
	switch strings.ToLower(word) {
	case "bearer", "basic", "oauth", "token", "digest", "mac", "hawk", "dpop", "negotiate", "ntlm",
		"apikey", "googlelogin", "aws4-hmac-sha256":
		return true
	}
	return false
}

// A notation says how sure it is that a name is one, and what its value may be.
type notation int

const (
	query  notation = iota // name=value
	quoted                 // "name":"value" and its like
	prose                  // name: value, which may be a sentence
)

// secretValue reports whether the value of a name of that kind must be masked.
func secretValue(k kind, n notation, value string) bool {
	if value == "" || placeholder(value) {
		return false
	}
	switch k {
	case strong:
		return n != prose || !shape.Word(value)
	case password:
		return n != prose || !shape.CommonWord(value)
	case challenge:
		return len(value) >= 16
	case user:
		return isUserID(value)
	case token:
		return n != prose || shape.Opaque(value)
	case plural:
		return !shape.Constant(value) && shape.Opaque(value)
	case pin:
		if len(value) >= 4 && strings.Trim(value, "0123456789 -") == "" {
			return true
		}
		fallthrough
	case weak:
		if len(value) <= 3 && strings.Trim(value, "0123456789") == "" {
			return false // a status
		}
		return n == query || !shape.Constant(value) && shape.Opaque(value)
	}
	return false
}

// placeholder reports whether a value only stands for a secret: "", null,
// <your access token>, [access_token], $TOKEN, xxxx, or one masked already.
func placeholder(v string) bool {
	if len(v) > 3*longestName {
		return strings.Trim(v, v[:1]) == ""
	}
	v = escape.Decode(strings.TrimSpace(v))
	if v == "" || masked(v) || isAlias(v) || shape.CommonWord(v) || allHeld(v) || strings.HasPrefix(v, "<token") && strings.HasSuffix(v, ">") {
		return true
	}
	first, last := v[0], v[len(v)-1]
	inner := ""
	switch {
	case first == '<' && last == '>', first == '[' && last == ']', first == '{' && last == '}':
		inner = strings.Trim(v, "<>[]{}")
	case first == '$':
		inner = strings.Trim(v, "${}()")
	case first == '%' && last == '%' && len(v) > 2:
		inner = strings.Trim(v, "%")
	}
	if inner != "" {
		return strings.IndexFunc(inner, func(r rune) bool {
			return !(shape.Letter(byte(r)) && r < 0x80) && !strings.ContainsRune(" _-.'’", r)
		}) < 0
	}
	return v == "%s" || strings.Trim(strings.ToLower(v), "x*-._#?•…") == "" && len(v) != 1 || len(v) > 2 && strings.Trim(v, v[:1]) == ""
}

// ordinary reports whether the values of a header field aren't secrets, though machines
// make them: identities of requests, traces and versions, hashes, and what browsers and
// servers say of themselves. Fields that are secret by their name were handled before.
func ordinary(name string) bool {
	if len(name) > longestName {
		return false
	}
	var buffer [longestName]byte
	n := string(plain(buffer[:0], name))
	for _, start := range [...]string{"accept", "content", "secch", "secwebsocketkey", "secwebsocketaccept", "xgooghash", "xgoogstored", "xgooggeneration", "xgoogmeta", "xamzcf", "xcache", "ifmatch", "ifnonematch", "ifrange", "xdebug", "xfbdebug", "reporting", "permissionspolicy"} {
		if strings.HasPrefix(n, start) {
			return true
		}
	}
	for _, end := range [...]string{"id", "id2", "ray", "ref", "grn", "digest", "hash", "checksum", "md5", "version", "agent", "fingerprint", "etag", "date", "timing", "via", "by", "parent", "baggage", "b3", "context", "nel", "reportto", "link", "altsvc", "server", "integrity", "sourcemap", "revision", "commit", "sha", "tree", "asset", "bundle", "deployment", "backend", "varnish", "cachekey", "surrogatekey", "cachetag", "matchedpath", "image", "instance", "pod", "build", "release", "vary", "clientdata"} {
		if strings.HasSuffix(n, end) {
			return true
		}
	}
	for _, part := range [...]string{"trace", "etag", "requestid", "sha1", "sha256", "datadog", "newrelic"} {
		if strings.Contains(n, part) {
			return true
		}
	}
	return false
}

// Labels that are treated in their own way.
const (
	verifierLabel = "code-verifier"
	basicLabel    = "basic"
	userLabel     = "user"
	personLabel   = "person"
)

// labels are the kinds of secrets that aliases are made for; of two that one secret may
// have, the first says more.
var labels = [...]string{verifierLabel, "access-token", "refresh-token", "id-token", "code", "client-secret", "password", "session", "state",
	"key", basicLabel, "credentials", "token", "cookie", userLabel, "secret", personLabel}

func rank(label string) int {
	for i, known := range labels {
		if known == label {
			return i
		}
	}
	return len(labels)
}
