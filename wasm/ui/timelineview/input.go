//go:build js && wasm

package timelineview

import (
	"math"
	"strconv"
	"syscall/js"

	"misstep/wasm/timeline"
	"misstep/wasm/ui/page"
)

// listen sets up what people do with the picture.
func (v *View) listen() {
	board := v.el.board
	for _, name := range []string{"pointerdown", "pointermove", "pointerup", "pointercancel", "pointerleave", "dblclick", "wheel"} {
		v.On(board, name, false, func(event js.Value) { v.pointer(name, event) })
	}
	v.On(board, "keydown", false, v.pressed)
	v.On(board, "scroll", false, func(js.Value) {
		if v.pointed = nil; v.picture != nil {
			v.tellPointed()
		}
	})
}

// pointer is what the pointer does on the picture: it shows, selects, and
// chooses what is shown.
func (v *View) pointer(name string, event js.Value) {
	if v.picture == nil {
		return
	}
	box := v.el.svg.Call("getBoundingClientRect")
	x, y := event.Get("clientX").Float()-box.Get("left").Float(), event.Get("clientY").Float()-box.Get("top").Float()
	frame := v.picture.Frame
	inside := x >= frame.Left && x <= frame.Left+frame.Width && y < v.picture.Height
	switch name {
	case "pointerdown":
		if inside && event.Get("button").Int() == 0 {
			v.drag = &x
			v.el.board.Call("setPointerCapture", event.Get("pointerId"))
		}
	case "pointermove":
		v.hover(x, y, inside)
		v.drawBand(x)
	case "pointerleave":
		v.hover(x, y, false)
	case "pointercancel":
		v.drag = nil
		v.drawBand(x)
	case "pointerup":
		from := v.drag
		v.drag = nil
		v.drawBand(x)
		switch {
		case from == nil:
		case math.Abs(x-*from) < leastDrag:
			v.selectAt(x, y)
		default:
			v.showSpan(frame.Time(min(x, *from)), frame.Time(max(x, *from)))
		}
	case "dblclick":
		if inside && v.picture.Hit(x, y).Spot >= 0 {
			v.openSelected()
		} else {
			v.showSpan(0, 0)
		}
	case "wheel":
		if inside {
			v.wheeled(event, x)
		}
	}
}

// leastDrag is from how many pixels on a press is a drag.
const leastDrag = 5

// wheeled zooms and pans; a picture that is higher than its room is scrolled,
// unless Ctrl is held.
func (v *View) wheeled(event js.Value, x float64) {
	board := v.el.board
	if board.Get("scrollHeight").Int() > board.Get("clientHeight").Int() && !event.Get("ctrlKey").Bool() {
		return
	}
	dx, dy := event.Get("deltaX").Float(), event.Get("deltaY").Float()
	if event.Get("shiftKey").Bool() && dx == 0 {
		dx, dy = dy, 0
	}
	frame := v.picture.Frame
	if math.Abs(dx) > math.Abs(dy) {
		frame = frame.Panned(math.Copysign(0.1, dx))
	} else if dy != 0 {
		frame = frame.Zoomed(math.Pow(1.25, math.Copysign(1, dy)), x)
	}
	event.Call("preventDefault")
	v.showSpan(frame.From, frame.To)
}

// showSpan shows what is between two moments; 0, 0 is all.
func (v *View) showSpan(from, to int64) {
	v.span = [2]int64{from, to}
	if m := v.Model(); to != 0 && !m.Empty() {
		whole := m.Whole(0, 1)
		frame := whole
		frame.From, frame.To = from, to
		frame = frame.Within(whole)
		if v.span = [2]int64{frame.From, frame.To}; frame.From <= whole.From && frame.To >= whole.To {
			v.span = [2]int64{} // and grows again as requests come
		}
	}
	v.host.Redraw(Name)
}

// zoom shows more, or less, of what is around the middle.
func (v *View) zoom(factor float64) {
	if v.picture != nil {
		frame := v.picture.Frame
		frame = frame.Zoomed(factor, frame.Left+frame.Width/2)
		v.showSpan(frame.From, frame.To)
	}
}

// hover says what is under the pointer.
func (v *View) hover(x, y float64, inside bool) {
	if !inside {
		v.el.hair.set("visibility", "hidden")
		v.pointed = nil
		v.tellPointed()
		return
	}
	for name, value := range map[string]float64{"x1": x, "x2": x, "y1": 0, "y2": v.picture.Height} {
		v.el.hair.set(name, strconv.FormatFloat(value, 'f', 1, 64))
	}
	v.el.hair.set("visibility", "visible")
	v.pointed = &[2]float64{x, y}
	v.tellPointed()
}

// drawBand shows the span that is being chosen.
func (v *View) drawBand(x float64) {
	chosen := v.drag != nil && math.Abs(x-*v.drag) >= leastDrag
	page.Show(v.el.band, chosen)
	if chosen {
		frame := v.picture.Frame
		left, right := max(min(x, *v.drag), frame.Left), min(max(x, *v.drag), frame.Left+frame.Width)
		style := v.el.band.Get("style")
		style.Set("left", strconv.FormatFloat(left, 'f', 1, 64)+"px")
		style.Set("width", strconv.FormatFloat(right-left, 'f', 1, 64)+"px")
	}
}

// selectAt selects the exchange that is drawn at a place.
func (v *View) selectAt(x, y float64) {
	m, hit := v.Model(), v.picture.Hit(x, y)
	switch {
	case hit.Spot >= 0 && v.picture.Spots[hit.Spot].Count > 1:
		v.listSpot(hit.Spot)
	case hit.Spot >= 0:
		v.selectExchange(m.Exchanges[v.picture.Spots[hit.Spot].Exchanges[0]].ID)
	case hit.Lane >= 0 && v.picture.Lanes[hit.Lane].Shows == timeline.LaneRequests:
		switch first, end := m.Between(v.picture.Column(x)); {
		case end-first > 1:
			v.listExchanges(func(i int) int { return m.Exchanges[first+i].ID }, end-first)
		case end-first == 1:
			v.selectExchange(m.Exchanges[first].ID)
		}
	case hit.Lane >= 0 && v.picture.Lanes[hit.Lane].Shows == timeline.LaneRate:
		if step, known := m.Rates[v.picture.Lanes[hit.Lane].Rate].At(hit.At); known && step.Exchange != 0 {
			v.selectExchange(step.Exchange)
		}
	case hit.Lane >= 0 && v.picture.Lanes[hit.Lane].Shows == timeline.LaneTokens:
		if life := m.LifeAt(v.picture, hit, y); life != nil {
			v.selectExchange(life.Exchange)
		}
	}
}

func (v *View) selectExchange(id int) {
	v.pointed = nil // until the pointer moves, the tip is that of what was selected
	v.host.Select(id)
	v.host.Redraw(Name)
}

// moveToFailure selects the next failure in time, or the one before; to the
// first and the last by any large number.
func (v *View) moveToFailure(by int) {
	m := v.Model()
	at := m.NextFailure(v.host.Selected(), by)
	if at < 0 {
		return
	}
	e := m.Exchanges[at]
	if f := v.picture.Frame; e.At < f.From || e.At > f.To {
		f = f.Around(e.At)
		v.showSpan(f.From, f.To)
	}
	v.selectExchange(e.ID)
	v.Announce(v.labels().exchange(e.ID))
}

// Keys are those of the picture.
func (v *View) Keys() []page.Shortcut {
	const all = 1 << 30
	return []page.Shortcut{
		{Where: place, Keys: []string{"ArrowLeft", "ArrowRight"}, What: "keysTimelineMove", Do: page.DidKey(func(key string) {
			v.moveToFailure(map[string]int{"ArrowLeft": -1, "ArrowRight": 1}[key])
		})},
		{Where: place, Keys: []string{"Home", "End"}, What: "keysTimelineEnds", Do: page.DidKey(func(key string) {
			v.moveToFailure(map[string]int{"Home": -all, "End": all}[key])
		})},
		{Where: place, Keys: []string{"Enter"}, What: "keysTimelineShow", Do: func(string) bool {
			v.openSelected()
			return v.host.Selected() != 0
		}},
		{Where: place, Keys: []string{"l"}, What: "keysTimelineList", Do: func(string) bool {
			there := v.picture.Cursor != nil && v.picture.Cursor.Spot >= 0
			if there {
				v.listSpot(v.picture.Cursor.Spot)
			}
			return there
		}},
		{Where: place, Keys: []string{"+", "-"}, What: "keysTimelineZoom", Do: page.DidKey(func(key string) {
			v.zoom(map[string]float64{"+": 0.5, "-": 2}[key])
		})},
		{Where: place, Keys: []string{"Shift+ArrowLeft", "Shift+ArrowRight"}, What: "keysTimelinePan", Do: page.DidKey(func(key string) {
			frame := v.picture.Frame.Panned(map[string]float64{"Shift+ArrowLeft": -0.25, "Shift+ArrowRight": 0.25}[key])
			v.showSpan(frame.From, frame.To)
		})},
		{Where: place, Keys: []string{"0"}, What: "keysTimelineWhole", Do: page.Did(func() { v.showSpan(0, 0) })},
		{Where: place, Keys: []string{"Escape"}, What: "keysTimelineLeave", Do: func(string) bool { return v.leave() }},
	}
}

// place is the key of the name of where the keys are used.
const place = "keysTimeline"

// leave goes back to the whole session, and then to nothing selected.
func (v *View) leave() bool {
	switch {
	case v.span[1] != 0:
		v.showSpan(0, 0)
	case v.host.Selected() != 0:
		v.selectExchange(0)
	default:
		return false
	}
	return true
}

func (v *View) pressed(event js.Value) {
	if v.picture == nil || event.Get("ctrlKey").Bool() || event.Get("altKey").Bool() || event.Get("metaKey").Bool() {
		return
	}
	key := event.Get("key").String()
	switch key {
	case "=": // as + and - without the Shift key
		key = "+"
	case "_":
		key = "-"
	case "ArrowLeft", "ArrowRight":
		if event.Get("shiftKey").Bool() {
			key = "Shift+" + key
		}
	}
	if page.Press(v.Keys(), place, key) {
		event.Call("preventDefault")
		event.Call("stopPropagation")
	}
}
