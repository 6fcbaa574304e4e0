package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPrerender(t *testing.T) {
	texts := messages{
		"plain":  {Message: "Plain"},
		"marked": {Message: `a < b & "c"`},
		"filled": {Message: "of $COUNT$", Placeholders: map[string]placeholder{"count": {Content: "$1"}}},
	}
	for _, c := range []struct{ name, markup, want string }{
		{"content", `<p data-i18n="plain"></p>`, `<p data-i18n="plain">Plain</p>`},
		{"among others", `<p data-i18n="plain" class="x"></p>`, `<p data-i18n="plain" class="x">Plain</p>`},
		{"attributes", `<a data-i18n-title="plain" data-i18n-label="plain" href="#"></a>`, `<a data-i18n-title="plain" title="Plain" data-i18n-label="plain" aria-label="Plain" href="#"></a>`},
		{"no markup", `<p data-i18n="marked"></p>`, `<p data-i18n="marked">a &lt; b &amp; &#34;c&#34;</p>`},
		{"nothing", `<p>4xx</p>`, `<p>4xx</p>`},
		{"not there", `<p data-i18n="missing"></p>`, ""},
		{"with a placeholder", `<p data-i18n-title="filled"></p>`, ""},
		{"not empty", `<p data-i18n="plain"><b></b></p>`, ""},
	} {
		got, err := prerender(c.markup, texts)
		if (err == nil) != (c.want != "") || err == nil && got != c.want {
			t.Errorf("%s: %s, %v, want %s", c.name, got, err, c.want)
		}
	}
}

// Each text of the panel's own markup is filled in.
func TestPanelWritten(t *testing.T) {
	source, err := os.ReadFile("../panel.html")
	if err != nil {
		t.Fatal(err)
	}
	got, err := prerender(string(source), locales(t)["en"])
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "panel.html")
	if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
		t.Fatal(err)
	}
	english := locales(t)["en"]
	checked, content := 0, "" // content is what the open element must contain
	var name, value string    // what its next attribute has to be; "": any
	markup(t, file, func(element, gotName, gotValue string) {
		if name != "" && (strings.TrimPrefix(gotName, "aria-") != name || gotValue != value) {
			t.Errorf("<%s> has %s=%q, want %s=%q", element, gotName, gotValue, name, value)
		}
		name = ""
		switch part, is := strings.CutPrefix(gotName, "data-i18n"); {
		case is && part == "":
			checked, content = checked+1, english[gotValue].Message
		case is:
			checked, name, value = checked+1, part[1:], english[gotValue].Message
		}
	}, func(element, text string) {
		if content != "" && text != content {
			t.Errorf("<%s> holds %q, want %q", element, text, content)
		}
		content = ""
	})
	if want := strings.Count(string(source), "data-i18n"); checked != want {
		t.Errorf("%d texts of %d were looked at", checked, want)
	}
}
