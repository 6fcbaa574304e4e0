package diagnosis

import (
	"slices"
	"strings"
	"testing"
)

func TestFill(t *testing.T) {
	values := map[string]string{"a": "x", "nothing": ""}
	for _, test := range []struct{ text, want string }{
		{"`{}` or {a}.", "`{}` or x."},
		{"One. Two: {b}. Three {a}.", "One. Three x."},
		{"{b} stands alone.", "b stands alone."},
		{"Sent{nothing}: it fails.", "Sent: it fails."},
		{"See such as {b}, which is. `Code. With {b}` here. End.", "End."},
		{"`new URLSearchParams({…})` works. {two_words}.", "`new URLSearchParams({…})` works."},
		{"{two_words}", "two words"},
	} {
		if have := fill(test.text, values); have != test.want {
			t.Errorf("%s: have %q, want %q", test.text, have, test.want)
		}
	}
	for _, test := range []struct{ texts, want []string }{
		{[]string{"Call {b}.", "Call {a}."}, []string{"Call x."}},
		{[]string{"Use one: {b}."}, []string{"Use one: b."}},
		{[]string{"First. Then {b}.", "Last."}, []string{"First.", "Last."}},
		{nil, nil},
	} {
		if have := fillAny(test.texts, values); !slices.Equal(have, test.want) {
			t.Errorf("%q: have %q, want %q", test.texts, have, test.want)
		}
	}
}

// What an answer need not say is not needed to tell its error: each entry has a
// sentence for the cause and a fix without a value that only some answers tell.
func TestEntriesNeedNoValues(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		c := knowledge(t)
		if err := c.Translate(language); err != nil {
			t.Fatal(err)
		}
		for _, pack := range c.Packs() {
			for i := range pack.Errors {
				e := &pack.Errors[i]
				always := map[string]string{}
				for name := range pack.Placeholders {
					told := e.Reason == ""
					for form := range e.Forms() {
						told = told && strings.Contains(form.Message, "{"+name+"}")
					}
					if told {
						always[name] = "value"
					}
				}
				known := func(text string) bool {
					for text != "" {
						var sentence string
						sentence, text = cutSentence(text)
						if _, known := fillKnown(sentence, always); known {
							return true
						}
					}
					return false
				}
				if !known(e.Cause) {
					t.Errorf("%s: the cause needs a value: %s", e.ID, e.Cause)
				}
				if !slices.ContainsFunc(e.Fixes, known) {
					t.Errorf("%s: each fix needs a value: %q", e.ID, e.Fixes)
				}
			}
		}
	}
}
