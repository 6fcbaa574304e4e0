//go:build js && wasm

package findbar

import (
	"cmp"
	"errors"
	"regexp/syntax"
	"strconv"
	"syscall/js"

	"misstep/wasm/find"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// fewRows are the hits that are listed at first; more come as one goes to them.
const fewRows = 200

// draw writes what was found.
func (v *View) draw() {
	if !v.Alive() || v.el.bar == nil {
		return
	}
	page.Show(v.el.bar, v.open)
	v.el.button.SetAttribute("aria-expanded", strconv.FormatBool(v.open))
	v.el.matchCase.SetAttribute("aria-pressed", strconv.FormatBool(v.query.Case))
	v.el.word.SetAttribute("aria-pressed", strconv.FormatBool(v.query.Word))
	v.el.regexp.SetAttribute("aria-pressed", strconv.FormatBool(v.query.Regexp))
	v.el.text.SetAttribute("aria-invalid", strconv.FormatBool(v.invalid != ""))
	text, help := v.status()
	if v.el.status.TextContent() != text {
		v.el.status.SetTextContent(text)
		v.el.status.SetTitle(help)
	}
	v.drawHits()
}

// status is what came of the search, and what it could not look into.
func (v *View) status() (text, help string) {
	s := v.search
	if s == nil {
		return v.invalid, ""
	}
	hits, requests := v.Text.Thousands(s.All), v.Text.Thousands(s.Exchanges())
	switch {
	case s.All == 0 && v.waiting:
		text = v.Text("findSearching")
	case s.All == 0:
		text = v.Text("findNone")
	case v.current >= 0:
		text = v.Text("findAt", v.Text.Thousands(v.current+1), hits, requests)
	default:
		text = v.Text("findHits", hits, requests)
	}
	whole, part := s.Unsearched()
	if whole+part > 0 && !v.waiting {
		text = richtext.Join(" · ", text, v.Text("findUnkept", v.Text.Thousands(whole+part)))
		help = v.Text("findUnkeptHelp", v.Text.Thousands(whole), v.Text.Thousands(part))
	}
	return text, help
}

// reason says what is wrong with a regular expression.
func (v *View) reason(err error) string {
	var invalid *find.InvalidError
	if !errors.As(err, &invalid) {
		return err.Error()
	}
	key := "findUnsupported"
	switch syntax.ErrorCode(invalid.Code) {
	case syntax.ErrMissingParen, syntax.ErrUnexpectedParen:
		key = "findParenthesis"
	case syntax.ErrMissingBracket:
		key = "findBracket"
	case syntax.ErrMissingRepeatArgument, syntax.ErrInvalidRepeatOp:
		key = "findRepeats"
	case syntax.ErrTrailingBackslash:
		key = "findBackslash"
	case syntax.ErrLarge:
		key = "findTooLong"
	}
	return v.Text("findInvalid", v.Text(key, invalid.Part))
}

// drawHits lists the hits.
func (v *View) drawHits() {
	var hits []find.Hit
	if v.search != nil {
		hits = v.search.Hits
	}
	page.Show(v.el.results, len(hits) > 0)
	wanted := min(len(hits), max(fewRows, v.current+fewRows/2))
	if v.changed || wanted < len(v.el.rows) {
		page.Empty(v.el.results)
		v.el.rows, v.changed = nil, false
	}
	for n := len(v.el.rows); n < wanted; n++ {
		row := v.newRow(&hits[n])
		v.el.results.AppendChild(row)
		v.el.rows = append(v.el.rows, hitRow{Element: row})
	}
	v.Render()
	page.Each(v.el.results, "[aria-selected=true]", func(row page.Element) { row.SetAttribute("aria-selected", "false") })
	if v.current < 0 {
		v.el.results.RemoveAttribute("aria-activedescendant")
		return
	}
	row := v.el.rows[v.current]
	row.SetAttribute("aria-selected", "true")
	v.el.results.SetAttribute("aria-activedescendant", row.ID())
	row.Call("scrollIntoView", map[string]any{"block": "nearest"})
}

// Render marks the hits whose requests the list doesn't show at present.
func (v *View) Render() {
	if v.changed { // they are about to be written again
		return
	}
	for i := range v.el.rows {
		row := &v.el.rows[i]
		if hidden := v.host.Hides(v.search.Hits[i].Exchange); hidden != row.hidden {
			row.hidden = hidden
			page.Show(page.Find(row.Element, ".hides"), hidden)
		}
	}
}

func (v *View) newRow(hit *find.Hit) page.Element {
	row, n := v.Piece("find-hit"), len(v.el.rows)
	row.SetID("hit-" + strconv.Itoa(n))
	row.SetAttribute("data-hit", strconv.Itoa(n))
	page.Find(row, ".number").SetTextContent("#" + strconv.Itoa(hit.Exchange))
	place := v.Text("findFinding")
	if !hit.Where.IsZero() {
		place = v.session.Catalog().Messages().Place(hit.Where)
	}
	page.Find(row, ".place").SetTextContent(place)
	snippet := page.Find(row, ".snippet")
	mark := v.Create("mark")
	mark.SetTextContent(cmp.Or(hit.Text, " "))
	snippet.Call("append", hit.Before, mark.Underlying(), hit.After)
	return row
}

// choose goes to the hit that was clicked.
func (v *View) choose(row page.Element) {
	n, err := strconv.Atoi(row.GetAttribute("data-hit"))
	if err == nil && v.search != nil && n < len(v.search.Hits) {
		v.current = n
		v.show()
		v.el.results.Focus()
	}
}

// Keys of the names of where its keys are used.
const (
	anywhere = "keysAnywhere"
	inBar    = "keysFind"
	inHits   = "keysHits"
)

// Keys are those of the bar and of its hits.
func (v *View) Keys() []page.Shortcut {
	by := func(n int) func(string) bool { return page.Did(func() { v.step(n) }) }
	return []page.Shortcut{
		{Where: inBar, Keys: []string{"Enter"}, What: "keysFindNext", Do: by(1)},
		{Where: inBar, Keys: []string{"Shift+Enter"}, What: "keysFindPrevious", Do: by(-1)},
		{Where: inBar, Keys: []string{"ArrowDown"}, What: "keysFindHits", Do: page.Did(func() { v.el.results.Focus() })},
		{Where: inBar, Keys: []string{"Escape"}, What: "keysFindClose", Do: page.Did(v.Close)},

		{Where: inHits, Keys: []string{"ArrowDown"}, What: "keysFindNext", Do: by(1)},
		{Where: inHits, Keys: []string{"ArrowUp"}, What: "keysFindPrevious", Do: by(-1)},
		{Where: inHits, Keys: []string{"Escape"}, What: "keysFindField", Do: page.Did(v.Open)},
	}
}

// AnywhereKeys are those that go on while the bar is open, wherever the focus is.
func (v *View) AnywhereKeys() []page.Shortcut {
	on := func(n int) func(string) bool {
		return func(string) bool {
			v.step(n)
			return v.open
		}
	}
	return []page.Shortcut{
		{Where: anywhere, Keys: []string{"Ctrl+f"}, What: "keysFindOpen", Action: "find", Do: page.Did(v.Open)},
		{Where: anywhere, Keys: []string{"F3", "Ctrl+g"}, What: "keysFindNext", Do: on(1)},
		{Where: anywhere, Keys: []string{"Shift+F3", "Ctrl+Shift+g"}, What: "keysFindPrevious", Do: on(-1)},
	}
}

// Press uses a key that was pressed in the bar or its hits.
func (v *View) Press(target js.Value, key string) (used bool) {
	switch {
	case !v.open:
		return false
	case target.Equal(v.el.text.Underlying()):
		return page.Press(v.Keys(), inBar, key)
	case target.Equal(v.el.results.Underlying()):
		return page.Press(v.Keys(), inHits, key)
	case key == "Escape" && v.el.bar.Call("contains", target).Bool():
		v.Close()
		return true
	}
	return false
}
