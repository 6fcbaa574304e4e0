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

// The session that the explanation is tested with, testdata/detail.har, by its
// failing exchanges.
const (
	expiredCall  = 4 // whose flow begins with consent, and that worked before
	spentRefresh = 6
	hiddenAnswer = 7
	unknownError = 8
	longAnswer   = 9
	wrongPath    = 10
)

// TestDetail opens one recording and looks at its explanations.
func TestDetail(t *testing.T) {
	recorded, err := filepath.Abs("testdata/detail.har")
	if err != nil {
		t.Fatal(err)
	}
	secrets := secretsIn(t, recorded)
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
		if err := b.ChooseFiles("#file", recorded); err != nil {
			t.Fatal(err)
		}
		s.waitRows("six failures", func(rows []row) bool { return len(rows) == 6 })
		// What is copied or saved is kept for the tests and goes nowhere.
		eval[any](s, `(() => {
			addEventListener("copy", event => { window.copied = event.clipboardData.getData("text/plain"); });
			const make = URL.createObjectURL;
			URL.createObjectURL = blob => { window.saved = blob; return make.call(URL, blob); };
			addEventListener("click", event => {
				if (event.target.download) { window.savedAs = event.target.download; event.preventDefault(); }
			}, true);
		})()`)
		for _, part := range []struct {
			name string
			test func(detail)
		}{
			{"masked", detail.masked},
			{"jumps", detail.jumps},
			{"other exchanges", detail.otherExchanges},
			{"token", detail.tokenSection},
			{"flow", detail.flow},
			{"compare", detail.compare},
			{"reveal", detail.reveal},
			{"copies", detail.copies},
			{"exports", detail.exports},
			{"long", detail.long},
			{"unknown", detail.unknown},
			{"menu", detail.menu},
		} {
			t.Run(part.name, func(t *testing.T) { part.test(detail{screen{t, b.Page()}, secrets}) })
		}
	})
}

// TestManyFiles chooses several recordings at once.
func TestManyFiles(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
		if err := b.ChooseFiles("#file", file(t, "one.har", recording("rate-limit")), file(t, "two.har", recording("not-found", "success")), file(t, "three.har", recording("maintenance"))); err != nil {
			t.Fatal(err)
		}
		s.waitRows("row of each file", func(rows []row) bool {
			return len(rows) == 3 && rows[0].Status == "429" && rows[1].Status == "404" && rows[2].Status == "503"
		})
	})
}

// secretsIn are the secrets of a recording: those that its own fields name.
func secretsIn(t *testing.T, name string) (secrets []string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var archive struct {
		Log struct {
			Entries []struct {
				Request struct {
					Headers  []struct{ Name, Value string }
					PostData struct{ Text string }
				}
				Response struct{ Content struct{ Text string } }
			}
		}
	}
	if err := json.Unmarshal(data, &archive); err != nil {
		t.Fatal(err)
	}
	add := func(secret string) {
		parts := strings.Split(secret, ".")
		if len(parts) == 3 {
			parts = parts[1:] // the first is the same in all of them
		}
		for _, part := range parts {
			if len(part) >= 16 {
				secrets = append(secrets, part)
			}
		}
	}
	for _, e := range archive.Log.Entries {
		for _, h := range e.Request.Headers {
			if h.Name == "Authorization" {
				_, credentials, _ := strings.Cut(h.Value, " ")
				add(credentials)
			}
		}
		form, _ := url.ParseQuery(e.Request.PostData.Text)
		for _, name := range []string{"code", "code_verifier", "refresh_token"} {
			add(form.Get(name))
		}
		var answer map[string]any
		if json.Unmarshal([]byte(e.Response.Content.Text), &answer) == nil {
			for _, name := range []string{"access_token", "refresh_token"} {
				text, _ := answer[name].(string)
				add(text)
			}
		}
	}
	if len(secrets) < 8 {
		t.Fatalf("only %d secrets in %s", len(secrets), name)
	}
	return secrets
}

// A detail is the explanation of a request, in front of a test.
type detail struct {
	screen
	secrets []string
}

// choose selects an exchange that is listed.
func (d detail) choose(exchange int) {
	d.t.Helper()
	d.click(fmt.Sprintf(`#rows [data-exchange="%d"]`, exchange))
	d.wait(fmt.Sprintf(`document.querySelector("#rows [aria-selected=true]")?.dataset.exchange === "%d" && document.querySelector("#detail").checkVisibility()`, exchange))
}

// open unfolds a section.
func (d detail) open(section string) {
	d.t.Helper()
	eval[any](d.screen, `void (document.querySelector("#detail details.`+section+`").open = true)`)
}

// press presses a key where the focus is.
func (d detail) press(key string, alt bool) {
	d.t.Helper()
	eval[any](d.screen, fmt.Sprintf(`void document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: %q, altKey: %t, bubbles: true, cancelable: true}))`, key, alt))
}

// none checks that a text holds no secret.
func (d detail) none(what, text string) {
	d.t.Helper()
	for _, secret := range d.secrets {
		if at := strings.Index(text, secret); at >= 0 {
			d.t.Errorf("%s holds the secret %s… in …%s", what, secret[:6], text[max(0, at-80):at])
		}
	}
}

// everything is all that the document holds: text, attributes, values.
const everything = `document.documentElement.outerHTML + "\n" + document.body.textContent + "\n" + [...document.querySelectorAll("input, textarea")].map(field => field.value).join("\n")`

func (d detail) masked() {
	for _, exchange := range []int{expiredCall, spentRefresh, hiddenAnswer, unknownError, longAnswer, wrongPath} {
		d.choose(exchange)
		eval[any](d.screen, `document.querySelectorAll("#detail details").forEach(section => { section.open = true; })`)
		d.none(fmt.Sprintf("the explanation of exchange %d", exchange), eval[string](d.screen, everything))
	}
	eval[any](d.screen, `document.querySelectorAll("#detail details").forEach(section => { section.open = false; })`)
}

// evidence presses the link beside the evidence with that label.
func (d detail) evidence(label string) {
	d.t.Helper()
	d.open("repeats")
	n := eval[string](d.screen, `[...document.querySelectorAll("#detail .evidence li")].find(fact => fact.querySelector(".label").textContent === `+quote(label)+`)?.querySelector("button.where")?.dataset.evidence ?? ""`)
	if n == "" {
		d.t.Fatalf("no evidence %q among %s", label, d.text("#detail .seen")+d.text("#detail .repeats"))
	}
	d.click(`#detail [data-evidence="` + n + `"]`)
}

// pointed checks what is marked, that it is in an open section and has the focus.
func (d detail) pointed(section, text string) {
	d.t.Helper()
	d.wait(`document.querySelectorAll("#detail .pointed").length === 1`)
	if got := d.text("#detail details." + section + "[open] .pointed"); !strings.HasPrefix(got, text) {
		d.t.Errorf("in the section %s %q is marked, want %q", section, got, text)
	}
	if !eval[bool](d.screen, `document.activeElement === document.querySelector("#detail .pointed")`) {
		d.t.Errorf("the focus is elsewhere than at %q", text)
	}
}

func (d detail) jumps() {
	d.choose(expiredCall)
	d.evidence("message")
	d.pointed("response", "Access token expired: eyJhbGciOi…")
	d.evidence("token expires")
	d.pointed("token", "exp: 1793367124")
	d.evidence("request sent")
	d.pointed("response", "Date: ")
	d.evidence("status")
	d.pointed("response", "401")
	d.press("Escape", false)
	d.wait(`document.querySelector("#detail .pointed") === null && document.activeElement.closest("li")?.querySelector(".label").textContent === "status"`)
	if at := d.text("#detail .title"); at != "Access token expired" {
		d.t.Errorf("Escape led to %q", at)
	}
	d.choose(wrongPath)
	if n := eval[int](d.screen, `[...document.querySelectorAll("#detail .evidence span.where")].length`); n > eval[int](d.screen, `document.querySelectorAll("#detail .evidence li").length`)/2 {
		d.t.Errorf("%d places of evidence lead nowhere:\n%s", n, d.text("#detail .evidence"))
	}
}

func (d detail) otherExchanges() {
	d.choose(spentRefresh)
	d.evidence("same token")
	d.wait(`document.querySelector("#detail .title").textContent === "No error" && document.querySelector("#detail .back button").checkVisibility()`)
	d.press("ArrowLeft", true)
	d.wait(`document.querySelector("#detail .title").textContent.includes("already used") && document.activeElement.closest("li")?.querySelector(".label").textContent === "same token"`)
	d.evidence("same token")
	d.click("#detail .back button")
	d.wait(`document.querySelector("#detail .title").textContent.includes("already used") && !document.querySelector("#detail .back").checkVisibility()`)
	d.evidence("same token")
	d.choose(expiredCall) // another way: there is nothing to go back to
	d.wait(`!document.querySelector("#detail .back").checkVisibility()`)
}

func (d detail) tokenSection() {
	d.choose(expiredCall)
	if got := d.text("#detail details.token > summary"); got != "Token – 9 scopes, lifetime 8 h" {
		d.t.Errorf("the token is %q", got)
	}
	life := eval[string](d.screen, `document.querySelector("#detail .why .bar").getAttribute("aria-label")`)
	if !strings.Contains(life, "expired 13 min before") {
		d.t.Errorf("the bar says %q", life)
	}
	width := func(part string) float64 {
		return eval[float64](d.screen, `document.querySelector("#detail details.token `+part+`").getBoundingClientRect().width / document.querySelector("#detail details.token .bar").getBoundingClientRect().width`)
	}
	d.open("token")
	if lived, over := width(".lived"), width(".over"); lived < .9 || over < .02 || lived+over < .99 {
		d.t.Errorf("the bar is %.2f lived and %.2f over", lived, over)
	}
	text := d.text("#detail details.token")
	for _, want := range []string{"9XYZ42", "23ABCD", "heart rate and heart rate variability", "ract rhr rsle"} {
		if !strings.Contains(text, want) {
			d.t.Errorf("the token section does not say %q", want)
		}
	}
	d.choose(longAnswer)
	d.open("token")
	if over := width(".over"); over > 0 {
		d.t.Errorf("a valid token's bar is %.2f over", over)
	}
}

func (d detail) flow() {
	d.choose(expiredCall)
	d.open("flow")
	steps := eval[[]string](d.screen, `[...document.querySelectorAll("#detail .steps li")].map(step => step.dataset.step + " " + step.dataset.ok + (step.getAttribute("aria-current") === "step" ? " *" : ""))`)
	if got := strings.Join(steps, ", "); got != "authorize true, code true, token true, call false *, refresh true, refresh false" {
		d.t.Errorf("the flow is %s", got)
	}
	d.click(`#detail .steps [data-exchange="6"]`)
	d.wait(`document.querySelector("#detail .title").textContent.includes("already used")`)
	d.press("Escape", false)
	d.wait(`document.querySelector("#detail .title").textContent === "Access token expired" && document.activeElement.dataset.exchange === "6"`)
}

func (d detail) compare() {
	d.choose(expiredCall)
	d.open("compare")
	rows := eval[[]string](d.screen, `[...document.querySelectorAll("#detail .compare tbody tr")].map(row => [...row.children].map(cell => cell.textContent.trim()).join(" | "))`)
	if got := strings.Join(rows, "\n"); !strings.HasPrefix(got, "path date | 2026-10-30 | 2026-10-29\ntoken expiry | ") || !strings.Contains(got, "13 min before the request | ") || !strings.HasSuffix(got, "\nheader accept-language | de_DE | en_US") {
		d.t.Errorf("the comparison is\n%s", got)
	}
	if marked := eval[[]string](d.screen, `[...document.querySelectorAll("#detail .compare tr:first-child mark")].map(mark => mark.textContent)`); strings.Join(marked, " ") != "30 29" {
		d.t.Errorf("marked as different: %q", marked)
	}
	if !strings.Contains(d.text("#detail .compare > summary"), "#3") {
		d.t.Errorf("compared with %q", d.text("#detail .compare > summary"))
	}
	d.choose(unknownError)
	if eval[bool](d.screen, `document.querySelector("#detail .compare").checkVisibility()`) {
		d.t.Error("compared with nothing")
	}
}

func (d detail) reveal() {
	d.choose(spentRefresh)
	before := eval[int](d.screen, `document.querySelectorAll("#detail .secret").length`)
	const secret = "5b7d9e1c3a5f7b9d1e3c5a7f9b1d3e5c7a9f1b3d5e7c9c1e7a1f4b0d2c6e8a3f"
	seen := func(want int) {
		d.t.Helper()
		text := eval[string](d.screen, `document.documentElement.outerHTML`)
		if got := strings.Count(text, secret); got != want {
			d.t.Errorf("the refresh token is %d times in the document, want %d", got, want)
		}
		for _, other := range d.secrets {
			if other != secret && strings.Contains(text, other) {
				d.t.Errorf("another secret %s… is shown, too", other[:6])
			}
		}
	}
	if label := eval[string](d.screen, `document.querySelector("#detail .message .secret").getAttribute("aria-label")`); !strings.Contains(label, "5b7d…") {
		d.t.Errorf("the button is named %q", label)
	}
	d.click("#detail .message .secret")
	d.wait(`document.querySelector("#detail .message .secret").getAttribute("aria-pressed") === "true"`)
	seen(1)
	d.copied(".copy-report", "Refresh token")
	seen(1)
	d.click("#detail .message .secret")
	seen(0)
	d.click("#detail .message .secret")
	seen(1)
	d.choose(expiredCall)
	d.choose(spentRefresh)
	seen(0)
	if after := eval[int](d.screen, `document.querySelectorAll("#detail .secret").length`); after != before || before < 4 {
		d.t.Errorf("%d hidden values, then %d", before, after)
	}
}

// copied presses a button and checks what it copies.
func (d detail) copied(button string, words ...string) string {
	d.t.Helper()
	eval[any](d.screen, `void (window.copied = null)`)
	d.click("#detail " + button)
	d.wait(`window.copied !== null`)
	text := eval[string](d.screen, `window.copied`)
	d.none("what "+button+" copies", text)
	for _, word := range words {
		if !strings.Contains(text, word) {
			d.t.Errorf("%s copies no %q:\n%.800s", button, word, text)
		}
	}
	return text
}

func (d detail) copies() {
	d.choose(expiredCall)
	d.copied(".actions .copy-curl", "curl", "https://api.fitbit.com/1/user/-/activities/heart/date/2026-10-30/1d.json", "ACCESS_TOKEN")
	d.copied(".actions .copy-report", "## Access token expired", "401", "GET https://api.fitbit.com/1/user/-/activities/heart")
	d.copied(".not-this .copy-report", "## Access token expired")
	d.click(`#detail [aria-controls="copy-menu"]`)
	if path := d.copied(".copy-path"); path != "/1/user/-/activities/heart/date/2026-10-30/1d.json" {
		d.t.Errorf("the path copied is %q", path)
	}
	d.click(`#detail [aria-controls="copy-menu"]`)
	d.entries(d.copied(".copy-har"), 1)
	d.copied(`.fixes li:first-child [data-as="curl"]`, "curl 'https://api.fitbit.com/oauth2/token'", "grant_type=refresh_token", "refresh_token=$REFRESH_TOKEN")
	d.copied(`.fixes li:first-child [data-as="fetch"]`, `await fetch("https://api.fitbit.com/oauth2/token"`, "encodeURIComponent(REFRESH_TOKEN)")
	d.open("response")
	d.copied("details.response .body .copy", "expired_token", "<token: expired")
	d.choose(wrongPath)
	d.copied(".fixes .copy", "/foods/log.json")
	d.copied(`.fixes [data-as="fetch"]`, "// changed", "/1/user/-/foods/log.json")
	d.copied(`.fixes [data-as="curl"]`, "# ", "/1/user/-/foods/log.json")
}

func (d detail) entries(text string, want int) {
	d.t.Helper()
	var archive struct{ Log struct{ Entries []any } }
	if err := json.Unmarshal([]byte(text), &archive); err != nil || len(archive.Log.Entries) != want {
		d.t.Errorf("a recording of %d exchanges, want %d; %v", len(archive.Log.Entries), want, err)
	}
}

// saved presses an item of the export menu and returns the file.
func (d detail) saved(which, item string) (name, text string) {
	d.t.Helper()
	eval[any](d.screen, `void (window.saved = window.savedAs = null)`)
	d.click("#export")
	d.click(`#export-menu [data-which="` + which + `"][data-action="` + item + `"]`)
	d.wait(`window.savedAs !== null && !document.querySelector("#export-menu").checkVisibility()`)
	text = eval[string](d.screen, `window.saved.text()`)
	d.none("the file of "+item, text)
	return eval[string](d.screen, `window.savedAs`), text
}

func (d detail) exports() {
	d.choose(spentRefresh)
	d.click("#detail .message .secret") // shown or not, it is not exported
	name, all := d.saved("all", "export-har")
	d.entries(all, 10)
	if !strings.HasSuffix(name, ".har") {
		d.t.Errorf("the recording is named %s", name)
	}
	_, shown := d.saved("shown", "export-har")
	d.entries(shown, 6)
	if _, text := d.saved("all", "export-markdown"); !strings.HasPrefix(text, "# 6 of 10 ") || !strings.Contains(text, "Refresh token already used") {
		d.t.Errorf("the report is\n%.300s", text)
	}
	eval[any](d.screen, `void (window.copied = null)`)
	d.click("#export")
	d.click(`#export-menu [data-which="all"][data-action="export-copy"]`)
	d.wait(`window.copied?.startsWith("# 6 of 10 ")`)
	_, html := d.saved("all", "export-html")
	for _, want := range []string{"<!doctype html>", "default-src 'none'", "Access token expired", "Refresh token already used"} {
		if !strings.Contains(html, want) {
			d.t.Errorf("the saved page has no %q", want)
		}
	}
	if strings.Contains(html, "<script") || strings.Contains(html, "<button") {
		d.t.Error("the saved page does something")
	}
}

func (d detail) long() {
	d.choose(longAnswer)
	d.open("request")
	d.open("response")
	shown := `document.querySelector("#detail details.response pre").textContent.length`
	if n := eval[int](d.screen, shown); n > 64<<10 || n < 60<<10 {
		d.t.Errorf("%d characters of a long body are shown", n)
	}
	d.click("#detail details.response .all")
	d.wait(shown + ` > 70000`)
	d.wait(`!document.querySelector("#detail details.response .all").checkVisibility()`)
	height := `document.querySelector("#detail details.request .headers .long .value").getBoundingClientRect().height`
	folded := eval[float64](d.screen, height)
	d.click("#detail details.request .headers .long .more")
	d.wait(fmt.Sprintf(`%s > %f`, height, folded+1))
	if wide := eval[bool](d.screen, `document.querySelector("#detail").scrollWidth > document.querySelector("#detail").clientWidth`); wide {
		d.t.Error("the explanation is wider than its place")
	}
}

func (d detail) unknown() {
	d.choose(unknownError)
	for part, want := range map[string]string{".title": "Unknown error", ".nearest .entry": "-", ".message": "kettle", ".evidence": "418", ".not-this": "report"} {
		if got := d.text("#detail " + part); !strings.Contains(got, want) {
			d.t.Errorf("%s is %q, want %q", part, got, want)
		}
	}
	d.copied(".not-this .copy-report", "kettle")
}

func (d detail) menu() {
	d.click("#export")
	d.wait(`document.activeElement.dataset.action === "export-har" && document.querySelector("#export").getAttribute("aria-expanded") === "true"`)
	d.press("ArrowUp", false)
	d.wait(`document.activeElement.dataset.action === "export-copy" && document.activeElement.dataset.which === "shown"`)
	d.press("ArrowDown", false)
	d.wait(`document.activeElement.dataset.which === "all"`)
	d.press("Escape", false)
	d.wait(`document.activeElement.id === "export" && !document.querySelector("#export-menu").checkVisibility()`)
	d.click("#export")
	d.click("#counts")
	d.wait(`!document.querySelector("#export-menu").checkVisibility()`)
}
