package e2e

import (
	"fmt"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
)

// manyExchanges are in the list while it is tested.
const manyExchanges = 10000

// TestList has one list of many exchanges to the end: later parts rely on
// nothing but that they are there, none selected, and all shown ungrouped.
func TestList(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		l := list{openHarness(t, b)}
		t.Run("recording", func(t *testing.T) { list{screen{t, b.Page()}}.recording() })
		openHarness(t, b)
		eval[any](l.screen, fmt.Sprintf(`void harness.send(%d)`, manyExchanges))
		l.rest()
		for _, part := range []struct {
			name string
			test func(list)
		}{
			{"counts", list.counts},
			{"groups", list.groups},
			{"rows alive", list.rowsAlive},
			{"sort", list.sort},
			{"columns", list.columns},
			{"keyboard", list.keyboard},
			{"filters", list.filters},
			{"follow", list.follow},
			{"another window", list.anotherWindow},
		} {
			t.Run(part.name, func(t *testing.T) { part.test(list{screen{t, b.Page()}}) })
		}
	})
}

// A list is the list of requests, in front of a test.
type list struct{ screen }

// rest waits until all is read and drawn.
func (s screen) rest() {
	s.t.Helper()
	s.wait(`new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() =>
		drawn(document.querySelector("#list").getAttribute("aria-busy") === "false"))))`)
}

// rowCount is the number of rows, whether they are alive or not.
func (l list) rowCount() int {
	l.t.Helper()
	l.rest()
	return eval[int](l.screen, `Number(document.querySelector("#list").getAttribute("aria-rowcount")) - 1`)
}

// alive checks the rows that are alive: few, in their order, each at its place
// and no place twice, and the whole of what is seen covered.
func (l list) alive(where string) {
	l.t.Helper()
	l.rest()
	if wrong := eval[string](l.screen, `(() => {
		const list = document.querySelector("#list"), rows = [...document.querySelectorAll("#rows > *")];
		if (rows.length > 60) return rows.length + " rows are alive";
		const at = rows.map(row => Number(row.getAttribute("aria-rowindex"))), high = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--row"));
		if (at.some((index, i) => i > 0 && index <= at[i - 1])) return "rows stand in the order " + at;
		if (rows.some(row => parseFloat(row.style.top) !== (Number(row.getAttribute("aria-rowindex")) - 2) * high)) return "a row is not at its place";
		if (new Set(rows.map(row => row.id)).size !== rows.length) return "rows share an id";
		const head = document.querySelector(".head").offsetHeight;
		const all = Number(list.getAttribute("aria-rowcount")) - 1;
		for (let y = list.scrollTop; y < list.scrollTop + list.clientHeight - head; y += high) {
			const index = Math.floor(y / high);
			if (index < all && !at.includes(index + 2)) return "row " + index + " is seen but not there";
		}
		return "";
	})()`); wrong != "" {
		l.t.Errorf("%s: %s", where, wrong)
	}
}

// press presses a key where the focus is.
func (l list) press(keys ...string) {
	l.t.Helper()
	for _, key := range keys {
		eval[any](l.screen, `void document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: `+quote(key)+`, bubbles: true, cancelable: true}))`)
		l.rest()
	}
}

func (l list) focus(selector string) {
	l.t.Helper()
	eval[any](l.screen, `document.querySelector(`+quote(selector)+`).focus()`)
}

// selectedAt is the row that is selected, 0 is the first; -1: none is.
func (l list) selectedAt() int {
	l.t.Helper()
	l.rest()
	return eval[int](l.screen, `(() => {
		const selected = document.querySelectorAll("#rows [aria-selected=true]");
		const active = document.querySelector("#list").getAttribute("aria-activedescendant");
		if (selected.length > 1) return -2;
		if ((selected[0]?.id ?? null) !== active) return -3;
		return selected.length ? Number(selected[0].getAttribute("aria-rowindex")) - 2 : -1;
	})()`)
}

func (l list) want(what string, got, want any) {
	l.t.Helper()
	if got != want {
		l.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// recording opens one that is long: what fills the list is drawn before all is
// read, and none of it is news.
func (l list) recording() {
	l.click("#fold")
	l.click("#all")
	eval[any](l.screen, `(() => {
		const list = document.querySelector("#list"), rows = document.querySelector("#rows");
		new MutationObserver((_, observer) => {
			window.early = {busy: list.getAttribute("aria-busy"), alive: rows.children.length};
			observer.disconnect();
		}).observe(rows, {childList: true});
		harness.open(harness.har(`+fmt.Sprint(manyExchanges)+`));
	})()`)
	l.wait(`document.querySelector("#list").getAttribute("aria-busy") === "false" && window.early !== undefined`)
	early := eval[struct {
		Busy  string
		Alive int
	}](l.screen, `window.early`)
	l.want("aria-busy at the first rows", early.Busy, "true")
	if early.Alive == 0 || early.Alive == manyExchanges { // how many depends on the machine
		l.t.Errorf("%d rows come first", early.Alive)
	}
	l.want("rows of the recording", l.rowCount(), manyExchanges)
	l.want("what was opened is new", eval[bool](l.screen, `document.querySelector("#newest").checkVisibility()`), false)
}

func (l list) counts() {
	l.rest()
	if counts := l.text("#counts"); !strings.HasPrefix(counts, "2,500 of 10,000 failed · ") { // then the kinds
		l.t.Errorf("the status bar says %q", counts)
	}
	l.want("chip", l.text("#failing"), "Failed 2,500")
	l.want("chip", l.text("#all"), "All 10,000")
}

func (l list) groups() {
	// Four findings; one of them under two methods.
	groups := l.rowCount()
	if groups < 4 || groups > 40 {
		l.t.Fatalf("2500 failures are folded into %d rows", groups)
	}
	l.focus("#list")
	l.press("Home")
	l.want("selected", l.selectedAt(), 0)
	members := eval[int](l.screen, `Number(document.querySelector("#rows [aria-selected=true] .times").textContent)`)
	label := eval[string](l.screen, `document.querySelector("#rows [aria-selected=true] .spark").getAttribute("aria-label")`)
	if members < 2 || len(label) < 10 || eval[string](l.screen, `document.querySelector("#rows [aria-selected=true] .spark path").getAttribute("d")`) == "" {
		l.t.Errorf("a group of %d with the chart %q", members, label)
	}
	if shown := l.text("#detail .title"); shown == "" {
		l.t.Error("a group has no detail")
	}
	l.press("ArrowRight")
	l.want("rows of the unfolded list", l.rowCount(), groups+members)
	l.want("selected", l.selectedAt(), 0)
	l.press("ArrowRight", "ArrowDown")
	l.want("a member", l.selectedAt(), 2)
	l.want("level of a member", eval[string](l.screen, `document.querySelector("#rows [aria-selected=true]").getAttribute("aria-level")`), "2")
	l.alive("unfolded")
	l.press("ArrowLeft")
	l.want("group of the member", l.selectedAt(), 0)
	l.press("ArrowLeft")
	l.want("rows of the folded list", l.rowCount(), groups)
	l.press(" ")
	l.want("rows after Space", l.rowCount(), groups+members)
	l.press(" ")
	l.click(`#rows [aria-expanded="false"] .fold`)
	l.rest()
	l.want("unfolded by a click", eval[int](l.screen, `document.querySelectorAll("#rows [aria-expanded=true]").length`), 1)
	l.press("Escape")
	l.want("after Esc", l.selectedAt(), -1)
	l.click("#fold")
	l.want("rows without groups", l.rowCount(), 2500)
	l.click("#all")
	l.want("all rows", l.rowCount(), manyExchanges)
}

func (l list) rowsAlive() {
	for _, place := range []struct {
		name   string
		scroll string
	}{
		{"start", "0"}, {"middle", "scrollHeight / 2"}, {"a step on", "scrollTop + 66"}, {"a step back", "scrollTop - 44"},
		{"end", "scrollHeight"}, {"a page back", "scrollTop - clientHeight"}, {"start again", "0"},
	} {
		eval[any](l.screen, `(() => { const list = document.querySelector("#list"), {scrollTop, scrollHeight, clientHeight} = list; list.scrollTop = `+place.scroll+`; })()`)
		l.rest()
		l.alive(place.name)
	}
}

// column returns the texts of a column's cells in the rows that are seen.
func (l list) column(name string) []string {
	l.t.Helper()
	l.rest()
	return eval[[]string](l.screen, `[...document.querySelectorAll("#rows > * .`+name+`")].map(cell => cell.textContent.trim())`)
}

func (l list) sort() {
	first := l.column("time")
	for _, column := range []string{"status", "method", "endpoint", "what", "time", "number"} {
		directions := []string{"ascending", "descending", ""}
		if column == "time" { // it is in that order already
			directions = []string{"descending", "ascending"}
		}
		for _, direction := range directions {
			l.click(`[data-sort="` + column + `"]`)
			l.rest()
			eval[any](l.screen, `document.querySelector("#list").scrollTop = 0`)
			l.rest()
			got := eval[string](l.screen, `document.querySelector("[data-column=`+column+`]").getAttribute("aria-sort") ?? ""`)
			l.want("aria-sort of "+column, got, direction)
			l.alive("sorted by " + column + " " + direction)
			cells := l.column(column)
			for i := 1; i < len(cells) && direction != ""; i++ {
				before, after := fmt.Sprintf("%20s", cells[i-1]), fmt.Sprintf("%20s", cells[i])
				if column != "number" {
					before, after = cells[i-1], cells[i]
				}
				if direction == "descending" {
					before, after = after, before
				}
				if before > after && after != "" && before != "" {
					l.t.Errorf("sorted by %s, %s: %q stands before %q", column, direction, cells[i-1], cells[i])
					break
				}
			}
		}
	}
	l.want("first row in natural order again", l.column("time")[0], first[0])
	l.focus(`[data-sort="status"]`)
	l.press("ArrowRight")
	l.want("heading behind the first", eval[string](l.screen, `document.activeElement.dataset.sort`), "method")
	l.press("ArrowLeft")
}

func (l list) columns() {
	width := func() int {
		l.rest()
		return eval[int](l.screen, `document.querySelector("[data-column=endpoint]").offsetWidth`)
	}
	cell := func() int { return eval[int](l.screen, `document.querySelector("#rows .endpoint").offsetWidth`) }
	usual := width()
	l.focus(`[data-column="endpoint"] [role="separator"]`)
	l.press("ArrowRight", "ArrowRight")
	l.want("after two presses", width(), usual+16)
	l.want("width of a cell", cell(), usual+16)
	l.want("aria-valuenow", eval[string](l.screen, `document.activeElement.getAttribute("aria-valuenow")`), fmt.Sprint(usual+16))
	l.press("ArrowLeft")
	l.want("after one back", width(), usual+8)
	eval[any](l.screen, `(() => {
		const separator = document.activeElement, at = separator.getBoundingClientRect();
		separator.setPointerCapture = () => {};
		for (const [type, x] of [["pointerdown", 0], ["pointermove", 30], ["pointerup", 30], ["pointermove", 90]])
			separator.dispatchEvent(new PointerEvent(type, {clientX: at.x + x, button: 0, pointerId: 1, bubbles: true}));
	})()`)
	l.want("after a pull", width(), usual+38)
	eval[any](l.screen, `void document.activeElement.dispatchEvent(new MouseEvent("dblclick", {bubbles: true}))`)
	l.want("after a double click", width(), usual)
}

func (l list) keyboard() {
	eval[any](l.screen, `document.querySelector("#list").scrollTop = 0`)
	l.focus("#list")
	for _, step := range []struct {
		key string
		at  int
	}{
		{"ArrowDown", 0}, {"ArrowDown", 1}, {"ArrowUp", 0}, {"ArrowUp", 0}, {"End", manyExchanges - 1}, {"ArrowDown", manyExchanges - 1},
		{"ArrowUp", manyExchanges - 2}, {"Home", 0},
	} {
		l.press(step.key)
		l.want("row after "+step.key, l.selectedAt(), step.at)
		l.alive("after " + step.key)
	}
	l.press("PageDown")
	page := l.selectedAt()
	if page < 5 || page > 60 {
		l.t.Errorf("Page Down goes to row %d", page)
	}
	l.press("PageUp")
	l.want("row after PageUp", l.selectedAt(), 0)

	eval[any](l.screen, `document.querySelector("#list").scrollTop = 100000`) // the selected row is no longer seen
	l.rest()
	l.want("row that is not seen", l.selectedAt(), 0)
	l.alive("selected row out of sight")

	l.press("Enter")
	l.want("focus after Enter", eval[string](l.screen, `document.activeElement.id`), "detail")
	l.press("Escape")
	l.want("focus after Esc", eval[string](l.screen, `document.activeElement.id`), "list")
	l.press("Escape")
	l.want("row after Esc", l.selectedAt(), -1)
	l.press("/")
	l.want("focus after /", eval[string](l.screen, `document.activeElement.id`), "filter")
	l.fill("#filter", "status:429")
	l.want("rows of a filter", l.rowCount(), manyExchanges/16)
	l.focus("#list")
	l.press("Escape")
	l.want("rows after Esc", l.rowCount(), manyExchanges)
	eval[any](l.screen, `void document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "f", ctrlKey: true, bubbles: true, cancelable: true}))`)
	l.want("focus after Ctrl+F", eval[string](l.screen, `document.activeElement.id`), "find-text")
	l.press("Escape")
}

func (l list) filters() {
	for _, filter := range []struct {
		text string
		rows int
	}{
		{"status:429", manyExchanges / 16}, {"status:4xx -status:429", 2 * manyExchanges / 16}, {"is:ok", 3 * manyExchanges / 4},
		{"rate-limit", manyExchanges / 16}, {`"no such phrase"`, 0}, {"host:fitbit", manyExchanges}, {"", manyExchanges},
	} {
		l.fill("#filter", filter.text)
		l.want("rows of "+filter.text, l.rowCount(), filter.rows)
		l.alive("filter " + filter.text)
	}
	for _, choice := range []struct {
		name string
		rows int
	}{{"4xx", 3 * manyExchanges / 16}, {"5xx", manyExchanges / 16}, {"auth", 2 * manyExchanges / 16}, {"network", 0}, {"failing", manyExchanges / 4}} {
		l.click(`[data-choice="` + choice.name + `"]`)
		l.want("rows of the chip "+choice.name, l.rowCount(), choice.rows)
	}
	for _, chip := range []string{"4xx", "5xx"} { // together
		eval[any](l.screen, `document.querySelector("[data-choice='`+chip+`']").dispatchEvent(new MouseEvent("click", {ctrlKey: true, bubbles: true}))`)
	}
	l.want("rows of two chips", l.rowCount(), 4*manyExchanges/16)
	l.want("count of a chip", l.text("[data-choice='4xx'] .count"), "1,875")
	l.click("#all")
	l.want("rows of all", l.rowCount(), manyExchanges)
}

func (l list) follow() {
	atEnd := func() bool {
		l.rest()
		return eval[bool](l.screen, `(list => list.scrollHeight - list.clientHeight - list.scrollTop < 4)(document.querySelector("#list"))`)
	}
	send := func(n int) { eval[any](l.screen, fmt.Sprintf(`void harness.send(%d)`, n)); l.rest() }
	eval[any](l.screen, `document.querySelector("#list").scrollTop = 1e9`)
	l.rest()
	send(20)
	l.want("follows at the end", atEnd(), true)
	eval[any](l.screen, `document.querySelector("#list").scrollTop -= 500`)
	l.rest()
	before := eval[float64](l.screen, `document.querySelector("#list").scrollTop`)
	send(16)
	l.want("stays where a person scrolled to", eval[float64](l.screen, `document.querySelector("#list").scrollTop`), before)
	l.want("says what is new", l.text("#newest"), "16 new ↓")
	l.click("#newest")
	l.want("goes to the end", atEnd(), true)
	l.want("the button is gone", eval[bool](l.screen, `document.querySelector("#newest").checkVisibility()`), false)
	send(16)
	l.want("follows again", atEnd(), true)
	l.focus("#list")
	l.press("Home")
	send(16)
	l.want("stays at a selected row", l.selectedAt(), 0)
	l.alive("with a selected row")
	l.press("Escape")
}

// anotherWindow draws into another document, as after a re-dock of Firefox.
func (l list) anotherWindow() {
	l.click("#fold")
	l.click("#failing")
	l.focus("#list")
	l.press("Home", "ArrowRight", "PageDown", "PageDown")
	rows, at := l.rowCount(), l.selectedAt()
	scrolled := eval[float64](l.screen, `document.querySelector("#list").scrollTop`)
	eval[any](l.screen, `new Promise(async shown => {
		const frame = document.createElement("iframe");
		frame.id = "another";
		frame.style = "position: fixed; inset: 0; width: 100%; height: 100%; border: 0; background: Canvas";
		frame.srcdoc = (await (await fetch("panel.html")).text()).replaceAll(/<script.*?<\/script>/g, "");
		frame.onload = () => { harness.redock(frame.contentWindow); shown(); };
		document.body.append(frame);
	})`)
	in := `document.querySelector("#another").contentDocument`
	l.wait(in + `.querySelector("#rows [aria-selected=true]") !== null`)
	l.want("rows there", eval[int](l.screen, `Number(`+in+`.querySelector("#list").getAttribute("aria-rowcount")) - 1`), rows)
	l.want("selected there", eval[int](l.screen, `Number(`+in+`.querySelector("#rows [aria-selected=true]").getAttribute("aria-rowindex")) - 2`), at)
	l.wait(fmt.Sprintf(`Math.abs(%s.querySelector("#list").scrollTop - %f) < 1`, in, scrolled))
	l.want("unfolded there", eval[int](l.screen, in+`.querySelectorAll("#rows [aria-expanded=true], #rows [aria-level='2']").length > 0 ? 1 : 0`), 1)
}
