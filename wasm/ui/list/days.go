//go:build js && wasm

package list

import (
	"strconv"
	"syscall/js"
	"time"

	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// drawDays writes, between the rows that are seen, which day and file those below
// are of.
func (v *View) drawDays(layout listmodel.Layout, file func(id int) string, from, to int) {
	w, used := &v.el.rowView, 0
	for _, row := range layout.Breaks {
		if row < from || row >= to {
			continue
		}
		if used == len(w.days) {
			line := v.Create("div")
			v.el.days.AppendChild(line)
			w.days = append(w.days, line)
		}
		line := w.days[used]
		used++
		page.Style(line, "top", strconv.Itoa(layout.Top(row)-listmodel.RowHeight)+"px")
		id, began := v.model.Leads(row)
		text := v.dayText(began)
		if file != nil {
			text = richtext.Join(" · ", text, file(id))
		}
		if line.TextContent() != text {
			line.SetTextContent(text)
		}
	}
	for i, line := range w.days {
		page.Show(line, i < used)
	}
}

// dayText is a day as the reader's language writes it; "" where it isn't known.
func (v *View) dayText(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return v.localDay(day, v.el.rowView.dayForm)
}

func (v *View) localDay(day time.Time, form js.Value) string {
	return js.Global().Get("Date").New(day.UnixMilli()).Call("toLocaleDateString", v.Text("language"), form).String()
}

// shortDays are days without their year, as the browser wrote them.
type shortDays struct {
	form js.Value
	said map[int]string
}

// shortDay is a day for a cell that has little room.
func (v *View) shortDay(day time.Time) string {
	short := &v.el.rowView.short
	if short.said == nil {
		short.form = js.ValueOf(map[string]any{"day": "numeric", "month": "short"})
		short.said = map[int]string{}
	}
	n := day.Year()*1000 + day.YearDay()
	if short.said[n] == "" {
		short.said[n] = v.localDay(day, short.form)
	}
	return short.said[n]
}
