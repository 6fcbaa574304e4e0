package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// migration records calls of an API that is shut down, and takes the plan
// for its successor away.
func (p panel) migration() {
	s := p.screen()
	s.clear()
	s.click("#migration-tab-button")
	s.wait(`document.querySelector("#migration-tab .nothing-legacy").checkVisibility() && document.querySelector("#migration-copy").disabled`)
	calls := []string{"gone", "gone-hidden"}
	for _, name := range calls {
		p.call(name)
	}
	s.wait(`document.querySelectorAll("#migration-tab .groups tr").length === 2`)
	if count := s.text("#migration-tab-button .count"); count != "2" {
		p.t.Errorf("the tab counts %q endpoints, want 2", count)
	}
	if plan := s.text("#migration-tab"); !strings.Contains(plan, "health.googleapis.com") || !strings.Contains(plan, `"year":2026,"month":10,"day":1`) {
		p.t.Errorf("the plan does not say what to call with these dates: %s", plan)
	}
	s.takeAway(p.browser, freshParts())

	s.click("#migration-tab .jump")
	s.wait(`document.querySelector("#requests-tab-button").ariaSelected === "true" && document.querySelector("#detail .instead").checkVisibility()`)
	rows := s.waitRows("requests of one endpoint", func(rows []row) bool { return len(rows) == 1 && rows[0].Selected })
	if rows[0].Finding != "api-shut-down" {
		p.t.Errorf("the request is explained as %+v", rows[0])
	}
	s.fill("#filter", "")
	s.click("#failing")
	s.waitRows("both requests", func(rows []row) bool { return len(rows) == 2 })
}

// freshParts are the parts of the token that say something.
func freshParts() []string {
	_, token, _ := strings.Cut(stub.Named("gone").Header["Authorization"], " ")
	return strings.Split(token, ".")[1:]
}

// takeAway copies and saves the plan, and checks that neither holds a secret.
func (s screen) takeAway(b browser.Browser, secrets []string) {
	s.t.Helper()
	eval[any](s, `void addEventListener("copy", event => { document.documentElement.dataset.taken = event.clipboardData.getData("text/plain"); }, {once: true})`)
	s.click("#migration-copy")
	s.wait(`document.querySelector("#migration-copy").classList.contains("copied") || document.querySelector("#announce").textContent !== ""`)
	markdown := eval[string](s, `document.documentElement.dataset.taken ?? ""`)
	eval[any](s, `void delete document.documentElement.dataset.taken`)
	if !strings.HasPrefix(markdown, "# ") || !strings.Contains(markdown, "health.googleapis.com") {
		s.t.Errorf("what is copied is %q", markdown)
	}
	s.click("#migration-save")
	page := savedFile(s.t, b, "misstep-migration-*.html")
	for _, part := range []string{"<!doctype html>", `content="default-src 'none'; style-src 'unsafe-inline'"`, `http-equiv="x-dns-prefetch-control" content="off"`, "<html lang=\"en\">", "health.googleapis.com", ".migration"} {
		if !strings.Contains(page, part) {
			s.t.Errorf("the saved page has no %s", part)
		}
	}
	for _, part := range []string{"<script", "<button", "data-text", "<link"} {
		if strings.Contains(page, part) {
			s.t.Errorf("the saved page has %s", part)
		}
	}
	for _, secret := range secrets {
		if strings.Contains(markdown, secret) || strings.Contains(page, secret) {
			s.t.Errorf("the plan holds %.8s…", secret)
		}
	}
}

// savedFile waits for a download, returns it and removes it.
func savedFile(t *testing.T, b browser.Browser, pattern string) string {
	t.Helper()
	end := time.Now().Add(browser.Patience)
	for {
		files, _ := filepath.Glob(filepath.Join(saved(b.Name()), pattern))
		for _, file := range files {
			if content, err := os.ReadFile(file); err == nil && strings.HasSuffix(string(content), "</html>\n") {
				os.Remove(file)
				return string(content)
			}
		}
		if time.Now().After(end) {
			others, _ := os.ReadDir(saved(b.Name()))
			t.Fatalf("nothing was saved as %s; there is %v", pattern, others)
		}
		time.Sleep(40 * time.Millisecond)
	}
}

// migrationOnPage does the same with a recording, and walks along the tabs by
// the keyboard.
func migrationOnPage(s screen, b browser.Browser) {
	choose(s, b, "gone.har", recording("gone", "gone-hidden"))
	s.waitRows("two rows", func(rows []row) bool { return len(rows) == 2 })
	s.click("#requests-tab-button")
	for _, step := range []struct{ key, tab string }{{"ArrowRight", "timeline"}, {"Home", "requests"}, {"End", ""}, {"Home", "requests"}, {"ArrowRight", "timeline"}, {"ArrowRight", "migration"}} {
		eval[any](s, `void document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: `+quote(step.key)+`, bubbles: true, cancelable: true}))`)
		s.wait(`document.activeElement.ariaSelected === "true" && document.querySelectorAll("#tabs [tabindex='0']").length === 1`)
		if step.tab != "" {
			s.wait(`document.activeElement.id === "` + step.tab + `-tab-button"`)
		}
	}
	s.wait(`document.querySelectorAll("#migration-tab .groups tr").length === 2`)
	s.takeAway(b, freshParts())
	s.click("#requests-tab-button")
}

// bothAPIs opens a recording of an app that is on its way: the old API refuses
// tokens weeks after its shutdown, the new one has weight, and cuts sleep.
func bothAPIs(s screen, b browser.Browser) {
	const old, health = "https://api.fitbit.com", "https://health.googleapis.com/v4/users/me/dataTypes/"
	refused := stub.Named("expired-token").Body
	var entries []any
	for i, call := range []struct {
		url    string
		status int
		body   string
	}{
		{old + "/1/user/-/body/log/weight/date/2026-10-30.json", 401, refused},
		{old + "/1.2/user/-/sleep/date/2026-10-30.json", 403, `{"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}}`},
		{health + "weight/dataPoints", 200, `{"dataPoints":[{"name":"users/me/dataTypes/weight/dataPoints/1"}]}`},
		{health + "altitude/dataPoints", 200, `{"dataPoints":[{"name":"users/me/dataTypes/altitude/dataPoints/1"}],"nextPageToken":"CAESB1"}`},
	} {
		entries = append(entries, map[string]any{"startedDateTime": fmt.Sprintf("2026-11-29T08:15:%02d.000Z", i), "time": 100,
			"request":  map[string]any{"method": "GET", "url": call.url, "headers": []any{}},
			"response": map[string]any{"status": call.status, "headers": []any{}, "content": map[string]any{"mimeType": "application/json", "text": call.body}}})
	}
	text, err := json.Marshal(map[string]any{"log": map[string]any{"version": "1.2", "creator": map[string]any{"name": "test", "version": "1"}, "entries": entries}})
	if err != nil {
		s.t.Fatal(err)
	}
	choose(s, b, "both.har", string(text))
	rows := s.waitRows("two refused requests", func(rows []row) bool { return len(rows) == 2 })
	for _, r := range rows {
		if r.Finding != "api-shut-down" {
			s.t.Errorf("%+v: the shutdown doesn't come first", r)
		}
	}
	s.click(`#rows [data-finding="api-shut-down"]`)
	s.wait(`document.querySelector("#detail .instead").checkVisibility() && document.querySelector("#detail .instead").textContent.includes("health.googleapis.com")`)

	s.click("#migration-tab-button")
	s.wait(`document.querySelectorAll("#migration-tab .groups tr").length === 2`)
	if progress, badge, head := s.text("#migration-moved"), s.text("#migration-tab-button .count"), s.text("#migration-tab .total"); progress != "1 of 2 moved" || badge != "2" || !strings.HasPrefix(head, "2 endpoints, 2 requests to Fitbit Web API.") {
		s.t.Errorf("the progress is %q, the badge %q, the head %q", progress, badge, head)
	}
	s.foldedGroups()
	if moved := eval[int](s, `[...document.querySelectorAll("#migration-tab .groups .moved")].filter(p => p.checkVisibility()).length`); moved != 1 {
		s.t.Errorf("%d endpoints are said to have moved, want that of weight", moved)
	}
	plan := s.text("#migration-tab")
	for _, part := range []string{`?filter=sleep.interval.civil_end_time >= "2026-10-30" AND `, "?filter=sleep.interval.civil_end_time%20%3E%3D%20%222026-10-30%22", "dataTypes/altitude/dataPoints 1×"} {
		if strings.Count(plan, part) != 1 {
			s.t.Errorf("%s is in the plan %d times: %s", part, strings.Count(plan, part), plan)
		}
	}
	s.takeAway(b, nil)
	s.click("#requests-tab-button")
}

// foldedGroups reads the table: a line for each endpoint, that unfolds.
func (s screen) foldedGroups() {
	s.t.Helper()
	lines := func() []float64 {
		return eval[[]float64](s, `[...document.querySelectorAll("#migration-tab .groups tr")].map(row => row.offsetHeight)`)
	}
	for _, height := range lines() {
		if height > 32 {
			s.t.Errorf("a folded line is %v px high", height)
		}
	}
	before := lines()[0]
	s.click("#migration-tab .groups tr:first-child summary")
	s.wait(`document.querySelector("#migration-tab .groups .calls .address").checkVisibility()`)
	if now := lines()[0]; now <= before {
		s.t.Error("a line does not unfold")
	}
	if sent := eval[string](s, `document.querySelector("#migration-tab .groups .copy").dataset.text`); strings.Contains(sent, " ") {
		s.t.Errorf("what is copied is not encoded: %s", sent)
	}
}
