package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// TestPageFromDisk opens the offline page from disk, as somebody does who received the file.
func TestPageFromDisk(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		for _, part := range []struct {
			name string
			test func(screen, browser.Browser)
		}{
			{"sample", sample},
			{"chosen file", chosenFile},
			{"dropped file", droppedFile},
			{"pasted text", pastedText},
			{"bad input", badInput},
			{"migration", migrationOnPage},
			{"session that calls both APIs", bothAPIs},
			{"settings", keepsSettings},
			{"themes", func(s screen, b browser.Browser) { s.dark(b) }},
		} {
			t.Run(part.name, func(t *testing.T) {
				part.test(openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String()), b)
			})
		}
	})
}

// openPage opens the offline page and waits until its program runs. What tests
// before have set is forgotten.
func openPage(t *testing.T, b browser.Browser, address string) screen {
	t.Helper()
	s := screen{t, b.Page()}
	for {
		for _, each := range []string{"about:blank", address} { // where only the fragment differs, nothing is loaded
			if err := b.Open(each); err != nil {
				t.Fatal(err)
			}
		}
		s.wait(`typeof globalThis.misstep?.version === "string"`)
		if eval[bool](s, `(() => { const set = localStorage.length > 0; localStorage.clear(); return !set; })()`) {
			return s
		}
	}
}

// openHarness opens the panel as a plain page, to be sent exchanges.
func openHarness(t *testing.T, b browser.Browser) screen {
	t.Helper()
	s := screen{t, b.Page()}
	if err := b.Open(server.Address + "harness/panel.html"); err != nil {
		t.Fatal(err)
	}
	s.wait(`globalThis.harness?.ready === true`)
	return s
}

// sample shows the built-in session; an address that ends in #sample opens with it.
func sample(s screen, b browser.Browser) {
	s.wait(`document.querySelector("#empty").checkVisibility()`)
	s.click("#sample")
	rows := s.sampleRows()
	unknown := 0
	for _, r := range rows {
		if r.Finding == "unknown" {
			unknown++
		}
		if r.Finding == "" {
			s.t.Errorf("a failing request of the sample is not explained: %+v", r)
		}
	}
	if unknown != 1 {
		s.t.Errorf("%d errors of the sample are unknown, want the one that is meant to be", unknown)
	}
	if eval[bool](s, `document.querySelector("#newest").checkVisibility()`) {
		s.t.Error("what a person opened is said to be new")
	}
	s.click(`#rows [data-finding="expired-token"]`)
	s.wait(`document.querySelector("#detail").checkVisibility() && document.querySelector("#detail .cause").textContent !== ""`)
	loaded := eval[[]string](s, `performance.getEntriesByType("resource").map(entry => entry.name).filter(name => !/^(data|blob):/.test(name))`)
	if len(loaded) != 0 {
		s.t.Errorf("the page loaded %q", loaded)
	}
	if err := b.Open("about:blank"); err != nil { // a change of the fragment loads nothing
		s.t.Fatal(err)
	}
	again := openPage(s.t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String()).sampleRows()
	if !sameRows(again, rows) {
		s.t.Errorf("#sample shows other rows than the button:\n%s", listed(again))
	}
}

// sampleRows waits until the whole of the sample session is read, and returns
// the rows of its failing requests.
func (s screen) sampleRows() []row {
	s.t.Helper()
	entries := eval[int](s, `misstepHost.sample().then(text => JSON.parse(text).log.entries.length)`)
	// Until all is counted, the tools make room for each other, and a click may miss.
	s.wait(fmt.Sprintf(`document.querySelector("#counts").textContent.includes(" of %d ") && document.querySelector("#list").getAttribute("aria-busy") === "false"`, entries))
	if eval[bool](s, `document.querySelector("#fold").checked`) {
		s.click("#fold")
	}
	return s.waitRows("whole sample session", func(rows []row) bool {
		busy := eval[string](s, `document.querySelector("#list").getAttribute("aria-busy")`) // while rows are still being drawn
		return busy == "false" && strings.HasPrefix(s.text("#counts"), fmt.Sprintf("%d of %d ", len(rows), entries))
	})
}

// recording writes the scenarios' exchanges as a HAR.
func recording(scenarios ...string) string {
	type pair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	pairs := func(headers map[string]string) []pair {
		list := []pair{}
		for name, value := range headers {
			list = append(list, pair{name, value})
		}
		return list
	}
	var entries []any
	for _, name := range scenarios {
		scenario := stub.Named(name)
		entries = append(entries, map[string]any{
			"startedDateTime": "2026-10-30T14:00:11.000Z", "time": 120,
			"request": map[string]any{"method": scenario.Method, "url": scenario.URL, "httpVersion": "http/2.0",
				"headers": pairs(scenario.Header), "queryString": []any{}, "cookies": []any{}, "headersSize": -1, "bodySize": 0},
			"response": map[string]any{"status": scenario.Status, "statusText": "", "httpVersion": "http/2.0",
				"headers": pairs(scenario.Answer), "cookies": []any{}, "redirectURL": "", "headersSize": -1, "bodySize": -1,
				"content": map[string]any{"size": len(scenario.Body), "mimeType": "application/json", "text": scenario.Body}},
			"cache": map[string]any{}, "timings": map[string]any{"send": 0, "wait": 100, "receive": 20},
		})
	}
	text, err := json.Marshal(map[string]any{"log": map[string]any{
		"version": "1.2", "creator": map[string]any{"name": "test", "version": "1"}, "entries": entries}})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// file writes a file for the test and returns its path.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// choose opens a file as through the file dialog.
func choose(s screen, b browser.Browser, name, content string) {
	s.t.Helper()
	if err := b.ChooseFiles("#file", file(s.t, name, content)); err != nil {
		s.t.Fatal(err)
	}
}

func chosenFile(s screen, b browser.Browser) {
	choose(s, b, "session.har", recording("rate-limit", "not-found", "success"))
	rows := s.waitRows("two rows", func(rows []row) bool { return len(rows) == 2 })
	for i, name := range []string{"rate-limit", "not-found"} {
		if want := stub.Named(name).Finding; rows[i].Finding != want {
			s.t.Errorf("row %d is %+v, want %s", i, rows[i], want)
		}
	}
}

func droppedFile(s screen, b browser.Browser) {
	s.drop("session.har", recording("maintenance"))
	s.waitFinding(stub.Named("maintenance").Finding)
	s.wait(`!document.body.classList.contains("dropping")`)
}

func pastedText(s screen, b browser.Browser) {
	for _, paste := range []struct{ name, text, finding string }{
		{"error body", stub.Named("missing-scope").Body, "scope-missing"},
		{"log line", `2026-10-30T14:00:11Z ERROR sync failed: FitbitError 429: {'errors': [{'errorType': 'system', 'message': 'Too Many Requests'}]}`, "rate-limit"},
		{"consent sentence", "Developer information: invalid_request - Invalid redirect_uri parameter value", "consent-redirect-uri-invalid"},
		{"output of curl", "HTTP/2 404 \r\ncontent-type: application/json;charset=UTF-8\r\n\r\n" + stub.Named("not-found").Body, "endpoint-not-found"},
		{"no response, in a client's words", "Error: getaddrinfo ENOTFOUND health.googleapis.com", "google-dns-failed"},
		{"recording", recording("server-error"), "server-error"},
	} {
		s.t.Run(paste.name, func(t *testing.T) {
			s := screen{t, b.Page()}
			s.clear()
			s.paste(paste.text)
			s.waitFinding(paste.finding)
		})
	}
	s.t.Run("command alone", func(t *testing.T) {
		s := screen{t, b.Page()}
		s.clear()
		s.paste("curl https://health.googleapis.com/v4/users/me/profile")
		s.wait(`document.querySelector("#detail").checkVisibility() && document.querySelector("#detail").textContent.includes("Authorization header missing")`)
	})
	s.t.Run("while it is typed", func(t *testing.T) {
		s := screen{t, b.Page()}
		s.clear()
		s.click("#paste")
		s.fill("#paste-text", "Access token expired: abc")
		s.says("#paste-preview", "Access token expired")
		s.fill("#paste-text", "hello world my code crashed")
		s.wait(`document.querySelector("#paste-preview").textContent === ""`)
		s.pressKey("Enter", true)
		s.waitFinding("unknown")
		s.says("#rows", "Pasted text")
		s.says("#counts", "1 pasted")
		s.wait(`document.querySelector("#detail .nearest").hidden`)
		if got := s.text("#detail .subtitle"); got != "Pasted text" {
			t.Errorf("of a text without a status it says %q", got)
		}
	})
	s.t.Run("markup", func(t *testing.T) {
		s := screen{t, b.Page()}
		title := eval[string](s, "document.title")
		s.clear()
		s.paste(stub.Named("hostile").Body)
		s.waitFinding("unknown")
		s.click(`#rows [data-finding="unknown"]`)
		s.wait(`document.querySelector("#detail").textContent.includes("<img src=x")`)
		s.harmless(title)
	})
}

// badInput checks that input that cannot be read is said to be so, and loses
// nothing that is loaded.
func badInput(s screen, b browser.Browser) {
	choose(s, b, "session.har", recording("rate-limit", "not-found"))
	loaded := s.waitRows("two rows", func(rows []row) bool { return len(rows) == 2 })
	whole := recording("maintenance", "gateway")
	for _, bad := range []struct {
		name, content, level string
		words                []string
		adds                 int
	}{
		{"text.har", "this is no JSON", "error", []string{"text.har", "isn't a HAR file"}, 0},
		{"other.har", `{"name": "something else"}`, "error", []string{"other.har", "log.entries is missing"}, 0},
		{"empty.har", "", "error", []string{"empty.har", "empty"}, 0},
		{"none.har", recording(), "error", []string{"none.har", "has no requests"}, 0},
		{"elsewhere.har", strings.ReplaceAll(recording("server-error"), "api.fitbit.com", "api.example.org"), "info", []string{"elsewhere.har", "api.example.org"}, 0},
		{"cut.har", whole[:strings.LastIndex(whole, "Gateway Time-out")], "error", []string{"cut.har", "incomplete"}, 1},
	} {
		s.t.Run(bad.name, func(t *testing.T) {
			s := screen{t, b.Page()}
			choose(s, b, bad.name, bad.content)
			s.notice(bad.level, bad.words...)
			rows := s.waitRows("row more", func(rows []row) bool { return len(rows) == len(loaded)+bad.adds })
			if !sameRows(rows[:len(loaded)], loaded) {
				t.Errorf("loaded rows changed:\n%s", listed(rows))
			}
			if strings.HasPrefix(bad.name, "elsewhere") {
				s.click("#notice-action") // watch that host
				s.waitRows("row of the other host", func(rows []row) bool { return len(rows) == len(loaded)+1 })
				s.clear()
				choose(s, b, "session.har", recording("rate-limit", "not-found"))
				loaded = s.waitRows("two rows again", func(rows []row) bool { return len(rows) == 2 })
				return
			}
			s.closeNotice()
		})
	}
}

// TestPageFromServer opens recordings by address.
func TestPageFromServer(t *testing.T) {
	har := []byte(recording("rate-limit", "not-found"))
	server.Pages.HandleFunc("/private.har", func(w http.ResponseWriter, r *http.Request) { w.Write(har) })
	server.Pages.HandleFunc("/shared.har", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Write(har)
	})
	// The same server by another name is another origin.
	here, other := server.Address, strings.Replace(server.Address, "localhost", "127.0.0.1", 1)
	inEach(t, func(t *testing.T, b browser.Browser) {
		for _, opened := range []struct {
			name, address string
			fails         bool
		}{
			{"same origin", here + "private.har", false},
			{"relative", "private.har", false},
			{"shared by another origin", other + "shared.har", false},
			{"kept by another origin", other + "private.har", true},
			{"not there", here + "missing.har", true},
		} {
			t.Run(opened.name, func(t *testing.T) {
				s := openPage(t, b, fmt.Sprintf("%smisstep.html?har=%s", here, url.QueryEscape(opened.address)))
				if opened.fails {
					s.notice("error", opened.address)
					s.closeNotice()
					return
				}
				s.waitRows("two rows", func(rows []row) bool { return len(rows) == 2 })
			})
		}
		for name, opened := range map[string]string{
			"page from disk":           (&url.URL{Scheme: "file", Path: page}).String(),
			"page without its fetcher": here + "alone/misstep.html",
		} {
			t.Run(name, func(t *testing.T) {
				s := openPage(t, b, opened+"?har="+url.QueryEscape(other+"shared.har"))
				s.notice("error", other+"shared.har", "the page needs fetch.wasm beside it")
				s.closeNotice()
			})
		}
		askedOnly(t)
	})
}

// Browsers decode a page of ASCII several times as fast.
func TestPageIsASCII(t *testing.T) {
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	modules := bytes.LastIndex(data, []byte("<!--")) // the licenses come after them
	if modules < 0 {
		t.Fatal("the page is without licenses")
	}
	for i, c := range data[:modules] {
		if c >= 0x80 {
			t.Fatalf("byte %d is not ASCII: …%s", i, data[max(0, i-40):i+4])
		}
	}
}
