package e2e

import (
	"net/url"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
)

// TestMenusKeysAndDivider uses the list as people use the browser's own: context menus, keys, a
// divider to drag, columns to choose.
func TestMenusKeysAndDivider(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.waitSeen("#detail")
		s.rest()
		s.waitFocus("#list") // a person goes on with the keys
		s.keepCopies()
		t.Cleanup(func() { b.Resize(0, 0) })
		for _, part := range []struct {
			name string
			test func(screen)
		}{
			{"context menu by the pointer", screen.contextMenu},
			{"context menu by keys", screen.contextMenuByKeys},
			{"the browser's own menu", screen.browsersMenu},
			{"copies of a row", screen.rowCopies},
			{"copies of a fact", screen.factCopies},
			{"show only, exclude", screen.narrows},
			{"hidden by the filter", screen.hiddenByFilter},
			{"compare", screen.compares},
			{"elsewhere", screen.showsElsewhere},
			{"Ctrl+C and double click", screen.copiesAndOpens},
			{"members", screen.members},
			{"days", screen.days},
			{"columns", screen.choosesColumns},
		} {
			t.Run(part.name, func(t *testing.T) { part.test(screen{t, b.Page()}) })
		}
		t.Run("files", func(t *testing.T) { screen{t, b.Page()}.files() })
		t.Run("divider", func(t *testing.T) { screen{t, b.Page()}.splits(b) })
	})
}

// keepCopies has what is copied kept for the test.
func (s screen) keepCopies() {
	eval[any](s, `addEventListener("copy", event => { window.copied = event.clipboardData.getData("text/plain"); })`)
}

// rightClick presses the other button on an element; it reports whether the
// browser's own menu stays away.
func (s screen) rightClick(selector string) (own bool) {
	s.t.Helper()
	return eval[bool](s, `(() => {
		const e = document.querySelector(`+quote(selector)+`), box = e.getBoundingClientRect();
		return !e.dispatchEvent(new MouseEvent("contextmenu", {bubbles: true, cancelable: true, button: 2, clientX: box.x + 5, clientY: box.y + 5}));
	})()`)
}

// openContextMenu opens the context menu of an element, as often as it takes: a change
// of the window's size closes it, and that of an earlier one may come late.
func (s screen) openContextMenu(selector string) {
	s.t.Helper()
	s.wait(`(() => {
		if (document.querySelector("#context-menu").checkVisibility({visibilityProperty: true})) return true;
		const e = document.querySelector(` + quote(selector) + `), box = e.getBoundingClientRect();
		e.dispatchEvent(new MouseEvent("contextmenu", {bubbles: true, cancelable: true, button: 2, clientX: box.x + 5, clientY: box.y + 5}));
		return false;
	})()`)
}

// choose opens the context menu of an element and chooses an item by its words,
// through its submenu where there is one.
func (s screen) choose(selector string, words ...string) {
	s.t.Helper()
	if !s.rightClick(selector) {
		s.t.Fatalf("%s has no context menu", selector)
	}
	for _, word := range words {
		s.wait(s.itemThat(word) + ` !== undefined`)
		eval[any](s, s.itemThat(word)+`.click()`)
	}
	s.wait(`!document.querySelector("#context-menu").checkVisibility()`)
}

// itemThat is the item of an open context menu that begins with a text.
func (s screen) itemThat(begins string) string {
	return `[...document.querySelectorAll(".context:not([hidden]) [role^=menuitem]")].findLast(item => item.textContent.startsWith(` + quote(begins) + `))`
}

const menuItems = `[...document.querySelectorAll("#context-menu [role^=menuitem]")].map(item => item.textContent)`

func (s screen) contextMenu() {
	row := `#rows [data-exchange] .method`
	if !s.rightClick(row) {
		s.t.Fatal("a row has the browser's menu")
	}
	s.waitSeen("#context-menu")
	if items := eval[[]string](s, menuItems); len(items) < 2 || !strings.HasPrefix(items[0], "Copy “") {
		s.t.Errorf("the menu has %q", items)
	}
	if n := eval[int](s, `document.querySelectorAll("#rows [data-menu]").length`); n != 1 {
		s.t.Errorf("%d rows are marked as those that the menu is about", n)
	}
	// It is inside of the window, wherever it opens.
	for _, at := range []string{"2, 2", "innerWidth - 2, innerHeight - 2"} {
		eval[any](s, `((x, y) => document.querySelector("#rows [data-exchange]").dispatchEvent(new MouseEvent("contextmenu", {bubbles: true, cancelable: true, clientX: x, clientY: y})))(`+at+`)`)
		eval[any](s, s.itemThat("Copy")+`.focus()`)
		s.keys("End", "ArrowRight")
		for _, list := range []string{"#context-menu", "#context-submenu"} {
			if inside := eval[bool](s, `(box => box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight)(document.querySelector(`+quote(list)+`).getBoundingClientRect())`); !inside {
				s.t.Errorf("opened at %s, %s is outside of the window", at, list)
			}
		}
	}
	// A press beside it closes it.
	s.click("#tabs [aria-selected=true]")
	s.wait(`!document.querySelector("#context-menu").checkVisibility() && !document.querySelector("#context-submenu").checkVisibility() && document.querySelector("[data-menu]") === null`)
	// A submenu opens where the pointer rests.
	s.rightClick(row)
	eval[any](s, `[...document.querySelectorAll("#context-menu [aria-haspopup]")][0].dispatchEvent(new PointerEvent("pointerover", {bubbles: true}))`)
	s.waitSeen("#context-submenu")
	eval[any](s, `document.querySelector("#context-menu [role=menuitem]").dispatchEvent(new PointerEvent("pointerover", {bubbles: true}))`)
	s.wait(`!document.querySelector("#context-submenu").checkVisibility()`)
	s.keys("Escape")
	s.wait(`!document.querySelector("#context-menu").checkVisibility()`)
}

func (s screen) contextMenuByKeys() {
	s.focus("#list")
	s.keys("Home", "Shift+F10")
	s.waitSeen("#context-menu")
	focusedItem := func(want string) {
		s.t.Helper()
		s.wait(`document.activeElement.textContent.startsWith(` + quote(want) + `) && document.activeElement.role.startsWith("menuitem")`)
	}
	focusedItem("Copy")
	s.keys("End", "ArrowDown")
	focusedItem("Copy")
	s.keys("ArrowRight")
	focusedItem("As cURL")
	s.keys("r")
	focusedItem("Re")
	s.keys("ArrowLeft")
	focusedItem("Copy")
	s.wait(`!document.querySelector("#context-submenu").checkVisibility()`)
	s.keys("ArrowRight", "Escape")
	s.waitSeen("#context-menu")
	s.keys("Escape")
	s.wait(`!document.querySelector("#context-menu").checkVisibility()`)
	s.waitFocus("#list")
	eval[any](s, `document.querySelector("#list").dispatchEvent(new KeyboardEvent("keydown", {key: "ContextMenu", bubbles: true, cancelable: true}))`)
	s.waitSeen("#context-menu")
	s.keys("Escape")
	s.waitFocus("#list")
}

// browsersMenu is there in fields, on links, and where text is selected.
func (s screen) browsersMenu() {
	if s.rightClick("#filter") {
		s.t.Error("a field has no menu of the browser")
	}
	eval[any](s, `getSelection().selectAllChildren(document.querySelector("#detail .cause"))`)
	if s.rightClick("#detail .cause") {
		s.t.Error("selected text has no menu of the browser")
	}
	eval[any](s, `getSelection().removeAllRanges()`)
}

func (s screen) rowCopies() {
	s.fill("#filter", "status:403")
	s.rest()
	row := `#rows [data-status="403"] .method`
	for _, copy := range []struct{ item, want string }{
		{"As cURL", "curl '"}, {"URL", "https://"}, {"Response body", "{"}, {"Report", "## "}, {"As fetch", "await fetch("}, {"HAR", `{"log"`},
	} {
		eval[any](s, `void (window.copied = "")`)
		s.choose(row, "Copy", copy.item)
		if got := eval[string](s, `window.copied`); !strings.HasPrefix(strings.TrimSpace(got), copy.want) {
			s.t.Errorf("%s copies %.80q, want %q", copy.item, got, copy.want)
		}
		s.wait(`document.querySelector("#said").checkVisibility() && document.querySelector("#announce").textContent === "Copied"`)
	}
	s.choose(row, "Copy “")
	if got := eval[string](s, `window.copied`); got != s.text(row) {
		s.t.Errorf("the cell's copy is %q, its text %q", got, s.text(row))
	}
	s.fill("#filter", "")
}

// factCopies are those of evidence and of header fields.
func (s screen) factCopies() {
	fact := `#detail .evidence li:has(button.where)`
	s.choose(fact, "Copy value")
	value := s.text(fact + " .text")
	if got := eval[string](s, `window.copied`); got != value || got == "" {
		s.t.Errorf("the value %q is copied as %q", value, got)
	}
	s.choose(fact, "Copy “")
	if got := eval[string](s, `window.copied`); got != s.text(fact+" .label")+": "+value {
		s.t.Errorf("the fact is copied as %q", got)
	}
	s.choose(fact, "Go to source")
	s.wait(`document.querySelector("#detail .pointed") !== null`)
	// A token stays masked, though it is shown.
	eval[any](s, `document.querySelectorAll("#detail details").forEach(details => { details.open = true; })`)
	field := `#detail .request .fields li:has(.secret)`
	s.click(field + " .secret")
	s.wait(`document.querySelector(` + quote(field+" .secret") + `).ariaPressed === "true"`)
	shown := s.text(field + " .secret .shown")
	s.choose(field, "Copy “")
	if got := eval[string](s, `window.copied`); !strings.HasPrefix(got, "Authorization: ") && !strings.HasPrefix(got, "authorization: ") || strings.Contains(got, shown) {
		s.t.Errorf("the header field is copied as %q", got)
	}
	eval[any](s, `document.querySelectorAll("#detail details").forEach(details => { details.open = false; })`)
}

// filter is what the filter asks for.
func (s screen) filter() string {
	s.t.Helper()
	s.rest()
	return eval[string](s, `document.querySelector("#filter").value`)
}

func (s screen) narrows() {
	row := `#rows [data-status="403"] .method`
	s.choose(row, "Show only", "Status 403")
	if got := s.filter(); got != "status:403" {
		s.t.Errorf("the filter asks for %q", got)
	}
	for _, r := range s.rows() {
		if r.Status != "403" && r.Status != "" {
			s.t.Errorf("%+v is shown", r)
		}
	}
	before := len(s.rows())
	s.choose(row, "Exclude", "Error")
	if got := s.filter(); !strings.HasPrefix(got, "status:403 -entry:") {
		s.t.Errorf("the filter asks for %q", got)
	}
	if n := len(s.rows()); n >= before {
		s.t.Errorf("%d rows are left of %d", n, before)
	}
	s.fill("#filter", "")
	s.rest()
	s.choose(row, "Show only", "Endpoint")
	endpoint := strings.TrimSuffix(strings.TrimPrefix(s.filter(), `endpoint:"`), `"`)
	if got := s.text(row + " ~ .endpoint"); got != endpoint || got == "" {
		s.t.Errorf("the filter asks for %q, the row is of %q", endpoint, got)
	}
	s.fill("#filter", "")
	s.rest()
	s.choose(row, "Show only", "Token")
	if got := s.filter(); !strings.HasPrefix(got, "token:") || len(s.rows()) == 0 {
		s.t.Errorf("the filter %q shows %d rows", got, len(s.rows()))
	}
	s.fill("#filter", "")
	s.rest()
}

func (s screen) hiddenByFilter() {
	s.focus("#list")
	s.keys("Home")
	s.fill("#filter", "no request has this")
	s.waitSeen("#outside")
	s.click("#outside button")
	s.wait(`!document.querySelector("#outside").checkVisibility() && document.querySelector("#rows [aria-selected=true]") !== null`)
	if got := s.filter(); got != "" {
		s.t.Errorf("the filter still asks for %q", got)
	}
}

// first and second are two rows, by the numbers of their requests.
func (s screen) first() (first, second string) {
	s.t.Helper()
	s.rest()
	numbers := eval[[]string](s, `[...document.querySelectorAll("#rows [data-exchange]")].map(row => row.dataset.exchange)`)
	if len(numbers) < 2 {
		s.t.Fatalf("only %q are listed", numbers)
	}
	return numbers[0], numbers[1]
}

func (s screen) compares() {
	first, second := s.first()
	compared := func(with string) {
		s.t.Helper()
		s.wait(`document.querySelector("#detail details.compare").open && document.querySelector("#detail details.compare").checkVisibility()`)
		if got := s.text("#detail details.compare summary"); !strings.HasPrefix(got, "Compare with #"+with) {
			s.t.Errorf("it is %q, want the comparison with #%s", got, with)
		}
		if at := eval[string](s, `document.querySelector("#rows [aria-selected=true]").dataset.exchange`); at != first {
			s.t.Errorf("#%s is selected, want #%s", at, first)
		}
	}
	s.choose(`#rows [data-exchange="`+first+`"] .method`, "Compare with…")
	s.waitSeen("#choosing")
	s.click(`#rows [data-exchange="` + second + `"] .method`)
	compared(second)
	s.wait(`!document.querySelector("#choosing").checkVisibility()`)
	// By keyboard, and canceled.
	s.focus("#list")
	s.choose(`#rows [data-exchange="`+first+`"] .method`, "Compare with…")
	s.keys("Escape")
	s.wait(`!document.querySelector("#choosing").checkVisibility()`)
	s.choose(`#rows [data-exchange="`+first+`"] .method`, "Compare with…")
	s.waitFocus("#list")
	s.keys("ArrowDown", "Enter")
	compared(second)
	// With the one that is selected, at once.
	s.choose(`#rows [data-exchange="`+second+`"] .method`, "Compare with #"+first)
	compared(second)
}

func (s screen) showsElsewhere() {
	first, _ := s.first()
	row := `#rows [data-exchange="` + first + `"] .method`
	s.choose(row, "Show in timeline")
	s.wait(`document.querySelector("#timeline-tab-button").ariaSelected === "true" && document.activeElement === document.querySelector("#timeline .board")`)
	s.openTab("requests")
	s.choose(row, "Show in catalog")
	s.wait(`document.querySelector("#catalog-tab-button").ariaSelected === "true" && document.activeElement === document.querySelector("#topic")`)
	s.keys("Escape")
	s.wait(`document.querySelector("#requests-tab-button").ariaSelected === "true"`)
	s.rightClick(row)
	if eval[bool](s, s.itemThat("Open in Network panel")+` !== undefined`) {
		s.t.Error("a page offers the Network panel")
	}
	if eval[bool](s, s.itemThat("Open documentation")+` === undefined`) {
		s.t.Error("there is no way to the documentation")
	}
	s.keys("Escape")
}

// networkPanel opens a request in Chromium's own panel; Firefox has no way to it.
func (p panel) networkPanel() {
	s := p.screen()
	s.clear()
	p.call("expired-token")
	s.waitFinding("expired-token")
	row := `#rows [data-finding="expired-token"] .method`
	s.rightClick(row)
	offered := eval[bool](s, s.itemThat("Open in Network panel")+` !== undefined`)
	s.keys("Escape")
	if offered != (p.browser.Name() == browser.Chromium) {
		p.t.Errorf("the Network panel is offered: %t", offered)
	}
	if !offered {
		return
	}
	background, err := p.browser.Background()
	p.must(err)
	behind := screen{p.t, background}
	eval[any](behind, `void (chrome.devtools.panels.openResource = url => { globalThis.revealed = url; })`)
	s.choose(row, "Open in Network panel")
	behind.wait(`globalThis.revealed?.startsWith("https://api.fitbit.com/")`)
}

func (s screen) copiesAndOpens() {
	first, _ := s.first()
	row := `#rows [data-exchange="` + first + `"]`
	s.click(row + " .method")
	s.focus("#list")
	eval[any](s, `void (window.copied = "")`)
	s.keys("Ctrl+c")
	s.wait(`window.copied.startsWith("https://")`)
	s.wait(`document.querySelector("#said").checkVisibility()`)
	twice := func(selector string) {
		eval[any](s, `document.querySelector(`+quote(selector)+`).dispatchEvent(new MouseEvent("dblclick", {bubbles: true}))`)
		s.rest()
	}
	twice(`#rows [aria-expanded="false"] .method`)
	if n := eval[int](s, `document.querySelectorAll("#rows [aria-expanded=true]").length`); n != 1 {
		s.t.Errorf("%d groups are unfolded", n)
	}
	twice(`#rows [aria-expanded="true"] .method`)
	s.click(`#rows [aria-level="1"]:not([aria-expanded]) .method`)
	twice(`#rows [aria-level="1"]:not([aria-expanded]) .method`)
	s.waitFocus("#detail")
}

// members say in what they differ.
func (s screen) members() {
	s.click(`#rows [aria-expanded="false"] .fold`)
	s.wait(`document.querySelector("#rows [aria-level='2']") !== null`)
	cells := eval[map[string]string](s, `Object.fromEntries([...document.querySelector("#rows [aria-level='2']").children].map(cell => [cell.className, cell.textContent]))`)
	if cells["status"] != "" || cells["method"] != "" || !strings.HasPrefix(cells["endpoint"], "/") || cells["number"] == "" || cells["time"] == "" {
		s.t.Errorf("a member says %q", cells)
	}
	s.click(`#rows [aria-expanded="true"] .fold`)
	s.rest()
}

func (s screen) days() {
	s.rest()
	eval[any](s, `void (document.querySelector("#list").scrollTop = 0)`)
	s.rest()
	days := eval[[]string](s, `[...document.querySelectorAll("#days > :not([hidden])")].map(day => day.textContent)`)
	if len(days) < 2 || days[0] != "Fri, Oct 30, 2026" {
		s.t.Errorf("the days are %q", days)
	}
	if wrong := eval[string](s, `(() => {
		const rows = [...document.querySelectorAll("#rows > *")].map(row => row.getBoundingClientRect());
		for (const day of document.querySelectorAll("#days > :not([hidden])")) {
			const box = day.getBoundingClientRect();
			if (rows.some(row => row.top < box.bottom - 1 && row.bottom > box.top + 1)) return day.textContent + " is over a row";
			if (!rows.some(row => Math.abs(row.top - box.bottom) < 1)) return "no row is below " + day.textContent;
		}
		return "";
	})()`); wrong != "" {
		s.t.Error(wrong)
	}
	s.focus("#list")
	s.keys("End")
	s.rest()
	s.keys("Home")
	s.rest()
	if top := eval[float64](s, `document.querySelector("#list").scrollTop`); top != 0 {
		s.t.Errorf("the first row is revealed without its day, from %v", top)
	}
	s.click(`[data-sort="status"]`)
	s.rest()
	if eval[bool](s, `document.querySelector("#days > :not([hidden])") !== null`) {
		s.t.Error("rows by status have days")
	}
	if wrong := eval[[]string](s, `[...document.querySelectorAll("#rows .time")].map(cell => cell.textContent).filter(text => !/^(Oct 30|Nov 2) \d\d:\d\d$/.test(text))`); len(wrong) > 0 {
		s.t.Errorf("their times lack the day: %q", wrong)
	}
	s.click(`[data-sort="time"]`)
	s.rest()
	if got := eval[string](s, `document.querySelector("[data-column=time]").getAttribute("aria-sort")`); got != "ascending" {
		s.t.Errorf("the list's own order is said to be %q", got)
	}
}

// files are distinguished if there are several.
func (s screen) files() {
	s.click("#all") // a failure may be listed in the row of one before
	s.drop("one.har", recording("success"))
	s.imported()
	s.drop("two.har", recording("success"))
	s.imported()
	s.rest()
	s.focus("#list")
	s.keys("End")
	s.wait(`[...document.querySelectorAll("#days > :not([hidden])")].some(line => line.textContent.endsWith(" · two.har"))`)
}

func (s screen) choosesColumns() {
	heading := `.columns [data-column="endpoint"] button`
	shown := func(column string) bool {
		s.rest()
		return eval[bool](s, `(document.querySelector("#rows > * > .`+column+`")?.offsetWidth ?? 0) > 0 && document.querySelector(".columns > .`+column+`").offsetWidth > 0`)
	}
	for _, column := range []struct{ item, name string }{{"Host", "host"}, {"Duration", "duration"}, {"Token", "token"}, {"Confidence", "certainty"}} {
		if shown(column.name) {
			s.t.Errorf("%s is shown at first", column.name)
		}
		s.choose(heading, column.item)
		if !shown(column.name) {
			s.t.Errorf("%s isn't shown", column.name)
		}
		s.click(`[data-sort="` + column.name + `"]`)
		s.wait(`document.querySelector("[data-column=` + column.name + `]").hasAttribute("aria-sort")`)
	}
	if text := s.text("#rows > * > .duration"); !strings.HasSuffix(text, " ms") {
		s.t.Errorf("a duration is %q", text)
	}
	s.choose(heading, "Method")
	if shown("method") {
		s.t.Error("the method is still shown")
	}
	s.rightClick(heading)
	if got := eval[string](s, s.itemThat("Method")+`.ariaChecked + " " + `+s.itemThat("Host")+`.ariaChecked`); got != "false true" {
		s.t.Errorf("checked: %s", got)
	}
	s.keys("Escape")
	s.choose(heading, "Sort descending")
	if got := eval[string](s, `document.querySelector("[data-column=endpoint]").getAttribute("aria-sort")`); got != "descending" {
		s.t.Errorf("sorted: %q", got)
	}
	s.openAnew()
	s.rest()
	if !shown("host") || shown("method") {
		s.t.Error("after loading anew, other columns are shown")
	}
	s.choose(heading, "Reset columns")
	if shown("host") || !shown("method") || !shown("number") {
		s.t.Error("after a reset, other columns are shown")
	}
}

// openAnew loads the sample's page again, as it was set up.
func (s screen) openAnew() {
	s.t.Helper()
	eval[any](s, `(history.replaceState(null, "", "#sample"), location.reload())`)
	s.wait(`typeof globalThis.misstep?.version === "string" && document.querySelector("#detail").checkVisibility()`)
	s.rest()
}

// splits moves the line between list and explanation, beside each other and below.
func (s screen) splits(b browser.Browser) {
	size := func(side string) int {
		s.t.Helper()
		s.rest()
		return eval[int](s, `Math.round(100 * document.querySelector("#requests").getBoundingClientRect().`+side+` / document.querySelector("#requests-tab").getBoundingClientRect().`+side+`)`)
	}
	for _, layout := range []struct {
		width             int
		side, orientation string
	}{{1000, "width", "vertical"}, {420, "height", "horizontal"}} {
		s.must(b.Resize(layout.width, 800))
		s.wait(`document.querySelector("#splitter").ariaOrientation === ` + quote(layout.orientation))
		s.click(`[data-sort="count"]`)
		s.wait(`document.querySelector("[data-column=count]").hasAttribute("aria-sort")`)
		if cut := eval[bool](s, `(heading => heading.scrollWidth > heading.clientWidth)(document.querySelector("[data-sort=count]"))`); cut {
			s.t.Errorf("%d px wide, the heading of the counts is cut", layout.width)
		}
		usual := size(layout.side)
		s.focus("#splitter")
		s.keys("ArrowLeft", "ArrowUp")
		if got, said := size(layout.side), eval[int](s, `Number(document.querySelector("#splitter").ariaValueNow)`); got != usual-4 || said != got {
			s.t.Errorf("%s: after two presses %d %%, said to be %d, before %d", layout.side, got, said, usual)
		}
		s.keys("Home")
		if got := size(layout.side); got != 15 {
			s.t.Errorf("%s: at the least %d %%", layout.side, got)
		}
		s.keys("Enter")
		eval[any](s, `(() => {
			const line = document.querySelector("#splitter"), at = line.getBoundingClientRect();
			line.setPointerCapture = () => {};
			for (const [type, by] of [["pointerdown", 0], ["pointermove", -100], ["pointerup", -100], ["pointermove", 0]])
				line.dispatchEvent(new PointerEvent(type, {clientX: at.x + at.width / 2 + by, clientY: at.y + at.height / 2 + by, button: 0, pointerId: 1, bubbles: true}));
		})()`)
		if got := size(layout.side); got > usual-9 || got < 15 {
			s.t.Errorf("%s: pulled from %d to %d %%", layout.side, usual, got)
		}
		if layout.width == 1000 { // it is remembered
			pulled := size(layout.side)
			s.openAnew()
			if got := size(layout.side); got != pulled {
				s.t.Errorf("after loading anew %d %%, want %d", got, pulled)
			}
		}
		eval[any](s, `void document.querySelector("#splitter").dispatchEvent(new MouseEvent("dblclick", {bubbles: true}))`)
		if got := size(layout.side); got != usual {
			s.t.Errorf("%s: reset to %d %%, want %d", layout.side, got, usual)
		}
	}
}
