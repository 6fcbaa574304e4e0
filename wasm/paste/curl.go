package paste

import (
	"encoding/base64"
	"net/url"
	"path"
	"slices"
	"strings"

	"misstep/wasm/httpmsg"
)

// curlValues are the options of curl that take a value and say nothing about
// what is sent, from curl's own list ("curl --help all"): their values must not be
// taken for an address.
const curlValues = "," +
	"abstract-unix-socket,alt-svc,aws-sigv4,cacert,capath,cert,cert-type,ciphers,config,connect-timeout,connect-to," +
	"continue-at,cookie-jar,create-file-mode,crlfile,curves,delegation,dns-interface,dns-ipv4-addr,dns-ipv6-addr," +
	"dns-servers,doh-url,dump-header,ech,egd-file,engine,etag-compare,etag-save,expect100-timeout,ftp-account," +
	"ftp-alternative-to-user,ftp-method,ftp-port,ftp-ssl-ccc-mode,happy-eyeballs-timeout-ms,haproxy-clientip," +
	"hostpubmd5,hostpubsha256,hsts,interface,ip-tos,ipfs-gateway,keepalive-cnt,keepalive-time,key,key-type," +
	"knownhosts,krb,libcurl,limit-rate,local-port,login-options,mail-auth,mail-from,mail-rcpt,max-filesize," +
	"max-redirs,max-time,netrc-file,noproxy,output,output-dir,parallel-max,parallel-max-host,pass,pinnedpubkey," +
	"preproxy,proto,proto-default,proto-redir,proxy,proxy-cacert,proxy-capath,proxy-cert,proxy-cert-type," +
	"proxy-ciphers,proxy-crlfile,proxy-header,proxy-key,proxy-key-type,proxy-pass,proxy-pinnedpubkey," +
	"proxy-service-name,proxy-tls13-ciphers,proxy-tlsauthtype,proxy-tlspassword,proxy-tlsuser,proxy-user,proxy1.0," +
	"pubkey,quote,random-file,rate,request-target,resolve,retry,retry-delay,retry-max-time,sasl-authzid," +
	"service-name,sigalgs,socks4,socks4a,socks5,socks5-gssapi-service,socks5-hostname,speed-limit,speed-time,stderr," +
	"telnet-option,tftp-blksize,time-cond,tls-max,tls13-ciphers,tlsauthtype,tlspassword,tlsuser,trace,trace-ascii," +
	"trace-config,unix-socket,upload-flags,variable,vlan-priority,write-out,"

// curlShort are the long names of curl's short options with a value.
var curlShort = map[byte]string{
	'A': "user-agent", 'b': "cookie", 'd': "data", 'e': "referer", 'F': "form", 'H': "header", 'r': "range", 'T': "upload-file", 'u': "user", 'X': "request",
	'C': "output", 'c': "output", 'D': "output", 'E': "output", 'K': "output", 'm': "output", 'o': "output", 'P': "output", 'Q': "output", 't': "output",
	'U': "output", 'w': "output", 'x': "output", 'Y': "output", 'y': "output", 'z': "output",
}

// A curlCommand is what curl's arguments add up to.
type curlCommand struct {
	request          httpmsg.Request
	implied          []httpmsg.Header // by options; -H overrides them
	removed          []string         // headers that -H takes away
	addresses        []string
	query            []string
	method, mimeType string
	user, bearer     string
	cookies          []string
	body             strings.Builder
	hasBody          bool
	form             []httpmsg.Param
	get, head        bool
	upload           string
	stdin            *string // nil: nothing is known of it
	unknown          string  // file whose content is sent
	plain            bool    // {} and [] in addresses aren't patterns
}

// curlRequests reads curl's arguments: one request for each address, and for each
// that a pattern in one stands for. stdin is what a here-document gives it.
func curlRequests(args []string, stdin *string) (found []httpmsg.Request) {
	for len(args) > 0 {
		part := args
		if next := slices.Index(args, "--next"); next >= 0 {
			part, args = args[:next], args[next+1:]
		} else {
			args = nil
		}
		c := readCurl(part, stdin)
		if len(c.addresses) == 0 || !isAddress(c.addresses[0]) {
			return found
		}
		for _, address := range c.addresses {
			for _, each := range c.expand(address) {
				if len(found) < maxAddresses {
					found = append(found, c.make(each))
				}
			}
		}
	}
	return found
}

// readCurl reads arguments up to --next.
func readCurl(args []string, stdin *string) *curlCommand {
	c := &curlCommand{stdin: stdin}
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
		case strings.HasPrefix(arg, "--"):
			option, given, joined := strings.Cut(arg[2:], "=")
			switch {
			case !c.takes(option):
				c.flag(option)
			case joined: // curl wants a space here; people write an equals sign
				c.apply(option, given)
			default:
				c.apply(option, value())
			}
		case len(arg) > 1 && arg[0] == '-':
			// Short options stand together; the first that takes a value takes the rest.
			for j := 1; j < len(arg); j++ {
				if option := curlShort[arg[j]]; option != "" {
					if j+1 < len(arg) {
						c.apply(option, arg[j+1:])
					} else {
						c.apply(option, value())
					}
					break
				}
				switch arg[j] {
				case 'G':
					c.flag("get")
				case 'I':
					c.flag("head")
				case 'g':
					c.flag("globoff")
				}
			}
		default:
			c.addresses = append(c.addresses, arg)
		}
	}
	return c
}

// isAddress reports whether a word can be an address, and isn't a word of a sentence.
func isAddress(word string) bool {
	return strings.ContainsAny(word, "./:$") || strings.HasPrefix(word, "localhost") || len(word) == 1
}

func (c *curlCommand) flag(option string) {
	switch option {
	case "get":
		c.get = true
	case "head":
		c.head = true
	case "globoff":
		c.plain = true
	}
}

// takes reports whether an option has a value.
func (c *curlCommand) takes(option string) bool {
	switch option {
	case "request", "header", "data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "json", "form", "form-string",
		"user", "oauth2-bearer", "cookie", "user-agent", "referer", "upload-file", "url", "url-query", "range":
		return true
	}
	return option != "" && strings.Contains(curlValues, ","+option+",")
}

func (c *curlCommand) imply(name, value string) {
	for i := range c.implied {
		if strings.EqualFold(c.implied[i].Name, name) {
			c.implied[i].Value = value
			return
		}
	}
	c.implied = append(c.implied, httpmsg.Header{Name: name, Value: value})
}

// apply takes an option with its value.
func (c *curlCommand) apply(option, value string) {
	switch option {
	case "request":
		c.method = value
	case "header":
		c.header(value)
	case "data", "data-ascii":
		if value == "@-" && c.stdin != nil {
			value = strings.NewReplacer("\n", "", "\r", "").Replace(*c.stdin)
			c.append(value, "&")
			return
		}
		c.data(value, "&", true)
	case "data-binary":
		c.data(value, "&", true)
	case "data-raw":
		c.data(value, "&", false)
	case "data-urlencode":
		c.encoded(value)
	case "json":
		c.data(value, "", true)
		c.mimeType = "application/json"
		c.imply("Accept", "application/json")
	case "form", "form-string":
		name, content, _ := strings.Cut(value, "=")
		if option == "form" && (strings.HasPrefix(content, "@") || strings.HasPrefix(content, "<")) {
			c.unknown, content = content[1:], ""
		}
		c.form = append(c.form, httpmsg.Param{Name: name, Value: content})
	case "user":
		c.user = value
	case "oauth2-bearer":
		c.bearer = value
	case "cookie":
		if strings.Contains(value, "=") { // else the name of a file
			c.cookies = append(c.cookies, value)
		}
	case "user-agent":
		c.imply("User-Agent", value)
	case "referer":
		value, _, _ = strings.Cut(value, ";auto")
		c.imply("Referer", value)
	case "range":
		c.imply("Range", "bytes="+value)
	case "upload-file":
		c.upload = value
	case "url":
		c.addresses = append(c.addresses, value)
	case "url-query":
		if rest, raw := strings.CutPrefix(value, "+"); raw {
			c.query = append(c.query, rest)
		} else if part, known := formPart(value); known {
			c.query = append(c.query, part)
		}
	}
}

// header takes -H: a field, one without a value ("Name;"), or one that is taken away
// ("Name:").
func (c *curlCommand) header(value string) {
	value = strings.TrimSpace(value)
	if strings.HasPrefix(value, "@") {
		return // a file of headers
	}
	if name, empty := strings.CutSuffix(value, ";"); empty && !strings.Contains(name, ":") {
		c.request.Headers = append(c.request.Headers, httpmsg.Header{Name: name})
		return
	}
	if name, removed := strings.CutSuffix(value, ":"); removed {
		c.removed = append(c.removed, name)
		return
	}
	c.request.Headers = appendField(c.request.Headers, value)
}

// data adds to the body. A name behind @ is a file's, whose content is not known;
// "-" is standard input.
func (c *curlCommand) data(value, joint string, files bool) {
	if file, ok := strings.CutPrefix(value, "@"); ok && files {
		if file != "-" || c.stdin == nil {
			c.unknown = file
			c.append("", joint)
			return
		}
		value = *c.stdin
	}
	c.append(value, joint)
}

func (c *curlCommand) append(value, joint string) {
	if c.hasBody {
		c.body.WriteString(joint)
	}
	c.body.WriteString(value)
	c.hasBody = true
	if c.mimeType == "" {
		c.mimeType = "application/x-www-form-urlencoded"
	}
}

func (c *curlCommand) encoded(value string) {
	part, known := formPart(value)
	if !known {
		c.unknown = value[strings.IndexByte(value, '@')+1:]
	}
	c.append(part, "&")
}

// formPart encodes the argument of --data-urlencode: content, =content, name=content,
// or @file and name@file, whose content is not known.
func formPart(s string) (part string, known bool) {
	i := strings.IndexAny(s, "=@")
	switch {
	case i < 0:
		return percentEncode(s), true
	case s[i] == '@':
		return s[:i] + "=", false
	case i == 0:
		return percentEncode(s[1:]), true
	}
	return s[:i] + "=" + percentEncode(s[i+1:]), true
}

// percentEncode encodes as curl does, with + for blanks.
func percentEncode(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "%7E", "~")
}

// make puts the request to an address together.
func (c curlCommand) make(address string) httpmsg.Request {
	r := &c.request
	r.Headers = slices.Clip(r.Headers)
	c.implied = slices.Clone(c.implied)
	r.URL = strings.Trim(address, "<>")
	if !strings.Contains(r.URL, "://") {
		r.URL = "http://" + r.URL // as curl does
	}
	c.credentials()
	if len(c.cookies) > 0 {
		c.imply("Cookie", strings.Join(c.cookies, ";"))
	}
	query := c.query
	if c.get && c.hasBody {
		query = append(query, c.body.String())
	}
	if len(query) > 0 {
		addQuery(r, strings.Join(query, "&"))
	}
	switch {
	case c.get:
	case c.hasBody && c.unknown != "":
		c.imply("Content-Type", c.mimeType)
		r.BodyFile = c.unknown
	case c.hasBody:
		if given, ok := r.Header("Content-Type"); ok {
			c.mimeType = given
		} else {
			c.imply("Content-Type", c.mimeType)
		}
		r.PostData = &httpmsg.PostData{MimeType: c.mimeType, Text: c.body.String()}
	case len(c.form) > 0:
		r.PostData = &httpmsg.PostData{MimeType: "multipart/form-data", Params: c.form}
		r.BodyFile = c.unknown
	case c.upload != "":
		r.BodyFile = c.upload
		if strings.HasSuffix(r.URL, "/") {
			r.URL += path.Base(c.upload)
		}
	}
	for _, h := range c.implied {
		if _, given := r.Header(h.Name); !given && h.Value != "" && !c.removes(h.Name) {
			r.Headers = append(r.Headers, h)
		}
	}
	switch {
	case c.method != "":
		r.Method = c.method
	case c.head:
		r.Method = "HEAD"
	case !c.get && (c.hasBody || len(c.form) > 0):
		r.Method = "POST"
	case c.upload != "":
		r.Method = "PUT"
	default:
		r.Method = "GET"
	}
	return *r
}

func (c *curlCommand) removes(name string) bool {
	for _, removed := range c.removed {
		if strings.EqualFold(removed, name) {
			return true
		}
	}
	return false
}

// credentials are those of -u, --oauth2-bearer or the address itself.
func (c *curlCommand) credentials() {
	if c.bearer != "" {
		c.imply("Authorization", "Bearer "+c.bearer)
	}
	if c.user != "" {
		c.imply("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(c.user)))
	}
}

// addQuery puts more into the query of an address.
func addQuery(r *httpmsg.Request, query string) {
	before, fragment, hasFragment := strings.Cut(r.URL, "#")
	mark := "?"
	if strings.Contains(before, "?") {
		mark = "&"
	}
	r.URL = before + mark + query
	if hasFragment {
		r.URL += "#" + fragment
	}
}
