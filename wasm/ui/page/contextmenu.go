//go:build js && wasm

package page

import (
	"strconv"
	"syscall/js"
	"time"

	"misstep/wasm/browser"
)

// A ContextMenu is what may be done with the elements that a selector finds. Views
// add theirs when they are made; of several around a place, the innermost opens.
type ContextMenu struct {
	On    string                    // selector of the elements
	For   func(target Element) bool // notes what was meant before the items are asked; false: no menu for this
	Items []MenuItem
}

// A MenuItem is a line of a context menu.
type MenuItem struct {
	Text    string           // key of its text; "": a line between groups
	Value   func() string    // fills the text; where it is "", the item is left out
	Shown   func() bool      // nil: always
	Checked func() bool      // nil: the item can't be switched on and off
	Do      func(at Element) // at the element that the menu is about
	Items   []MenuItem       // of its submenu, instead of Do; without any, the item is left out
}

// Add adds a context menu.
func (m *Menu) Add(c ContextMenu) { m.contexts = append(m.contexts, c) }

// Commands lists what the context menu of an element offers, including its submenus.
func (m *Menu) Commands(target Element, add func(text string, do func(), keys ...string)) {
	var tell func(before string, items []MenuItem)
	tell = func(before string, items []MenuItem) {
		for _, item := range items {
			value := ""
			if item.Value != nil {
				value = item.Value()
			}
			if item.Text == "" || item.Value != nil && value == "" || item.Shown != nil && !item.Shown() {
				continue
			}
			text := before + m.page.Text(item.Text, value)
			if item.Do != nil {
				add(text, func() { item.Do(target) })
			}
			tell(text+": ", item.Items)
		}
	}
	for _, c := range m.contexts {
		if target.Call("matches", c.On).Bool() && c.For(target) {
			tell("", c.Items)
		}
	}
}

// attach listens in a new window.
func (m *Menu) attach() {
	m.page.On(m.page.Document, "contextmenu", false, m.asked)
	m.page.On(m.page.Document, "wheel", false, func(event js.Value) {
		if m.at != nil { // what it is about may be scrolled away
			m.PressBeside(m.page.Target(event))
		}
	})
	m.page.On(Wrap(m.page.Window), "resize", false, func(js.Value) {
		if m.at != nil { // it stands where its place was
			m.leave()
		}
	})
	for _, id := range []string{"#context-menu", "#context-submenu"} {
		m.page.On(m.page.Find(id), "pointerover", false, m.hover)
	}
}

// asked opens a context menu at the pointer. The browser's own stays in fields, on
// links, and where a person has selected text.
func (m *Menu) asked(event js.Value) {
	target := m.page.Target(event)
	if m.list != nil && target.Call("closest", "[role=menu]").Truthy() { // pressed in the menu
		event.Call("preventDefault")
		return
	}
	selection := m.page.Window.Call("getSelection")
	marked := !selection.Get("isCollapsed").Bool() && selection.Call("containsNode", target, true).Bool()
	if marked || Editable(target) || target.Call("closest", "a[href]").Truthy() {
		m.Close()
		return
	}
	if m.openFor(target, event.Get("clientX").Float(), event.Get("clientY").Float()) {
		event.Call("preventDefault")
		m.list.Focus()
	}
}

// openByKey opens the menu of what has the focus, or of what it points at.
func (m *Menu) openByKey(target js.Value) bool {
	if id := target.Call("getAttribute", "aria-activedescendant"); id.Truthy() {
		target = m.page.Document.Call("getElementById", id)
	}
	if !target.Truthy() || Editable(target) {
		return false
	}
	box := target.Call("getBoundingClientRect")
	if !m.openFor(target, box.Get("left").Float()+24, box.Get("bottom").Float()) {
		return false
	}
	m.focus(0)
	return true
}

// openFor opens the menu of the innermost element around the target that has one.
func (m *Menu) openFor(target js.Value, x, y float64) bool {
	m.Close()
	var best js.Value
	menu := -1
	for i := range m.contexts {
		found := target.Call("closest", m.contexts[i].On)
		if found.Truthy() && (menu < 0 || best.Call("contains", found).Bool()) {
			best, menu = found, i
		}
	}
	if menu < 0 || !m.contexts[menu].For(Wrap(target)) {
		return false
	}
	list := m.page.Find("#context-menu")
	items := m.fill(list, m.contexts[menu].Items)
	if len(items) == 0 {
		return false
	}
	m.open = open{list: list, items: items, at: Wrap(best), before: m.page.Active()}
	m.at.SetAttribute("data-menu", "")
	m.place(list, x, x, y)
	return true
}

// fill writes those items that there are now, and returns them.
func (m *Menu) fill(list Element, items []MenuItem) (shown []MenuItem) {
	Empty(list)
	line := false // there is one to be drawn before the next item
	for _, item := range items {
		value := ""
		if item.Value != nil {
			value = item.Value()
		}
		switch {
		case item.Text == "":
			line = len(shown) > 0
			continue
		case item.Value != nil && value == "", item.Shown != nil && !item.Shown(), item.Do == nil && !anyShown(item.Items):
			continue
		}
		if line {
			line = false
			list.AppendChild(m.page.Piece("menu-line"))
		}
		e := m.page.Piece("menu-item")
		e.SetAttribute("data-item", strconv.Itoa(len(shown)))
		e.SetTextContent(m.page.Text(item.Text, value))
		if item.Checked != nil {
			e.SetAttribute("role", "menuitemcheckbox")
			e.SetAttribute("aria-checked", strconv.FormatBool(item.Checked()))
		}
		if item.Do == nil {
			e.SetAttribute("aria-haspopup", "menu")
			e.SetAttribute("aria-expanded", "false")
		}
		list.AppendChild(e)
		shown = append(shown, item)
	}
	return shown
}

func anyShown(items []MenuItem) bool {
	for _, item := range items {
		if item.Text != "" && (item.Value == nil || item.Value() != "") && (item.Shown == nil || item.Shown()) {
			return true
		}
	}
	return false
}

// place shows a list right of x, or left of left where there is no room, and all
// of it inside of the window.
func (m *Menu) place(list Element, left, x, y float64) {
	Show(list, true)
	width, height := list.Get("offsetWidth").Float(), list.Get("offsetHeight").Float()
	wide, high := m.page.Window.Get("innerWidth").Float(), m.page.Window.Get("innerHeight").Float()
	if x+width > wide-4 {
		x = left - width
	}
	Style(list, "left", strconv.Itoa(int(max(4, min(x, wide-width-4))))+"px")
	Style(list, "top", strconv.Itoa(int(max(4, min(y, high-height-4))))+"px")
}

// itemAt is the item of an element of the menu, and whether it is in the submenu.
func (m *Menu) itemAt(e Element) (item *MenuItem, inSub bool) {
	n, err := strconv.Atoi(e.GetAttribute("data-item"))
	list := m.items
	if inSub = m.sub != nil && m.sub.Call("contains", e.Underlying()).Bool(); inSub {
		list = m.subs
	}
	if err != nil || n >= len(list) {
		return nil, false
	}
	return &list[n], inSub
}

// Choose does what an item of the context menu is for.
func (m *Menu) Choose(e Element) {
	item, _ := m.itemAt(e)
	switch {
	case item == nil:
	case item.Do == nil:
		e.Focus()
		m.openSub(true)
	default:
		at := m.at
		m.leave()
		item.Do(at)
	}
}

// openSub opens the submenu of the item that has the focus.
func (m *Menu) openSub(enter bool) {
	e := m.page.Active()
	item, inSub := m.itemAt(e)
	if item == nil || inSub || item.Do != nil {
		return
	}
	if m.parent == nil || !m.parent.Underlying().Equal(e.Underlying()) {
		m.closeSub()
		list := m.page.Find("#context-submenu")
		m.subs = m.fill(list, item.Items)
		list.SetAttribute("aria-label", e.TextContent())
		e.SetAttribute("aria-expanded", "true")
		m.sub, m.parent = list, e
		box := e.Call("getBoundingClientRect")
		m.place(list, box.Get("left").Float(), box.Get("right").Float(), box.Get("top").Float()-5)
	}
	if enter {
		choices(m.sub)[0].Focus()
	}
}

func (m *Menu) closeSub() {
	if m.sub == nil {
		return
	}
	Show(m.sub, false)
	m.parent.SetAttribute("aria-expanded", "false")
	m.sub, m.parent, m.subs = nil, nil, nil
}

// leaveSub goes back to the item whose submenu is open; false: none is.
func (m *Menu) leaveSub() bool {
	if m.sub == nil {
		return false
	}
	m.parent.Focus()
	m.closeSub()
	return true
}

// subTime is how long the pointer rests on an item until its submenu opens, or
// another closes: on its way there it may cross others.
const subTime = 150 * time.Millisecond

// hover has the focus follow the pointer.
func (m *Menu) hover(event js.Value) {
	found := event.Get("target").Call("closest", "[role^=menuitem]")
	if m.list == nil || !found.Truthy() {
		return
	}
	e := Wrap(found)
	if m.hovered != nil && m.hovered.Underlying().Equal(found) {
		return
	}
	m.hovered = e
	e.Focus()
	browser.After(subTime, func() {
		if m.hovered != e || !m.page.Alive() {
			return
		}
		if item, inSub := m.itemAt(e); item == nil || inSub {
			return
		} else if item.Do != nil {
			m.closeSub()
		} else {
			m.openSub(false)
		}
	})
}
