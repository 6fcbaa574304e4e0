//go:build js && wasm

package panel

import (
	"strconv"
	"time"

	"misstep/wasm/timeline"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// A timelineTab is the picture of the session over time. What to draw is
// worked out by the package timeline.
type timelineTab struct {
	timeline.Timeline
	span   [2]int64 // that is shown, milliseconds since 1970; zero: all
	cursor int      // exchange that is pointed out as it is drawn

	// Of the present window.
	view    timelineView
	picture *timeline.Picture
	drag    *float64 // where it began
	told    int      // failures in the table, -1: none yet
	gauge   gauge
}

type timelineView struct {
	svg, board, moment, show, band, table, span page.Element
	hair                                        *shape
	shapes                                      []*shape
}

// A shape is an page.Element of the picture, with what was written to it.
type shape struct {
	page.Element
	tag        string
	written    map[string]string
	text       string
	attributes int
}

const svgNamespace = "http://www.w3.org/2000/svg"

// findTimeline takes the elements of the present window.
func (p *Panel) findTimeline() {
	t := &p.timeline
	in := func(selector string) page.Element { return p.Find("#timeline-tab " + selector) }
	t.view = timelineView{
		svg: in("svg"), board: in(".board"), moment: in(".moment-text"), show: in(".show"), band: in(".band"),
		table: in("tbody"), span: p.Find("#timeline-span"),
	}
	t.picture, t.drag, t.told, t.gauge = nil, nil, -1, gauge{}
	page.Empty(t.view.svg) // the document may be one that was shown before
	t.view.hair = p.newShape("line")
	t.view.hair.set("class", "hair")
	t.view.hair.set("visibility", "hidden")
	t.view.svg.AppendChild(t.view.hair)
	p.OnResize(t.view.board, func() { p.redraw("timeline") })
	p.listenTimeline()
}

func (p *Panel) newShape(tag string) *shape {
	return &shape{Element: page.Wrap(p.Document.Call("createElementNS", svgNamespace, tag)), tag: tag, written: map[string]string{}}
}

func (s *shape) set(name, value string) {
	if was, there := s.written[name]; !there || was != value {
		s.written[name] = value
		s.SetAttribute(name, value)
	}
}

func (p *Panel) teller() teller {
	return teller{model: p.timeline.Model(), place: time.Local, text: p.Text, line: func(exchange int) listmodel.RowText {
		return *p.list.RowText(exchange)
	}}
}

// drawTimeline draws the picture as large as there is room.
func (p *Panel) drawTimeline() {
	t := &p.timeline
	v := &t.view
	m := t.Model()
	t.cursor = p.selected
	page.Show(p.Find("#timeline"), !m.Empty())
	page.Show(p.Find("#timeline-tab .nothing-timeline"), m.Empty())
	page.Each(p.Document, `#toolbar [data-of="timeline"] button`, func(button page.Element) { button.Set("disabled", m.Empty()) })
	if m.Empty() {
		t.picture = nil
		v.span.SetTextContent("")
		return
	}
	width, height := v.board.Get("clientWidth").Float(), v.board.Get("clientHeight").Float()
	if width == 0 {
		return // the window is not laid out; the observer tells when it is
	}
	words := p.teller()
	frame := p.frameOf(m, width)
	t.picture = m.Draw(timeline.Drawing{
		Frame: frame, Room: height, Place: time.Local, Cursor: p.selected, Text: p.Text,
	})
	v.svg.SetAttribute("width", strconv.Itoa(int(width)))
	v.svg.SetAttribute("height", strconv.Itoa(int(t.picture.Height)))
	p.drawShapes(t.picture.Shapes)
	summary := words.summary()
	v.svg.SetAttribute("aria-label", summary)
	v.span.SetTextContent(words.span(frame.From, frame.To))
	p.drawTold(m, words)
	p.drawMoment("")
}

// frameOf is what is shown: all, or what somebody chose of it.
func (p *Panel) frameOf(m *timeline.Model, width float64) timeline.Frame {
	label := 128.0
	if width < 560 {
		label = 106
	}
	whole := m.Whole(label, width-label-6)
	if p.timeline.span[1] == 0 {
		return whole
	}
	frame := whole
	frame.From, frame.To = p.timeline.span[0], p.timeline.span[1]
	return frame.Within(whole)
}

// drawShapes uses the elements again that are there.
func (p *Panel) drawShapes(shapes []timeline.Shape) {
	v := &p.timeline.view
	for i, wanted := range shapes {
		switch {
		case i == len(v.shapes):
			s := p.newShape(wanted.Tag)
			v.svg.Call("insertBefore", s.Underlying(), v.hair.Underlying())
			v.shapes = append(v.shapes, s)
		case v.shapes[i].tag != wanted.Tag || v.shapes[i].attributes != len(wanted.Attributes):
			s := p.newShape(wanted.Tag)
			v.shapes[i].Call("replaceWith", s.Underlying())
			v.shapes[i] = s
		}
		s := v.shapes[i]
		s.attributes = len(wanted.Attributes)
		s.set("class", wanted.Class)
		for name, value := range wanted.Attributes {
			s.set(name, value)
		}
		if s.text != wanted.Text {
			s.text = wanted.Text
			s.SetTextContent(wanted.Text)
		}
		if _, had := s.written["data-exchange"]; wanted.Exchange != 0 {
			s.set("data-exchange", strconv.Itoa(wanted.Exchange))
		} else if had {
			delete(s.written, "data-exchange")
			s.RemoveAttribute("data-exchange")
		}
	}
	for _, s := range v.shapes[len(shapes):] {
		s.Call("remove")
	}
	v.shapes = v.shapes[:len(shapes)]
}

// mostTold bounds the failures in the table for those who do not see the picture.
const mostTold = 100

// drawTold writes the table: the first failures, and how many there are.
func (p *Panel) drawTold(m *timeline.Model, words teller) {
	t := &p.timeline
	if t.told == mostTold && len(m.Failures) > mostTold {
		return // it is full
	}
	page.Empty(t.view.table)
	t.told = min(len(m.Failures), mostTold)
	for _, place := range m.Failures[:t.told] {
		e := m.Exchanges[place]
		row := p.Create("tr")
		l := words.line(e.ID)
		for _, text := range []string{l.Time(), p.Text(timeline.KindKey(e.Kind)), l.Status, l.Endpoint, richtext.Join(" ", l.Brief, l.Fact)} {
			cell := p.Create("td")
			cell.SetTextContent(text)
			row.AppendChild(cell)
		}
		t.view.table.AppendChild(row)
	}
}

// drawMoment writes what is under the pointer, or what is selected.
func (p *Panel) drawMoment(hovered string) {
	t := &p.timeline
	text := hovered
	if hovered == "" && p.selected != 0 {
		text = p.teller().exchange(p.selected)
	}
	if hovered == "" && p.selected == 0 {
		text = p.teller().summary()
	}
	if t.view.moment.TextContent() != text {
		t.view.moment.SetTextContent(text)
	}
	page.Show(t.view.show, p.selected != 0)
}

// openSelected shows the selected exchange in the list of requests, whatever
// the list was limited to.
func (p *Panel) openSelected() {
	id := p.selected
	if id == 0 {
		return
	}
	p.chooseTab("requests")
	if !p.list.IsListed(id) {
		p.clearFilter()
		if !p.list.IsListed(id) {
			p.choice("all")
		}
	}
	p.Select(id)
	p.view.list.Focus()
}
