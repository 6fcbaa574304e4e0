//go:build js && wasm

package list

import (
	"slices"
	"strconv"
	"strings"
	"syscall/js"

	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// A heading is a column's: a button that sorts, and a separator that sizes.
type heading struct {
	name                    string
	cell, button, separator page.Element
}

// findHeadings readies the list's columns in the present window.
func (v *View) findHeadings() {
	v.el.headings = nil
	for _, column := range listmodel.Columns {
		name := column.Name
		cell := page.Find(v.el.list, `.columns [data-column="`+name+`"]`)
		h := heading{name, cell, page.Find(cell, "button"), nil}
		if separator := cell.Call("querySelector", "[role=separator]"); !separator.IsNull() {
			h.separator = page.Wrap(separator)
			h.separator.SetAttribute("aria-label", v.Text("columnWidth", h.button.TextContent()))
		}
		v.el.headings = append(v.el.headings, h)
	}
	head := page.Find(v.el.list, ".columns")
	v.On(head, "pointerdown", false, v.pullColumn)
	v.On(head, "pointermove", false, v.pullColumn)
	v.On(head, "pointerup", false, v.pullColumn)
	v.On(head, "lostpointercapture", false, v.pullColumn)
	v.On(head, "dblclick", false, func(event js.Value) {
		if h := v.headingAt(event); h != nil && v.isSeparator(event) {
			v.setWidth(h, 0)
		}
	})
	v.On(head, "keydown", false, v.pressedInHead)
	v.roveHome()
	v.drawHeadings()
}

// headingAt is the heading that an event is for, or nil.
func (v *View) headingAt(event js.Value) *heading {
	for i := range v.el.headings {
		if h := &v.el.headings[i]; h.cell.Call("contains", v.Target(event)).Bool() {
			return h
		}
	}
	return nil
}

func (v *View) isSeparator(event js.Value) bool {
	return v.Target(event).Call("matches", "[role=separator]").Bool()
}

// rove makes a heading the one that Tab reaches; arrows reach the others.
func (v *View) rove(to heading) {
	for _, h := range v.el.headings {
		index := -1
		if h.name == to.name {
			index = 0
		}
		h.button.Set("tabIndex", index)
		if h.separator != nil {
			h.separator.Set("tabIndex", index)
		}
	}
}

// roveHome makes that heading reached by Tab which no list is without.
func (v *View) roveHome() {
	at := slices.IndexFunc(listmodel.Columns, func(c listmodel.Column) bool { return c.Always })
	v.rove(v.el.headings[at])
}

// columnsChanged draws the list again, with other columns.
func (v *View) columnsChanged() {
	page.Empty(v.el.rows)
	v.el.rowView.slots, v.el.rowView.spare = nil, nil
	v.roveHome()
	v.drawHeadings()
	v.drawRows()
	v.keepState()
}

// sortBy sorts the list.
func (v *View) sortBy(sorting listmodel.Sorting) {
	v.state.Sort = sorting
	v.scrollIntoView = v.selected != 0
	v.model.Refill()
	v.drawHeadings()
	v.keepState()
}

// drawHeadings writes how the list is sorted and how wide its columns are.
func (v *View) drawHeadings() {
	var hidden, asked []string
	for i, h := range v.el.headings {
		shown, wanted := v.state.Shows(&listmodel.Columns[i])
		if !shown {
			hidden = append(hidden, h.name)
		}
		if wanted {
			asked = append(asked, h.name)
		}
		switch s := v.state.Sort.Marked(); {
		case s.Column != h.name:
			h.cell.RemoveAttribute("aria-sort")
		case s.Descending:
			h.cell.SetAttribute("aria-sort", "descending")
		default:
			h.cell.SetAttribute("aria-sort", "ascending")
		}
		width, set := v.state.Widths[h.name]
		value := ""
		if set {
			value = strconv.Itoa(width) + "px"
		}
		page.Style(v.el.list, "--"+h.name, value) // "" removes: panel.css has another
		if h.separator != nil {
			h.separator.SetAttribute("aria-valuemin", strconv.Itoa(listmodel.LeastWidth))
			h.separator.SetAttribute("aria-valuemax", strconv.Itoa(listmodel.MostWidth))
			if !set {
				width = v.widthOf(h)
			}
			h.separator.SetAttribute("aria-valuenow", strconv.Itoa(width))
		}
	}
	v.el.list.SetAttribute("data-hidden", strings.Join(hidden, " "))
	v.el.list.SetAttribute("data-asked", strings.Join(asked, " "))
}

func (v *View) widthOf(h heading) int { return h.cell.Get("offsetWidth").Int() }

// setWidth makes a column that wide; 0: as panel.css says.
func (v *View) setWidth(h *heading, width int) {
	if width == 0 {
		delete(v.state.Widths, h.name)
	} else {
		v.state.Widths[h.name] = listmodel.ClampWidth(width)
	}
	v.drawHeadings()
	v.keepState()
}

// pullColumn sizes a column by its separator with the pointer.
func (v *View) pullColumn(event js.Value) {
	switch event.Get("type").String() {
	case "pointerdown":
		h := v.headingAt(event)
		if h == nil || !v.isSeparator(event) || event.Get("button").Int() != 0 {
			return
		}
		v.el.pulled, v.el.pulledFrom = h, float64(v.widthOf(*h))-event.Get("clientX").Float()
		event.Get("target").Call("setPointerCapture", event.Get("pointerId"))
	case "pointermove":
		if v.el.pulled != nil {
			v.setWidth(v.el.pulled, max(1, int(v.el.pulledFrom+event.Get("clientX").Float())))
		}
	default:
		v.el.pulled = nil
	}
}

// pressedInHead moves among the headings and sizes columns by keys.
func (v *View) pressedInHead(event js.Value) {
	h := v.headingAt(event)
	if h == nil {
		return
	}
	key := event.Get("key").String()
	by := map[string]int{"ArrowRight": 1, "ArrowLeft": -1}[key]
	switch separator := v.isSeparator(event); {
	case separator && by != 0:
		if event.Get("shiftKey").Bool() {
			by *= 5
		}
		v.setWidth(h, v.widthOf(*h)+8*by)
	case separator && key == "Enter":
		v.setWidth(h, 0)
	case !separator && by != 0:
		at := slices.IndexFunc(v.el.headings, func(other heading) bool { return other.name == h.name })
		for at += by; 0 <= at && at < len(v.el.headings); at += by {
			if next := v.el.headings[at]; v.widthOf(next) > 0 { // a narrow list hides some
				v.rove(next)
				next.button.Focus()
				break
			}
		}
	case key == "ArrowDown" || key == "Escape":
		v.el.list.Focus()
	default:
		return
	}
	event.Call("preventDefault")
	event.Call("stopPropagation")
}
