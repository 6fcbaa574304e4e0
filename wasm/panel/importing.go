//go:build js && wasm

package panel

import (
	"strconv"
	"syscall/js"

	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// A Progress is how far the reading of a recording has come.
type Progress struct {
	Name        string
	Read, Total int64 // bytes of the file; a total of 0 is not known
	Entries     int   // looked at
	Taken       int   // of those, the ones to watched hosts
	Failed      int   // of those, the ones that failed, as far as their status says
	Waiting     int   // files that come after this one
}

// An importing is what the panel knows of recordings that are being read.
type importing struct {
	on       bool
	early    []int     // exchanges that were explained before all was read
	progress *Progress // nil: not worth being shown

	awaited func(exchange int) bool // nil: nothing is
	found   int                     // exchange that was awaited, to be selected; 0: none
	auto    int                     // the one that was selected for that, not by a person
	lost    bool                    // there was no more room for it: to be found anew at the end
}

// ImportBegins tells that a recording is being read. Until ImportEnds exchanges
// that are Opened are explained as far as they are seen: those that come later
// may tell more of them.
func (p *Panel) ImportBegins() {
	p.importing.on = true
	p.Schedule()
}

// ImportEnds tells that nothing is being read any more.
func (p *Panel) ImportEnds() {
	i := &p.importing
	if i.auto != 0 {
		i.awaited = nil
	}
	i.on, i.auto, i.lost = false, 0, false
	p.ImportProgress(nil)
	for _, id := range i.early {
		p.list.Enqueue(id)
	}
	i.early = nil
	p.list.Resume()
	p.readOn() // without waiting for a frame
}

// ImportProgress shows how far reading has come; nil: it is not to be shown any
// more.
func (p *Panel) ImportProgress(progress *Progress) {
	was := p.importing.progress
	p.importing.progress = progress
	if !p.Alive() {
		return
	}
	p.drawImport()
	if progress != nil && (was == nil || was.Name != progress.Name) {
		p.Announce(p.Text("importBegins", progress.Name))
	}
}

// Imported has read aloud what came of reading that took its time.
func (p *Panel) Imported(text string) {
	if p.importing.progress != nil && p.Alive() {
		p.Announce(text)
	}
}

// Await has the first failing exchange selected of which wanted is true, as soon
// as it is found, unless a person selects one before.
func (p *Panel) Await(wanted func(exchange int) bool) {
	i := &p.importing
	i.awaited, i.found, i.auto, i.lost = wanted, 0, 0, false
}

// stopAwaiting is for when a person selects something.
func (p *Panel) stopAwaiting() { p.Await(nil) }

// failing is told of each exchange that is explained and fails.
func (i *importing) failing(id int) {
	if i.awaited != nil && i.found == 0 && i.auto == 0 && !i.lost && i.awaited(id) {
		i.found = id
	}
}

// selectFound selects what was awaited, and leaves the end of its explanation to
// Finish.
func (p *Panel) selectFound() {
	i := &p.importing
	awaited, found := i.awaited, i.found
	if found < p.session.First() { // forgotten since
		i.found, i.lost = 0, i.on
		return
	}
	p.chooseAnd(p.detail.Begin, found, false)
	p.state.Follow = false // though it may be the last row yet
	if i.on {
		i.awaited, i.auto = awaited, found
	}
}

// deselect is for when the selected exchange was forgotten.
func (p *Panel) deselect() {
	i := &p.importing
	awaited, again := i.awaited, i.auto == p.selected
	p.Select(0)
	if again {
		i.awaited, i.lost = awaited, true
	}
}

// enough is how many rows are explained while a recording is read: those that
// are seen, and as many again.
func (p *Panel) enough() int {
	height := p.rowsHeight()
	return int((p.scrolled+2*height)/listmodel.RowHeight) + 1
}

// drawImport writes how far reading has come.
func (p *Panel) drawImport() {
	strip, progress := &p.view.imports, p.importing.progress
	if progress == nil {
		if strip.root.Call("contains", p.Document.Get("activeElement")).Bool() {
			p.view.list.Focus() // or it would be nowhere
		}
		page.Show(strip.root, false)
		return
	}
	size, of := p.megabytes(progress.Read), p.megabytes(progress.Total)
	far := p.Text("importFar", size, of)
	if progress.Total > 0 {
		strip.bar.Set("max", float64(progress.Total))
		strip.bar.Set("value", float64(progress.Read))
	} else {
		far = p.Text("importFarOpen", size)
		strip.bar.RemoveAttribute("value")
	}
	strip.bar.SetAttribute("aria-valuetext", far)
	waiting := ""
	if progress.Waiting > 0 {
		waiting = p.Text("importWaiting", strconv.Itoa(progress.Waiting))
	}
	strip.name.SetTextContent(progress.Name)
	strip.name.SetTitle(progress.Name)
	strip.far.SetTextContent(richtext.Join(" · ", far,
		p.Text("importFound", richtext.Thousands(progress.Taken), richtext.Thousands(progress.Entries)), p.Text("importFailed", richtext.Thousands(progress.Failed)), waiting))
	page.Show(strip.root, true)
}

// An importStrip is what says how far reading has come, in the present window.
type importStrip struct{ root, name, bar, far page.Element }

func (p *Panel) findImport() {
	e := p.Find("#importing")
	p.view.imports = importStrip{e, page.Find(e, ".name"), page.Find(e, "progress"), page.Find(e, ".far")}
	p.drawImport()
}

// megabytes writes a number of bytes as people read it.
func (p *Panel) megabytes(n int64) string {
	digits := 0
	if n < 10e6 {
		digits = 1
	}
	if p.formats[digits].IsUndefined() { // making one costs more than a screenful of rows
		p.formats[digits] = js.Global().Get("Intl").Get("NumberFormat").New(p.Text("language"), map[string]any{
			"minimumFractionDigits": digits, "maximumFractionDigits": digits,
		})
	}
	return p.formats[digits].Call("format", float64(n)/1e6).String()
}
