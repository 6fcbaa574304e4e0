package e2e

import (
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
)

// struck is markup that would show itself, were it ever more than text.
const struck = `"'><img src=x onerror="globalThis.struck=1"><script>globalThis.struck=1</script><a href="javascript:struck=1">`

// TestMarkup fills every field of every exchange with markup; the harness has no
// policy that would stop what it does.
func TestMarkup(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		l := list{openHarness(t, b)}
		recorded := eval[string](l.screen, `(markup => {
			const pair = name => [{name, value: markup}, {name: markup, value: markup, comment: markup}];
			const messages = [["expired_token", "Access token expired: " + markup], [markup, markup], ["validation", "Invalid date: " + markup], ["insufficient_scope", markup]];
			const entries = [400, 401, 403, 404, 429, 500, 0, 200, 302].flatMap((status, i) => messages.map(([errorType, message], j) => ({
				pageref: markup, comment: markup, connection: markup, serverIPAddress: markup,
				startedDateTime: new Date(1793541600000 + (4 * i + j) * 1000).toISOString(), time: 20,
				request: {
					method: j === 3 ? markup : "POST", url: "https://api.fitbit.com/1/user/-/" + (j ? markup : "profile.json") + "?code=" + markup + "&" + markup + "=1#" + markup, httpVersion: markup, comment: markup,
					headers: [...pair("Authorization"), ...pair("Content-Type"), ...pair("Origin"), {name: "Authorization", value: "Basic " + btoa(markup + ":" + markup)}, {name: "Authorization", value: "Bearer " + ["{}", JSON.stringify({sub: markup, aud: markup, scopes: markup, [markup]: markup})].map(btoa).join(".") + ".c2ln"}],
					queryString: pair("code"), cookies: pair("session"), postData: {mimeType: markup, text: "grant_type=" + markup + "&" + markup, params: pair("grant_type"), comment: markup},
				},
				response: {
					status, statusText: markup, httpVersion: markup, comment: markup, redirectURL: markup, _error: markup,
					headers: [...pair("WWW-Authenticate"), ...pair("Content-Type"), ...pair("Location"), ...pair("Retry-After")], cookies: pair("session"),
					content: {size: 10, mimeType: markup, comment: markup, text: JSON.stringify({errors: [{errorType, message, fieldName: markup, [markup]: markup}], error: markup, error_description: markup, success: false})},
				},
				_initiator: {type: markup, url: markup}, _resourceType: markup, cache: {comment: markup}, timings: {send: 0, wait: 1, receive: 1, comment: markup},
			})));
			return JSON.stringify({log: {version: markup, creator: {name: markup, version: markup}, browser: {name: markup, version: markup}, pages: [{id: markup, title: markup, startedDateTime: markup, pageTimings: {}}], entries}});
		})(`+quote(struck)+`)`)
		title := eval[string](l.screen, "document.title")
		elements := func() int {
			return eval[int](l.screen, `document.querySelectorAll("img, iframe, object, embed, a[href^='javascript:'], body script:not([src]), [onerror], [onload], [onclick]").length`)
		}
		check := func(where string) {
			t.Helper()
			l.rest()
			if n := elements(); n != 0 || eval[bool](l.screen, `"struck" in globalThis`) || eval[string](l.screen, "document.title") != title {
				t.Errorf("%s: markup made %d elements, or ran", where, n)
			}
		}
		l.drop(struck+".har", recorded)
		l.click("#all")
		l.click("#fold")
		l.want("rows", l.rowCount(), 36)
		check("list")
		l.drop(struck, "no HAR "+struck)
		l.says("#notice", "<img src=x")
		check("notice")
		l.focus("#list")
		l.press("Home")
		shown := 0
		for range 36 {
			eval[any](l.screen, `void document.querySelectorAll("#detail details").forEach(part => { part.open = true; })`)
			check("detail")
			if strings.Contains(l.text("#detail"), "<img src=x") {
				shown++
			}
			l.press("ArrowDown")
		}
		if shown < 30 { // the test is of nothing if it is not even shown
			t.Errorf("the markup is shown in %d of 36 details", shown)
		}
		l.fill("#filter", struck)
		check("filter")
		l.fill("#filter", "")
		for _, tab := range eval[[]string](l.screen, `[...document.querySelectorAll("[role=tab]")].map(tab => tab.id)`) {
			l.click("#" + tab)
			check(tab)
		}
	})
}
