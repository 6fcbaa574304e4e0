package errorformat

import (
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/match"
	"misstep/wasm/httpmsg"
)

// origin finds the API of a pasted text: the host of the request
// decides, then hosts in the text; words and paths only hint.
func (s reader) origin(symptom *catalog.Symptom, x *httpmsg.Exchange) {
	switch address := x.Request.URL; {
	case strings.Contains(address, "://"):
		symptom.Foreign, symptom.Neighbor = true, s.neighborIn(address)
		return
	case strings.HasPrefix(address, "/"):
		symptom.Named = s.documents(x.Request.Method, address)
		symptom.Foreign = symptom.Named == ""
		return
	case x.Pasted == "":
		return
	}
	text := x.Response.Body.Text
	text = text[:min(len(text), httpmsg.MaxBody)]
	var foreign bool
	symptom.Pack, foreign = s.hostIn(text)
	if symptom.Pack != "" {
		return
	}
	names := ""
	for i := range x.Response.Headers {
		names += x.Response.Headers[i].Name + "\n" // some name their API
		if x.Response.Headers[i].Name == "server" || x.Response.Headers[i].Name == "Server" {
			names += x.Response.Headers[i].Value + "\n"
		}
	}
	if symptom.Pack = match.NamedIn(s.catalog, names); symptom.Pack != "" {
		return
	}
	symptom.Foreign, symptom.Named = foreign, match.NamedIn(s.catalog, text)
	if symptom.Named == "" {
		marks := strings.ToLower(names + text)
		symptom.Foreign = foreign || slices.ContainsFunc(otherServers, func(mark string) bool { return strings.Contains(marks, mark) })
	}
	if s.neighborIn(text) {
		symptom.Foreign, symptom.Neighbor = true, true
	}
}

// otherServers are marks of servers that neither API is behind, in header names and in logs.
var otherServers = []string{"x-amz", "awselb", "cloudfront", "amazonaws.com", "heroku[router]", "x-azure-ref", "x-vercel-", "x-shopify-"}

// neighborIn reports whether a text names another service of an API's provider: its host,
// or its client library.
func (s reader) neighborIn(text string) bool {
	for _, pack := range s.catalog.Packs() {
		p := pack.Provider
		if p == nil {
			continue
		}
		if slices.ContainsFunc(p.Libraries, func(library string) bool { return strings.Contains(text, library) }) {
			return true
		}
		if service, _, says := strings.Cut(text, p.BehindService); says && p.BehindService != "" && !endsInName(pack, service) {
			return true
		}
		for from := 0; ; {
			at := strings.Index(text[from:], "."+p.Domain)
			if at < 0 {
				break
			}
			at += from
			start := at
			for start > 0 && (isNameByte(text[start-1]) || text[start-1] == '-' || text[start-1] == '.') {
				start--
			}
			from = at + len(p.Domain) + 1
			shared := func(address string) bool { return strings.HasPrefix(text[start:], address) }
			if start < at && !slices.ContainsFunc(p.Shared, shared) && s.catalog.Watched("https://"+text[start:from]+"/") == nil {
				return true
			}
		}
	}
	return false
}

// endsInName reports whether a text ends in a name of a pack's API, or in the last word of
// one where no more is there.
func endsInName(pack *catalog.Pack, text string) bool {
	return slices.ContainsFunc(pack.Names, func(name string) bool { return strings.HasSuffix(text, name) || strings.HasSuffix(name, " "+text) })
}

// named finds the API of a pasted response that names it.
func (s reader) named(symptom *catalog.Symptom) {
	for _, name := range []string{"service", "domain"} {
		host := symptom.Values[name]
		if strings.Count(host, ".") < leastDots {
			continue // a company's name, or a word
		}
		if pack := s.catalog.Watched("https://" + host + "/"); pack != nil {
			symptom.Pack, symptom.Foreign = pack.ID, false
		} else {
			symptom.Foreign, symptom.Neighbor = true, s.neighborIn(host)
		}
		return
	}
}

// leastDots is how many dots the name of one API's host has at least.
const leastDots = 2

// namesService reports whether a text has the word "service" and the host of one
// after it, as Google's messages do.
func namesService(text string) bool {
	for rest := text; ; {
		_, behind, found := strings.Cut(rest, "service")
		if !found {
			return false
		}
		host := strings.TrimLeft(behind, " :='\"\\")
		end := strings.IndexFunc(host, func(r rune) bool { return r > 0x7f || !isNameByte(byte(r)) && r != '.' && r != '-' })
		if end < 0 {
			end = len(host)
		}
		if len(host) < len(behind) && strings.Count(strings.Trim(host[:end], "."), ".") >= leastDots {
			return true
		}
		rest = behind
	}
}

// hostIn finds the pack whose host a text names first, and whether it names hosts
// of others.
func (s reader) hostIn(text string) (packID string, foreign bool) {
	first := len(text)
	for _, watched := range s.catalog.WatchList() {
		if at := wordIndex(text, watched.Host); !watched.Disabled && at >= 0 && at < first {
			first, packID = at, watched.Pack
		}
	}
	for rest := text; packID == "" && !foreign; {
		_, behind, found := strings.Cut(rest, "://")
		if !found {
			break
		}
		end := strings.IndexFunc(behind, func(r rune) bool { return r <= ' ' || strings.ContainsRune("\"'`<>)\\", r) })
		if end < 0 {
			end = len(behind)
		}
		foreign = isRequested(behind[:end]) && !endsInRedirect(rest[:len(rest)-len(behind)])
		rest = behind[end:]
	}
	return packID, foreign || packID == "" && (namesService(text) || strings.Contains(text, " /api/"))
}

// wordIndex is where a host is in a text as a whole; -1 where it does not.
func wordIndex(text, host string) int {
	for from := 0; ; {
		at := strings.Index(text[from:], host)
		if at < 0 {
			return -1
		}
		at += from
		end := at + len(host)
		if (at == 0 || !isNameByte(text[at-1]) && text[at-1] != '.' && text[at-1] != '-') && (end == len(text) || !isNameByte(text[end]) && text[end] != '-') {
			return at
		}
		from = at + 1
	}
}

// notRequested are how addresses begin that texts have for people to read, or as
// names.
var notRequested = []string{"developer", "dev.", "docs.", "console.", "cloud.", "support.", "community.", "github.com", "www.googleapis.com/auth/", "stackoverflow.com", "www.w3.org", "www.google.com"}

// isRequested reports whether an address, without its scheme, may be one that was
// requested: not documentation, and no place in a program.
func isRequested(address string) bool {
	for _, prefix := range notRequested {
		if strings.HasPrefix(address, prefix) {
			return false
		}
	}
	_, path, _ := strings.Cut(address, "/")
	return !strings.Contains(path, ".js:") && !strings.Contains(path, ".ts:") && !strings.HasSuffix(path, ".js") && address != ""
}

// endsInRedirect reports whether an address that stands behind these words is where
// an app wants to be called back.
func endsInRedirect(before string) bool {
	before = strings.ToLower(before[max(0, len(before)-maxBeforeAddress):])
	before = before[strings.LastIndexByte(before, '\n')+1:]
	return strings.Contains(strings.NewReplacer("_", "", "-", "", " ", "").Replace(before), "redirectur")
}

// maxBeforeAddress is how far before an address its parameter may be named, with
// its scheme.
const maxBeforeAddress = 40

// documents is the pack that has an endpoint with this path; "" if there is none.
func (s reader) documents(method, path string) string {
	for _, pack := range s.catalog.Packs() {
		if s.endpointAt(pack, method, path) {
			return pack.ID
		}
	}
	return ""
}

func (s reader) endpointAt(pack *catalog.Pack, method, path string) bool {
	if len(pack.Hosts) == 0 {
		return false
	}
	at, endpoint := s.catalog.Endpoint(method, "https://"+pack.Hosts[0]+path)
	return at == pack && endpoint != nil
}

// GrantOf is the grant that a token request asked for; "" if it isn't one.
func GrantOf(x *httpmsg.Exchange) string {
	if x.Request.PostData == nil {
		return ""
	}
	for _, p := range x.Request.Params() {
		if p.Name == "grant_type" {
			return p.Value
		}
	}
	return ""
}

// isProse reports whether an exchange was read from words: its method may be guessed.
func isProse(x *httpmsg.Exchange) bool {
	return x.Pasted != "" && len(x.Response.Headers) == 0 && strings.TrimSpace(x.Pasted) == x.Response.Body.Text
}

// callsIn are the endpoints at the address that a text names: of the methods that it
// names, or of all where it names none.
func (s reader) callsIn(x *httpmsg.Exchange) (calls []string) {
	text := x.Response.Body.Text
	text = text[:min(len(text), httpmsg.MaxBody)]
	address := x.Request.URL
	if address == "" {
		at := strings.Index(text, "https://")
		if at < 0 {
			return nil
		}
		address = text[at:]
		if end := strings.IndexAny(address, " \t\r\n\"'`<>,)"); end >= 0 {
			address = address[:end]
		}
	}
	address = strings.TrimRight(address, ":.;")
	for _, named := range []bool{true, false} {
		for _, method := range []string{"GET", "POST", "PATCH", "DELETE", "PUT"} {
			if named && wordIndex(text, method) < 0 {
				continue
			}
			if _, endpoint := s.catalog.Endpoint(method, address); endpoint != nil {
				calls = append(calls, endpoint.Call())
			}
		}
		if len(calls) > 0 {
			return calls
		}
	}
	return nil
}
