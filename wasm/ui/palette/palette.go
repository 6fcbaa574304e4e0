//go:build js && wasm

package palette

import (
	"slices"
	"strconv"
	"strings"
	"syscall/js"

	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/replacement"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// A Host is what the palette asks of what is around it.
type Host interface {
	AnywhereKeys() []page.Shortcut
	KeyName(key string) string
	ShowListed(exchange int)
}

// A View is the palette.
type View struct {
	*page.Page
	session *diagnosis.Session
	host    Host

	all, shown []command
	at         int // of those shown, that Enter carries out

	dialog, text, list page.Element // of the present window
}

// New is the palette of a session.
func New(p *page.Page, session *diagnosis.Session, host Host) *View {
	return &View{Page: p, session: session, host: host}
}

// Attach takes the elements of the present window.
func (v *View) Attach() {
	v.dialog, v.text, v.list = v.Find("#palette"), v.Find("#palette-text"), v.Find("#palette-list")
	v.On(v.text, "input", false, func(js.Value) { v.look() })
	v.On(v.text, "keydown", false, v.pressed)
}

// Detach forgets the elements of the window.
func (v *View) Detach() { v.dialog, v.text, v.list, v.all, v.shown = nil, nil, nil, nil, nil }

// Keys are none: the palette has the pattern's.
func (v *View) Keys() []page.Shortcut { return nil }

// Actions are what its lines do.
func (v *View) Actions() page.Actions {
	return page.Actions{
		"palette": func(page.Element) { v.Open() },
		"palette-run": func(line page.Element) {
			if n, err := strconv.Atoi(line.GetAttribute("data-at")); err == nil {
				v.at = n
				v.run()
			}
		},
	}
}

// Open shows the palette with all that can be done now.
func (v *View) Open() {
	v.all = v.commands()
	v.text.Set("value", "")
	v.look()
	if !v.dialog.Get("open").Bool() {
		v.dialog.Call("showModal")
	}
}

// sources are the buttons that are commands.
const sources = "#tabs [role=tab], #toolbar :is(button[data-action]:not([data-action=menu]), input[data-action], .chip), #export-menu [role=menuitem], #settings [data-action], #detail .actions button:not([data-action=menu])"

// commands are all that can be done now.
func (v *View) commands() (list []command) {
	add := func(text string, do func(), keys ...string) {
		text = strings.TrimSuffix(strings.TrimSpace(text), "…")
		if text != "" && !slices.ContainsFunc(list, func(c command) bool { return c.text == text }) {
			list = append(list, command{text: text, do: do, keys: keys})
		}
	}
	keys := v.host.AnywhereKeys()
	page.Each(v.Document, sources, func(e page.Element) {
		inMenu := e.Call("closest", ".menu, [popover]")
		if e.Get("hidden").Truthy() || e.Get("disabled").Truthy() || inMenu.IsNull() && !e.Call("checkVisibility", map[string]any{"visibilityProperty": true}).Bool() {
			return
		}
		label, choice := e.Call("closest", "label"), e.Call("closest", "#choices [title]")
		text := e.GetAttribute("aria-label")
		switch name := e.Call("querySelector", ".name"); {
		case !choice.IsNull(): // a word on its own is no command
			text = choice.Get("title").String()
		case !label.IsNull():
			text = label.Get("innerText").String()
		case !name.IsNull():
			text = name.Get("textContent").String()
		case text == "":
			text = e.Get("innerText").String()
		}
		if menu := e.Call("closest", "#export-menu"); !menu.IsNull() {
			text = page.Wrap(menu).GetAttribute("aria-label") + ": " + text
		}
		var hint []string
		if action := e.GetAttribute("data-action"); action != "" {
			for _, k := range keys {
				if k.Action == action {
					hint = k.Keys[:1]
				}
			}
		}
		add(text, func() { e.Call("click") }, hint...)
	})
	if row := v.Document.Call("querySelector", "#rows [aria-selected=true]"); !row.IsNull() {
		v.Menu.Commands(page.Wrap(row), add)
	}
	for _, k := range keys {
		if k.Do != nil && k.Action == "" {
			add(v.Text(k.What), func() { k.Do(k.Keys[0]) }, k.Keys[0])
		}
	}
	return list
}

// look lists what the text finds: commands, a request by its number, or the replacement of
// an old one.
func (v *View) look() {
	text := v.text.Get("value").String()
	v.at, v.shown = 0, nil
	if id := numberIn(text); id >= v.session.First() && id <= v.session.LastID() {
		l := listmodel.NewRowText(v.session.Exchange(id), v.session.Summary(id), v.session.Screen(), v.Text, v.Zone)
		v.shown = append(v.shown, command{
			text: v.Text("paletteGo", strconv.Itoa(id)) + " – " + richtext.Join(" ", l.Status, l.Method, l.Endpoint),
			do:   func() { v.host.ShowListed(id) },
		})
	}
	if method, url, ok := requestIn(text); ok {
		v.shown = v.replacing(method, url)
	} else {
		v.shown = append(v.shown, ranked(v.all, text)...)
	}
	v.draw()
}

// replacing is what to call instead of a request.
func (v *View) replacing(method, url string) (list []command) {
	s := diagnosis.NewSession(v.session.Catalog())
	id := s.Add(httpmsg.Exchange{Request: httpmsg.Request{Method: method, URL: url}})
	r := replacement.Of(s.Session, id)
	switch {
	case r == nil:
		return []command{{text: v.Text("paletteCurrent")}}
	case len(r.Calls) == 0 && r.None != "":
		return []command{{text: v.Text("migrateNone", r.None)}}
	case len(r.Calls) == 0:
		return []command{{text: v.Text("migrateUnmapped")}}
	}
	for _, call := range r.Calls {
		list = append(list, command{text: v.Text("paletteInstead", call.Readable()), copy: call.URL})
	}
	return list
}

func (v *View) draw() {
	page.Empty(v.list)
	for i, c := range v.shown {
		line := v.Piece("palette-line")
		line.SetID("command-" + strconv.Itoa(i))
		line.SetAttribute("data-at", strconv.Itoa(i))
		page.Find(line, ".text").SetTextContent(c.text)
		key := page.Find(line, "kbd")
		page.Show(key, len(c.keys) > 0)
		for _, k := range c.keys {
			key.SetTextContent(v.host.KeyName(k))
		}
		v.list.AppendChild(line)
	}
	page.Show(v.Find("#palette-none"), len(v.shown) == 0)
	v.point()
}

// point marks the line that Enter carries out.
func (v *View) point() {
	v.text.RemoveAttribute("aria-activedescendant")
	page.Each(v.list, "[role=option]", func(line page.Element) {
		at := line.GetAttribute("data-at") == strconv.Itoa(v.at)
		line.SetAttribute("aria-selected", strconv.FormatBool(at))
		if at {
			v.text.SetAttribute("aria-activedescendant", line.ID())
			line.Call("scrollIntoView", map[string]any{"block": "nearest"})
		}
	})
}

func (v *View) pressed(event js.Value) {
	n := len(v.shown)
	switch key := event.Get("key").String(); {
	case event.Get("isComposing").Truthy() || n == 0:
		return
	case key == "ArrowDown":
		v.at = (v.at + 1) % n
	case key == "ArrowUp":
		v.at = (v.at + n - 1) % n
	case key == "Enter":
		v.run()
	default:
		return
	}
	event.Call("preventDefault")
	if v.list != nil {
		v.point()
	}
}

// run carries out the line that is pointed at.
func (v *View) run() {
	c := v.shown[v.at]
	switch {
	case c.copy != "":
		line := v.Find("#command-" + strconv.Itoa(v.at))
		line.Focus() // from a field, nothing but what is selected in it can be copied
		v.CopyText(c.copy, line)
		v.text.Focus()
	case c.do != nil:
		v.dialog.Call("close") // the focus returns to where it was
		c.do()
	}
}
