package e2e

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"testing"

	"misstep/extension/e2e/browser"
)

// What a person does before the program runs is done when it runs. The page comes
// in two parts: the module, which is its last, only after that.
func TestBeforeTheProgram(t *testing.T) {
	whole, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(whole, []byte(`<div id="module"`))
	if at < 0 {
		t.Fatal("the page has no module")
	}
	released := map[string]chan struct{}{}
	for name := range browsers {
		released[name] = make(chan struct{})
	}
	server.Pages.HandleFunc("/late.html", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(whole[:at])
		w.(http.Flusher).Flush()
		select {
		case <-released[r.URL.Query().Get("for")]:
			w.Write(whole[at:])
		case <-r.Context().Done():
		}
	})
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := screen{t, b.Page()}
		if err := b.Open(server.Address + "harness/baseline.html"); err != nil {
			t.Fatal(err)
		}
		eval[any](s, fmt.Sprintf(`void document.body.append(Object.assign(document.createElement("iframe"), {src: "/late.html?for=%s", width: 1200, height: 700}))`, b.Name()))
		s.wait(`document.querySelector("iframe").contentDocument?.querySelector("#empty")?.checkVisibility() === true`)
		const in = `const { contentWindow: w, contentDocument: d } = document.querySelector("iframe");`
		if eval[bool](s, `(() => { `+in+` return w.misstep !== undefined; })()`) {
			t.Fatal("the program runs already")
		}
		for selector, want := range map[string]string{"#empty .empty-title": "recording", "#empty [data-action=import]": "Choose", "#sample": "sample"} {
			if said := eval[string](s, `(() => { `+in+` const e = d.querySelector("`+selector+`"); return e.checkVisibility() ? e.textContent : ""; })()`); said == "" {
				t.Errorf("%s says nothing before the program runs, want something of “%s”", selector, want)
			}
		}
		type done struct{ Dropped, Dragged bool }
		act := eval[done](s, `(() => { `+in+`
			const filter = d.querySelector("#filter");
			filter.value = "status:429";
			filter.dispatchEvent(new w.Event("input", {bubbles: true}));
			d.querySelector("#fold").click();
			const files = new w.DataTransfer();
			files.items.add(new w.File([`+"`"+lateRecording+"`"+`], "late.har"));
			const event = kind => new w.DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: files});
			return {dragged: !d.body.dispatchEvent(event("dragover")), dropped: !d.body.dispatchEvent(event("drop"))};
		})()`)
		if !act.Dropped || !act.Dragged {
			t.Errorf("a file that is dropped early would replace the page: %+v", act)
		}
		close(released[b.Name()])
		s.wait(`document.querySelector("iframe").contentDocument.querySelector("#rows [data-finding]")?.checkVisibility() === true`)
		s.wait(`document.querySelector("iframe").contentDocument.querySelector("#list").getAttribute("aria-busy") === "false"`)
		rows := eval[[]string](s, `[...document.querySelector("iframe").contentDocument.querySelectorAll("#rows [data-finding]")].filter(row => row.checkVisibility()).map(row => row.textContent)`)
		if len(rows) != 1 {
			t.Errorf("rows %q, want the one that the filter lets pass", rows)
		}
		if value := eval[string](s, `document.querySelector("iframe").contentDocument.querySelector("#filter").value`); value != "status:429" {
			t.Errorf("the filter is %q", value)
		}
		if eval[bool](s, `document.querySelector("iframe").contentDocument.querySelector("#fold").checked`) {
			t.Error("a box that was unticked early is ticked again")
		}
	})
}

// lateRecording has two calls that fail, one of them for the rate limit.
const lateRecording = `{"log": {"version": "1.2", "creator": {"name": "test", "version": "1"}, "entries": [
	{"startedDateTime": "2026-10-12T09:30:03.000Z", "time": 120, "request": {"method": "GET", "url": "https://api.fitbit.com/1/user/-/profile.json", "headers": []}, "response": {"status": 429, "headers": [], "content": {"size": 0}}},
	{"startedDateTime": "2026-10-12T09:30:04.000Z", "time": 120, "request": {"method": "GET", "url": "https://api.fitbit.com/1/user/-/profile.json", "headers": []}, "response": {"status": 502, "headers": [], "content": {"size": 0}}}
]}}`
