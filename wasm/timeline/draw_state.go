package timeline

import (
	"cmp"
	"strconv"
	"time"

	"misstep/wasm/httpmsg"
)

// drawRate draws what was left as a line that goes down with each request, and up after a
// reset. What is only assumed is dashed.
func (p *Picture) drawRate(r *Rate, l Lane, d Drawing) {
	top, bottom := l.Top+9, l.Top+l.Height-3
	most := 1
	for _, s := range r.Steps {
		most = max(most, s.Limit)
	}
	y := func(left int) float64 { return bottom - (bottom-top)*float64(left)/float64(most) }
	if l.Height > tall {
		p.add(text("end soft", p.Frame.Left-labelRoom, top+1, strconv.Itoa(most)))
		p.add(text("end soft", p.Frame.Left-labelRoom, bottom-4, "0"))
	} else {
		p.add(text("end soft", p.Frame.Left-labelRoom, l.Top+l.Height/2, strconv.Itoa(most)))
	}
	p.add(line("grid", p.Frame.Left, top, p.right(), top))

	var told, assumed, area pen
	x0, y0 := 0.0, 0.0 // where the line has come to
	for i, s := range r.Steps {
		from, to := max(p.Frame.X(s.At), p.Frame.Left), p.right()
		if i+1 < len(r.Steps) {
			to = min(p.Frame.X(r.Steps[i+1].At), to)
		}
		if to < p.Frame.Left || from > p.right() || to-x0 < 0.5 && i+1 < len(r.Steps) && x0 > 0 {
			continue // not seen, or in the pixel of the one before
		}
		line := &told
		if s.Exchange == 0 {
			line = &assumed
		}
		line.to("M", from, y(s.Left))
		if x0 > 0 {
			line.to("V", y0).to("M", from, y(s.Left))
		}
		line.to("H", to)
		if x0 == 0 {
			area.to("M", from, bottom)
		}
		area.to("V", y(s.Left)).to("H", to)
		x0, y0 = to, y(s.Left)
	}
	if x0 > 0 {
		area.to("V", bottom).WriteByte('z')
	}
	p.add(path("left-area", &area))
	p.add(path("left", &told))
	p.add(path("left assumed", &assumed))

	free := p.Frame.Left
	for _, at := range r.Resets {
		x := p.Frame.X(at)
		if x < p.Frame.Left || x > p.right() {
			continue
		}
		if x-free < 20 && free > p.Frame.Left {
			continue
		}
		p.add(line("reset", x, l.Top+2, x, bottom))
		free = x
		if label := d.Text("timelineResets", d.Local(httpmsg.NearMinute(time.UnixMilli(at))).Format("15:04")); x+80 < p.right() {
			p.add(text("label soft", x+3, bottom-5, label))
			free = x + 80
		}
	}
}

// whose distinguishes one rate limit from others.
func (r *Rate) whose() string { return cmp.Or(r.User, r.Client, r.Name) }

// drawTokens draws how long each token was valid, and what became of it.
func (p *Picture) drawTokens(m *Model, l Lane, d Drawing) {
	rows, rest := m.tokenRows()
	for n, row := range rows {
		for at, i := range row {
			free := p.right() // up to there nothing else is drawn
			if at+1 < len(row) {
				next, _ := m.Tokens[row[at+1]].span()
				free = p.Frame.X(next)
			}
			p.drawLife(&m.Tokens[i], l.Top+3+float64(n)*tokenRow, free, d)
		}
	}
	if rest > 0 {
		p.add(text("end soft", p.Frame.Left-labelRoom, l.Top+l.Height-7, "+"+short(rest)))
	}
}

func (p *Picture) drawLife(life *Life, top, free float64, d Drawing) {
	from, to := life.span()
	end := life.End()
	if end == 0 || end > to {
		end = to
	}
	clip := func(at int64) float64 { return min(max(p.Frame.X(at), p.Frame.Left), p.right()) }
	if p.Frame.X(to) < p.Frame.Left || p.Frame.X(from) > p.right() {
		return
	}
	const height = tokenRow - 4
	middle := top + height/2.0
	left, right := clip(from), clip(end)
	class := "life"
	if life.From == 0 || life.Until == 0 || life.Assumed {
		class += " assumed" // nobody says when it began, or ends
	}
	if right > left {
		p.add(rect(class, left, top, right-left, height, 2))
	}
	if life.Last > end && clip(life.Last) > p.Frame.Left {
		p.add(line("late", right, middle, clip(life.Last), middle))
	}
	room := right - left
	name := life.label(d)
	width := 6.5 * float64(len([]rune(name)))
	if room > width {
		p.add(text("label life-name", left+5, middle, name))
		room -= width + 10
	}
	switch ends := d.Local(time.UnixMilli(end)); {
	case life.Until == 0:
	case p.Frame.X(end) > p.right():
		if s := d.Text("timelineValidUntil", d.dayClock(ends, p.Frame)); room > 6.3*float64(len([]rune(s))) {
			p.add(text("end life-name", p.right()-4, middle, s))
		}
	case p.Frame.X(end) >= p.Frame.Left:
		x := p.Frame.X(end)
		p.add(line("expiry", x, top-2, x, top+height+2))
		key := "timelineExpires"
		if life.Revoked == end {
			key = "timelineRevoked"
		}
		if s := d.Text(key, d.dayClock(ends, p.Frame)); life.Last <= end && x+10+6.5*float64(len(s)) < free {
			p.add(text("label soft", x+4, middle, s))
		}
	}
	if x := p.Frame.X(life.Replaced); life.Replaced != 0 && p.Frame.Left <= x && x <= p.right() {
		p.add(line("replaced", x, top, x, top+height))
		p.add(text("label", x+3, middle, "↻"))
	}
}

// label names a token; all that begin alike look alike when masked.
func (l *Life) label(d Drawing) string {
	name := l.Name
	if l.User != "" {
		name = d.Text("gaugeUser", l.User)
	}
	return d.Text("timelineToken", strconv.Itoa(l.Number), name)
}

// dayClock is a time of day, with the date where that is another than the
// picture's.
func (d Drawing) dayClock(t time.Time, f Frame) string {
	if t.Format(time.DateOnly) == d.Local(time.UnixMilli(f.To)).Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return t.Format("2006-01-02 15:04")
}
