//go:build js && wasm

package panel

import (
	"slices"
	"strings"
	"syscall/js"

	"misstep/wasm/browse"
	"misstep/wasm/browser"
	"misstep/wasm/ui/page"
)

// listen sets up what people do. Few listeners on the document serve for all
// rows and buttons; Detach removes them.
func (p *Panel) listen() {
	v := &p.view
	p.On(page.Wrap(p.Window), "pagehide", false, func(event js.Value) {
		if !event.Get("persisted").Bool() { // else the page may come back as it is
			p.Detach()
		}
	})
	p.On(p.Document, "click", false, p.clicked)
	p.On(page.Wrap(p.Window), "keydown", true, p.pressed) // before DevTools, which listens on the document
	p.On(p.Document, "paste", false, p.pasted)
	p.On(v.filter, "input", false, func(js.Value) { p.setFilter(v.filter.Get("value").String()) })
	p.On(v.list, "scroll", false, func(js.Value) { p.scrolledTo() })
	p.On(v.file, "change", false, func(js.Value) {
		p.importFiles(v.file.Get("files"))
		v.file.Set("value", "") // so that the same file can be chosen again
	})
	for _, name := range []string{"dragenter", "dragover", "dragleave", "drop"} {
		p.On(p.Document, name, false, p.dragged)
	}
}

func (p *Panel) clicked(event js.Value) {
	target := event.Get("target")
	if target.Get("closest").IsUndefined() {
		return // the document itself
	}
	p.Menu.PressBeside(target)
	if button := target.Call("closest", "[data-action]"); !button.IsNull() {
		p.act(page.Wrap(button))
	} else if r := target.Call("closest", "#rows [role=row]"); !r.IsNull() {
		i := slices.IndexFunc(p.view.rowView.slots, func(s *slot) bool { return s.Underlying().Equal(r) })
		if i < 0 {
			return
		}
		switch at := p.view.rowView.slots[i].drawn.index; {
		case at >= len(p.list.Rows):
		case !target.Call("closest", ".fold").IsNull() && p.list.Rows[at].Folds():
			p.toggle(at)
		default:
			p.selectRow(at)
		}
	}
}

func (p *Panel) act(button page.Element) {
	v := &p.view
	action := button.GetAttribute("data-action")
	if do := p.onClick[action]; do != nil {
		do(button)
		p.Schedule()
		return
	}
	switch action {
	case "tab":
		p.ChooseTab(button.GetAttribute("data-tab"))
	case "copy":
		p.CopyText(button.GetAttribute("data-text"), button)
	case "pause":
		p.pause()
	case "clear":
		p.call(p.actions.Clear)
	case "import-cancel":
		p.call(p.actions.Cancel)
	case "preserve":
		p.preserve()
	case "resume":
		p.paused = false
	case "watch-other":
		p.watchOther(button)
	case "choose":
		p.choice(button.GetAttribute("data-choice"))
	case "sort":
		p.sortBy(button.GetAttribute("data-sort"))
	case "fold":
		p.fold()
	case "newest":
		p.toNewest()
		v.list.Focus()
	case "show-all":
		p.choice("all")
		v.list.Focus()
	case "clear-filter":
		p.clearFilter()
		v.list.Focus()
	case "import":
		v.file.Click()
	case "sample":
		p.call(p.actions.Sample)
	case "notice-action":
		p.call(p.notice.do)
		p.Notice("", "", "", nil)
	case "notice-close":
		p.Notice("", "", "", nil)
	case "menu":
		p.Menu.Toggle(button)
	default:
		p.exportSession(action, button)
	}
	p.Schedule()
}

func (p *Panel) call(do func()) {
	if do != nil {
		browser.Defer(do)
	}
}

// Paste has a text explained.
func (p *Panel) Paste(text string) {
	if strings.TrimSpace(text) == "" {
		p.Notice("error", p.Text("pasteNothing"), "", nil)
		return
	}
	p.ChooseTab("requests") // where it is explained
	if p.actions.Paste != nil {
		browser.Defer(func() { p.actions.Paste(text) })
	}
}

// watchSize draws anew when the list gets another size.
func (p *Panel) watchSize() {
	p.OnResize(p.view.list, func() {
		p.view.rowView.height = p.view.list.Get("clientHeight").Float()
		p.Schedule()
	})
}

func (p *Panel) pressed(event js.Value) {
	v := &p.view
	target := event.Get("target")
	key := event.Get("key").String()
	if !target.Call("closest", "dialog").IsNull() {
		if key == "Escape" { // closes it, and opens nothing in DevTools
			event.Call("stopImmediatePropagation")
		}
		return
	}
	if p.Menu.Press(key) || p.detail.Press(event) {
		event.Call("preventDefault")
		event.Call("stopImmediatePropagation")
		return
	}
	if event.Get("isComposing").Truthy() || event.Get("altKey").Bool() {
		return
	}
	used := true
	switch ctrl := event.Get("ctrlKey").Bool() || event.Get("metaKey").Bool(); {
	case p.pressedAnywhere(ctrl, key, target):
	case ctrl:
		used = false
	case p.tab == browse.Tab:
		used = p.catalog.Press(target, key)
	case target.Equal(v.filter.Underlying()):
		used = p.pressedAt("keysFilterField", key)
	case target.Equal(v.list.Underlying()):
		used = p.pressedAt("keysList", key)
	case key == "Escape" && p.selected != 0 && p.detail.Contains(target):
		v.list.Focus()
	default:
		used = false
	}
	if !used && key == "Escape" && p.importing.progress != nil {
		used = true
		p.call(p.actions.Cancel)
	}
	if used { // and do not let DevTools open its drawer
		event.Call("preventDefault")
		event.Call("stopImmediatePropagation")
	}
}

// pasted explains what is pasted anywhere but into a field.
func (p *Panel) pasted(event js.Value) {
	target, data := event.Get("target"), event.Get("clipboardData")
	if page.Editable(target) || data.IsNull() || data.IsUndefined() {
		return
	}
	if files := data.Get("files"); files.Length() > 0 {
		p.importFiles(files)
	} else if text := data.Call("getData", "text/plain").String(); strings.TrimSpace(text) != "" {
		p.Paste(text)
	}
}

// dragged takes files that are dropped anywhere, and shows that it will.
func (p *Panel) dragged(event js.Value) {
	data := event.Get("dataTransfer")
	if data.IsNull() || data.IsUndefined() || !data.Get("types").Call("includes", "Files").Bool() {
		return
	}
	event.Call("preventDefault") // or the browser opens the file in place of the page
	switch class := p.view.body.Class(); event.Get("type").String() {
	case "dragleave":
		if event.Get("relatedTarget").IsNull() { // out of the window
			class.Remove("dropping")
		}
	case "drop":
		class.Remove("dropping")
		p.importFiles(data.Get("files"))
	default:
		class.Add("dropping")
	}
}

// importFiles hands the files of a FileList over, in their order.
func (p *Panel) importFiles(files js.Value) {
	if p.actions.Import == nil {
		return
	}
	var chosen []js.Value // the list itself is emptied with the field
	for i := range files.Length() {
		chosen = append(chosen, files.Index(i))
	}
	browser.Defer(func() {
		for _, file := range chosen {
			p.actions.Import(file.Get("name").String(), browser.NewBlobReader(file))
		}
	})
}
