package messages

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"misstep/catalog/location"
)

func TestFormat(t *testing.T) {
	f := &Formatter{texts: map[string]string{"plain": "a { b", "two": "{a}, not {b}", "days.one": "one day", "days.other": "{count} days of {month}"}}
	for _, test := range []struct{ have, want string }{
		{f.Format("plain"), "a { b"},
		{f.Format("two", "b", "x", "a", "{b}"), "{b}, not x"},
		{f.Format("two", "a", "x"), "x, not {b}"},
		{f.Format("none"), "none"},
		{f.Count("days", 1), "one day"},
		{f.Count("days", 0, "month", "May"), "0 days of May"},
		{f.Count("days", 2, "month", "May"), "2 days of May"},
		{f.Text(New("two", "a", 1, "b", New("days.one"))), "1, not one day"},
		{f.Error(NewError("two", "a", NewError("days.one"), "b", "x")), "one day, not x"},
		{f.Error(strconv.ErrRange), strconv.ErrRange.Error()},
	} {
		if test.have != test.want {
			t.Errorf("have %q, want %q", test.have, test.want)
		}
	}
}

// Every location has words in every language.
func TestDay(t *testing.T) {
	german, err := Translated("de")
	if err != nil {
		t.Fatal(err)
	}
	for iso, want := range map[string]string{"2026-11-02": "02.11.2026", "": "", "today": "today"} {
		if have := german.Day(iso); have != want {
			t.Errorf("%q is %q in German, want %q", iso, have, want)
		}
		if have := English().Day(iso); have != iso {
			t.Errorf("%q is %q in English", iso, have)
		}
	}
}

func TestPlace(t *testing.T) {
	german, err := Translated("de")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		where           location.Location
		english, german string
	}{
		{location.RequestMethod, "request method", "Request-Methode"},
		{location.RequestURL, "request URL", "Request-URL"},
		{location.RequestHeaders, "request headers", "Request-Header"},
		{location.RequestHeader("Origin"), "request header Origin", "Request-Header Origin"},
		{location.RequestParameter("scope"), "request parameter scope", "Request-Parameter scope"},
		{location.RequestBody, "request body", "Request-Body"},
		{location.RequestBody.Member("range.start"), "range.start in the request body", "range.start im Request-Body"},
		{location.RequestStart, "request start", "Beginn des Requests"},
		{location.ResponseStatus, "response status", "Status der Antwort"},
		{location.ResponseHeaders, "response headers", "Antwort-Header"},
		{location.Date, "response header Date", "Antwort-Header Date"},
		{location.ResponseBody, "response body", "Antwort-Body"},
		{location.ResponseBody.Member("errors[0].message"), "errors[0].message in the response body", "errors[0].message im Antwort-Body"},
		{location.ResponseError, "response error", "Fehler in der Antwort"},
		{location.PastedText, "pasted text", "eingefügter Text"},
		{location.PastedText.Member("error"), "error in the pasted text", "error im eingefügten Text"},
		{location.Session, "session", "Sitzung"},
		{location.Announcement, "announcement", "Ankündigung"},
		{location.Exchange(12), "#12", "#12"},
	} {
		if have := English().Place(test.where); have != test.english {
			t.Errorf("%s is called %q, want %q", test.where, have, test.english)
		}
		if have := german.Place(test.where); have != test.german {
			t.Errorf("%s is called %q in German, want %q", test.where, have, test.german)
		}
	}
}

// A translation has the messages of en.json and no others, with the same
// placeholders and the same code between backquotes.
func TestTranslationsFit(t *testing.T) {
	names, err := filepath.Glob("*.json")
	if err != nil {
		t.Fatal(err)
	}
	english := English().texts
	for _, name := range names {
		language := strings.TrimSuffix(name, ".json")
		if language == "en" {
			continue
		}
		if !slices.Contains(Languages(), language) {
			t.Errorf("%s is not in the program: name it where translations are embedded", name)
		}
		if language != strings.ToLower(language) {
			t.Errorf("%s is never found: name it in small letters", name)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{}
		if err := json.Unmarshal(data, &texts); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for key, text := range texts {
			want, there := english[key]
			if !there || strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is empty, or not in en.json", name, key)
			}
			if have, want := placeholdersOf(text), placeholdersOf(want); !slices.Equal(have, want) {
				t.Errorf("%s: %s has the placeholders %v, want %v", name, key, have, want)
			}
			if strings.Count(text, "`") != strings.Count(want, "`") {
				t.Errorf("%s: %s has other `code` than in English", name, key)
			}
		}
		for key := range english {
			if language == "de" && texts[key] == "" {
				t.Errorf("%s lacks %s", name, key)
			}
		}
	}
}

func TestTranslated(t *testing.T) {
	for language, want := range map[string]string{"de": "keine", "en": "", "fr": "", "../de": "", "": "", "[": ""} {
		f, err := Translated(language)
		if err != nil || (f == nil) != (want == "") || f != nil && f.Format("value.none") != want {
			t.Errorf("%q: %v, %v", language, f, err)
		}
	}
	if English().Format("value.none") != "none" {
		t.Error("English has changed")
	}
}

var placeholderForm = regexp.MustCompile(`\{([a-z_]+)\}`)

// placeholdersOf are the names of a text's placeholders, each once, sorted.
func placeholdersOf(text string) []string {
	var names []string
	for _, m := range placeholderForm.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// sources parses the Go code of the program and of the catalog, without tests,
// what is generated, and commands that only the build runs.
func sources(t *testing.T) (*token.FileSet, []*ast.File) {
	set := token.NewFileSet()
	var list []*ast.File
	for _, root := range []string{"..", "../../wasm"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(set, name, nil, parser.ParseComments)
			if err != nil {
				return err
			}
			if !ast.IsGenerated(file) {
				list = append(list, file)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(list) < 100 {
		t.Fatalf("%d files of Go code, want many", len(list))
	}
	return set, list
}

func literal(n ast.Node) (string, bool) {
	l, ok := n.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

// Every key that the code says is in en.json, with just the placeholders that it
// is given, and en.json has no others. What ends in a dot or a
// hyphen is the beginning of keys.
func TestMessagesAreWhatTheCodeSays(t *testing.T) {
	texts := English().texts
	groups := map[string]bool{}
	for key, text := range texts {
		group, _, _ := strings.Cut(key, ".")
		groups[group] = true
		if strings.TrimSpace(text) == "" {
			t.Errorf("%s is empty", key)
		}
		if one, ok := strings.CutSuffix(key, ".one"); ok && texts[one+".other"] == "" {
			t.Errorf("%s is without %s.other", key, one)
		}
		if other, ok := strings.CutSuffix(key, ".other"); ok && key != "problem.other" && key != "difference.other" && texts[other+".one"] == "" {
			t.Errorf("%s is without %s.one", key, other)
		}
	}
	form := regexp.MustCompile(`^([a-z]+)\.[a-z0-9-]*$`)
	used := map[string]bool{}
	find := func(key string) (text string, counted, ok bool) {
		if text, ok = texts[key]; ok {
			return text, false, true
		}
		text, ok = texts[key+".other"]
		return text, true, ok
	}
	set, files := sources(t)
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if key, ok := literal(n); ok {
				m := form.FindStringSubmatch(key)
				if m == nil || !groups[m[1]] {
					return true
				}
				if _, _, known := find(key); !known && !strings.HasSuffix(key, ".") && !strings.HasSuffix(key, "-") {
					t.Errorf("%s: %s is not in en.json", set.Position(n.Pos()), key)
				}
				used[key] = true
			}
			var args []ast.Expr
			switch n := n.(type) {
			case *ast.CallExpr:
				if slices.ContainsFunc(sayers, func(name string) bool { return strings.EqualFold(name, nameOf(n.Fun)) }) {
					args = n.Args
				}
			case *ast.CompositeLit: // messages.Message{Key: …, Args: []any{…}}
				if nameOf(n.Type) != "Message" || len(n.Elts) < 2 {
					return true
				}
				for _, e := range n.Elts {
					if pair, ok := e.(*ast.KeyValueExpr); ok {
						args = append(args, pair.Value)
						if values, ok := pair.Value.(*ast.CompositeLit); ok {
							args = append(args[:len(args)-1], values.Elts...)
						}
					}
				}
			}
			for i, arg := range args {
				key, _ := literal(arg)
				text, counted, known := find(key)
				if m := form.FindStringSubmatch(key); m == nil || !groups[m[1]] || !known || strings.HasPrefix(key, "label.") && len(args) == i+3 {
					continue
				}
				at, given := i+1, []string{}
				if counted {
					at, given = i+2, []string{"count"}
				}
				for ; at < len(args); at += 2 {
					name, _ := literal(args[at])
					given = append(given, name)
				}
				if slices.Sort(given); !slices.Equal(given, placeholdersOf(text)) {
					t.Errorf("%s: %s is given %v, and has %v", set.Position(arg.Pos()), key, given, placeholdersOf(text))
				}
				break
			}
			return true
		})
	}
	for key := range texts {
		base := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		begun := func(used string) bool {
			return (strings.HasSuffix(used, ".") || strings.HasSuffix(used, "-")) && strings.HasPrefix(key, used)
		}
		if used[key] || used[base] || strings.HasPrefix(key, "place.") {
			continue
		}
		if !slices.ContainsFunc(slices.Collect(keysOf(used)), begun) {
			t.Errorf("nobody says %s", key)
		}
	}
}

// sayers are the functions that take a key and what fills its placeholders,
// exported or not.
var sayers = []string{"say", "count", "Format", "New", "NewError", "refuse", "add", "malformed", "noJSON"}

func nameOf(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func keysOf(m map[string]bool) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

// No Go code contains sentences for users; errors for programmers are fine.
func TestNoSentencesInCode(t *testing.T) {
	words := regexp.MustCompile(`(^|[ ({])[a-z]{2,}[,:]? [a-z]{2,}`)
	set, files := sources(t)
	for _, file := range files {
		if file.Name.Name == "main" || heldElsewhere.MatchString(set.Position(file.Package).Filename) {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "Errorf" || f.Sel.Name == "MustCompile") {
					return false
				}
			case *ast.ImportSpec, *ast.Field: // tags
				return false
			case *ast.BasicLit:
				text, _ := literal(n)
				if words.MatchString(text) && !slices.Contains(notSaid, text) {
					t.Errorf("%s: %q stands in the code; put it into catalog/messages/en.json", set.Position(n.Pos()), text)
				}
			}
			return true
		})
	}
}

// heldElsewhere are the packages whose texts are those of the interface, which
// the tests of extension/build look after, those of the terminal, which speaks
// English, and those that no person meets.
var heldElsewhere = regexp.MustCompile(`^../../wasm/(ui|timeline|settings|browser|cli|export/ci|scenario|redact/secrettest|diagnosis/explaintest)/|^../location/`)

// notSaid are texts that are compared with what others say, one that salts, and
// JavaScript.
var notSaid = []string{
	"client error", "server error", "rror id: ", "misstep aliases", "await fetch(", "const body = new FormData();\n",
	"too many requests", "bad gateway", "gateway time-out", "the requested url {path} was not found on this server.",
}
