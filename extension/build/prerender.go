package main

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"misstep/wasm/ui/listmodel"
)

// Where markup says which text belongs: as an attribute, or in an element that
// is empty (see translate in wasm/ui/shell).
var (
	textAttribute = regexp.MustCompile(`data-i18n-(title|placeholder|label)="(\w+)"`)
	textContent   = regexp.MustCompile(`(data-i18n="(\w+)"[^<>]*>)(</)?`)
)

// writePanel writes panel.html in English, with the list's columns.
func writePanel(source, dist string) error {
	markup, err := os.ReadFile(filepath.Join(source, "panel.html"))
	if err != nil {
		return err
	}
	languages, err := readMessages(filepath.Join(source, "_locales"))
	if err != nil {
		return err
	}
	panel, err := writeColumns(string(markup), listmodel.Columns)
	if err != nil {
		return err
	}
	panel, err = prerender(panel, languages["en"])
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "panel.html"), []byte(panel), 0o644)
}

// writeStyle writes panel.css with the list's columns.
func writeStyle(source, dist string) error {
	style, err := os.ReadFile(filepath.Join(source, "panel.css"))
	if err != nil {
		return err
	}
	text, err := writeColumnStyle(string(style), listmodel.Columns)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, "panel.css"), []byte(text), 0o644)
}

// prerender fills the texts into markup: a reader of English, as most are, need
// not wait until the panel has done so, text by text.
func prerender(markup string, texts messages) (string, error) {
	var failed error
	text := func(key string) string {
		m, there := texts[key]
		if !there || len(m.Placeholders) > 0 {
			failed = fmt.Errorf("_locales/en: the markup asks for the text %s: want one without placeholders", key)
		}
		return html.EscapeString(m.Message)
	}
	markup = textAttribute.ReplaceAllStringFunc(markup, func(found string) string {
		part := textAttribute.FindStringSubmatch(found)
		name := strings.Replace(part[1], "label", "aria-label", 1)
		return fmt.Sprintf(`%s %s="%s"`, found, name, text(part[2]))
	})
	markup = textContent.ReplaceAllStringFunc(markup, func(found string) string {
		part := textContent.FindStringSubmatch(found)
		if part[3] == "" {
			failed = fmt.Errorf("panel.html: what has the text %s must be empty", part[2])
		}
		return part[1] + text(part[2]) + part[3]
	})
	return markup, failed
}
