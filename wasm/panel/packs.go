//go:build js && wasm

package panel

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"syscall/js"

	"misstep/catalog/validate"
	"misstep/wasm/task"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// openPacks shows the dialog of what is known.
func (p *Panel) openPacks() {
	p.sayPackProblem("", nil)
	dialog := p.Find("#packs-dialog")
	if !dialog.Get("open").Bool() {
		dialog.Call("showModal")
	}
	p.drawPacks()
}

// drawPacks writes the list of packs.
func (p *Panel) drawPacks() {
	if !p.Find("#packs-dialog").Get("open").Bool() {
		return
	}
	c := p.session.Catalog()
	added := c.Added()
	list := p.Find("#packs-list")
	page.Empty(list)
	for _, pack := range c.Packs() {
		line := p.Piece("pack")
		line.SetAttribute("data-pack", pack.ID)
		page.Find(line, ".name").SetTextContent(pack.Name)
		kind := "packBuiltIn"
		if slices.Contains(added, pack) {
			kind = "packAdded"
		}
		page.Find(line, ".facts").SetTextContent(richtext.Join(" · ", p.Text(kind), p.Text("packErrors", strconv.Itoa(len(pack.Errors)))))
		page.Find(line, ".hosts").SetTextContent(strings.Join(pack.Hosts, ", "))
		page.Show(page.Find(line, "button"), slices.Contains(added, pack))
		list.AppendChild(line)
	}
}

// packChosen adds the pack in the file that was chosen.
func (p *Panel) packChosen(js.Value) {
	field := p.Find("#pack-file")
	if files := field.Get("files"); files.Length() > 0 && p.actions.AddPack != nil {
		file := files.Index(0)
		p.addPack(file.Get("name").String(), func() error { return p.actions.AddPack(file) })
	}
	field.Set("value", "") // so that the same file can be chosen again
}

// openPack adds the pack at the address that was typed.
func (p *Panel) openPack() {
	address := strings.TrimSpace(p.Find("#pack-address").Get("value").String())
	if address != "" && p.actions.OpenPack != nil {
		p.addPack(address, func() error { return p.actions.OpenPack(address) })
	}
}

// addPack does it, and says what was wrong with which pack.
func (p *Panel) addPack(name string, add func() error) {
	p.sayPackProblem("", nil)
	task.Go(func() {
		if err := add(); err != nil && p.Alive() {
			p.sayPackProblem(name, err)
		}
	})
}

func (p *Panel) sayPackProblem(name string, err error) {
	e := p.Find("#pack-problem")
	text, list, words := page.Find(e, "p"), page.Find(e, "ul"), p.session.Catalog().Messages()
	page.Show(e, err != nil)
	page.Empty(list)
	var invalid *validate.InvalidPackError
	switch {
	case err == nil:
		text.SetTextContent("")
	case errors.As(err, &invalid):
		text.SetTextContent(p.Text("packInvalid", name))
		for _, problem := range invalid.Problems {
			item, where := p.Create("li"), p.Create("code")
			where.SetTextContent(words.Place(problem.Where))
			item.AppendChild(where)
			item.Call("append", " "+words.Text(problem.What))
			list.AppendChild(item)
		}
	default:
		text.SetTextContent(p.Text("packRefused", name, words.Error(err)))
	}
}

func (p *Panel) removePack(button page.Element) {
	if line := button.Call("closest", "[data-pack]"); !line.IsNull() && p.actions.RemovePack != nil {
		p.Find("#pack-choose").Focus() // the button goes away
		pack := page.Wrap(line).GetAttribute("data-pack")
		task.Go(func() { p.actions.RemovePack(pack) })
	}
}
