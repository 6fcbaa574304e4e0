//go:build js && wasm

package list

import (
	"strconv"
	"strings"
	"syscall/js"

	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// A rowView is the list in the present window: elements for the rows that are
// seen, which are used again for others as the list is scrolled.
type rowView struct {
	slots   []*slot // in the document, in their order
	spare   []*slot
	drawn   int            // rows of the list, as passed to the document
	whole   int            // pixels of all of them, as passed to the document
	headed  float64        // pixels that the heading covers
	days    []page.Element // lines that say which day it is
	dayForm js.Value       // how one is written
	short   shortDays
	height  float64 // of the list in pixels, with it; asking again would lay out what was just written; 0: not known
}

// A slot is an page.Element for a row, and what it shows at the time.
type slot struct {
	page.Element
	row   listmodel.Row
	drawn slotText
	cells []page.Element // one for each column

	// What the template has in them.
	code, brief, fact, spark, sparkPath, times page.Element
}

// A slotText is all that is written into a slot.
type slotText struct {
	line             listmodel.RowText
	id, count, spark string
	exchange, index  int
	top              int
	folded, expanded bool
	member, selected bool
	sparkLabel       string
	found            bool   // a search has found it, or one of those after it
	after            string // where the page went before it
}

// drawRows draws the rows that are seen, and writes what changed in them.
func (v *View) drawRows() {
	l := v.model
	list := v.el.list
	if v.el.rowView.headed == 0 {
		v.el.rowView.headed = page.Find(list, ".head").Get("offsetHeight").Float()
	}
	file := v.program.Files()
	layout := l.Layout(file)
	if rows := len(l.Rows); v.el.rowView.drawn != rows {
		v.el.rowView.drawn = rows
		list.SetAttribute("aria-rowcount", strconv.Itoa(rows+1))
	}
	if all := layout.Height(); v.el.rowView.whole != all {
		v.el.rowView.whole = all
		page.Style(v.el.rows, "height", strconv.Itoa(all)+"px")
	}
	height := v.rowsHeight()
	if v.scrollIntoView && v.cursor() >= 0 {
		v.scrollIntoView = false
		v.scroll(layout.Reveal(v.cursor(), v.scrolled, height))
	} else if v.state.Follow && !v.restoreScroll {
		v.scroll(max(0, float64(layout.Height())-height))
	} else if v.restoreScroll && l.Next() == 0 {
		v.restoreScroll = false
		list.Set("scrollTop", v.scrolled)
	}

	from, to := layout.Window(v.scrolled, height)
	wanted := make([]int, 0, to-from+1)
	cursor := v.cursor()
	if 0 <= cursor && cursor < from { // where the keyboard is must be in the document
		wanted = append(wanted, cursor)
	}
	for i := from; i < to; i++ {
		wanted = append(wanted, i)
	}
	if cursor >= to {
		wanted = append(wanted, cursor)
	}
	v.arrange(wanted)
	active := ""
	for i, s := range v.el.rowView.slots {
		v.write(s, wanted[i], layout.Top(wanted[i]), wanted[i] == cursor)
		if wanted[i] == cursor {
			active = s.drawn.id
		}
	}
	if active == "" {
		list.RemoveAttribute("aria-activedescendant")
	} else {
		list.SetAttribute("aria-activedescendant", active)
	}
	page.Show(v.el.outside, v.selected != 0 && cursor < 0 && l.Pending() == 0)
	v.drawDays(layout, file, from, to)
	v.drawArrivals()
}

// arrange gives every wanted row a slot, in the order of the rows: its own if it
// has one, otherwise one that is free.
func (v *View) arrange(wanted []int) {
	w := &v.el.rowView
	was := make(map[listmodel.Row]int, len(w.slots))
	for i, s := range w.slots {
		was[s.row] = i
	}
	places := make([]int, len(wanted))
	slots := make([]*slot, len(wanted))
	for i, at := range wanted {
		places[i] = -1
		if old, found := was[v.model.Rows[at]]; found {
			places[i], slots[i] = old, w.slots[old]
			w.slots[old] = nil
		}
	}
	for _, s := range w.slots {
		if s != nil {
			w.spare = append(w.spare, s)
		}
	}
	for i, s := range slots {
		if s != nil {
			continue
		}
		if n := len(w.spare); n > 0 {
			slots[i], w.spare = w.spare[n-1], w.spare[:n-1]
		} else {
			slots[i] = v.newSlot()
		}
		slots[i].row = v.model.Rows[wanted[i]]
	}
	moves := listmodel.Moves(places)
	var next any
	for i := len(slots) - 1; i >= 0; i-- {
		if moves[i] {
			v.el.rows.Call("insertBefore", slots[i].Underlying(), next)
		}
		next = slots[i].Underlying()
	}
	for _, s := range w.spare {
		if s.drawn.id != "" {
			s.Remove()
			s.drawn.id = ""
			s.RemoveAttribute("id")
		}
	}
	w.slots = slots
}

func (v *View) newSlot() *slot {
	e := page.Clone(v.el.blankRow)
	s := &slot{
		Element: e, code: page.Find(e, ".code"), brief: page.Find(e, ".brief"), fact: page.Find(e, ".fact"),
		times: page.Find(e, ".times"), spark: page.Find(e, ".spark"), sparkPath: page.Find(e, ".spark path"),
	}
	for i := range listmodel.Columns {
		cell := page.Find(e, "."+listmodel.Columns[i].Name)
		if shown, _ := v.state.Shows(&listmodel.Columns[i]); !shown {
			cell.Remove()
			cell = nil
		}
		s.cells = append(s.cells, cell)
	}
	// Unlike any: all is written at first.
	s.drawn = slotText{line: listmodel.RowText{Finding: "\x00", Code: -1, Tone: "\x00", Address: "\x00"}, exchange: -1, index: -1, top: -1, count: "\x00", spark: "\x00"}
	return s
}

// textOf is what the row at a place of the list says.
func (v *View) textOf(at, top int, selected bool) slotText {
	l := v.model
	r := l.Rows[at]
	id := r.Exchange()
	t := slotText{
		line: *l.RowText(id), id: "exchange-" + strconv.Itoa(id), exchange: id, index: at, top: top,
		member: r.IsMember(), selected: selected,
	}
	if address := l.NavigatedBefore(at); address != "" {
		t.after = v.Text("navigated", address)
	}
	if v.found != nil && r.Any(v.found) {
		t.found = true
	}
	if r.IsMember() {
		t.line = t.line.Beside(l.RowText(r.Latest()))
	}
	if l.OtherDay(at) {
		t.line.Day = v.shortDay(t.line.Started)
	}
	if !r.Folds() {
		return t
	}
	t.id = "group-" + strconv.Itoa(r.Began())
	t.folded, t.expanded = true, r.Expanded()
	t.count = v.Text.Thousands(r.Times())
	t.spark = l.Sparkline(at)
	first := l.RowText(r.Began())
	t.sparkLabel = v.Text("times", t.count, v.Zone.Clock(first.Started, t.line.Started), v.Zone.Clock(t.line.Started, first.Started))
	return t
}

// write makes a slot show the row at a place of the list.
func (v *View) write(s *slot, at, top int, selected bool) {
	was, now := s.drawn, v.textOf(at, top, selected)
	if was == now {
		return
	}
	s.drawn = now
	s.writeLine(was.line, now.line)
	if was.id != now.id {
		s.SetID(now.id)
	}
	if was.exchange != now.exchange {
		s.SetAttribute("data-exchange", strconv.Itoa(now.exchange))
	}
	if was.index != now.index {
		s.SetAttribute("aria-rowindex", strconv.Itoa(now.index+2)) // the heading is the first
	}
	if was.top != now.top {
		page.Style(s.Element, "top", strconv.Itoa(now.top)+"px")
	}
	if was.selected != now.selected {
		s.SetAttribute("aria-selected", strconv.FormatBool(now.selected))
	}
	if was.member != now.member {
		s.SetAttribute("aria-level", map[bool]string{false: "1", true: "2"}[now.member])
	}
	if was.folded != now.folded || was.expanded != now.expanded {
		if now.folded {
			s.SetAttribute("aria-expanded", strconv.FormatBool(now.expanded))
		} else {
			s.RemoveAttribute("aria-expanded")
		}
	}
	if was.found != now.found {
		s.Call("toggleAttribute", "data-found", now.found)
	}
	if was.after != now.after {
		s.say("status", now.after)
		if now.after == "" {
			s.RemoveAttribute("aria-description")
		} else {
			s.SetAttribute("aria-description", now.after)
		}
	}
	if was.count != now.count {
		s.times.SetTextContent(now.count)
	}
	if was.spark != now.spark {
		s.spark.Call("toggleAttribute", "hidden", now.spark == "")
		s.sparkPath.SetAttribute("d", now.spark)
	}
	if was.sparkLabel != now.sparkLabel {
		s.say("count", now.sparkLabel)
		s.spark.SetAttribute("aria-label", now.sparkLabel)
	}
}

func (s *slot) writeLine(was, l listmodel.RowText) {
	if was == l {
		return
	}
	if was.Finding != l.Finding {
		finding := l.Finding
		if l.Fine {
			finding = ""
		}
		s.SetAttribute("data-finding", finding)
	}
	if was.Code != l.Code {
		s.SetAttribute("data-status", strconv.Itoa(l.Code))
	}
	if was.Tone != l.Tone {
		s.SetAttribute("data-tone", l.Tone)
	}
	if was.Address != l.Address || was.Method != l.Method {
		s.say("endpoint", l.Method+" "+l.Address)
	}
	if was.Brief != l.Brief || was.Fact != l.Fact {
		s.say("what", l.HeadlineUTC())
	}
	for _, cell := range []struct {
		page.Element
		was, text string
	}{
		{s.code, was.Status, l.Status},
		{s.brief, was.Brief, l.Brief},
		{s.fact, behindBrief(&was), behindBrief(&l)},
	} {
		if cell.was != cell.text {
			cell.SetTextContent(cell.text)
		}
	}
	for i := range listmodel.Columns {
		of := listmodel.Columns[i].Text
		if of == nil || s.cells[i] == nil {
			continue
		}
		if text := of(&l); text != of(&was) {
			s.cells[i].SetTextContent(text)
			if title := listmodel.Columns[i].Title; title != nil {
				s.cells[i].SetTitle(title(&l))
			}
		}
	}
}

// behindBrief is the rest of the headline, which is drawn softer.
func behindBrief(l *listmodel.RowText) string { return strings.TrimPrefix(l.Headline(), l.Brief) }

// say writes the tooltip of a cell, if the column is shown.
func (s *slot) say(column, text string) {
	for i := range listmodel.Columns {
		if listmodel.Columns[i].Name == column && s.cells[i] != nil {
			s.cells[i].SetTitle(text)
		}
	}
}

// rowsHeight is the height in which rows are seen, in pixels.
func (v *View) rowsHeight() float64 {
	w := &v.el.rowView
	if w.height == 0 {
		w.height = v.el.list.Get("clientHeight").Float()
	}
	return w.height - w.headed
}

// scroll scrolls the list.
func (v *View) scroll(to float64) {
	if to != v.scrolled || v.restoreScroll {
		v.scrolled = to
		v.el.list.Set("scrollTop", to)
	}
}

// scrolledTo keeps where the list is, and follows new rows while it is at its end.
func (v *View) scrolledTo() {
	if v.restoreScroll {
		return // rows are being put in: nobody scrolled
	}
	list := v.el.list
	v.scrolled = list.Get("scrollTop").Float()
	rest := float64(v.el.rowView.whole) - v.rowsHeight() - v.scrolled
	v.state.Follow = rest < 4 && (v.state.Follow || v.selected == 0 || v.cursor() == len(v.model.Rows)-1)
	if v.state.Follow {
		v.arrived = 0
	}
	v.host.Schedule()
}

// resized keeps the selected row in view when the list has another height.
func (v *View) resized() {
	layout := v.model.Layout(v.program.Files())
	if at := v.cursor(); at >= 0 && layout.Reveal(at, v.scrolled, v.rowsHeight()) == v.scrolled {
		v.scrollIntoView = true
	}
	v.el.rowView.height = v.el.list.Get("clientHeight").Float()
	v.host.Schedule()
}

// drawArrivals offers the way to the rows that came while nobody followed.
func (v *View) drawArrivals() {
	if v.state.Follow || v.state.Sort.Column != "" {
		v.arrived = 0
	}
	page.Show(v.el.newest, v.arrived > 0)
	if v.arrived > 0 {
		v.el.newest.SetTextContent(v.Text("newest", v.Text.Thousands(v.arrived)))
	}
}
