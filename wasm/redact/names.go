package redact

import (
	"strings"
	"sync"

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
	account            // the ID of a user, if it has the form of one
	weak               // secret in a query; elsewhere the word means other things: code, state
	pin                // as weak, and secret wherever it is made of digits
	plural             // of secrets or a count of them: tokens
	likely             // secret, if only a machine makes such a value
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
	if len(name) > 5 && strings.EqualFold(name[:4], "http") && (name[4] == '_' || name[4] == '-') { // a server's environment
		n = n[len("http"):]
	}
	k := kindOf(n, name)
	if k == none && len(name) > 2 && name[0]|0x20 == 'x' && name[1] == '-' { // a header field
		n, name = n[1:], name[2:]
		k = kindOf(n, name)
	}
	if k == none {
		k = kindOfPart(n, name)
	}
	return k
}

// knownNames are names of each kind, without what joins their words.
var knownNames = [...]struct {
	kind  kind
	names string
}{
	{none, "invalidtoken,expiredtoken,missingtoken"}, // errors of those names
	{weak, "code,state,key,verify,sid,ticket,sig,auth,credential,session,pass,pw,refresh,xsid,hmac"},
	{pin, "pin,pincode,userpin"},
	{token, "token"},
	{authorization, "authorization,proxyauthorization,xauthorization,xforwardedauthorization,xoriginalauthorization,authentication,redirecthttpauthorization"},
	{cookie, "cookie,cookies,cookie2,xoriginalcookie,xforwardedcookie,xcookie"},
	{setCookie, "setcookie,setcookie2"},
	{challenge, "codechallenge"},
	{public, "nextpagetoken,pagetoken,synctoken,continuationtoken,postmantoken"},
	{user, "userid,encodedid,ownerid,sub,uid,xuid,xuser,remoteuser,xremoteuser,xforwardeduser,xauthenticateduser"},
	{account, "fitbitid,fitbituser,fitbituid,owner,account,accountid,profileid,memberid,subscriptionid,loginhint,subject,claimsub,jwtclaimsub,authrequestuser," +
		"preferredusername,forwardedpreferredusername,oidcidentity,amznoidcidentity,principalid,clientprincipalid,msclientprincipalid,credentialidentifier," +
		"sentryuser"},
	{strong, "assertion,clientassertion,samlresponse,samlrequest,oauthsignature,oauthverifier,jwt,devicecode,usercode,authcode,idtokenhint,xauth,mfacode,otpcode," +
		"totpcode,smscode,twofactorcode,2facode,verificationcode,securitycode,backupcode,recoverycode,resetcode,invitecode,oauthcode,xoauthcode,bearer,xbearer," +
		"connectionstring,xamzsignature,xgoogsignature,dpop,verifycode,onetimecode,pairingcode"},
	{password, "passwd,pwd,passphrase,passcode,onetimepassword,phpauthpw,passwort,kennwort,motdepasse,contrasena,wachtwoord,senha"},
	{likely, "verifier,pkce,oauth,oauth2,creds,tok,at,rt,sess,jwtpayload,oidcdata,vault,login,invite,saml,kerberos,magiclink,antiforgery,appcheck,honeycombteam," +
		"clientcert,keys"},
}

// kinds are the known names, by name.
var kinds = sync.OnceValue(func() map[string]kind {
	all := map[string]kind{}
	for _, list := range knownNames {
		for name := range strings.SplitSeq(list.names, ",") {
			all[name] = list.kind
		}
	}
	return all
})

// kindOf is the kind of a name, n, without what joins its words.
func kindOf(n, name string) kind {
	if k, known := kinds()[n]; known {
		return k
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
	case strings.HasSuffix(n, "authorization"):
		return authorization
	}
	return none
}

// kindOfPart is the kind of a name that has more words than those that name a secret:
// CLIENT_SECRET_PROD, password1, X-Admin-Key.
func kindOfPart(n, name string) kind {
	if namesSecret(n) {
		for range 3 {
			bare := strings.TrimRight(n, "0123456789")
			for _, word := range qualifiers {
				if rest, ok := strings.CutSuffix(bare, word); ok {
					bare = rest
					break
				}
			}
			if bare == n {
				break
			}
			n = bare
			switch k := kindOf(n, n); k {
			case strong, token, plural:
				return plural
			case password:
				if strings.ContainsAny(name, "_-0123456789") {
					return k
				}
				return plural // perhaps another word, such as a package's
			case authorization:
				return k
			}
		}
	}
	if n == "" {
		return none
	}
	switch n[len(n)-1] {
	case 's', 'w':
		switch at := strings.LastIndexAny(name, "_-") + 1; name[at:] {
		case "pass", "PASS", "Pass", "pw", "PW":
			return weak
		}
	case 'h', 'k', 't', 'y':
	default:
		return none
	}
	for _, end := range [...]string{"auth", "access", "refresh", "tok", "ticket"} {
		if strings.HasSuffix(n, end) {
			return likely
		}
	}
	if of, ok := strings.CutSuffix(n, "key"); ok && of != "" {
		for _, end := range ordinaryKeys {
			if strings.HasSuffix(of, end) {
				return none
			}
		}
		return likely
	}
	return none
}

// namesSecret reports whether a name has a word in it for a secret, which is quick.
func namesSecret(n string) bool {
	if len(n) <= len("auth") {
		return false
	}
	for _, word := range secretWords {
		if len(n) > len(word) && strings.Contains(n, word) {
			return true
		}
	}
	return false
}

var secretWords = [...]string{"token", "secret", "passw", "apikey", "auth", "session", "verifier"}

// qualifiers say which of several secrets a name is for, or how that is written.
var qualifiers = [...]string{"production", "prod", "development", "dev", "testing", "test", "staging", "stage", "local", "live", "sandbox", "old", "new", "previous", "prev", "current", "original",
	"value", "val", "string", "str", "raw", "plain", "encrypted", "encoded", "enc", "base64", "b64", "hash", "data", "info", "backup", "copy", "confirmation", "confirm", "repeat", "again", "header", "cookie"}

// ordinaryKeys are what keys that aren't secret are of.
var ordinaryKeys = [...]string{"public", "cache", "primary", "foreign", "sort", "partition", "hash", "row", "idempotency", "routing", "object", "surrogate", "publishable", "host", "site", "lookup",
	"dedupe", "deduplication", "page", "message", "translation", "file", "storage", "item", "record", "entity", "map", "consumer", "project", "issue", "space", "websocket", "i18n", "label", "column", "group", "index",
	"shard", "range", "config", "registry", "hot", "data", "metric", "event", "field", "query", "react", "unique", "natural"}

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
	case account:
		return clearUserID(value)
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
		return n == query && !errorCode(value) || !shape.Constant(value) && shape.Opaque(value)
	case likely:
		return shape.Mixed(value) && (n != prose || !strings.Contains(value, "/"))
	}
	return false
}

// errorCode reports whether a value is a code that errors have, and no code of OAuth: -1009,
// H12, ECONNREFUSED.
func errorCode(v string) bool {
	if v == "" {
		return false
	}
	rest := strings.TrimLeft(v[1:], "0123456789")
	switch {
	case v[0] == '-', v[0] >= 'A' && v[0] <= 'Z' && len(v) <= 4:
		return len(v) > 1 && rest == ""
	case v[0] == 'E':
		return len(v) >= 5 && strings.Trim(v, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == ""
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
	if v == "" || masked(v) || len(v) <= 12+len(mark) && strings.HasSuffix(v, mark) && (len(v) <= 4+len(mark) || strings.Trim(v[:len(v)-len(mark)], "abcdefghijklmnopqrstuvwxyz_") == "") || isAlias(v) || shape.CommonWord(v) || allHeld(v) || strings.HasPrefix(v, "<token") && strings.HasSuffix(v, ">") {
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
	for _, end := range [...]string{"id", "id2", "ray", "ref", "grn", "digest", "hash", "checksum", "md5", "version", "agent", "fingerprint", "etag", "date", "timing", "via", "by", "parent", "baggage", "b3", "context", "nel", "reportto", "link", "altsvc", "server", "integrity", "sourcemap", "revision", "commit", "sha", "tree", "asset", "bundle", "deployment", "backend", "varnish", "cachekey", "surrogatekey", "cachetag", "matchedpath", "image", "instance", "span", "correlation", "transaction", "operation", "request", "requestroot", "dockertag", "slug", "worker", "cluster", "androidcert", "pod", "build", "release", "vary", "clientdata"} {
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
