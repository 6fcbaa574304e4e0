package timeline

import (
	"strconv"
	"strings"
	"time"
)

// A Shape is one element of the picture, an SVG.
type Shape struct {
	Tag        string
	Class      string
	Attributes map[string]string
	Text       string
	Exchange   int // that it stands for, 0: none or many
}

// A Picture is a session as drawn on one frame.
type Picture struct {
	Frame  Frame
	Height float64
	Lanes  []Lane
	Spots  []Spot
	Shapes []Shape
	Cursor *Cursor // nil: what is pointed out is not in the frame
}

// A Cursor is where the exchange is drawn that is pointed out.
type Cursor struct {
	X, Y float64
	Spot int // that it is in, -1: none
}

// A Drawing says how a picture is wanted.
type Drawing struct {
	Frame  Frame
	Room   float64                   // height that there is
	Local  func(time.Time) time.Time // a moment by the reader's clock
	Cursor int                       // exchange that is pointed out, 0: none
	Text   func(key string, args ...string) string
}

const (
	columnWidth = 6
	labelRoom   = 8
)

// Draw draws a session. The number of shapes depends on the width, not on how
// much there is.
func (m *Model) Draw(d Drawing) *Picture {
	p := &Picture{Frame: d.Frame, Lanes: m.lanes(d.Room)}
	last := p.Lanes[len(p.Lanes)-1]
	p.Height = last.Top + last.Height
	p.drawAxis(m, d)
	for i, l := range p.Lanes {
		p.drawLabel(m, l, d)
		switch l.Shows {
		case LaneRequests:
			p.drawRequests(m, l)
		case LaneRate:
			p.drawRate(&m.Rates[l.Rate], l, d)
		case LaneTokens:
			p.drawTokens(m, l, d)
		default:
			from := len(p.Spots)
			p.Spots = append(p.Spots, m.spots(i, l, d.Frame)...)
			for _, s := range p.Spots[from:] {
				p.drawSpot(m, s, l, d)
			}
		}
	}
	p.drawCursor(m, d)
	return p
}

func (p *Picture) add(s Shape) { p.Shapes = append(p.Shapes, s) }

func (p *Picture) right() float64 { return p.Frame.Left + p.Frame.Width }

func number(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

// A pen writes the path of a shape.
type pen struct{ strings.Builder }

func (p *pen) to(command string, coordinates ...float64) *pen {
	p.WriteString(command)
	for i, c := range coordinates {
		if i > 0 {
			p.WriteByte(' ')
		}
		p.WriteString(number(c))
	}
	return p
}

func path(class string, p *pen) Shape {
	return Shape{Tag: "path", Class: class, Attributes: map[string]string{"d": p.String()}}
}

func rect(class string, x, y, width, height, radius float64) Shape {
	return Shape{Tag: "rect", Class: class, Attributes: map[string]string{
		"x": number(x), "y": number(y), "width": number(width), "height": number(height), "rx": number(radius)}}
}

func line(class string, x1, y1, x2, y2 float64) Shape {
	return Shape{Tag: "line", Class: class, Attributes: map[string]string{
		"x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2)}}
}

// text stands with its middle at y; class says whether x is its start ("label"),
// middle ("in") or end ("end").
func text(class string, x, y float64, s string) Shape {
	return Shape{Tag: "text", Class: class, Attributes: map[string]string{"x": number(x), "y": number(y)}, Text: s}
}

func (p *Picture) drawAxis(m *Model, d Drawing) {
	const gap = 78
	p.add(text("soft", labelRoom, 20, d.zone(p.Frame)))
	p.drawFolds(d)
	for _, tick := range p.Frame.Ticks(gap, d.Local) {
		p.add(line("grid", tick.X, axisHeight-4, tick.X, p.Height))
		switch {
		case tick.X+40 > p.right():
		case tick.Text == "":
			p.add(text("tick", tick.X+3, 20, tick.Day))
		default:
			p.add(text("tick", tick.X+3, 22, tick.Text))
			if tick.Day != "" {
				p.add(text("tick day", tick.X+3, 10, tick.Day))
			}
		}
	}
	p.add(line("edge", 0, axisHeight, p.right(), axisHeight))
}

// zone is the offset from UTC, or both where clocks are changed within the picture.
func (d Drawing) zone(f Frame) string {
	first, last := d.Local(time.UnixMilli(f.From)).Format("-07:00"), d.Local(time.UnixMilli(f.To)).Format("-07:00")
	if first == last {
		return "UTC" + first
	}
	return "UTC" + first + " → " + last
}

// drawFolds draws where time is left out, and how much.
func (p *Picture) drawFolds(d Drawing) {
	for _, fold := range p.Frame.Folds {
		left, right := max(p.Frame.X(fold.From), p.Frame.Left), min(p.Frame.X(fold.To), p.right())
		if right-left < 1 {
			continue
		}
		p.add(rect("fold", left, axisHeight, right-left, p.Height-axisHeight, 0))
		idle := time.Duration(fold.To-fold.From) * time.Millisecond
		key, amount := "timelineIdleMinutes", idle.Minutes()
		if idle >= 2*time.Hour {
			key, amount = "timelineIdleHours", idle.Hours()
		}
		if right-left > 20 {
			p.add(text("idle", (left+right)/2, 10, d.Text(key, strconv.Itoa(int(amount)))))
		}
	}
}

// drawLabel writes what a lane shows, and how many there are of it.
func (p *Picture) drawLabel(m *Model, l Lane, d Drawing) {
	middle := l.Top + l.Height/2
	p.add(line("edge", 0, l.Top+l.Height, p.right(), l.Top+l.Height))
	count, x := "", float64(labelRoom)
	key := map[string]string{
		LaneRequests: "timelineRequests", LaneSteps: "timelineSteps", LaneRate: "timelineRate", LaneTokens: "timelineTokens",
	}[l.Shows]
	switch l.Shows {
	case LaneRequests:
		count = short(len(m.Exchanges))
	case LaneFailures:
		key, count = KindKey(l.Kind), short(m.Counts[l.Kind])
		p.add(glyph(l.Kind, x+5, middle))
		x += 15
	case LaneSteps:
		count = short(len(m.Steps))
	case LaneTokens:
		count = short(len(m.Tokens))
	case LaneRate:
		if r := &m.Rates[l.Rate]; len(m.Rates) > 1 && l.Height > tall {
			p.add(text("label soft", x, middle+13, r.whose()))
		}
	}
	p.add(text("label", x, middle, d.Text(key)))
	switch {
	case count == "":
	case l.Shows == LaneRequests && l.Height > tall: // at its right is the scale
		p.add(text("label count", x, middle+13, count))
	default:
		p.add(text("end count", p.Frame.Left-labelRoom, middle, count))
	}
}

// KindKey is the text that names a kind.
func KindKey(k Kind) string {
	return [...]string{"timelineSuccess", "timelineAuth", "timelineRequest", "timelineRateLimit", "timelineServer", "timelineNetwork", "timelineShutDown"}[k]
}

// KindName is a kind by a word that no person reads.
func KindName(k Kind) string {
	return [...]string{"success", "auth", "request", "rate-limit", "server", "network", "shut-down"}[k]
}

// short writes a number with four characters at most.
func short(n int) string {
	switch {
	case n < 1000:
		return strconv.Itoa(n)
	case n < 10_000:
		return strconv.FormatFloat(float64(n/100)/10, 'f', -1, 64) + "k"
	}
	return strconv.Itoa(n/1000) + "k"
}

// drawRequests draws how many there were at a time: columns, failures on top.
func (p *Picture) drawRequests(m *Model, l Lane) {
	columns := make([]struct{ good, bad int }, int(p.Frame.Width/columnWidth)+1)
	most := 4 // so that a single one isn't a tower
	first, end := m.Between(p.Frame.From, p.Frame.To+1)
	for _, e := range m.Exchanges[first:end] {
		c := &columns[min(int((p.Frame.X(e.At)-p.Frame.Left)/columnWidth), len(columns)-1)]
		if e.Kind == Success {
			c.good++
		} else {
			c.bad++
		}
		most = max(most, c.good+c.bad)
	}
	var good, bad pen
	bottom, top := l.Top+l.Height-1, l.Top+9
	scale := (bottom - top) / float64(most)
	if l.Height > tall {
		p.add(text("end soft", p.Frame.Left-labelRoom, top+1, strconv.Itoa(most)))
		p.add(text("end soft", p.Frame.Left-labelRoom, bottom-4, "0"))
		p.add(line("grid", p.Frame.Left, top, p.right(), top))
	}
	for i, c := range columns {
		x := p.Frame.Left + float64(i*columnWidth)
		high, low := float64(c.good)*scale, float64(c.bad)*scale
		bar := func(b *pen, from, height float64) {
			b.to("M", x, from).to("h", columnWidth-1).to("v", -max(height, 1)).to("h", 1-columnWidth).WriteByte('z')
		}
		if c.good > 0 {
			bar(&good, bottom, high)
		}
		if c.bad > 0 {
			bar(&bad, bottom-high, low)
		}
	}
	p.add(path("good", &good))
	p.add(path("bad", &bad))
}

// glyph is the form that stands for a kind of failure.
func glyph(k Kind, x, y float64) Shape {
	var d pen
	switch k {
	case Auth: // diamond
		d.to("M", x, y-5.5).to("L", x+5.5, y).to("L", x, y+5.5).to("L", x-5.5, y).WriteByte('z')
	case Request: // triangle
		d.to("M", x, y-5).to("L", x+5.5, y+4.5).to("L", x-5.5, y+4.5).WriteByte('z')
	case RateLimit: // square
		d.to("M", x-4.5, y-4.5).to("h", 9).to("v", 9).to("h", -9).WriteByte('z')
	case Server: // circle
		const round = 2.76 // of a curve that looks like a quarter of it
		d.to("M", x-5, y).to("c", 0, -round, 5-round, -5, 5, -5).to("s", 5, 5-round, 5, 5).
			to("s", round-5, 5, -5, 5).to("s", -5, round-5, -5, -5).WriteByte('z')
	case Network: // cross
		d.to("M", x-5, y-3).to("l", 2, -2).to("l", 3, 3).to("l", 3, -3).to("l", 2, 2).to("l", -3, 3).to("l", 3, 3).
			to("l", -2, 2).to("l", -3, -3).to("l", -3, 3).to("l", -2, -2).to("l", 3, -3).WriteByte('z')
	default: // a bar, as in no entry
		d.to("M", x-5.5, y-2).to("h", 11).to("v", 4).to("h", -11).WriteByte('z')
	}
	return path("glyph "+KindName(k), &d)
}

// drawSpot draws one mark: its kind's form, or a number where there are many.
func (p *Picture) drawSpot(m *Model, s Spot, l Lane, d Drawing) {
	middle := l.Top + l.Height/2
	e := m.Exchanges[s.Exchanges[0]]
	class := "spot " + KindName(e.Kind)
	if l.Shows == LaneSteps {
		class = "spot step"
		for _, place := range s.Exchanges {
			if m.Exchanges[place].Kind != Success {
				class = "spot step failed"
				break
			}
		}
	}
	if s.Count == 1 && l.Shows == LaneFailures {
		shape := glyph(l.Kind, s.Left+spotRoom, middle)
		shape.Class, shape.Exchange = class, e.ID
		p.add(shape)
		return
	}
	shape := rect(class, s.Left-1, middle-7, s.Width, 14, 3)
	shape.Exchange = e.ID
	label := short(s.Count)
	if s.Count == 1 {
		shape.Attributes["rx"] = "7"
		label = d.Text("timelineLetter_" + e.Step)
	}
	p.add(shape)
	name := "in"
	if l.Shows == LaneSteps {
		name = "in step"
	}
	p.add(text(name, s.Left-1+s.Width/2, middle, label))
}

// drawCursor points out one exchange.
func (p *Picture) drawCursor(m *Model, d Drawing) {
	if d.Cursor == 0 {
		return
	}
	for _, e := range m.Exchanges {
		if x := p.Frame.X(e.At); e.ID == d.Cursor && p.Frame.Left <= x && x <= p.right() {
			p.add(line("cursor", x, axisHeight-6, x, p.Height))
			p.Cursor = &Cursor{X: x, Y: p.Lanes[0].Top + p.Lanes[0].Height/2, Spot: -1}
			for i, s := range p.Spots {
				if first, last := m.Exchanges[s.Exchanges[0]], m.Exchanges[s.Exchanges[s.Count-1]]; first.At <= e.At && e.At <= last.At && p.holds(m, s, e.ID) {
					l := p.Lanes[s.Lane]
					p.Cursor = &Cursor{X: s.Left + s.Width, Y: l.Top + l.Height/2, Spot: i}
					p.add(rect("ring", s.Left-3, l.Top+l.Height/2-9, s.Width+4, 18, 4))
				}
			}
		}
	}
}

func (p *Picture) holds(m *Model, s Spot, id int) bool {
	for _, place := range s.Exchanges {
		if m.Exchanges[place].ID == id {
			return true
		}
	}
	return false
}
