package e2e

import (
	"net/url"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
)

// TestHands uses the list as people use the browser's own: context menus, keys, a
// divider to drag, columns to choose.
func TestHands(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.waitSeen("#detail")
		s.rest()
		s.keepCopies()
		for _, part := range []struct {
			name string
			test func(screen)
		}{
			{"context menu by the pointer", screen.contextMenu},
			{"context menu by keys", screen.contextMenuByKeys},
			{"the browser's own menu", screen.browsersMenu},
			{"copies of a row", screen.rowCopies},
		} {
			t.Run(part.name, func(t *testing.T) { part.test(screen{t, b.Page()}) })
		}
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
