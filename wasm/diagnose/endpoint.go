package diagnose

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/catalog"
	"misstep/catalog/search"
	"misstep/wasm/httpmsg"
	"misstep/wasm/request"
	"misstep/wasm/session"
)

// places are the values in the path of the request; not to be changed.
func (e *examination) places() []request.Place {
	if !e.placed {
		e.values, e.placed = request.Places(e.Endpoint, e.exchange.Request.URL), true
	}
	return e.values
}

// status is the answer's; in a pasted text it may stand in the words only.
func (e *examination) status() int {
	if s := e.exchange.Response.Status; s != 0 || e.exchange.Pasted == "" || len(e.matches) == 0 {
		return s
	}
	return e.matches[0].Status
}

// unexplained reports whether the answer has this status and says nothing that
// the catalogue knows: a recording without bodies, mostly.
func (e *examination) unexplained(status int) bool {
	return e.exchange.Response.Status == status && len(e.matches) == 0
}

// answered is when the exchange was answered: by the server's clock when the
// answer has a Date, else when it began; zero when neither was recorded.
func (e *examination) answered() time.Time {
	if date, ok := e.exchange.Response.Header("Date"); ok {
		if t, err := httpmsg.ParseDate(date); err == nil {
			return t
		}
	}
	return e.exchange.Started
}

// examineEndpoint reads method and path.
func examineEndpoint(e *examination) []clue {
	clues := slices.Concat(examineScheme(e), examineMethod(e), examineState(e), examineRefusal(e))
	if e.Endpoint != nil || e.exchange.Request.URL == "" {
		return clues
	}
	if c := examineDoubled(e); c != nil {
		return append(clues, *c)
	}
	return append(clues, examineNearest(e)...)
}

// examineScheme finds calls that were not made over https. Addresses that
// somebody added, such as an emulator's, may be without.
func examineScheme(e *examination) []clue {
	address, plain := strings.CutPrefix(e.exchange.Request.URL, "http://")
	if !plain || !e.AtVendor(e.exchange.Request.URL) {
		return nil
	}
	status := e.exchange.Response.Status
	turned := status == 301 || status == 302 || status == 303 || status == 308 // 307 is the browser's own, before anything is sent
	if status < 400 && status != 0 && !turned {
		return nil
	}
	if status >= 400 && len(e.matches) > 0 && !e.found(catalog.HTTPSRequired) {
		return nil
	}
	evidence := []Evidence{{e.say("label.scheme"), "http", "request URL"}}
	if turned {
		evidence = append(evidence, Evidence{e.say("label.redirect"), strconv.Itoa(status), "response status"})
	}
	return []clue{{cause: "plain-http", certainty: Certain, weight: 2, values: map[string]string{"url": "https://" + address}, evidence: evidence,
		corrections: []Correction{{Part: PartScheme, Value: "https"}}}}
}

// examineMethod finds the methods that the path is documented for.
func examineMethod(e *examination) []clue {
	if e.Endpoint != nil || !e.found(catalog.MethodNotAllowed, catalog.EndpointNotFound) && !e.unexplained(404) && !e.unexplained(405) {
		return nil
	}
	var methods, names []string
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		if _, known := e.session.Catalog().Endpoint(method, e.exchange.Request.URL); known != nil && known.State != "retired" && !wordAsID(e, request.Places(known, e.exchange.Request.URL)) {
			methods = append(methods, method)
			names = append(names, method+" ("+known.Name+")")
		}
	}
	if len(methods) == 0 {
		return nil
	}
	c := clue{cause: "other-methods", certainty: Likely, weight: 3, values: map[string]string{"method": e.exchange.Request.Method, "methods": strings.Join(names, ", "), "path": httpmsg.Path(e.exchange.Request.URL)},
		evidence: []Evidence{{e.say("label.method"), e.exchange.Request.Method, "request method"}, {e.say("label.documented-for-this-path"), strings.Join(methods, ", "), "request URL"}}}
	if e.exchange.Response.Status == httpmsg.StatusMethodNotAllowed {
		c.certainty = Certain
	}
	if len(methods) == 1 {
		c.corrections = []Correction{{Part: PartMethod, Value: methods[0]}}
	}
	if allow, ok := e.exchange.Response.Header("Allow"); ok {
		c.evidence = append(c.evidence, Evidence{"Allow", allow, "response header Allow"})
	}
	if before := e.session.RedirectTo(e.exchange); before != nil {
		c.cause, c.weight = "method-changed-by-redirect", 4
		c.values["first_method"] = before.Method
		c.corrections = []Correction{{Part: PartMethod, Value: before.Method}}
		c.evidence = append(c.evidence, Evidence{e.say("label.before"), e.say("text.was-answered", "method", before.Method, "status", strconv.Itoa(before.Status)), session.ExchangeName(before.ID)})
	}
	return []clue{c}
}

// wordAsID reports whether a path fits a call only because a word of it, such
// as log, stands where the call has an id.
func wordAsID(e *examination, places []request.Place) bool {
	return slices.ContainsFunc(places, func(p request.Place) bool {
		return p.Value != e.Pack.Self && strings.HasSuffix(p.Name, "-id") && p.Value != "" && strings.Trim(p.Value, "abcdefghijklmnopqrstuvwxyz") == ""
	})
}

// examineState finds calls that are documented no more.
func examineState(e *examination) []clue {
	if e.Endpoint == nil || e.Endpoint.State != "retired" || e.status() < 400 {
		return nil
	}
	if s := e.status(); s == 401 || s == 403 || s == 429 || s >= 500 {
		return nil
	}
	return []clue{{cause: "retired-endpoint", certainty: Likely, weight: 4, values: map[string]string{"endpoint": e.Endpoint.Name, "note": e.Endpoint.Note},
		evidence: []Evidence{{e.say("label.endpoint"), e.Endpoint.Name + ": " + e.Endpoint.Note, "request URL"}}}}
}

// deepest is how many segments of a path are looked at from its end; no
// documented path has as many.
const deepest = 32

// examineDoubled finds a path that is a documented one with something in front
// of it, such as a prefix that a library adds again.
func examineDoubled(e *examination) *clue {
	if !e.found(catalog.EndpointNotFound, catalog.ResourceUnknown) && !e.unexplained(404) && !e.unexplained(400) {
		return nil
	}
	path := httpmsg.Path(e.exchange.Request.URL)
	base := strings.TrimSuffix(strings.SplitN(e.exchange.Request.URL, "?", 2)[0], path)
	before := strings.Count(path, "/") - deepest
	for i := range len(path) {
		if path[i] != '/' {
			continue
		}
		if before--; before >= 0 || i == 0 {
			continue
		}
		if _, known := e.session.Catalog().Endpoint(e.exchange.Request.Method, base+path[i:]); known != nil {
			return &clue{cause: "path-prefix", certainty: Certain, weight: 3, values: map[string]string{"part": path[:i], "path": path[i:], "endpoint": known.Name},
				evidence: []Evidence{{e.say("label.too-much"), path[:i], "request URL"}}, corrections: toPath(path[i:])}
		}
	}
	return nil
}

// nearestEndpoints is the documented calls that resemble an unknown one. It is looked for
// once for each address: what calls it goes on calling it.
func nearestEndpoints(e *examination) []search.SimilarEndpoint {
	address := e.exchange.Request.URL
	if end := strings.IndexAny(address, "?#"); end >= 0 {
		address = address[:end]
	}
	return memoOf[string, []search.SimilarEndpoint](e, "neighbours").get(e.exchange.Request.Method+" "+address, func() []search.SimilarEndpoint { return findNearest(e) })
}

// findNearest puts those calls first that keep more of the unknown one's words:
// /heart/… is heart rate rather than HRV.
func findNearest(e *examination) []search.SimilarEndpoint {
	near := search.SimilarEndpoints(e.session.Catalog(), e.exchange.Request.Method, e.exchange.Request.URL)
	segments := strings.Split(httpmsg.Path(e.exchange.Request.URL), "/")
	kept := func(n search.SimilarEndpoint) int {
		templates := strings.Split(n.Endpoint.Path, "/")
		count := 0
		for _, word := range templates {
			if isWord(word) && slices.Contains(segments, word) {
				count += 2
			}
		}
		if len(templates) == len(segments) {
			count++
		}
		return count
	}
	slices.SortStableFunc(near, func(a, b search.SimilarEndpoint) int { return cmp.Compare(kept(b), kept(a)) })
	if n := oneMissing(e, segments); n != nil && (len(near) == 0 || kept(*n) > kept(near[0])) {
		near = slices.Insert(near, 0, *n)
	}
	return near
}

func isWord(segment string) bool {
	return len(segment) > 1 && !strings.ContainsAny(segment, "{0123456789")
}

// oneMissing finds the call that has all words of a path and one more.
func oneMissing(e *examination, segments []string) *search.SimilarEndpoint {
	for i := range e.Pack.Endpoints {
		known := &e.Pack.Endpoints[i]
		if known.Method != e.exchange.Request.Method || known.Host != "" || known.State != "" || strings.Count(known.Path, "/") != len(segments) {
			continue
		}
		templates := strings.Split(known.Path, "/")
		for skip, word := range templates {
			if isWord(word) && fitsAll(templates[skip+1:], segments[skip:]) {
				return &search.SimilarEndpoint{Endpoint: known, Pack: e.Pack, Differences: []string{e.say("difference.missing", "part", word)}}
			}
			if skip == len(segments) || !fitsAll(templates[skip:skip+1], segments[skip:]) {
				break // it would be in front of the next one, too
			}
		}
	}
	return nil
}

// fitsAll reports whether segments fit templates, words only where the
// template has them.
func fitsAll(templates, segments []string) bool {
	for i, template := range templates {
		name, ending, placeholder := strings.Cut(strings.TrimPrefix(template, "{"), "}")
		value, ends := strings.CutSuffix(segments[i], ending)
		switch {
		case !strings.HasPrefix(template, "{") && template == segments[i]:
		case !placeholder || !ends || value == "":
			return false
		case strings.HasSuffix(strings.ToLower(name), "date") && value != "today" && !httpmsg.IsDay(value), name == "period" && !request.PeriodForm().MatchString(value):
			return false
		case name == "resource-path" || name == "collection-path":
			return false // would take any word
		}
	}
	return true
}

// examineNearest names the documented call that resembles an unknown one most.
func examineNearest(e *examination) []clue {
	if !e.found(catalog.EndpointNotFound, catalog.ResourceUnknown, catalog.MethodNotAllowed) && !e.unexplained(404) && !e.unexplained(400) {
		return nil
	}
	near := nearestEndpoints(e)
	if len(near) == 0 || len(near[0].Differences) == 0 {
		return nil
	}
	differences := strings.Join(near[0].Differences, "; ")
	c := clue{cause: "nearest-endpoint", certainty: Likely, weight: 1, evidence: []Evidence{{e.say("label.difference"), differences, "request URL"}}, values: map[string]string{
		"endpoint": near[0].Endpoint.Name, "call": near[0].Endpoint.Method + " " + near[0].Endpoint.Path, "differences": differences,
	}}
	if len(near[0].Differences) > 2 {
		c.certainty = Possible
	}
	if path := pathLike(near[0].Endpoint.Path, httpmsg.Path(e.exchange.Request.URL)); path != "" && len(near[0].Differences) == 1 && near[0].Endpoint.Method == e.exchange.Request.Method && near[0].Endpoint.State == "" {
		c.corrections = toPath(path)
	}
	for _, other := range near[1:] {
		c.evidence = append(c.evidence, Evidence{e.say("label.or"), other.Endpoint.Method + " " + other.Endpoint.Path, "request URL"})
	}
	return []clue{c}
}

// examineRefusal reads a 403: on an intraday call it is the application's type
// that is not enough, unless the session shows that it is; on another call the
// newer front end's refusal says nothing about the type.
func examineRefusal(e *examination) []clue {
	if e.status() != httpmsg.StatusForbidden || !e.unexplained(403) && !e.found(catalog.ApplicationRefused, catalog.CallerRefused) {
		return nil
	}
	endpoint, direct := e.Endpoint, true
	if endpoint == nil {
		near := nearestEndpoints(e)
		if len(near) == 0 {
			return nil
		}
		endpoint, direct = near[0].Endpoint, false
	}
	values := map[string]string{"endpoint": endpoint.Name}
	evidence := []Evidence{{e.say("label.endpoint"), endpoint.Name, "request URL"}}
	if endpoint.Intraday {
		c := clue{cause: "intraday-refused", certainty: Likely, weight: -3, values: values, evidence: evidence}
		if other := e.session.IntradaySuccess(e.Pack); other != nil {
			c.cause, c.weight = "intraday-refused-here-only", -2
			values["other_endpoint"] = other.Endpoint.Name
			c.evidence = append(c.evidence, Evidence{e.say("label.intraday-read"), other.Endpoint.Name, session.ExchangeName(other.ID)})
		}
		return []clue{c}
	}
	if !direct || !e.found(catalog.CallerRefused) {
		return nil
	}
	c := clue{cause: "refused-without-reason", certainty: Likely, weight: -4, values: values, evidence: evidence}
	c.evidence[0].Text = e.say("text.not-intraday", "endpoint", endpoint.Name)
	if read := e.session.FirstSuccess(endpoint); read != nil && !read.Start.After(e.exchange.Started) {
		c.weight = 1
		c.evidence = append(c.evidence, Evidence{e.say("label.same-endpoint-read-before"), read.Start.Format(clock), session.ExchangeName(read.ID)})
	}
	return []clue{c}
}

// short cuts a value of the request that is told in a sentence.
func short(text string) string {
	const most = 160
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
