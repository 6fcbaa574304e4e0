package httpmsg

import (
	"net/url"
	"strings"
)

// HiddenFromPage reports whether an answer came but page script saw only a
// network error: a cross-origin request made in CORS mode, and no
// Access-Control-Allow-Origin for its origin in the answer.
func HiddenFromPage(x *Exchange) bool {
	if x.ResourceType == "document" || AllowsOrigin(x) {
		return false
	}
	if mode, ok := x.Request.Header("Sec-Fetch-Mode"); ok && mode != "cors" {
		return false
	}
	origin, ok := x.Request.Header("Origin")
	if !ok || sameOrigin(origin, x.Request.URL) {
		return false
	}
	site, _ := x.Request.Header("Sec-Fetch-Site")
	return site != "same-origin"
}

// AllowsOrigin reports whether an answer may be read by the origin that asked:
// it is named, or a star stands for all (Fetch standard, CORS check). A recording
// without the request's Origin is trusted to have asked from an allowed one.
func AllowsOrigin(x *Exchange) bool {
	allowed, ok := x.Response.Header("Access-Control-Allow-Origin")
	origin, known := x.Request.Header("Origin")
	allowed = strings.TrimSpace(allowed)
	return ok && (!known || allowed == "*" || strings.EqualFold(allowed, strings.TrimSpace(origin)))
}

func sameOrigin(origin, address string) bool {
	a, errA := url.Parse(origin)
	b, errB := url.Parse(address)
	return errA == nil && errB == nil && a.Scheme == b.Scheme && a.Host == b.Host
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

// IsPreflight reports whether a browser asked by itself whether it may send the
// request proper.
func IsPreflight(x *Exchange) bool {
	if x.Request.Method != MethodOptions {
		return false
	}
	_, asks := x.Request.Header("Access-Control-Request-Method")
	return asks || x.ResourceType == "preflight"
}
