package e2e

import (
	"slices"
	"testing"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// watches adds a host and waits until the dialog lists it.
func (s screen) watches(host string) {
	s.t.Helper()
	s.openHosts()
	s.fill("#host-text", host)
	s.click("#host-add")
	s.wait(`document.querySelector('#hosts-list [data-host="` + host + `"]') !== null`)
	s.closeDialog("hosts-dialog")
}

// TestStorageRefused: what is set lasts as long as DevTools is open, also for a
// program that comes after one that stopped; it is said once.
func TestStorageRefused(t *testing.T) {
	serveEmulators()
	faulty(t, func(p panel) {
		s, background := p.screen(), p.background()
		eval[any](background, `void (Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); })`)
		before := p.prepared()
		s.click("#fold")
		s.notice("info", "for this session only", "full")
		s.closeNotice()
		s.watches(emulator())
		p.ask("GET", "/1/user/-/devices.json")
		s.waitFinding(stub.Named("maintenance").Finding)
		if eval[bool](s, `document.querySelector("#notice").checkVisibility()`) {
			p.t.Errorf("it is said again: %s", s.text("#notice-text"))
		}
		s.rest()
		s.kill()
		s.click("#stopped button")
		rows := s.waitRows("all rows", func(rows []row) bool { return len(rows) == len(before)+1 })
		if rows[len(before)].Finding != stub.Named("maintenance").Finding {
			p.t.Errorf("the rows are\n%s", listed(rows))
		}
		s.wait(`!document.querySelector("#fold").checked`)
	})
}

// sameErrors compares rows that may be of a session that was filled again.
func sameErrors(a, b []row) bool {
	return slices.EqualFunc(a, b, func(x, y row) bool { return x.Finding == y.Finding && x.What == y.What })
}

// TestTwoDevToolsWindows has two DevTools windows open at once.
func TestTwoDevToolsWindows(t *testing.T) {
	serveEmulators()
	faulty(t, func(p panel) {
		if p.browser.Name() == browser.Firefox {
			p.t.Skip("one tab")
		}
		before := p.prepared()
		p.must(p.browser.Tab(1))
		inspected(p.t, p.browser)
		if rows := p.screen().rows(); len(rows) != 0 {
			p.t.Errorf("the second window begins with\n%s", listed(rows))
		}
		p.call("maintenance")
		p.screen().waitRows("its own row", func(rows []row) bool { return len(rows) == 1 && has(rows, "503") })
		p.screen().watches(emulator())
		p.screen().click("#fold") // how it is looked at is each window's own affair

		// The first has its own requests, and watches the host, too.
		p.must(p.browser.Tab(0))
		s := p.screen()
		s.waitRows("rows of before", func(rows []row) bool { return sameErrors(rows, before) })
		s.wait(`document.querySelector("#fold").checked`)
		p.ask("GET", "/1/user/-/devices.json")
		s.waitRows("row of the host that was added in the other window", func(rows []row) bool { return len(rows) == len(before)+1 && has(rows, "503") })
		s.watches("mock.example:8080")

		// Neither host is lost to the other window.
		p.must(p.browser.Tab(1))
		s = p.screen()
		s.waitRows("its own row again", func(rows []row) bool { return len(rows) == 1 && has(rows, "503") })
		s.openHosts()
		s.wait(`document.querySelectorAll('#hosts-list :is([data-host="mock.example:8080"], [data-host="` + emulator() + `"])').length >= 2`)
		s.click(`#hosts-list [data-host="` + emulator() + `"] [data-action=host-remove]`)
		s.wait(`!document.querySelector('#hosts-list [data-host="` + emulator() + `"]')`)
		s.closeDialog("hosts-dialog")

		// And the end of one isn't part of the other.
		s.rest()
		s.kill()
		p.must(p.browser.CloseDevTools())
		p.must(p.browser.Tab(0))
		s = p.screen()
		s.waitRows("rows of before once more", func(rows []row) bool { return sameErrors(rows, before) })
		s.openHosts()
		s.wait(`document.querySelector('#hosts-list [data-host="mock.example:8080"]') && !document.querySelector('#hosts-list [data-host="` + emulator() + `"]')`)
		s.closeDialog("hosts-dialog")
		p.call("missing-scope")
		s.waitRows("a row more", func(rows []row) bool { return len(rows) == len(before)+1 })
	})
}

// TestHidden has many requests come while nobody sees the panel.
func TestHidden(t *testing.T) {
	faulty(t, func(p panel) {
		l := list{p.screen()}
		eval[any](l.screen, `(menu => { menu.value = "1000"; menu.dispatchEvent(new Event("change", {bubbles: true})); })(document.querySelector("#most"))`)
		l.click("#fold")
		l.rest()
		p.must(p.browser.HidePanel())
		background := p.background()

		eval[any](l.screen, `(() => {
			document.drawn = 0;
			new MutationObserver(all => { document.drawn += all.length; }).observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
		})()`)
		for range 3 {
			eval[any](background, `(async () => {
				for (let n = 0; n < 500; n++) {
					take({startedDateTime: new Date(Date.UTC(2026, 9, 30, 12) + performance.now()).toISOString(), time: 1,
						request: {method: "GET", url: "https://api.fitbit.com/1/user/-/hidden.json?n=" + n, headers: [], queryString: [], cookies: []},
						response: {status: 401, statusText: "", headers: [], cookies: [], redirectURL: "", content: {size: 40, mimeType: "application/json"}},
						getContent: answer => answer(`+expired+`, "")});
				}
				await new Promise(done => setTimeout(done, 250)); // longer than a drawing may be put off
			})()`)
		}
		if drawn := eval[int](l.screen, `document.drawn`); drawn != 0 {
			p.t.Errorf("%d changes were drawn while nobody saw them", drawn)
		}
		if kept := eval[int](background, `Array.from({length: 1500}, (_, n) => misstepHost.address(n + 1)).filter(Boolean).length`); kept != 1000 {
			p.t.Errorf("%d requests are kept for the next program, want 1000", kept)
		}
		p.must(p.browser.ShowPanel())
		l = list{p.screen()}
		l.want("rows", l.rowCount(), 1000)
		l.want("counts", l.text("#counts"), "1,000 of 1,000 failed")
		l.want("dropped", l.text("#gone"), "500 oldest dropped")
		l.alive("shown again")
		l.wait(`document.querySelector('#rows [data-finding="expired-token"]') !== null`) // looking through all 1,000 rows takes too long
		l.wait(`document.drawn > 0`)
	})
}
