package e2e

import (
	"net/url"
	"slices"
	"testing"

	"misstep/extension/e2e/browser"
)

// TestKeyboard uses the offline page by its keys alone: what opens by the mouse
// opens by a key, too, and gives the focus back.
func TestKeyboard(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.waitSeen("#detail")
		for _, part := range []struct {
			name string
			test func(screen)
		}{
			{"every control is reached", screen.tabThrough},
			{"list and explanation", screen.listByKeys},
			{"tabs and chips", screen.rovesByKeys},
			{"menus", screen.menusByKeys},
			{"timeline", screen.timelineByKeys},
			{"dialogs", screen.dialogsByKeys},
		} {
			t.Run(part.name, func(t *testing.T) { part.test(screen{t, b.Page()}) })
		}
	})
}

// focused names what has the focus.
func (s screen) focused() string {
	s.t.Helper()
	return eval[string](s, `(() => {
		const e = document.activeElement;
		return !e || e === document.body || !document.hasFocus() ? "" : e.id ? "#" + e.id : e.tagName.toLowerCase() + [...e.classList].map(name => "." + name).join("") + " “" + e.textContent.trim().slice(0, 20) + "”";
	})()`)
}

// waitFocus waits until an element has the focus.
func (s screen) waitFocus(selector string) {
	s.t.Helper()
	s.wait(`document.activeElement === document.querySelector(` + quote(selector) + `)`)
}

func (s screen) focus(selector string) {
	s.t.Helper()
	eval[any](s, `document.querySelector(`+quote(selector)+`).focus()`)
}

// tabThrough presses Tab until it comes back to where it began, and checks that
// it comes to all there is, in the order of the document, and that it can be
// seen where it is.
func (s screen) tabThrough() {
	s.waitSeen("#gauge")
	s.focus("#tabs [tabindex='0']")
	eval[any](s, `document.querySelectorAll("#detail details").forEach(details => { details.open = false; })`)
	eval[any](s, `void (window.visited = [document.activeElement])`)
	for range 200 {
		s.keys("Tab")
		step := eval[string](s, `(() => {
			const e = document.activeElement;
			if (!e || e === document.body || e === document.documentElement || !document.hasFocus() || visited.includes(e)) return "end";
			const last = visited.at(-1);
			visited.push(e);
			const style = getComputedStyle(e), box = e.getBoundingClientRect();
			const named = e.id || e.className || e.tagName;
			if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 1) return "the focus is not to be seen at " + named;
			if (box.right < 1 || box.bottom < 1 || box.left > innerWidth - 1 || box.top > innerHeight - 1) return "the focus is out of sight at " + named;
			if (!(last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)) return "Tab goes back from " + (last.id || last.className) + " to " + named;
			return "";
		})()`)
		if step == "end" {
			break
		}
		if step != "" {
			s.t.Error(step)
		}
	}
	missed := eval[[]string](s, `[...document.querySelectorAll("button, input, select, textarea, a[href], summary, [tabindex]")]
		.filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true}) && !visited.includes(e))
		.map(e => e.id || e.className || e.textContent.trim())`)
	if len(missed) > 0 {
		s.t.Errorf("Tab does not come to %q", missed)
	}
	if n := eval[int](s, `visited.length`); n < 15 {
		s.t.Errorf("Tab came to %d places only", n)
	}
	s.click("#requests-tab-button") // Firefox has gone on to its own window
}

func (s screen) listByKeys() {
	s.focus("#tabs [tabindex='0']")
	s.keys("/")
	s.waitFocus("#filter")
	s.keys("4", "0", "1")
	if got := eval[string](s, `document.querySelector("#filter").value`); got != "401" {
		s.t.Errorf("401 is typed into the filter, which holds %q", got)
	}
	s.keys("Escape")
	s.wait(`document.querySelector("#filter").value === ""`)
	s.keys("Escape")
	s.waitFocus("#list")
	s.keys("Home")
	s.wait(`document.querySelector("#rows [aria-selected=true]")?.getAttribute("aria-rowindex") === "2"`)
	s.keys("ArrowDown")
	s.wait(`document.querySelector("#rows [aria-selected=true]")?.getAttribute("aria-rowindex") === "3"`)
	s.keys("Enter")
	s.waitFocus("#detail")
	s.keys("Escape")
	s.waitFocus("#list")
	s.keys("Escape")
	s.wait(`!document.querySelector("#detail").checkVisibility()`)
	s.keys("Enter")
	s.waitFocus("#detail")
}

func (s screen) rovesByKeys() {
	s.focus("#tabs [tabindex='0']")
	names := eval[[]string](s, `[...document.querySelectorAll("#tabs [role=tab]")].map(tab => tab.id)`)
	for _, name := range append(slices.Clone(names[1:]), names[0]) { // around
		s.keys("ArrowRight")
		s.waitFocus("#" + name)
		s.wait(`document.activeElement.ariaSelected === "true" && document.querySelectorAll("#tabs [tabindex='0']").length === 1`)
	}
	s.keys("End")
	s.waitFocus("#" + names[len(names)-1])
	s.keys("Home")
	s.waitFocus("#" + names[0])

	s.focus("#choices .chip[tabindex='0']")
	s.keys("Home")
	s.wait(`document.activeElement.id === "all" && document.activeElement.ariaChecked === "false" && document.querySelectorAll("#choices .chip[tabindex='0']").length === 1`)
	s.keys("Enter")
	s.wait(`document.querySelector("#all").ariaChecked === "true" && document.querySelector("#failing").ariaChecked === "false"`)
	s.keys("ArrowRight", "ArrowRight", "Enter", "ArrowRight", " ")
	s.wait(`[...document.querySelectorAll("#choices .chip[aria-checked=true]")].map(chip => chip.dataset.choice).join() === "auth,4xx"`)
	s.keys(" ", "ArrowLeft", "Enter") // the last is taken back
	s.wait(`document.querySelector("#failing").ariaChecked === "true"`)

	s.focus("#list .columns button[tabindex='0']")
	s.keys("ArrowRight", "Enter")
	s.wait(`document.activeElement.closest("[aria-sort]") !== null`)
	s.keys("Enter", "Enter") // sorted the other way, then not at all
	s.keys("Escape")
	s.waitFocus("#list")
}

func (s screen) menusByKeys() {
	for _, menu := range []struct{ button, menu string }{
		{"#export", "#export-menu"}, {"#detail [aria-controls=copy-menu]", "#copy-menu"},
	} {
		s.focus(menu.button)
		s.keys("Enter")
		s.waitSeen(menu.menu)
		s.wait(`document.activeElement.closest(` + quote(menu.menu) + `) !== null && document.activeElement.role.startsWith("menuitem")`)
		first := s.focused()
		s.keys("ArrowDown")
		if at := s.focused(); at == first {
			s.t.Errorf("ArrowDown stays at %s", at)
		}
		s.keys("Home")
		if at := s.focused(); at != first {
			s.t.Errorf("Home comes to %s, not to %s", at, first)
		}
		s.keys("Escape")
		s.wait(`!document.querySelector(` + quote(menu.menu) + `).checkVisibility() && document.activeElement === document.querySelector(` + quote(menu.button) + `)`)
	}
}

func (s screen) timelineByKeys() {
	s.focus("#tabs [tabindex='0']")
	s.keys("ArrowRight")
	s.waitSeen("#timeline")
	s.focus("#timeline .board")
	s.keys("ArrowRight")
	s.waitSeen("#timeline .show")
	at := s.text("#timeline .moment-text")
	s.keys("ArrowRight")
	s.wait(`document.querySelector("#timeline .moment-text").textContent !== ` + quote(at))
	s.keys("Enter")
	s.wait(`document.querySelector("#requests-tab-button").ariaSelected === "true"`)
	s.waitSeen("#detail")
}

// dialogsByKeys opens each dialog with Enter on its button, walks once around in
// it, and leaves it by Esc.
func (s screen) dialogsByKeys() {
	for _, dialog := range []struct{ button, dialog string }{
		{"#paste", "#paste-dialog"}, {"#hosts", "#hosts-dialog"}, {"#keys", "#keys-dialog"},
	} {
		s.focus(dialog.button)
		s.keys("Enter")
		s.wait(`document.querySelector(` + quote(dialog.dialog) + `).open`)
		s.wait(`document.activeElement.closest("dialog")?.matches(` + quote(dialog.dialog) + `)`)
		for range 12 {
			s.keys("Tab")
			at := s.focused()
			if at == "" { // in the browser's own window: Firefox goes there, too
				s.click(dialog.dialog + " h2")
				break
			}
			if !eval[bool](s, `document.activeElement.closest("dialog") !== null`) {
				s.t.Fatalf("Tab leaves %s for %s", dialog.dialog, at)
			}
		}
		s.keys("Escape")
		s.wait(`!document.querySelector(` + quote(dialog.dialog) + `).open`)
		s.waitFocus(dialog.button)
	}
	s.focus("#list")
	s.keys("?")
	s.wait(`document.querySelector("#keys-dialog").open && document.querySelectorAll("#keys-dialog kbd").length > 20`)
	s.escape()
	s.waitFocus("#list")
	// One dialog over another is closed before it.
	s.focus("#hosts")
	s.keys("Enter")
	s.wait(`document.querySelector("#hosts-dialog").open`)
	s.focus("#packs")
	s.keys("Enter")
	s.wait(`document.querySelector("#packs-dialog").open`)
	s.escape()
	s.waitFocus("#packs")
	s.escape()
	s.waitFocus("#hosts")
}
