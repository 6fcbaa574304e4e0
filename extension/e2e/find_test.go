package e2e

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
)

// TestFind looks for texts in the sample session.
func TestFind(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.waitSeen("#detail")
		s.rest()
		for _, part := range []struct {
			name string
			test func(screen)
		}{
			{"matches", screen.findsMatches},
			{"options", screen.findsByOptions},
			{"place in the explanation", screen.findsPlace},
			{"secrets", screen.findsSecrets},
			{"matches that the filter hides", screen.findsHidden},
			{"bodies that were not kept", screen.findsNoBody},
			{"mouse and other tabs", screen.findsElsewhere},
		} {
			t.Run(part.name, func(t *testing.T) { part.test(screen{t, b.Page()}) })
		}
	})
}

// look opens the bar, looks for a text and waits for what comes of it.
func (s screen) look(text string) (status string) {
	s.t.Helper()
	if !eval[bool](s, `document.querySelector("#find").checkVisibility()`) {
		s.focus("#list")
		s.keys("Ctrl+f")
	}
	s.fill("#find-text", text)
	s.wait(`!/^$|Searching/.test(document.querySelector("#find-status").textContent)`)
	return s.found()
}

// found is what the bar says when it says the same for a while: a search goes on.
func (s screen) found() string {
	s.t.Helper()
	return eval[string](s, `(async () => {
		const status = document.querySelector("#find-status");
		for (let was, same = 0; same < 6; was = status.textContent) {
			await new Promise(done => setTimeout(done, 50));
			same = was === status.textContent ? same + 1 : 0;
		}
		return status.textContent;
	})()`)
}

// highlighted is how many stretches have a highlight of the style.
func (s screen) highlighted(name string) int {
	s.t.Helper()
	return eval[int](s, `CSS.highlights.get(`+quote(name)+`)?.size ?? 0`)
}

func (s screen) findsMatches() {
	rows := len(s.rows())
	status := s.look("insufficient_scope")
	var hits, requests int
	if n, _ := fmt.Sscanf(status, "Matches: %d, requests: %d", &hits, &requests); n != 2 || hits < requests || requests < 1 {
		s.t.Fatalf("the bar says %q", status)
	}
	if n := eval[int](s, `document.querySelectorAll("#find-results [role=option]").length`); n != min(hits, 200) {
		s.t.Errorf("%d hits are listed, of %d", n, hits)
	}
	if wrong := eval[[]string](s, `[...document.querySelectorAll("#find-results mark")].map(mark => mark.textContent).filter(text => text.toLowerCase() !== "insufficient_scope")`); len(wrong) > 0 {
		s.t.Errorf("marked are %q", wrong)
	}
	if n := eval[int](s, `document.querySelectorAll("#rows [data-found]").length`); n == 0 {
		s.t.Error("no row is marked")
	}
	if n := len(s.rows()); n != rows {
		s.t.Errorf("%d rows are listed, %d before: a search is no filter", n, rows)
	}
	at := func(want int) {
		s.t.Helper()
		s.wait(fmt.Sprintf(`document.querySelector("#find-status").textContent.startsWith("%d of %d,")`, want, hits))
		s.wait(fmt.Sprintf(`document.querySelector("#hit-%d").ariaSelected === "true"`, want-1))
		if n := s.highlighted("found"); n == 0 {
			s.t.Error("nothing is marked in the explanation")
		}
	}
	s.focus("#find-text")
	s.keys("Home")
	s.click("#hit-0")
	at(1)
	s.keys("ArrowDown")
	at(2)
	s.focus("#find-text")
	s.keys("Shift+Enter")
	at(1)
	s.keys("Enter")
	at(2)
	s.focus("#list")
	s.pressKey("F3", false)
	at(3)
	for n := 4; n <= hits+1; n++ { // around
		s.pressKey("g", true)
	}
	at(1)
	s.focus("#find-text")
	s.keys("Escape")
	s.wait(`!document.querySelector("#find").checkVisibility() && !document.querySelector("#find-results").checkVisibility()`)
	s.wait(`document.activeElement.id === "list" && document.querySelectorAll("#rows [data-found]").length === 0`)
	if n := s.highlighted("found") + s.highlighted("found-now"); n > 0 {
		s.t.Errorf("%d matches are marked after Esc", n)
	}
	s.click("#find-open")
	s.waitFocus("#find-text")
	if got := eval[string](s, `document.querySelector("#find-text").value`); got != "insufficient_scope" {
		s.t.Errorf("the bar has forgotten what was looked for: %q", got)
	}
}

func (s screen) findsByOptions() {
	any := s.look("ACCESS TOKEN EXPIRED")
	s.click("#find-case")
	s.wait(`document.querySelector("#find-status").textContent === "No matches"`)
	s.click("#find-case")
	s.wait(`document.querySelector("#find-status").textContent === ` + quote(any))
	if got := s.look("oken expire"); !strings.HasPrefix(got, "Matches: ") {
		s.t.Errorf("parts of words find %q", got)
	}
	s.click("#find-word")
	s.wait(`document.querySelector("#find-word").ariaPressed === "true" && document.querySelector("#find-status").textContent === "No matches"`)
	if got := s.look("token expired"); !strings.HasPrefix(got, "Matches: ") {
		s.t.Errorf("whole words find %q", got)
	}
	s.click("#find-word")
	s.click("#find-regexp")
	if got := s.look("access token (expired|x+)"); !strings.HasPrefix(got, "Matches: ") {
		s.t.Errorf("a regular expression finds %q", got)
	}
	if got := s.look("(expired"); got != "Invalid regular expression: a parenthesis is missing in “(expired”" {
		s.t.Errorf("an invalid one says %q", got)
	}
	if got := s.look("(?=x)"); !strings.HasSuffix(got, "“(?=” isn't supported") {
		s.t.Errorf("an unsupported one says %q", got)
	}
	s.click("#find-regexp")
	if got := s.look("nothing is like this"); got != "No matches" {
		s.t.Errorf("nothing is found: %q", got)
	}
}

// findsPlace goes to a match that is folded away and out of sight.
func (s screen) findsPlace() {
	eval[any](s, `document.querySelectorAll("#detail details").forEach(details => { details.open = false; })`)
	s.look(`"errorType"`)
	s.focus("#find-text")
	s.keys("Enter")
	s.wait(`document.querySelector("#detail details.response").open && CSS.highlights.get("found-now").size === 1`)
	if where := eval[string](s, `(() => {
		const [range] = CSS.highlights.get("found-now"), place = range.getBoundingClientRect(), box = document.querySelector("#detail").getBoundingClientRect();
		if (range.toString() !== '"errorType"') return "the match is " + range.toString();
		return place.top >= box.top && place.bottom <= box.bottom ? "" : "the match is out of sight";
	})()`); where != "" {
		s.t.Error(where)
	}
	if got := eval[string](s, `document.querySelector("#find-results [aria-selected=true] .place").textContent`); got != "response body" {
		s.t.Errorf("the match is in the %q", got)
	}
	// A header is found with its name.
	s.look("content-type: application/json")
	s.keys("Enter")
	s.wait(`[...CSS.highlights.get("found-now")].map(String).join().toLowerCase() === "content-type: application/json"`)
}

// findsSecrets looks for a token by its whole value, and by its end.
func (s screen) findsSecrets() {
	var recording struct {
		Log struct {
			Entries []struct {
				Request struct {
					Headers []struct{ Name, Value string }
				}
			}
		}
	}
	file, err := os.ReadFile(filepath.Join(extension, "sample.har"))
	if err != nil || json.Unmarshal(file, &recording) != nil {
		s.t.Fatal("no sample", err)
	}
	token := ""
	for _, e := range recording.Log.Entries {
		for _, h := range e.Request.Headers {
			if after, ok := strings.CutPrefix(h.Value, "Bearer "); ok && strings.EqualFold(h.Name, "Authorization") && len(after) > 40 {
				token = after
			}
		}
	}
	if got := s.look(token); !strings.HasPrefix(got, "Matches: ") {
		s.t.Errorf("%s is not found: %q", token, got)
	}
	s.focus("#find-text")
	s.keys("Enter")
	s.wait(`CSS.highlights.get("found-now")?.size === 1`)
	if eval[bool](s, `document.body.textContent.includes(`+quote(token)+`)`) {
		s.t.Error("the token is on the screen")
	}
	if got := s.look(token[len(token)-12:]); got != "No matches" {
		s.t.Errorf("the token is found by its end: %q", got)
	}
}

// findsNoBody says of which bodies there is nothing to be searched, and searches
// what comes.
func (s screen) findsNoBody() {
	before := s.look("only in this file")
	s.drop("more.har", `{"log":{"entries":[
		{"startedDateTime":"2026-11-02T15:00:00Z","request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/devices.json","headers":[]},"response":{"status":404,"headers":[],"content":{"size":99,"mimeType":"application/json"}}},
		{"startedDateTime":"2026-11-02T15:00:01Z","request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/devices.json","headers":[]},"response":{"status":404,"headers":[],"content":{"size":22,"mimeType":"application/json","text":"{\"x\":\"only in this file\"}"}}}]}}`)
	s.wait(`document.querySelector("#find-status").textContent.startsWith("Matches: 1, requests: 1 · bodies not kept: ")`)
	if before != "No matches" && !strings.HasPrefix(before, "No matches · ") {
		s.t.Errorf("before the file was opened: %q", before)
	}
	if title := eval[string](s, `document.querySelector("#find-status").title`); !strings.Contains(title, "Not recorded") {
		s.t.Errorf("why is said as %q", title)
	}
}

// findsElsewhere clicks what only the mouse needs, and opens the bar from other tabs.
func (s screen) findsElsewhere() {
	s.look("expired")
	s.click("[data-action=find-next]")
	s.wait(`/^1?\d of /.test(document.querySelector("#find-status").textContent)`)
	s.click("[data-action=find-previous]")
	s.click("[data-action=find-close]")
	s.wait(`!document.querySelector("#find").checkVisibility()`)
	s.openTab("catalog")
	s.focus("#topics")
	s.keys("Ctrl+f")
	s.waitFocus("#catalog-search")
	s.openTab("timeline")
	s.focus("#timeline .board")
	s.keys("Ctrl+f")
	s.waitFocus("#find-text")
	s.keys("Escape")
	s.openTab("requests")
}

// findsHidden has matches in requests that the list doesn't show be marked, and
// shows how to see them.
func (s screen) findsHidden() {
	const last = `[...document.querySelectorAll("#find-results .hit")].at(-1)`
	s.look("restingHeartRate")
	s.wait(`document.querySelector("#find-results .hides").checkVisibility()`)
	eval[any](s, `void (document.querySelector("#detail").style.maxHeight = "120px")`) // the match is further down
	eval[any](s, last+`.click()`)
	s.wait(last + `.ariaSelected === "true"`)
	if !eval[bool](s, last+`.querySelector(".hides").checkVisibility()`) {
		s.t.Fatal("the last match is not said to be filtered out")
	}
	if where := eval[string](s, `(() => {
		const note = document.querySelector("#outside").getBoundingClientRect(), box = document.querySelector("#detail").getBoundingClientRect();
		return note.top >= box.top - 1 && note.top <= box.top + 1 && note.height > 0 ? "" : "the note is at " + (note.top - box.top);
	})()`); where != "" || !eval[bool](s, `document.querySelector("#detail").scrollTop > 0`) {
		s.t.Errorf("that the filter hides the request is out of sight: %s", where)
	}
	eval[any](s, `void (document.querySelector("#detail").style.maxHeight = "")`)
	s.click("#outside button")
	s.wait(`!` + last + `.querySelector(".hides").checkVisibility() && document.querySelector("#rows [aria-selected=true]") !== null`)
	s.click("#failing")
	s.wait(last + `.querySelector(".hides").checkVisibility()`)
}

// TestFindMany searches ten thousand requests.
func TestFindMany(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		l := list{openHarness(t, b)}
		eval[any](l.screen, fmt.Sprintf(`void harness.send(%d)`, manyExchanges))
		l.rest()
		l.click("#find-open")
		l.fill("#find-text", "too many requests")
		l.wait(`document.querySelector("#find-status").textContent.includes("requests: 625")`)
		l.alive("while a search is open")
		l.want("hits listed", eval[int](l.screen, `document.querySelectorAll("#find-results > *").length`), 200)
		l.fill("#find-text", "nothing is like this")
		l.fill("#find-text", "too many requests") // what was looked for before is given up
		l.press("Enter")
		l.wait(`/^1 of .*requests: 625$/.test(document.querySelector("#find-status").textContent)`)
		// What comes is searched, too.
		eval[any](l.screen, `void harness.send(16)`)
		l.wait(`document.querySelector("#find-status").textContent.endsWith("requests: 626")`)

		// The search box of Chrome's DevTools asks for the same.
		l.click("[data-action=find-close]")
		for _, step := range []struct{ action, text, want string }{
			{"performSearch", "insufficient_scope", "1"}, {"nextSearchResult", "", "2"}, {"previousSearchResult", "", "1"},
		} {
			eval[any](l.screen, `harness.search(`+quote(step.action)+`, `+quote(step.text)+`)`)
			l.wait(`document.querySelector("#find-status").textContent.startsWith("` + step.want + ` of ") && document.querySelector("#find-text").value === "insufficient_scope"`)
		}
		eval[any](l.screen, `harness.search("cancelSearch")`)
		l.wait(`!document.querySelector("#find").checkVisibility()`)
	})
}

// TestFilter completes and mends what is typed into the filter.
func TestFilter(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.waitSeen("#detail")
		s.rest()
		value := func(want string) {
			t.Helper()
			s.wait(`document.querySelector("#filter").value === ` + quote(want))
		}
		offered := func() []string {
			t.Helper()
			return eval[[]string](s, `[...document.querySelectorAll("#suggestions > *")].map(option => option.textContent)`)
		}
		// From nothing to all 403s of an endpoint, without knowing how it is written.
		s.click("#filter")
		s.waitSeen("#suggestions")
		s.keys("s", "t", "ArrowDown")
		s.wait(`document.querySelector("#filter").getAttribute("aria-activedescendant") === document.querySelector("#suggestions [aria-selected=true]").id`)
		s.keys("Enter")
		value("status:")
		s.keys("4", "0", "3")
		s.wait(`!document.querySelector("#suggestions").checkVisibility() && document.querySelector("#filter").ariaExpanded === "false"`) // it is all there
		s.keys(" ", "-", "e", "n", "d")
		s.click("#suggestions > *")
		value("status:403 -endpoint:")
		if list := offered(); len(list) < 2 || !strings.HasPrefix(list[0], "-endpoint:") {
			t.Errorf("endpoints are offered as %q", list)
		}
		s.keys("s", "l", "e", "e", "ArrowDown", "Tab")
		s.wait(`/^status:403 -endpoint:"Sleep [^"]*" $/.test(document.querySelector("#filter").value)`)
		s.waitRows("403s but for sleep", func(rows []row) bool { return len(rows) > 0 && !has(rows, "429") })
		s.waitFocus("#filter")
		s.keys("Escape")
		value("")

		s.fill("#filter", "stauts:403")
		s.says("#filter-hint", "No field “stauts”.", "Did you mean status:?")
		s.click("#filter-hint button")
		value("status:403")
		s.wait(`!document.querySelector("#filter-hint").checkVisibility()`)
		s.waitFocus("#filter")
		s.keys("Escape")
		s.keys("a", "ArrowDown") // nothing is offered: on to the list
		s.waitFocus("#list")
		s.fill("#filter", "")
		s.focus("#list")
		s.wait(`!document.querySelector("#suggestions").checkVisibility()`)
	})
}

// TestPalette finds commands, requests and replacements by words.
func TestPalette(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.waitSeen("#detail")
		s.rest()
		open := func() {
			t.Helper()
			s.focus("#list")
			s.keys("Ctrl+k")
			s.wait(`document.querySelector("#palette").open && document.activeElement.id === "palette-text"`)
		}
		first := func(want string) {
			t.Helper()
			s.wait(`document.querySelector("#palette-list [aria-selected=true] .text")?.textContent.startsWith(` + quote(want) + `) && document.querySelector("#palette-text").getAttribute("aria-activedescendant") === document.querySelector("#palette-list [aria-selected=true]").id`)
		}
		open()
		commands := eval[[]string](s, `[...document.querySelectorAll("#palette-list .text")].map(text => text.textContent)`)
		if len(commands) < 20 {
			t.Errorf("there are %d commands: %q", len(commands), commands)
		}
		if bad := eval[[]string](s, `[...document.querySelectorAll("#palette-list .text")].map(text => text.textContent).filter(text => /[▾↗]|^[a-z]+[A-Z]|^(All|Failed|Auth|[45]xx|Network) \d|^Group$/.test(text) || text.length > 90)`); len(bad) > 0 {
			t.Errorf("commands without good words: %q", bad)
		}
		s.fill("#palette-text", "tmln") // letters in their order
		first("Timeline")
		s.keys("Enter")
		s.wait(`!document.querySelector("#palette").open && document.querySelector("#timeline-tab-button").ariaSelected === "true"`)
		s.openTab("requests")

		open()
		s.fill("#palette-text", "keyboard")
		s.wait(`document.querySelector("#palette-list kbd").textContent === "?"`)
		s.keys("Enter")
		s.wait(`document.querySelector("#keys-dialog").open`)
		s.escape()

		open()
		s.fill("#palette-text", "#20")
		first("Go to #20 – ")
		s.keys("Enter")
		s.wait(`document.querySelector("#rows [aria-selected=true]")?.dataset.exchange === "20"`)

		// The selected request's own menu is in it.
		open()
		s.fill("#palette-text", "copy curl")
		s.wait(`[...document.querySelectorAll("#palette-list .text")].some(text => /cURL/.test(text.textContent))`)
		s.keys("Escape")
		s.wait(`!document.querySelector("#palette").open`)

		open()
		s.fill("#palette-text", "https://api.fitbit.com/1/user/-/activities/steps/date/today/7d.json")
		first("Copy the replacement: ")
		if text := s.text("#palette-list .text"); !strings.Contains(text, "health.googleapis.com") {
			t.Errorf("in the place of an old URL: %q", text)
		}
		s.keys("Enter")
		s.wait(`document.querySelector("#palette-list .copied") !== null`)
		s.fill("#palette-text", "https://example.com/x")
		first("No replacement is known")
		s.fill("#palette-text", "zzqq")
		s.waitSeen("#palette-none")
		s.keys("Enter", "Escape")
		s.wait(`!document.querySelector("#palette").open`)
	})
}

// TestUndo takes back what was cleared and what was replaced.
func TestUndo(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.waitSeen("#detail")
		s.rest()
		before := s.rows()
		same := func(what string) {
			t.Helper()
			s.waitRows(what, func(rows []row) bool { return sameRows(rows, before) })
		}
		s.click("#clear")
		s.says("#notice-text", "Requests cleared: 92")
		s.click("#notice-action")
		same("rows after the button")
		s.wait(`!document.querySelector("#notice").checkVisibility()`)
		s.focus("#list")
		s.keys("Ctrl+l")
		s.waitRows("empty list", func(rows []row) bool { return len(rows) == 0 })
		s.keys("Ctrl+z")
		same("rows after Ctrl+Z")

		// What came since stays.
		s.click("#clear")
		s.waitRows("empty list", func(rows []row) bool { return len(rows) == 0 })
		s.drop("one.har", recording("rate-limit"))
		s.waitRows("the file alone", func(rows []row) bool { return len(rows) > 0 && len(rows) < len(before) })
		s.focus("#list")
		s.keys("Ctrl+z")
		s.waitRows("rows of both", func(rows []row) bool {
			return len(rows) > len(before) || len(rows) == len(before) && !sameRows(rows, before)
		})
		s.clear()
		s.focus("#list")
		s.keys("Ctrl+z")
		if rows := s.rows(); len(rows) > 0 {
			t.Errorf("what can't be undone any more is back: %d rows", len(rows))
		}

		// A second file is added to the first, or replaces it.
		s.click("#sample")
		same("the sample")
		s.rest()
		s.wait(`!document.querySelector("#notice").checkVisibility()`) // nothing was there
		s.drop("one.har", recording("rate-limit"))
		s.says("#notice-text", "one.har was added", "92 earlier")
		s.click("#notice-action")
		s.says("#notice-text", "Requests replaced: 92")
		s.waitRows("the file alone", func(rows []row) bool { return len(rows) > 0 && len(rows) < len(before) })
		s.click("#notice-action")
		s.waitRows("both again", func(rows []row) bool { return len(rows) >= len(before) })
	})
}

// TestErrorMessageGoesAway has an error leave with the next thing that somebody does, and
// what is empty not be explained.
func TestErrorMessageGoesAway(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
		s.drop("broken.har", "this is no JSON")
		s.says("#notice-text", "broken.har isn't a HAR file")
		s.openTab("catalog")
		s.wait(`!document.querySelector("#notice").checkVisibility()`)
		s.openTab("requests")
		s.drop("empty.har", "")
		s.says("#notice-text", "empty.har is empty")
		s.fill("#filter", "x")
		s.wait(`!document.querySelector("#notice").checkVisibility()`)
		s.fill("#filter", "")

		s.click("#paste")
		s.wait(`document.querySelector("#paste-dialog").open && document.querySelector("#paste-explain").disabled`)
		if example := eval[string](s, `document.querySelector("#paste-text").placeholder`); !strings.Contains(example, "expired_token") {
			t.Errorf("the example is %q", example)
		}
		s.fill("#paste-text", "  ")
		s.wait(`document.querySelector("#paste-explain").disabled`)
		s.fill("#paste-text", `{"errors":[{"errorType":"expired_token","message":"Access token expired: abc"}]}`)
		s.says("#paste-preview", "Access token expired")
		s.keys("Ctrl+Enter")
		s.waitFinding("expired-token")

		// What of a file went elsewhere is said.
		s.drop("mixed.har", `{"log":{"entries":[
			{"request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/devices.json","headers":[]},"response":{"status":429,"headers":[],"content":{}}},
			{"request":{"method":"GET","url":"https://cdn.strides.example/a.js","headers":[]},"response":{"status":200,"headers":[],"content":{}}},
			{"request":{"method":"GET","url":"https://cdn.strides.example/b.js","headers":[]},"response":{"status":200,"headers":[],"content":{}}}]}}`)
		s.says("#notice-text", "mixed.har: 1 of 3 requests are to watched hosts. The others are to cdn.strides.example (2).")
	})
}
