//go:build js && wasm

package timelineview

import (
	"strconv"

	"misstep/wasm/timeline"
	"misstep/wasm/ui/page"
)

// tellPointed says what is under the pointer, though the picture may be another since
// it came there; without it, what is selected.
func (v *View) tellPointed() {
	if v.pointed == nil {
		v.drawTip("", "", 0, 0)
		return
	}
	x, y := v.pointed[0], v.pointed[1]
	v.drawTip(v.labels().at(v.picture, x, y), v.hintAt(x, y), x, y)
}

// drawTip says at a place of the picture what is under the pointer, and what a
// click there does. Without the pointer it says what is selected, with buttons for
// that: a tip that moves away from the pointer can have none.
func (v *View) drawTip(text, hint string, x, y float64) {
	cursor := v.picture.Cursor
	pinned := text == "" && cursor != nil
	if pinned {
		text, x, y = v.labels().exchange(v.host.Selected()), cursor.X, cursor.Y
		v.el.show.SetTextContent(v.Text("visit", strconv.Itoa(v.host.Selected())))
		many := cursor.Spot >= 0 && v.picture.Spots[cursor.Spot].Count > 1
		page.Show(v.el.gather, many)
		if many {
			v.el.gather.SetTextContent(v.Text("timelineList", v.Text.Thousands(v.picture.Spots[cursor.Spot].Count)))
		}
	}
	y -= v.el.board.Get("scrollTop").Float()
	width, height := v.el.board.Get("clientWidth").Float(), v.el.board.Get("clientHeight").Float()
	seen := text != "" && 0 <= y && y <= height
	page.Show(v.el.tip, seen)
	if !seen {
		return
	}
	v.el.moment.SetTextContent(text)
	v.el.hint.SetTextContent(hint)
	v.el.tip.Class().Remove("pinned")
	if pinned {
		v.el.tip.Class().Add("pinned")
	}
	page.Style(v.el.tip, "left", "0") // so that it takes the width that it likes
	page.Style(v.el.tip, "left", pixels(beside(x, 14, v.el.tip.Get("offsetWidth").Float(), width)))
	page.Style(v.el.tip, "top", pixels(beside(y, 12, v.el.tip.Get("offsetHeight").Float(), height)))
}

func pixels(n float64) string { return strconv.FormatFloat(n, 'f', 0, 64) + "px" }

// beside is where something of that size is put: after a place, or before it
// where there is more room.
func beside(at, gap, size, room float64) float64 {
	if at+gap+size > room && at > room/2 {
		return max(0, at-gap-size)
	}
	return max(0, min(at+gap, room-size))
}

// hintAt is what a click does at a place.
func (v *View) hintAt(x, y float64) string {
	hit := v.picture.Hit(x, y)
	switch {
	case hit.Spot >= 0 && v.picture.Spots[hit.Spot].Count > 1:
		return v.Text("timelineClickList")
	case hit.Spot >= 0:
		return v.Text("timelineClickSelect")
	}
	return ""
}

// listSpot has the list show the requests of a mark, and nothing else.
func (v *View) listSpot(spot int) {
	s := v.picture.Spots[spot]
	v.listExchanges(func(i int) int { return v.Model().Exchanges[s.Exchanges[i]].ID }, s.Count)
}

// listExchanges has the list show n exchanges, and selects the first.
func (v *View) listExchanges(id func(i int) int, n int) {
	v.host.ShowAll("request:" + timeline.Ranges(id, n))
	v.host.Select(id(0))
}
