package paste

import (
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
)

// prose reads the requests that a text mentions: lines of a log, an exception with
// its address, an error that a program printed whole. Without any it is one
// response of which nothing else is known.
func prose(c *catalog.Catalog, text string) ([]httpmsg.Exchange, error) {
	var found []httpmsg.Exchange
	var starts, ends []int // of the lines that mention each
	mentions, read := errorformat.Requests(c, text)
	for _, m := range mentions {
		address := plainAddress(m.Address)
		if last := len(found) - 1; last >= 0 && sameRequest(&found[last], address, &m) {
			x := &found[last]
			if strings.Contains(address, "://") {
				x.Request.URL = address
			}
			x.Response.Status = max(x.Response.Status, m.Status)
			if x.Request.Method == "" {
				x.Request.Method = m.Method
			}
			ends[last] = lineEnd(text, m.End)
			continue
		}
		x := httpmsg.Exchange{}
		x.Request.URL, x.Request.Method, x.Response.Status = address, m.Method, m.Status
		found, starts, ends = append(found, x), append(starts, strings.LastIndexByte(text[:m.Start], '\n')+1), append(ends, lineEnd(text, m.End))
	}
	if len(found) <= 1 {
		if x, ok := printed(c, text); ok {
			found, starts, ends = []httpmsg.Exchange{x}, []int{0}, []int{len(text)}
		}
	}
	if x, ok := tokenResponse(c, text); ok && len(found) == 0 {
		found, starts, ends = []httpmsg.Exchange{x}, []int{0}, []int{len(text)}
	}
	if status := errorformat.Success(c, text); status != 0 && len(found) == 0 {
		found, starts, ends = make([]httpmsg.Exchange, 1), []int{0}, []int{len(text)}
		found[0].Response.Status = status
	}
	if len(found) == 0 {
		starts = errorformat.Lines(c, text)
		found, ends = make([]httpmsg.Exchange, len(starts)), append(slices.Clone(starts[1:]), len(text))
	}
	found, starts = besideSuccesses(c, text, found, starts, ends)
	for i := range found {
		part := text[starts[i]:]
		if i+1 < len(starts) {
			part = text[starts[i]:starts[i+1]]
		}
		complete(c, &found[i], strings.TrimSpace(part))
	}
	if len(mentions) == 1 && mentions[0].IsAddress(text) {
		found[0].Response, found[0].Unrecorded = httpmsg.Response{}, true // an address, and no word of what came
	}
	if rest := len(text) - read; rest > 0 && len(found) > 1 {
		return found, &CutError{Requests: len(found), Rest: rest}
	}
	return found, nil
}

// tokenResponse reads a text that is a response of a token endpoint: its scopes are those
// of one API.
func tokenResponse(c *catalog.Catalog, text string) (x httpmsg.Exchange, ok bool) {
	if text[0] != '{' || !strings.Contains(text, `"access_token"`) {
		return x, false
	}
	for _, pack := range c.Packs() {
		step, known := pack.OAuth["token"]
		if !known || !slices.ContainsFunc(pack.Scopes, func(s catalog.Scope) bool { return strings.Contains(s.Name, "://") && strings.Contains(text, s.Name) }) {
			continue
		}
		x.Request.URL, x.Request.Method, x.Response.Status = step.Address, step.Method, 200
		return x, true
	}
	return x, false
}

// lineEnd is where the line ends that a place is in.
func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

// besideSuccesses gives errors that a log has before or after the line of a request
// that succeeded a row of their own: they are another request's. The first part
// begins where the text does.
func besideSuccesses(c *catalog.Catalog, text string, found []httpmsg.Exchange, starts, ends []int) (list []httpmsg.Exchange, begins []int) {
	begin := 0
	for i := range found {
		next := len(text)
		if i+1 < len(starts) {
			next = starts[i+1]
		}
		own := httpmsg.Succeeded(&found[i]) && !strings.HasPrefix(strings.TrimSpace(text[ends[i]:next]), "{")
		if own && i == 0 && errorformat.TellsError(c, text[:starts[i]]) {
			list, begins, begin = append(list, httpmsg.Exchange{}), append(begins, begin), starts[i]
		}
		list, begins, begin = append(list, found[i]), append(begins, begin), next
		if own && ends[i] < next && errorformat.TellsError(c, text[ends[i]:next]) {
			list, begins = append(list, httpmsg.Exchange{}), append(begins, ends[i])
		}
	}
	return list, begins
}

// complete fills a mentioned request from its part of the text. A line that reports a
// success isn't a response body.
func complete(c *catalog.Catalog, x *httpmsg.Exchange, part string) {
	x.Pasted = part
	if strings.HasPrefix(x.Request.URL, "/") {
		if host := hostIn(c, part); host != "" {
			x.Request.URL = "https://" + host + x.Request.URL
		}
	}
	if x.Request.Method == "" && x.Request.URL != "" {
		x.Request.Method = methodAt(c, x.Request.URL)
	}
	if status := x.Response.Status; status >= 200 && status < 400 && !strings.ContainsAny(part, "{\n") {
		if code, _, _ := errorformat.CallbackError(part); code == "" {
			return
		}
	}
	x.Response.Body.Set(part, "")
	x.Response.Body.Truncated = false
}

// sameRequest reports whether a mention is of the request that was read before: an
// exception repeats what the debug log above it says.
func sameRequest(x *httpmsg.Exchange, address string, m *errorformat.Mention) bool {
	_, before, asked := strings.Cut(x.Request.URL, "?")
	_, now, again := strings.Cut(address, "?")
	return httpmsg.Path(x.Request.URL) == httpmsg.Path(address) && (before == now || !asked || !again) && (x.Response.Status == m.Status || x.Response.Status == 0 || m.Status == 0) &&
		(x.Request.Method == m.Method || x.Request.Method == "" || m.Method == "")
}

// plainAddress is an address without the port that its scheme has anyway.
func plainAddress(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return address
	}
	host, path := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		host, path = rest[:i], rest[i:]
	}
	if scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	} else {
		host = strings.TrimSuffix(host, ":80")
	}
	return scheme + "://" + host + path
}

// hostIn is a watched host that stands in a text; "" if there is none.
func hostIn(c *catalog.Catalog, text string) string {
	for _, watched := range c.WatchList() {
		if !watched.Disabled && !strings.Contains(watched.Host, "/") && strings.Contains(text, watched.Host) {
			return watched.Host
		}
	}
	return ""
}

// methodAt is the method of the call at an address; GET where it has several, or
// none.
func methodAt(c *catalog.Catalog, address string) string {
	for _, method := range []string{"GET", "POST", "PATCH", "DELETE", "PUT"} {
		if _, endpoint := c.Endpoint(method, address); endpoint != nil {
			return method
		}
	}
	return "GET"
}
