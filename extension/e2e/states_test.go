package e2e

import "strconv"

// A uiState is something that Misstep can show. Each is come to from the one
// before it; leave, if any, goes back.
type uiState struct {
	name  string
	show  func(screen)
	leave func(screen)
}

// uiStates go through all of Misstep, beginning with an empty page.
var uiStates = []uiState{
	{"nothing yet", func(s screen) { s.waitSeen("#empty") }, nil},
	{"nothing to migrate", func(s screen) { s.openTab("migration"); s.waitSeen("#migration-tab .nothing-legacy") }, nil},
	{"nothing on the timeline", func(s screen) { s.openTab("timeline"); s.waitSeen("#timeline-tab .nothing-timeline") }, nil},
	{"list", func(s screen) {
		s.openTab("requests")
		s.click("#sample")
		s.waitSeen("#detail")
		s.wait(`document.querySelector("#list").getAttribute("aria-busy") === "false"`)
	}, nil},
	{"menu of a fact", func(s screen) {
		s.openContextMenu("#detail .evidence .label")
	}, screen.closeContextMenu},
	{"overview", func(s screen) {
		s.click("#detail-close")
		s.waitSeen("#overview")
	}, nil},
	{"what used the rate limit", func(s screen) {
		s.click("#gauge")
		s.waitSeen("#spent tbody tr")
	}, func(s screen) {
		s.keys("Escape")
		s.wait(`!document.querySelector("#spent").checkVisibility()`)
	}},
	{"group", func(s screen) {
		for range 2 {
			s.paste(`{"errors":[{"errorType":"expired_token","message":"Access token expired: abc"}]}`)
		}
		s.wait(`document.querySelector("#rows [aria-expanded]") !== null`)
		s.focus("#list")
		s.keys("ArrowRight") // the group is selected
		s.wait(`document.querySelector("#rows [aria-level='2']") !== null`)
	}, nil},
	{"menu of a row", func(s screen) {
		s.openContextMenu("#rows [data-exchange] .method")
		eval[any](s, s.itemThat(s.said("menuOnly"))+`.click()`)
		s.waitSeen("#context-submenu")
	}, nil}, // it closes when the window changes
	{"menu of a column", func(s screen) {
		s.openContextMenu(".columns [data-column=what] button")
	}, nil},
	{"another request to compare with", func(s screen) {
		s.rest()
		for _, column := range []string{"columnHost", "columnCertainty", "columnToken", "columnDuration"} {
			s.choose(".columns [data-column=what] button", s.said(column))
		}
		s.choose("#rows [data-exchange] .method", s.said("menuCompare"))
		s.waitSeen("#choosing")
	}, func(s screen) {
		s.keys("Escape")
		s.choose(".columns [data-column=what] button", s.said("menuResetColumns"))
	}},
	{"hidden by the filter", func(s screen) {
		s.fill("#filter", "status:429")
		s.waitSeen("#outside")
	}, func(s screen) { s.fill("#filter", "") }},
	{"all of an explanation", func(s screen) {
		eval[any](s, `document.querySelectorAll("#detail details").forEach(details => { details.open = true; })`)
	}, nil},
	{"menu of an explanation", opensMenu("#detail [aria-controls=copy-menu]", "#copy-menu"), screen.escape},
	{"menu of exports", opensMenu("#export", "#export-menu"), screen.escape},
	{"settings", opensMenu("#gear", "#settings"), screen.escape},
	{"timeline", func(s screen) {
		s.openTab("timeline")
		s.waitSeen("#timeline")
		s.focus("#timeline .board")
		s.keys("ArrowRight")
	}, nil},
	{"legend", opensMenu(`[popovertarget="timeline-legend"]`, "#timeline-legend"), screen.escape},
	{"migration", func(s screen) { s.openTab("migration"); s.waitSeen("#migration-tab .groups tr") }, nil},
	{"migration, unfolded", func(s screen) {
		s.click("#migration-tab .groups summary")
		s.waitSeen("#migration-tab .groups .calls")
	}, nil},
	{"catalog", func(s screen) { s.openTab("catalog"); s.waitSeen("#topics .topic") }, nil},
	{"entry", func(s screen) {
		s.click("#topics .topic")
		s.waitSeen("#topic")
		eval[any](s, `document.querySelectorAll("#topic details").forEach(details => { details.open = true; })`)
	}, nil},
	{"endpoints", func(s screen) {
		s.click("#catalog-what label:last-child")
		s.waitSeen("#topics .topic .by")
	}, func(s screen) { s.click("#catalog-what label:first-child") }},
	{"nothing in the catalog", func(s screen) {
		s.fill("#catalog-search", "nothing is like this")
		s.waitSeen("#no-topics")
	}, func(s screen) { s.fill("#catalog-search", "") }},
	{"nothing found", func(s screen) {
		s.openTab("requests")
		s.fill("#filter", "nothing is like this")
		s.waitSeen("#empty")
	}, func(s screen) { s.fill("#filter", "") }},
	{"suggestions", func(s screen) { s.fill("#filter", "status:"); s.waitSeen("#suggestions"); s.keys("ArrowDown") }, nil},
	{"misspelled field", func(s screen) { s.fill("#filter", "stauts:403"); s.waitSeen("#filter-hint") }, func(s screen) { s.fill("#filter", "") }},
	{"find", func(s screen) {
		s.look("expired")
		s.focus("#find-text")
		s.keys("Enter")
		s.wait(`document.querySelector("#find-results [aria-selected=true]") !== null`)
	}, nil},
	{"find, filtered out", func(s screen) {
		s.look("restingHeartRate")
		s.waitSeen("#find-results .hides")
	}, nil},
	{"find, invalid", func(s screen) {
		s.click("#find-regexp")
		s.look("(x")
	}, func(s screen) { s.click("#find-regexp"); s.click("[data-action=find-close]") }},
	{"message", func(s screen) { s.drop("text.har", "this is no JSON"); s.waitSeen("#notice") }, screen.closeNotice},
	{"reading", func(s screen) {
		s.holdBack(0, false)
		s.drop("session-of-a-long-day-with-a-long-name.har", recording("rate-limit"))
		s.drop("another.har", recording("rate-limit"))
		s.importing("long-day", " · ")
	}, func(s screen) {
		s.clear()
		s.releaseRest()
		s.imported()
	}},
	{"palette", func(s screen) {
		s.focus("#list")
		s.pressKey("k", true)
		s.wait(`document.querySelector("#palette").open`)
		s.fill("#palette-text", "copy")
	}, screen.escape},
	{"palette, nothing", func(s screen) {
		s.focus("#list")
		s.pressKey("k", true)
		s.fill("#palette-text", "zzqq")
		s.waitSeen("#palette-none")
	}, screen.escape},
	{"paste", opens("#paste", "#paste-dialog"), screen.escape},
	{"keys", func(s screen) {
		opens("#keys", "#keys-dialog")(s)
		eval[any](s, `void (document.querySelector("#keys-dialog details").open = true)`)
	}, screen.escape},
	{"hosts", opens("#hosts", "#hosts-dialog"), nil},
	{"packs", opens("#packs", "#packs-dialog"), func(s screen) { s.escape(); s.escape() }},
	{"stopped", func(s screen) {
		eval[any](s, `(() => {
			const banner = document.querySelector("#stopped");
			banner.querySelector("span").textContent = misstepHost.message("stopped", ["unreachable"]);
			banner.querySelector("button").textContent = misstepHost.message("stoppedRestart", []);
			banner.hidden = false;
		})()`)
	}, func(s screen) { eval[any](s, `void (document.querySelector("#stopped").hidden = true)`) }},
}

// closeContextMenu closes it, unless the window has had another size meanwhile, which
// closes it, too.
func (s screen) closeContextMenu() {
	s.t.Helper()
	if eval[bool](s, `document.querySelector("#context-menu").checkVisibility()`) {
		s.keys("Escape")
		s.wait(`!document.querySelector("#context-menu").checkVisibility()`)
	}
}

// said is a text in the language of the page.
func (s screen) said(key string) string {
	s.t.Helper()
	return eval[string](s, `globalThis.misstepHost ? misstepHost.message(`+quote(key)+`, []) : chrome.i18n.getMessage(`+quote(key)+`)`)
}

// opens is the state of a dialog that a button opens.
func opens(button, dialog string) func(screen) {
	return func(s screen) {
		s.click(button)
		s.wait(`document.querySelector(` + quote(dialog) + `).open`)
	}
}

// opensMenu is the state of a menu that a button opens.
func opensMenu(button, menu string) func(screen) {
	return func(s screen) {
		s.click(button)
		s.waitSeen(menu)
	}
}

// escape closes the dialog on top by its key.
func (s screen) escape() {
	s.t.Helper()
	open := eval[int](s, `document.querySelectorAll("dialog[open]").length`)
	s.keys("Escape")
	if open > 0 {
		s.wait(`document.querySelectorAll("dialog[open]").length < ` + strconv.Itoa(open))
	}
}

// waitSeen waits until an element can be seen.
func (s screen) waitSeen(selector string) {
	s.t.Helper()
	s.wait(`document.querySelector(` + quote(selector) + `).checkVisibility({visibilityProperty: true})`)
}

// openTab chooses a tab.
func (s screen) openTab(name string) {
	s.t.Helper()
	s.click("#" + name + "-tab-button")
	s.wait(`document.querySelector("#` + name + `-tab").ariaHidden !== "true"`)
}

// keys presses keys of the keyboard.
func (s screen) keys(keys ...string) {
	s.t.Helper()
	for _, key := range keys {
		if err := s.view.Press(key); err != nil {
			s.t.Fatal(err)
		}
	}
}
