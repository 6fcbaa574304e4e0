package e2e

import (
	"net/url"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
)

// TestTasks does what people come for, with as few clicks as it may take.
func TestTasks(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.waitSeen("#detail")
		s.rest()

		// What to paste for an expired token: a click on its row shows it.
		s.click(`#rows [data-finding="expired-token"] .what`)
		s.wait(`(copy => copy !== null && copy.checkVisibility() && copy.getBoundingClientRect().bottom <= innerHeight)(document.querySelector("#detail .fixes [data-as=curl]"))`)

		// All 403s of an endpoint: the menu, and an item of what opens from it by itself.
		s.choose(`#rows [data-finding="scope-missing"] .status`, "Show only", "Status and endpoint “403 Sleep Log by Date”")
		s.wait(`document.querySelector("#filter").value === 'status:403 endpoint:"Sleep Log by Date"'`)
		s.waitRows("the 403s of an endpoint", func(rows []row) bool { return len(rows) == 1 && has(rows, "403") })
		s.fill("#filter", "")

		// What used the rate limit: a click.
		s.click("#gauge")
		s.waitSeen("#spent tbody tr")
		s.keys("Escape")

		// Against one that worked: the row, and the comparison.
		s.click(`#rows [data-finding="scope-missing"] .what`)
		s.click("#detail .compare summary")
		s.wait(`document.querySelector("#detail .compare").textContent.includes("− sleep")`)

		// What replaces an old URL: it is pasted, whichever tab is open.
		s.openTab("timeline")
		eval[any](s, `(() => {
			const paste = new Event("paste", {bubbles: true, cancelable: true});
			paste.clipboardData = {files: [], types: ["text/plain"], getData: () => "https://api.fitbit.com/1.2/user/-/sleep/date/2026-10-30.json"};
			document.body.dispatchEvent(paste);
		})()`)
		s.wait(`document.querySelector("#detail .instead .calls")?.checkVisibility() && document.querySelector("#requests-tab-button").ariaSelected === "true"`)
		if call := s.text("#detail .instead .calls"); !strings.Contains(call, "dataTypes/sleep/dataPoints") {
			t.Errorf("an old URL is replaced by %q", call)
		}
	})
}
