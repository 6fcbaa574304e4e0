// Package paste reads what people copy from somewhere: a cURL command, what curl
// printed, raw HTTP, one HAR entry, or an error and nothing more.
package paste

import (
	"strings"

	"misstep/catalog"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
)

// Read reads what a person copied from somewhere: one HAR entry, a cURL
// command (with or without what it printed), the output of curl -i or -v, or raw
// HTTP. In any other text it looks for what client libraries and logs write of
// requests, in the forms that the catalog knows; one without any is taken for a
// response's body, with Status 0. A log gives an exchange for each request, in its
// order. The text that an exchange was read from is kept in Pasted. Only a blank
// text is an error, har.ErrEmpty.
func Read(c *catalog.Catalog, text string) ([]httpmsg.Exchange, error) {
	clean := strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	if clean == "" {
		return nil, har.ErrEmpty
	}
	clean = strings.ToValidUTF8(clean, "\ufffd")
	x, ok := pastedEntry(clean)
	if !ok {
		x, ok = pastedCommand(clean)
	}
	if !ok {
		x, ok = pastedHTTP(clean)
	}
	found := []httpmsg.Exchange{x}
	if !ok {
		found = prose(c, clean)
	}
	if len(found) == 1 {
		found[0].Pasted = text
	}
	return found, nil
}

// pastedEntry reads a text that is one HAR entry: an object with a request or a
// response that have what those have.
func pastedEntry(text string) (httpmsg.Exchange, bool) {
	if text[0] != '{' {
		return httpmsg.Exchange{}, false
	}
	x, err := har.Entry([]byte(text))
	if err != nil || x.Request.URL == "" && !x.Response.Body.Recorded {
		return httpmsg.Exchange{}, false
	}
	return x, true
}

// pastedCommand reads a cURL command and, on the lines after it, its output.
func pastedCommand(text string) (httpmsg.Exchange, bool) {
	command := strings.TrimLeft(text, "$#>% \t")
	end := strings.IndexAny(command, " \t\r\n")
	if end < 0 {
		return httpmsg.Exchange{}, false
	}
	switch strings.ToLower(command[:end]) {
	case "curl", "curl.exe", "/usr/bin/curl":
	default:
		return httpmsg.Exchange{}, false
	}
	words, rest := shellWords(command)
	if len(words) < 2 {
		return httpmsg.Exchange{}, false
	}
	request, ok := curlRequest(words[1:])
	if !ok {
		return httpmsg.Exchange{}, false
	}
	x := httpmsg.Exchange{Request: request}
	if rest = strings.TrimSpace(rest); rest == "" {
		return x, true
	}
	if answer, ok := pastedHTTP(rest); ok {
		x.Response = answer.Response
		if answer.Request.URL != "" { // what was sent says more than what was asked for
			answer.Request.PostData = x.Request.PostData
			x.Request = answer.Request
		}
	} else if message, ok := curlError(rest); ok {
		x.Response.Error = message
	} else {
		x.Response.Body.Set(rest, "")
		x.Response.Body.Truncated = false
	}
	return x, true
}

// curlError finds curl's own message: "curl: (7) Failed to connect to …".
func curlError(text string) (string, bool) {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "curl: (") {
			return strings.TrimSpace(line), true
		}
	}
	return "", false
}
