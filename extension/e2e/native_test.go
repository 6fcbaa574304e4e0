package e2e

import (
	"fmt"
	"net/url"
	"testing"

	"misstep/extension/e2e/browser"
)

// TestBarsLeaveRoom measures what the bars leave to list and explanation, and that no part
// of a bar is cut at any width.
func TestBarsLeaveRoom(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		t.Cleanup(func() { b.Resize(0, 0) })
		for _, surface := range []struct {
			name string
			open func(t *testing.T) screen
		}{
			{"page", func(t *testing.T) screen {
				return openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
			}},
			{"German page", func(t *testing.T) screen {
				return openPage(t, b, (&url.URL{Scheme: "file", Path: page, RawQuery: "lang=de", Fragment: "sample"}).String())
			}},
			{"panel", func(t *testing.T) screen {
				s := openHarness(t, b)
				eval[any](s, `void harness.send(16)`)
				return s
			}},
		} {
			t.Run(surface.name, func(t *testing.T) {
				s := screen{t, b.Page()}
				s.must(b.Resize(0, 0))
				s = surface.open(t)
				s.click("#rows [data-exchange]")
				s.waitSeen("#detail")
				for _, size := range []struct{ width, height, least int }{
					{1400, 900, 800}, {1000, 300, 200}, {700, 500, 370}, {420, 900, 750}, {320, 256, 60},
				} {
					s.must(b.Resize(size.width, size.height))
					where := fmt.Sprintf("%d×%d", size.width, size.height)
					s.wait(fmt.Sprintf(`innerWidth <= %d`, size.width))
					s.allInReach(where)
					for _, wrong := range s.cutBars() {
						t.Errorf("%s: %s", where, wrong)
					}
					if left := eval[int](s, `document.querySelector("main").clientHeight`); left < size.least {
						t.Errorf("%s: %d px are list and explanation, want %d", where, left, size.least)
					}
				}
			})
		}
	})
}

// cutBars are the visible parts of bars that are partly out of sight or in several lines.
func (s screen) cutBars() []string {
	s.t.Helper()
	return eval[[]string](s, `(async () => {
		for (let i = 0; i < 4; i++) await new Promise(requestAnimationFrame);
		const wrong = [];
		for (const e of document.querySelectorAll("#tabs [role=tab], #gauge > *, #toolbar :is(button, label, select, .search), #counts > span, #statusbar > :not(.rest, #counts), #statusbar .rest > *")) {
			if (!e.checkVisibility({visibilityProperty: true}) || e.closest(":popover-open, [role=menu]")) continue;
			const box = e.getBoundingClientRect(), bar = e.closest("#tabs, #toolbar, #statusbar").getBoundingClientRect();
			if (!box.width || box.top >= bar.bottom) continue; // dropped as a whole
			const name = (e.id && "#" + e.id) + " “" + e.textContent.trim() + "”";
			if (box.left < bar.left - 1 || box.right > bar.right + 1 || box.bottom > bar.bottom + 1) wrong.push(name + " is cut by its bar");
			if (!e.matches(".search, select") && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== "visible") wrong.push(name + " is cut");
			if (box.height > 30) wrong.push(name + " is " + box.height + " px high");
		}
		for (const bar of document.querySelectorAll("#tabs, #tabs [role=tablist], #toolbar, #choices, #choices [role=group]")) {
			if (bar.checkVisibility() && bar.scrollWidth > bar.clientWidth + 1) wrong.push((bar.id || bar.role) + " can be scrolled");
		}
		return wrong;
	})()`)
}

// TestNative looks whether the panel has the measures, the words and the signs of
// the browser that shows it, in both themes.
func TestNative(t *testing.T) {
	type look struct {
		Row, Head                       float64
		Words, Chosen, Ink              string
		Icons                           []string // their outlines, by tone
		Rule, Checkbox, Chip, Recording string
	}
	inEach(t, func(t *testing.T, b browser.Browser) {
		t.Cleanup(func() { b.SetDark(false) })
		s := openHarness(t, b)
		eval[any](s, `void harness.send(16)`)
		s.click("#rows [data-exchange]")
		s.waitSeen("#detail")
		want := map[string]look{
			browser.Chromium: {Row: 21, Head: 27, Words: "Keep log", Chosen: "rgb(211, 227, 253)", Ink: "rgb(31, 31, 31)"},
			browser.Firefox:  {Row: 24, Head: 25, Words: "Persist Logs", Chosen: "rgb(0, 116, 232)", Ink: "rgb(255, 255, 255)"},
		}[b.Name()]
		see := func() look {
			return eval[look](s, `(() => {
				const find = selector => document.querySelector(selector), style = (selector, pseudo) => getComputedStyle(find(selector), pseudo);
				const words = [...document.querySelectorAll(".keep span")].filter(e => e.checkVisibility()).map(e => e.textContent);
				return {
					row: find("#rows .row").offsetHeight, head: find(".columns").offsetHeight, words: words.join(),
					chosen: style('#rows [aria-selected="true"]').backgroundColor, ink: style('#rows [aria-selected="true"] .what').color,
					icons: ["error", "warning", ""].map(tone => find('#rows [data-tone="' + tone + '"]') ? style('#rows [data-tone="' + tone + '"] .code', "::before").clipPath : "none"),
					rule: style("#rows .row > span").borderInlineEndStyle, checkbox: find("#fold").type + find("#preserve").type,
					chip: style(".chip", "::before").borderRadius, recording: [...document.querySelectorAll("#pause svg")].filter(e => e.checkVisibility()).length + "",
				};
			})()`)
		}
		s.must(b.SetDark(false))
		s.wait(`!matchMedia("(prefers-color-scheme: dark)").matches`)
		got := see()
		if got.Row != want.Row || got.Head != want.Head || got.Words != want.Words || got.Chosen != want.Chosen || got.Ink != want.Ink {
			t.Errorf("the look is %+v, want that of %+v", got, want)
		}
		if got.Rule != "solid" || got.Checkbox != "checkboxcheckbox" || got.Chip == "0px" || got.Recording != "1" {
			t.Errorf("rules, boxes, chips and the record button look like %+v", got)
		}
		if got.Icons[0] == "none" || got.Icons[1] == "none" || got.Icons[0] == got.Icons[1] {
			t.Errorf("failures are told apart by color alone: %q", got.Icons)
		}
		s.must(b.SetDark(true))
		s.wait(`matchMedia("(prefers-color-scheme: dark)").matches`)
		if dark := see(); dark.Chosen == got.Chosen || dark.Row != got.Row {
			t.Errorf("in the dark the look is %+v", dark)
		}
	})
}
