package e2e

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// TestAccessible walks through all of Misstep and checks each state against
// axe's rules, in both themes, and looks whether anything is out of reach when
// the page is zoomed or its window narrow.
func TestAccessible(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
		s.takeRules()
		t.Cleanup(func() { b.SetDark(false); b.Resize(0, 0) })
		for _, state := range uiStates {
			t.Run(state.name, func(t *testing.T) {
				s := screen{t, b.Page()}
				state.show(s)
				s.must(b.SetDark(false))
				s.keepsRules()
				s.must(b.SetDark(true))
				s.keepsRules("color-contrast", "link-in-text-block")
				for _, size := range sizes {
					s.must(b.Resize(size.width, size.height))
					s.allInReach(size.name)
				}
				s.must(b.Resize(0, 0))
				if state.leave != nil {
					state.leave(s)
				}
			})
		}
	})
}

// takeRules puts axe into the document, by the driver: the document's policy
// lets no script in.
func (s screen) takeRules() {
	s.t.Helper()
	rules, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		s.t.Fatalf("%v; ./build.sh test installs it", err)
	}
	eval[any](s, "(() => {"+string(rules)+"\n})()")
}

// accessible checks the panel in DevTools against the rules.
func (p panel) accessible() {
	s := p.screen()
	p.prepared()
	s.click("#rows [data-exchange]")
	s.waitSeen("#detail")
	s.takeRules()
	for _, dark := range []bool{false, true} {
		p.must(p.browser.SetDark(dark))
		s.keepsRules()
	}
	p.must(p.browser.SetDark(false))
}

// escapes presses Esc, for which DevTools has a use of its own: its drawer.
func (p panel) escapes() {
	s := p.screen()
	closed := func(what string) {
		p.t.Helper()
		if open, err := p.browser.Drawer(); err != nil || open {
			p.t.Errorf("Esc closes %s and opens the drawer of DevTools (%v)", what, err)
		}
	}
	p.prepared()
	s.click("#rows [data-exchange]")
	s.waitSeen("#detail")
	s.focus("#list")
	s.wait(`document.hasFocus()`)
	s.keys("Escape")
	s.wait(`!document.querySelector("#detail").checkVisibility()`)
	closed("the explanation")
	s.click("#hosts")
	s.wait(`document.querySelector("#hosts-dialog").open`)
	s.focus("#hosts-dialog button") // not a field: from there DevTools takes no key
	s.escape()
	closed("a dialog")
}

// keepsRules checks what is seen against the rules of these names, or all that
// are laws (WCAG 2.2, A and AA) or good practice.
func (s screen) keepsRules(names ...string) {
	s.t.Helper()
	only := `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`
	if len(names) > 0 {
		only = `{type: "rule", values: ` + quoteAll(names) + `}`
	}
	broken := eval[[]struct {
		Rule, Help string
		At         []string
	}](s, `(async () => {
		await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
		await Promise.allSettled(document.getAnimations().map(animation => animation.finished));
		const {violations} = await axe.run({exclude: ["#topics > :nth-child(n+3)"]}, { // alike, and many
			runOnly: `+only+`, resultTypes: ["violations"]});
		return violations.map(({id, help, nodes}) => ({rule: id, help,
			at: nodes.map(({target, any, all, none}) => target.join(" ") + ": " + [...any, ...all, ...none].map(check => check.message).join("; "))}));
	})()`)
	dark := eval[bool](s, `matchMedia("(prefers-color-scheme: dark)").matches`)
	for _, rule := range broken {
		s.t.Errorf("%s (%s, dark: %t) is broken %d times:\n\t%s", rule.Rule, rule.Help, dark, len(rule.At), strings.Join(rule.At[:min(len(rule.At), 5)], "\n\t"))
	}
}

// sizes are how large the page's window is to a person.
var sizes = []struct {
	name          string
	width, height int
}{
	{"at 200 %", 640, 400},
	{"in a narrow dock", 400, 700},
	{"at 400 %", 320, 256},
}

// allInReach checks that nothing is wider than the window, and that all that can
// be operated is in it, or in something that can be scrolled.
func (s screen) allInReach(where string) {
	s.t.Helper()
	for _, wrong := range eval[[]string](s, `(async () => {
		for (let i = 0; i < 4; i++) await new Promise(requestAnimationFrame);
		const wrong = [], root = document.scrollingElement;
		if (root.scrollWidth > root.clientWidth) wrong.push("the page is " + root.scrollWidth + " px wide, its window " + root.clientWidth);
		const named = e => e.tagName.toLowerCase() + (e.id && "#" + e.id) + (e.classList.length ? "." + [...e.classList].join(".") : "") + " “" + (e.textContent.trim() || e.ariaLabel || "").slice(0, 30) + "”";
		const modal = document.querySelector("dialog:modal");
		for (const e of (modal ?? document).querySelectorAll("button, input, select, textarea, a, summary, [tabindex]")) {
			if (!e.checkVisibility({visibilityProperty: true}) || e.closest("[inert], .quote.long:not(.unfolded) .message")) continue; // a button beside it unfolds a message
			const box = e.getBoundingClientRect();
			for (let a = e.parentElement; a; a = a.parentElement) {
				const style = getComputedStyle(a), around = a.getBoundingClientRect();
				if (a !== document.body && /auto|scroll/.test(style.overflowX + style.overflowY) && (a.scrollWidth > a.clientWidth || a.scrollHeight > a.clientHeight)) break;
				if (a !== root && a !== document.body && !/hidden|clip/.test(style.overflowX)) continue;
				if (box.right > around.right + 1 || box.left < around.left - 1) {
					wrong.push(named(e) + " is cut off by " + named(a).slice(0, 40));
					break;
				}
				if (/hidden|clip/.test(style.overflowY) && (box.bottom > around.bottom + 1 || box.top < around.top - 1)) {
					wrong.push(named(e) + " is below or above " + named(a).slice(0, 40));
					break;
				}
			}
			const lost = e.matches("button, summary, select") && !e.closest(".columns, .row") && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== "visible";
			if (lost) wrong.push(named(e) + " does not show all of its text");
		}
		return wrong;
	})()`) {
		s.t.Errorf("%s: %s", where, wrong)
	}
}

// TestPreferences meets those of a person's system.
func TestPreferences(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.waitSeen("#detail")
		t.Cleanup(func() {
			b.Prefer("prefers-reduced-motion", "")
			b.Prefer("forced-colors", "")
			b.Resize(0, 0)
		})

		s.must(b.Prefer("prefers-reduced-motion", "reduce"))
		s.wait(`matchMedia("(prefers-reduced-motion: reduce)").matches`)
		if moving := eval[[]string](s, `[...document.querySelectorAll("*")].filter(e => {
			const style = getComputedStyle(e);
			return /[1-9]/.test(style.transitionDuration + style.animationDuration) || style.scrollBehavior === "smooth";
		}).map(e => e.id || e.className)`); len(moving) > 0 {
			t.Errorf("to a person who wants nothing to move, %q do", moving)
		}

		// Selected items are distinguishable without Misstep's own colors.
		s.must(b.Prefer("forced-colors", "active"))
		s.wait(`matchMedia("(forced-colors: active)").matches`)
		for chosen, other := range map[string]string{
			`#rows [aria-selected="true"]`:       `#rows [aria-selected="false"]`,
			`#choices [aria-checked="true"]`:     `#choices [aria-checked="false"]`,
			`#tabs [role=tab][tabindex="0"]`:     `#tabs [role=tab][tabindex="-1"]`,
			`#detail .certainty[data-certainty]`: `#detail .subtitle`,
		} {
			if eval[bool](s, `(([one, two]) => one === two)([`+quote(chosen)+`, `+quote(other)+`].map(selector => {
				const style = getComputedStyle(document.querySelector(selector));
				return style.backgroundColor + style.borderBottomColor + style.borderStyle;
			}))`) {
				t.Errorf("with forced colors, %s looks like %s", chosen, other)
			}
		}
		s.must(b.Prefer("forced-colors", ""))

		// The spacing of text that WCAG 1.4.12 asks for.
		eval[any](s, `(() => {
			const sheet = new CSSStyleSheet();
			sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
			document.adoptedStyleSheets = [sheet];
		})()`)
		for _, size := range sizes {
			s.must(b.Resize(size.width, size.height))
			s.allInReach("spaced out, " + size.name)
		}
	})
}

// TestAnnouncements listens as a screen reader does.
func TestAnnouncements(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
		eval[any](s, `(() => {
			window.told = [];
			const box = document.querySelector("#announce");
			new MutationObserver(() => window.told.push(box.textContent)).observe(box, {childList: true, characterData: true, subtree: true});
		})()`)
		told := func(n int) []string {
			s.wait(`window.told.length >= ` + fmt.Sprint(n))
			return eval[[]string](s, "window.told")
		}
		s.drop("session.har", recording("rate-limit", "not-found", "server-error", "success"))
		if all := told(1); len(all) != 1 || !strings.Contains(all[0], "3") {
			t.Errorf("three failures at once are told as %q", all)
		}
		s.drop("session.har", recording("success"))
		s.waitSeen("#rows [data-exchange]")
		s.drop("session.har", recording("maintenance"))
		if all := told(2); len(all) != 2 || !strings.Contains(all[1], fmt.Sprint(stub.Named("maintenance").Status)) {
			t.Errorf("one more failure is told as %q", all)
		}
		if polite := eval[bool](s, `document.querySelector("#announce").role === "status" && document.querySelectorAll("[aria-live=assertive]").length === 0`); !polite {
			t.Error("news interrupt what is being read aloud")
		}
	})
}

func (s screen) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func quoteAll(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = quote(text)
	}
	return fmt.Sprintf("[%s]", strings.Join(quoted, ","))
}
