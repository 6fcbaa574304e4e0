package e2e

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"misstep/extension/e2e/browser"
)

// What the panel shows of a request.
const (
	seen     = "seen"
	bodiless = "seen without its body"
	perhaps  = "seen, often without its body"
	seldom   = "often not seen"
	cutOff   = "seen as cut off"
	asked    = "only its preflight is seen"
	unseen   = "not seen"
)

// ways are the ways in which a page makes requests, as live.html makes them, and what each
// browser reports to DevTools extensions. README lists what isn't seen.
var ways = []struct{ kind, words, chromium, firefox string }{
	{"before-panel", "`fetch` before the panel was first shown", seen, seen},
	{"fetch", "`fetch`", seen, seen},
	{"unread", "`fetch` whose body the page doesn't read", bodiless, seen},
	{"xhr", "`XMLHttpRequest`", seen, seen},
	{"xhr-sync", "synchronous `XMLHttpRequest`", seen, seen},
	{"xhr-axios", "`XMLHttpRequest` as axios makes it", seen, seen},
	{"keepalive", "`fetch` with `keepalive`", seen, seen},
	{"image", "image", bodiless, bodiless},
	{"beacon", "`sendBeacon`", bodiless, bodiless},
	{"redirect", "`fetch` that is redirected", seen, seen},
	{"frame", "`fetch` in a frame", seen, seen},
	{"worker", "`fetch` in a worker", seen, seen},
	{"shared-worker", "`fetch` in a shared worker", unseen, unseen},
	{"service-worker", "`fetch` in a service worker", seen, unseen},
	{"through-service-worker", "`fetch` that a service worker answers", seen, seen},
	{"cut-off", "`fetch` still without a response two seconds later, when the page is left", cutOff, asked},
	{"cut-off-keepalive", "the same with `keepalive`", cutOff, asked},
	{"unread-left", "`fetch` whose body the page hasn't read when it is left", bodiless, seen},
	{"answered-left", "`fetch` answered just before the page is left", perhaps, seldom},
	{"unload-beacon", "`sendBeacon` in `pagehide`", unseen, seldom},
	{"unload-keepalive", "`fetch` with `keepalive` in `pagehide`", unseen, seldom},
	{"replaced", "`fetch` answered just before `history.replaceState`", perhaps, seen},
	{"replaced-slow", "`fetch` answered after three seconds, just before `history.replaceState`", seen, seen},
	{"replaced-meanwhile", "`fetch` answered after `history.replaceState`", seen, seen},
}

var update = flag.Bool("update", false, "write into README what browsers do not tell")

// TestLimits holds README to the table that the browsers are tested by.
func TestLimits(t *testing.T) {
	const file, begin, end = "../../README.md", "<!-- by TestLimits -->\n", "<!-- end -->"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := strings.Cut(string(text), begin)
	have, after, ended := strings.Cut(rest, end)
	if !begun || !ended {
		t.Fatalf("%s has no %s and %s", file, begin, end)
	}
	want := "| request | Chromium | Firefox |\n|---|---|---|\n"
	for _, way := range ways {
		if way.chromium != seen || way.firefox != seen {
			want += fmt.Sprintf("| %s | %s | %s |\n", way.words, way.chromium, way.firefox)
		}
	}
	switch {
	case have == want:
	case *update:
		if err := os.WriteFile(file, []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("README has\n%s\nwant\n%s\nwrite it with go test -run TestLimits -update", have, want)
	}
}

// TestLive makes a request in each way that a page has.
func TestLive(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		p := panel{t, b}
		p.openLive()
		p.must(b.OpenDevTools())
		eval[any](p.page(), `make["before-panel"]("before-panel")`)
		p.must(b.ShowPanel())
		p.screen().click("#all")
		p.screen().click("#fold")
		for i, way := range ways {
			want := way.chromium
			if b.Name() == browser.Firefox {
				want = way.firefox
			}
			t.Run(way.kind, func(t *testing.T) {
				p := on(t, b)
				if i > 0 {
					p.screen().clear()
					p.openLive()
					p.make(way.kind)
				}
				got, rows := p.shown(way.kind, want)
				if got != want {
					t.Errorf("it is %s, want %s; the rows are\n%s", got, want, listed(p.screen().rows()))
				}
				if want == seldom {
					return
				}
				calls := 1
				if want == unseen || want == asked {
					calls = 0
				} else if way.kind == "redirect" {
					calls = 2
				}
				if len(rows) != calls {
					t.Errorf("one request has the rows %+v", rows)
				}
				switch want { // there is one that was made later, too
				case unseen:
					calls = 1
				case asked:
					calls = 2
				}
				if p.strays(way.kind) {
					return // the browser reported a request of an earlier part late
				}
				if counts := p.screen().text("#counts"); !strings.Contains(counts, fmt.Sprintf("of %d failed", calls)) {
					t.Errorf("of %d calls the counts are %q", calls, counts)
				}
			})
		}
		p.screen().click("#failing")
		p.screen().click("#fold")
		p.must(b.CloseDevTools())
	})
}

// TestPreflightAndCallAreOneRow has a call fail by its preflight: of both there is one failing row.
func TestPreflightAndCallAreOneRow(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		p := panel{t, b}
		p.openLive()
		p.must(b.OpenDevTools())
		p.must(b.ShowPanel())
		p.screen().clear()
		p.make("gone")
		p.make("fetch") // the browser reported the other one before
		p.screen().says("#counts", "2 of 2 failed")
		failing := 0
		for _, r := range p.screen().rows() {
			if r.Finding != "" {
				failing++
			}
		}
		if failing != 2 {
			t.Errorf("two calls have the rows\n%s", listed(p.screen().rows()))
		}
		p.must(b.CloseDevTools())
	})
}

// TestNothingFails has sessions in which everything works.
func TestNothingFails(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		p := panel{t, b}
		p.openLive()
		p.must(b.OpenDevTools())
		p.must(b.ShowPanel())
		p.screen().click("#all")
		p.screen().click("#fold")
		for _, session := range eval[[]string](p.page(), `Object.keys(good)`) {
			t.Run(session, func(t *testing.T) {
				p := on(t, b)
				p.screen().clear()
				p.openLive()
				eval[any](p.page(), `void good[`+quote(session)+`]()`)
				p.screen().waitRows("row of a call that works", func(rows []row) bool {
					return slices.ContainsFunc(rows, func(r row) bool { return r.Status == "200" })
				})
				p.openLive()
				p.make("fetch")
				p.screen().waitRows("row of a call that fails, made later", func(rows []row) bool {
					return slices.ContainsFunc(rows, func(r row) bool { return r.Finding == "expired-token" })
				})
				p.screen().click("#failing")
				p.screen().waitRows("row of that call alone", func(rows []row) bool { return len(rows) == 1 && rows[0].Finding == "expired-token" })
				p.screen().click("#all")
			})
		}
		p.screen().click("#failing")
		p.screen().click("#fold")
		p.must(b.CloseDevTools())
	})
}

func (p panel) openLive() {
	p.t.Helper()
	p.must(p.browser.Open(server.Address + "live.html"))
	p.page().wait(`document.documentElement.dataset.ready === "true"`)
}

// make has live.html make a request. Where that leaves the page, it waits for
// the next.
func (p panel) make(kind string) {
	p.t.Helper()
	call := `make[` + quote(kind) + `](` + quote(kind) + `)`
	if !strings.HasPrefix(kind, "cut-off") && !strings.HasPrefix(kind, "unload-") && !strings.HasSuffix(kind, "-left") {
		eval[any](p.page(), call)
		return
	}
	eval[any](p.page(), `void `+call)
	p.page().wait(`location.search === "?left" && document.documentElement.dataset.ready === "true"`)
}

// A liveRow is a row of a request that live.html made, not of what was refused and
// says nothing of it: that is only a part of one.
type liveRow struct {
	Exchange              int
	Method, Path, Finding string
}

func (s screen) liveRows() []liveRow {
	s.t.Helper()
	return eval[[]liveRow](s, `[...document.querySelectorAll("#rows [data-exchange]")].filter(row => row.checkVisibility() && (row.dataset.finding !== "" || row.dataset.status < 400)).map(row => ({
		exchange: Number(row.dataset.exchange), method: row.querySelector(".method").textContent, finding: row.dataset.finding, path: /live.([\w-]+)[.]json/.exec(row.textContent)?.[1] ?? ""}))`)
}

// shown is what the panel shows of a request of live.html, as soon as that is
// what is wanted, and how often.
func (p panel) shown(kind, want string) (what string, rows []liveRow) {
	p.t.Helper()
	s := p.screen()
	if want == unseen || want == asked || want == seldom { // seen is one that was made later
		p.openLive()
		eval[any](p.page(), `begun(`+quote(kind)+`)`) // it was made
		eval[any](p.page(), `read("later")`)
		s.wait(`[...document.querySelectorAll("#rows [data-exchange]")].some(row => row.textContent.includes("later"))`)
	}
	for end := time.Now().Add(browser.Patience); time.Now().Before(end); time.Sleep(40 * time.Millisecond) {
		rows = nil
		preflights := 0
		for _, r := range s.liveRows() {
			path := strings.TrimPrefix(strings.TrimPrefix(r.Path, "hang-"), "slow-")
			switch {
			case path != kind && path != kind+"ed": // where redirect leads
			case r.Method == "OPTIONS":
				preflights++
			default:
				rows = append(rows, r)
			}
		}
		if what = p.told(rows); what == unseen && preflights > 0 {
			what = asked
		}
		if want == perhaps && (what == seen || what == bodiless) || want == seldom {
			what = want
		}
		if what == want {
			return what, rows
		}
	}
	return what, rows
}

// strays reports whether there are rows of requests of another kind.
func (p panel) strays(kind string) bool {
	return slices.ContainsFunc(p.screen().liveRows(), func(r liveRow) bool {
		path := strings.TrimPrefix(strings.TrimPrefix(r.Path, "hang-"), "slow-")
		return path != kind && path != kind+"ed" && path != "later"
	})
}

// told is what the panel says about the last of these rows.
func (p panel) told(rows []liveRow) string {
	if len(rows) == 0 {
		return unseen
	}
	last := rows[len(rows)-1]
	if strings.HasSuffix(last.Finding, "cut-off") {
		return cutOff
	}
	s := p.screen()
	if s.view.Eval(fmt.Sprintf(`document.querySelector("#rows [data-exchange='%d']").click()`, last.Exchange), nil) != nil {
		return "changing"
	}
	response := ""
	s.view.Eval(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(document.querySelector("#detail details.response").textContent))))`, &response)
	if strings.Contains(response, "Access token expired") {
		return seen
	}
	return bodiless
}
