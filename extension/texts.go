// Package extension has the interface's texts for programs that no browser gives
// them to, such as the terminal.
package extension

import (
	_ "embed"
	"encoding/json"
	"strconv"
	"strings"
	"sync"
)

//go:embed _locales/en/messages.json
var english []byte

// englishTexts are the texts by key, with $1 … in place of values.
var englishTexts = sync.OnceValue(func() map[string]string {
	var read map[string]struct {
		Message      string
		Placeholders map[string]struct{ Content string }
	}
	if err := json.Unmarshal(english, &read); err != nil {
		panic(err) // a test reads them, too
	}
	texts := map[string]string{}
	for key, m := range read {
		text := m.Message
		for name, p := range m.Placeholders {
			for _, written := range []string{name, strings.ToUpper(name), strings.ToLower(name)} {
				text = strings.ReplaceAll(text, "$"+written+"$", p.Content)
			}
		}
		texts[key] = text
	}
	return texts
})

// English is a text of the interface with its values. It is the key where there is
// no such text.
func English(key string, values ...string) string {
	text, known := englishTexts()[key]
	if !known {
		return key
	}
	if len(values) == 0 {
		return text
	}
	var pairs []string
	for i, value := range values {
		pairs = append(pairs, "$"+strconv.Itoa(i+1), value)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
