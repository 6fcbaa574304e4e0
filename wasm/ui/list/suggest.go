//go:build js && wasm

package list

import (
	"strconv"
	"syscall/js"
	"unicode/utf16"

	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// A suggesting is what is offered below the filter.
type suggesting struct {
	list []listmodel.Suggestion
	at   int // that Enter takes, -1: none
}

// findSuggestions readies what is below the filter in the present window.
func (v *View) findSuggestions() {
	v.el.suggestions, v.el.hint = v.Find("#suggestions"), v.Find("#filter-hint")
	v.On(v.el.filter, "click", false, func(js.Value) { v.suggest() })
	v.On(v.el.filter, "blur", false, func(js.Value) { v.stopSuggesting() })
	v.On(page.Wrap(v.el.suggestions.Get("parentElement")), "mousedown", false, func(event js.Value) {
		event.Call("preventDefault") // the filter keeps the focus
	})
	v.drawSuggestions()
}

// suggest offers what the word at the caret may become.
func (v *View) suggest() {
	text := v.el.filter.Get("value").String()
	before := utf16.Encode([]rune(text))
	caret := len(string(utf16.Decode(before[:min(len(before), v.el.filter.Get("selectionStart").Int())])))
	v.suggesting = suggesting{at: -1}
	if text == "" || caret > 0 && text[caret-1] != ' ' {
		v.suggesting.list = v.model.Suggest(caret)
	}
	v.drawSuggestions()
}

func (v *View) stopSuggesting() {
	if len(v.suggesting.list) > 0 {
		v.suggesting = suggesting{}
		v.drawSuggestions()
	}
}

// drawSuggestions writes what is offered, and which field a misspelled one was
// meant to be.
func (v *View) drawSuggestions() {
	list := v.suggesting.list
	page.Empty(v.el.suggestions)
	for i, s := range list {
		option := v.Piece("suggestion")
		option.SetID("suggestion-" + strconv.Itoa(i))
		option.SetAttribute("data-suggestion", strconv.Itoa(i))
		page.Find(option, ".text").SetTextContent(s.Text)
		if s.Count > 0 {
			page.Find(option, ".count").SetTextContent(v.Text.Thousands(s.Count))
		}
		v.el.suggestions.AppendChild(option)
	}
	page.Show(v.el.suggestions, len(list) > 0)
	v.el.filter.SetAttribute("aria-expanded", strconv.FormatBool(len(list) > 0))
	v.drawSuggested()
	word, meant, _ := v.model.Misspelled()
	page.Show(v.el.hint, word != "")
	if word != "" {
		page.Find(v.el.hint, "span").SetTextContent(v.Text("filterNoField", word))
		page.Find(v.el.hint, "button").SetTextContent(v.Text("filterMeant", meant))
	}
}

// drawSuggested marks the one that Enter takes.
func (v *View) drawSuggested() {
	v.el.filter.RemoveAttribute("aria-activedescendant")
	page.Each(v.el.suggestions, "[role=option]", func(option page.Element) {
		chosen := option.GetAttribute("data-suggestion") == strconv.Itoa(v.suggesting.at)
		option.SetAttribute("aria-selected", strconv.FormatBool(chosen))
		if chosen {
			v.el.filter.SetAttribute("aria-activedescendant", option.ID())
		}
	})
}

// moveInFilter goes to the next of what is offered, or on to the list.
func (v *View) moveInFilter(by int) bool {
	n := len(v.suggesting.list)
	switch {
	case n > 0:
		at := v.suggesting.at + by
		if v.suggesting.at < 0 && by < 0 {
			at = -1
		}
		v.suggesting.at = (at + n) % n
		v.drawSuggested()
	case by < 0:
		return false
	default:
		v.filterToList()
	}
	return true
}

// takeSuggested takes what Enter takes; false if there is none.
func (v *View) takeSuggested() bool {
	at := v.suggesting.at
	if at < 0 || at >= len(v.suggesting.list) {
		return false
	}
	s := v.suggesting.list[at]
	v.fillFilter(s.Filter)
	caret := page.Units(s.Filter[:s.Caret])
	v.el.filter.Call("setSelectionRange", caret, caret)
	v.suggest()
	return true
}

// suggestionClicked takes the one that was clicked.
func (v *View) suggestionClicked(option page.Element) {
	if n, err := strconv.Atoi(option.GetAttribute("data-suggestion")); err == nil {
		v.suggesting.at = n
		v.takeSuggested()
	}
}

// mend writes the field that was meant into the filter.
func (v *View) mend() {
	if _, _, mended := v.model.Misspelled(); mended != "" {
		v.fillFilter(mended)
		v.drawSuggestions()
		v.el.filter.Focus()
	}
}

func (v *View) fillFilter(text string) {
	v.el.filter.Set("value", text)
	v.setFilter(text)
}
