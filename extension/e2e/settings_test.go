package e2e

import (
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// serveEmulators has the plain HTTP server answer as two APIs of which a person
// runs emulators: at another host than the API's own.
var serveEmulators = sync.OnceFunc(func() {
	answer := func(path string, status int, body string) {
		server.Pages.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			w.Write([]byte(body))
		})
	}
	answer("/1/user/-/devices.json", 503, stub.Named("maintenance").Body)
	answer("/bays/B7/tickets", 409, `{"errors":[{"errorType":"bay_taken","message":"Bay B7 is taken until 2026-05-01"}]}`)
})

// emulator is the host that serveEmulators answers at.
func emulator() string {
	return strings.TrimSuffix(strings.TrimPrefix(server.Address, "http://"), "/")
}

// ask has the page make a request to the emulator and waits for its end.
func (p panel) ask(method, path string) {
	p.t.Helper()
	eval[any](p.page(), `fetch(`+quote(path)+`, {method: `+quote(method)+`}).then(response => response.text()).then(() => null)`)
}

// openHosts opens the dialog, done or not.
func (s screen) openHosts() {
	s.t.Helper()
	s.click("#hosts")
	s.wait(`document.querySelector("#hosts-dialog").open`)
}

func (s screen) closeDialog(id string) {
	s.t.Helper()
	s.click("#" + id + " header [data-action=dialog-close]")
	s.wait(`!document.querySelector("#` + id + `").open`)
}

// hosts watches an emulator's host after a request was made to it.
func (p panel) hosts() {
	s := p.screen()
	s.clear()
	p.ask("GET", "/1/user/-/devices.json")
	p.call("not-found") // when this one is there, the browser has reported the other
	s.waitFinding(stub.Named("not-found").Finding)

	s.openHosts()
	s.fill("#host-text", "a b")
	s.click("#host-add")
	s.wait(`document.querySelector("#host-problem").checkVisibility() && document.querySelector("#host-problem").textContent.includes("a b")`)
	s.fill("#host-text", emulator())
	s.click("#host-add")
	line := `#hosts-list [data-host="` + emulator() + `"]`
	s.wait(`document.querySelector(` + quote(line) + `) !== null && !document.querySelector("#host-problem").checkVisibility()`)
	maintenance := stub.Named("maintenance").Finding
	first := s.waitFinding(maintenance) // it was first
	if first.Exchange != 1 {
		p.t.Errorf("the earlier request is %+v, want it to be the first", first)
	}
	s.closeDialog("hosts-dialog")
	s.click(`#rows [data-finding="` + stub.Named("not-found").Finding + `"]`)
	s.waitRows("row that was clicked to be selected", func(rows []row) bool { return len(rows) == 2 && rows[1].Selected })
	title := s.text("#detail .title")

	s.openHosts()
	s.click(line + " input")
	s.waitRows("row of the emulator to leave", func(rows []row) bool { return len(rows) == 1 && rows[0].Selected })
	s.click(line + " input")
	rows := s.waitRows("row of the emulator to come back", func(rows []row) bool { return len(rows) == 2 })
	if rows[0].Finding != maintenance || !rows[1].Selected || s.text("#detail .title") != title {
		p.t.Errorf("the rows are not as before, or another is selected:\n%s", listed(rows))
	}
	s.click(line + " [data-action=host-remove]")
	s.waitRows("row of the emulator to leave for good", func(rows []row) bool { return len(rows) == 1 })
	s.closeDialog("hosts-dialog")
}

// choosePack gives a file to the packs dialog. DevTools panels cannot be given
// one by the drivers.
func (s screen) choosePack(name, content string) {
	s.t.Helper()
	eval[any](s, `(() => {
		const transfer = new DataTransfer(), field = document.querySelector("#pack-file");
		transfer.items.add(new File([`+quote(content)+`], `+quote(name)+`, {type: "application/json"}));
		field.files = transfer.files;
		field.dispatchEvent(new Event("change", {bubbles: true}));
	})()`)
}

func (s screen) openPacks() {
	s.t.Helper()
	s.openHosts()
	s.click("#packs")
	s.wait(`document.querySelector("#packs-dialog").open`)
}

// parking is a pack of an API that is invented.
func (p panel) parking() string {
	p.t.Helper()
	pack, err := os.ReadFile("../../catalog/testdata/parking.json")
	p.must(err)
	return string(pack)
}

func (p panel) packs() {
	s := p.screen()
	s.clear()
	p.ask("POST", "/bays/B7/tickets")
	p.call("not-found")
	s.waitFinding(stub.Named("not-found").Finding)
	s.openPacks()
	s.choosePack("parking.json", p.parking())
	s.wait(`document.querySelector("#packs-list [data-pack=parking]") !== null`)
	s.closeDialog("packs-dialog")
	s.wait(`[...document.querySelector("#host-pack").options].some(option => option.value === "parking")`)
	eval[any](s, `void (document.querySelector("#host-pack").value = "parking")`)
	s.fill("#host-text", emulator())
	s.click("#host-add")
	s.waitFinding("bay-taken")

	s.click("#packs")
	s.click("#packs-list [data-pack=parking] [data-action=pack-remove]")
	s.waitRows("row of the pack to leave", func(rows []row) bool { return len(rows) == 1 && rows[0].Finding != "bay-taken" })
	s.wait(`document.querySelector("#packs-list [data-pack=parking]") === null`)
	s.closeDialog("packs-dialog")
	s.wait(`document.querySelector('#hosts-list [data-host="` + emulator() + `"]') === null`)
	s.closeDialog("hosts-dialog")
}

// TestPackByAddress adds packs by their addresses, as only the page can.
func TestPackByAddress(t *testing.T) {
	server.Pages.HandleFunc("/parking.json", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, "../../catalog/testdata/parking.json")
	})
	server.Pages.HandleFunc("/list.json", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("[]")) })
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, server.Address+"misstep.html")
		s.openPacks()
		for _, bad := range []struct{ address, word string }{{"nowhere.json", "404"}, {"list.json", "list.json"}} {
			s.fill("#pack-address", server.Address+bad.address)
			s.click("#pack-open")
			s.says("#pack-problem", bad.word)
		}
		s.fill("#pack-address", server.Address+"parking.json")
		s.click("#pack-open")
		s.wait(`document.querySelector("#packs-list [data-pack=parking]") !== null && !document.querySelector("#pack-problem").checkVisibility()`)
		s.click("#packs-list [data-pack=parking] [data-action=pack-remove]")
		s.wait(`document.querySelector("#packs-list [data-pack=parking]") === null`)
	})
}

func (p panel) badPack() {
	s := p.screen()
	s.openPacks()
	s.choosePack("parking.json", strings.Replace(p.parking(), `"title": "Somebody else parks there",`, `"titel": "<img src=x>",`, 1))
	s.wait(`document.querySelector("#pack-problem").checkVisibility()`)
	if problem := s.text("#pack-problem"); !strings.Contains(problem, "parking.json") || !strings.Contains(problem, "errors[0] (bay-taken)") || !strings.Contains(problem, "titel") {
		p.t.Errorf("what is wrong is said as %q", problem)
	}
	s.wait(`document.querySelector("#packs-list [data-pack=parking]") === null`)
	s.closeDialog("packs-dialog")
	s.closeDialog("hosts-dialog")
}

// newDevTools closes DevTools and opens it again: a new program, whose hosts are watched
// before it runs.
func (p panel) newDevTools() {
	s := p.screen()
	s.openHosts()
	s.fill("#host-text", emulator())
	s.click("#host-add")
	s.wait(`document.querySelector('#hosts-list [data-host="` + emulator() + `"]') !== null`)
	s.closeDialog("hosts-dialog")
	s.click("#migration-tab-button")
	p.must(p.browser.CloseDevTools())
	p.must(p.browser.OpenDevTools())
	p.ask("GET", "/1/user/-/devices.json") // nobody has seen the panel yet
	p.must(p.browser.ShowPanel())
	s = p.screen()
	s.wait(`document.querySelector("#migration-tab-button")?.ariaSelected === "true"`)
	s.click("#requests-tab-button")
	s.waitFinding(stub.Named("maintenance").Finding)
	s.openHosts()
	s.click(`#hosts-list [data-host="` + emulator() + `"] [data-action=host-remove]`)
	s.waitRows("empty list", func(rows []row) bool { return len(rows) == 0 })
	s.closeDialog("hosts-dialog")
}

// keepsSettings reloads the offline page.
func keepsSettings(s screen, b browser.Browser) {
	s.openHosts()
	s.fill("#host-text", "mock.example:8080")
	s.click("#host-add")
	s.wait(`document.querySelector("#hosts-list [data-host='mock.example:8080']") !== null`)
	s.closeDialog("hosts-dialog")
	address := eval[string](s, "location.href")
	for _, each := range []string{"about:blank", address} { // not afresh: what was set is to be there
		if err := b.Open(each); err != nil {
			s.t.Fatal(err)
		}
	}
	s.wait(`typeof globalThis.misstep?.version === "string"`)
	choose(s, b, "mock.har", strings.ReplaceAll(recording("server-error"), "api.fitbit.com", "mock.example:8080"))
	s.waitFinding(stub.Named("server-error").Finding)
	s.openHosts()
	s.click("#hosts-list [data-host='mock.example:8080'] [data-action=host-remove]")
	s.waitRows("empty list", func(rows []row) bool { return len(rows) == 0 })
	s.closeDialog("hosts-dialog")
}
