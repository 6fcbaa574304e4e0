package paste

import (
	"strconv"
	"strings"

	"misstep/wasm/httpmsg"
)

// pastedHTTP reads raw HTTP: curl -v (or wget -S) output, or a request or
// response as it goes over the wire. Of several responses (100 Continue,
// redirects, proxies, retries) the last one counts.
func pastedHTTP(text string) (httpmsg.Exchange, bool) {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSuffix(lines[i], "\r")
	}
	for _, line := range lines {
		if s, ok := strings.CutPrefix(line, "< "); ok {
			if _, ok := statusLine(s); ok {
				return parseCurlVerbose(lines), true
			}
		}
		if s, ok := strings.CutPrefix(line, "> "); ok {
			if _, ok := requestLine(s); ok {
				return parseCurlVerbose(lines), true
			}
		}
	}
	return parseMessage(lines)
}

// parseCurlVerbose reads the output of curl -v.
func parseCurlVerbose(lines []string) httpmsg.Exchange {
	var x httpmsg.Exchange
	var body []string
	scheme := "https"
	const (
		between = iota
		inRequest
		inResponse
		inBody
	)
	state := between
	for _, line := range lines {
		mark, s := "", ""
		if len(line) > 0 && strings.IndexByte("<>*{}", line[0]) >= 0 && (len(line) == 1 || line[1] == ' ') {
			mark, s = line[:1], strings.TrimSpace(line[1:])
		}
		switch {
		case mark == ">":
			if r, ok := requestLine(s); ok {
				x.Request, state = r, inRequest
			} else if state == inRequest && s != "" {
				x.Request.Headers = appendField(x.Request.Headers, s)
			} else if state == inBody {
				body = append(body, line)
			}
		case mark == "<":
			if r, ok := statusLine(s); ok {
				x.Response, state, body = r, inResponse, nil
			} else if state == inResponse && s != "" {
				x.Response.Headers = appendField(x.Response.Headers, s)
			} else if state == inResponse {
				state = inBody
			} else if state == inBody {
				body = append(body, line)
			}
		case mark == "*":
			if strings.Contains(s, "port 80") {
				scheme = "http"
			} else if strings.Contains(s, "port 443") || strings.Contains(s, "TLS") {
				scheme = "https"
			}
		case mark == "{" || mark == "}":
			if state == inBody && !strings.HasPrefix(s, "[") {
				body = append(body, line)
			}
		case strings.HasPrefix(line, "curl: ("):
			x.Response.Error = strings.TrimSpace(line)
		case state == inBody && !progress(line):
			body = append(body, line)
		}
	}
	for len(body) > 0 && strings.TrimSpace(body[0]) == "" {
		body = body[1:]
	}
	if len(body) > 0 { // with -i as well: headers a second time
		if _, ok := statusLine(body[0]); ok {
			if again, ok := parseMessage(body); ok {
				body = strings.Split(again.Response.Body.Text, "\n")
			}
		}
	}
	text := strings.Join(body, "\n")
	// The body rarely ends with a line end, so curl's next remark follows it.
	for _, remark := range []string{"* Connection #", "* Closing connection", "* Curl_http_done"} {
		if i := strings.LastIndex(text, remark); i >= 0 && !strings.Contains(text[i:], "\n") {
			text = text[:i]
		}
	}
	x.Request.URL = absolute(x.Request, scheme)
	setBody(&x.Response, text)
	return x
}

// progress recognizes a line of curl's progress meter.
func progress(line string) bool {
	s := strings.TrimSpace(line)
	return strings.HasPrefix(s, "% Total") || strings.HasPrefix(s, "Dload ") ||
		strings.Contains(s, "--:--:--") && strings.Trim(s, "0123456789:-kMG. \t\r") == ""
}

// parseMessage reads a request, a response, or both, as they go over the wire.
func parseMessage(lines []string) (httpmsg.Exchange, bool) {
	var x httpmsg.Exchange
	i, known := 0, false
	if r, ok := requestLine(lines[0]); ok {
		var headers []httpmsg.Header
		headers, i = fields(lines, 1)
		if strings.Contains(lines[0], " HTTP/") || len(headers) > 0 {
			known = true
			r.Headers = headers
			x.Request = r
			x.Request.URL = absolute(r, "https")
			start := i
			for i < len(lines) {
				if _, ok := statusLine(lines[i]); ok {
					break
				}
				i++
			}
			if body := strings.TrimSpace(strings.Join(lines[start:i], "\n")); body != "" {
				mimeType, _ := r.Header("Content-Type")
				x.Request.PostData = &httpmsg.PostData{MimeType: mimeType, Text: body}
			}
		} else {
			i = 0
		}
	}
	for i < len(lines) {
		r, ok := statusLine(lines[i])
		if !ok {
			break
		}
		known = true
		r.Headers, i = fields(lines, i+1)
		x.Response = r
		next := i
		for next < len(lines) && strings.TrimSpace(lines[next]) == "" {
			next++
		}
		if next < len(lines) {
			if _, ok := statusLine(lines[next]); ok {
				i = next
			}
		}
	}
	if known && x.Response.Status != 0 {
		setBody(&x.Response, strings.Join(lines[i:], "\n"))
	}
	return x, known
}

// longestField bounds what folded lines add up to; servers refuse far less.
const longestField = 16 << 10

// fields reads header fields from lines[i] on and returns the line after them.
func fields(lines []string, i int) ([]httpmsg.Header, int) {
	var list []httpmsg.Header
	for ; i < len(lines); i++ {
		line := lines[i]
		if strings.TrimSpace(line) == "" {
			return list, i + 1
		}
		if _, _, ok := field(line); !ok {
			if len(list) == 0 || line[0] != ' ' && line[0] != '\t' {
				return list, i // the blank line got lost: this is the body
			}
			if last := &list[len(list)-1]; len(last.Value) < longestField {
				last.Value += " " + strings.TrimSpace(line)
			}
			continue
		}
		list = appendField(list, line)
	}
	return list, i
}

func appendField(list []httpmsg.Header, line string) []httpmsg.Header {
	if name, value, ok := field(line); ok {
		list = append(list, httpmsg.Header{Name: name, Value: value})
	}
	return list
}

// field reads "Name: value"; the name may be HTTP/2's ":authority".
func field(line string) (name, value string, ok bool) {
	line = strings.TrimSpace(line)
	if line == "" {
		return "", "", false
	}
	colon := strings.IndexByte(line[1:], ':') + 1
	if colon < 1 || colon == 1 && line[0] == ':' {
		return "", "", false
	}
	name = line[:colon]
	for i := 0; i < len(name); i++ {
		c := name[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
		if !letter && strings.IndexByte("!#$&'*+-.^_`|~", c) < 0 && (c != ':' || i > 0) {
			return "", "", false
		}
	}
	return name, strings.TrimSpace(line[colon+1:]), true
}

// statusLine reads "HTTP/1.1 401 Unauthorized".
func statusLine(line string) (httpmsg.Response, bool) {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "HTTP/") {
		return httpmsg.Response{}, false
	}
	version, rest, _ := strings.Cut(line, " ")
	code, text, _ := strings.Cut(strings.TrimSpace(rest), " ")
	status, err := strconv.Atoi(code)
	if err != nil || status < 100 || status > 999 {
		return httpmsg.Response{}, false
	}
	return httpmsg.Response{Status: status, StatusText: strings.TrimSpace(text), HTTPVersion: version}, true
}

// requestLine reads "GET /1/user/-/profile.json HTTP/1.1"; the version may be
// missing when the address is absolute. The URL is as written.
func requestLine(line string) (httpmsg.Request, bool) {
	words := strings.Fields(line)
	if len(words) < 2 || len(words) > 3 || len(words[0]) > 20 || strings.Trim(words[0], "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != "" {
		return httpmsg.Request{}, false
	}
	r := httpmsg.Request{Method: words[0], URL: words[1]}
	switch {
	case len(words) == 3 && strings.HasPrefix(words[2], "HTTP/"):
		r.HTTPVersion = words[2]
		return r, true
	case len(words) == 2 && (strings.HasPrefix(r.URL, "https://") || strings.HasPrefix(r.URL, "http://")):
		return r, true
	}
	return httpmsg.Request{}, false
}

// absolute completes the address of a request line with its Host.
func absolute(r httpmsg.Request, scheme string) string {
	if !strings.HasPrefix(r.URL, "/") {
		return r.URL
	}
	host, ok := r.Header("Host")
	if !ok {
		host, ok = r.Header(":authority")
	}
	if !ok {
		return r.URL
	}
	return scheme + "://" + host + r.URL
}

// setBody gives a pasted response its body. Copied text that has none says
// nothing about the body unless the headers do.
func setBody(r *httpmsg.Response, text string) {
	text = strings.Trim(text, "\r\n")
	contentType, _ := r.Header("Content-Type")
	r.RedirectURL, _ = r.Header("Location")
	length, announced := r.Header("Content-Length")
	size, err := strconv.ParseInt(length, 10, 64)
	announced = announced && err == nil && size >= 0
	r.Body = httpmsg.Body{MimeType: contentType}
	mediaType, _, _ := strings.Cut(contentType, ";") // package mime would be a hundredth of the module
	r.Body.MimeType = strings.ToLower(strings.TrimSpace(mediaType))
	if text == "" {
		r.Body.Recorded = announced && size == 0 || r.Status == 204
		if announced {
			r.Body.Size = size
		}
		return
	}
	r.Body.Set(text, "")
	r.Body.Truncated = false
	if _, packed := r.Header("Content-Encoding"); announced && !packed {
		r.Body.Size = size
		// Line ends at the edges are lost in copying.
		r.Body.Truncated = size > int64(len(text))+8 && !httpmsg.IsUTF16Size(size, text)
	}
}
