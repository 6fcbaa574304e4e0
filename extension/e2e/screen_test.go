package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"misstep/extension/e2e/browser"
)

// A screen is Misstep's document, in DevTools or as a page, in front of a test.
type screen struct {
	t    *testing.T
	view browser.View
}

// A row is one line of the list of requests.
type row struct {
	Exchange int
	Finding  string
	Status   string
	Method   string
	What     string
	Selected bool
}

// eval evaluates a JavaScript expression; the test ends when that fails.
func eval[T any](s screen, expression string) T {
	s.t.Helper()
	var value T
	if err := s.view.Eval(expression, &value); err != nil {
		s.t.Fatal(err)
	}
	return value
}

// rows returns the rows that a person can see or scroll to. Only those that are
// seen are alive, so a long list is scrolled through.
func (s screen) rows() []row {
	s.t.Helper()
	return eval[[]row](s, `(async () => {
		const list = document.querySelector("#list"), seen = new Map();
		const read = () => {
			for (const row of document.querySelectorAll("#rows [data-exchange]")) {
				if (row.checkVisibility()) seen.set(Number(row.getAttribute("aria-rowindex")), {
					exchange: Number(row.dataset.exchange), finding: row.dataset.finding, status: row.dataset.status,
					method: row.querySelector(".method").textContent, what: row.querySelector(".what").textContent.trim(),
					selected: row.getAttribute("aria-selected") === "true"});
			}
		};
		read();
		if (seen.size < Number(list.getAttribute("aria-rowcount")) - 1) {
			const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
			const was = list.scrollTop;
			for (let y = 0; y < list.scrollHeight; y += list.clientHeight / 2) {
				list.scrollTop = y;
				await drawn();
				read();
			}
			list.scrollTop = was;
		}
		return [...seen].sort((a, b) => a[0] - b[0]).map(([, row]) => row);
	})()`)
}

// waitRows waits until the rows are as wanted, and returns them.
func (s screen) waitRows(what string, wanted func([]row) bool) []row {
	s.t.Helper()
	end := time.Now().Add(browser.Patience)
	for {
		rows := s.rows()
		if wanted(rows) {
			return rows
		}
		if time.Now().After(end) {
			s.t.Fatalf("no %s; the rows are\n%s\nand the notice is %q", what, listed(rows), s.text("#notice-text"))
		}
		time.Sleep(40 * time.Millisecond)
	}
}

// waitFinding waits for a row with the finding and returns it.
func (s screen) waitFinding(finding string) (found row) {
	s.t.Helper()
	s.waitRows("row with the finding "+finding, func(rows []row) bool {
		for _, found = range rows {
			if found.Finding == finding {
				return true
			}
		}
		return false
	})
	return found
}

// wait waits until an expression is true.
func (s screen) wait(expression string) {
	s.t.Helper()
	if err := browser.Until(s.view, expression); err != nil {
		s.t.Fatal(err)
	}
}

func (s screen) click(selector string) {
	s.t.Helper()
	if err := s.view.Click(selector); err != nil {
		s.t.Fatal(err)
	}
}

// text returns an element's text, "" when there is none.
func (s screen) text(selector string) string {
	s.t.Helper()
	return eval[string](s, `document.querySelector(`+quote(selector)+`)?.textContent ?? ""`)
}

// clear empties the list for good.
func (s screen) clear() {
	s.t.Helper()
	s.click("#clear")
	s.waitRows("empty list", func(rows []row) bool { return len(rows) == 0 })
	eval[any](s, `void (/^(Requests cleared|Gelöscht)/.test(document.querySelector("#notice-text").textContent) && document.querySelector("#notice-close").click())`)
}

// fill types a text into a field.
func (s screen) fill(selector, text string) {
	s.t.Helper()
	eval[any](s, `(() => {
		const field = document.querySelector(`+quote(selector)+`);
		field.focus();
		field.value = `+quote(text)+`;
		field.dispatchEvent(new Event("input", {bubbles: true}));
	})()`)
}

// paste explains a text through the paste dialog.
func (s screen) paste(text string) {
	s.t.Helper()
	s.click("#paste")
	s.wait(`document.querySelector("#paste-dialog").open`)
	s.fill("#paste-text", text)
	s.click("#paste-explain")
	s.wait(`!document.querySelector("#paste-dialog").open`)
}

// drop drops a file on the document.
func (s screen) drop(name, content string) {
	s.t.Helper()
	eval[any](s, `(() => {
		const dataTransfer = new DataTransfer();
		dataTransfer.items.add(new File([`+quote(content)+`], `+quote(name)+`, {type: "application/json"}));
		for (const type of ["dragenter", "dragover", "drop"]) {
			document.body.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer}));
		}
	})()`)
}

// notice waits for a message in the bar and closes it.
func (s screen) notice(level string, words ...string) {
	s.t.Helper()
	s.wait(`document.querySelector("#notice").checkVisibility() && document.querySelector("#notice-text").textContent !== ""`)
	if got := eval[string](s, `document.querySelector("#notice").dataset.level`); got != level {
		s.t.Errorf("the notice is of level %q, want %q", got, level)
	}
	text := s.text("#notice-text")
	for _, word := range words {
		if !strings.Contains(text, word) {
			s.t.Errorf("the notice %q does not say %q", text, word)
		}
	}
}

func (s screen) closeNotice() {
	s.t.Helper()
	s.click("#notice-close")
	s.wait(`!document.querySelector("#notice").checkVisibility()`)
}

// background returns the color behind everything.
func (s screen) background() string {
	s.t.Helper()
	return eval[string](s, `getComputedStyle(document.body).backgroundColor`)
}

// dark switches the theme and checks that the document follows, then goes back.
func (s screen) dark(b browser.Browser) {
	s.t.Helper()
	switchTo := func(dark bool) string {
		s.t.Helper()
		if err := b.SetDark(dark); err != nil {
			s.t.Fatal(err)
		}
		s.wait(fmt.Sprintf(`matchMedia("(prefers-color-scheme: dark)").matches === %t`, dark))
		return s.background()
	}
	light, dark := switchTo(false), switchTo(true)
	if light == dark {
		s.t.Errorf("the background is %s in both themes", light)
	}
	if again := switchTo(false); again != light {
		s.t.Errorf("the background is %s after the dark theme, %s before", again, light)
	}
}

// harmless checks that the response's markup stayed text.
func (s screen) harmless(title string) {
	s.t.Helper()
	if n := eval[int](s, `document.querySelectorAll("img, script[src='x'], iframe").length`); n != 0 {
		s.t.Errorf("a response's text made %d elements", n)
	}
	if now := eval[string](s, "document.title"); now != title {
		s.t.Errorf("a response's text changed the title from %q to %q", title, now)
	}
}

func quote(text string) string {
	literal, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(literal)
}

func listed(rows []row) string {
	var lines []string
	for _, r := range rows {
		lines = append(lines, fmt.Sprintf("%+v", r))
	}
	return strings.Join(lines, "\n")
}
