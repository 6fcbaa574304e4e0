package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// TestPanel uses one DevTools window from its opening to the end: later parts
// rely on nothing but that it is open.
func TestPanel(t *testing.T) {
	serveEmulators()
	inEach(t, func(t *testing.T, b browser.Browser) {
		p := panel{t, b}
		p.openDemo()
		p.must(b.OpenDevTools())
		p.call("expired-token") // nobody has seen the panel yet
		p.must(b.ShowPanel())
		t.Run("request made before the panel was shown", func(t *testing.T) {
			on(t, b).screen().waitFinding("expired-token")
		})
		for _, part := range []struct {
			name string
			test func(panel)
		}{
			{"failures", panel.failures},
			{"detail", panel.detail},
			{"body in pieces", panel.bodyInPieces},
			{"markup stays text", panel.markup},
			{"consent page", panel.consentPage},
			{"failing only", panel.failingOnly},
			{"filter", panel.filter},
			{"pause", panel.pause},
			{"navigation keeps rows", panel.navigation},
			{"hide and show keep rows", panel.hideAndShow},
			{"docking keeps rows", panel.docking},
			{"network panel", panel.networkPanel},
			{"migration", panel.migration},
			{"hosts", panel.hosts},
			{"packs", panel.packs},
			{"bad pack", panel.badPack},
			{"themes", panel.themes},
			{"accessible", panel.accessible},
			{"Esc", panel.escapes},
			{"nothing else is asked", panel.nothingElse},
			{"new DevTools keep hosts and tab", panel.newDevTools},
		} {
			if !t.Run(part.name, func(t *testing.T) { part.test(on(t, b)) }) {
				// Leave what the next part needs.
				b.Redock(browser.DockBottom)
				b.ShowPanel()
			}
		}
	})
}

// A panel is the extension's panel beside the demo page, in front of a test.
type panel struct {
	t       *testing.T
	browser browser.Browser
}

func on(t *testing.T, b browser.Browser) panel { return panel{t, b} }

func (p panel) screen() screen { return screen{p.t, p.browser.Panel()} }
func (p panel) page() screen   { return screen{p.t, p.browser.Page()} }

func (p panel) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p panel) openDemo() {
	p.t.Helper()
	p.must(p.browser.Open(server.Address))
	p.page().wait(`document.body.dataset.ready === "true"`)
}

// call makes the page's call of a scenario and waits until the page has its response.
func (p panel) call(name string) {
	p.t.Helper()
	want := stub.Named(name).Status
	if stub.Named(name).NoCORS {
		want = 0
	}
	if status := eval[int](p.page(), `call(`+quote(name)+`)`); status != want {
		p.t.Fatalf("the page got %d for %s, want %d", status, name, want)
	}
}

func (p panel) failures() {
	for _, scenario := range stub.Scenarios {
		if scenario.Finding == "" || scenario.Navigate {
			continue
		}
		p.t.Run(scenario.Name, func(t *testing.T) {
			p := on(t, p.browser)
			p.screen().clear()
			p.call(scenario.Name)
			var found row
			p.screen().waitRows("row with the finding "+scenario.Finding, func(rows []row) bool {
				i := slices.IndexFunc(rows, func(r row) bool {
					return r.Finding == scenario.Finding || scenario.Unread != "" && r.Finding == scenario.Unread
				})
				if i >= 0 {
					found = rows[i]
				}
				return i >= 0
			})
			if found.Method != scenario.Method || found.What == "" {
				t.Errorf("the row is %+v", found)
			}
			if rows := p.screen().rows(); len(rows) != 1 {
				t.Errorf("one call made %d rows:\n%s", len(rows), listed(rows))
			}
		})
	}
}

func (p panel) detail() {
	s := p.screen()
	s.clear()
	p.call("expired-token")
	s.waitFinding("expired-token")
	s.click(`#rows [data-finding="expired-token"]`)
	s.wait(`document.querySelector("#detail").checkVisibility()`)
	for _, part := range []string{".title", ".certainty", ".subtitle", ".message", ".cause", ".fixes > li", ".evidence > *", ".docs a"} {
		if s.text("#detail "+part) == "" {
			p.t.Errorf("the detail has no %s", part)
		}
	}
	if certainty := s.text("#detail .certainty"); certainty != "certain" {
		p.t.Errorf("an expired token is said to be %q, want certain", certainty)
	}
	for _, fold := range []string{"request", "response"} {
		s.click("#detail details." + fold + " > summary")
		s.wait(`document.querySelector("#detail details.` + fold + `").open`)
	}
	token := strings.TrimPrefix(stub.Named("expired-token").Header["Authorization"], "Bearer ")
	// No part of the token but its first characters, which are the same in all.
	shown := eval[string](s, `document.documentElement.outerHTML + document.body.textContent`)
	for _, secret := range strings.Split(token, ".") {
		if strings.Contains(shown, secret) {
			p.t.Errorf("the panel holds the token's part %s…", secret[:8])
		}
	}
	if request := s.text("#detail details.request"); !strings.Contains(request, token[:4]) {
		p.t.Errorf("the request does not show the masked token: %s", request)
	}
	s.click("#detail-close")
	s.wait(`!document.querySelector("#detail").checkVisibility()`)
}

func (p panel) bodyInPieces() {
	p.screen().clear()
	p.call("slow")
	p.screen().waitFinding(stub.Named("slow").Finding)
}

func (p panel) markup() {
	s := p.screen()
	title := eval[string](s, "document.title")
	s.clear()
	p.call("hostile")
	s.waitFinding("unknown")
	s.click(`#rows [data-finding="unknown"]`)
	s.wait(`document.querySelector("#detail").checkVisibility()`)
	s.wait(`document.querySelector("#detail").textContent.includes("<img src=x")`)
	s.harmless(title)
}

func (p panel) consentPage() {
	p.screen().clear()
	scenario := stub.Named("consent-redirect")
	p.must(p.page().view.Eval(`void call("consent-redirect")`, nil))
	p.screen().waitFinding(scenario.Finding)
	p.openDemo()
	p.screen().waitFinding(scenario.Finding)
}

func (p panel) failingOnly() {
	s := p.screen()
	s.clear()
	p.call("success")
	p.call("not-found")
	s.waitFinding(stub.Named("not-found").Finding)
	if rows := s.rows(); len(rows) != 1 {
		p.t.Errorf("successes are listed among the failing:\n%s", listed(rows))
	}
	s.click("#all")
	s.waitRows("row of a success", func(rows []row) bool { return has(rows, "200") && has(rows, "404") })
	s.click("#failing")
	s.waitRows("list of failing requests only", func(rows []row) bool { return len(rows) == 1 && has(rows, "404") })
}

func has(rows []row, status string) bool {
	for _, r := range rows {
		if r.Status == status {
			return true
		}
	}
	return false
}

func (p panel) filter() {
	s := p.screen()
	s.clear()
	p.call("rate-limit")
	p.call("server-error")
	s.waitRows("two rows", func(rows []row) bool { return len(rows) == 2 })
	s.fill("#filter", "429")
	s.waitRows("row with 429 alone", func(rows []row) bool { return len(rows) == 1 && has(rows, "429") })
	s.fill("#filter", "nothing like that")
	s.waitRows("empty list", func(rows []row) bool { return len(rows) == 0 })
	s.wait(`document.querySelector("#empty").checkVisibility()`)
	s.fill("#filter", "")
	s.waitRows("two rows again", func(rows []row) bool { return len(rows) == 2 })
}

func (p panel) pause() {
	s := p.screen()
	s.clear()
	s.click("#pause")
	s.wait(`document.querySelector("#pause").getAttribute("aria-pressed") === "true"`)
	// The browser reports a request some time after the page has its response.
	eval[any](s, `void (document.told = new Promise(tell => chrome.devtools.network.onRequestFinished.addListener(
		request => request.response.status === 500 && tell(true))))`)
	p.call("server-error")
	s.wait("document.told")
	s.click("#pause")
	s.wait(`document.querySelector("#pause").getAttribute("aria-pressed") === "false"`)
	p.call("not-found") // when this one is there, the other would be
	s.waitFinding(stub.Named("not-found").Finding)
	if rows := s.rows(); len(rows) != 1 {
		p.t.Errorf("a request was recorded while paused:\n%s", listed(rows))
	}
}

// prepared fills the list and returns its rows.
func (p panel) prepared() []row {
	p.t.Helper()
	s := p.screen()
	s.clear()
	calls := []string{"rate-limit", "server-error", "not-found"}
	for _, name := range calls {
		p.call(name)
	}
	// A row that waits for its body may say something else at first.
	return s.waitRows("explained rows of three calls", func(rows []row) bool {
		for i, r := range rows {
			if i < len(calls) && r.Finding != stub.Named(calls[i]).Finding {
				return false
			}
		}
		return len(rows) == len(calls)
	})
}

func (p panel) navigation() {
	before := p.prepared()
	p.openDemo()
	p.call("maintenance")
	p.screen().waitRows("fourth row", func(rows []row) bool { return len(rows) == 4 && sameRows(rows[:3], before) })
}

func (p panel) hideAndShow() {
	before := p.prepared()
	p.must(p.browser.HidePanel())
	p.call("maintenance")
	p.must(p.browser.ShowPanel())
	p.screen().waitRows("fourth row", func(rows []row) bool { return len(rows) == 4 && sameRows(rows[:3], before) })
}

// docking moves DevTools about; Firefox loads the panel's document again then.
func (p panel) docking() {
	s := p.screen()
	p.prepared()
	s.fill("#filter", "json")
	s.click(`#rows [data-status="429"]`)
	s.wait(`document.querySelector("#detail").checkVisibility()`)
	before := s.rows()
	for _, side := range []browser.Dock{browser.DockRight, browser.DockBottom} {
		width := eval[int](s, `(document.documentElement.dataset.old = "", innerWidth)`)
		p.must(p.browser.Redock(side))
		if p.browser.Name() == browser.Firefox {
			s.wait(`!("old" in document.documentElement.dataset)`)
		} else {
			s.wait(fmt.Sprintf("innerWidth !== %d", width))
		}
		s.waitRows("row as before docking at the "+string(side), func(rows []row) bool { return sameRows(rows, before) })
		s.wait(`document.querySelector("#detail").checkVisibility() && document.querySelector("#filter").value === "json"`)
		s.wait(`document.querySelector("#rows [aria-selected=true]")?.dataset.status === "429"`)
	}
	p.call("maintenance") // and it still listens
	s.waitFinding(stub.Named("maintenance").Finding)
	s.fill("#filter", "")
}

// sameRows compares rows but for their selection.
func sameRows(a, b []row) bool {
	return slices.EqualFunc(a, b, func(x, y row) bool {
		x.Selected = y.Selected
		return x == y
	})
}

func (p panel) themes() { p.screen().dark(p.browser) }

func (p panel) nothingElse() {
	loaded := eval[[]string](p.screen(), `performance.getEntriesByType("resource").map(entry => entry.name).filter(name => !name.startsWith(location.origin) && !name.startsWith("data:"))`)
	if len(loaded) != 0 {
		p.t.Errorf("the panel loaded %q", loaded)
	}
	askedOnly(p.t)
}
