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

// A shortcut is a key, or several with the same effect, at one place. Those
// with do are carried out from this table; the others follow a pattern of the
// web, in the code of the page.Element they belong to.
type shortcut struct {
	where string            // key of the place's name
	keys  []string          // as the event names them; "Ctrl+" is ⌘ on a Mac, too
	what  string            // key of what it does
	do    func(*Panel) bool // reports whether there was something to do
}

// did is for what can always be done.
func did(do func(*Panel)) func(*Panel) bool {
	return func(p *Panel) bool {
		do(p)
		return true
	}
}

// shortcuts are all that there are, as the help lists them.
var shortcuts []shortcut

func init() { // they refer to the help, which refers to them
	shortcuts = []shortcut{
		{"keysAnywhere", []string{"/", "Ctrl+f"}, "keysSearch", did((*Panel).toFilter)},
		{"keysAnywhere", []string{"Ctrl+e"}, "keysRecord", did((*Panel).pause)},
		{"keysAnywhere", []string{"Ctrl+l"}, "keysClear", did(func(p *Panel) { p.call(p.actions.Clear) })},
		{"keysAnywhere", []string{"Ctrl+v"}, "keysPaste", nil},
		{"keysAnywhere", []string{"?"}, "keysHelp", did((*Panel).openKeys)},
		{"keysAnywhere", []string{"Escape"}, "keysLeave", nil},
		{"keysImport", []string{"Escape"}, "importCancelHelp", nil},

		{"keysFilterField", []string{"Escape"}, "keysFilterEscape", did((*Panel).leaveFilter)},
		{"keysFilterField", []string{"ArrowDown", "Enter"}, "keysFilterDown", did((*Panel).filterToList)},

		{"keysList", []string{"ArrowDown"}, "keysDown", did(func(p *Panel) { p.move(1) })},
		{"keysList", []string{"ArrowUp"}, "keysUp", did(func(p *Panel) { p.move(-1) })},
		{"keysList", []string{"PageDown"}, "keysPageDown", did(func(p *Panel) { p.move(listmodel.PageRows(p.rowsHeight())) })},
		{"keysList", []string{"PageUp"}, "keysPageUp", did(func(p *Panel) { p.move(-listmodel.PageRows(p.rowsHeight())) })},
		{"keysList", []string{"Home"}, "keysHome", did(func(p *Panel) { p.move(-len(p.list.Rows)) })},
		{"keysList", []string{"End"}, "keysEnd", did(func(p *Panel) { p.move(len(p.list.Rows)) })},
		{"keysList", []string{"ArrowRight"}, "keysUnfold", did(func(p *Panel) { p.expand(true) })},
		{"keysList", []string{"ArrowLeft"}, "keysFold", did(func(p *Panel) { p.expand(false) })},
		{"keysList", []string{" "}, "keysToggle", did((*Panel).toggleCursor)},
		{"keysList", []string{"Enter"}, "keysEnter", did((*Panel).listToDetail)},
		{"keysList", []string{"Escape"}, "keysListEscape", (*Panel).leaveList},

		{"keysDetail", []string{"Alt+ArrowLeft"}, "keysDetailBack", nil},
		{"keysDetail", []string{"Escape"}, "keysDetailLeave", nil},

		{"keysHeadings", []string{"ArrowLeft", "ArrowRight"}, "keysHeadingsMove", nil},
		{"keysHeadings", []string{"Enter"}, "keysHeadingsSort", nil},
		{"keysHeadings", []string{"Shift+ArrowLeft", "Shift+ArrowRight"}, "keysHeadingsWidth", nil},

		{"keysTabs", []string{"ArrowLeft", "ArrowRight"}, "keysTabsMove", nil},
		{"keysTabs", []string{"Home", "End"}, "keysTabsEnds", nil},

		{"keysTimeline", []string{"ArrowLeft", "ArrowRight"}, "keysTimelineMove", nil},
		{"keysTimeline", []string{"Home", "End"}, "keysTimelineEnds", nil},
		{"keysTimeline", []string{"Enter"}, "keysTimelineShow", nil},
		{"keysTimeline", []string{"+", "-"}, "keysTimelineZoom", nil},
		{"keysTimeline", []string{"Shift+ArrowLeft", "Shift+ArrowRight"}, "keysTimelinePan", nil},
		{"keysTimeline", []string{"0"}, "keysTimelineWhole", nil},
		{"keysTimeline", []string{"Escape"}, "keysTimelineLeave", nil},

		{"keysCatalogue", []string{"ArrowUp", "ArrowDown"}, "keysCatalogueMove", nil},
		{"keysCatalogue", []string{"Home", "End"}, "keysCatalogueEnds", nil},
		{"keysCatalogue", []string{"Enter"}, "keysCatalogueRead", nil},
		{"keysCatalogue", []string{"Escape"}, "keysCatalogueLeave", nil},
	}
}

// pressedAt carries out the shortcut of a place.
func (p *Panel) pressedAt(where, key string) (used bool) {
	for _, s := range shortcuts {
		if s.where == where && s.do != nil && slices.Contains(s.keys, key) {
			return s.do(p)
		}
	}
	return false
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
		p.searchCatalog()
		return
	}
	p.chooseTab("requests")
	p.view.filter.Focus()
	p.view.filter.Call("select")
}

func (p *Panel) pause() {
	p.paused = !p.paused
	p.schedule()
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
		p.view.detail.Focus()
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

// openKeys shows the shortcuts.
func (p *Panel) openKeys() {
	dialog := p.Find("#keys-dialog")
	list := page.Find(dialog, ".places")
	page.Empty(list)
	var keys page.Element
	where := ""
	for _, s := range shortcuts {
		if s.where != where {
			where = s.where
			place := p.Piece("keys-place")
			page.Find(place, "h3").SetTextContent(p.Text(where))
			keys = page.Find(place, "dl")
			list.AppendChild(place)
		}
		line := p.Piece("keys-line")
		names := page.Find(line, "dt")
		for i, key := range s.keys {
			if i > 0 {
				names.Call("append", " ")
			}
			name := p.Create("kbd")
			name.SetTextContent(p.keyName(key))
			names.AppendChild(name)
		}
		page.Find(line, "dd").SetTextContent(p.Text(s.what))
		keys.AppendChild(line)
	}
	if !dialog.Get("open").Bool() {
		dialog.Call("showModal")
	}
}

// signs are keys whose cap shows a sign in every language.
var signs = map[string]string{"ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→"}

// keyName is what is written on a key.
func (p *Panel) keyName(key string) string {
	if rest, ctrl := strings.CutPrefix(key, "Ctrl+"); ctrl {
		if p.onMac() {
			return "⌘ " + p.keyName(rest)
		}
		return p.Text("keyCtrl") + "+" + p.keyName(rest)
	}
	for _, held := range []string{"Shift", "Alt"} {
		if rest, with := strings.CutPrefix(key, held+"+"); with && rest != "" {
			return p.Text("key"+held) + "+" + p.keyName(rest)
		}
	}
	switch {
	case signs[key] != "":
		return signs[key]
	case key == " ":
		return p.Text("keySpace")
	case len(key) == 1:
		return strings.ToUpper(key)
	}
	return p.Text("key" + key)
}

func (p *Panel) onMac() bool {
	return strings.HasPrefix(p.Window.Get("navigator").Get("platform").String(), "Mac")
}
