//go:build js && wasm

// Package timelineview is the tab with the picture of the session over time, and
// the meter of what is left of the rate limit.
package timelineview

import (
	"strconv"

	"misstep/wasm/diagnosis"
	"misstep/wasm/timeline"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
)

// Name is the tab's.
const Name = "timeline"

// A Host is what the view asks of what is around it.
type Host interface {
	Tab() string // the one that is shown
	ChooseTab(name string)
	Redraw(tab string) // though the session has not changed
	Schedule()         // has all be drawn soon

	Selected() int // exchange, 0: none
	Select(exchange int)
	ShowListed(exchange int) // in the list, whatever that was limited to
	ShowAll(words string)    // lists all requests that words find
	RowText(exchange int) *listmodel.RowText
	Importing() bool // a recording is being read
}

// A View is the tab with the picture of the session over time, and the meter of
// the rate limit beside the tabs. What to draw is worked out by the package
// timeline.
type View struct {
	*page.Page
	session   *diagnosis.Session
	host      Host
	recording bool // the session is shown as it ended

	timeline.Timeline
	span   [2]int64 // that is shown, milliseconds since 1970; zero: all
	cursor int      // exchange that is pointed out as it is drawn

	// Of the present window.
	el      elements
	picture *timeline.Picture
	drag    *float64    // where it began
	pointed *[2]float64 // place under the pointer; nil: it is elsewhere
	told    int         // failures in the table, -1: none yet
	drawn   meter
}

type elements struct {
	svg, board, band, table, span   page.Element
	tip, moment, hint, show, gather page.Element
	hair                            *shape
	shapes                          []*shape
}

// New is the view of a session; recording: nothing is added to it by time.
func New(p *page.Page, session *diagnosis.Session, host Host, recording bool) *View {
	return &View{Page: p, session: session, host: host, recording: recording}
}

// Seen puts an exchange on the axis, or puts it there again.
func (v *View) Seen(id int) { v.Put(v.session, id) }

// Forgotten takes the exchanges before this ID away.
func (v *View) Forgotten(before int) { v.Forget(before) }

// Reset takes all away.
func (v *View) Reset() {
	v.Clear()
	v.span = [2]int64{}
}

// Detach forgets the elements of the window.
func (v *View) Detach() { v.el, v.picture = elements{}, nil }

// Actions are what its buttons do.
func (v *View) Actions() page.Actions {
	return page.Actions{
		"timeline-in":    func(page.Element) { v.zoom(0.5) },
		"timeline-out":   func(page.Element) { v.zoom(2) },
		"timeline-whole": func(page.Element) { v.showSpan(0, 0) },
		"timeline-show":  func(page.Element) { v.openSelected() },
		"timeline-list":  func(page.Element) { v.listSpot(v.picture.Cursor.Spot) },
	}
}

// A shape is an element of the picture, with what was written to it.
type shape struct {
	page.Element
	tag        string
	written    map[string]string
	text       string
	attributes int
}

const svgNamespace = "http://www.w3.org/2000/svg"

// Attach takes the elements of the present window.
func (v *View) Attach() {
	in := func(selector string) page.Element { return v.Find("#timeline-tab " + selector) }
	v.el = elements{
		svg: in("svg"), board: in(".board"), band: in(".band"), table: in("tbody"), span: v.Find("#timeline-span"),
		tip: in(".tip"), moment: in(".moment-text"), hint: in(".hint"), show: in(".show"), gather: in(".gather"),
	}
	v.picture, v.drag, v.pointed, v.told, v.drawn = nil, nil, nil, -1, meter{}
	page.Empty(v.el.svg) // the document may be one that was shown before
	v.el.hair = v.newShape("line")
	v.el.hair.set("class", "hair")
	v.el.hair.set("visibility", "hidden")
	v.el.svg.AppendChild(v.el.hair)
	v.OnResize(v.el.board, func() { v.host.Redraw(Name) })
	v.listen()
}

func (v *View) newShape(tag string) *shape {
	return &shape{Element: page.Wrap(v.Document.Call("createElementNS", svgNamespace, tag)), tag: tag, written: map[string]string{}}
}

func (s *shape) set(name, value string) {
	if was, there := s.written[name]; !there || was != value {
		s.written[name] = value
		s.SetAttribute(name, value)
	}
}

func (v *View) labels() labels {
	return labels{model: v.Model(), zone: v.Zone, text: v.Text, line: func(exchange int) listmodel.RowText {
		return *v.host.RowText(exchange)
	}}
}

// Render draws the picture as large as there is room.
func (v *View) Render() {
	m := v.Model()
	v.cursor = v.host.Selected()
	page.Show(v.Find("#timeline"), !m.Empty())
	page.Show(v.Find("#timeline-tab .nothing-timeline"), m.Empty())
	page.Each(v.Document, `#toolbar [data-of="timeline"] button`, func(button page.Element) { button.Set("disabled", m.Empty()) })
	if m.Empty() {
		v.picture = nil
		v.el.span.SetTextContent("")
		return
	}
	width, height := v.el.board.Get("clientWidth").Float(), v.el.board.Get("clientHeight").Float()
	if width == 0 {
		return // the window isn't laid out yet; the observer reports when it is
	}
	words := v.labels()
	frame := v.frameOf(m, width)
	v.picture = m.Draw(timeline.Drawing{
		Frame: frame, Room: height, Local: v.Zone, Cursor: v.cursor, Text: v.Text,
	})
	v.el.svg.SetAttribute("width", strconv.Itoa(int(width)))
	v.el.svg.SetAttribute("height", strconv.Itoa(int(v.picture.Height)))
	v.drawShapes(v.picture.Shapes)
	summary := words.summary()
	v.el.svg.SetAttribute("aria-label", summary)
	v.el.span.SetTextContent(words.span(frame.From, frame.To))
	v.drawTold(m, words)
	v.Find("#timeline-whole").Set("disabled", v.span[1] == 0)
	v.tellPointed()
}

// frameOf is what is shown: all, or what somebody chose of it.
func (v *View) frameOf(m *timeline.Model, width float64) timeline.Frame {
	label := 128.0
	if width < 560 {
		label = 106
	}
	whole := m.Whole(label, width-label-6)
	if v.span[1] == 0 {
		return whole
	}
	frame := whole
	frame.From, frame.To = v.span[0], v.span[1]
	return frame.Within(whole)
}

// drawShapes uses the elements again that are there.
func (v *View) drawShapes(shapes []timeline.Shape) {
	for i, wanted := range shapes {
		switch {
		case i == len(v.el.shapes):
			s := v.newShape(wanted.Tag)
			v.el.svg.Call("insertBefore", s.Underlying(), v.el.hair.Underlying())
			v.el.shapes = append(v.el.shapes, s)
		case v.el.shapes[i].tag != wanted.Tag || v.el.shapes[i].attributes != len(wanted.Attributes):
			s := v.newShape(wanted.Tag)
			v.el.shapes[i].Call("replaceWith", s.Underlying())
			v.el.shapes[i] = s
		}
		s := v.el.shapes[i]
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
	for _, s := range v.el.shapes[len(shapes):] {
		s.Call("remove")
	}
	v.el.shapes = v.el.shapes[:len(shapes)]
}

// mostTold bounds the failures in the table for those who do not see the picture.
const mostTold = 100

// drawTold writes the table: the first failures, and how many there are.
func (v *View) drawTold(m *timeline.Model, words labels) {
	if v.told == mostTold && len(m.Failures) > mostTold {
		return // it is full
	}
	page.Empty(v.el.table)
	v.told = min(len(m.Failures), mostTold)
	for _, place := range m.Failures[:v.told] {
		e := m.Exchanges[place]
		row := v.Create("tr")
		l := words.line(e.ID)
		for _, text := range []string{l.Time(), v.Text(timeline.KindKey(e.Kind)), l.Status, l.Endpoint, l.Headline()} {
			cell := v.Create("td")
			cell.SetTextContent(text)
			row.AppendChild(cell)
		}
		v.el.table.AppendChild(row)
	}
}

// openSelected shows the selected exchange in the list of requests.
func (v *View) openSelected() {
	if id := v.host.Selected(); id != 0 {
		v.host.ShowListed(id)
	}
}
