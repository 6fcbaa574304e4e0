//go:build js && wasm

package shell

import (
	"strings"
	"syscall/js"

	"misstep/wasm/browse"
	"misstep/wasm/browser"
	"misstep/wasm/export"
	"misstep/wasm/ui/page"
)

// listen sets up what people do. Few listeners on the document serve for all
// rows and buttons; Detach removes them.
func (s *Shell) listen() {
	s.On(page.Wrap(s.Window), "pagehide", false, func(event js.Value) {
		if !event.Get("persisted").Bool() { // else the page may come back as it is
			s.Detach()
		}
	})
	s.On(s.Document, "click", false, s.clicked)
	s.On(page.Wrap(s.Window), "keydown", true, s.pressed) // before DevTools, which listens on the document
	s.On(s.Document, "paste", false, s.pasted)
	s.On(s.Document, "input", false, func(js.Value) { s.Succeeded() })
	s.On(s.el.file, "change", false, func(js.Value) {
		s.importFiles(s.el.file.Get("files"))
		s.el.file.Set("value", "") // so that the same file can be chosen again
	})
	for _, name := range []string{"dragenter", "dragover", "dragleave", "drop"} {
		s.On(s.Document, name, false, s.dragged)
	}
}

func (s *Shell) clicked(event js.Value) {
	target := s.Target(event)
	s.Menu.PressBeside(target)
	button := target.Call("closest", "[data-action]")
	if button.IsNull() {
		s.Click(target)
		return
	}
	if do := s.onClick[page.Wrap(button).GetAttribute("data-action")]; do != nil {
		s.act(func() { do(page.Wrap(button)) })
	}
	s.Schedule()
}

// act does something that the user asked for: an earlier error message goes away.
func (s *Shell) act(do func()) {
	told := s.told
	do()
	if s.told == told {
		s.Succeeded()
	}
}

// ownActions are what buttons do that are of no view.
func (s *Shell) ownActions() page.Actions {
	do := func(what *func()) func(page.Element) { return func(page.Element) { s.call(*what) } }
	return page.Actions{
		"tab": func(button page.Element) { s.ChooseTab(button.GetAttribute("data-tab")) },
		"copy": func(button page.Element) {
			s.CopyText(export.Aliases(s.session).Known(button.GetAttribute("data-text")), button)
		},
		"clear":         do(&s.actions.Clear),
		"sample":        do(&s.actions.Sample),
		"import":        func(page.Element) { s.el.file.Click() },
		"import-cancel": do(&s.actions.Cancel),
		"menu":          s.Menu.Toggle,
		"menu-item":     s.Menu.Choose,
		"notice-action": func(page.Element) {
			if !s.Undo() {
				s.call(s.notice.do)
				s.Notice("", "", "", nil)
			}
		},
		"notice-close": func(page.Element) { s.Notice("", "", "", nil) },
	}
}

func (s *Shell) call(do func()) {
	if do != nil {
		browser.Defer(do)
	}
}

// Paste has a text explained.
func (s *Shell) Paste(text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	s.ChooseTab("requests") // where it is explained
	if s.actions.Paste != nil {
		browser.Defer(func() { s.actions.Paste(text) })
	}
}

func (s *Shell) pressed(event js.Value) {
	target := s.Target(event)
	key := event.Get("key").String()
	if s.floating() || !target.Call("closest", "dialog").IsNull() {
		if key == "Escape" { // closes it, and opens nothing in DevTools
			event.Call("stopImmediatePropagation")
		}
		return
	}
	if s.Menu.Press(event) || s.detail.Press(event) {
		event.Call("preventDefault")
		event.Call("stopImmediatePropagation")
		return
	}
	if event.Get("isComposing").Truthy() || event.Get("altKey").Bool() {
		return
	}
	used := true
	switch ctrl := event.Get("ctrlKey").Bool() || event.Get("metaKey").Bool(); {
	case s.pressedAnywhere(ctrl, event.Get("shiftKey").Bool(), key, target):
	case ctrl:
		used = s.Press(target, "Ctrl+"+strings.ToLower(key))
	case s.tab == browse.Tab:
		used = s.catalog.Press(target, key)
	case s.find.Press(target, shifted(event, key)):
	case s.Press(target, key):
	case key == "Escape" && s.Selected() != 0 && s.detail.Contains(target):
		s.FocusList()
	default:
		used = false
	}
	if !used && key == "Escape" && s.progress != nil {
		used = true
		s.call(s.actions.Cancel)
	}
	if used { // and do not let DevTools open its drawer
		event.Call("preventDefault")
		event.Call("stopImmediatePropagation")
	}
}

// floating reports whether one of the browser's own popovers is open, which
// takes Escape.
func (s *Shell) floating() bool { return !s.Document.Call("querySelector", ":popover-open").IsNull() }

// shifted is a named key with Shift, if that is held.
func shifted(event js.Value, key string) string {
	if len(key) > 1 && event.Get("shiftKey").Bool() {
		return "Shift+" + key
	}
	return key
}

// pasted explains what is pasted anywhere but into a field.
func (s *Shell) pasted(event js.Value) {
	target, data := s.Target(event), event.Get("clipboardData")
	if page.Editable(target) || data.IsNull() || data.IsUndefined() {
		return
	}
	if files := data.Get("files"); files.Length() > 0 {
		s.importFiles(files)
	} else if text := data.Call("getData", "text/plain").String(); strings.TrimSpace(text) != "" {
		s.Paste(text)
	}
}

// dragged takes files that are dropped anywhere, and shows that it will.
func (s *Shell) dragged(event js.Value) {
	data := event.Get("dataTransfer")
	if data.IsNull() || data.IsUndefined() || !data.Get("types").Call("includes", "Files").Bool() {
		return
	}
	event.Call("preventDefault") // or the browser opens the file in place of the page
	switch class := s.el.body.Class(); event.Get("type").String() {
	case "dragleave":
		if event.Get("relatedTarget").IsNull() { // out of the window
			class.Remove("dropping")
		}
	case "drop":
		class.Remove("dropping")
		s.importFiles(data.Get("files"))
	default:
		class.Add("dropping")
	}
}

// importFiles hands the files of a FileList over, in their order.
func (s *Shell) importFiles(files js.Value) {
	if s.actions.Import == nil {
		return
	}
	var chosen []js.Value // the list itself is emptied with the field
	for i := range files.Length() {
		chosen = append(chosen, files.Index(i))
	}
	browser.Defer(func() {
		for _, file := range chosen {
			s.actions.Import(file.Get("name").String(), browser.NewBlobReader(file))
		}
	})
}
