//go:build js && wasm

package shell

import (
	"strings"
	"syscall/js"

	"misstep/wasm/browse"
	"misstep/wasm/ui/page"
)

// Keys of the names of where its keys are used.
const (
	anywhere = "keysAnywhere"
	inImport = "keysImport"
	inTabs   = "keysTabs"
)

// ownKeys are those of no view.
func (s *Shell) ownKeys() []page.Shortcut {
	keys := append(s.find.AnywhereKeys(), page.Shortcut{Where: anywhere, Keys: []string{"/"}, What: "keysSearch", Do: page.Did(s.focusSearch)})
	if s.surface == "panel" { // a page records nothing
		keys = append(keys, page.Shortcut{Where: anywhere, Keys: []string{"Ctrl+e"}, What: "keysRecord", Action: "pause", Do: page.Did(func() { s.onClick["pause"](nil) })})
	}
	return append(keys, []page.Shortcut{
		{Where: anywhere, Keys: []string{"Ctrl+l"}, What: "keysClear", Action: "clear", Do: page.Did(func() { s.call(s.actions.Clear) })},
		{Where: anywhere, Keys: []string{"Ctrl+z"}, What: "keysUndo", Do: func(string) bool { return s.Undo() }},
		{Where: anywhere, Keys: []string{"Ctrl+v"}, What: "keysPaste", Action: "paste"},
		{Where: anywhere, Keys: []string{"Ctrl+k"}, What: "keysPalette", Action: "palette", Do: page.Did(s.palette.Open)},
		{Where: anywhere, Keys: []string{"?"}, What: "keysHelp", Action: "keys", Do: page.Did(func() { s.onClick["keys"](nil) })},
		{Where: anywhere, Keys: []string{"Escape"}, What: "keysLeave"},
		{Where: inImport, Keys: []string{"Escape"}, What: "importCancelHelp"},
		{Where: inTabs, Keys: []string{"ArrowLeft", "ArrowRight"}, What: "keysTabsMove"},
		{Where: inTabs, Keys: []string{"Home", "End"}, What: "keysTabsEnds"},
	}...)
}

// AnywhereKeys are those that work wherever the focus is.
func (s *Shell) AnywhereKeys() (list []page.Shortcut) {
	for _, k := range s.ownKeys() {
		if k.Where == anywhere {
			list = append(list, k)
		}
	}
	return list
}

// KeyName is what is written on a key.
func (s *Shell) KeyName(key string) string { return s.dialogs.KeyName(key) }

// Shortcuts are all that there are, as the help lists them.
func (s *Shell) Shortcuts() []page.Shortcut {
	all := s.ownKeys()
	for _, v := range s.parts {
		all = append(all, v.Keys()...)
	}
	return all
}

// pressedAnywhere carries out a shortcut that belongs to no element. A letter
// alone is one only where nobody writes.
func (s *Shell) pressedAnywhere(ctrl, shift bool, key string, target js.Value) (used bool) {
	switch {
	case ctrl && shift:
		key = "Ctrl+Shift+" + strings.ToLower(key)
	case ctrl:
		key = "Ctrl+" + strings.ToLower(key)
	case len(key) == 1 && page.Editable(target):
		return false
	case shift && len(key) > 1:
		key = "Shift+" + key
	}
	if key == "Ctrl+z" && page.Editable(target) {
		return false
	}
	if key == "Ctrl+f" && s.tab == browse.Tab {
		s.focusSearch()
		return true
	}
	return page.Press(s.ownKeys(), anywhere, key)
}

// focusSearch goes to what searches in the tab that is shown.
func (s *Shell) focusSearch() {
	if s.tab == browse.Tab {
		s.catalog.FocusSearch()
		return
	}
	s.ChooseTab("requests")
	s.View.FocusSearch()
}
