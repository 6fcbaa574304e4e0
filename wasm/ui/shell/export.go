//go:build js && wasm

package shell

import (
	"misstep/wasm/export"
	"misstep/wasm/ui/page"
)

const exportMenu = "export-menu"

// A format is one that a session leaves in. Menu, action and file come from the table
// of them.
type format struct {
	Name         string                                           // of its action, behind "export-"
	Text         string                                           // key of its menu item
	Ending, MIME string                                           // of a file; "": it is copied
	Write        func(s *Shell, ids []int) (text string, ok bool) // ids nil: all
}

var formats = []format{
	{Name: "har", Text: "exportHAR", Ending: "har", MIME: "application/json", Write: func(s *Shell, ids []int) (string, bool) { return s.Recording(s.session, ids) }},
	{Name: "markdown", Text: "exportMarkdown", Ending: "md", MIME: "text/markdown", Write: sessionMarkdown},
	{Name: "html", Text: "exportHTML", Ending: "html", MIME: "text/html", Write: func(s *Shell, ids []int) (string, bool) { return s.sessionPage(ids), true }},
	{Name: "copy", Text: "exportCopy", Write: sessionMarkdown},
}

func sessionMarkdown(s *Shell, ids []int) (string, bool) {
	return export.SessionMarkdown(s.session, ids, s.Text), true
}

// exportActions has one for each format.
func (s *Shell) exportActions() page.Actions {
	actions := page.Actions{}
	for _, f := range formats {
		actions["export-"+f.Name] = func(item page.Element) {
			var ids []int
			if item.GetAttribute("data-which") == "shown" {
				ids = s.Listed()
			}
			s.Menu.Chosen(nil) // before the file is saved, which presses a link
			text, ok := f.Write(s, ids)
			button := s.Find("#export")
			switch {
			case !ok:
			case f.Ending == "":
				s.CopyText(text, button)
			default:
				s.Save("misstep-"+page.Today()+"."+f.Ending, f.MIME, text, button)
			}
		}
	}
	return actions
}

// drawExport writes the export menu: all formats for all requests, and again for those
// that are listed, if those are others.
func (s *Shell) drawExport() {
	menu := s.Find("#" + exportMenu)
	page.Empty(menu)
	all, listed := s.session.Len(), len(s.Listed())
	s.drawExportOf(menu, "all", "exportAll", all)
	if listed != all {
		s.drawExportOf(menu, "shown", "exportShown", listed)
	}
}

func (s *Shell) drawExportOf(menu page.Element, which, heading string, count int) {
	group, text := s.Piece("export-group"), s.Text(heading, s.Text.Thousands(count))
	group.SetAttribute("aria-label", text)
	page.Find(group, ".heading").SetTextContent(text)
	for _, f := range formats {
		item := s.Piece("export-format")
		item.SetAttribute("data-action", "export-"+f.Name)
		item.SetAttribute("data-which", which)
		item.SetTextContent(s.Text(f.Text))
		item.Set("disabled", count == 0)
		group.AppendChild(item)
	}
	menu.AppendChild(group)
}
