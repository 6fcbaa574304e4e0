//go:build js && wasm

package dialogs

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"syscall/js"

	"misstep/catalog/validate"
	"misstep/wasm/browser"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// openPacks shows the dialog of what is known.
func (v *View) openPacks() {
	v.sayPackProblem("", nil)
	v.open("#packs-dialog")
	v.drawPacks()
}

// drawPacks writes the list of packs.
func (v *View) drawPacks() {
	if !v.Find("#packs-dialog").Get("open").Bool() {
		return
	}
	c := v.session.Catalog()
	added := c.Added()
	list := v.Find("#packs-list")
	page.Empty(list)
	for _, pack := range c.Packs() {
		line := v.Piece("pack")
		line.SetAttribute("data-pack", pack.ID)
		page.Find(line, ".name").SetTextContent(pack.Name)
		kind := "packBuiltIn"
		if slices.Contains(added, pack) {
			kind = "packAdded"
		}
		page.Find(line, ".facts").SetTextContent(richtext.Join(" · ", v.Text(kind), v.Text("packErrors", strconv.Itoa(len(pack.Errors)))))
		page.Find(line, ".hosts").SetTextContent(strings.Join(pack.Hosts, ", "))
		page.Show(page.Find(line, "button"), slices.Contains(added, pack))
		list.AppendChild(line)
	}
}

// packChosen adds the pack in the file that was chosen.
func (v *View) packChosen(js.Value) {
	field := v.Find("#pack-file")
	if files := field.Get("files"); files.Length() > 0 && v.program.AddPack != nil {
		file := files.Index(0)
		v.addPack(file.Get("name").String(), func() error { return v.program.AddPack(browser.NewBlobReader(file)) })
	}
	field.Set("value", "") // so that the same file can be chosen again
}

// openPack adds the pack at the address that was typed.
func (v *View) openPack() {
	address := strings.TrimSpace(v.Find("#pack-address").Get("value").String())
	if address != "" && v.program.OpenPack != nil {
		v.addPack(address, func() error { return v.program.OpenPack(address) })
	}
}

// addPack does it, and says what was wrong with which pack.
func (v *View) addPack(name string, add func() error) {
	v.sayPackProblem("", nil)
	browser.Defer(func() {
		if err := add(); err != nil && v.Alive() {
			v.sayPackProblem(name, err)
		}
	})
}

func (v *View) sayPackProblem(name string, err error) {
	e := v.Find("#pack-problem")
	text, list, words := page.Find(e, "p"), page.Find(e, "ul"), v.session.Catalog().Messages()
	page.Show(e, err != nil)
	page.Empty(list)
	var invalid *validate.InvalidPackError
	switch {
	case err == nil:
		text.SetTextContent("")
	case errors.As(err, &invalid):
		text.SetTextContent(v.Text("packInvalid", name))
		for _, problem := range invalid.Problems {
			item, where := v.Create("li"), v.Create("code")
			where.SetTextContent(words.Text(problem.Where()))
			item.AppendChild(where)
			item.Call("append", " "+words.Text(problem.What))
			list.AppendChild(item)
		}
	default:
		text.SetTextContent(v.Text("packRefused", name, words.Error(err)))
	}
}

func (v *View) removePack(button page.Element) {
	if line := button.Call("closest", "[data-pack]"); !line.IsNull() && v.program.RemovePack != nil {
		v.Find("#pack-choose").Focus() // the button goes away
		pack := page.Wrap(line).GetAttribute("data-pack")
		browser.Defer(func() { v.program.RemovePack(pack) })
	}
}
