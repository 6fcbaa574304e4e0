package session

import (
	"encoding/json"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/wasm/httpmsg"
)

// NetworkSymptom is the symptom of a response that the browser kept from the page or never
// got; nil when the page could read it.
func (s *Session) NetworkSymptom(r *Recorded) *catalog.Symptom {
	network, where := s.Network(r)
	if network == "" || network == NetworkReplaced {
		return nil
	}
	x := &r.Exchange
	return &catalog.Symptom{Pack: r.PackID(), Kind: catalog.KindNetwork, Status: x.Response.Status, Method: x.Request.Method, Network: network, Where: where}
}

// Network is why the page got no response, as Symptom.Network has it, and where
// that was read; "" when it could read one. Chromium names the cause in
// response._error, Firefox does not.
func (s *Session) Network(r *Recorded) (network string, where location.Location) {
	x := &r.Exchange
	switch {
	case x.Pasted != "" && x.Unrecorded && x.Request.URL != "":
		return NetworkUnrecorded, location.PastedText
	case x.Pasted != "" || x.Request.URL == "":
	case s.replaced(r) || s.repeated(r):
		return NetworkReplaced, location.ResponseStatus
	case x.Unrecorded:
		return NetworkUnrecorded, location.ResponseStatus
	case x.CutOff && x.Response.Status < 400:
		return NetworkLeft, location.ResponseStatus
	case unanswered(x):
		if by, ok := s.leftBy(r); ok {
			return NetworkLeft, by.Where()
		}
		return s.noAnswer(r)
	case r.Preflight || x.Response.Status == 0:
		return s.noAnswer(r)
	case httpmsg.HiddenFromPage(x):
		return "cors", location.ResponseHeaders
	case brokeOff(x):
		return "incomplete", location.ResponseError
	}
	return "", location.Location{}
}

// brokeOff reports whether a successful response ended before its body was whole.
// Giving a body up, which pages do with those they don't read, and what the browser
// itself forbids are other things; a stream of events ends so in the best case.
func brokeOff(x *httpmsg.Exchange) bool {
	if !httpmsg.Succeeded(x) || x.Request.Method == "HEAD" || x.Response.Status == 204 || x.Response.Status == 205 || x.ResourceType == "eventsource" {
		return false
	}
	cause, chromium := strings.CutPrefix(x.Response.Error, "net::ERR_")
	if chromium && (cause == "FAILED" || cause == "ABORTED" || strings.HasPrefix(cause, "BLOCKED_")) || !chromium && !strings.HasPrefix(x.Response.Error, "NS_ERROR_NET_") {
		return false
	}
	body := &x.Response.Body
	return !body.Recorded || body.Truncated || body.DroppedBytes == 0 && !json.Valid([]byte(body.Text))
}

// noAnswer is network for a preflight, and for a request without a response.
func (s *Session) noAnswer(r *Recorded) (network string, where location.Location) {
	x := &r.Exchange
	switch {
	case r.Preflight && !httpmsg.Unfinished(x):
		if !httpmsg.AllowsOrigin(x) || x.Response.Status >= 300 || x.Response.Status < 200 {
			return "preflight", location.ResponseHeaders
		}
	case x.Response.Status == 0:
		return s.failure(r), location.ResponseStatus
	}
	return "", location.Location{}
}

// failure names why there is no response, as far as the browser says. If it says nothing, a
// refused preflight is the reason.
func (s *Session) failure(r *Recorded) string {
	x := &r.Exchange
	if network := named(x.Response.Error); network != "unknown" || x.Response.Error != "" && x.Response.Error != "net::ERR_FAILED" {
		return network
	}
	network := "unknown"
	if httpmsg.Unfinished(x) {
		network = "pending"
	}
	p := s.PreflightOf(x)
	if p == nil || !s.hidden(s.Recorded(p.ID)) || httpmsg.Unfinished(s.Exchange(p.ID)) {
		return network
	}
	if call := s.PartOf(p.ID); call != 0 && s.Recorded(call) != r {
		return network // it is another's
	}
	if network := named(s.Exchange(p.ID).Response.Error); p.Status == 0 && network != "unknown" && network != "aborted" {
		return network
	}
	return "preflight"
}

// named is the kind of an error that Chromium names, or Firefox to Playwright.
func named(failure string) string {
	cause := failure
	for _, prefix := range []string{"net::ERR_", "NS_ERROR_", "NS_BINDING_"} {
		cause = strings.TrimPrefix(cause, prefix)
	}
	for _, known := range []struct{ prefix, network string }{
		{"NAME_", "dns"}, {"DNS_", "dns"}, {"UNKNOWN_HOST", "dns"},
		{"TIMED_OUT", "timeout"}, {"CONNECTION_TIMED_OUT", "timeout"}, {"NET_TIMEOUT", "timeout"},
		{"EMPTY_RESPONSE", "reset"}, {"CONNECTION_RESET", "reset"}, {"CONNECTION_CLOSED", "reset"}, {"NET_RESET", "reset"},
		{"CONNECTION_", "refused"}, {"ADDRESS_", "refused"}, {"NET_", "refused"},
		{"CERT_", "tls"}, {"SSL_", "tls"}, {"BAD_SSL", "tls"}, {"SEC_ERROR_", "tls"}, {"MOZILLA_PKIX_ERROR_", "tls"},
		{"ABORTED", "aborted"},
		{"INTERNET_DISCONNECTED", "offline"}, {"NETWORK_CHANGED", "offline"}, {"OFFLINE", "offline"},
	} {
		if strings.HasPrefix(cause, known.prefix) {
			return known.network
		}
	}
	return "unknown"
}

// hidden reports whether the page could not read the response.
func (s *Session) hidden(r *Recorded) bool {
	network, _ := s.Network(r)
	return network != ""
}
