package httpmsg

// Methods and statuses by net/http's names. That package itself would bring TLS
// into the module, and with it a good part of what a start costs.
const (
	MethodDelete  = "DELETE"
	MethodGet     = "GET"
	MethodOptions = "OPTIONS"

	StatusBadRequest       = 400
	StatusUnauthorized     = 401
	StatusForbidden        = 403
	StatusNotFound         = 404
	StatusMethodNotAllowed = 405
	StatusLengthRequired   = 411
	StatusTooManyRequests  = 429
	StatusNotModified      = 304
	StatusBadGateway       = 502
	StatusGatewayTimeout   = 504
)

// reasons are the phrases of RFC 9110 and RFC 6585.
var reasons = map[int]string{
	200: "OK", 201: "Created", 202: "Accepted", 204: "No Content",
	301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect",
	400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden", 404: "Not Found",
	405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required", 408: "Request Timeout",
	409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed", 413: "Content Too Large",
	414: "URI Too Long", 415: "Unsupported Media Type", 416: "Range Not Satisfiable", 417: "Expectation Failed",
	421: "Misdirected Request", 422: "Unprocessable Content", 426: "Upgrade Required", 428: "Precondition Required",
	429: "Too Many Requests", 431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons",
	500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
	504: "Gateway Timeout", 505: "HTTP Version Not Supported", 511: "Network Authentication Required",
}

// Reason is the phrase that goes with a status, "" when none does.
func Reason(status int) string { return reasons[status] }

// Succeeded reports whether the status is a 2xx.
func Succeeded(x *Exchange) bool {
	return x.Response.Status >= 200 && x.Response.Status < 300
}
