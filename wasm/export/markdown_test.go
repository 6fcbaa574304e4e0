package export

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact/secrettest"
	"misstep/wasm/scenario"
)

// words reads the texts that the browser shows.
func words(t testing.TB) func(string, ...string) string {
	t.Helper()
	data, err := os.ReadFile("../../extension/_locales/en/messages.json")
	if err != nil {
		t.Fatal(err)
	}
	var messages map[string]struct {
		Message      string
		Placeholders map[string]struct{ Content string }
	}
	if err := json.Unmarshal(data, &messages); err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`\$([A-Za-z]+)\$`)
	return func(key string, args ...string) string {
		m, ok := messages[key]
		if !ok {
			t.Errorf("messages.json has no %s", key)
		}
		return name.ReplaceAllStringFunc(m.Message, func(found string) string {
			content := m.Placeholders[strings.ToLower(strings.Trim(found, "$"))].Content
			if n := int(content[1] - '1'); n < len(args) {
				return args[n]
			}
			t.Errorf("%s lacks a value for %s", key, found)
			return ""
		})
	}
}

func TestMarkdown(t *testing.T) {
	for name, id := range map[string]int{
		"token-expired": 1, "flow-redirect-slash": 2, "authorization-quotes": 1, "request-range-calories": 1, "server-tcx": 1, "flow-refresh-spent": 2, "silence-intraday-missing": 1,
	} {
		golden(t, "report-"+name+".md", Markdown(scenarioSession(t, name), id, words(t)))
	}
	s := diagnosis.NewSession(knowledge())
	s.Add(httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/user/-/profile.json"},
		Response: httpmsg.Response{Status: 418, Body: httpmsg.Body{Recorded: true, Text: `{"errors":[{"errorType":"teapot","message":"@team see #12 ![x](https://e.example/a.png) <img src=x> www.e.example"}]}`}}})
	golden(t, "report-unknown.md", Markdown(s, 1, words(t)))
}

func TestSessionMarkdown(t *testing.T) {
	for _, name := range []string{"rate-day-by-day", "flow-refresh-spent-twice"} {
		golden(t, "session-"+name+".md", SessionMarkdown(scenarioSession(t, name), nil, words(t)))
	}
}

// outside is what a reader of Markdown takes for text: without code.
func outside(t testing.TB, markdown string) string {
	var out strings.Builder
	fence := ""
	for line := range strings.Lines(markdown) {
		bare := strings.TrimRight(line, "\n")
		if fence != "" {
			if strings.Trim(bare, "`") == "" && len(bare) >= len(fence) {
				fence = ""
			}
			continue
		}
		if strings.HasPrefix(bare, "```") && strings.Trim(bare, "`") == "" {
			fence = bare
			continue
		}
		for bare != "" { // code spans, by CommonMark's rule: equal runs of backquotes
			before, rest, found := strings.Cut(bare, "`")
			out.WriteString(before)
			if !found {
				break
			}
			n := 1 + len(rest) - len(strings.TrimLeft(rest, "`"))
			rest = rest[n-1:]
			end := -1
			for at := 0; at < len(rest); {
				i := strings.IndexByte(rest[at:], '`')
				if i < 0 {
					break
				}
				at += i
				run := len(rest[at:]) - len(strings.TrimLeft(rest[at:], "`"))
				if run == n {
					end = at
					break
				}
				at += run
			}
			if end < 0 {
				t.Fatalf("code that does not end in %q", line)
			}
			out.WriteString("X")
			bare = rest[end+n:]
		}
		out.WriteString("\n")
	}
	if fence != "" {
		t.Fatal("a block that does not end")
	}
	return out.String()
}

var ownMarkup = regexp.MustCompile(`(?m)^(#{1,2} |- |\d+\. |\*\*[^*\n]+\*\*$)`)

// inert fails when text from outside is more than text.
func inert(t testing.TB, markdown string) {
	text := outside(t, markdown)
	text = strings.NewReplacer("**", "").Replace(ownMarkup.ReplaceAllString(text, ""))
	if i := strings.IndexAny(text, "@#<>[]\\*_~&|!$=+{}`^"); i >= 0 {
		t.Fatalf("%q is outside of code, in %q", text[i], text[max(0, i-60):min(len(text), i+20)])
	}
	if found := regexp.MustCompile(`\bwww\.\S|://|\b[0-9a-f]{7,}\b|[a-z]\.[a-z]{2,}|\bGH-\d`).FindString(text); found != "" {
		t.Fatalf("%q is outside of code, in %q", found, text)
	}
}

func TestReportsAreInert(t *testing.T) {
	for _, name := range scenario.Names(t) {
		s := scenarioSession(t, name)
		for id := 1; id <= s.LastID(); id++ {
			inert(t, Markdown(s, id, words(t)))
		}
		inert(t, SessionMarkdown(s, nil, words(t)))
	}
}

// The same secret in two reports doesn't have the same alias.
func TestReportsHaveAliasesOfTheirOwn(t *testing.T) {
	text, seen := words(t), map[string]bool{}
	for second := range 3 {
		s := diagnosis.NewSession(knowledge())
		for range 2 {
			x := secrettest.WithForm("refresh_token", "0123456789abcdef0123456789abcdef")
			x.Started = time.Date(2026, 10, 30, 12, 0, second, 0, time.UTC)
			s.Add(x)
		}
		for _, report := range []string{Markdown(s, 1, text), Markdown(s, 2, text)} {
			seen[regexp.MustCompile(`refresh-token-1\.[a-z0-9]+`).FindString(report)] = true
		}
	}
	if len(seen) != 3 || seen[""] {
		t.Errorf("three reports, each made twice, have the aliases %v", seen)
	}
}

// fillTexts puts a text into every text that a value has, and into lists one.
func fillTexts(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillTexts(v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillTexts(v.Index(0), text)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fillTexts(v.Field(i), text)
			}
		}
	}
}

// In whatever field of an exchange a text is, it is only text.
func TestEveryFieldIsInert(t *testing.T) {
	text := words(t)
	for _, hostile := range append(slicesOf(hostile), "<img src=x onerror=alert(1)>", `"><script>alert(1)</script>`, "</textarea>", "[x](javascript:alert(1))", "![x](https://e.example/x.png)", "@user #12 GH-12 www.e.example a@b.example", "```\n# x\n```", "| a |\n|---|", "0123456789abcdef") {
		for _, address := range []string{"https://api.fitbit.com/1/user/-/", "https://www.fitbit.com/oauth2/authorize?scope=", "https://api.fitbit.com/oauth2/token?code=", "https://health.googleapis.com/v4/users/me/dataTypes/"} {
			s := diagnosis.NewSession(knowledge())
			for _, status := range []int{0, 200, 400, 401, 410, 500} {
				var x httpmsg.Exchange
				fillTexts(reflect.ValueOf(&x).Elem(), hostile)
				x.Request.URL += "://" + hostile
				if status > 0 {
					x.Request.URL, x.Pasted, x.Request.Method = address+hostile, "", "GET"
				}
				x.Response.Status, x.Response.Body.Recorded = status, true
				id := s.Add(x)
				inert(t, Markdown(s, id, text))
			}
			inert(t, SessionMarkdown(s, nil, text))
		}
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, text := range append(slicesOf(hostile), "@user", "#12", "![x](https://e.example/x.png)", "</details><script>alert(1)</script>", "```\n# x\n```", "~~~", "a`b``c", "| a | b |", "[x]: https://e.example", "1. a", "    code", "&#64;user", "https://e.example", "\\`", "=====") {
		f.Add(text, text)
	}
	text := words(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		message, _ := json.Marshal(b)
		s := diagnosis.NewSession(knowledge())
		s.Add(httpmsg.Exchange{Request: httpmsg.Request{Method: a, URL: "https://api.fitbit.com/1/user/-/" + b, Headers: []httpmsg.Header{{Name: a, Value: b}, {Name: "Authorization", Value: b}}, PostData: &httpmsg.PostData{Text: a + b}},
			Response: httpmsg.Response{Status: 400, StatusText: a, Error: b, Body: httpmsg.Body{Recorded: true, Text: `{"errors":[{"errorType":"validation","message":` + string(message) + `}]}`}}})
		s.Add(httpmsg.Exchange{Request: httpmsg.Request{Method: "POST", URL: "https://api.fitbit.com/oauth2/token?" + a, PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: "grant_type=" + b + "&redirect_uri=" + a}},
			Response: httpmsg.Response{Status: 400, Body: httpmsg.Body{Recorded: true, Text: "<html><title>" + a + "</title><h1>" + b}}})
		for id := 1; id <= 2; id++ {
			inert(t, Markdown(s, id, text))
		}
		inert(t, SessionMarkdown(s, nil, text))
	})
}

func slicesOf(list []string) []string { return append([]string(nil), list...) }
