//go:build js && wasm

package panel

import "syscall/js"

// A menu is what a menu button opens, while it is open.
type menu struct {
	button, list element
}

// toggleMenu opens the menu of a button, or closes it.
func (p *Panel) toggleMenu(button element) {
	open := p.menu
	p.closeMenu()
	if open != nil && open.button.Underlying().Equal(button.Underlying()) {
		return
	}
	m := &menu{button: button, list: find(p.document, "#"+button.GetAttribute("aria-controls"))}
	if m.list.ID() == exportMenu {
		p.drawExport()
	}
	show(m.list, true)
	button.SetAttribute("aria-expanded", "true")
	// To the side on which there is room.
	box := button.Call("getBoundingClientRect")
	m.list.Class().Remove("leftwards")
	if box.Get("left").Float()+m.list.Get("offsetWidth").Float() > p.window.Get("innerWidth").Float()-8 {
		m.list.Class().Add("leftwards")
	}
	p.menu = m
	p.focusItem(0)
}

func (p *Panel) closeMenu() {
	if m := p.menu; m != nil {
		show(m.list, false)
		m.button.SetAttribute("aria-expanded", "false")
		p.menu = nil
	}
}

// menuItems are those of the open menu that can be chosen.
func (p *Panel) menuItems() (items []element) {
	each(p.menu.list, "[role^=menuitem]", func(e element) {
		if !e.Get("hidden").Bool() && !e.Get("disabled").Bool() {
			items = append(items, e)
		}
	})
	return items
}

// focusItem moves to the item that is by so many further down.
func (p *Panel) focusItem(by int) {
	items := p.menuItems()
	if len(items) == 0 {
		return
	}
	at := 0
	for i, item := range items {
		if item.Underlying().Equal(p.document.Get("activeElement")) {
			at = i + by
		}
	}
	items[(at+len(items))%len(items)].Focus()
}

// pressedInMenu moves in the open menu as the pattern for menus asks.
func (p *Panel) pressedInMenu(key string) bool {
	if p.menu == nil {
		return false
	}
	switch key {
	case "ArrowDown":
		p.focusItem(1)
	case "ArrowUp":
		p.focusItem(-1)
	case "Home", "End":
		items := p.menuItems()
		if key == "Home" {
			items[0].Focus()
		} else {
			items[len(items)-1].Focus()
		}
	case "Escape":
		button := p.menu.button
		p.closeMenu()
		button.Focus()
	case "Tab":
		p.closeMenu()
		return false
	default:
		return false
	}
	return true
}

// pressedBeside closes the menu for a press anywhere else.
func (p *Panel) pressedBeside(target js.Value) {
	if p.menu != nil && !p.menu.list.Call("contains", target).Bool() && !p.menu.button.Call("contains", target).Bool() {
		p.closeMenu()
	}
}

// chosen closes the menu after a choice and returns to its button, which is
// where what comes of it is told.
func (p *Panel) chosen() element {
	if p.menu == nil {
		return p.view.detail
	}
	button := p.menu.button
	p.closeMenu()
	button.Focus()
	return button
}
