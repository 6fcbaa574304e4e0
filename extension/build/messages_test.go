package main

import (
	"encoding/xml"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	engine "misstep/catalog/messages"
	"misstep/wasm/ui/listmodel"
)

// Every text that a person reads is in _locales or in the catalog; these
// tests keep it there, and the languages alike.

func locales(t *testing.T) map[string]messages {
	t.Helper()
	languages, err := readMessages("../_locales")
	if err != nil || languages["en"] == nil {
		t.Fatalf("no texts in English: %v", err)
	}
	return languages
}

var placeholderName = regexp.MustCompile(`\$(\w+)\$`)

// holders are the placeholders that a text names, sorted.
func (m message) holders() []string {
	names := map[string]bool{}
	for _, found := range placeholderName.FindAllStringSubmatch(m.Message, -1) {
		names[strings.ToLower(found[1])] = true
	}
	return slices.Sorted(maps.Keys(names))
}

func TestLanguagesAreAlike(t *testing.T) {
	languages := locales(t)
	english := languages["en"]
	for language, texts := range languages {
		if got := texts["language"].Message; got != strings.ReplaceAll(language, "_", "-") {
			t.Errorf("%s: the text language is %q", language, got)
		}
		if language != "en" && !slices.Contains(engine.Languages(), language) {
			t.Errorf("%s: the catalog knows only %q", language, engine.Languages())
		}
		// What the stores and manifests allow.
		for key, limit := range map[string]int{"extensionName": 50, "extensionDescription": 132} {
			if n := len([]rune(texts[key].Message)); n > limit {
				t.Errorf("%s: %s has %d characters, %d are allowed", language, key, n, limit)
			}
		}
		for key := range texts {
			if _, there := english[key]; !there {
				t.Errorf("%s: %s is no text in English", language, key)
			}
		}
		for key, want := range english {
			got, there := texts[key]
			if !there || strings.TrimSpace(got.Message) == "" {
				t.Errorf("%s: no text %s", language, key)
				continue
			}
			declared := slices.Sorted(maps.Keys(got.Placeholders))
			if !maps.Equal(got.Placeholders, want.Placeholders) {
				t.Errorf("%s: %s has the placeholders %v, in English %v", language, key, got.Placeholders, want.Placeholders)
			} else if named := got.holders(); !slices.Equal(named, declared) {
				t.Errorf("%s: %s names %q, its placeholders are %q", language, key, named, declared)
			}
		}
	}
}

// shownAttributes are those whose value a person reads or hears.
var shownAttributes = []string{"title", "alt", "placeholder", "label", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext"}

// markup calls do for each element's attributes, and with text for each text, of
// an HTML file. Where the build fills something in, there is nothing.
func markup(t *testing.T, file string, attribute func(element, name, value string), text func(element, text string)) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	plain := regexp.MustCompile(`\{\{[^}]*\}\}`).ReplaceAllString(string(data), "")
	d := xml.NewDecoder(strings.NewReader(plain))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var open []string
	for {
		next, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		switch token := next.(type) {
		case xml.StartElement:
			open = append(open, token.Name.Local)
			for _, a := range token.Attr {
				attribute(token.Name.Local, a.Name.Local, a.Value)
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				text(open[len(open)-1], strings.TrimSpace(string(token)))
			}
		}
	}
}

var pages = []string{"../panel.html", "../page.html", "../devtools.html"}

var letter = regexp.MustCompile(`\pL`)

func TestMarkupHoldsNoText(t *testing.T) {
	// Names and examples that are the same in every language.
	everywhere := []string{"Misstep", "4xx", "5xx", "localhost:8080", "Aa", "ab", "https://…/pack.json"}
	for _, file := range pages {
		check := func(where, text string) {
			if letter.MatchString(text) && !slices.Contains(everywhere, text) {
				t.Errorf("%s: %s is %q: put it into _locales", filepath.Base(file), where, text)
			}
		}
		markup(t, file,
			func(element, name, value string) {
				if slices.Contains(shownAttributes, name) {
					check(name+" of "+element, value)
				}
			},
			func(element, text string) { check("text of "+element, text) })
	}
}

// code parses the Go files, other than tests, below the folders.
func code(t *testing.T, folders ...string) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			files[path], err = parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// literal is the value of a string literal.
func literal(e ast.Expr) (text string, ok bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

// called is the name of what a call calls, without what it belongs to.
func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func TestKeysOfTexts(t *testing.T) {
	english := locales(t)["en"]
	used := map[string]bool{}
	need := func(where, key string) {
		used[key] = true
		if _, there := english[key]; !there {
			t.Errorf("%s asks for the text %s, which is not in _locales/en", where, key)
		}
	}
	for _, file := range pages {
		markup(t, file, func(_, name, value string) {
			if strings.HasPrefix(name, "data-i18n") {
				need(filepath.Base(file), value)
			}
		}, func(string, string) {})
	}
	panel, err := os.ReadFile("../panel.html")
	if err != nil {
		t.Fatal(err)
	}
	withColumns, err := writeColumns(string(panel), listmodel.Columns)
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range textKey.FindAllStringSubmatch(withColumns, -1) {
		need("panel.html", found[1])
	}
	for _, file := range []string{"../../manifest.json", "../devtools.js", "../page.js", "../early.js", "../supervisor.js"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`__MSG_(\w+)__|(?:message|getMessage)\("(\w+)"`).FindAllStringSubmatch(string(data), -1) {
			need(filepath.Base(file), found[1]+found[2])
		}
	}
	for path, file := range code(t, "../../wasm") {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				ask := called(n)
				draws := strings.Contains(path, "/wasm/timeline/") && ask == "text" // there, it puts a text into the picture
				if len(n.Args) == 0 || !strings.EqualFold(ask, "text") || draws || strings.Contains(path, "redact") {
					return true
				}
				if key, ok := literal(n.Args[0]); ok {
					need(path, key)
				} else if sum, ok := n.Args[0].(*ast.BinaryExpr); ok { // the first part of a key
					if start, ok := literal(sum.X); ok {
						for key := range english {
							if strings.HasPrefix(key, start) {
								used[key] = true
							}
						}
					}
				}
			case *ast.KeyValueExpr: // in a table of keys, menu items or formats
				if field, ok := n.Key.(*ast.Ident); ok && slices.Contains([]string{"What", "Where", "Text"}, field.Name) && strings.Contains(path, "/wasm/ui/") {
					if key, ok := literal(n.Value); ok && key != "" {
						need(path, key)
					}
				}
			case *ast.BasicLit: // a key may come about elsewhere
				if key, ok := literal(n); ok && english[key].Message != "" {
					used[key] = true
				}
			}
			return true
		})
	}
	for key := range english {
		if !used[key] {
			t.Errorf("nothing asks for the text %s", key)
		}
	}
}

// textKey finds the texts that markup asks for.
var textKey = regexp.MustCompile(`data-i18n(?:-\w+)?="(\w+)"`)

// sentence is what people read: words beside each other, or one that begins
// with a capital.
var sentence = regexp.MustCompile(`\pL{2,}[,:;]? \pL{2,}|^\p{Lu}\p{Ll}{2,}`)

// forMachines are the functions that take names and selectors, and those that
// say what only a maker of Misstep reads.
var forMachines = []string{
	"find", "each", "on", "Call", "Get", "Set", "New", "SetAttribute", "GetAttribute", "RemoveAttribute", "Class", "Add", "Remove", "Contains",
	"create", "piece", "add", "MustCompile", "Format", "panic", "Errorf", "Println", "style", "querySelector", "HasPrefix", "TrimPrefix",
}

// names are what looks like a sentence and is none: those of keys, products and
// headers, selectors, what a document begins with, and places in an exchange,
// which the catalog has words for.
var names = regexp.MustCompile(`^(((Ctrl|Alt|Shift)\+?)+\w*|Arrow(Up|Down|Left|Right)|Enter|Escape|Home|End|Page(Up|Down)|Tab|ContextMenu|Delete|Backspace|Misstep|<!doctype html>\n|[.#\[].*|(request|response) \w+( Content-Type)?|\w+-\w+)$`)

// drawing are the folders below wasm whose code is for people to look at: those
// that know a browser, and all of ui. Of the program's own folder, which has the
// terminal's words too, it is the files called program*.
func drawing(files map[string]*ast.File) map[string]bool {
	folders := map[string]bool{}
	for path, file := range files {
		folder := filepath.Dir(path)
		knows := slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"syscall/js"` })
		if knows && file.Name.Name != "main" || strings.Contains(filepath.ToSlash(folder), "/wasm/ui/") {
			folders[folder] = true
		}
	}
	return folders
}

func TestPanelHoldsNoText(t *testing.T) {
	files := code(t, "../../wasm")
	folders := drawing(files)
	if len(folders) < 3 { // the view, the settings, the tasks
		t.Fatalf("only %v know a browser", folders)
	}
	for path, file := range files {
		if !folders[filepath.Dir(path)] && !strings.HasPrefix(filepath.Base(path), "program") {
			continue
		}
		var within []ast.Node
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil {
				within = within[:len(within)-1]
				return true
			}
			within = append(within, n)
			l, ok := n.(*ast.BasicLit)
			if !ok {
				return true
			}
			text, ok := literal(l)
			if !ok || !sentence.MatchString(text) || names.MatchString(text) {
				return true
			}
			if saysNothing(l, within) {
				return true
			}
			t.Errorf("%s says %q: put it into _locales", path, text)
			return true
		})
	}
}

// saysNothing reports whether a literal, by what is around it, is for machines.
func saysNothing(l *ast.BasicLit, within []ast.Node) bool {
	for _, around := range slices.Backward(within) {
		switch around := around.(type) {
		case *ast.ImportSpec, *ast.Field: // a path, a tag
			return true
		case *ast.CaseClause:
			return l.Pos() < around.Colon
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			name := called(around) // exported or not
			if slices.ContainsFunc(forMachines, func(known string) bool { return strings.EqualFold(known, name) }) {
				return true
			}
		}
	}
	return false
}
