package errorformat

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"misstep/catalog"
	"misstep/catalog/match"
	"misstep/wasm/httpmsg"
	"misstep/wasm/jsonscan"
)

// extractProse reads the errors in a text that isn't JSON and no page: JSON or
// another notation with words around it, what a client library prints, or a
// sentence.
func (s reader) extractProse(base catalog.Symptom, text string) []catalog.Symptom {
	if told, ok := s.callback(base, text); ok {
		return []catalog.Symptom{told}
	}
	var told Mention
	mentions := Mentions(s.catalog, text)
	for i := range mentions {
		told.add(&mentions[i])
	}
	if base.Status == 0 {
		base.Status = told.Status
	}
	if base.Status == 0 && told.Network != "" && base.Pack != "" {
		return []catalog.Symptom{unanswered(base, &told, text)}
	}
	if base.Status == 0 {
		base.Status = s.statusIn(text)
	}
	if base.Grant == "" {
		base.Grant = told.Grant
	}
	if base.Grant != "" {
		base.Step = "token"
	}
	if found := s.embedded(base, text); len(found) > 0 {
		return found
	}
	if found := fromFields(base, text); len(found) > 0 {
		return found
	}
	members := strings.Contains(text, `":`) || strings.Contains(text, `':`)
	if base.Body = "text"; text[0] == '{' && (base.Status >= 200 && base.Status < 400 || base.Status == 0 && members && !SpeaksOfFailure(text)) {
		base.Body = "object" // too large to be read whole, or cut off, and no error in sight
		return []catalog.Symptom{base}
	}
	if told.Type+told.Message == "" && told.Else != "" && base.Status == 0 {
		base.Type = told.Else
		return []catalog.Symptom{base}
	}
	if told.Type+told.Message == "" {
		base.ByClient = told.Status != 0
		symptom := s.sentence(base, text)
		s.bare(&symptom, mentions)
		if told.Else != "" && base.Pack == "" && symptom.Message != "" && len(match.Find(s.catalog, symptom)) == 0 {
			symptom.Type, symptom.Message = told.Else, ""
		}
		return []catalog.Symptom{symptom}
	}
	symptom := s.sentence(base, told.Message)
	if told.Type != "" {
		symptom.Type, symptom.Message = told.Type, told.Message
	}
	if symptom.Reason == "" {
		symptom.Reason = match.ReasonIn(s.catalog, base.Pack, text)
	}
	return []catalog.Symptom{symptom}
}

// unanswered is why no response came, in the words of a client.
func unanswered(base catalog.Symptom, told *Mention, text string) catalog.Symptom {
	base.Kind, base.Network, base.ByClient = catalog.KindNetwork, told.Network, told.Host == ""
	start := strings.LastIndexByte(text[:told.Start], '\n') + 1
	base.Message, _, _ = strings.Cut(text[start:], "\n")
	base.Message = strings.TrimSpace(base.Message)
	return base
}

// bare leaves out words that say no more than the status they go with.
func (s reader) bare(symptom *catalog.Symptom, mentions []Mention) {
	if symptom.Kind == "" && symptom.Type == "" && symptom.Reason == "" && symptom.Status != 0 && s.saysNoMore(symptom.Message, symptom.Status, mentions) {
		if symptom.Message != "" && symptom.Pack == "" && len(symptom.Keys) == 1 && symptom.Field == "" {
			symptom.Foreign = true // {"message":"Gone"}, as gateways write it, and neither API
		}
		symptom.Message = ""
	}
}

func (s reader) retellAll(found []catalog.Symptom) {
	for i := range found {
		s.retell(&found[i])
	}
}

// retell reads a message of JSON for what a client library says in it.
func (s reader) retell(symptom *catalog.Symptom) {
	if symptom.Type != "" || symptom.Message == "" || symptom.Kind != "" {
		return
	}
	mentions := Mentions(s.catalog, symptom.Message)
	var told Mention
	for i := range mentions {
		told.add(&mentions[i])
	}
	if symptom.Status == 0 {
		symptom.Status = told.Status
	}
	if told.Type+told.Message != "" {
		symptom.Type, symptom.Message = told.Type, told.Message
		return
	}
	s.bare(symptom, mentions)
}

// add puts what another mention says beside what is known: the last type and
// message count, as an exception's last line says what became of it.
func (m *Mention) add(other *Mention) {
	if other.Status >= 400 || m.Status == 0 {
		m.Status = other.Status
	}
	if other.Grant != "" {
		m.Grant = other.Grant
	}
	if other.Type+other.Message != "" {
		m.Type, m.Message = other.Type, other.Message
	}
	m.Else = cmp.Or(m.Else, other.Else)
	if other.Network != "" && (m.Network == "" || m.Host == "" && other.Host != "") {
		m.Network, m.Host, m.Start = other.Network, other.Host, other.Start
	}
}

// Lines are the positions of the lines that are each an error as JSON; if there are fewer
// than two, the position of the text.
func Lines(c *catalog.Catalog, text string) []int {
	var found []int
	at := 0
	for line := range strings.Lines(text) {
		if line[0] == '{' && len(found) < maxMentions {
			value, _ := jsonscan.Decode(line)
			if told := (reader{c}).collect(catalog.Symptom{}, value, "", 0, nil); len(told) > 0 && told[0].Type != "" {
				found = append(found, at)
			}
		}
		at += len(line)
	}
	if len(found) < 2 {
		return []int{0}
	}
	return found
}

// maxEmbedded bounds how many beginnings of JSON in a text are tried.
const maxEmbedded = 50

// embedded finds the errors in JSON, or in a page, that has words around it.
func (s reader) embedded(base catalog.Symptom, text string) (found []catalog.Symptom) {
	for from, tried := 0, 0; tried < maxEmbedded && len(found) < MaxErrors; tried++ {
		at := strings.IndexAny(text[from:], "{[<")
		if at < 0 {
			break
		}
		at += from
		from = at + 1
		if text[at] == '<' {
			if looksLikeHTML(text[at:]) {
				if page := s.extractHTML(base, text[at:]); page[0].Message != "" {
					return append(found, page...)
				}
			}
			continue
		}
		end := JSONEnd(text, at)
		if end < 0 {
			continue
		}
		value, ok := jsonscan.Decode(text[at:end])
		if !ok {
			continue
		}
		from = end
		inside := base
		inside.Body = "object"
		if told := s.collect(inside, value, "", 0, nil); len(told) > 0 {
			if object, _ := value.(map[string]any); len(object) == 1 && object["message"] != nil {
				told[0].Keys = []string{"message"}
			}
			s.retellAll(told)
			found = append(found, told...)
		}
	}
	return found
}

// maxNesting is how deep JSON with words around it may be.
const maxNesting = 100

// JSONEnd is where the JSON object or array ends that begins at a place; -1 where
// it does not, or is deeper than any error.
func JSONEnd(text string, at int) int {
	depth, quoted := 0, false
	for i := at; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxNesting {
				return -1
			}
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// sentence reads an error out of prose: "type - message", "type: message", a
// log line, the consent page's words.
func (s reader) sentence(base catalog.Symptom, text string) catalog.Symptom {
	base.Message, base.Reason = text, match.ReasonIn(s.catalog, base.Pack, text)
	if base.Status == 0 {
		base.Status = s.statusIn(text)
	}
	if _, err := strconv.Atoi(text); err == nil {
		base.Message = ""
		return base
	}
	told, found := s.catalog.ConsentSentence(base.Pack, text)
	status, code := s.consentCode(base.Pack, text)
	if code != "" && !found {
		told = text
	}
	if found || code != "" {
		base.Foreign = false // the addresses are those of the app
		base.Kind, base.Message = catalog.KindConsent, strings.Trim(told, " \t\r\n_*\"'")
		base.Values = consentDetails(told)
	}
	if code != "" {
		base.Type = code
		if known := match.Find(s.catalog, base); len(known) == 0 || known[0].Certainty == match.Possible {
			base.Message = "Error " + status + ": " + code // the page is in another language
		}
		return base
	}
	for _, separator := range []string{" - ", ": "} {
		before, after, found := strings.Cut(base.Message, separator)
		if !found {
			continue
		}
		before = strings.TrimLeft(before, "\"'_* ")
		if i := strings.LastIndexAny(before, " \n\t"); i >= 0 {
			before = before[i+1:]
		}
		if t := match.TypeIn(s.catalog, base.Pack, before); t != "" && !strings.Contains(before, " ") {
			base.Type, base.Message = before, strings.TrimSpace(after)
			return base
		}
	}
	return base
}

// plainWords are those that say nothing beside a status.
var plainWords = []string{
	"a", "an", "api", "at", "by", "caused", "client", "code", "console", "debug", "did", "does", "error", "errors",
	"exception", "failed", "failure", "fatal", "for", "from", "get", "got", "has", "http", "https", "in", "indicate",
	"indicating", "info", "is", "load", "loading", "message", "not", "of", "on", "post", "reason", "request", "requests",
	"resource", "responded", "response", "returned", "server", "status", "success", "the", "this", "to", "uncaught",
	"unexpected", "warn", "warning", "was", "when", "with",
}

// saysNoMore reports whether a text has a status, the words that go with one, and
// the names of exceptions: lines of a stack, times and levels do not count.
func (s reader) saysNoMore(text string, status int, mentions []Mention) bool {
	from := 0
	var rest strings.Builder
	for _, m := range mentions {
		if m.Status != 0 {
			rest.WriteString(text[from:m.Start] + " ")
			from = m.End
		}
	}
	rest.WriteString(text[from:])
	if strings.Contains(text, "!!") {
		return false // so end the titles of Google's pages
	}
	known := strings.Fields(strings.ToLower(httpmsg.Reason(status)))
	for _, pack := range s.catalog.Packs() {
		known = append(known, strings.Fields(strings.ToLower(strings.Join(pack.Names, " ")))...)
	}
	for line := range strings.Lines(strings.ToLower(rest.String())) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "at ") {
			continue
		}
		for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if !slices.Contains(known, word) && !slices.Contains(plainWords, word) && !strings.ContainsAny(word, "0123456789") && !strings.HasSuffix(word, "error") && !strings.HasSuffix(word, "exception") {
				return false
			}
		}
	}
	return true
}

// maxBesideName bounds what is behind an API's name where that stands for HTTP, in bytes.
const maxBesideName = 24

// statusIn finds an HTTP status named in a log line; 0 when there is none.
func (s reader) statusIn(text string) int {
	if len(text) > 2000 {
		text = text[:2000]
	}
	lower := strings.ToLower(text)
	for status := 400; status < 600; status++ { // "Too Many Requests"
		if phrase := httpmsg.Reason(status); phrase != "" && strings.EqualFold(strings.Trim(text, " .!\"'"), phrase) {
			return status
		}
	}
	for _, pack := range s.catalog.Packs() {
		for _, name := range append(slices.Clone(pack.Hosts), pack.Names...) { // "Fitbit 410"
			if rest, named := strings.CutPrefix(lower, strings.ToLower(name)); named && len(rest) < maxBesideName {
				lower = "http" + rest
			}
		}
	}
	for i := 0; i+3 <= len(lower); i++ {
		if saysStatus(lower, i) {
			status, _ := strconv.Atoi(lower[i : i+3])
			return status
		}
	}
	return 0
}

// saysStatus reports whether a text in lower case says that the number there is the
// status of a failure.
func saysStatus(lower string, i int) bool {
	if lower[i] != '4' && lower[i] != '5' || !httpmsg.IsDigit(lower[i+1]) || !httpmsg.IsDigit(lower[i+2]) {
		return false
	}
	plural := strings.HasPrefix(lower[i+3:], "s ") || lower[i+3:] == "s" // "we get 429s"
	if i > 0 && (isNameByte(lower[i-1]) || lower[i-1] == '.' || lower[i-1] == '-') || i+3 < len(lower) && (isNameByte(lower[i+3]) || lower[i+3] == '-') && !plural {
		return false
	}
	before := strings.TrimRight(lower[max(0, i-16):i], " :=('\"")
	after := strings.TrimLeft(lower[i+3:min(len(lower), i+40)], " :)-'\"")
	if i+3 == len(lower) && before == "" || strings.HasSuffix(before, "with") && (strings.Contains(before, "respond") || strings.Contains(before, "fail")) || strings.Contains(before, "http/") {
		return true
	}
	for _, word := range beforeStatus {
		if strings.HasSuffix(before, word) && (plural || !isCounted(lower[i+3:])) {
			return true
		}
	}
	return beginsWithReason(after, lower[i:i+3]) || strings.HasPrefix(after, "client error") || strings.HasPrefix(after, "server error")
}

// beforeStatus are words right before the status of a failure, also in other languages.
var beforeStatus = []string{"status", "statuscode", "code", "failed", "error", "response", "http", "returned", "got", "get", "getting", "fehler", "erreur", "errore", "erro", "fout"}

// beginsWithReason reports whether a text in lower case begins with the phrase that
// goes with a status.
func beginsWithReason(text, status string) bool {
	number, _ := strconv.Atoi(status)
	phrase := httpmsg.Reason(number)
	return phrase != "" && strings.HasPrefix(text, strings.ToLower(phrase))
}
