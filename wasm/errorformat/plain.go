package errorformat

import (
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/httpmsg"
)

// Addresses finds the addresses at watched hosts that a text has in no form of a
// library's, each with the method before it and the status in its line, where they
// are there.
func Addresses(c *catalog.Catalog, text string) (found []Mention) {
	text = text[:min(len(text), maxMentioned)]
	for from := 0; len(found) < maxMentions; {
		at := strings.Index(text[from:], "http")
		if at < 0 {
			break
		}
		at += from
		end := fieldEnd(text, at, "url", "")
		from = max(end, at+1)
		var m Mention
		if !m.take("url", text[at:end]) || c.Watched(m.Address) == nil {
			continue
		}
		m.Start, m.End = at, end
		first := strings.LastIndexByte(text[:at], '\n') + 1
		last := len(text)
		if i := strings.IndexByte(text[end:], '\n'); i >= 0 {
			last = end + i
		}
		m.method(text, first)
		m.beside(text, first, last)
		found = append(found, m)
	}
	return found
}

// joining is what may be between an address and its method or status.
const joining = " \t:;,.=-–>→⇒()[]{}|\"'`<"

// method takes the word before an address, if it is a method.
func (m *Mention) method(text string, first int) {
	before := strings.TrimRight(text[first:m.Start], joining)
	word := before[strings.LastIndexAny(before, joining)+1:]
	if isMethod(word) {
		m.Method, m.Start = word, first+len(before)-len(word)
	}
}

// beside takes the status in the line of an address: right before it, right after it, or
// where the words say that it is one.
func (m *Mention) beside(text string, first, last int) {
	before, behind := text[first:m.Start], text[m.End:last]
	if trimmed := withoutReason(strings.TrimRight(withoutPreposition(before), joining)); len(trimmed) >= 3 {
		at := len(trimmed) - 3
		if status := statusAt(trimmed, at); status != 0 && (tellsStatus(trimmed[:at]) || status >= 400 && leadsOn(before[at+3:], trimmed[:at])) {
			m.Status, m.Start = status, first+at
			return
		}
	}
	trimmed := strings.TrimLeft(behind, joining)
	if status := statusAt(trimmed, 0); status != 0 && !isCounted(trimmed[3:]) {
		m.Status, m.End = status, last-len(trimmed)+3
		return
	}
	for _, part := range []string{behind, before} {
		for i := 0; i+3 <= len(part); i++ {
			if status := statusAt(part, i); status != 0 && (status >= 400 && saysStatus(strings.ToLower(part), i) || namesStatus(part[:i])) {
				m.Status = status
				return
			}
		}
	}
	for i := 0; i+3 <= len(before); i++ { // "ERROR 400 what was wrong https://…"
		if status := statusAt(before, i); status >= 400 && opensMessage(before[:i]) && !isCounted(before[i+3:]) {
			m.Status = status
			return
		}
	}
}

// withoutPreposition takes the word away by which a sentence goes on to an address: "410 for".
func withoutPreposition(text string) string {
	text = strings.TrimRight(text, " ")
	for _, word := range []string{" for", " from", " calling"} {
		text = strings.TrimSuffix(text, word)
	}
	return text
}

// leadsOn reports whether a number stands between brackets, or a sentence goes on from it to
// an address.
func leadsOn(behind, before string) bool {
	word := strings.Trim(behind, " :")
	return word == "for" || word == "from" || word == "calling" || strings.HasPrefix(behind, ")") && strings.HasSuffix(before, "(")
}

// withoutReason takes the phrase of a success away from the end of a text: "200 OK".
func withoutReason(text string) string {
	for _, status := range []int{200, 201, 204} {
		if rest, found := strings.CutSuffix(text, strconv.Itoa(status)+" "+httpmsg.Reason(status)); found {
			return rest + strconv.Itoa(status)
		}
	}
	return text
}

// failingLevels are those of lines that report a failure.
var failingLevels = []string{"error", "err", "e", "warn", "warning", "w", "fatal", "critical", "severe"}

// opensMessage reports whether a line has no words yet: a time, brackets, and a level that
// reports a failure.
func opensMessage(before string) bool {
	for _, word := range strings.FieldsFunc(before, func(r rune) bool { return strings.ContainsRune(joining, r) }) {
		if !httpmsg.IsDigit(word[0]) && !slices.Contains(failingLevels, strings.ToLower(word)) {
			return false
		}
	}
	return true
}

// statusAt is the status that is a number of its own there; 0 if there is none.
func statusAt(text string, at int) int {
	if len(text) < at+3 || at > 0 && (isNameByte(text[at-1]) || text[at-1] == '.') || len(text) > at+3 && (isNameByte(text[at+3]) || text[at+3] == '.' && len(text) > at+4 && httpmsg.IsDigit(text[at+4])) {
		return 0
	}
	status, err := strconv.Atoi(text[at : at+3])
	if err != nil || status < 200 || httpmsg.Reason(status) == "" && status < 520 || status > 530 {
		return 0
	}
	return status
}

// statusWords are those that a status follows.
var statusWords = []string{"status", "statuscode", "code", "error", "returned", "got", "received", "response", "http", "failed", "answered"}

// tellsStatus reports whether what comes before a number leaves it a status: no
// word, a level, or one that a status follows.
func tellsStatus(before string) bool {
	before = strings.TrimRight(before, joining)
	word := before[strings.LastIndexAny(before, joining)+1:]
	return strings.ToUpper(word) == word || slices.Contains(statusWords, strings.ToLower(word))
}

// namesStatus reports whether a text ends in a name of a status, as logs write it.
func namesStatus(before string) bool {
	before = strings.ToLower(strings.TrimRight(before, " :='\""))
	return strings.HasSuffix(before, "status") || strings.HasSuffix(before, "status_code") || strings.HasSuffix(before, "statuscode")
}

// isCounted reports whether a number is one of something.
func isCounted(behind string) bool {
	word, _, _ := strings.Cut(strings.TrimLeft(behind, " "), " ")
	word = strings.ToLower(strings.TrimRight(word, ".,;)"))
	return slices.Contains([]string{"ms", "s", "sec", "seconds", "milliseconds", "byte", "bytes", "b", "kb", "rows", "records", "items", "times", "files", "of", "points", "calls", "requests"}, word)
}

// requested gives each verdict without an address, a status or that no response
// came, the address that stands alone beside it.
func requested(mentions []Mention) (found []Mention) {
	var address, verdict *Mention
	for i := range mentions {
		m := &mentions[i]
		says := m.Status != 0 || m.Network != ""
		switch {
		case m.Address != "" && says:
			found = append(found, *m)
			address, verdict = nil, nil
			continue
		case m.Address != "":
			address = m
		case says && (address != nil || len(found) == 0):
			verdict = m
		}
		if address == nil || verdict == nil {
			continue
		}
		both := *verdict
		both.Address, both.Method, both.Start, both.End = address.Address, address.Method, min(address.Start, verdict.Start), max(address.End, verdict.End)
		found = append(found, both)
		address, verdict = nil, nil
	}
	if len(found) == 0 && address != nil && !slices.ContainsFunc(mentions, func(m Mention) bool { return m.Address != "" && m.Address != address.Address }) {
		found = append(found, *address) // the only one: what the text says is said of it
	}
	return found
}

// IsAddress reports whether a text is nothing but the address that is mentioned, with
// its method or without.
func (m *Mention) IsAddress(text string) bool {
	return text[m.Start:m.End] == text && m.Address != "" && m.Status == 0 && m.Network+m.Type+m.Message+m.Else == ""
}

// Requests are the requests that a text mentions in any form: those of libraries
// and logs, or else addresses with what is next to them. read is how much of a
// long text was searched, in bytes.
func Requests(c *catalog.Catalog, text string) (found []Mention, read int) {
	mentions := Mentions(c, text)
	if found = requested(mentions); len(found) == 0 {
		found = requested(inOrder(append(Addresses(c, text), mentions...)))
	}
	if fielded := Fielded(c, text); len(found) < len(fielded) {
		found = fielded
	}
	if len(found) >= maxMentions {
		return found, found[len(found)-1].End
	}
	return found, min(len(text), maxMentioned)
}

// ofOthers leaves out why no response came where a text says that it was another
// server's.
func ofOthers(c *catalog.Catalog, mentions []Mention) []Mention {
	if !slices.ContainsFunc(mentions, func(m Mention) bool { return m.Host != "" && !isOwn(c, m.Host) }) {
		return mentions
	}
	return slices.DeleteFunc(mentions, func(m Mention) bool { return m.Network != "" && (m.Host == "" || !isOwn(c, m.Host)) })
}

// isOwn reports whether a host is one of an API's, or a number that may be one's.
func isOwn(c *catalog.Catalog, host string) bool {
	name, _, _ := strings.Cut(host, ":")
	if strings.Trim(name, "0123456789.") == "" && name != "" {
		return !slices.ContainsFunc([]string{"127.", "10.", "192.168.", "172.", "0.", "169.254."}, func(local string) bool { return strings.HasPrefix(name, local) })
	}
	return slices.ContainsFunc(c.WatchList(), func(watched catalog.WatchedHost) bool {
		known, _, _ := strings.Cut(watched.Host, "/")
		return !watched.Disabled && (known == name || known == host)
	})
}
