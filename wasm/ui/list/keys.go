//go:build js && wasm

package list

import (
	"syscall/js"

	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// Keys of the names of where its keys are used.
const (
	inFilter   = "keysFilterField"
	inList     = "keysList"
	inHeadings = "keysHeadings"
)

// Keys are those of the filter, of the list and of its headings, which sort as
// buttons do.
func (v *View) Keys() []page.Shortcut {
	return []page.Shortcut{
		{Where: inFilter, Keys: []string{"Escape"}, What: "keysFilterEscape", Do: page.Did(v.leaveFilter)},
		{Where: inFilter, Keys: []string{"ArrowDown"}, What: "keysFilterDown", Do: func(string) bool { return v.moveInFilter(1) }},
		{Where: inFilter, Keys: []string{"ArrowUp"}, Do: func(string) bool { return v.moveInFilter(-1) }},
		{Where: inFilter, Keys: []string{"Tab"}, Do: func(string) bool { return v.takeSuggested() }},
		{Where: inFilter, Keys: []string{"Enter"}, What: "keysFilterEnter", Do: page.Did(func() {
			if !v.takeSuggested() {
				v.filterToList()
			}
		})},

		{Where: inList, Keys: []string{"ArrowDown"}, What: "keysDown", Do: page.Did(func() { v.move(1) })},
		{Where: inList, Keys: []string{"ArrowUp"}, What: "keysUp", Do: page.Did(func() { v.move(-1) })},
		{Where: inList, Keys: []string{"PageDown"}, What: "keysPageDown", Do: page.Did(func() { v.move(listmodel.PageRows(v.rowsHeight())) })},
		{Where: inList, Keys: []string{"PageUp"}, What: "keysPageUp", Do: page.Did(func() { v.move(-listmodel.PageRows(v.rowsHeight())) })},
		{Where: inList, Keys: []string{"Home"}, What: "keysHome", Do: page.Did(func() { v.move(-len(v.model.Rows)) })},
		{Where: inList, Keys: []string{"End"}, What: "keysEnd", Do: page.Did(func() { v.move(len(v.model.Rows)) })},
		{Where: inList, Keys: []string{"ArrowRight"}, What: "keysUnfold", Do: page.Did(func() { v.expand(true) })},
		{Where: inList, Keys: []string{"ArrowLeft"}, What: "keysFold", Do: page.Did(func() { v.expand(false) })},
		{Where: inList, Keys: []string{" "}, What: "keysToggle", Do: page.Did(v.toggleCursor)},
		{Where: inList, Keys: []string{"Enter"}, What: "keysEnter", Do: page.Did(v.enterRow)},
		{Where: inList, Keys: []string{"Ctrl+c"}, What: "keysCopyURL", Do: func(string) bool { return v.copyURL() }},
		{Where: inList, Keys: []string{"Shift+F10"}, What: "keysMenu"},
		{Where: inList, Keys: []string{"Escape"}, What: "keysListEscape", Do: func(string) bool { return v.leaveList() }},

		{Where: inHeadings, Keys: []string{"ArrowLeft", "ArrowRight"}, What: "keysHeadingsMove"},
		{Where: inHeadings, Keys: []string{"Enter"}, What: "keysHeadingsSort"},
		{Where: inHeadings, Keys: []string{"Shift+ArrowLeft", "Shift+ArrowRight"}, What: "keysHeadingsWidth"},
	}
}

// Press uses a key that was pressed in the filter or in the list.
func (v *View) Press(target js.Value, key string) (used bool) {
	switch {
	case target.Equal(v.el.filter.Underlying()):
		return page.Press(v.Keys(), inFilter, key)
	case target.Equal(v.el.list.Underlying()):
		return page.Press(v.Keys(), inList, key)
	}
	return false
}

// FocusSearch goes to the filter.
func (v *View) FocusSearch() {
	v.el.filter.Focus()
	v.el.filter.Call("select")
	if v.state.Filter == "" {
		v.suggest()
	}
}
