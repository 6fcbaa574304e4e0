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
	"misstep/wasm/ui/richtext"
)

// openPacks shows the dialog of what is known.
func (p *Panel) openPacks() {
	p.sayPackProblem("", nil)
	dialog := find(p.document, "#packs-dialog")
	if !dialog.Get("open").Bool() {
		dialog.Call("showModal")
	}
	p.drawPacks()
}

// drawPacks writes the list of packs.
func (p *Panel) drawPacks() {
	if !find(p.document, "#packs-dialog").Get("open").Bool() {
		return
	}
	c := p.session.Catalog()
	added := c.Added()
	list := find(p.document, "#packs-list")
	empty(list)
	for _, pack := range c.Packs() {
		line := p.piece("pack")
		line.SetAttribute("data-pack", pack.ID)
		find(line, ".name").SetTextContent(pack.Name)
		kind := "packBuiltIn"
		if slices.Contains(added, pack) {
			kind = "packAdded"
		}
		find(line, ".facts").SetTextContent(richtext.Join(" · ", p.text(kind), p.text("packErrors", strconv.Itoa(len(pack.Errors)))))
		find(line, ".hosts").SetTextContent(strings.Join(pack.Hosts, ", "))
		show(find(line, "button"), slices.Contains(added, pack))
		list.AppendChild(line)
	}
}

// packChosen adds the pack in the file that was chosen.
func (p *Panel) packChosen(js.Value) {
	field := find(p.document, "#pack-file")
	if files := field.Get("files"); files.Length() > 0 && p.actions.AddPack != nil {
		file := files.Index(0)
		p.addPack(file.Get("name").String(), func() error { return p.actions.AddPack(file) })
	}
	field.Set("value", "") // so that the same file can be chosen again
}

// openPack adds the pack at the address that was typed.
func (p *Panel) openPack() {
	address := strings.TrimSpace(find(p.document, "#pack-address").Get("value").String())
	if address != "" && p.actions.OpenPack != nil {
		p.addPack(address, func() error { return p.actions.OpenPack(address) })
	}
}

// addPack does it, and says what was wrong with which pack.
func (p *Panel) addPack(name string, add func() error) {
	p.sayPackProblem("", nil)
	task.Go(func() {
		if err := add(); err != nil && p.alive() {
			p.sayPackProblem(name, err)
		}
	})
}

func (p *Panel) sayPackProblem(name string, err error) {
	e := find(p.document, "#pack-problem")
	text, list, words := find(e, "p"), find(e, "ul"), p.session.Catalog().Words()
	show(e, err != nil)
	empty(list)
	var invalid *validate.InvalidPackError
	switch {
	case err == nil:
		text.SetTextContent("")
	case errors.As(err, &invalid):
		text.SetTextContent(p.text("packInvalid", name))
		for _, problem := range invalid.Problems {
			item, where := p.create("li"), p.create("code")
			where.SetTextContent(words.Place(problem.Where))
			item.AppendChild(where)
			item.Call("append", " "+words.Tell(problem.What))
			list.AppendChild(item)
		}
	default:
		text.SetTextContent(p.text("packRefused", name, words.Error(err)))
	}
}

func (p *Panel) removePack(button element) {
	if line := button.Call("closest", "[data-pack]"); !line.IsNull() && p.actions.RemovePack != nil {
		find(p.document, "#pack-choose").Focus() // the button goes away
		pack := wrap(line).GetAttribute("data-pack")
		task.Go(func() { p.actions.RemovePack(pack) })
	}
}
