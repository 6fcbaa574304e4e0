//go:build js && wasm

package shell

import (
	"strconv"

	"misstep/wasm/export"
	"misstep/wasm/ui/page"
)

const exportMenu = "export-menu"

// A format is one that a session leaves in. Menu, action and file come from the table
// of them.
type format struct {
	name, text   string                                           // of its action, behind "export-"; key of its menu item
	ending, mime string                                           // of a file; "": it is copied
	write        func(s *Shell, ids []int) (text string, ok bool) // ids nil: all
}

var formats = []format{
	{"har", "exportHAR", "har", "application/json", func(s *Shell, ids []int) (string, bool) { return s.Recording(s.session, ids) }},
	{"markdown", "exportMarkdown", "md", "text/markdown", sessionMarkdown},
	{"html", "exportHTML", "html", "text/html", func(s *Shell, ids []int) (string, bool) { return s.sessionPage(ids), true }},
	{"copy", "exportCopy", "", "", sessionMarkdown},
}

func sessionMarkdown(s *Shell, ids []int) (string, bool) {
	return export.SessionMarkdown(s.session, ids, s.Text), true
}

// exportActions has one for each format.
func (s *Shell) exportActions() page.Actions {
	actions := page.Actions{}
	for _, f := range formats {
		actions["export-"+f.name] = func(item page.Element) {
			var ids []int
			if item.GetAttribute("data-which") == "shown" {
				ids = s.Listed()
			}
			s.Menu.Chosen(nil) // before the file is saved, which presses a link
			text, ok := f.write(s, ids)
			button := s.Find("#export")
			switch {
			case !ok:
			case f.ending == "":
				s.CopyText(text, button)
			default:
				s.Save("misstep-"+page.Today()+"."+f.ending, f.mime, text, button)
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
	group, text := s.Piece("export-group"), s.Text(heading, strconv.Itoa(count))
	group.SetAttribute("aria-label", text)
	page.Find(group, ".heading").SetTextContent(text)
	for _, f := range formats {
		item := s.Piece("export-format")
		item.SetAttribute("data-action", "export-"+f.name)
		item.SetAttribute("data-which", which)
		item.SetTextContent(s.Text(f.text))
		item.Set("disabled", count == 0)
		group.AppendChild(item)
	}
	menu.AppendChild(group)
}
