package e2e

import (
	"fmt"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// faulty opens DevTools on the demo page in a browser of its own, which the test
// may leave as it likes.
func faulty(t *testing.T, test func(panel)) {
	for name := range browsers {
		t.Run(name, func(t *testing.T) {
			b, err := browser.Start(name, browser.Options{Headless: true, Extension: extension, Hosts: stub.Hosts, HTTPSPort: server.HTTPSPort})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { b.Close() })
			test(inspected(t, b))
		})
	}
}

// inspected opens DevTools on the demo page.
func inspected(t *testing.T, b browser.Browser) panel {
	t.Helper()
	p := panel{t, b}
	p.openDemo()
	p.must(b.OpenDevTools())
	p.must(b.ShowPanel())
	p.screen().wait(`document.querySelector("#most").options.length > 0`) // the program has drawn
	return p
}

// background is the extension's document that runs as long as DevTools is open.
func (p panel) background() screen {
	p.t.Helper()
	view, err := p.browser.Background()
	p.must(err)
	return screen{p.t, view}
}

// tell has the browser report a request to a path, whose body is what the script getContent
// returns.
func (s screen) tell(path string, status int, getContent string) {
	s.t.Helper()
	eval[any](s, fmt.Sprintf(`void take({startedDateTime: new Date(Date.UTC(2026, 9, 30, 12) + performance.now()).toISOString(), time: 1,
		request: {method: "GET", url: "https://api.fitbit.com%s", headers: [], queryString: [], cookies: []},
		response: {status: %d, statusText: "", headers: [], cookies: [], redirectURL: "", content: {size: 40, mimeType: "application/json"}},
		getContent: %s})`, path, status, getContent))
}

const expired = `'{"errors":[{"errorType":"expired_token","message":"Access token expired: x"}]}'`

// TestBodies: a request is listed with what is known, whatever becomes of its body.
func TestBodies(t *testing.T) {
	faulty(t, func(p panel) {
		s, background := p.screen(), p.background()
		for i, getContent := range []string{
			`answer => answer(null, "")`,
			`answer => answer()`,
			`() => { throw new Error("no such resource") }`,
			`() => Promise.reject(new Error("gone"))`,
			`answer => { document.lateBody = answer }`,
		} {
			s.clear()
			background.tell(fmt.Sprintf("/1/user/-/body%d.json", i), 401, getContent)
			s.waitRows("row without its body", func(rows []row) bool { return len(rows) == 1 && has(rows, "401") })
			s.click(`#rows [data-status="401"]`)
			s.wait(`document.querySelector("#detail").checkVisibility()`)
			if response := s.text("#detail details.response"); !strings.Contains(response, "Not recorded") || strings.Contains(response, "Empty") {
				p.t.Errorf("%s: of the body it says %q", getContent, response)
			}
		}
		eval[any](background, `void document.lateBody(`+expired+`, "")`)
		s.waitFinding("expired-token")
		s.wait(`document.querySelector("#detail details.response").textContent.includes("expired_token")`)
		// A browser that never answers keeps none of the others waiting.
		background.tell("/1/user/-/never.json", 500, `() => {}`)
		p.call("not-found")
		s.waitFinding(stub.Named("not-found").Finding)
		if rows := s.rows(); len(rows) != 3 {
			p.t.Errorf("the rows are\n%s", listed(rows))
		}
	})
}

// hang has the page make a request that is never answered, and waits until it
// is on its way.
func (p panel) hang() {
	p.t.Helper()
	hanging := server.Hanging()
	eval[any](p.page(), `void fetch("https://api.fitbit.com`+stub.Hangs+`").catch(() => {})`)
	for server.Hanging() == hanging {
		p.page().wait("true")
	}
}

// TestInterrupted has the page crash, and go elsewhere, while a request is on
// its way.
func TestInterrupted(t *testing.T) {
	faulty(t, func(p panel) {
		before := p.prepared()
		// What is there of the request that was cut off says so.
		asBefore := func(rows []row, more int) bool {
			rest := rows[:0:0]
			for _, r := range rows {
				if !strings.Contains(r.What, "hangs") {
					rest = append(rest, r)
				} else if r.Status != "" && r.Status != "0" {
					p.t.Errorf("a request that was never answered is listed as %+v", r)
				}
			}
			return len(rest) == len(before)+more && sameRows(rest[:len(before)], before)
		}
		s := p.screen()
		p.hang()
		p.openDemo()
		p.call("maintenance")
		s.waitRows("row after the navigation", func(rows []row) bool { return asBefore(rows, 1) })

		if p.browser.Name() == browser.Firefox {
			return
		}
		p.hang()
		p.must(p.browser.Crash())
		s.waitRows("rows of before the crash", func(rows []row) bool { return asBefore(rows, 1) })
		s.click(`#rows [data-status="429"]`)
		s.wait(`document.querySelector("#detail").checkVisibility()`)
		p.openDemo()
		p.call("missing-scope")
		s.waitRows("row after the crash", func(rows []row) bool { return asBefore(rows, 2) })
	})
}

// TestCrashes ends programs where they do their work.
func TestCrashes(t *testing.T) {
	faulty(t, func(p panel) {
		before := p.prepared()
		s, background := p.screen(), p.background()

		// Two requests end every program that explains them.
		eval[any](background, `(host => {
			const {message} = host;
			host.message = (key, values) => {
				if (!key.startsWith("stopped") && host.address(host.currentRequest)?.includes("poison")) throw new Error("broken on purpose");
				return message(key, values);
			};
		})(misstepHost)`)
		for _, path := range []string{
			"/1/user/-/poison-one.json?access_token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzZWNyZXQifQ.c2ln",
			"/1/user/-/poison-too.json",
		} {
			background.tell(path, 400, `answer => answer("nothing that anybody knows", "")`)
			s.says("#stopped", "Misstep crashed", "broken on purpose")
			p.ask("GET", "/") // the page goes on
			s.click("#stopped button")
			s.wait(`document.querySelector("#notice-text").textContent.includes(` + quote(path[:25]) + `)`)
		}
		p.call("maintenance")
		s.waitRows("rows but for the poisonous", func(rows []row) bool { return len(rows) == len(before)+1 && sameRows(rows[:len(before)], before) })
		s.notice("error", "2 requests", "left out", "api.fitbit.com/1/user/-/poison-one.json", "poison-too.json")
		if notice := s.text("#notice-text"); strings.Contains(notice, "eyJzdWIiOiJzZWNyZXQifQ") {
			p.t.Errorf("the notice shows the token: %s", notice)
		}
		s.closeNotice()

		// A file that ends the program that reads it is not opened again.
		eval[any](background, `void Object.defineProperty(Blob.prototype, "arrayBuffer", {configurable: true, value() { throw new Error("file broken on purpose"); }})`)
		s.drop("broken.har", recording("server-error"))
		s.says("#stopped", "file broken on purpose")
		s.click("#stopped button")
		s.notice("error", "Open them again")
		s.waitRows("rows of before", func(rows []row) bool { return len(rows) == len(before)+1 && sameRows(rows[:len(before)], before) })

		// What went wrong with all of that is forgotten with the rest.
		s.clear()
		p.call("not-found")
		s.waitFinding(stub.Named("not-found").Finding)
	})
}
