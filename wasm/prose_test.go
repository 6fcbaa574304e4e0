package main

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// Where a text is read. A rule names the places that it holds in.
const (
	inInterface = 1 << iota // what the program says: extension/_locales/en, catalog/messages/en.json
	inPacks                 // what packs say to people
	inDocs                  // Markdown, issue forms
	inComments              // of Go and JavaScript
)

const everywhere = inInterface | inPacks | inDocs | inComments

// A proseRule refuses a turn of phrase, and says what to write instead. bad shows a
// text that it refuses, good one that it lets pass.
type proseRule struct {
	where     int
	pattern   string
	instead   string
	bad, good string
}

// proseRules hold the project's English to that of its readers: developers, most of
// whom learned it at work. A rule is added together with the texts that obey it.
var proseRules = []proseRule{
	{everywhere, `(?i)\bcatalogue|behaviour|\bcolours?\b|\bgrey\b|authoris|recognis|organis|normalis|serialis|initialis|optimis(e|a)|misspelt|\bspelt\b|lit(re|res)\b|met(re|res)\b|\bcancell(ed|ing)\b|\bfavour|\bneighbour|\blicence\b|\bdialogue box`,
		"American spelling, as in the documentation of both APIs", "the catalogue's behaviour", "the catalog's behavior was canceled"},
	{everywhere, `(?i)\bfor want of\b|\bin spite of\b|\blest\b|\bwhilst\b|\bthereof\b|\bhitherto\b|\bwhereof\b|\bupon which\b`,
		"everyday words: because there is no, despite, so that … not, while", "it fails for want of a scope", "it fails because a scope is missing"},
	{everywhere, `(?i)\b(un)?tick(ed)? (the|each|every|it) `,
		"check or uncheck a box", "the user unticked it and ticked the other", "the user unchecked it"},
	{inInterface | inPacks, `(?i)\bfree again\b|\bgiven out\b`,
		"a limit resets; a token is issued", "free again at 14:00", "resets at 14:00"},
	{inInterface | inPacks | inDocs, `(?i)\b[Ee]xchange \{|\bexchange [0-9]`,
		"requests are named #20, also in a sentence", "by exchange {exchange}", "by #{exchange}"},
	{inInterface, `(?i)\bexchanges?\b`,
		"request, or response: a person sees those", "two exchanges failed", "two requests failed"},
	{inInterface | inPacks, `(?i)\banswers?\b|\banswered\b`,
		"response; a server responds or returns", "no answer came", "no response came"},
	{inInterface | inPacks, `(?i)([^e]|[^r]e) (is|are|was|were|as) no ([a-km-z]|l[^o])`,
		"isn't, or doesn't: no negated noun", "this is no HAR file", "this isn't a HAR file"},
	{inInterface | inPacks, `(?i)\b(is|are|was|were) not\b|\b(do|does|did|could|can|will|would|has|have|had) not\b|\bcannot\b`,
		"contractions: isn't, doesn't, can't", "it does not fit, and cannot be read", "it doesn't fit and can't be read"},
	{inInterface | inPacks | inDocs, `(?i)\banew\b|\btakes? (its|their) place\b|\bin (the )?place of\b`,
		"again; replaces; instead of", "what takes its place is written anew", "its replacement is written again"},
	{inInterface | inPacks, `(?i)\bholds?\b|\bstands?\b|\blies\b|\btells\b|\btell of\b|\bgives? up\b|\bgiven up\b|\bswitched off\b`,
		"plain verbs: has, is, says, cancels, shut down, turned off", "the file holds what tells of it", "the file has a message"},
	{inInterface | inPacks, `(?i)\bmembers?\b`,
		"key, for JSON", "a member of the object", "a key of the object"},
	{inComments | inDocs, `[,;] else \b|\banew\b|\bin the midst\b|\bfor ever\b|\btakes the place\b|\bnought\b`,
		"otherwise, again, in the middle, forever, replaces", "certain if sure, else likely", "certain if sure, otherwise likely"},
	{inComments | inDocs, `(?i)\b(is|are|was|were|be) told (by|of|from)\b|\btells? of\b`,
		"recognized by, distinguished from, reports: the verb that is meant", "a secret is told by its beginning", "a secret is recognized by its beginning"},
	{inPacks, `→`,
		"words: an arrow is read aloud as one, and not by everybody", "POST → GET", "POST became GET"},
	{inPacks, `\bLet (the|each|every|all) users?\b|\blet (the|each|every|all) users? consent\b`,
		"have the user do it", "Let the user consent again.", "Have the user consent again."},
	{everywhere, `(?i)\b(please )?(simply|obviously|of course|just) (click|press|use|run|add|open)\b|\bplease note\b`,
		"say what to do, no more", "Please note that you can simply use it", "Use it"},
	{everywhere, `[a-z]  +[a-z]|[a-z] [,;]|\b(the the|a a|an an|is is|of of|to to|in in|and and)\b`,
		"one space, no word twice", "the the end", "the end"},
	{inInterface | inPacks | inDocs, `\b([Cc]lient|[Uu]ser|[Ss]ubscri(ber|ption)|[Pp]roject|[Tt]oken|the|an|its) ids?\b`,
		"ID, in capitals", "the client id is wrong", "the client ID is wrong"},
	{inInterface | inPacks, "``|` `| \\( *\\)",
		"no empty code and no empty parentheses", "sent ``", "sent `x`"},
	{inInterface | inPacks, `!(\s|$)`,
		"no exclamation marks", "Done! ", "Done."},
}

// longest is how many characters a text may have, by the end of its name.
var longest = map[string]int{"brief": 44, "title": 70}

// mostWords bounds a sentence of the interface: who reads it has an error to mend.
const mostWords = 32

// A prose is a text with its place.
type prose struct {
	in         int
	name, text string
}

// compile compiles the patterns of rules and tries each on its own examples.
func compile(t *testing.T, rules []proseRule) []*regexp.Regexp {
	t.Helper()
	compiled := make([]*regexp.Regexp, len(rules))
	for i, r := range rules {
		compiled[i] = regexp.MustCompile(r.pattern)
		if !compiled[i].MatchString(r.bad) || compiled[i].MatchString(r.good) {
			t.Errorf("%q: the rule does not know its own examples", r.pattern)
		}
	}
	return compiled
}

func TestProse(t *testing.T) {
	compiled := compile(t, proseRules)
	code := regexp.MustCompile("`[^`]+`|“[^”]*”|\"[^\"]*\"|\\$\\w+\\$|\\{\\w+\\}")
	texts := allProse(t)
	if len(texts) < 8000 {
		t.Fatalf("%d texts, want many", len(texts))
	}
	for _, p := range texts {
		text := p.text
		if p.in == inDocs || p.in == inComments {
			text = strings.TrimSpace(text)
		}
		text = code.ReplaceAllString(text, "code")
		for i, r := range proseRules {
			if p.in&r.where == 0 {
				continue
			}
			if found := compiled[i].FindString(text); found != "" {
				t.Errorf("%s: %q in %q. Write: %s", p.name, found, p.text, r.instead)
			}
		}
		for end, most := range longest {
			if n := utf8.RuneCountInString(p.text); p.in == inPacks && strings.HasSuffix(p.name, "."+end) && n > most {
				t.Errorf("%s has %d characters, %d fit: %q", p.name, n, most, p.text)
			}
		}
		if p.in == inInterface {
			for _, sentence := range strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == ':' || r == '\n' }) {
				if n := len(strings.Fields(sentence)); n > mostWords {
					t.Errorf("%s: a sentence of %d words: %q", p.name, n, sentence)
				}
			}
		}
	}
}

// allProse reads every text that people read.
func allProse(t *testing.T) []prose {
	t.Helper()
	var all []prose
	add := func(in int, name, text string) { all = append(all, prose{in, name, text}) }
	var interfaceTexts map[string]struct{ Message string }
	readJSON(t, "../extension/_locales/en/messages.json", &interfaceTexts)
	for key, m := range interfaceTexts {
		add(inInterface, "extension/_locales/en "+key, m.Message)
	}
	var said map[string]string
	readJSON(t, "../catalog/messages/en.json", &said)
	for key, text := range said {
		add(inInterface, "catalog/messages/en.json "+key, text)
	}
	packs, err := filepath.Glob("../catalog/*/api.json")
	if err != nil || len(packs) == 0 {
		t.Fatalf("no packs: %v", err)
	}
	for _, pack := range packs {
		files, _ := filepath.Glob(filepath.Join(filepath.Dir(pack), "*.json"))
		for _, file := range files {
			var content any
			readJSON(t, file, &content)
			packTexts(content, "", func(place, text string) { add(inPacks, strings.TrimPrefix(file, "../")+" "+place, text) })
		}
	}
	err = filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".git") && d.Name() != ".github" || d.Name() == "node_modules" || d.Name() == "dist" || d.Name() == "testdata" || d.Name() == "results") {
			return fs.SkipDir
		}
		switch filepath.Ext(name) {
		case ".md", ".yml":
			if filepath.Dir(name) != "../catalog" { // made from the packs
				fileLines(t, name, func(line int, text string) {
					add(inDocs, name+":"+strconv.Itoa(line), text)
				})
			}
		case ".js", ".mjs":
			fileLines(t, name, func(line int, text string) {
				if before, comment, found := strings.Cut(text, "// "); found && strings.TrimSpace(before) == "" {
					if !strings.HasPrefix(comment, " ") { // else it's a table
						add(inComments, name+":"+strconv.Itoa(line), comment)
					}
				}
			})
		case ".go":
			if !strings.HasSuffix(name, "_gen.go") && filepath.Base(name) != "prose_test.go" {
				set := token.NewFileSet()
				file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
				if err != nil {
					return err
				}
				for _, group := range file.Comments {
					if text := group.Text(); !strings.HasPrefix(group.List[0].Text, "/*") {
						add(inComments, set.Position(group.Pos()).String(), withoutIndented(text))
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// packTexts finds the texts for people in the JSON of a pack.
func packTexts(value any, place string, add func(place, text string)) {
	switch value := value.(type) {
	case map[string]any:
		for name, inside := range value {
			switch name {
			case "examples", "nearMiss", "variants", "when", "message", "source", "docs", "seed", "form", "errorID", "tails", "common", "behindService": // from elsewhere
			default:
				packTexts(inside, strings.TrimPrefix(place+"."+name, "."), add)
			}
		}
	case []any:
		for i, inside := range value {
			at := strconv.Itoa(i)
			if object, ok := inside.(map[string]any); ok && object["id"] != nil {
				at, _ = object["id"].(string)
			}
			packTexts(inside, place+"["+at+"]", add)
		}
	case string:
		if strings.Contains(value, " ") {
			add(place, value)
		}
	}
}

// withoutIndented drops the lines of a comment that are code or tables.
func withoutIndented(text string) string {
	var kept []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "\t") && !strings.HasPrefix(line, "  ") {
			kept = append(kept, strings.TrimSpace(line))
		}
	}
	return strings.Join(kept, " ")
}

// fileLines calls do for each line of a file that is not in a block of code.
func fileLines(t *testing.T, name string, do func(line int, text string)) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	code := false
	for i, text := range strings.Split(string(data), "\n") {
		if strings.HasPrefix(strings.TrimSpace(text), "```") {
			code = !code
		} else if !code && !strings.HasPrefix(text, "    ") {
			do(i+1, text)
		}
	}
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
