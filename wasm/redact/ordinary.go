package redact

import "strings"

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
	for _, start := range [...]string{"accept", "content", "secch", "secwebsocket", "xgoog", "xamzcf", "xcache", "ifmatch", "ifnonematch", "ifrange", "xdebug", "xfb", "reporting", "permissionspolicy"} {
		if strings.HasPrefix(n, start) {
			return true
		}
	}
	for _, end := range [...]string{"id", "id2", "ray", "ref", "grn", "digest", "hash", "checksum", "md5", "version", "agent", "fingerprint", "etag", "date", "timing", "via", "by", "parent", "baggage", "b3", "context", "nel", "reportto", "link", "altsvc", "server", "integrity", "sourcemap", "revision", "commit", "build", "release", "vary"} {
		if strings.HasSuffix(n, end) {
			return true
		}
	}
	for _, part := range [...]string{"trace", "etag", "requestid", "sha1", "sha256", "datadog", "newrelic", "log"} {
		if strings.Contains(n, part) {
			return true
		}
	}
	return false
}
