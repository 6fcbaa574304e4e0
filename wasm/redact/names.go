package redact

import "strings"

// A kind says what a name makes of its value.
type kind int

const (
	none          kind = iota
	public             // looks secret and is not: nextPageToken
	challenge          // public when it is a hash, and else the verifier
	user               // the id of a user
	weak               // secret in a query; elsewhere the word means other things: code, state
	pin                // as weak, and secret wherever it is made of digits
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
	switch n {
	case "code", "state", "key", "verify", "sid", "ticket", "sig", "auth", "credential", "session", "pass", "pw", "refresh", "xsid":
		return weak
	case "pin", "pincode", "userpin":
		return pin
	case "token":
		return token
	case "authorization", "proxyauthorization", "xauthorization", "xforwardedauthorization", "xoriginalauthorization", "authentication":
		return authorization
	case "cookie", "cookies", "cookie2", "xoriginalcookie", "xforwardedcookie", "xcookie":
		return cookie
	case "setcookie", "setcookie2":
		return setCookie
	case "codechallenge":
		return challenge
	case "nextpagetoken", "pagetoken", "synctoken", "continuationtoken":
		return public
	case "userid", "encodedid", "ownerid", "sub":
		return user
	case "invalidtoken", "expiredtoken", "missingtoken": // errors of those names
		return none
	case "assertion", "clientassertion", "samlresponse", "samlrequest", "oauthsignature", "oauthverifier", "jwt",
		"devicecode", "usercode", "authcode", "idtokenhint", "xauth",
		"mfacode", "otpcode", "totpcode", "smscode", "twofactorcode", "2facode", "verificationcode", "securitycode", "backupcode", "recoverycode",
		"resetcode", "invitecode", "oauthcode", "xoauthcode", "bearer", "xbearer", "connectionstring",
		"xamzsignature", "xgoogsignature":
		return strong
	case "passwd", "pwd", "passphrase", "passcode", "onetimepassword":
		return password
	}
	for _, end := range [...]string{"token", "apikey", "subscriptionkey", "encryptionkey", "customerkey", "secretkey", "accesskey", "authkey", "functionskey", "signingkey", "privatekey", "sessionkey", "accountkey", "codeverifier", "authorizationcode", "sessionid", "sessid", "csrf", "xsrf"} {
		if strings.HasSuffix(n, end) {
			return strong
		}
	}
	switch {
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
		return n != prose || !word(value)
	case password:
		return n != prose || !commonWord(value)
	case challenge:
		return len(value) >= 16
	case user:
		return isUserID(value)
	case token:
		return n != prose || opaque(value)
	case pin:
		if len(value) >= 4 && strings.Trim(value, "0123456789 -") == "" {
			return true
		}
		fallthrough
	case weak:
		if len(value) <= 3 && strings.Trim(value, "0123456789") == "" {
			return false // a status
		}
		return n == query || !constant(value) && opaque(value)
	}
	return false
}

// placeholder reports whether a value only stands for a secret: "", null,
// <your access token>, [access_token], $TOKEN, xxxx, or one masked already.
func placeholder(v string) bool {
	if len(v) > 3*longestName {
		return strings.Trim(v, v[:1]) == ""
	}
	v = decode(strings.TrimSpace(v))
	if v == "" || masked(v) || isAlias(v) || commonWord(v) || allHeld(v) || strings.HasPrefix(v, "<token") && strings.HasSuffix(v, ">") {
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
			return !(letter(byte(r)) && r < 0x80) && !strings.ContainsRune(" _-.'’", r)
		}) < 0
	}
	return v == "%s" || strings.Trim(strings.ToLower(v), "x*-._#?•…") == "" && len(v) != 1 || len(v) > 2 && strings.Trim(v, v[:1]) == ""
}

// commonWord reports whether a value is one of the words that stand where a
// secret would, in answers, examples and sentences.
func commonWord(v string) bool {
	if len(v) > 16 {
		return false
	}
	switch strings.ToLower(v) {
	case "null", "undefined", "none", "nil", "nan", "true", "false", "string", "[object object]",
		"redacted", "hidden", "masked", "secret", "token", "password", "bearer", "basic",
		"missing", "required", "invalid", "expired", "revoked", "empty", "unknown", "optional",
		"is", "was", "are", "not", "no", "the", "a", "an", "must", "should", "or", "and", "in", "for", "to", "of",
		"auth", "authentication", "authorization", "access", "header", "scheme", "credentials", "your":
		return true
	}
	return false
}

// word reports whether a value looks like a word of a sentence.
func word(v string) bool {
	if len(v) > 14 {
		return false
	}
	for i := 0; i < len(v); i++ {
		if c := v[i]; !('a' <= c && c <= 'z' || i == 0 && 'A' <= c && c <= 'Z') {
			return false
		}
	}
	return true
}

// constant reports whether a value looks like the name of an error:
// ERR_BAD_REQUEST, invalid_grant, 40001.
func constant(v string) bool {
	if len(v) <= 5 && strings.Trim(v, "0123456789") == "" {
		return true
	}
	if len(v) > longestName {
		return false
	}
	upper, lower, digits, joints, part := false, false, 0, 0, 0
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case 'A' <= c && c <= 'Z':
			upper = true
			part++
		case 'a' <= c && c <= 'z':
			lower = true
			part++
		case '0' <= c && c <= '9':
			digits++
			part++
		case c == '_' || c == '-' || c == '/' || c == '.':
			joints++
			part = 0
		default:
			return false
		}
		if part > 16 {
			return false
		}
	}
	return (!upper || !lower) && (digits == 0 || joints > 0 && digits <= 4)
}

// opaque reports whether a value looks made by a machine and not by a person.
func opaque(v string) bool {
	if len(v) < 8 || strings.Contains(v, "://") || dateLike(v) {
		return false
	}
	upper, digits, letters, changes, slash, last := false, 0, 0, 0, false, byte(0)
	joints := 0
	for i := 0; i < len(v); i++ {
		c := v[i]
		class := byte(0)
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			return false
		case '0' <= c && c <= '9':
			class = '0'
			digits++
		case 'a' <= c && c <= 'z':
			class = 'a'
			letters++
		case 'A' <= c && c <= 'Z':
			class = 'A'
			letters++
			upper = true
		case c == '/':
			slash = true
			joints++
			continue
		default:
			joints++
			continue
		}
		if last != 0 && class != last && !(last == 'A' && class == 'a') {
			changes++
		}
		last = class
	}
	if slash && !upper {
		return false // a path
	}
	return digits > 0 && letters > 0 || changes >= 3 && letters > 0 || len(v) >= 24 && joints == 0
}

// dateLike reports whether a value is a date, a time or a short number.
func dateLike(v string) bool {
	if len(v) > 35 {
		return false
	}
	return strings.Trim(v, "0123456789-:.TZ+/,") == "" && (len(v) <= 4 || strings.ContainsAny(v, "-:./T"))
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func digit(c byte) bool { return '0' <= c && c <= '9' }

// nameByte reports whether c may be part of a name, or of a base64url value.
func nameByte(c byte) bool { return letter(c) || digit(c) || c == '_' || c == '-' }

// ordinary reports whether the values of a header field are no secrets, though
// machines make them: identities of requests, traces and versions, hashes, and
// what browsers and servers say of themselves. A field that is secret by its
// name was told before.
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
	for _, end := range [...]string{"id", "id2", "ray", "ref", "grn", "digest", "hash", "checksum", "md5", "version", "agent", "fingerprint", "etag", "date", "timing", "via", "by", "parent", "baggage", "b3", "context", "nel", "reportto", "link", "altsvc", "server", "integrity", "sourcemap", "revision", "commit", "build", "release", "vary", "clientdata"} {
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
