package export

import (
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"misstep/catalog/lazyregexp"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// CurlOptions say how a command is written.
type CurlOptions struct {
	Reveal  bool     // with the secrets; otherwise they are variables of the shell
	Changes []string // what was corrected; each is a comment before the command
}

// leftOut are header fields that curl makes itself, as browsers' own “Copy as
// cURL” leaves them out.
var leftOut = map[string]bool{
	"accept-encoding": true, "host": true, "content-length": true, "connection": true, "transfer-encoding": true,
	"method": true, "path": true, "scheme": true, "version": true, "authority": true, "protocol": true,
}

var (
	fieldName   = lazyregexp.New("^[0-9A-Za-z!#$%&'*+.^_`|~-]+$")
	placeholder = lazyregexp.New(`\{(access_token|new_access_token|refresh_token|code|client_id|client_secret)\}`)
)

// Curl is the request of an exchange as a command for bash; "" when it has no
// address that curl may be given. Nothing in the request can be executed, read
// from a file or taken for an option.
func Curl(s *diagnosis.Session, id int, options CurlOptions) string {
	return CurlRequest(s, &s.Exchange(id).Request, options)
}

// CurlRequest is Curl for a request such as Corrected gives it. What the session
// shows to be secret, or the ID of a user, is a variable.
func CurlRequest(s *diagnosis.Session, r *httpmsg.Request, options CurlOptions) string {
	if !isWeb(r.URL) {
		return ""
	}
	c := newCommand(s, r)
	c.reveal = options.Reveal
	var out strings.Builder
	c.comments(&out, "# ", s, r, options.Changes)
	out.WriteString("curl")
	for i, a := range c.arguments(r) {
		if i > 0 && (strings.HasPrefix(a.option, "-") || a.option == "") {
			out.WriteString(" \\\n ")
		}
		if a.option != "" {
			out.WriteString(" " + a.option)
		}
		if a.has {
			out.WriteString(" " + c.quote(a.value))
		}
	}
	return out.String()
}

func isWeb(address string) bool {
	lower := strings.ToLower(address)
	return strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://")
}

// newCommand knows the secrets of a request, whichever of its parts reveals them.
func newCommand(s *diagnosis.Session, r *httpmsg.Request) command {
	c := command{variables: s.Secrets().Learner()}
	c.arguments(r) // a secret is also found before the place that reveals it
	c.variables = s.Secrets().Variables()
	return c
}

// comments say before a command what was changed in it, and what it lacks.
func (c *command) comments(out *strings.Builder, mark string, s *diagnosis.Session, r *httpmsg.Request, changes []string) {
	for _, change := range changes {
		out.WriteString(mark + "changed: ")
		redact.SplitVariables(c.variables.Known(printable(change)), func(literal, variable string) { out.WriteString(literal + variable) })
		out.WriteByte('\n')
	}
	if lacks := lacking(r); lacks != "" {
		out.WriteString(mark + s.Catalog().Messages().Format(lacks) + "\n")
	}
}

// An argument is an option of curl, its value, or both.
type argument struct {
	option, value string
	has           bool
}

type command struct {
	variables *redact.Aliases
	reveal    bool
}

// show makes variables of the secrets in a part of the request.
func (c *command) show(part string, mask func(string) string) string {
	part = strings.ReplaceAll(part, "\x00", "")
	if c.reveal {
		return part
	}
	return placeholder().ReplaceAllStringFunc(mask(part), func(found string) string {
		return redact.Variable(strings.ToUpper(strings.Trim(found, "{}")))
	})
}

func (c *command) arguments(r *httpmsg.Request) []argument {
	address := sentAddress(r.URL)
	list := []argument{{"", c.show(address, c.variables.URL), true}}
	if strings.ContainsAny(address, "[]{}") {
		list = append(list, argument{option: "--globoff"})
	}
	if hasDots(address) {
		list = append(list, argument{option: "--path-as-is"})
	}
	data := c.data(r)
	if len(data) == 0 && (r.Method == "POST" || r.Method == "PUT" || r.Method == "PATCH") {
		data = []argument{{"--data-raw", "", true}} // without one curl would send no Content-Length
	}
	switch method := r.Method; {
	case method == "HEAD" && len(data) == 0:
		list = append(list, argument{option: "--head"})
	case method != "" && (method != "GET" || len(data) > 0) && (method != "POST" || len(data) == 0):
		list = append(list, argument{"-X", c.show(method, c.variables.Text), true})
	}
	inParts := r.PostData != nil && r.PostData.Text == "" && len(r.PostData.Params) > 0 && !r.PostData.IsForm()
	kind := inParts // curl writes it, with the boundary
	for _, h := range r.Headers {
		lower := strings.ToLower(h.Name)
		if leftOut[lower] || !fieldName().MatchString(h.Name) || inParts && lower == "content-type" {
			continue
		}
		kind = kind || lower == "content-type"
		if pair, ok := c.client(lower, h.Value); ok {
			list = append(list, argument{"-u", pair, true})
			continue
		}
		name := c.show(h.Name, c.variables.Text)
		value := c.show(h.Value, func(s string) string { return c.variables.Header(h.Name, s) })
		if strings.TrimSpace(value) == "" {
			list = append(list, argument{"-H", name + ";", true}) // curl would leave it out
			continue
		}
		list = append(list, argument{"-H", name + ": " + value, true})
	}
	switch {
	case kind || len(data) == 0:
	case r.PostData != nil && r.PostData.MimeType != "":
		list = append(list, argument{"-H", "Content-Type: " + c.show(r.PostData.MimeType, c.variables.Text), true})
	case r.PostData == nil || r.PostData.Text != "":
		list = append(list, argument{"-H", "Content-Type:", true}) // curl would say that it is a form
	}
	list = append(list, data...)
	return append(list, argument{option: "--compressed"})
}

// client is client ID and secret of a Basic header, which curl encodes itself.
func (c *command) client(name, value string) (string, bool) {
	scheme, credentials, _ := strings.Cut(value, " ")
	if c.reveal || name != "authorization" || !strings.EqualFold(scheme, "basic") {
		return "", false
	}
	data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(credentials))
	id, secret, pair := strings.Cut(string(data), ":")
	if err != nil || !pair || !utf8.Valid(data) || id == "" || strings.HasPrefix(id, "-") || strings.IndexFunc(string(data), unicode.IsControl) >= 0 {
		return "", false
	}
	return c.show(id, c.variables.Text) + ":" + c.show(secret, func(s string) string { return c.variables.Secret("client-secret", s) }), true
}

// quote writes a text with variables as one word for bash.
func (c *command) quote(text string) string {
	if c.reveal {
		return quoteLiteral(text) // what looks like a variable is none
	}
	var out, double strings.Builder
	simple := true // all of it may be between double quotes
	redact.SplitVariables(text, func(literal, variable string) {
		switch {
		case variable != "":
			out.WriteString(`"$` + bareName(variable) + `"`)
			double.WriteString("${" + bareName(variable) + "}")
		default:
			out.WriteString(quoteLiteral(literal))
			double.WriteString(literal)
			simple = simple && strings.IndexFunc(literal, func(r rune) bool { return !plainInQuotes(r) }) < 0
		}
	})
	switch {
	case out.Len() == 0:
		return "''"
	case simple && strings.Contains(out.String(), `"$`):
		return `"` + shortNames(double.String()) + `"`
	}
	return out.String()
}

// shortNames writes ${NAME} as $NAME where nothing that follows could belong to
// the name.
func shortNames(s string) string {
	return bracedName().ReplaceAllString(s, "$$$1$2")
}

var bracedName = lazyregexp.New(`\$\{([A-Z0-9_]+)\}($|[^A-Za-z0-9_$])`)

// bareName is a variable's name; there is nothing else in it anyway.
func bareName(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return -1
	}, name)
}

// plainInQuotes reports whether a character means only itself between double
// quotes, in every shell and with history expansion.
func plainInQuotes(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" :/._=&?%,;@+*-", r))
}

// ShellWord writes a text as one word for bash, without quotes where none are needed.
func ShellWord(s string) string {
	special := func(r rune) bool {
		return !plainInQuotes(r) || strings.ContainsRune(" ?&%;*", r)
	}
	if s != "" && strings.IndexFunc(s, special) < 0 {
		return s
	}
	return quoteLiteral(s)
}

// shortEscape is how bash and JavaScript both write a character between quotes; ""
// where it stands for itself, or has no name.
func shortEscape(r, quote rune) string {
	switch r {
	case quote, '\\':
		return `\` + string(r)
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	}
	return ""
}

// quoteLiteral quotes a text so that it is one word and nothing else.
func quoteLiteral(s string) string {
	if strings.IndexFunc(s, unprintable) < 0 && utf8.ValidString(s) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	var b strings.Builder
	b.WriteString("$'")
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch short := shortEscape(r, '\''); {
		case short != "":
			b.WriteString(short)
		case r == utf8.RuneError && n == 1, r == '!', unprintable(r):
			for _, c := range []byte(s[i : i+n]) {
				fmt.Fprintf(&b, `\%03o`, c)
			}
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String() + "'"
}

// unprintable characters could change how a command looks, or end its line.
func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// printable writes what cannot be seen, and line ends, as spaces.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unprintable(r) {
			return ' '
		}
		return r
	}, s)
}
