package errorformat

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

// A Mention is what a client library or a log says of one request, read by one of
// the forms that the packs know.
type Mention struct {
	Start, End int // in the text
	Method     string
	Address    string // whole, or a path where the text has no more
	Status     int
	Type       string
	Message    string
	Grant      string // that was asked for, by the name of a function
	Network    string // why no response came
	Host       string // that a client named instead of an address
	Else       string // type of the error where the text says nothing else
}

// maxMentioned bounds how much of a text is searched for mentions, in bytes.
const maxMentioned = 4 << 20

// maxMentions bounds how many there may be of one form.
const maxMentions = 10_000

// Mentions finds the requests and errors that a text mentions, in its order.
func Mentions(c *catalog.Catalog, text string) (found []Mention) {
	text = text[:min(len(text), maxMentioned)]
	there := bytesOf(text)
	for _, pack := range c.Packs() {
		for _, form := range *catalog.IndexOf(pack, clientForms) {
			if there.has(form.bytes) { // most forms aren't, and searching for each takes longer
				found = form.in(text, found)
			}
		}
	}
	return ofOthers(c, inOrder(found))
}

// inOrder sorts mentions, and leaves out those inside of longer ones.
func inOrder(found []Mention) []Mention {
	sort.SliceStable(found, func(i, j int) bool {
		a, b := &found[i], &found[j]
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) < 0
	})
	end := 0
	return slices.DeleteFunc(found, func(m Mention) bool {
		inside := m.Start < end // of a longer one
		end = max(end, m.End)
		return inside
	})
}

// forms are those of a pack, ready to be searched for.
type forms []clientForm

// A clientForm is literals and fields by turns.
type clientForm struct {
	before []formPart // up to the needle
	behind []formPart // from it on
	needle string     // what is searched for: a piece of a literal without a blank or a quote
	status int        // that the form stands for
	grant  string
	isName bool // it has no fields

	network, otherwise string
	bytes              byteSet // of the needle
}

// A byteSet is which bytes a text has.
type byteSet [4]uint64

func bytesOf(text string) (s byteSet) {
	for i := range len(text) {
		s[text[i]>>6] |= 1 << (text[i] & 63)
	}
	return s
}

func (s *byteSet) has(other byteSet) bool {
	return other[0]&^s[0]|other[1]&^s[1]|other[2]&^s[2]|other[3]&^s[3] == 0
}

// A formPart is a literal, or a field where name is set.
type formPart struct{ literal, name string }

func clientForms(pack *catalog.Pack) *forms {
	list := make(forms, 0, len(pack.Clients))
	for i := range pack.Clients {
		client := &pack.Clients[i]
		parts := formParts(client.Form)
		f := clientForm{status: client.Status, grant: client.Grant, network: client.Network, otherwise: client.Type, isName: len(parts) == 1}
		anchor, at := 0, 0
		for n, part := range parts {
			for _, piece := range strings.FieldsFunc(part.literal, func(r rune) bool { return r == ' ' || r == '"' || r == '\'' }) {
				if len(piece) > len(f.needle) {
					anchor, at, f.needle = n, strings.Index(part.literal, piece), piece
				}
			}
			if f.needle != "" && (part.name == "reason" || part.name == "message") {
				break // what is behind words that may be any can't be found from there
			}
		}
		if f.needle == "" {
			continue
		}
		f.bytes = bytesOf(f.needle)
		literal := parts[anchor].literal
		f.before = append(append(f.before, parts[:anchor]...), formPart{literal: literal[:at]})
		f.behind = append([]formPart{{literal: literal[at:]}}, parts[anchor+1:]...)
		list = append(list, f)
	}
	return &list
}

// formParts takes a form apart. A brace that no field's name follows is a literal's.
func formParts(form string) (parts []formPart) {
	literal := 0
	for i := 0; i < len(form); i++ {
		end := i + 1
		for form[i] == '{' && end < len(form) && 'a' <= form[end] && form[end] <= 'z' {
			end++
		}
		if end > i+1 && end < len(form) && form[end] == '}' {
			parts = append(parts, formPart{literal: form[literal:i]}, formPart{name: form[i+1 : end]})
			literal, i = end+1, end
		}
	}
	if literal < len(form) {
		parts = append(parts, formPart{literal: form[literal:]})
	}
	return parts
}

// in finds a form in a text.
func (f *clientForm) in(text string, found []Mention) []Mention {
	for from := 0; len(found) < maxMentions; {
		at := strings.Index(text[from:], f.needle)
		if at < 0 {
			return found
		}
		at += from
		from = at + len(f.needle)
		m := Mention{Status: f.status, Grant: f.grant, Network: f.network, Else: f.otherwise}
		var ok bool
		if m.Start, ok = backward(text, at, f.before, &m); !ok {
			continue
		}
		if m.End, ok = forward(text, at, f.behind, &m); !ok {
			continue
		}
		if f.isName && m.End < len(text) && isNameByte(text[m.End]) {
			continue // a longer name
		}
		found = append(found, m)
		from = max(from, m.End)
	}
	return found
}

// forward reads parts from a place on, and returns the place after them.
func forward(text string, at int, parts []formPart, m *Mention) (end int, ok bool) {
	for i, part := range parts {
		if part.name == "" {
			if at, ok = literalAt(text, at, part.literal); !ok {
				return 0, false
			}
			continue
		}
		next := ""
		if i+1 < len(parts) {
			next = parts[i+1].literal
		}
		if next == " " && i+2 < len(parts) && parts[i+2].name == "url" {
			next = " http" // a reason has blanks
		}
		if part.name == "host" && strings.Contains(text[len(strings.TrimRight(text[:at], " \t\r\n")):at], "\n") {
			return 0, false // the next line is about something else
		}
		end := fieldEnd(text, at, part.name, next)
		if !m.take(part.name, text[at:end]) || part.name == "type" && next == "" && !endsLine(text[end:]) {
			return 0, false
		}
		at = end
	}
	return at, true
}

// endsLine reports whether nothing more is said in a line.
func endsLine(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	return strings.Trim(line, " \t\r\"'),.;:]}\\") == ""
}

// backward reads parts that end at a place, and returns where they begin.
func backward(text string, at int, parts []formPart, m *Mention) (start int, ok bool) {
	for i := len(parts) - 1; i >= 0; i-- {
		part := parts[i]
		if part.name == "" {
			if at, ok = literalBefore(text, at, part.literal); !ok {
				return 0, false
			}
			continue
		}
		start := at
		for start > 0 && inField(part.name, text[start-1]) {
			start--
		}
		if part.name == "origin" || part.name == "url" {
			start += max(0, strings.LastIndex(text[start:at], "http")) // behind what a logger writes before it
		}
		if !m.take(part.name, text[start:at]) {
			return 0, false
		}
		at = start
	}
	return at, true
}

// literalAt reports whether a literal is there, and where it ends. A blank of it is
// any white space; a quote may be escaped.
func literalAt(text string, at int, literal string) (end int, ok bool) {
	for i := 0; i < len(literal); i++ {
		switch c := literal[i]; {
		case c == ' ':
			if at >= len(text) || !isBlank(text[at]) {
				return at, at >= len(text) && i > 0 && i == len(literal)-1
			}
			for at < len(text) && isBlank(text[at]) {
				at++
			}
			continue
		case c == '"' && at+1 < len(text) && text[at] == '\\' && text[at+1] == '"':
			at++
		case at >= len(text) || text[at] != c:
			return 0, false
		}
		at++
	}
	return at, true
}

// literalBefore is literalAt for one that ends at a place, and gives its beginning.
func literalBefore(text string, at int, literal string) (start int, ok bool) {
	for i := len(literal) - 1; i >= 0; i-- {
		switch c := literal[i]; {
		case c == ' ':
			if at == 0 || !isBlank(text[at-1]) {
				return 0, false
			}
			for at > 0 && isBlank(text[at-1]) {
				at--
			}
			continue
		case at == 0 || text[at-1] != c:
			return 0, false
		}
		at--
		if literal[i] == '"' && at > 0 && text[at-1] == '\\' {
			at--
		}
	}
	return at, true
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// Lengths of fields that end at a literal or at the end of their line.
const (
	maxReason  = 80
	maxMessage = 4000
)

// fieldEnd is where a field that begins at a place ends.
func fieldEnd(text string, at int, name, next string) int {
	if name != "reason" && name != "message" {
		end := at
		for end < len(text) && inField(name, text[end]) {
			end++
		}
		if name == "url" || name == "path" || name == "host" {
			for end > at && strings.IndexByte(".,;:)]}", text[end-1]) >= 0 {
				end--
			}
		}
		if name == "url" || name == "path" {
			end = filterEnd(text, at, end)
		}
		return end
	}
	most := maxReason
	if name == "message" {
		most = maxMessage
	}
	rest := text[at:min(len(text), at+most)]
	line := strings.IndexByte(rest, '\n')
	if line < 0 {
		line = len(rest)
	}
	if next == "" {
		if i := strings.Index(rest[:line], "http"); i >= 0 && name == "reason" {
			return at + i // the address says more
		}
		return at + line
	}
	if i := strings.Index(rest, next); i >= 0 && (i <= line || name == "message") {
		return at + i
	}
	if i := strings.Index(rest, strings.ReplaceAll(next, `"`, `\"`)); i >= 0 && i <= line {
		return at + i
	}
	return at + line
}

// inField reports whether a field may have this byte.
func inField(name string, c byte) bool {
	letter := 'a' <= c|0x20 && c|0x20 <= 'z'
	switch name {
	case "status":
		return httpmsg.IsDigit(c)
	case "version":
		return httpmsg.IsDigit(c) || c == '.'
	case "method":
		return letter
	case "type", "name":
		return isNameByte(c)
	case "host":
		return isNameByte(c) || c == '.' || c == '-' || c == ':'
	}
	return c > ' ' && strings.IndexByte("\"'`<>\\", c) < 0
}

// take puts what is in a field into a mention; false where it cannot be that.
func (m *Mention) take(field, value string) bool {
	switch field {
	case "status":
		status, err := strconv.Atoi(value)
		m.Status = status
		return err == nil && len(value) == 3 && status >= 100 && status < 600
	case "method":
		m.Method = strings.TrimPrefix(value, "XHR")
		return isMethod(m.Method)
	case "url":
		m.Address = encodeRaw.Replace(value)
		return strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://")
	case "origin":
		m.Address = value + m.Address
		return strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://")
	case "path":
		m.Address += encodeRaw.Replace(value)
		return strings.HasPrefix(value, "/") || strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://")
	case "type":
		m.Type = value
		return strings.Contains(value, "_")
	case "message":
		m.Message = strings.TrimSpace(value)
	case "host":
		m.Host = strings.Trim(value, ".:")
		return m.Host != ""
	case "version":
		return value != ""
	}
	return true
}

// methods are those of calls, and of what browsers and tools do beside.
var methods = []string{"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"}

func isMethod(s string) bool { return slices.Contains(methods, s) }
