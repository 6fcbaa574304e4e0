package timelineview

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"misstep/wasm/httpmsg"
	"misstep/wasm/timeline"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/richtext"
)

// labels put what the timeline shows into words.
type labels struct {
	model *timeline.Model
	zone  richtext.Zone
	line  func(exchange int) listmodel.RowText
	text  richtext.Text
}

// summary is the whole picture in a sentence or two.
func (t labels) summary() string {
	m := t.model
	if m.Empty() {
		return t.text("timelineEmptyTitle")
	}
	parts := []string{t.text("timelineSummary", t.text.Thousands(len(m.Exchanges)), t.span(m.First, m.Last), t.text.Thousands(len(m.Failures)))}
	for _, kind := range timeline.Failures {
		if n := m.Counts[kind]; n > 0 {
			parts = append(parts, t.text(timeline.KindKey(kind))+" "+t.text.Thousands(n))
		}
	}
	if m.Untimed > 0 {
		parts = append(parts, t.text("timelineUntimed", t.text.Thousands(m.Untimed)))
	}
	return strings.Join(parts, " · ")
}

// at says what is under the pointer.
func (t labels) at(p *timeline.Picture, x, y float64) string {
	hit := p.Hit(x, y)
	if hit.Spot >= 0 {
		return t.spot(p.Spots[hit.Spot])
	}
	if hit.Lane < 0 {
		return ""
	}
	switch lane := p.Lanes[hit.Lane]; lane.Shows {
	case timeline.LaneRequests:
		if first, end := t.model.Between(p.Column(x)); first < end {
			return t.exchanges(t.model.Exchanges[first:end])
		}
	case timeline.LaneRate:
		if s := t.rate(&t.model.Rates[lane.Rate], hit.At); s != "" {
			return s
		}
	case timeline.LaneTokens:
		if life := t.model.LifeAt(p, hit, y); life != nil {
			return t.life(life)
		}
	}
	return t.clock(hit.At)
}

// exchange is the headline of one exchange.
func (t labels) exchange(id int) string {
	l := t.line(id)
	return richtext.Join(" · ", l.Time(), richtext.Join(" ", l.Status, l.Method, l.Endpoint), l.Headline())
}

// spot describes the exchanges of a mark.
func (t labels) spot(s timeline.Spot) string {
	first, last := t.model.Exchanges[s.Exchanges[0]], t.model.Exchanges[s.Exchanges[s.Count-1]]
	if s.Count == 1 {
		return t.exchange(first.ID)
	}
	name := t.text(timeline.KindKey(first.Kind))
	if first.Kind == timeline.Success {
		name = t.text("timelineSteps")
	}
	l := t.line(first.ID)
	return richtext.Join(" · ", t.span(first.At, last.At), t.text.Thousands(s.Count)+" × "+name, richtext.Join(" ", l.Status, l.Endpoint, l.Brief))
}

// exchanges describes those that are drawn in one column.
func (t labels) exchanges(list []timeline.Exchange) string {
	failed := 0
	for _, e := range list {
		if e.Kind != timeline.Success {
			failed++
		}
	}
	if len(list) == 1 {
		return t.exchange(list[0].ID)
	}
	return richtext.Join(" · ", t.span(list[0].At, list[len(list)-1].At), t.text("timelineColumn", t.text.Thousands(len(list)), t.text.Thousands(failed)))
}

// rate shows what was left at a moment.
func (t labels) rate(r *timeline.Rate, at int64) string {
	step, known := r.At(at)
	if !known {
		return ""
	}
	left := t.text("gaugeLeft", t.text.Thousands(step.Left), t.text.Thousands(step.Limit))
	by := t.text("timelineNotTold")
	if step.Exchange > 0 {
		by = t.text("timelineToldBy", strconv.Itoa(step.Exchange))
	}
	next := ""
	for _, reset := range r.Resets {
		if reset > at {
			next = t.text("timelineResets", t.clock(reset))
			break
		}
	}
	return richtext.Join(" · ", t.clock(at), left, next, by, t.whose(r))
}

// whose says what is counted together, as far as it is known.
func (t labels) whose(r *timeline.Rate) string {
	who := ""
	if r.User != "" {
		who = t.text("gaugeUser", r.User)
	}
	if r.Client != "" {
		who = richtext.Join(", ", who, t.text("gaugeClient", r.Client))
	}
	return richtext.Join(", ", r.Name, who)
}

// life describes what became of a token.
func (t labels) life(l *timeline.Life) string {
	parts := []string{t.text("timelineToken", strconv.Itoa(l.Number), l.Name)}
	if l.User != "" {
		parts = append(parts, t.text("gaugeUser", l.User))
	}
	add := func(key string, at int64) {
		if at != 0 {
			parts = append(parts, t.text(key, t.clock(at)))
		}
	}
	add("timelineIssued", l.From)
	switch end := t.text("timelineExpires", t.clock(l.Until)); {
	case l.Until == 0:
		parts = append(parts, t.text("timelineNoExpiry"))
	case l.Assumed:
		parts = append(parts, end+" ("+t.text("timelineAssumed")+")")
	default:
		parts = append(parts, end)
	}
	add("timelineReplaced", l.Replaced)
	add("timelineRevoked", l.Revoked)
	parts = append(parts, t.text("timelineUsed", t.text.Thousands(l.Used)))
	if l.Late > 0 {
		parts = append(parts, t.text("timelineLate", t.text.Thousands(l.Late)))
	}
	if end := l.End(); end > t.model.Last {
		parts = append(parts, t.text("timelineStillValid"))
	}
	return strings.Join(parts, " · ")
}

// clock is a time of day, with its date where that is not the session's last.
func (t labels) clock(at int64) string {
	return t.zone.Clock(time.UnixMilli(at), time.UnixMilli(t.model.Last))
}

func (t labels) span(from, to int64) string {
	a := t.clock(from)
	if a == t.clock(to) {
		return a
	}
	return a + " – " + t.zone.Clock(time.UnixMilli(to), time.UnixMilli(from))
}

// A meter is what is left of a rate limit.
type meter struct {
	left, limit          int
	text, brief, tooltip string
	exchange             int   // that the state is of
	resets               int64 // when it is to be drawn again, 0: never
}

// A moment is the time for which the meter shows a rate. Without a rate it is now.
type moment struct {
	rate     *timeline.Rate
	at       int64
	exchange int // that is selected, 0: none
}

// lowest is when least was left in a recording: that is what it is opened for.
func (t labels) lowest() (low moment) {
	share := 2.0
	for i := range t.model.Rates {
		r := &t.model.Rates[i]
		for _, step := range r.Steps {
			if part := float64(step.Left) / float64(max(step.Limit, 1)); part < share {
				share, low = part, moment{rate: r, at: step.At}
			}
		}
	}
	return low
}

// state is what was left of a rate at a moment, and when it resets or did.
func (t labels) state(r *timeline.Rate, at int64) (step timeline.Step, when string) {
	step, _ = r.At(at)
	if step.Exchange == 0 && step.Limit > 0 {
		return step, t.text("gaugeOver", t.brief(time.UnixMilli(step.At)))
	}
	for _, reset := range r.Resets {
		if reset > at {
			return step, t.text("timelineResets", t.brief(time.UnixMilli(reset)))
		}
	}
	return step, ""
}

// meter is what is left now, or was at a moment; ok is false if no response has said so.
func (t labels) meter(now time.Time, m moment) (g meter, ok bool) {
	if len(t.model.Rates) == 0 {
		return meter{}, false
	}
	at := now.UnixMilli()
	if m.rate != nil {
		at = m.at
	}
	say := func(r *timeline.Rate) string {
		step, when := t.state(r, at)
		if m.rate == nil {
			step.Left, step.Limit, step.Exchange = r.Remaining, r.Limit, r.Exchange
			switch {
			case r.Over(at):
				step.Left, when = r.Limit, t.text("gaugeOver", t.brief(r.Reset))
			case !r.Reset.IsZero():
				when = t.text("timelineResets", t.brief(r.Reset))
			}
		}
		said := richtext.Join(" · ", t.text("gaugeLeft", t.text.Thousands(step.Left), t.text.Thousands(step.Limit)), when)
		if g.text == "" {
			g = meter{left: step.Left, limit: step.Limit, text: said, brief: strconv.Itoa(step.Left) + "/" + strconv.Itoa(step.Limit), exchange: cmp.Or(m.exchange, step.Exchange, r.Exchange)}
		}
		told := ""
		if step.Exchange != 0 {
			told = " " + t.text("gaugeTold", strconv.Itoa(step.Exchange), t.clock(min(step.At, at)))
		}
		return t.whose(r) + ": " + said + "." + told
	}
	first := &t.model.Rates[0]
	if m.rate != nil {
		first = m.rate
	} else if !first.Reset.IsZero() && !first.Over(at) {
		g.resets = first.Reset.UnixMilli()
	}
	resets := g.resets
	lines := []string{say(first)}
	for i := range t.model.Rates {
		if r := &t.model.Rates[i]; r != first && len(lines) < 4 && m.rate == nil {
			lines = append(lines, say(r))
		}
	}
	g.resets = resets
	if first.Per != "" {
		lines = append(lines, t.text("gaugePer", first.Per))
	}
	switch {
	case m.exchange != 0:
		lines = append(lines, t.text("gaugeSelected", strconv.Itoa(m.exchange)))
	case m.rate != nil:
		lines = append(lines, t.text("gaugeLowest"))
	}
	g.tooltip = strings.Join(append(lines, t.text("gaugeOpens")), "\n")
	return g, true
}

// brief is a time of day, for reading on that day.
func (t labels) brief(at time.Time) string {
	return t.zone.Minute(httpmsg.NearMinute(at), time.UnixMilli(t.model.Last))
}
