package e2e

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
)

// TestSampleIsExplained looks at the sample session for the answers that it gives.
func TestSampleIsExplained(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.wait(`document.querySelector("#list").getAttribute("aria-busy") === "false" && document.querySelectorAll("#rows .row").length > 5`)
		for _, part := range []struct {
			name string
			test func(answer)
		}{
			{"message and evidence", answer.nothingTwice},
			{"hidden by CORS", answer.hidden},
			{"tokens", answer.tokens},
			{"overview", answer.overview},
			{"rate limit", answer.spent},
			{"wide and low", answer.wideAndLow},
		} {
			t.Run(part.name, func(t *testing.T) { part.test(answer{screen{t, b.Page()}, b}) })
		}
	})
}

type answer struct {
	screen
	browser browser.Browser
}

// filter lists what words find, and waits until the rows before are gone.
func (s answer) filter(words string) {
	s.t.Helper()
	s.fill("#filter", words)
	eval[any](s.screen, `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null))))`)
}

// find selects the first of the requests with a cause or an entry.
func (s answer) find(entry string) {
	s.t.Helper()
	s.filter("entry:" + entry)
	s.wait(`document.querySelectorAll("#rows .row").length > 0 && document.querySelector("#list").getAttribute("aria-busy") === "false"`)
	s.click("#rows .row")
	s.wait(`document.querySelector("#detail").checkVisibility() && !document.querySelector("#detail").hasAttribute("data-begun")`)
}

// texts are those of all elements that a selector matches.
func (s answer) texts(selector string) []string {
	s.t.Helper()
	return eval[[]string](s.screen, `[...document.querySelectorAll(`+quote(selector)+`)].filter(e => e.checkVisibility()).map(e => e.textContent.trim())`)
}

func (s answer) nothingTwice() {
	s.find("scope-not-granted")
	if marked := s.texts("#detail .message mark"); !slices.Equal(marked, []string{"sleep"}) {
		s.t.Errorf("marked in the message: %q, want what decides", marked)
	}
	lines := `Math.round(document.querySelector("#detail .message").clientHeight / parseFloat(getComputedStyle(document.querySelector("#detail .message")).lineHeight || 15))`
	height := `document.querySelector("#detail .message").offsetHeight`
	if folded := eval[float64](s.screen, height); folded > 26 {
		s.t.Errorf("the message takes %v pixels (%v lines), want one line", folded, eval[float64](s.screen, lines))
	}
	s.click("#detail .quote .more")
	s.wait(height + ` > 30`)
	s.click("#detail .quote .more")
	s.wait(height + ` < 30`)
	if labels := s.texts("#detail .seen .label"); !slices.Equal(labels, []string{"required scope", "token scopes"}) {
		s.t.Errorf("the evidence is %q, want what decides", labels)
	}
	s.click("#detail .repeats summary")
	if labels := s.texts("#detail .repeats .label"); !slices.Equal(labels, []string{"status", "type", "message"}) {
		s.t.Errorf("folded is %q", labels)
	}
	links := s.texts("#detail .evidence .where")
	if !slices.Contains(links, "errors[0].message in the response body") || !slices.Contains(links, "errors[0].errorType in the response body") {
		s.t.Errorf("the links are %q", links)
	}
	apart := eval[float64](s.screen, `Math.max(...[...document.querySelectorAll("#detail .seen li")].map(fact => {
		const bottom = e => { const range = document.createRange(); range.selectNodeContents(e); return range.getClientRects()[0].bottom; };
		return Math.abs(bottom(fact.querySelector(".label")) - bottom(fact.querySelector(".text")));
	}))`)
	if apart > 1 {
		s.t.Errorf("labels and values are %v pixels apart", apart)
	}
	s.click("#detail .repeats summary")
}

func (s answer) hidden() {
	s.filter("entry:token-expired is:network")
	s.wait(`document.querySelectorAll("#rows .row").length === 1`)
	if what := s.text("#rows .row .what"); what != "Token expired – hidden from your code by CORS" {
		s.t.Errorf("the row says %q", what)
	}
	s.click("#rows .row")
	s.wait(`document.querySelector("#detail .title").textContent === "Access token expired – hidden from your code by CORS"`)
	if cause := s.text("#detail .cause"); !strings.Contains(cause, "your code only sees a failed fetch (CORS)") {
		s.t.Errorf("the cause is %q", cause)
	}
	if len(s.texts(`#detail .fixes li:first-child [data-as="curl"]`)) != 1 {
		s.t.Error("the refresh cannot be copied")
	}
}

func (s answer) tokens() {
	s.find("scope-not-granted")
	eval[any](s.screen, `void (document.querySelector("#detail details.compare").open = true)`)
	rows := eval[[]string](s.screen, `[...document.querySelectorAll("#detail .compare tbody tr")].map(row => [...row.children].map(cell => cell.textContent.trim()).join(" | "))`)
	i := slices.IndexFunc(rows, func(row string) bool { return strings.HasPrefix(row, "token scopes | ") })
	if i < 0 || !strings.Contains(rows[i], "− sleep") || !strings.Contains(rows[i], "+ sleep") || strings.Contains(strings.Join(rows, " "), "eyJ") {
		s.t.Errorf("the comparison is\n%s", strings.Join(rows, "\n"))
	}
	if marked := s.texts("#detail .compare mark"); len(marked) == 0 {
		s.t.Error("nothing is marked")
	}
}

func (s answer) overview() {
	s.fill("#filter", "")
	s.click("#detail-close")
	s.waitSeen("#overview")
	errors := s.texts("#overview li")
	if title := s.text("#overview .title"); title != "20 different errors" || len(errors) != 20 {
		s.t.Errorf("the overview is %q with %d lines", title, len(errors))
	}
	if !strings.HasPrefix(errors[0], "30 × Rate limit hit elsewhere 429 HRV Summary by Date certain") {
		s.t.Errorf("the worst is %q", errors[0])
	}
	s.click("#overview li:first-child button")
	s.wait(`document.querySelector("#detail .title").textContent.startsWith("Rate limit reached") && !document.querySelector("#overview").checkVisibility() && document.querySelector("#rows [aria-selected=true] .times").textContent === "30"`)
	s.click("#detail-close")
	s.click(`#overview [data-action="overview-close"]`)
	s.wait(`!document.querySelector("#overview").checkVisibility() && document.activeElement.id === "list"`)
}

func (s answer) spent() {
	s.find("rate-limit")
	s.wait(`document.querySelector("#gauge .long").textContent.startsWith("0 of 150 left")`)
	s.click(`#detail .fixes [popovertarget="spent"]`) // beside the step that says to find out
	s.waitSeen("#spent tbody tr")
	s.keys("Escape")
	s.wait(`!document.querySelector("#spent").checkVisibility() && document.querySelector("#detail").checkVisibility()`)
	s.click("#gauge")
	s.waitSeen("#spent tbody tr")
	rows := eval[[]string](s.screen, `[...document.querySelectorAll("#spent tbody tr")].map(row => [...row.children].map(cell => cell.textContent.trim()).join(" | "))`)
	for _, want := range []string{"HRV Summary by Date | 10 | 7 % | ", "Other clients (not in this session) | "} {
		if !slices.ContainsFunc(rows, func(row string) bool { return strings.HasPrefix(row, want) }) {
			s.t.Errorf("no %q in\n%s", want, strings.Join(rows, "\n"))
		}
	}
	if when := s.text("#spent .when"); !strings.HasPrefix(when, "150 of 150 requests used at #") {
		s.t.Errorf("the table is of %q", when)
	}
	if !strings.HasPrefix(rows[0], "Other clients") {
		s.t.Errorf("what used most is not first:\n%s", strings.Join(rows, "\n"))
	}
	s.click("#spent tbody tr:nth-child(2) button")
	s.wait(`!document.querySelector("#spent").checkVisibility() && /^request:[\d,-]+$/.test(document.querySelector("#filter").value)`)
	s.waitRows("the requests to it", func(rows []row) bool { return len(rows) > 0 })
	s.click("#gauge")
	s.click(`[data-action="spent-show"]`)
	s.waitRows("all of the window", func(rows []row) bool { return len(rows) > 10 })
	s.click("#failing")
	s.find("scope-not-granted") // another request, another state
	if n := eval[string](s.screen, `document.querySelector("#rows [aria-selected=true]")?.dataset.exchange ?? "none"`); n != "9" {
		s.t.Fatalf("#%s is selected; the rows are\n%s", n, listed(s.rows()))
	}
	s.wait(`document.querySelector("#gauge").title.includes("#9, the selected request") && document.querySelector("#gauge .long").textContent.startsWith("41 of 150 left")`)
}

func (s answer) wideAndLow() {
	if err := s.browser.Resize(1000, 300); err != nil {
		s.t.Fatal(err)
	}
	s.find("scope-not-granted")
	s.wait(`Math.abs(document.querySelector("#detail .why").getBoundingClientRect().top - document.querySelector("#detail .fix").getBoundingClientRect().top) < 1 && document.querySelector("#detail .fix").getBoundingClientRect().left > document.querySelector("#detail .why").getBoundingClientRect().right`)
	if bottom := eval[float64](s.screen, `document.querySelector("#detail .fixes li").getBoundingClientRect().bottom`); bottom > 276 {
		s.t.Errorf("the first step ends at %v of 300 pixels", bottom)
	}
	if err := s.browser.Resize(1280, 800); err != nil {
		s.t.Fatal(err)
	}
	s.fill("#filter", "")
}
