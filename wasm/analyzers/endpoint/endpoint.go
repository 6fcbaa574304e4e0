// Package endpoint analyzes the path and method of a request that no endpoint answers.
package endpoint

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/catalog/location"
	"misstep/catalog/match"
	"misstep/catalog/search"
	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/request"
)

// pathLike is the path of a request written as another call has it, where the
// words alone differ; "" when the values do not fit into it.
func pathLike(template, path string) string {
	templates, segments := strings.Split(template, "/"), strings.Split(path, "/")
	skip := -1
	if len(templates) == len(segments)+1 {
		for i, word := range templates {
			if isWord(word) && fitsAll(slices.Delete(slices.Clone(templates), i, i+1), segments) {
				skip = i
				break
			}
		}
		if skip < 0 {
			return ""
		}
		segments = slices.Insert(slices.Clone(segments), skip, templates[skip])
	}
	if len(templates) != len(segments) {
		return ""
	}
	for i, t := range templates {
		if !strings.HasPrefix(t, "{") {
			segments[i] = t
		}
	}
	if !fitsAll(templates, segments) {
		return ""
	}
	return strings.Join(segments, "/")
}

// Analyzer is what the registry knows of this package.
var Analyzer = analysis.Analyzer{
	Name: "endpoint",
	Causes: analysis.Weights{
		// Seen in the session.
		"method-changed-by-redirect": 4,
		"retired-endpoint":           4,
		// What keeps the server from knowing the method at all.
		"method-case": 4,
		// Documented, and the rest of the path fits.
		"other-methods": 3,
		"path-prefix":   3,
		// Often fails for another reason as well.
		"plain-http": 2,
		// Only the path is alike.
		"nearest-endpoint": 1,
		// Guesses at what a refusal without a reason is about, the most particular first.
		"intraday-refused-here-only": -2,
		"intraday-refused":           -3,
		"refused-without-reason":     -4,
	},
	Run: run,
}

// run reads method and path.
func run(pass *analysis.Pass) []analysis.Report {
	reports := slices.Concat(checkScheme(pass), checkMethod(pass), checkState(pass), checkRefusal(pass))
	if pass.Endpoint != nil || pass.Exchange.Request.URL == "" {
		return reports
	}
	if c := checkDoubled(pass); c != nil {
		return append(reports, *c)
	}
	return append(reports, checkNearest(pass)...)
}

// checkScheme finds calls that were not made over https. Addresses that
// somebody added, such as an emulator's, may be without.
func checkScheme(pass *analysis.Pass) []analysis.Report {
	address, plain := strings.CutPrefix(pass.Exchange.Request.URL, "http://")
	if !plain || !pass.AtVendor(pass.Exchange.Request.URL) {
		return nil
	}
	status := pass.Exchange.Response.Status
	turned := status == 301 || status == 302 || status == 303 || status == 308 // 307 is the browser's own, before anything is sent
	if status < 400 && status != 0 && !turned {
		return nil
	}
	if status >= 400 && len(pass.Matches) > 0 && !pass.Shows(catalog.HTTPSRequired) {
		return nil
	}
	evidence := []analysis.Evidence{{Label: pass.Format("label.scheme"), Text: "http", Where: location.RequestURL}}
	if turned {
		evidence = append(evidence, analysis.Evidence{Label: pass.Format("label.redirect"), Text: strconv.Itoa(status), Where: location.ResponseStatus})
	}
	return []analysis.Report{{Cause: "plain-http", Certainty: analysis.Certain, Values: map[string]string{"url": "https://" + address}, Evidence: evidence,
		Corrections: []analysis.Correction{{Part: analysis.PartScheme, Value: "https"}}}}
}

// checkMethod finds the methods that the path is documented for.
func checkMethod(pass *analysis.Pass) []analysis.Report {
	sent := pass.Exchange.Request.Method
	if right := strings.ToUpper(sent); right != sent && (pass.Exchange.Response.Status == 0 || pass.Exchange.Response.Status >= 400) {
		if _, known := pass.Session.Catalog().Endpoint(right, pass.Exchange.Request.URL); known != nil {
			return []analysis.Report{{Cause: "method-case", Certainty: analysis.Likely, Values: map[string]string{"method": sent, "name": right},
				Evidence:    []analysis.Evidence{{Label: pass.Format("label.method"), Text: sent, Where: location.RequestMethod}},
				Corrections: []analysis.Correction{{Part: analysis.PartMethod, Value: right}}}}
		}
	}
	if pass.Endpoint != nil || !pass.Shows(catalog.MethodNotAllowed, catalog.EndpointNotFound) && !pass.Unexplained(404) && !pass.Unexplained(405) {
		return nil
	}
	var methods, names []string
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
		if _, known := pass.Session.Catalog().Endpoint(method, pass.Exchange.Request.URL); known != nil && known.State != "retired" && !wordAsID(pass, request.Places(known, pass.Exchange.Request.URL)) {
			methods = append(methods, method)
			names = append(names, method+" ("+known.Name+")")
		}
	}
	if len(methods) == 0 {
		return nil
	}
	c := analysis.Report{Cause: "other-methods", Certainty: analysis.Likely, Values: map[string]string{"method": pass.Exchange.Request.Method, "methods": strings.Join(names, ", "), "path": httpmsg.Path(pass.Exchange.Request.URL)},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.method"), Text: pass.Exchange.Request.Method, Where: location.RequestMethod}, {Label: pass.Format("label.documented-for-this-path"), Text: strings.Join(methods, ", "), Where: location.RequestURL}}}
	if pass.Status() == httpmsg.StatusMethodNotAllowed {
		c.Certainty = analysis.Certain
	}
	if len(methods) == 1 {
		c.Corrections = []analysis.Correction{{Part: analysis.PartMethod, Value: methods[0]}}
	}
	if allow, ok := pass.Exchange.Response.Header("Allow"); ok {
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: "Allow", Text: allow, Where: location.ResponseHeader("Allow")})
	}
	if before := pass.Session.RedirectTo(pass.Exchange); before != nil {
		c.Cause = "method-changed-by-redirect"
		c.Values["first_method"] = before.Method
		c.Corrections = []analysis.Correction{{Part: analysis.PartMethod, Value: before.Method}}
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.before"), Text: pass.Format("text.was-answered", "method", before.Method, "status", strconv.Itoa(before.Status)), Where: location.Exchange(before.ID)})
	}
	return []analysis.Report{c}
}

// wordAsID reports whether a path fits a call only because a word of it, such
// as log, stands where the call has an ID.
func wordAsID(pass *analysis.Pass, places []request.Place) bool {
	return slices.ContainsFunc(places, func(p request.Place) bool {
		return p.Value != pass.Pack.Self && strings.HasSuffix(p.Name, "-id") && p.Value != "" && strings.Trim(p.Value, "abcdefghijklmnopqrstuvwxyz") == ""
	})
}

// checkState finds calls that are no longer documented.
func checkState(pass *analysis.Pass) []analysis.Report {
	if pass.Endpoint == nil || pass.Endpoint.State != "retired" || pass.Status() < 400 {
		return nil
	}
	if s := pass.Status(); s == 401 || s == 403 || s == 429 || s >= 500 {
		return nil
	}
	return []analysis.Report{{Cause: "retired-endpoint", Certainty: analysis.Likely, Values: map[string]string{"endpoint": pass.Endpoint.Name, "note": pass.Endpoint.Note},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.endpoint"), Text: pass.Endpoint.Name + ": " + pass.Endpoint.Note, Where: location.RequestURL}}}}
}

// deepest is how many segments of a path are looked at from its end; no
// documented path has as many.
const deepest = 32

// checkDoubled finds a path that is a documented one with something in front
// of it, such as a prefix that a library adds again.
func checkDoubled(pass *analysis.Pass) *analysis.Report {
	if !pass.Shows(catalog.EndpointNotFound, catalog.ResourceUnknown) && !pass.Unexplained(404) && !pass.Unexplained(400) {
		return nil
	}
	path := httpmsg.Path(pass.Exchange.Request.URL)
	base := strings.TrimSuffix(strings.SplitN(pass.Exchange.Request.URL, "?", 2)[0], path)
	before := strings.Count(path, "/") - deepest
	for i := range len(path) {
		if path[i] != '/' {
			continue
		}
		if before--; before >= 0 || i == 0 {
			continue
		}
		if _, known := pass.Session.Catalog().Endpoint(pass.Exchange.Request.Method, base+path[i:]); known != nil {
			return &analysis.Report{Cause: "path-prefix", Certainty: analysis.Certain, Values: map[string]string{"part": path[:i], "path": path[i:], "endpoint": known.Name},
				Evidence: []analysis.Evidence{{Label: pass.Format("label.too-much"), Text: path[:i], Where: location.RequestURL}}, Corrections: analysis.ToPath(path[i:])}
		}
	}
	return nil
}

// nearestEndpoints is the documented calls that resemble an unknown one. It is looked for
// once for each address: what calls it goes on calling it.
func nearestEndpoints(pass *analysis.Pass) []search.SimilarEndpoint {
	address := pass.Exchange.Request.URL
	if end := strings.IndexAny(address, "?#"); end >= 0 {
		address = address[:end]
	}
	return analysis.MemoOf[string, []search.SimilarEndpoint](pass, "neighbors").Get(pass.Exchange.Request.Method+" "+address, func() []search.SimilarEndpoint { return findNearest(pass) })
}

// findNearest puts those calls first that keep more of the unknown one's words:
// /heart/… is heart rate rather than HRV.
func findNearest(pass *analysis.Pass) []search.SimilarEndpoint {
	near := search.SimilarEndpoints(pass.Session.Catalog(), pass.Exchange.Request.Method, pass.Exchange.Request.URL)
	segments := strings.Split(httpmsg.Path(pass.Exchange.Request.URL), "/")
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
	near = slices.DeleteFunc(near, func(n search.SimilarEndpoint) bool { return !resembles(n.Endpoint, pass.Pack.Self, segments) })
	sort.SliceStable(near, func(i, j int) bool { return kept(near[i]) > kept(near[j]) })
	if n := oneMissing(pass, segments); n != nil && resembles(n.Endpoint, pass.Pack.Self, segments) && (len(near) == 0 || kept(*n) > kept(near[0])) {
		near = append([]search.SimilarEndpoint{*n}, near...)
	}
	return near
}

// resembles reports whether a path has a word of a call's, misspelled or not, besides the
// one that all paths of a user have; others are as far from it as any.
func resembles(known *catalog.Endpoint, self string, segments []string) bool {
	var words []string
	templates := strings.Split(known.Path, "/")
	for i, word := range templates {
		word, _, _ = strings.Cut(word, ".")
		if isWord(word) && (i+1 == len(templates) || templates[i+1] != "{user-id}") {
			words = append(words, word)
		}
	}
	for i, segment := range segments {
		segment, _, _ = strings.Cut(segment, ".")
		if len(templates) == len(segments) && segment != self && strings.Contains(templates[i], "-id}") && isWord(segment) && strings.Trim(segment, "abcdefghijklmnopqrstuvwxyz") == "" {
			return false
		}
	}
	return len(words) == 0 || slices.ContainsFunc(segments, func(segment string) bool {
		segment, _, _ = strings.Cut(segment, ".")
		near, _ := match.NearestName(segment, words)
		return near != "" || slices.Contains(words, segment)
	})
}

func isWord(segment string) bool {
	return len(segment) > 1 && !strings.ContainsAny(segment, "{0123456789")
}

// oneMissing finds the call that has all words of a path and one more.
func oneMissing(pass *analysis.Pass, segments []string) *search.SimilarEndpoint {
	for i := range pass.Pack.Endpoints {
		known := &pass.Pack.Endpoints[i]
		if known.Method != pass.Exchange.Request.Method || known.Host != "" || known.State != "" || strings.Count(known.Path, "/") != len(segments) {
			continue
		}
		templates := strings.Split(known.Path, "/")
		for skip, word := range templates {
			if isWord(word) && fitsAll(templates[skip+1:], segments[skip:]) {
				return &search.SimilarEndpoint{Endpoint: known, Pack: pass.Pack, Differences: []string{pass.Format("difference.missing", "part", word)}}
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

// checkNearest names the documented call that resembles an unknown one most.
func checkNearest(pass *analysis.Pass) []analysis.Report {
	if !pass.Shows(catalog.EndpointNotFound, catalog.ResourceUnknown, catalog.MethodNotAllowed) && !pass.Unexplained(404) && !pass.Unexplained(400) {
		return nil
	}
	near := nearestEndpoints(pass)
	if len(near) == 0 || len(near[0].Differences) == 0 {
		return nil
	}
	differences := strings.Join(near[0].Differences, "; ")
	c := analysis.Report{Cause: "nearest-endpoint", Certainty: analysis.Likely, Evidence: []analysis.Evidence{{Label: pass.Format("label.difference"), Text: differences, Where: location.RequestURL}}, Values: map[string]string{
		"endpoint": near[0].Endpoint.Name, "call": near[0].Endpoint.Method + " " + near[0].Endpoint.Path, "differences": differences,
	}}
	if len(near[0].Differences) > 2 {
		c.Certainty = analysis.Possible
	}
	if path := pathLike(near[0].Endpoint.Path, httpmsg.Path(pass.Exchange.Request.URL)); path != "" && len(near[0].Differences) == 1 && near[0].Endpoint.Method == pass.Exchange.Request.Method && near[0].Endpoint.State == "" {
		c.Corrections = analysis.ToPath(path)
	}
	for _, other := range near[1:] {
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.or"), Text: other.Endpoint.Method + " " + other.Endpoint.Path, Where: location.RequestURL})
	}
	return []analysis.Report{c}
}

// checkRefusal reads a 403: on an intraday call it is the application's type
// that is not enough, unless the session shows that it is; on another call the
// newer front end's refusal says nothing about the type.
func checkRefusal(pass *analysis.Pass) []analysis.Report {
	if pass.Status() != httpmsg.StatusForbidden || !pass.Unexplained(403) && !pass.Shows(catalog.ApplicationRefused, catalog.CallerRefused) {
		return nil
	}
	endpoint, direct := pass.Endpoint, true
	if endpoint == nil {
		near := nearestEndpoints(pass)
		if len(near) == 0 {
			return nil
		}
		endpoint, direct = near[0].Endpoint, false
	}
	values := map[string]string{"endpoint": endpoint.Name}
	evidence := []analysis.Evidence{{Label: pass.Format("label.endpoint"), Text: endpoint.Name, Where: location.RequestURL}}
	if endpoint.Intraday {
		c := analysis.Report{Cause: "intraday-refused", Certainty: analysis.Likely, Values: values, Evidence: evidence}
		if other := pass.Session.IntradaySuccess(pass.Pack); other != nil {
			c.Cause = "intraday-refused-here-only"
			values["other_endpoint"] = other.Endpoint.Name
			c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.intraday-read"), Text: other.Endpoint.Name, Where: location.Exchange(other.ID)})
		}
		return []analysis.Report{c}
	}
	if !direct || !pass.Shows(catalog.CallerRefused) {
		return nil
	}
	c := analysis.Report{Cause: "refused-without-reason", Certainty: analysis.Likely, Values: values, Evidence: evidence}
	c.Evidence[0].Text = pass.Format("text.not-intraday", "endpoint", endpoint.Name)
	if read := pass.Session.FirstSuccess(endpoint); read != nil && !read.Start.After(pass.Exchange.Started) {
		c.Weight = 1
		c.Evidence = append(c.Evidence, analysis.Evidence{Label: pass.Format("label.same-endpoint-read-before"), Text: analysis.TimeText(read.Start), Where: location.Exchange(read.ID)})
	}
	return []analysis.Report{c}
}
