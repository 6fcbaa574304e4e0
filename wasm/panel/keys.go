//go:build js && wasm

package panel

import (
	"slices"
	"strings"
	"syscall/js"

	"misstep/wasm/browse"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// Shortcuts are all that there are, as the help lists them.
func (p *Panel) Shortcuts() []page.Shortcut {
	return slices.Concat([]page.Shortcut{
		{Where: "keysAnywhere", Keys: []string{"/", "Ctrl+f"}, What: "keysSearch", Do: page.Did(p.toFilter)},
		{Where: "keysAnywhere", Keys: []string{"Ctrl+e"}, What: "keysRecord", Do: page.Did(p.pause)},
		{Where: "keysAnywhere", Keys: []string{"Ctrl+l"}, What: "keysClear", Do: page.Did(func() { p.call(p.actions.Clear) })},
		{Where: "keysAnywhere", Keys: []string{"Ctrl+v"}, What: "keysPaste"},
		{Where: "keysAnywhere", Keys: []string{"?"}, What: "keysHelp", Do: page.Did(func() { p.onClick["keys"](nil) })},
		{Where: "keysAnywhere", Keys: []string{"Escape"}, What: "keysLeave"},
		{Where: "keysImport", Keys: []string{"Escape"}, What: "importCancelHelp"},
		{Where: "keysFilterField", Keys: []string{"Escape"}, What: "keysFilterEscape", Do: page.Did(p.leaveFilter)},
		{Where: "keysFilterField", Keys: []string{"ArrowDown", "Enter"}, What: "keysFilterDown", Do: page.Did(p.filterToList)},
		{Where: "keysList", Keys: []string{"ArrowDown"}, What: "keysDown", Do: page.Did(func() { p.move(1) })},
		{Where: "keysList", Keys: []string{"ArrowUp"}, What: "keysUp", Do: page.Did(func() { p.move(-1) })},
		{Where: "keysList", Keys: []string{"PageDown"}, What: "keysPageDown", Do: page.Did(func() { p.move(listmodel.PageRows(p.rowsHeight())) })},
		{Where: "keysList", Keys: []string{"PageUp"}, What: "keysPageUp", Do: page.Did(func() { p.move(-listmodel.PageRows(p.rowsHeight())) })},
		{Where: "keysList", Keys: []string{"Home"}, What: "keysHome", Do: page.Did(func() { p.move(-len(p.list.Rows)) })},
		{Where: "keysList", Keys: []string{"End"}, What: "keysEnd", Do: page.Did(func() { p.move(len(p.list.Rows)) })},
		{Where: "keysList", Keys: []string{"ArrowRight"}, What: "keysUnfold", Do: page.Did(func() { p.expand(true) })},
		{Where: "keysList", Keys: []string{"ArrowLeft"}, What: "keysFold", Do: page.Did(func() { p.expand(false) })},
		{Where: "keysList", Keys: []string{" "}, What: "keysToggle", Do: page.Did(p.toggleCursor)},
		{Where: "keysList", Keys: []string{"Enter"}, What: "keysEnter", Do: page.Did(p.listToDetail)},
		{Where: "keysList", Keys: []string{"Escape"}, What: "keysListEscape", Do: func(string) bool { return p.leaveList() }},
	}, p.detail.Keys(), []page.Shortcut{
		{Where: "keysHeadings", Keys: []string{"ArrowLeft", "ArrowRight"}, What: "keysHeadingsMove"},
		{Where: "keysHeadings", Keys: []string{"Enter"}, What: "keysHeadingsSort"},
		{Where: "keysHeadings", Keys: []string{"Shift+ArrowLeft", "Shift+ArrowRight"}, What: "keysHeadingsWidth"},
		{Where: "keysTabs", Keys: []string{"ArrowLeft", "ArrowRight"}, What: "keysTabsMove"},
		{Where: "keysTabs", Keys: []string{"Home", "End"}, What: "keysTabsEnds"},
	}, p.timeline.Keys(), p.catalog.Keys())
}

// pressedAt carries out the shortcut of a place.
func (p *Panel) pressedAt(where, key string) (used bool) {
	return page.Press(p.Shortcuts(), where, key)
}

// pressedAnywhere carries out a shortcut that belongs to no element. A letter
// alone is one only where nobody writes.
func (p *Panel) pressedAnywhere(ctrl bool, key string, target js.Value) (used bool) {
	switch {
	case ctrl:
		key = "Ctrl+" + strings.ToLower(key)
	case page.Editable(target):
		return false
	}
	return p.pressedAt("keysAnywhere", key)
}

func (p *Panel) toFilter() {
	if p.tab == browse.Tab {
		p.catalog.FocusSearch()
		return
	}
	p.ChooseTab("requests")
	p.view.filter.Focus()
	p.view.filter.Call("select")
}

func (p *Panel) pause() {
	p.paused = !p.paused
	p.Schedule()
}

func (p *Panel) leaveFilter() {
	if p.list.Narrowed() {
		p.clearFilter()
	} else {
		p.view.list.Focus()
	}
}

func (p *Panel) filterToList() {
	p.view.list.Focus()
	if p.cursor() < 0 {
		p.move(1)
	}
}

func (p *Panel) toggleCursor() {
	if at := p.cursor(); at >= 0 {
		p.toggle(at)
	}
}

func (p *Panel) listToDetail() {
	if p.selected == 0 {
		p.move(1)
	}
	if p.selected != 0 {
		p.detail.Focus()
	}
}

func (p *Panel) leaveList() bool {
	switch {
	case p.selected != 0:
		p.Select(0)
	case p.list.Narrowed():
		p.clearFilter()
	default:
		return false
	}
	return true
}
