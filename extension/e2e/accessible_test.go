package e2e

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
)

// TestAccessible walks through all of Misstep and holds each sight against
// axe's rules, in both themes, and looks whether anything is out of reach when
// the page is zoomed or its window narrow.
func TestAccessible(t *testing.T) {
	rules, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Fatalf("%v; ./build.sh test installs it", err)
	}
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
		s.takeRules(rules)
		t.Cleanup(func() { b.SetDark(false); b.Resize(0, 0) })
		for _, sight := range sights {
			t.Run(sight.name, func(t *testing.T) {
				s := screen{t, b.Page()}
				sight.show(s)
				s.must(b.SetDark(false))
				s.keepsRules()
				s.must(b.SetDark(true))
				s.keepsRules("color-contrast", "link-in-text-block")
				for _, size := range sizes {
					s.must(b.Resize(size.width, size.height))
					s.allInReach(size.name)
				}
				s.must(b.Resize(0, 0))
				if sight.leave != nil {
					sight.leave(s)
				}
			})
		}
	})
}

// takeRules puts axe into the document, by the driver: the document's policy
// lets no script in.
func (s screen) takeRules(rules []byte) {
	s.t.Helper()
	eval[any](s, "(() => {"+string(rules)+"\n})()")
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
		const {violations} = await axe.run(document, {runOnly: `+only+`, resultTypes: ["violations"]});
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
			if (!e.checkVisibility({visibilityProperty: true}) || e.closest("[inert]")) continue;
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
