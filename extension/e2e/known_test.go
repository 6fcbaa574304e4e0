package e2e

import (
	"net/url"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
)

// A secret that one request names is masked on the screen where another repeats it, and
// can be shown there.
func TestSecretsOfOtherRequests(t *testing.T) {
	const secret = "Zk7Q2pW9"
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
		entry := func(path, headers, message string) string {
			return `{"startedDateTime":"2026-10-30T12:00:00.000Z","request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/` + path + `.json","headers":[` + headers + `]},"response":{"status":418,"headers":[],"content":{"mimeType":"application/json","text":"{\"errors\":[{\"errorType\":\"teapot\",\"message\":\"` + message + `\"}]}"}}}`
		}
		choose(s, b, "known.har", `{"log":{"entries":[`+entry("profile", `{"name":"Cookie","value":"sid=`+secret+`"}`, "It boils.")+","+entry("x/"+secret, "", "Session "+secret+" is gone.")+`]}}`)
		rows := s.waitRows("two failures", func(rows []row) bool { return len(rows) == 2 })
		if shown := listed(rows) + s.text("#rows"); strings.Contains(shown, secret) {
			t.Errorf("the list shows it:\n%s", shown)
		}
		s.click(`#rows [data-exchange="2"]`)
		s.wait(`document.querySelector("#detail").checkVisibility() && document.querySelector("#detail .message").textContent.includes("is gone")`)
		eval[any](s, `document.querySelectorAll("#detail details").forEach(section => { section.open = true; })`)
		s.wait(`document.querySelector("#detail details.response pre").textContent.includes("is gone")`)
		if text := s.text("#detail"); strings.Contains(text, secret) {
			t.Errorf("the explanation shows it: %s", text)
		}
		s.click("#detail details.response pre .secret")
		s.wait(`document.querySelector("#detail details.response pre").textContent.includes("` + secret + `")`)
	})
}
