package paste

import (
	"encoding/base64"
	"net/url"
	"strings"

	"misstep/wasm/httpmsg"
)

// curlValues are the options of curl that take a value and say nothing about
// what is sent; their values must not be taken for an address.
var curlValues = map[string]bool{
	"-o": true, "--output": true, "-x": true, "--proxy": true, "-m": true, "--max-time": true,
	"-w": true, "--write-out": true, "-c": true, "--cookie-jar": true, "-E": true, "--cert": true,
	"--cacert": true, "--capath": true, "--key": true, "--cert-type": true, "--key-type": true,
	"--connect-timeout": true, "--retry": true, "--retry-delay": true, "--retry-max-time": true,
	"--resolve": true, "--connect-to": true, "--max-redirs": true, "-r": true, "--range": true,
	"--limit-rate": true, "-D": true, "--dump-header": true, "-K": true, "--config": true,
	"--interface": true, "-U": true, "--proxy-user": true, "--ciphers": true, "--trace": true,
	"--trace-ascii": true, "--stderr": true, "-y": true, "-Y": true, "-z": true, "--time-cond": true,
	"-C": true, "--continue-at": true, "-Q": true, "--quote": true, "--proxy-header": true,
	"--dns-servers": true, "--noproxy": true, "--unix-socket": true, "--url-query": true,
}

// curlRequest reads curl's arguments. It reports false when there is no address.
func curlRequest(args []string) (httpmsg.Request, bool) {
	var r httpmsg.Request
	var data []string
	var method, mimeType, user, bearer, address string
	var get, head, upload bool
	var form []httpmsg.Param
	var implied []httpmsg.Header // by options; -H overrides them
	imply := func(name, value string) {
		if _, ok := httpmsg.Field(implied, name); !ok {
			implied = append(implied, httpmsg.Header{Name: name, Value: value})
		}
	}

	apply := func(option, value string) {
		switch option {
		case "-X", "--request":
			method = strings.ToUpper(value)
		case "-H", "--header":
			if name, empty := strings.CutSuffix(strings.TrimSpace(value), ";"); empty && !strings.Contains(name, ":") {
				value = name + ":"
			}
			r.Headers = appendField(r.Headers, value)
		case "-d", "--data", "--data-ascii", "--data-binary", "--data-raw":
			data = append(data, value)
			mimeType = "application/x-www-form-urlencoded"
		case "--data-urlencode":
			data = append(data, formPart(value))
			mimeType = "application/x-www-form-urlencoded"
		case "--json":
			data = append(data, value)
			mimeType = "application/json"
			imply("Accept", "application/json")
		case "-F", "--form", "--form-string":
			name, content, _ := strings.Cut(value, "=")
			form = append(form, httpmsg.Param{Name: name, Value: content})
		case "-u", "--user":
			user = value
		case "--oauth2-bearer":
			bearer = value
		case "-b", "--cookie":
			if strings.Contains(value, "=") { // else the name of a file
				imply("Cookie", value)
			}
		case "-A", "--user-agent":
			imply("User-Agent", value)
		case "-e", "--referer":
			imply("Referer", value)
		case "-T", "--upload-file":
			upload = true
		case "--url":
			if address == "" {
				address = value
			}
		}
	}

	for i := 0; i < len(args); i++ {
		arg := args[i]
		value := func() string {
			if i+1 < len(args) {
				i++
				return args[i]
			}
			return ""
		}
		switch {
		case arg == "--next":
			i = len(args)
		case strings.HasPrefix(arg, "--"):
			option, given, joined := strings.Cut(arg, "=")
			switch {
			case option == "--get":
				get = true
			case option == "--head":
				head = true
			case !curlApplies(option) && !curlValues[option]:
			case joined: // curl wants a space here; people write an equals sign
				apply(option, given)
			default:
				apply(option, value())
			}
		case len(arg) > 1 && arg[0] == '-':
			// Short options stand together; the first that takes a value takes the rest.
			for j := 1; j < len(arg); j++ {
				option := "-" + arg[j:j+1]
				if curlApplies(option) || curlValues[option] {
					if j+1 < len(arg) {
						apply(option, arg[j+1:])
					} else {
						apply(option, value())
					}
					break
				}
				get = get || option == "-G"
				head = head || option == "-I"
			}
		case address == "":
			address = strings.Trim(arg, "<>")
		}
	}
	if address == "" {
		return httpmsg.Request{}, false
	}
	if !strings.Contains(address, "://") {
		address = "http://" + address // as curl does
	}
	r.URL = address
	if user != "" {
		imply("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user)))
	}
	if bearer != "" {
		imply("Authorization", "Bearer "+bearer)
	}
	body := strings.Join(data, "&")
	switch {
	case get && len(data) > 0:
		before, fragment, hasFragment := strings.Cut(r.URL, "#")
		mark := "?"
		if strings.Contains(before, "?") {
			mark = "&"
		}
		r.URL = before + mark + body
		if hasFragment {
			r.URL += "#" + fragment
		}
	case len(data) > 0:
		if given, ok := r.Header("Content-Type"); ok {
			mimeType = given
		} else {
			imply("Content-Type", mimeType)
		}
		r.PostData = &httpmsg.PostData{MimeType: mimeType, Text: body}
	case len(form) > 0:
		r.PostData = &httpmsg.PostData{MimeType: "multipart/form-data", Params: form}
	}
	for _, h := range implied {
		if _, ok := r.Header(h.Name); !ok {
			r.Headers = append(r.Headers, h)
		}
	}
	switch {
	case method != "":
		r.Method = method
	case head:
		r.Method = "HEAD"
	case r.PostData != nil:
		r.Method = "POST"
	case upload:
		r.Method = "PUT"
	default:
		r.Method = "GET"
	}
	return r, true
}

// curlApplies reports whether an option with a value is one that shapes the request.
func curlApplies(option string) bool {
	switch option {
	case "-X", "--request", "-H", "--header", "-d", "--data", "--data-ascii", "--data-binary", "--data-raw",
		"--data-urlencode", "--json", "-F", "--form", "--form-string", "-u", "--user", "--oauth2-bearer",
		"-b", "--cookie", "-A", "--user-agent", "-e", "--referer", "-T", "--upload-file", "--url":
		return true
	}
	return false
}

// formPart encodes the argument of --data-urlencode: content, =content or name=content.
func formPart(s string) string {
	name, content, ok := strings.Cut(s, "=")
	switch {
	case !ok:
		return url.QueryEscape(s)
	case name == "":
		return url.QueryEscape(content)
	}
	return name + "=" + url.QueryEscape(content)
}
