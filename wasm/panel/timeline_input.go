//go:build js && wasm

package panel

import (
	"math"
	"strconv"
	"syscall/js"

	"misstep/wasm/timeline"
	"misstep/wasm/ui/page"
)

// listenTimeline sets up what people do with the picture.
func (p *Panel) listenTimeline() {
	board := p.timeline.view.board
	for _, name := range []string{"pointerdown", "pointermove", "pointerup", "pointercancel", "pointerleave", "dblclick", "wheel"} {
		p.On(board, name, false, func(event js.Value) { p.pointer(name, event) })
	}
	p.On(board, "keydown", false, p.pressedInTimeline)
}

// pointer is what the pointer does on the picture: it shows, selects, and
// chooses what is shown.
func (p *Panel) pointer(name string, event js.Value) {
	t := &p.timeline
	if t.picture == nil {
		return
	}
	box := t.view.svg.Call("getBoundingClientRect")
	x, y := event.Get("clientX").Float()-box.Get("left").Float(), event.Get("clientY").Float()-box.Get("top").Float()
	frame := t.picture.Frame
	inside := x >= frame.Left && x <= frame.Left+frame.Width && y < t.picture.Height
	switch name {
	case "pointerdown":
		if inside && event.Get("button").Int() == 0 {
			t.drag = &x
			t.view.board.Call("setPointerCapture", event.Get("pointerId"))
		}
	case "pointermove":
		p.hover(x, y, inside)
		p.drawBand(x)
	case "pointerleave":
		p.hover(x, y, false)
	case "pointercancel":
		t.drag = nil
		p.drawBand(x)
	case "pointerup":
		from := t.drag
		t.drag = nil
		p.drawBand(x)
		switch {
		case from == nil:
		case math.Abs(x-*from) < leastDrag:
			p.selectAt(x, y)
		default:
			p.showSpan(frame.Time(min(x, *from)), frame.Time(max(x, *from)))
		}
	case "dblclick":
		if inside && t.picture.Hit(x, y).Spot >= 0 {
			p.openSelected()
		} else {
			p.showSpan(0, 0)
		}
	case "wheel":
		if inside {
			p.wheeled(event, x)
		}
	}
}

// leastDrag is from how many pixels on a press is a drag.
const leastDrag = 5

// wheeled zooms and pans; a picture that is higher than its room is scrolled,
// unless Ctrl is held.
func (p *Panel) wheeled(event js.Value, x float64) {
	board := p.timeline.view.board
	if board.Get("scrollHeight").Int() > board.Get("clientHeight").Int() && !event.Get("ctrlKey").Bool() {
		return
	}
	dx, dy := event.Get("deltaX").Float(), event.Get("deltaY").Float()
	if event.Get("shiftKey").Bool() && dx == 0 {
		dx, dy = dy, 0
	}
	frame := p.timeline.picture.Frame
	if math.Abs(dx) > math.Abs(dy) {
		frame = frame.Panned(math.Copysign(0.1, dx))
	} else if dy != 0 {
		frame = frame.Zoomed(math.Pow(1.25, math.Copysign(1, dy)), x)
	}
	event.Call("preventDefault")
	p.showSpan(frame.From, frame.To)
}

// showSpan shows what is between two moments; 0, 0 is all.
func (p *Panel) showSpan(from, to int64) {
	t := &p.timeline
	t.span = [2]int64{from, to}
	if m := t.Model(); to != 0 && !m.Empty() {
		whole := m.Whole(0, 1)
		frame := whole
		frame.From, frame.To = from, to
		frame = frame.Within(whole)
		if t.span = [2]int64{frame.From, frame.To}; frame.From <= whole.From && frame.To >= whole.To {
			t.span = [2]int64{} // and grows again as requests come
		}
	}
	p.redraw("timeline")
}

// zoom shows more, or less, of what is around the middle.
func (p *Panel) zoom(factor float64) {
	if t := &p.timeline; t.picture != nil {
		frame := t.picture.Frame
		frame = frame.Zoomed(factor, frame.Left+frame.Width/2)
		p.showSpan(frame.From, frame.To)
	}
}

// hover says what is under the pointer.
func (p *Panel) hover(x, y float64, inside bool) {
	t := &p.timeline
	if !inside {
		t.view.hair.set("visibility", "hidden")
		p.drawMoment("")
		return
	}
	for name, value := range map[string]float64{"x1": x, "x2": x, "y1": 0, "y2": t.picture.Height} {
		t.view.hair.set(name, strconv.FormatFloat(value, 'f', 1, 64))
	}
	t.view.hair.set("visibility", "visible")
	p.drawMoment(p.teller().at(t.picture, x, y))
}

// drawBand shows the span that is being chosen.
func (p *Panel) drawBand(x float64) {
	t := &p.timeline
	chosen := t.drag != nil && math.Abs(x-*t.drag) >= leastDrag
	page.Show(t.view.band, chosen)
	if chosen {
		frame := t.picture.Frame
		left, right := max(min(x, *t.drag), frame.Left), min(max(x, *t.drag), frame.Left+frame.Width)
		style := t.view.band.Get("style")
		style.Set("left", strconv.FormatFloat(left, 'f', 1, 64)+"px")
		style.Set("width", strconv.FormatFloat(right-left, 'f', 1, 64)+"px")
	}
}

// selectAt selects the exchange that is drawn at a place.
func (p *Panel) selectAt(x, y float64) {
	t := &p.timeline
	m, hit := t.Model(), t.picture.Hit(x, y)
	switch {
	case hit.Spot >= 0:
		p.selectInTimeline(m.Exchanges[t.picture.Spots[hit.Spot].Exchanges[0]].ID)
	case hit.Lane >= 0 && t.picture.Lanes[hit.Lane].Shows == timeline.LaneRequests:
		if first, end := m.Between(t.picture.Column(x)); first < end {
			p.selectInTimeline(m.Exchanges[first].ID)
		}
	case hit.Lane >= 0 && t.picture.Lanes[hit.Lane].Shows == timeline.LaneRate:
		if step, known := m.Rates[t.picture.Lanes[hit.Lane].Rate].At(hit.At); known && step.Exchange != 0 {
			p.selectInTimeline(step.Exchange)
		}
	case hit.Lane >= 0 && t.picture.Lanes[hit.Lane].Shows == timeline.LaneTokens:
		if life := m.LifeAt(t.picture, hit, y); life != nil {
			p.selectInTimeline(life.Exchange)
		}
	}
}

func (p *Panel) selectInTimeline(id int) {
	p.Select(id)
	p.redraw("timeline")
}

// moveToFailure selects the next failure in time, or the one before; to the
// first and the last by any large number.
func (p *Panel) moveToFailure(by int) {
	t := &p.timeline
	m := t.Model()
	at := m.NextFailure(p.selected, by)
	if at < 0 {
		return
	}
	e := m.Exchanges[at]
	if f := t.picture.Frame; e.At < f.From || e.At > f.To {
		f = f.Around(e.At)
		p.showSpan(f.From, f.To)
	}
	p.selectInTimeline(e.ID)
}

func (p *Panel) pressedInTimeline(event js.Value) {
	t := &p.timeline
	if t.picture == nil || event.Get("ctrlKey").Bool() || event.Get("altKey").Bool() || event.Get("metaKey").Bool() {
		return
	}
	const all = 1 << 30
	shift := event.Get("shiftKey").Bool()
	switch key := event.Get("key").String(); {
	case key == "+" || key == "=":
		p.zoom(0.5)
	case key == "-" || key == "_":
		p.zoom(2)
	case key == "0":
		p.showSpan(0, 0)
	case key == "ArrowLeft" && shift, key == "ArrowRight" && shift:
		frame := t.picture.Frame.Panned(map[string]float64{"ArrowLeft": -0.25, "ArrowRight": 0.25}[key])
		p.showSpan(frame.From, frame.To)
	case key == "ArrowLeft":
		p.moveToFailure(-1)
	case key == "ArrowRight":
		p.moveToFailure(1)
	case key == "Home":
		p.moveToFailure(-all)
	case key == "End":
		p.moveToFailure(all)
	case key == "Enter" && p.selected != 0:
		p.openSelected()
	case key == "Escape" && t.span[1] != 0:
		p.showSpan(0, 0)
	case key == "Escape" && p.selected != 0:
		p.selectInTimeline(0)
	default:
		return
	}
	event.Call("preventDefault")
	event.Call("stopPropagation")
}
