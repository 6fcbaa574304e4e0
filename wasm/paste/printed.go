package paste

import (
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

// printed reads an error that a program printed as an object, as Node does with
// what axios, got and gaxios throw: its address, method, token, status and the
// headers of the response. What was cut ([Object]) is not there.
func printed(c *catalog.Catalog, text string) (httpmsg.Exchange, bool) {
	var x httpmsg.Exchange
	base := ""
	for line := range strings.Lines(text) {
		name, value, ok := printedField(line)
		if !ok {
			continue
		}
		set := func(target *string) {
			if *target == "" {
				*target = value
			}
		}
		switch name {
		case "url", "requesturl", "responseurl", "_currenturl", "uri", "href":
			if value != "" && (x.Request.URL == "" || !strings.Contains(x.Request.URL, "://")) {
				x.Request.URL = value
			}
		case "baseurl":
			set(&base)
		case "method":
			set(&x.Request.Method)
		case "authorization":
			if _, known := x.Request.Header(name); !known {
				x.Request.Headers = append(x.Request.Headers, httpmsg.Header{Name: "Authorization", Value: value})
			}
		case "status", "statuscode":
			if status, err := strconv.Atoi(value); err == nil && status >= 100 && status < 600 {
				x.Response.Status = status
			}
		default:
			if !isKept(c, name) {
				continue
			}
			if _, known := x.Response.Header(name); !known {
				x.Response.Headers = append(x.Response.Headers, httpmsg.Header{Name: name, Value: value})
			}
		}
	}
	if !strings.Contains(x.Request.URL, "://") && base != "" {
		x.Request.URL = strings.TrimSuffix(base, "/") + "/" + strings.TrimPrefix(x.Request.URL, "/")
	}
	x.Request.Method = strings.ToUpper(x.Request.Method)
	return x, x.Response.Status != 0 && strings.Contains(x.Request.URL, "://")
}

// isKept reports whether a header of the response, by its name, is about the error.
func isKept(c *catalog.Catalog, name string) bool {
	if name == "date" || name == "retry-after" || name == "www-authenticate" {
		return true
	}
	return slices.ContainsFunc(c.Packs(), func(pack *catalog.Pack) bool {
		h := &pack.RateLimit.Headers
		return strings.EqualFold(name, h.Limit) || strings.EqualFold(name, h.Remaining) || strings.EqualFold(name, h.Reset)
	})
}

// printedField reads a line that is one member of an object: name: 'value', or as
// JSON has it. Names are given in lower case.
func printedField(line string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(strings.TrimSpace(line), ": ")
	name = strings.ToLower(strings.Trim(name, "'\""))
	value = strings.TrimSuffix(strings.TrimSpace(value), ",")
	if !ok || name == "" || strings.ContainsAny(name, " \t(){}[]<>") {
		return "", "", false
	}
	if len(value) > 1 && (value[0] == '\'' || value[0] == '"') {
		end := strings.LastIndexByte(value, value[0])
		if end == 0 {
			return "", "", false
		}
		return name, value[1:end], true
	}
	_, err := strconv.Atoi(value)
	return name, value, err == nil
}
