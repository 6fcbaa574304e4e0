//go:build js && wasm

package page

import "syscall/js"

// A Menu is what a menu button opens; one is open at most. The button's
// aria-controls names its list.
type Menu struct {
	page         *Page
	button, list Element           // of the one that is open; nil: none is
	opening      map[string]func() // by the list's id
}

// Opening has a menu's items written before they are shown.
func (m *Menu) Opening(id string, do func()) {
	if m.opening == nil {
		m.opening = map[string]func(){}
	}
	m.opening[id] = do
}

// Is reports whether the menu with that id is open.
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
	m.button, m.list = button, list
	m.focus(0)
}

// Close closes the menu that is open, if one is.
func (m *Menu) Close() {
	if m.list == nil {
		return
	}
	Show(m.list, false)
	m.button.SetAttribute("aria-expanded", "false")
	m.button, m.list = nil, nil
}

// items are those of the open menu that can be chosen.
func (m *Menu) items() (items []Element) {
	Each(m.list, "[role^=menuitem]", func(e Element) {
		if !e.Get("hidden").Bool() && !e.Get("disabled").Bool() {
			items = append(items, e)
		}
	})
	return items
}

// focus moves to the item that is by so many further down.
func (m *Menu) focus(by int) {
	items := m.items()
	if len(items) == 0 {
		return
	}
	at := 0
	for i, item := range items {
		if item.Underlying().Equal(m.page.Document.Get("activeElement")) {
			at = i + by
		}
	}
	items[(at+len(items))%len(items)].Focus()
}

// Press moves in the open menu as the pattern for menus asks.
func (m *Menu) Press(key string) (used bool) {
	if m.list == nil {
		return false
	}
	switch key {
	case "ArrowDown":
		m.focus(1)
	case "ArrowUp":
		m.focus(-1)
	case "Home", "End":
		items := m.items()
		if key == "Home" {
			items[0].Focus()
		} else {
			items[len(items)-1].Focus()
		}
	case "Escape":
		m.leave()
	case "Tab":
		m.Close()
		return false
	default:
		return false
	}
	return true
}

// leave closes the menu and returns to its button.
func (m *Menu) leave() Element {
	button := m.button
	m.Close()
	button.Focus()
	return button
}

// PressBeside closes the menu for a press anywhere else.
func (m *Menu) PressBeside(target js.Value) {
	if m.list != nil && !m.list.Call("contains", target).Bool() && !m.button.Call("contains", target).Bool() {
		m.Close()
	}
}

// Chosen closes the menu after a choice and returns to its button, which is
// where what comes of it is told; without a menu, that is instead.
func (m *Menu) Chosen(instead Element) Element {
	if m.list == nil {
		return instead
	}
	return m.leave()
}
