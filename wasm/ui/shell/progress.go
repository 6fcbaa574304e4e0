//go:build js && wasm

package shell

import (
	"strconv"
	"syscall/js"

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

// ImportProgress shows how far reading has come; nil: it is not to be shown any
// more.
func (s *Shell) ImportProgress(progress *Progress) {
	was := s.progress
	s.progress = progress
	if !s.Alive() {
		return
	}
	s.drawImport()
	if progress != nil && (was == nil || was.Name != progress.Name) {
		s.Announce(s.Text("importBegins", progress.Name))
	}
}

// Imported announces the result of a reading that took a while.
func (s *Shell) Imported(text string) {
	if s.progress != nil && s.Alive() {
		s.Announce(text)
	}
}

// drawImport writes how far reading has come.
func (s *Shell) drawImport() {
	strip, progress := &s.el.imports, s.progress
	if progress == nil {
		if strip.root.Call("contains", s.Document.Get("activeElement")).Bool() {
			s.FocusList() // or it would be nowhere
		}
		page.Show(strip.root, false)
		return
	}
	most := max(progress.Read, progress.Total)
	size, of := s.megabytes(progress.Read, most), s.megabytes(progress.Total, most)
	far := s.Text("importFar", size, of)
	if progress.Total > 0 {
		strip.bar.Set("max", float64(progress.Total))
		strip.bar.Set("value", float64(progress.Read))
	} else {
		far = s.Text("importFarOpen", size)
		strip.bar.RemoveAttribute("value")
	}
	strip.bar.SetAttribute("aria-valuetext", far)
	waiting := ""
	if progress.Waiting > 0 {
		waiting = s.Text("importWaiting", s.Text.Thousands(progress.Waiting))
	}
	strip.name.SetTextContent(progress.Name)
	strip.name.SetTitle(progress.Name)
	strip.far.SetTextContent(richtext.Join(" · ", far,
		s.Text("importFound", s.Text.Thousands(progress.Taken), s.Text.Thousands(progress.Entries)), s.Text("importFailed", s.Text.Thousands(progress.Failed)), waiting))
	page.Show(strip.root, true)
}

// An importStrip is what says how far reading has come, in the present window.
type importStrip struct{ root, name, bar, far page.Element }

func (s *Shell) findImport() {
	e := s.Find("#importing")
	s.el.imports = importStrip{e, page.Find(e, ".name"), page.Find(e, "progress"), page.Find(e, ".far")}
	s.drawImport()
}

// megabytes writes a number of bytes as people read it, beside a larger one.
func (s *Shell) megabytes(n, most int64) string {
	digits := 0
	switch {
	case most < 10e6:
		digits = 1
	case n < 999e6: // three digits look the same in any language
		return strconv.FormatInt((n+500_000)/1e6, 10)
	}
	if s.numberFormats[digits].IsUndefined() { // making one costs more than a screenful of rows
		s.numberFormats[digits] = js.Global().Get("Intl").Get("NumberFormat").New(s.Text("language"), map[string]any{
			"minimumFractionDigits": digits, "maximumFractionDigits": digits,
		})
	}
	return s.numberFormats[digits].Call("format", float64(n)/1e6).String()
}

// ImportEnds reports that nothing is being read anymore.
func (s *Shell) ImportEnds() {
	s.ImportProgress(nil)
	s.View.ImportEnds()
}
