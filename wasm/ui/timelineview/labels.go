package timelineview

import (
	"strconv"
	"strings"
	"time"

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
	parts := []string{t.text("timelineSummary", strconv.Itoa(len(m.Exchanges)), t.span(m.First, m.Last), strconv.Itoa(len(m.Failures)))}
	for _, kind := range timeline.Failures {
		if n := m.Counts[kind]; n > 0 {
			parts = append(parts, t.text(timeline.KindKey(kind))+" "+strconv.Itoa(n))
		}
	}
	if m.Untimed > 0 {
		parts = append(parts, t.text("timelineUntimed", strconv.Itoa(m.Untimed)))
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

// spot tells of the exchanges of a mark.
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
	return richtext.Join(" · ", t.span(first.At, last.At), strconv.Itoa(s.Count)+" × "+name, richtext.Join(" ", l.Status, l.Endpoint, l.Brief))
}

// exchanges tells of those that are drawn in one column.
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
	return richtext.Join(" · ", t.span(list[0].At, list[len(list)-1].At), t.text("timelineColumn", strconv.Itoa(len(list)), strconv.Itoa(failed)))
}

// rate tells what was left at a moment.
func (t labels) rate(r *timeline.Rate, at int64) string {
	step, known := r.At(at)
	if !known {
		return ""
	}
	left := t.text("gaugeLeft", strconv.Itoa(step.Left), strconv.Itoa(step.Limit))
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

// life tells what became of a token.
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
	parts = append(parts, t.text("timelineUsed", strconv.Itoa(l.Used)))
	if l.Late > 0 {
		parts = append(parts, t.text("timelineLate", strconv.Itoa(l.Late)))
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
	a, b := t.clock(from), t.clock(to)
	if a == b {
		return a
	}
	return a + " – " + b
}

// A meter is what is left of the rate limit that was told of last.
type meter struct {
	left, limit          int
	text, brief, tooltip string
	resets               int64 // when it is to be drawn anew, 0: never
}

// meter is what is left now; ok is false when no answer has told it. A
// recording is told as it ended.
func (t labels) meter(now time.Time, recording bool) (g meter, ok bool) {
	if len(t.model.Rates) == 0 {
		return meter{}, false
	}
	at := now.UnixMilli()
	if recording {
		at = t.model.Last
	}
	var lines []string
	for i := range t.model.Rates {
		r := &t.model.Rates[i]
		left, when := r.Remaining, ""
		switch {
		case r.Over(at):
			left, when = r.Limit, t.text("gaugeOver", t.brief(r.Reset))
		case !r.Reset.IsZero():
			when = t.text("timelineResets", t.brief(r.Reset))
		}
		said := richtext.Join(" · ", t.text("gaugeLeft", strconv.Itoa(left), strconv.Itoa(r.Limit)), when)
		if i == 0 {
			g = meter{left: left, limit: r.Limit, text: said, brief: strconv.Itoa(left) + "/" + strconv.Itoa(r.Limit)}
			if !r.Reset.IsZero() && !r.Over(at) && !recording {
				g.resets = r.Reset.UnixMilli()
			}
		}
		if i < 4 {
			lines = append(lines, t.whose(r)+": "+said+". "+t.text("gaugeTold", strconv.Itoa(r.Exchange), t.clock(r.Told)))
		}
	}
	if per := t.model.Rates[0].Per; per != "" {
		lines = append(lines, t.text("gaugePer", per))
	}
	if recording {
		lines = append(lines, t.text("gaugeRecording"))
	}
	g.tooltip = strings.Join(append(lines, t.text("gaugeOpens")), "\n")
	return g, true
}

// brief is a time of day for a person who looks at it on that day.
func (t labels) brief(at time.Time) string {
	return t.zone.Minute(timeline.NearMinute(at), time.UnixMilli(t.model.Last))
}
