package paste

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"sort"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
)

// wgetRequest reads Wget's arguments.
func wgetRequest(args []string) (found []httpmsg.Request) {
	var r httpmsg.Request
	r.Method = "GET"
	var user, password, method string
	post := func(text string) {
		r.Method = "POST"
		r.PostData = &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: text}
	}
	for i := 0; i < len(args); i++ {
		option, value, joined := strings.Cut(args[i], "=")
		if !strings.HasPrefix(option, "-") {
			if r.URL == "" {
				r.URL = args[i]
			}
			continue
		}
		next := func() string {
			if !joined && i+1 < len(args) {
				i++
				value = args[i]
			}
			return value
		}
		switch option {
		case "--header":
			r.Headers = appendField(r.Headers, next())
		case "--method":
			method = strings.ToUpper(next())
		case "--post-data", "--body-data":
			post(next())
		case "--post-file", "--body-file":
			r.Method, r.BodyFile = "POST", next()
		case "--user", "--http-user":
			user = next()
		case "--password", "--http-password":
			password = next()
		case "-U", "--user-agent":
			r.Headers = append(r.Headers, httpmsg.Header{Name: "User-Agent", Value: next()})
		case "-O", "-o", "-a", "-t", "-T", "-P", "-e", "-w", "-Q", "-i", "-B", "-l", "-A", "-R", "-D", "-I", "-X":
			next()
		}
	}
	r.Method = cmp.Or(method, r.Method)
	return withUser(r, user, password)
}

// withUser completes a request of a client that takes an address without scheme for
// HTTP.
func withUser(r httpmsg.Request, user, password string) []httpmsg.Request {
	if user != "" {
		r.Headers = append(r.Headers, httpmsg.Header{Name: "Authorization", Value: "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))})
	}
	if !isAddress(r.URL) {
		return nil
	}
	if !strings.Contains(r.URL, "://") {
		r.URL = "http://" + r.URL
	}
	return []httpmsg.Request{r}
}

// httpieRequest reads HTTPie's arguments: [METHOD] URL [ITEM…], where an item is a
// header (Name:value), a parameter (name==value) or a field (name=value, name:=JSON).
func httpieRequest(scheme string, args []string) []httpmsg.Request {
	var r httpmsg.Request
	var query []string
	var form, bearer bool
	var user, raw string
	var fields []httpmsg.Param
	var object []string
	for i := 0; i < len(args); i++ {
		option, value, joined := strings.Cut(args[i], "=")
		next := func() string {
			if !joined && i+1 < len(args) {
				i++
				value = args[i]
			}
			return value
		}
		switch {
		case option == "-f" || option == "--form":
			form = true
		case option == "-A" || option == "--auth-type":
			bearer = next() == "bearer"
		case option == "-a" || option == "--auth":
			user = next()
		case option == "--raw":
			raw = next()
		case option == "-o" || option == "--output" || option == "-p" || option == "--print" || option == "--session" || option == "--timeout" || option == "--proxy" || option == "--verify":
			next()
		case strings.HasPrefix(option, "-"):
		case r.URL == "" && r.Method == "" && strings.ToUpper(args[i]) == args[i] && strings.Trim(args[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "":
			r.Method = args[i]
		case r.URL == "":
			if r.URL = args[i]; !strings.Contains(r.URL, "://") {
				r.URL = scheme + "://" + r.URL
			}
		default:
			name, separator, value := httpieItem(args[i])
			switch separator {
			case ":":
				r.Headers = append(r.Headers, httpmsg.Header{Name: name, Value: value})
			case "==":
				query = append(query, percentEncode(name)+"="+percentEncode(value))
			case "=":
				fields = append(fields, httpmsg.Param{Name: name, Value: value})
				object = append(object, strconv.Quote(name)+": "+strconv.Quote(value))
			case ":=":
				object = append(object, strconv.Quote(name)+": "+value)
			default:
				r.BodyFile = value
			}
		}
	}
	if len(query) > 0 {
		addQuery(&r, strings.Join(query, "&"))
	}
	switch {
	case raw != "":
		r.PostData = &httpmsg.PostData{Text: raw}
	case form && len(fields) > 0:
		var parts []string
		for _, p := range fields {
			parts = append(parts, percentEncode(p.Name)+"="+percentEncode(p.Value))
		}
		r.PostData = &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: strings.Join(parts, "&")}
	case len(object) > 0:
		r.PostData = &httpmsg.PostData{MimeType: "application/json", Text: "{" + strings.Join(object, ", ") + "}"}
	}
	if r.Method == "" {
		if r.Method = "GET"; r.PostData != nil {
			r.Method = "POST"
		}
	}
	if r.PostData != nil && r.PostData.MimeType != "" {
		r.Headers = append(r.Headers, httpmsg.Header{Name: "Content-Type", Value: r.PostData.MimeType})
	}
	if bearer {
		r.Headers = append(r.Headers, httpmsg.Header{Name: "Authorization", Value: "Bearer " + user})
		user = ""
	}
	name, password, _ := strings.Cut(user, ":")
	return withUser(r, name, password)
}

// httpieItem takes an item apart at its separator.
func httpieItem(item string) (name, separator, value string) {
	for i := range len(item) {
		for _, separator := range []string{"==", ":=", "=", ":", "@"} {
			if strings.HasPrefix(item[i:], separator) {
				return item[:i], separator, item[i+len(separator):]
			}
		}
	}
	return item, "", ""
}

// powershellRequest reads Invoke-WebRequest and its kin. Headers stand in a table,
// @{ "Name"="value" }, which the words of a shell have in pieces.
func powershellRequest(c command) []httpmsg.Request {
	var r httpmsg.Request
	r.Method = "GET"
	for i := 1; i < len(c.words); i++ {
		word := strings.ToLower(c.words[i])
		next := func() string {
			if i+1 < len(c.words) {
				i++
				return c.words[i]
			}
			return ""
		}
		switch word {
		case "-uri":
			r.URL = next()
		case "-method":
			r.Method = strings.ToUpper(strings.Trim(next(), "\"'"))
		case "-contenttype":
			r.Headers = append(r.Headers, httpmsg.Header{Name: "Content-Type", Value: next()})
		case "-body":
			if i+1 < len(c.words) && strings.HasPrefix(c.words[i+1], "@{") {
				form := url.Values{}
				for _, field := range powershellTable(c.words[i+1:], &i) {
					form.Set(field.Name, field.Value)
				}
				r.PostData = &httpmsg.PostData{MimeType: httpmsg.FormType, Text: form.Encode()}
			} else if body := next(); !strings.HasPrefix(body, "$") && !strings.HasPrefix(body, "@") && !strings.HasPrefix(body, "(") {
				r.PostData = &httpmsg.PostData{Text: body}
			} else {
				r.BodyFile = body
			}
		case "-infile":
			r.BodyFile = next()
		case "-headers":
			r.Headers = append(r.Headers, powershellTable(c.words[i+1:], &i)...)
		case "-websession", "-useragent", "-outfile", "-timeoutsec", "-token", "-authentication", "-credential":
			next()
		default:
			if r.URL == "" && strings.Contains(word, "://") {
				r.URL = c.words[i]
			}
		}
	}
	if r.PostData != nil && r.PostData.MimeType == "" {
		r.PostData.MimeType, _ = r.Header("Content-Type")
	}
	if !strings.Contains(r.URL, "://") {
		return nil
	}
	return []httpmsg.Request{r}
}

// powershellTable reads a table, @{ "Name"="value"; … }, up to the next option, and
// moves at behind it.
func powershellTable(words []string, at *int) (fields []httpmsg.Header) {
	n := 0
	for n < len(words) && (n == 0 || !strings.HasPrefix(words[n], "-")) {
		n++
	}
	*at += n
	// the words of one field may be apart: grant_type = 'x'
	text := strings.NewReplacer(";=;", "=", "=;", "=", ";=", "=").Replace(strings.Join(words[:n], ";"))
	for _, pair := range strings.Split(strings.Trim(text, "@{}; "), ";") {
		if name, value, ok := strings.Cut(strings.TrimSpace(pair), "="); ok && name != "" {
			fields = append(fields, httpmsg.Header{Name: strings.TrimSpace(name), Value: strings.TrimSpace(value)})
		}
	}
	return fields
}

// endsCall reports whether a line of JavaScript goes on behind a call as one does.
func endsCall(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	line = strings.TrimSpace(line)
	return line == "" || strings.IndexByte(";.,)/", line[0]) >= 0
}

// fetchCall reads a call of fetch as DevTools copies it: the address, and what is
// sent as JSON. Below it may be what came.
func fetchCall(c *catalog.Catalog, text string) (x httpmsg.Exchange, ok bool) {
	at := strings.Index(text, "fetch(")
	if at < 0 || strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text[:at]), "await")) != "" && at > 80 {
		return x, false
	}
	rest := strings.TrimSpace(text[at+len("fetch("):])
	if rest == "" || strings.IndexByte("\"'`", rest[0]) < 0 {
		return x, false
	}
	end := strings.IndexByte(rest[1:], rest[0])
	if end < 0 || !strings.Contains(rest[:end+1], "://") {
		return x, false
	}
	x.Request.URL, x.Request.Method, x.Unrecorded = rest[1:end+1], "GET", true
	rest = rest[end+2:]
	if _, after, called := strings.Cut(rest, ")"); called && strings.TrimSpace(rest[:len(rest)-len(after)]) == ")" && !endsCall(after) {
		return x, false // a sentence about the call
	}
	rest = strings.TrimLeft(rest, " ,\r\n\t")
	if !strings.HasPrefix(rest, "{") {
		return x, true
	}
	var sent struct {
		Method  string
		Body    *string
		Headers map[string]string
	}
	end = errorformat.JSONEnd(rest, 0)
	if end < 0 || json.Unmarshal([]byte(rest[:end]), &sent) != nil {
		return x, true // JavaScript, not JSON
	}
	if sent.Method != "" {
		x.Request.Method = sent.Method
	}
	for name, value := range sent.Headers {
		x.Request.Headers = append(x.Request.Headers, httpmsg.Header{Name: name, Value: value})
	}
	sort.SliceStable(x.Request.Headers, func(i, j int) bool { return x.Request.Headers[i].Name < x.Request.Headers[j].Name })
	if sent.Body != nil {
		mimeType, _ := x.Request.Header("Content-Type")
		x.Request.PostData = &httpmsg.PostData{MimeType: mimeType, Text: *sent.Body}
	}
	if output := strings.TrimLeft(rest[end:], "); \r\n\t"); output != "" {
		printedBy(c, &x, output)
	}
	return x, true
}
