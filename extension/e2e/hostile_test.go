package e2e

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
)

// markup does something wherever it is more than text: in an element, in an
// attribute's quotes, in a text field, a style, a script or a comment.
const markup = `<img src=x onerror="window.came=1">"'--></textarea></style></script></title><script>window.came=1</script><svg onload="window.came=1"></svg><a href="javascript:window.came=1">x</a>{{constructor.constructor('window.came=1')()}}`

// marked is a recording that has the markup in every text of every exchange.
func marked() string {
	pairs := func(more ...string) []any {
		list := []any{map[string]any{"name": markup, "value": markup, "path": markup, "domain": markup, "comment": markup}}
		for i := 0; i < len(more); i += 2 {
			list = append(list, map[string]any{"name": more[i], "value": more[i+1]})
		}
		return list
	}
	escaped := url.QueryEscape(markup)
	quoted, _ := json.Marshal(markup)
	told := func(kind string) string {
		return fmt.Sprintf(`{"errors":[{"errorType":%q,"fieldName":%s,"message":%s}],%s:%s}`, kind, quoted, quoted, quoted, quoted)
	}
	var entries []any
	for i, x := range []struct {
		method, address, sent string
		status                int
		body, failed          string
	}{
		{"GET", "https://api.fitbit.com/1/user/" + markup + "/profile.json?" + markup + "=" + markup + "#" + markup, "", 400, told("validation"), ""},
		{"GET", "https://api.fitbit.com/1/user/-/activities/steps/date/" + escaped + "/1d.json", "", 400, told(markup), ""},
		{markup, "https://api.fitbit.com/1/" + escaped, "", 404, markup, ""},
		{"GET", "https://api.fitbit.com/1/user/-/sleep/date/2026-10-30.json?a=" + escaped, "", 410, "<html><title>" + markup + "</title><h1>" + markup, ""},
		{"GET", "https://api.fitbit.com/1/user/-/body/log/weight/date/2026-10-30.json", "", 0, "", "net::" + markup},
		{"POST", "https://api.fitbit.com/oauth2/token", "grant_type=" + escaped + "&code=" + escaped + "&redirect_uri=" + escaped + "&" + escaped + "=" + escaped, 400, told("invalid_grant"), ""},
		{"GET", "https://www.fitbit.com/oauth2/authorize?client_id=" + escaped + "&scope=" + escaped + "&redirect_uri=" + escaped, "", 400, "Developer information: invalid_request - " + markup, ""},
		{"GET", "https://health.googleapis.com/v4/users/" + escaped + "/dataTypes/steps/dataPoints?filter=" + escaped, "", 403, fmt.Sprintf(`{"error":{"code":403,"status":%s,"message":%s,"details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":%s,"domain":%s,"metadata":{%s:%s}}]}}`, quoted, quoted, quoted, quoted, quoted, quoted), ""},
	} {
		request := map[string]any{"method": x.method, "url": x.address, "httpVersion": markup, "comment": markup, "cookies": pairs(), "queryString": pairs(),
			"headers": pairs("Authorization", "Bearer "+markup, "Cookie", markup+"="+markup, "Content-Type", markup, "X-Text", markup)}
		if x.sent != "" {
			request["postData"] = map[string]any{"mimeType": "application/x-www-form-urlencoded;" + markup, "text": x.sent, "params": pairs(), "comment": markup}
		}
		entries = append(entries, map[string]any{
			"startedDateTime": fmt.Sprintf("2026-10-30T14:%02d:11.000Z", i), "time": 120, "comment": markup, "pageref": markup, "connection": markup, "serverIPAddress": markup,
			"_resourceType": markup, "_fromCache": markup, "_error": x.failed, "request": request,
			"response": map[string]any{"status": x.status, "statusText": markup, "httpVersion": markup, "redirectURL": "javascript:window.came=1//" + markup, "comment": markup,
				"cookies": pairs(), "headers": pairs("Location", "javascript:window.came=1//"+markup, "Set-Cookie", markup+"="+markup, "Date", markup, "WWW-Authenticate", markup, "fitbit-rate-limit-remaining", markup),
				"content": map[string]any{"size": len(x.body), "mimeType": "text/html;" + markup, "text": x.body, "comment": markup}},
			"cache": map[string]any{"comment": markup}, "timings": map[string]any{"send": markup, "wait": 100, "comment": markup},
		})
	}
	text, err := json.Marshal(map[string]any{"log": map[string]any{"version": markup, "comment": markup, "entries": entries,
		"creator": map[string]any{"name": markup, "version": markup}, "browser": map[string]any{"name": markup, "version": markup},
		"pages": []any{map[string]any{"id": markup, "title": markup, "startedDateTime": markup}}}})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// strange lists what only markup can have brought into a document.
const strange = `(root => [...root.querySelectorAll("*")].filter(element =>
	["IMG", "IFRAME", "OBJECT", "EMBED", "BASE"].includes(element.tagName) ||
	[...element.attributes].some(each => /^on/i.test(each.name) || /^(href|src|action|srcdoc|data)$/i.test(each.name) && /^\s*(javascript|data):/i.test(each.value) && element.rel !== "icon")
).map(element => element.outerHTML.slice(0, 200)))`

// TestMarkupIsText opens a recording full of markup, and checks everything that is shown of it.
func TestMarkupIsText(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
		title, scripts := eval[string](s, "document.title"), eval[int](s, `document.scripts.length`)
		clean := func(where string) {
			t.Helper()
			if found := eval[[]string](s, strange+`(document)`); len(found) > 0 {
				t.Errorf("%s has %q", where, found)
			}
			if eval[bool](s, `"came" in window`) {
				t.Fatalf("%s ran what it should show", where)
			}
			if n, now := eval[int](s, `document.scripts.length`), eval[string](s, "document.title"); n != scripts || now != title {
				t.Errorf("%s has %d scripts and is named %q", where, n, now)
			}
		}
		choose(s, b, "session.har", marked())
		rows := s.waitRows("eight failures", func(rows []row) bool { return len(rows) == 8 })
		clean("the list")
		for _, r := range rows {
			s.click(fmt.Sprintf(`#rows [data-exchange="%d"]`, r.Exchange))
			s.wait(fmt.Sprintf(`document.querySelector('#rows [data-exchange="%d"]').getAttribute("aria-selected") === "true" && document.querySelector("#detail").checkVisibility()`, r.Exchange))
			eval[any](s, `document.querySelectorAll("#detail details").forEach(section => { section.open = true; })`)
			s.wait(`document.querySelector("#detail").textContent.includes("<img src=x onerror=")`)
			clean(fmt.Sprintf("the explanation of exchange %d (%s)", r.Exchange, r.Finding))
		}
		eval[any](s, `(() => {
			const make = URL.createObjectURL;
			URL.createObjectURL = blob => { window.saved = blob; return make.call(URL, blob); };
			addEventListener("click", event => { if (event.target.download) event.preventDefault(); }, true);
		})()`)
		s.click("#export")
		s.click(`#export-menu [data-which="all"][data-action="export-html"]`)
		s.wait(`window.saved !== undefined`)
		html := eval[string](s, `window.saved.text()`)
		if !strings.Contains(html, "&lt;img src=x") {
			t.Error("the saved page has nothing of it")
		}
		if found := eval[[]string](s, strange+`(new DOMParser().parseFromString(`+quote(html)+`, "text/html"))`); len(found) > 0 || strings.Contains(html, "<script") {
			t.Errorf("the saved page has %q", found)
		}
		for _, tab := range []string{"timeline", "migration", "catalog"} {
			s.click(`[data-tab="` + tab + `"]`)
			s.wait(`document.querySelector("#tabs [aria-selected=true]").dataset.tab === "` + tab + `"`)
			clean(tab)
		}
	})
}

// Events needn't be at an element: scripts and assistive technology send them to
// the document and the window, too.
func TestEventsAtTheDocument(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, "file://"+page+"#sample")
		s.sampleRows()
		eval[any](s, `void ["keydown", "click", "dblclick", "contextmenu", "dragover", "drop", "paste", "pointerover", "focusin"].forEach(kind => {
			for (const at of [document, window, document.documentElement]) {
				const event = new (kind === "keydown" ? KeyboardEvent : kind.startsWith("dr") ? DragEvent : kind === "paste" ? ClipboardEvent : MouseEvent)(kind, {bubbles: true, cancelable: true, key: "ArrowDown", dataTransfer: new DataTransfer(), clipboardData: new DataTransfer()});
				at.dispatchEvent(event);
			}
		})`)
		s.click(`#rows [data-finding="expired-token"]`)
		s.wait(`document.querySelector("#detail .title").checkVisibility()`)
		if eval[bool](s, `document.querySelector("#stopped").checkVisibility()`) {
			t.Error("the program has ended at an event of the document")
		}
	})
}
