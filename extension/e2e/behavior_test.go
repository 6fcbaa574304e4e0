package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// TestBehavior uses DevTools windows of its own.
func TestBehavior(t *testing.T) {
	serveEmulators()
	inEach(t, func(t *testing.T, b browser.Browser) {
		p := panel{t, b}
		p.openDemo()
		p.must(b.OpenDevTools())
		p.must(b.ShowPanel())
		for _, part := range []struct {
			name string
			test func(panel)
		}{
			{"empty list", panel.emptyStates},
			{"other hosts", panel.otherHosts},
			{"keys", panel.keys},
			{"navigation", panel.preserveLog},
			{"death", panel.death},
			{"state", panel.state},
		} {
			t.Run(part.name, func(t *testing.T) { part.test(on(t, b)) })
		}
		p.must(b.CloseDevTools())
	})
}

// pressKey presses a key where the focus is; modified: with Ctrl.
func (s screen) pressKey(key string, modified bool) {
	s.t.Helper()
	eval[any](s, fmt.Sprintf(`void document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: %s, ctrlKey: %t, bubbles: true, cancelable: true}))`, quote(key), modified))
}

// says waits until an element says all the words.
func (s screen) says(selector string, words ...string) {
	s.t.Helper()
	for _, word := range words {
		s.wait(`document.querySelector(` + quote(selector) + `)?.checkVisibility() && document.querySelector(` + quote(selector) + `).textContent.includes(` + quote(word) + `)`)
	}
}

func (p panel) emptyStates() {
	s := p.screen()
	s.clear()
	s.says("#empty", "No requests yet", "api.fitbit.com")
	s.click("#pause")
	s.says("#empty", "stopped")
	s.click("#empty [data-action=resume]")
	s.says("#empty", "No requests yet")
	p.call("success")
	s.says("#empty", "No failures")
	s.click("#empty [data-action=show-all]")
	s.waitRows("row of the success", func(rows []row) bool { return has(rows, "200") })
	s.fill("#filter", "nowhere")
	s.says("#empty", "“nowhere”")
	s.click("#empty [data-action=clear-filter]")
	s.waitRows("row of the success again", func(rows []row) bool { return has(rows, "200") })
	s.click("#failing")
}

// otherHosts watches a host that the empty list names.
func (p panel) otherHosts() {
	s := p.screen()
	s.clear()
	s.wait(`!document.querySelector("#others").checkVisibility()`)
	p.ask("GET", "/1/user/-/devices.json")
	p.ask("GET", "/1/user/-/devices.json")
	s.says("#others", "2 requests", emulator())
	s.click(`#others [data-host="` + emulator() + `"]`)
	s.waitFinding(stub.Named("maintenance").Finding)
	s.wait(`!document.querySelector("#others").checkVisibility()`)
	s.openHosts()
	s.click(`#hosts-list [data-host="` + emulator() + `"] [data-action=host-remove]`)
	s.waitRows("empty list", func(rows []row) bool { return len(rows) == 0 })
	s.closeDialog("hosts-dialog")
	s.says("#others", "2 requests") // they are kept for the next time
}

func (p panel) keys() {
	s := p.screen()
	s.clear()
	eval[any](s, `document.querySelector("#list").focus()`)
	s.pressKey("?", false)
	s.wait(`document.querySelector("#keys-dialog").open`)
	if missing := eval[[]string](s, `["/", "?", "Ctrl+E", "Ctrl+L", "↓", "Page Up", "Space", "Esc"].filter(key => ![...document.querySelectorAll("#keys-dialog kbd")].some(kbd => kbd.textContent === key))`); len(missing) > 0 {
		p.t.Errorf("the help has no %q", missing)
	}
	if untold := eval[[]string](s, `[...document.querySelectorAll("#keys-dialog :is(h3, dd, kbd)")].map(e => e.textContent).filter(text => text === "" || /^keys?[A-Z]/.test(text))`); len(untold) > 0 {
		p.t.Errorf("the help has no words for %q", untold)
	}
	s.closeDialog("keys-dialog")
	s.pressKey("e", true)
	s.wait(`document.querySelector("#pause").ariaPressed === "true"`)
	s.pressKey("e", true)
	s.wait(`document.querySelector("#pause").ariaPressed === "false"`)
	p.call("not-found")
	s.waitFinding(stub.Named("not-found").Finding)
	s.pressKey("l", true)
	s.waitRows("empty list", func(rows []row) bool { return len(rows) == 0 })
	// Typing is never disturbed.
	s.click("#filter")
	s.pressKey("?", false)
	s.pressKey("/", false)
	if eval[bool](s, `document.querySelector("#keys-dialog").open`) {
		p.t.Error("the help opens while somebody writes")
	}
	s.click("#keys")
	s.wait(`document.querySelector("#keys-dialog").open`)
	s.closeDialog("keys-dialog")
}

// preserveLog has the page go elsewhere, with the log kept and not kept.
func (p panel) preserveLog() {
	s := p.screen()
	before := p.prepared()
	p.openDemo()
	p.call("maintenance")
	s.waitRows("fourth row", func(rows []row) bool { return len(rows) == 4 && sameRows(rows[:3], before) })
	s.wait(`document.querySelectorAll("#rows [aria-description]").length === 1`)
	mark := eval[[]string](s, `[...document.querySelectorAll("#rows [aria-description]")].map(row => row.dataset.finding + " " + row.getAttribute("aria-description"))`)
	if !strings.HasPrefix(mark[0], stub.Named("maintenance").Finding+" ") || !strings.Contains(mark[0], server.Address) {
		p.t.Errorf("the mark of the navigation is %q", mark)
	}

	s.click("#preserve")
	s.wait(`!document.querySelector("#preserve").checked`)
	p.openDemo()
	s.waitRows("empty list after the navigation", func(rows []row) bool { return len(rows) == 0 })
	s.says("#gone", "cleared", server.Address)
	p.call("not-found")
	s.waitFinding(stub.Named("not-found").Finding)
	if rows := s.rows(); len(rows) != 1 {
		p.t.Errorf("after the navigation there are\n%s", listed(rows))
	}
	s.click("#preserve")
	s.wait(`document.querySelector("#preserve").checked`)
}

// kill ends the program: an element throws where Go cannot catch it.
func (s screen) kill() {
	s.t.Helper()
	eval[any](s, `(() => {
		const filter = document.querySelector("#filter");
		Object.defineProperty(filter, "value", {configurable: true, get() { throw new Error("broken on purpose"); }});
		filter.dispatchEvent(new Event("input", {bubbles: true}));
		delete filter.value;
	})()`)
	s.says("#stopped", "Misstep crashed", "broken on purpose")
}

func (p panel) death() {
	s := p.screen()
	before := p.prepared()
	eval[any](s, `document.querySelector("#list").focus()`)
	s.rest()
	s.kill()
	p.call("maintenance") // while nothing runs
	s.click("#stopped button")
	s.wait(`!document.querySelector("#stopped").checkVisibility()`)
	s.waitRows("rows of before ("+listed(before)+"), and the one that came meanwhile", func(rows []row) bool { return len(rows) == 4 && sameRows(rows[:3], before) })
	s.notice("info", "Nothing was lost")
	s.closeNotice()

	// The new one works, and can be ended as well.
	s.click(`#rows [data-status="429"]`)
	s.wait(`document.querySelector("#detail").checkVisibility()`)
	s.click("#detail-close")
	p.call("missing-scope") // like none of the others, which would be one row with it
	s.waitRows("fifth row", func(rows []row) bool { return len(rows) == 5 })
	s.paste("Access token expired: eyJhbGciOiJIUzI1NiJ9.e30.c2ln")
	s.waitRows("pasted row", func(rows []row) bool { return len(rows) == 6 })
	s.rest()
	s.kill()
	s.click("#stopped button")
	s.waitRows("all rows and the pasted one", func(rows []row) bool { return len(rows) == 6 })
	s.closeNotice()
	s.click("#detail-close")
	s.clear()
}

// state closes DevTools and opens them again: all is as it was left, but empty.
func (p panel) state() {
	s := p.screen()
	s.click(`[data-choice="4xx"]`)
	s.fill("#filter", "json")
	s.click("#fold")
	s.click("#preserve")
	s.click(`[data-sort="endpoint"]`)
	eval[any](s, `(() => {
		const menu = document.querySelector("#most");
		menu.value = "1000";
		menu.dispatchEvent(new Event("change", {bubbles: true}));
		const separator = document.querySelector("[data-column=endpoint] [role=separator]");
		separator.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true, cancelable: true}));
	})()`)
	p.call("not-found")
	s.waitFinding(stub.Named("not-found").Finding)
	s.click(`#rows [data-finding="` + stub.Named("not-found").Finding + `"]`)
	s.click("#detail details.response > summary")
	s.wait(`document.querySelector("#detail details.response").open`)
	width := eval[string](s, `document.querySelector("[data-column=endpoint] [role=separator]").getAttribute("aria-valuenow")`)
	s.wait(`JSON.stringify({...localStorage}).includes("response")`)
	if stored := eval[string](s, `JSON.stringify({...localStorage})`); strings.Contains(stored, "fitbit.com/1") {
		p.t.Errorf("what was captured is stored: %s", stored)
	}

	p.must(p.browser.CloseDevTools())
	p.must(p.browser.OpenDevTools())
	p.must(p.browser.ShowPanel())
	s = p.screen()
	s.wait(`document.querySelector("#filter").value === "json"`)
	for what, expression := range map[string]string{
		"chip":     `document.querySelector("[data-choice='4xx']").ariaChecked === "true"`,
		"grouping": `!document.querySelector("#fold").checked`,
		"log":      `!document.querySelector("#preserve").checked`,
		"sorting":  `document.querySelector("[data-column=endpoint]").getAttribute("aria-sort") === "ascending"`,
		"width":    `document.querySelector("[data-column=endpoint] [role=separator]").getAttribute("aria-valuenow") === ` + quote(width),
		"kept":     `document.querySelector("#most").value === "1000"`,
		"unfolded": `document.querySelector("#detail details.response").open && !document.querySelector("#detail details.request").open`,
		"rows":     `document.querySelectorAll("#rows [data-exchange]").length === 0`,
	} {
		p.t.Run(what, func(t *testing.T) { screen{t, p.browser.Panel()}.wait(expression) })
	}
	eval[any](s, `localStorage.removeItem("misstep.view")`)
}

// TestReloaded reloads the extension under an open panel. Chromium either leaves
// the old panel, which has to say what to do, or closes DevTools, as it does
// here; what is said is tested in Node, too.
func TestReloaded(t *testing.T) {
	b, err := browser.Start(browser.Chromium, browser.Options{Headless: true, Extension: extension, Hosts: stub.Hosts, HTTPSPort: server.HTTPSPort})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	p := panel{t, b}
	p.openDemo()
	p.must(b.OpenDevTools())
	p.must(b.ShowPanel())
	p.call("not-found")
	p.screen().waitFinding(stub.Named("not-found").Finding)
	eval[any](p.screen(), `void setTimeout(() => chrome.runtime.reload())`)
	end := time.Now().Add(browser.Patience)
	var said bool
	for b.Panel().Eval(`document.querySelector("#stopped").textContent.includes("Close DevTools")`, &said) == nil && !said {
		if time.Now().After(end) {
			t.Fatal("the panel is there and does not say that the extension was reloaded")
		}
		time.Sleep(40 * time.Millisecond)
	}
}

// TestKept has more requests than are to be kept.
func TestKept(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		l := list{openHarness(t, b)}
		limit := func(most string) {
			eval[any](l.screen, `(menu => { menu.value = `+quote(most)+`; menu.dispatchEvent(new Event("change", {bubbles: true})); })(document.querySelector("#most"))`)
			l.rest()
		}
		l.click("#all")
		l.click("#fold")
		limit("1000")
		eval[any](l.screen, `void harness.send(1500)`)
		l.want("rows", l.rowCount(), 1000)
		l.want("counts", l.text("#counts"), "250 of 1,000 failed · 4 errors")
		l.want("dropped", l.text("#gone"), "500 oldest dropped")
		l.alive("full")
		// A person reads in the middle: what is read stays in its place.
		l.focus("#list")
		l.press("Home", "PageDown", "PageDown", "PageDown", "PageDown")
		at := eval[int](l.screen, `Number(document.querySelector("#rows [aria-selected=true]").dataset.exchange)`)
		top := func() float64 {
			l.rest()
			return eval[float64](l.screen, `document.querySelector("#rows [aria-selected=true]")?.getBoundingClientRect().top ?? -1`)
		}
		before := top()
		eval[any](l.screen, `void harness.send(8)`)
		l.want("place of the selected row", top(), before)
		l.want("selected", eval[int](l.screen, `Number(document.querySelector("#rows [aria-selected=true]").dataset.exchange)`), at)
		l.alive("after eight more")
		eval[any](l.screen, `void harness.send(400)`)
		l.want("rows", l.rowCount(), 1000)
		l.want("selection of one that was dropped", l.selectedAt(), -1)
		l.want("dropped", l.text("#gone"), "908 oldest dropped")
		limit("10000")
		eval[any](l.screen, `void harness.send(200)`)
		l.want("rows with more room", l.rowCount(), 1200)
		limit("1000")
		l.want("rows with less", l.rowCount(), 1000)
		l.alive("less room")
		l.click("#clear")
		l.want("rows", l.rowCount(), 0)
		l.want("dropped", l.text("#gone"), "")
	})
}

// TestPageDeath ends the program of the offline page, which then opens again
// what was open.
func TestPageDeath(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		if err := b.Open("file://" + page); err != nil {
			t.Fatal(err)
		}
		s := screen{t, b.Page()}
		s.wait(`document.querySelector("#list").getAttribute("aria-busy") === "false"`)
		s.paste("Access token expired: eyJhbGciOiJIUzI1NiJ9.e30.c2ln")
		s.waitFinding("expired-token")
		s.drop("one.har", `{"log":{"entries":[{"request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/devices.json","headers":[]},"response":{"status":429,"headers":[],"content":{"text":"{\"errors\":[{\"errorType\":\"system\",\"message\":\"Too Many Requests\"}]}"}}}]}}`)
		before := s.waitRows("second row", func(rows []row) bool { return len(rows) == 2 })
		s.closeNotice()
		s.rest() // what ends a program that still reads is taken for what it reads
		s.kill()
		s.click("#stopped button")
		s.waitRows("both rows", func(rows []row) bool { return sameRows(rows, before) })
		s.notice("info", "Nothing was lost")
		s.clear() // seen to be done: a click may come after what ends the program
		s.rest()
		s.kill()
		s.click("#stopped button")
		s.notice("info", "Nothing was lost")
		if rows := s.rows(); len(rows) != 0 {
			t.Errorf("what was cleared is back:\n%s", listed(rows))
		}
	})
}
