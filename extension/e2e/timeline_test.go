package e2e

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"misstep/extension/e2e/browser"
)

// TestTimeline looks at sessions over time in the offline page.
func TestTimeline(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		for _, part := range []struct {
			name string
			test func(screen, browser.Browser)
		}{
			{"nothing yet", emptyTimeline},
			{"sample", sampleTimeline},
			{"pointer", timelinePointer},
			{"keys", timelineKeys},
			{"zoom", timelineZoom},
			{"gauge", gaugeOfRecording},
			{"many", longTimeline},
			{"narrow", narrowTimeline},
			{"tip and clusters", timelineTips},
			{"room", timelineRoom},
		} {
			t.Run(part.name, func(t *testing.T) {
				s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
				part.test(s, b)
				s.click(`[data-tab="requests"]`) // as the next part expects it
			})
		}
	})
}

// spell writes a session of calls, a minute apart from 14:00:00 on: every third
// of those for a user's data fails with the status. Its token runs out after
// half an hour, and is refreshed.
func spell(calls int, status int, apart time.Duration) string {
	start := time.Date(2026, 10, 30, 14, 0, 0, 0, time.UTC)
	type object = map[string]any
	token := func(issued, expires time.Time) string {
		part := func(value any) string {
			data, _ := json.Marshal(value)
			return base64.RawURLEncoding.EncodeToString(data)
		}
		return part(object{"alg": "HS256"}) + "." + part(object{"sub": "9XYZ42", "aud": "23ABCD", "typ": "access_token", "iat": issued.Unix(), "exp": expires.Unix()}) + ".c2lnbmF0dXJl"
	}
	first, second := token(start.Add(-time.Hour), start.Add(30*time.Minute)), token(start.Add(30*time.Minute), start.Add(8*time.Hour))
	var entries []any
	add := func(at time.Time, method, address string, status int, access, form, body string, headers object) {
		sent, answered := []object{}, []object{}
		if access != "" {
			sent = append(sent, object{"name": "Authorization", "value": "Bearer " + access})
		}
		for name, value := range headers {
			answered = append(answered, object{"name": name, "value": fmt.Sprint(value)})
		}
		request := object{"method": method, "url": address, "httpVersion": "http/2.0", "headers": sent, "queryString": []any{}, "cookies": []any{}, "headersSize": -1, "bodySize": 0}
		if form != "" {
			request["postData"] = object{"mimeType": "application/x-www-form-urlencoded", "text": form}
		}
		entries = append(entries, object{
			"startedDateTime": at.Format("2006-01-02T15:04:05.000Z"), "time": 100, "request": request,
			"response": object{"status": status, "statusText": "", "httpVersion": "http/2.0", "headers": answered, "cookies": []any{}, "redirectURL": "", "headersSize": -1, "bodySize": -1,
				"content": object{"size": len(body), "mimeType": "application/json", "text": body}},
			"cache": object{}, "timings": object{"send": 0, "wait": 100, "receive": 0},
		})
	}
	refreshed := false
	for i := range calls {
		at := start.Add(time.Duration(i) * apart)
		access := first
		if at.Sub(start) >= 30*time.Minute {
			access = second
			if !refreshed {
				refreshed = true
				answer, _ := json.Marshal(object{"access_token": second, "refresh_token": strings.Repeat("ab", 32), "expires_in": 27000, "user_id": "9XYZ42"})
				add(at.Add(-apart/2), "POST", "https://api.fitbit.com/oauth2/token", 200, "", "grant_type=refresh_token&refresh_token="+strings.Repeat("cd", 32), string(answer), nil)
			}
		}
		ends, body := 200, "{}"
		if i%3 == 2 {
			ends, body = status, `{"errors":[{"errorType":"validation","fieldName":"date","message":"Invalid date: 2026-13-01"}]}`
		}
		reset := at.Truncate(time.Hour).Add(time.Hour).Sub(at)
		add(at, "GET", fmt.Sprintf("https://api.fitbit.com/1/user/-/profile.json?n=%d", i), ends, access, "", body, object{
			"Fitbit-Rate-Limit-Limit": 150, "Fitbit-Rate-Limit-Remaining": max(149-i, 0), "Fitbit-Rate-Limit-Reset": int(reset.Seconds())})
	}
	text, err := json.Marshal(object{"log": object{"version": "1.2", "creator": object{"name": "test", "version": "1"}, "entries": entries}})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// openTimeline opens a recording and shows it over time.
func (s screen) openTimeline(b browser.Browser, recording string) {
	s.t.Helper()
	if eval[bool](s, `document.querySelector("#fold").checked`) {
		s.click("#fold") // so that each request has a row
	}
	choose(s, b, "session.har", recording)
	s.showTimeline()
}

func (s screen) showTimeline() {
	s.t.Helper()
	s.click(`[data-tab="timeline"]`)
	s.wait(`document.querySelector("#list").getAttribute("aria-busy") === "false" && document.querySelectorAll("#timeline svg .label").length > 0`)
}

// selected is the exchange that the list has selected, 0: none.
const selected = `Number(document.querySelector("#rows [aria-selected=true]")?.dataset.exchange ?? 0)`

func emptyTimeline(s screen, b browser.Browser) {
	s.click(`[data-tab="timeline"]`)
	s.wait(`document.querySelector("#timeline-tab .nothing-timeline h2").checkVisibility() && !document.querySelector("#timeline").checkVisibility()`)
	s.wait(`!document.querySelector("#gauge").checkVisibility()`)
}

func sampleTimeline(s screen, b browser.Browser) {
	s.click("#sample")
	s.showTimeline()
	for _, lane := range []string{"Requests", "Auth", "Request", "Rate limit", "Server", "Shut down", "Rate limit left"} {
		s.wait(`[...document.querySelectorAll("#timeline svg .label")].some(label => label.textContent === ` + quote(lane) + `)`)
	}
	s.click(`[popovertarget="timeline-legend"]`)
	s.waitSeen("#timeline-legend")
	s.escape()
	s.wait(`!document.querySelector("#timeline-legend").checkVisibility() && document.querySelector("#timeline-tab-button").ariaSelected === "true"`)
	if label := eval[string](s, `document.querySelector("#timeline svg").getAttribute("aria-label")`); !strings.Contains(label, "failed") {
		s.t.Errorf("the picture is described as %q", label)
	}
	if rows := eval[int](s, `document.querySelectorAll("#timeline tbody tr").length`); rows < 50 || rows > 100 {
		s.t.Errorf("%d failures are in the table", rows)
	}
}

func timelinePointer(s screen, b browser.Browser) {
	s.openTimeline(b, spell(40, 400, time.Minute))
	mark := `#timeline .spot.request[data-exchange="6"]`
	s.click(mark)
	s.wait(selected + ` === 6 && document.querySelector("#timeline .cursor") !== null`)
	if text := s.text("#timeline .moment-text"); !strings.Contains(text, "400") || !strings.Contains(text, "Profile") {
		s.t.Errorf("the mark is told as %q", text)
	}
	if tab := eval[string](s, `document.querySelector("#tabs [aria-selected=true]").dataset.tab`); tab != "timeline" {
		s.t.Errorf("a click shows the tab %q", tab)
	}
	s.click("#timeline .show")
	s.wait(`document.querySelector("#tabs [aria-selected=true]").dataset.tab === "requests" && document.querySelector("#detail").checkVisibility() && ` + selected + ` === 6`)

	s.click(`[data-choice="network"]`) // so that the list does not have it
	s.click(`[data-tab="timeline"]`)
	s.click(`#timeline .spot.request[data-exchange="9"]`)
	s.click("#timeline .show")
	s.wait(selected + ` === 9 && document.querySelector("#list").checkVisibility()`)
}

// press presses a key on the picture.
func (s screen) press(key string) {
	s.t.Helper()
	eval[any](s, `void document.querySelector("#timeline .board").dispatchEvent(new KeyboardEvent("keydown", {key: `+quote(key)+`, bubbles: true, cancelable: true}))`)
}

func timelineKeys(s screen, b browser.Browser) {
	s.openTimeline(b, spell(40, 400, time.Minute))
	s.press("Home")
	s.wait(selected + ` === 3`)
	s.press("ArrowRight")
	s.wait(selected + ` === 6`)
	s.press("ArrowLeft")
	s.press("ArrowLeft") // there is none before
	s.wait(selected + ` === 3`)
	s.press("End")
	s.wait(selected + ` > 30`)
	s.press("Enter")
	s.wait(`document.querySelector("#tabs [aria-selected=true]").dataset.tab === "requests" && document.activeElement === document.querySelector("#list")`)
}

func timelineZoom(s screen, b browser.Browser) {
	s.openTimeline(b, spell(40, 400, time.Minute))
	marks := func() int {
		s.t.Helper()
		return eval[int](s, `document.querySelectorAll("#timeline .spot.request").length`)
	}
	all := marks()
	s.press("+")
	s.wait(fmt.Sprintf(`document.querySelectorAll("#timeline .spot.request").length < %d`, all))
	s.press("0")
	s.wait(fmt.Sprintf(`document.querySelectorAll("#timeline .spot.request").length === %d`, all))
	pointer := func(kind string, part float64) {
		eval[any](s, fmt.Sprintf(`(() => {
			const svg = document.querySelector("#timeline svg"), box = svg.getBoundingClientRect();
			document.querySelector("#timeline .board").dispatchEvent(new %s(%q, {bubbles: true, cancelable: true, button: 0, pointerId: 1, deltaY: -100, clientX: box.left + 130 + (box.width - 140) * %f, clientY: box.top + 40}));
		})()`, map[bool]string{true: "WheelEvent", false: "PointerEvent"}[kind == "wheel"], kind, part))
	}
	eval[any](s, `void (document.querySelector("#timeline .board").setPointerCapture = () => {})`) // it takes no pointer that is not there
	pointer("pointerdown", 0.2)
	pointer("pointermove", 0.4)
	s.wait(`document.querySelector("#timeline .band").checkVisibility()`)
	pointer("pointerup", 0.4)
	s.wait(fmt.Sprintf(`!document.querySelector("#timeline .band").checkVisibility() && document.querySelectorAll("#timeline .spot.request").length < %d`, all))
	part := marks()
	pointer("wheel", 0.5)
	s.wait(fmt.Sprintf(`document.querySelectorAll("#timeline .spot.request").length < %d`, part))
	s.click("#timeline-whole")
	s.wait(fmt.Sprintf(`document.querySelectorAll("#timeline .spot.request").length === %d`, all))
}

func gaugeOfRecording(s screen, b browser.Browser) {
	choose(s, b, "session.har", spell(40, 400, time.Minute))
	s.wait(`document.querySelector("#gauge").checkVisibility()`)
	s.wait(`document.querySelector("#gauge").title.includes("the selected request")`)
	s.click("#detail-close")
	s.wait(`document.querySelector("#gauge .long").textContent.startsWith("110 of 150 left · resets ")`)
	tooltip := eval[string](s, `document.querySelector("#gauge").title`)
	for _, part := range []string{"user and application", "9XYZ42", "From #41", "lowest point of the recording"} {
		if !strings.Contains(tooltip, part) {
			s.t.Errorf("the tooltip %q does not say %q", tooltip, part)
		}
	}
	s.click("#gauge")
	s.click(`[data-action="spent-timeline"]`)
	s.wait(`document.querySelector("#timeline svg .left") !== null && document.querySelectorAll("#timeline svg .life").length === 2`)
	s.click(`[data-tab="requests"]`)
	s.clear()
	s.wait(`!document.querySelector("#gauge").checkVisibility()`)
}

// longTimeline checks that the picture of a long session has no more elements
// than there is room for.
func longTimeline(s screen, b browser.Browser) {
	eval[any](s, `(menu => { menu.value = "100000"; menu.dispatchEvent(new Event("change", {bubbles: true})); })(document.querySelector("#most"))`)
	part := file(s.t, "part.har", spell(1_000, 502, 2500*time.Millisecond)) // and the refresh
	if err := b.ChooseFiles("#file", slices.Repeat([]string{part}, 10)...); err != nil {
		s.t.Fatal(err)
	}
	s.wait(`document.querySelector("#counts").textContent.includes("10,010")`)
	s.showTimeline()
	s.wait(`[...document.querySelectorAll("#timeline svg .count")].some(count => count.textContent === "10k")`)
	if n := eval[int](s, `document.querySelectorAll("#timeline *").length`); n > 2600 {
		s.t.Errorf("the timeline has %d elements", n)
	}
	if n := eval[int](s, `document.querySelectorAll("#timeline svg *").length`); n > 2000 {
		s.t.Errorf("the picture has %d elements", n)
	}
}

// narrowTimeline checks that the picture takes the width that there is.
func narrowTimeline(s screen, b browser.Browser) {
	s.openTimeline(b, spell(40, 400, time.Minute))
	wide := eval[float64](s, `Number(document.querySelector("#timeline svg").getAttribute("width"))`)
	eval[any](s, `void (document.querySelector("main").style.width = "400px")`)
	s.wait(`Number(document.querySelector("#timeline svg").getAttribute("width")) <= 400`)
	s.wait(`[...document.querySelectorAll("#timeline svg *")].every(shape => shape.getBoundingClientRect().right <= 401)`)
	eval[any](s, `void (document.querySelector("main").style.width = "")`)
	s.wait(fmt.Sprintf(`Number(document.querySelector("#timeline svg").getAttribute("width")) === %v`, wide))
}

// timelineTips points at a mark of many requests, and has them listed.
func timelineTips(s screen, b browser.Browser) {
	s.openTimeline(b, spell(600, 400, 300*time.Millisecond))
	hover := func(selector string) {
		eval[any](s, `(() => {
			const at = document.querySelector(`+quote(selector)+`).getBoundingClientRect();
			document.querySelector("#timeline .board").dispatchEvent(new PointerEvent("pointermove", {bubbles: true, clientX: at.x + at.width / 2, clientY: at.y + at.height / 2}));
		})()`)
	}
	const cluster = "#timeline rect.spot.request"
	hover(cluster)
	s.says("#timeline .tip", " × Request", "Click to list")
	if far := eval[float64](s, `(() => {
		const tip = document.querySelector("#timeline .tip").getBoundingClientRect(), mark = document.querySelector("`+cluster+`").getBoundingClientRect();
		return Math.hypot(Math.max(tip.left - mark.right, mark.left - tip.right, 0), Math.max(tip.top - mark.bottom, mark.top - tip.bottom, 0));
	})()`); far > 30 {
		s.t.Errorf("the tip is %v px from what it is about", far)
	}
	if eval[bool](s, `document.querySelector("#timeline .show").checkVisibility()`) {
		s.t.Error("a tip that moves away from the pointer has buttons")
	}
	s.press("Home") // by the keyboard, the tip is at the mark
	eval[any](s, `void document.querySelector("#timeline .board").dispatchEvent(new PointerEvent("pointerleave"))`)
	s.waitSeen("#timeline .show")
	s.says("#timeline .show", "#3")
	listed := eval[int](s, `Number(document.querySelector("#timeline .gather").textContent.match(/\d+/)[0])`)
	s.press("l")
	s.waitRows("the requests of the mark", func(rows []row) bool { return len(rows) == listed && rows[0].Selected })
	s.wait(`document.querySelector("#filter").value.startsWith("request:3,6,")`)
	s.click(`[data-tab="timeline"]`)
	s.click(cluster)
	s.wait(`document.querySelector("#requests-tab-button").ariaSelected === "true" && document.querySelector("#filter").value.startsWith("request:")`)
	s.fill("#filter", "")
}

// timelineRoom looks at the picture in windows of all sizes: it fills what there is,
// and what has no room is scrolled to, with a shadow that says so.
func timelineRoom(s screen, b browser.Browser) {
	s.t.Cleanup(func() { b.Resize(0, 0) })
	s.openTimeline(b, spell(40, 400, time.Minute))
	for _, size := range [][2]int{{1200, 850}, {1000, 300}, {420, 850}} {
		s.must(b.Resize(size[0], size[1]))
		s.wait(`(([board, svg]) => Math.abs(Math.max(board.clientHeight, 175) - svg.clientHeight) < 2 || svg.clientHeight > board.clientHeight)(["board", "svg"].map(name => document.querySelector("#timeline " + (name === "svg" ? name : "." + name))))`)
		s.allInReach(fmt.Sprint(size))
		if !eval[bool](s, `getComputedStyle(document.querySelector("#timeline .board")).backgroundImage.includes("gradient")`) {
			s.t.Error("nothing says that there is more")
		}
	}
}
