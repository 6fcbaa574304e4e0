package e2e

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
)

// longestName is how long the name of a control may be: a sentence is a tooltip.
const longestName = 60

// TestNames reads roles and names as a screen reader does, from the browsers'
// accessibility trees.
func TestNames(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.waitSeen("#detail")
		s.wait(`document.querySelector("#list").getAttribute("aria-busy") === "false"`)
		for selector, want := range map[string]string{
			"#tabs":                           "navigation Views",
			"#toolbar":                        "banner Tools",
			"#statusbar":                      "contentinfo Status",
			"#list":                           "treegrid Requests",
			"#requests-tab-button":            "tab Requests 57",
			"#filter":                         "combobox Filter requests",
			"#import":                         "button Import HAR…",
			"#keys":                           "button Keyboard shortcuts",
			"#fold":                           "checkbox Group",
			"#certainty":                      "combobox Confidence",
			"#host":                           "combobox Host",
			`.columns [data-column="status"]`: "columnheader Status",
			`.columns [data-column="what"]`:   "columnheader Finding",
			`.columns [data-column="count"]`:  "columnheader Count",
			`#rows [data-finding="expired-token"] .what`: "gridcell Token expired – 13 min before this request",
		} {
			role, name, err := b.Accessible(selector)
			if err != nil {
				t.Errorf("%s: %v", selector, err)
			} else if got := strings.TrimSpace(role + " " + name); !strings.EqualFold(got, want) {
				t.Errorf("%s is %q to a screen reader, want %q", selector, got, want)
			}
		}
		for _, tab := range []string{"requests", "timeline", "migration", "catalog"} {
			s.openTab(tab)
			s.namesOfControls(b, tab)
			s.smallTargets(tab)
		}
		s.openTab("requests")
	})
}

// namesOfControls checks that everything that can be operated has a name, and none
// that goes on for a sentence.
func (s screen) namesOfControls(b browser.Browser, where string) {
	s.t.Helper()
	controls := eval[[]string](s, `[...document.querySelectorAll("button, input, select, summary, a[href], [role=application], [role=listbox]")]
		.filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest(".row, #rows, .groups tr:nth-child(n+3), #topics > :nth-child(n+2)"))
		.map((e, i) => (e.dataset.control = i, e.matches("summary") ? "summary" : e.id || e.className || e.textContent.trim()))`)
	for i, control := range controls {
		role, name, err := b.Accessible(fmt.Sprintf(`[data-control="%d"]`, i))
		switch {
		case err != nil:
			s.t.Errorf("%s, %s: %v", where, control, err)
		case strings.TrimSpace(name) == "":
			s.t.Errorf("%s: the %s %s has no name", where, role, control)
		case len([]rune(name)) > longestName && control != "summary" && !strings.Contains(control, "gauge"):
			s.t.Errorf("%s: the %s %s has a sentence as its name: %s", where, role, control, name)
		}
	}
	eval[any](s, `document.querySelectorAll("[data-control]").forEach(e => delete e.dataset.control)`)
}

// smallTargets checks that a finger meets what it aims at: 24 px each way, except
// for links in a text, and what can be done by a key as well.
func (s screen) smallTargets(where string) {
	s.t.Helper()
	for _, small := range eval[[]string](s, `[...document.querySelectorAll("button, input, select, [role=tab]")]
		.filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest(".row, :popover-open") && !e.matches(".link, .secret, input[type=checkbox], input[type=radio], .columns button"))
		.map(e => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width && (box.width < 23.5 || box.height < 23.5))
		.map(([e, box]) => (e.id || e.className) + " “" + e.textContent.trim() + "” is " + Math.round(box.width) + " × " + Math.round(box.height))`) {
		s.t.Errorf("%s: %s", where, small)
	}
}

// TestFocusRing looks whether the ring of the focus is whole around the row that keys
// act on, and around a list that has none.
func TestFocusRing(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.waitSeen("#detail")
		s.focus("#list")
		s.keys("ArrowDown")
		s.wait(`(row => row && getComputedStyle(row).outlineStyle === "solid" && parseFloat(getComputedStyle(row).outlineWidth) === 2 && parseFloat(getComputedStyle(row).outlineOffset) < 0)(document.querySelector("#rows [aria-selected=true]"))`)
		s.keys("Escape")
		s.wait(`getComputedStyle(document.querySelector("#requests"), "::after").outlineStyle === "solid"`)
		s.openTab("catalog")
		s.focus("#catalog-search")
		s.keys("ArrowDown") // by a key, or a browser need not show a ring
		s.wait(`getComputedStyle(document.querySelector("#topics [aria-selected=true]")).outlineStyle === "solid"`)
		s.openTab("requests")
	})
}

// TestForcedColors checks that what is drawn by backgrounds is visible if the system's
// colors replace the page's.
func TestForcedColors(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		t.Cleanup(func() { b.Prefer("forced-colors", "") })
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.waitSeen("#detail")
		s.must(b.Prefer("forced-colors", "active"))
		s.wait(`matchMedia("(forced-colors: active)").matches`)
		s.click(`#rows [data-finding="expired-token"]`)
		s.wait(`document.querySelector("#detail .lifetime .lived")?.checkVisibility()`)
		if lost := eval[[]string](s, `(() => {
			const back = getComputedStyle(document.body).backgroundColor, none = ["rgba(0, 0, 0, 0)", back];
			const seen = (selector, pseudo) => { const style = getComputedStyle(document.querySelector(selector), pseudo); return style.backgroundImage !== "none" || !none.includes(style.backgroundColor); };
			return [["#rows [aria-expanded] .fold", "::before"], ['#rows [data-tone="error"] .code', "::before"], ["#detail .lifetime .lived"], ["#gauge .fill"]]
				.filter(([selector, pseudo]) => document.querySelector(selector) && !seen(selector, pseudo)).map(part => part.join(""));
		})()`); len(lost) > 0 {
			t.Errorf("with forced colors, %q can't be seen", lost)
		}
	})
}

// TestKeyHelp reads the help: few keys at first, all of them on demand, and no
// name of a key over its text.
func TestKeyHelp(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
		s.waitSeen("#empty")
		s.click("#keys")
		s.wait(`document.querySelector("#keys-dialog").open`)
		if n := eval[int](s, `document.querySelectorAll("#keys-dialog .main dd").length`); n != 12 {
			t.Errorf("%d keys are shown at first, want the 12 that matter", n)
		}
		s.wait(`!document.querySelector("#keys-dialog .all").checkVisibility()`)
		s.click("#keys-dialog summary")
		s.wait(`document.querySelectorAll("#keys-dialog .all dd").length > 30 && document.querySelector("#keys-dialog .all").checkVisibility()`)
		if over := eval[[]string](s, `[...document.querySelectorAll("#keys-dialog dl > div")].filter(line => {
			const [dt, dd] = line.children, keys = document.createRange();
			keys.selectNodeContents(dt);
			return keys.getBoundingClientRect().right > dd.getBoundingClientRect().left;
		}).map(line => line.textContent)`); len(over) > 0 {
			t.Errorf("keys lie over their texts: %q", over)
		}
		s.escape()
	})
}
