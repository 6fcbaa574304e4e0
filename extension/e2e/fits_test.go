package e2e

import (
	"net/url"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
)

// TestFits has what a person looks for in view, whatever size the panel gets.
func TestFits(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.waitSeen("#detail")
		t.Cleanup(func() { b.Resize(0, 0) })
		s.must(b.Resize(1400, 900))
		s.rest()
		cut := eval[[]string](s, `[...document.querySelectorAll("#rows .what")].filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent)`)
		if rows := eval[int](s, `document.querySelectorAll("#rows .what").length`); len(cut) > rows/2+1 {
			t.Errorf("%d of %d findings are cut, beside an explanation: %q", len(cut), rows, cut)
		}
		if eval[bool](s, `(cell => { cell.textContent = "10000"; return cell.scrollWidth > cell.clientWidth; })(document.querySelector("#rows .number"))`) {
			t.Error("a number of five digits is cut")
		}
		s.click(`#rows [data-finding="rate-limit"] .what`)
		s.focus("#list")
		s.keys("ArrowRight")
		s.wait(`document.querySelector("#rows [aria-level='2']") !== null`)
		if cut := eval[[]string](s, `[...document.querySelectorAll("#rows [aria-level='2'] .endpoint")].filter(cell => cell.scrollWidth > cell.clientWidth).map(cell => cell.textContent)`); len(cut) > 0 {
			t.Errorf("requests of a group don't show in what they differ: %q", cut)
		}
		s.keys("ArrowLeft")
		s.openTab("timeline") // taller than what comes
		s.rest()
		s.openTab("requests")
		s.click(`#rows [data-finding="rate-limit"] .what`)
		s.look("expired")
		s.focus("#find-text")
		s.keys("Enter")
		s.rest()
		for _, size := range [][2]int{{1000, 300}, {420, 900}, {700, 450}} {
			s.must(b.Resize(size[0], size[1]))
			s.rest()
			s.wait(`((row, list) => row.top >= list.top && row.bottom <= list.bottom)(document.querySelector("#rows [aria-selected=true]").getBoundingClientRect(), document.querySelector("#list").getBoundingClientRect())`)
			if eval[bool](s, `(status => status.scrollWidth > status.clientWidth)(document.querySelector("#find-status"))`) {
				t.Errorf("%v: %q is cut", size, s.text("#find-status"))
			}
			if moved := eval[float64](s, `(document.scrollingElement.scrollTo(0, 99), document.scrollingElement.scrollTop)`); moved != 0 {
				t.Errorf("%v: all moves up by %v", size, moved)
			}
		}
		s.click("[data-action=find-close]")

		// What unfolds at the foot of the list comes into view.
		s.must(b.Resize(420, 900))
		s.rest()
		s.focus("#list")
		s.keys("Home")
		s.wait(`document.querySelector("#list").scrollTop === 0`)
		s.rest()
		for !eval[bool](s, `document.querySelector("#rows [aria-selected=true]").dataset.finding === "rate-limit"`) {
			s.keys("ArrowDown")
		}
		s.keys("ArrowRight")
		s.wait(`((row, list) => row?.getBoundingClientRect().bottom <= list.bottom)(document.querySelector("#rows [aria-level='2'] + [aria-level='2']"), document.querySelector("#list").getBoundingClientRect())`)
		s.wait(`((row, list) => row.top >= list.top && row.bottom <= list.bottom)(document.querySelector("#rows [aria-selected=true]").getBoundingClientRect(), document.querySelector("#list").getBoundingClientRect())`)

		// A page has no recording to stop.
		s.keys("?")
		s.wait(`document.querySelector("#keys-dialog").open`)
		if keys := s.text("#keys-dialog"); strings.Contains(keys, "Ctrl+E") || !strings.Contains(keys, "Ctrl+K") {
			t.Errorf("the shortcuts of a page are %q", keys)
		}
		s.escape()
	})
}
