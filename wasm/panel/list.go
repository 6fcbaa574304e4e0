//go:build js && wasm

package panel

import (
	"strconv"

	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// A listView is the list in the present window: elements for the rows that are
// seen, which are used again for others as the list is scrolled.
type listView struct {
	slots  []*slot // in the document, in their order
	spare  []*slot
	drawn  int     // rows of the list, as told to the document
	headed float64 // pixels that the heading covers
	height float64 // of the list in pixels, with it; asking anew would lay out what was just written; 0: not known
}

// A slot is an page.Element for a row, and what it shows at the time.
type slot struct {
	page.Element
	row                                               listmodel.Row
	drawn                                             slotText
	status, method, endpoint, what, brief, fact, time page.Element
	code, count, spark, sparkPath, times              page.Element
}

// A slotText is all that is written into a slot.
type slotText struct {
	line             listmodel.RowText
	id, count, spark string
	exchange, index  int
	folded, expanded bool
	member, selected bool
	sparkLabel       string
	after            string // where the page went before it
}

// drawRows draws the rows that are seen, and writes what changed in them.
func (p *Panel) drawRows() {
	l, v := p.list, &p.view
	list := v.list
	if v.rowView.headed == 0 {
		v.rowView.headed = page.Find(list, ".head").Get("offsetHeight").Float()
	}
	if rows := len(l.Rows); v.rowView.drawn != rows {
		v.rowView.drawn = rows
		page.Style(v.rows, "height", strconv.Itoa(rows*listmodel.RowHeight)+"px")
		list.SetAttribute("aria-rowcount", strconv.Itoa(rows+1))
	}
	height := p.rowsHeight()
	if p.toReveal && p.cursor() >= 0 {
		p.toReveal = false
		p.scroll(listmodel.Reveal(p.cursor(), p.scrolled, height))
	} else if p.state.Follow && !p.scrollNow {
		p.scroll(max(0, float64(len(l.Rows)*listmodel.RowHeight)-height))
	} else if p.scrollNow && l.Next() == 0 {
		p.scrollNow = false
		list.Set("scrollTop", p.scrolled)
	}

	from, to := listmodel.Window(len(l.Rows), p.scrolled, height)
	wanted := make([]int, 0, to-from+1)
	cursor := p.cursor()
	if 0 <= cursor && cursor < from { // where the keyboard is must be in the document
		wanted = append(wanted, cursor)
	}
	for i := from; i < to; i++ {
		wanted = append(wanted, i)
	}
	if cursor >= to {
		wanted = append(wanted, cursor)
	}
	p.arrange(wanted)
	active := ""
	for i, s := range v.rowView.slots {
		p.write(s, wanted[i], wanted[i] == cursor)
		if wanted[i] == cursor {
			active = s.drawn.id
		}
	}
	if active == "" {
		list.RemoveAttribute("aria-activedescendant")
	} else {
		list.SetAttribute("aria-activedescendant", active)
	}
	p.drawArrivals()
}

// arrange gives every wanted row a slot, in the order of the rows: its own if it
// has one, else one that is free.
func (p *Panel) arrange(wanted []int) {
	v := &p.view.rowView
	was := make(map[listmodel.Row]int, len(v.slots))
	for i, s := range v.slots {
		was[s.row] = i
	}
	places := make([]int, len(wanted))
	slots := make([]*slot, len(wanted))
	for i, at := range wanted {
		places[i] = -1
		if old, found := was[p.list.Rows[at]]; found {
			places[i], slots[i] = old, v.slots[old]
			v.slots[old] = nil
		}
	}
	for _, s := range v.slots {
		if s != nil {
			v.spare = append(v.spare, s)
		}
	}
	for i, s := range slots {
		if s != nil {
			continue
		}
		if n := len(v.spare); n > 0 {
			slots[i], v.spare = v.spare[n-1], v.spare[:n-1]
		} else {
			slots[i] = p.newSlot()
		}
		slots[i].row = p.list.Rows[wanted[i]]
	}
	moves := listmodel.Moves(places)
	var next any
	for i := len(slots) - 1; i >= 0; i-- {
		if moves[i] {
			p.view.rows.Call("insertBefore", slots[i].Underlying(), next)
		}
		next = slots[i].Underlying()
	}
	for _, s := range v.spare {
		if s.drawn.id != "" {
			s.Remove()
			s.drawn.id = ""
			s.RemoveAttribute("id")
		}
	}
	v.slots = slots
}

func (p *Panel) newSlot() *slot {
	e := page.Clone(p.view.blankRow)
	s := &slot{
		Element: e, status: page.Find(e, ".status"), code: page.Find(e, ".code"), method: page.Find(e, ".method"), endpoint: page.Find(e, ".endpoint"),
		what: page.Find(e, ".what"), brief: page.Find(e, ".brief"), fact: page.Find(e, ".fact"), time: page.Find(e, ".time"),
		count: page.Find(e, ".count"), times: page.Find(e, ".times"), spark: page.Find(e, ".spark"), sparkPath: page.Find(e, ".spark path"),
	}
	// Unlike any: all is written at first.
	s.drawn = slotText{line: listmodel.RowText{Finding: "\x00", Code: -1, Tone: "\x00", Address: "\x00"}, exchange: -1, index: -1, count: "\x00", spark: "\x00"}
	return s
}

// textOf is what the row at a place of the list says.
func (p *Panel) textOf(at int, selected bool) slotText {
	l := p.list
	r := l.Rows[at]
	id := r.Exchange()
	t := slotText{
		line: *l.RowText(id), id: "exchange-" + strconv.Itoa(id), exchange: id, index: at,
		member: r.IsMember(), selected: selected,
	}
	if address := l.NavigatedBefore(at); address != "" {
		t.after = p.Text("navigated", address)
	}
	if !r.Folds() {
		return t
	}
	t.id = "group-" + strconv.Itoa(r.Began())
	t.folded, t.expanded = true, r.Expanded()
	t.count = strconv.Itoa(r.Times())
	t.spark = l.Sparkline(at)
	t.sparkLabel = p.Text("times", t.count, l.RowText(r.Began()).Time(), t.line.Time())
	return t
}

// write makes a slot show the row at a place of the list.
func (p *Panel) write(s *slot, at int, selected bool) {
	was, now := s.drawn, p.textOf(at, selected)
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
		page.Style(s.Element, "top", strconv.Itoa(now.index*listmodel.RowHeight)+"px")
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
	if was.after != now.after {
		s.status.SetTitle(now.after)
		if now.after == "" {
			s.RemoveAttribute("aria-description")
		} else {
			s.SetAttribute("aria-description", now.after)
		}
	}
	if was.count != now.count {
		s.times.SetTextContent(now.count)
		s.times.SetAttribute("data-many", strconv.FormatBool(len(now.count) > 1))
	}
	if was.spark != now.spark {
		s.spark.Call("toggleAttribute", "hidden", now.spark == "")
		s.sparkPath.SetAttribute("d", now.spark)
	}
	if was.sparkLabel != now.sparkLabel {
		s.count.SetTitle(now.sparkLabel)
		s.spark.SetAttribute("aria-label", now.sparkLabel)
	}
}

func (s *slot) writeLine(was, l listmodel.RowText) {
	if was == l {
		return
	}
	if was.Finding != l.Finding {
		s.SetAttribute("data-finding", l.Finding)
	}
	if was.Code != l.Code {
		s.SetAttribute("data-status", strconv.Itoa(l.Code))
	}
	if was.Tone != l.Tone {
		s.SetAttribute("data-tone", l.Tone)
	}
	if was.Address != l.Address || was.Method != l.Method {
		s.endpoint.SetTitle(l.Method + " " + l.Address)
	}
	if was.Brief != l.Brief || was.Fact != l.Fact {
		s.what.SetTitle(richtext.Join(" ", l.Brief, l.Fact))
	}
	for _, cell := range []struct {
		page.Element
		was, text string
	}{
		{s.code, was.Status, l.Status},
		{s.method, was.Method, l.Method},
		{s.endpoint, was.Endpoint, l.Endpoint},
		{s.brief, was.Brief, l.Brief},
		{s.fact, was.Fact, l.Fact},
		{s.time, was.Time(), l.Time()},
	} {
		if cell.was != cell.text {
			cell.SetTextContent(cell.text)
		}
	}
}

// rowsHeight is the height in which rows are seen, in pixels.
func (p *Panel) rowsHeight() float64 {
	v := &p.view.rowView
	if v.height == 0 {
		v.height = p.view.list.Get("clientHeight").Float()
	}
	return v.height - v.headed
}

// scroll scrolls the list.
func (p *Panel) scroll(to float64) {
	if to != p.scrolled || p.scrollNow {
		p.scrolled = to
		p.view.list.Set("scrollTop", to)
	}
}

// scrolledTo keeps where the list is, and follows new rows while it is at its end.
func (p *Panel) scrolledTo() {
	if p.scrollNow {
		return // rows are being put in: nobody scrolled
	}
	list := p.view.list
	p.scrolled = list.Get("scrollTop").Float()
	rest := float64(p.view.rowView.drawn*listmodel.RowHeight) - p.rowsHeight() - p.scrolled
	p.state.Follow = rest < 4 && (p.state.Follow || p.selected == 0 || p.cursor() == len(p.list.Rows)-1)
	if p.state.Follow {
		p.arrived = 0
	}
	p.Schedule()
}

// cursor is where the selected row is in the list, -1: nowhere.
func (p *Panel) cursor() int { return p.list.RowOf(p.selected, p.onGroup) }

// move selects the row that is by rows further down, or up; past the ends it
// stays at the end.
func (p *Panel) move(by int) {
	rows := p.list.Rows
	if len(rows) == 0 {
		return
	}
	at := p.cursor()
	switch {
	case p.selected == 0 && by > 0:
		at = by - 1
	case p.selected == 0:
		at = len(rows) + by
	case at < 0 && by > 0: // the selected one is filtered out: go on where it was
		at = p.cursorWas + by - 1
	case at < 0:
		at = p.cursorWas + by
	default:
		at += by
	}
	p.selectRow(min(max(at, 0), len(rows)-1))
}

// selectRow selects the exchange, or the group, that a row shows.
func (p *Panel) selectRow(at int) {
	r := p.list.Rows[at]
	p.cursorWas = at
	p.choose(r.Exchange(), !r.IsMember())
}

// expand unfolds or folds the selected group; a member that is selected is
// folded into its group.
func (p *Panel) expand(expanded bool) {
	at := p.cursor()
	if at < 0 {
		return
	}
	r := p.list.Rows[at]
	if !expanded && r.IsMember() {
		p.selectRow(p.list.GroupRow(at))
		return
	}
	if expanded && r.Folds() && r.Expanded() {
		p.move(1) // to the first member
		return
	}
	p.onGroup = true
	p.state.Follow = false
	p.list.Expand(at, expanded)
	p.Schedule()
}

// toggle folds or unfolds the group of a row.
func (p *Panel) toggle(at int) {
	if p.list.InGroup(p.selected, at) {
		p.onGroup = true
	}
	p.state.Follow = false
	p.list.Expand(at, !p.list.Rows[at].Expanded())
	p.Schedule()
}

// drawArrivals offers the way to the rows that came while nobody followed.
func (p *Panel) drawArrivals() {
	v := &p.view
	if p.state.Follow || p.state.Sort.Column != "" {
		p.arrived = 0
	}
	page.Show(v.newest, p.arrived > 0)
	if p.arrived > 0 {
		v.newest.SetTextContent(p.Text("newest", strconv.Itoa(p.arrived)))
	}
}

// toNewest goes to the end of the list, and stays there.
func (p *Panel) toNewest() {
	p.state.Follow, p.arrived = true, 0
	p.Schedule()
}
