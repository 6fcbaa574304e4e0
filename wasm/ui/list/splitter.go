//go:build js && wasm

package list

import (
	"strconv"
	"syscall/js"

	"misstep/wasm/ui/page"
)

// A splitter is the line between the list and the explanation, which a person moves:
// sideways, or up and down where the explanation is below.
type splitter struct {
	page.Element
	moving bool
}

// leastShare is how much either side keeps, in percent.
const leastShare = 15

// findSplitter readies the line in the present window.
func (v *View) findSplitter() {
	v.el.splitter = splitter{Element: v.Find("#splitter")}
	s := v.el.splitter.Element
	for _, name := range []string{"pointerdown", "pointermove", "pointerup", "lostpointercapture"} {
		v.On(s, name, false, v.pullSplitter)
	}
	v.On(s, "dblclick", false, func(js.Value) { v.setShare(0) })
	v.On(s, "keydown", false, v.pressedInSplitter)
	v.OnResize(v.Find("#requests"), v.drawSplitter)
	v.drawShares()
}

// across is the box of both sides, and whether the line is moved up and down.
func (v *View) across() (box js.Value, down bool) {
	list, detail := v.Find("#requests").Call("getBoundingClientRect"), v.Find("#detail").Call("getBoundingClientRect")
	return v.Find("#requests-tab").Call("getBoundingClientRect"), detail.Get("top").Float() > list.Get("top").Float()+1
}

// share is the list's part, in percent.
func (v *View) share() int {
	box, down := v.across()
	side := "width"
	if down {
		side = "height"
	}
	if whole := box.Get(side).Float(); whole > 0 {
		return int(100*v.Find("#requests").Call("getBoundingClientRect").Get(side).Float()/whole + 0.5)
	}
	return 0
}

// setShare gives the list a part, in percent; 0: as panel.css says.
func (v *View) setShare(share int) {
	if share != 0 {
		share = min(max(share, leastShare), 100-leastShare)
	}
	view := v.settings.View()
	if _, down := v.across(); down {
		view.SplitDown = share
	} else {
		view.Split = share
	}
	v.settings.SetView(view) // if it cannot be kept, it lasts for this session
	v.drawShares()
}

// drawShares writes the parts into the document.
func (v *View) drawShares() {
	view, tab := v.settings.View(), v.Find("#requests-tab")
	for name, share := range map[string]int{"--split": view.Split, "--split-down": view.SplitDown} {
		value := ""
		if share >= leastShare && share <= 100-leastShare {
			value = strconv.Itoa(share)
		}
		page.Style(tab, name, value)
	}
	v.drawSplitter()
}

// drawSplitter says where the line is.
func (v *View) drawSplitter() {
	orientation := "vertical"
	if _, down := v.across(); down {
		orientation = "horizontal"
	}
	v.el.splitter.SetAttribute("aria-orientation", orientation)
	v.el.splitter.SetAttribute("aria-valuenow", strconv.Itoa(min(max(v.share(), leastShare), 100-leastShare)))
}

// pullSplitter moves the line with the pointer.
func (v *View) pullSplitter(event js.Value) {
	switch event.Get("type").String() {
	case "pointerdown":
		if event.Get("button").Int() == 0 {
			v.el.splitter.moving = true
			v.el.splitter.Call("setPointerCapture", event.Get("pointerId"))
		}
	case "pointermove":
		if !v.el.splitter.moving {
			return
		}
		box, down := v.across()
		at, from, whole := event.Get("clientX").Float(), box.Get("left").Float(), box.Get("width").Float()
		if down {
			at, from, whole = event.Get("clientY").Float(), box.Get("top").Float(), box.Get("height").Float()
		}
		v.setShare(max(1, int(100*(at-from)/whole+0.5)))
	default:
		v.el.splitter.moving = false
	}
}

// pressedInSplitter moves the line by keys, as the pattern for it asks.
func (v *View) pressedInSplitter(event js.Value) {
	step := 2
	if event.Get("shiftKey").Bool() {
		step = 10
	}
	switch event.Get("key").String() {
	case "ArrowRight", "ArrowDown":
		v.setShare(v.share() + step)
	case "ArrowLeft", "ArrowUp":
		v.setShare(max(1, v.share()-step))
	case "Home":
		v.setShare(leastShare)
	case "End":
		v.setShare(100 - leastShare)
	case "Enter":
		v.setShare(0)
	default:
		return
	}
	event.Call("preventDefault")
	event.Call("stopPropagation")
}
