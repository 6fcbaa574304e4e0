package errorformat

import (
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

// Names of the fields in which logs have the parts of an address, in lower case and
// without what is before their last dot: url.domain, http.request.method.
var (
	hostFields   = []string{"host", "hostname", "domain", "authority", "server_name", "upstream", "upstream_host", "address", "fqdn", "baseurl", "base_url"}
	pathFields   = []string{"path", "uri", "url", "endpoint", "route", "target", "request", "request_path", "requestpath", "resource", "query_path", "original"}
	methodFields = []string{"method", "verb", "http_method", "request_method", "requestmethod"}
	statusFields = []string{"status", "status_code", "statuscode", "code", "http_status", "httpstatus", "response_code", "responsecode", "upstream_status"}
)

// Fielded finds the requests of lines that have host and path apart, in fields: logfmt,
// JSON of Elastic and OpenTelemetry, klog, the routers of hosting services, nginx. Another
// program's host counts, too: then the line is about that.
func Fielded(c *catalog.Catalog, text string) (found []Mention) {
	text = text[:min(len(text), maxMentioned)]
	start := 0
	for line := range strings.Lines(text) {
		if m, ok := fieldedLine(c, line); ok && len(found) < maxMentions {
			m.Start, m.End = start, start
			found = append(found, m)
		}
		start += len(line)
	}
	return found
}

func fieldedLine(c *catalog.Catalog, line string) (m Mention, ok bool) {
	var host, path string
	for at := 0; at < len(line); {
		i := strings.IndexAny(line[at:], "=:")
		if i < 0 {
			break
		}
		at += i + 1
		name := strings.TrimRight(line[:at-1], "\"'\\ ")
		name = strings.ToLower(name[strings.LastIndexFunc(name, func(r rune) bool { return r > 0x7f || !isNameByte(byte(r)) })+1:])
		set := func(target *string, names []string) {
			if *target == "" && slices.Contains(names, name) {
				*target = fieldValue(line[at:])
			}
		}
		status := ""
		set(&host, hostFields)
		set(&m.Method, methodFields)
		set(&status, statusFields)
		if value := fieldValue(line[at:]); slices.Contains(pathFields, name) && path == "" {
			if method, target, request := strings.Cut(value, " "); request && isMethod(method) {
				m.Method, value = method, target
			}
			if value, _, _ = strings.Cut(value, " "); strings.HasPrefix(value, "/") && len(value) > 1 {
				path = value
			}
		}
		if len(status) == 3 && m.Status < 400 {
			m.Status = statusAt(status, 0)
		}
	}
	if m.Method = strings.ToUpper(m.Method); !isMethod(m.Method) {
		m.Method = ""
	}
	host = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(host, "https://"), "http://"), "/")
	if path == "" || !strings.Contains(host, ".") || strings.ContainsAny(host, "/ @,") || strings.Trim(host, "0123456789.:") == "" {
		return m, false
	}
	m.Address = "https://" + host + encodeRaw.Replace(path)
	if c.Watched(m.Address) != nil {
		return m, true
	}
	if slices.ContainsFunc(methods, func(method string) bool { return (reader{c}).documents(method, path) != "" }) {
		m.Address = encodeRaw.Replace(path) // the host is the machine's that wrote the log
	}
	own, foreign := (reader{c}).hostIn(line)
	return m, own == "" && !foreign && m.Status != 0
}

// fieldValue is what a field has behind its separator: between quotes, or up to a blank.
func fieldValue(text string) string {
	text = strings.TrimLeft(text, " \\")
	if text == "" {
		return ""
	}
	ends := " \t\r\n,;)}]\"'"
	if text[0] == '"' || text[0] == '\'' {
		ends, text = text[:1], text[1:]
	}
	end := strings.IndexAny(text, ends)
	if end < 0 {
		end = len(text)
	}
	return strings.TrimRight(text[:min(end, httpmsg.MaxBody)], "\\\r\n")
}
