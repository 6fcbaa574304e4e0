package e2e

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// TestSilence uses all of the panel in browsers whose every name and address leads to a
// stub that notes it, and which list what they looked up: nothing may come from the
// extension. (Not by itself: Firefox looks up ahead where the links of a document lead,
// unless the document says x-dns-prefetch-control.)
func TestSilence(t *testing.T) {
	serveEmulators()
	for name := range browsers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			heard := listen(t, name, extension, func(p panel) {
				for _, part := range []struct {
					name string
					test func(panel)
				}{
					{"explanation", panel.detail},
					{"everything to be seen", panel.seesAll},
					{"markup stays text", panel.markup},
					{"takes away", panel.takesAway},
					{"migration", panel.migration},
					{"hosts", panel.hosts},
					{"packs", panel.packs},
					{"themes", panel.themes},
					{"docking", panel.docking},
					{"navigation", panel.navigation},
					{"new DevTools", panel.newDevTools},
					{"offline page", panel.offlinePage},
				} {
					t.Run(part.name, func(t *testing.T) { part.test(on(t, p.browser)) })
				}
			})
			for _, each := range heard {
				t.Errorf("%s", each)
			}
		})
	}
}

// TestSilenceHears does the same with an extension that is made to talk.
func TestSilenceHears(t *testing.T) {
	for name := range browsers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			heard := listen(t, name, talkative(t), func(p panel) {})
			for _, want := range map[string][]string{
				browser.Firefox:  {"request to asked.invalid", "lookup of asked.invalid", "lookup of looked.invalid"},
				browser.Chromium: {"request to asked.invalid", "for devtools://"},
			}[name] {
				if !slices.ContainsFunc(heard, func(each string) bool { return strings.Contains(each, want) }) {
					t.Errorf("no %s was heard, only %q", want, heard)
				}
			}
		})
	}
}

// listen has a panel used in a browser off the network, and returns what was
// asked and looked up that is neither the demo page's doing nor the browser's own.
func listen(t *testing.T, name, extension string, use func(panel)) (heard []string) {
	t.Helper()
	sink, err := stub.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer sink.Close()
	address, err := url.Parse(sink.Address)
	if err != nil {
		t.Fatal(err)
	}
	port, _ := strconv.Atoi(address.Port())
	b, err := browser.Start(name, browser.Options{
		Headless: true, Downloads: saved(name), Extension: extension, Hosts: stub.Hosts, HTTPSPort: sink.HTTPSPort, HTTPPort: port,
	})
	if err != nil {
		t.Fatal(err)
	}
	closed := false
	end := func() {
		if !closed {
			closed = true
			if err := b.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	defer end()
	p := panel{t, b}
	p.openDemo()
	p.must(b.OpenDevTools())
	p.call("expired-token") // nobody has seen the panel yet
	p.must(b.ShowPanel())
	p.screen().waitFinding("expired-token")
	use(p)
	p.must(b.CloseDevTools())
	end()

	for _, host := range sink.Asked() {
		if !slices.Contains(stub.Hosts, host) && !browserAsks(host) {
			heard = append(heard, "request to "+host)
		}
	}
	lookups, err := b.Lookups()
	if err != nil {
		t.Fatal(err)
	}
	pages := 0
	for _, each := range lookups {
		if each.For == "http://localhost same_site" || slices.Contains(stub.Hosts, each.Name) {
			pages++ // the demo page's own
		} else if !browserLooksUp(name, each) {
			heard = append(heard, fmt.Sprintf("lookup of %s for %s", each.Name, each.For))
		}
	}
	if pages == 0 {
		t.Error("not even what the demo page looked up was noted")
	}
	return heard
}

// browserAsks recognizes hosts that the browsers themselves contact, for updates, settings,
// accounts and the time. The lookups show whether it was them.
func browserAsks(host string) bool {
	return slices.ContainsFunc([]string{".google.com", ".googleapis.com", ".mozilla.com", ".mozilla.org", ".mozilla.net", ".mozgcp.net", ".firefox.com"},
		func(ending string) bool { return strings.HasSuffix(host, ending) })
}

func browserLooksUp(name string, each browser.Lookup) bool {
	host, _, _ := strings.Cut(each.Name, ":")
	if host == "localhost" || name == browser.Firefox && host == "127.0.0.1" {
		return true
	}
	if name == browser.Chromium {
		return each.For == "null" || each.For == "https://google.com same_site"
	}
	return !strings.Contains(host, "google") && browserAsks(host)
}

// talkative is a copy of the extension that may connect to any host, and does.
func talkative(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(extension)); err != nil {
		t.Fatal(err)
	}
	change := func(name string, with func(string) string) {
		path := filepath.Join(folder, name)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := with(string(text))
		if changed == string(text) {
			t.Fatalf("%s is as it was", name)
		}
		if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	change("manifest.json", func(text string) string { return strings.Replace(text, "connect-src 'self'", "connect-src *", 1) })
	change("devtools.js", func(text string) string {
		return text + "\nfetch(\"https://asked.invalid/\").catch(() => {});\n"
	})
	change("devtools.html", func(text string) string {
		return text + `<link rel="dns-prefetch" href="https://looked.invalid/">`
	})
	return folder
}

// seesAll goes through all that can be seen.
func (p panel) seesAll() {
	s := p.screen()
	s.clear()
	for _, each := range uiStates {
		if each.name == "stopped" || each.name == "reading" { // made up there, from what only a page has
			continue
		}
		p.t.Run(each.name, func(t *testing.T) {
			s := on(t, p.browser).screen()
			each.show(s)
			if each.leave != nil {
				each.leave(s)
			}
		})
	}
	s.clear()
	for _, name := range []string{"rate-limit", "server-error", "gone", "gone-hidden", "success", "slow", "not-found"} {
		p.call(name)
	}
	s.waitFinding(stub.Named("not-found").Finding)
}

// offlinePage opens the page on its sample.
func (p panel) offlinePage() {
	s := openPage(p.t, p.browser, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
	s.sampleRows()
	s.click(`#rows [data-finding="expired-token"]`)
	s.waitSeen("#detail .title")
	s.openTab("catalog")
	s.click("#topics .topic")
	s.waitSeen("#topic")
}

// takesAway copies and saves all that can be, from a recording that is opened.
func (p panel) takesAway() {
	s := p.screen()
	s.clear()
	s.drop("calls.har", recording("expired-token", "not-found"))
	s.waitFinding("expired-token")
	s.click(`#rows [data-finding="expired-token"]`)
	s.wait(`document.querySelector("#detail").checkVisibility()`)
	s.click("#detail .actions .copy-curl")
	s.click("#detail .actions .copy-report")
	for i, items := 0, []string{""}; i < len(items); i++ {
		s.click("#export")
		s.waitSeen("#export-menu")
		items = eval[[]string](s, `[...document.querySelectorAll('#export-menu [data-which="all"]')].map(item => item.dataset.action)`)
		s.click(`#export-menu [data-which="all"][data-action="` + items[i] + `"]`)
		s.wait(`!document.querySelector("#export-menu").checkVisibility()`)
	}
	s.click("#detail-close")
}
