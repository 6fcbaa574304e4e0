//go:build js && wasm

package list

import (
	"strconv"

	"misstep/wasm/ui/page"
)

// comparable is the selected request, by its number, if another is meant; else "".
func (v *View) comparable() string {
	if v.selected == 0 || v.selected == v.meant.exchange {
		return ""
	}
	return "#" + strconv.Itoa(v.selected)
}

// chooseOther has the next row that is chosen compared with this request.
func (v *View) chooseOther(id int) {
	v.choosing = id
	v.drawChoosing()
	v.el.list.Focus()
}

// chosen compares with what was chosen; false: nothing is to be chosen.
func (v *View) chosen(id int) bool {
	if v.choosing == 0 || id == 0 || id == v.choosing {
		return false
	}
	v.compareWith(v.choosing, id)
	return true
}

// stopChoosing leaves what is shown as it is; false: nothing was to be chosen.
func (v *View) stopChoosing() bool {
	was := v.choosing
	v.choosing = 0
	if v.Alive() {
		v.drawChoosing()
	}
	return was != 0
}

// compareWith explains a request beside another.
func (v *View) compareWith(id, other int) {
	v.stopChoosing()
	v.Select(id)
	v.explanation.CompareWith(other)
}

// drawChoosing says what is to be chosen.
func (v *View) drawChoosing() {
	strip := v.Find("#choosing")
	page.Show(strip, v.choosing != 0)
	if v.choosing != 0 {
		page.Find(strip, "span").SetTextContent(v.Text("choosing", strconv.Itoa(v.choosing)))
	}
}
