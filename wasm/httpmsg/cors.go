package httpmsg

import (
	"net/url"
	"slices"
	"strings"
)

// HiddenFromPage reports whether a response came but page script saw only a
// network error: a cross-origin request made in CORS mode, and no
// Access-Control-Allow-Origin for its origin in the response.
func HiddenFromPage(x *Exchange) bool {
	if x.ResourceType == "document" || AllowsOrigin(x) {
		return false
	}
	// A 304 need not repeat the header of the response that it confirms; what a
	// service worker gives is not checked (Fetch standard); and Chromium says of
	// what was kept from the page that it failed.
	if x.Response.Status == StatusNotModified || x.Response.ByWorker || x.Response.Unfailed {
		return false
	}
	if mode, ok := x.Request.Header("Sec-Fetch-Mode"); ok && mode != "cors" {
		return false
	}
	origin, ok := x.Request.Header("Origin")
	if !ok || sameOrigin(origin, x.Request.URL) || isExtension(origin) || noBrowser(x) {
		return false
	}
	site, _ := x.Request.Header("Sec-Fetch-Site")
	return site != "same-origin" && site != "none"
}

// isExtension reports whether an origin is a browser extension's: with permission
// for the host it may read all answers.
func isExtension(origin string) bool {
	scheme, _, _ := strings.Cut(origin, "://")
	return strings.HasSuffix(scheme, "-extension")
}

// noBrowser reports whether a request came from a program that knows no CORS, though
// it sends an Origin: every browser's User-Agent begins with Mozilla, and none adds
// what servers add to a request that they pass on.
func noBrowser(x *Exchange) bool {
	agent, ok := x.Request.Header("User-Agent")
	_, passed := x.Request.Header("X-Forwarded-For")
	_, via := x.Request.Header("Via")
	return ok && !strings.HasPrefix(agent, "Mozilla/") || passed || via
}

// AllowsOrigin reports whether a response may be read by the origin that asked:
// it is named, or a star stands for all (Fetch standard, CORS check). A recording
// without the request's Origin is trusted to have asked from an allowed one.
func AllowsOrigin(x *Exchange) bool {
	const name = "Access-Control-Allow-Origin"
	allowed, ok := x.Response.Header(name)
	origin, known := x.Request.Header("Origin")
	allowed = strings.TrimSpace(allowed)
	twice := 0
	for _, h := range x.Response.Headers {
		if strings.EqualFold(h.Name, name) {
			twice++
		}
	}
	return ok && twice < 2 && (!known || allowed == "*" || strings.EqualFold(allowed, strings.TrimSpace(origin)))
}

func sameOrigin(origin, address string) bool {
	a, errA := url.Parse(strings.TrimSpace(origin))
	b, errB := url.Parse(strings.TrimSpace(address))
	return errA == nil && errB == nil && a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && portOf(a) == portOf(b)
}

// ListHas reports whether a comma-separated header value has a name in it. A
// star stands for all names but authorization (Fetch standard).
func ListHas(list, name string) bool {
	for _, item := range strings.Split(list, ",") {
		if item = strings.ToLower(strings.TrimSpace(item)); item == name || item == "*" && name != "authorization" {
			return true
		}
	}
	return false
}

// RefusedHeader is the first request header that a preflight asked for and that wasn't
// allowed; "" if there is none.
func RefusedHeader(preflight *Exchange) string {
	asked, _ := preflight.Request.Header("Access-Control-Request-Headers")
	allowed, _ := Joined(preflight.Response.Headers, "Access-Control-Allow-Headers")
	for _, name := range strings.Split(asked, ",") {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" && !ListHas(allowed, name) {
			return name
		}
	}
	return ""
}

// RefusesMethod reports whether a preflight asked leave for a method and did not
// get it. GET, HEAD and POST need none.
func RefusesMethod(preflight *Exchange) bool {
	method, _ := preflight.Request.Header("Access-Control-Request-Method")
	allowed, told := Joined(preflight.Response.Headers, "Access-Control-Allow-Methods")
	return told && method != "" && !slices.Contains([]string{"GET", "HEAD", "POST"}, method) && !ListHas(allowed, strings.ToLower(method))
}

// Allowed reports whether a preflight got leave for all that it asked.
func Allowed(preflight *Exchange) bool {
	status := preflight.Response.Status
	return status >= 200 && status < 300 && AllowsOrigin(preflight) && RefusedHeader(preflight) == "" && !RefusesMethod(preflight)
}

// IsPreflight reports whether a browser asked by itself whether it may send the
// request proper.
func IsPreflight(x *Exchange) bool {
	if x.Request.Method != MethodOptions {
		return false
	}
	_, asks := x.Request.Header("Access-Control-Request-Method")
	return asks || x.ResourceType == "preflight"
}

// portOf is the port of an address, "" for the one that its scheme has anyway.
func portOf(u *url.URL) string {
	if port := u.Port(); u.Scheme == "https" && port != "443" || u.Scheme == "http" && port != "80" {
		return port
	}
	return ""
}
