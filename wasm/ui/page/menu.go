//go:build js && wasm

package page

import (
	"strings"
	"syscall/js"
)

// A Menu is what a menu button opens, or a press of the other mouse button; one
// is open at most. A menu button's aria-controls names its list.
type Menu struct {
	page     *Page
	opening  map[string]func() // by the list's id
	contexts []ContextMenu
	open
}

// open is the menu that is open.
type open struct {
	list, sub   Element // the menu and its submenu; nil if there is none
	button      Element // that opened it; nil: it is a context menu
	before      Element // what had the focus
	at          Element // what a context menu is about
	items, subs []MenuItem
	parent      Element // item whose submenu is open
	hovered     Element
}

// Opening has a menu's items written before they are shown.
func (m *Menu) Opening(id string, do func()) {
	if m.opening == nil {
		m.opening = map[string]func(){}
	}
	m.opening[id] = do
}

// Is reports whether the menu with that ID is open.
func (m *Menu) Is(id string) bool { return m.list != nil && m.list.ID() == id }

// Toggle opens the menu of a button, or closes it.
func (m *Menu) Toggle(button Element) {
	before := m.button
	m.Close()
	if before != nil && before.Underlying().Equal(button.Underlying()) {
		return
	}
	id := button.GetAttribute("aria-controls")
	list := m.page.Find("#" + id)
	if do := m.opening[id]; do != nil {
		do()
	}
	Show(list, true)
	button.SetAttribute("aria-expanded", "true")
	// To the side on which there is room.
	box := button.Call("getBoundingClientRect")
	list.Class().Remove("leftwards")
	if box.Get("left").Float()+list.Get("offsetWidth").Float() > m.page.Window.Get("innerWidth").Float()-8 {
		list.Class().Add("leftwards")
	}
	m.open = open{list: list, button: button, before: button}
	m.focus(0)
}

// Close closes the menu that is open, if one is.
func (m *Menu) Close() {
	if m.list == nil {
		return
	}
	m.closeSub()
	Show(m.list, false)
	if m.button != nil {
		m.button.SetAttribute("aria-expanded", "false")
	}
	if m.at != nil {
		m.at.RemoveAttribute("data-menu")
	}
	m.open = open{}
}

// current is the list that has the focus.
func (m *Menu) current() Element {
	if m.sub != nil && m.sub.Call("contains", m.page.Active().Underlying()).Bool() {
		return m.sub
	}
	return m.list
}

// choices are the items of a list that can be chosen.
func choices(list Element) (items []Element) {
	Each(list, "[role^=menuitem]", func(e Element) {
		if !e.Get("hidden").Bool() && !e.Get("disabled").Bool() {
			items = append(items, e)
		}
	})
	return items
}

// focused is where in a list the focus is, -1: nowhere.
func (m *Menu) focused(items []Element) int {
	for i, item := range items {
		if item.Underlying().Equal(m.page.Active().Underlying()) {
			return i
		}
	}
	return -1
}

// focus moves to the item that is by so many further down.
func (m *Menu) focus(by int) {
	items := choices(m.current())
	if len(items) == 0 {
		return
	}
	at := 0
	if on := m.focused(items); on >= 0 {
		at = on + by
	} else if by < 0 {
		at = by
	}
	items[(at+len(items))%len(items)].Focus()
}

// find moves to the next item that begins with a letter.
func (m *Menu) find(letter string) {
	items := choices(m.current())
	on := m.focused(items)
	for i := range items {
		item := items[(on+1+i)%len(items)]
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(item.TextContent())), strings.ToLower(letter)) {
			item.Focus()
			return
		}
	}
}

// Press moves in the open menu as the pattern for menus asks, or opens the
// context menu of what has the focus.
func (m *Menu) Press(event js.Value) (used bool) {
	key := event.Get("key").String()
	if m.list == nil {
		return (key == "ContextMenu" || key == "F10" && event.Get("shiftKey").Bool()) && m.openByKey(m.page.Target(event))
	}
	switch key {
	case "ArrowDown":
		m.focus(1)
	case "ArrowUp":
		m.focus(-1)
	case "ArrowRight":
		m.openSub(true)
	case "ArrowLeft":
		m.leaveSub()
	case "Home", "End":
		items := choices(m.current())
		if key == "Home" {
			items[0].Focus()
		} else {
			items[len(items)-1].Focus()
		}
	case "Escape":
		if !m.leaveSub() {
			m.leave()
		}
	case "Tab":
		m.leave()
		return false
	default:
		if len([]rune(key)) != 1 || key == " " || event.Get("ctrlKey").Bool() || event.Get("metaKey").Bool() {
			return false
		}
		m.find(key)
	}
	return true
}

// leave closes the menu and returns to where the focus was.
func (m *Menu) leave() Element {
	before := m.before
	m.Close()
	before.Focus()
	return before
}

// PressBeside closes the menu for a press anywhere else.
func (m *Menu) PressBeside(target js.Value) {
	for _, e := range []Element{m.list, m.sub, m.button} {
		if e != nil && e.Call("contains", target).Bool() {
			return
		}
	}
	m.Close()
}

// Chosen closes the menu after a choice and returns to its button, which is
// where what comes of it is told; without a menu, that is instead.
func (m *Menu) Chosen(instead Element) Element {
	if m.list == nil {
		return instead
	}
	return m.leave()
}
