package e2e

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// TestImport reads recordings that are long, packed, broken, stopped or many.
func TestImport(t *testing.T) {
	large := largeRecording()
	inEach(t, func(t *testing.T, b browser.Browser) {
		for _, part := range []struct {
			name string
			test func(screen, browser.Browser, string)
		}{
			{"rows before the end", rowsBeforeTheEnd},
			{"stopped", stopped},
			{"cleared", clearedMeanwhile},
			{"one after the other", oneAfterTheOther},
			{"packed", packedRecordings},
			{"cut while packed", cutWhilePacked},
			{"archives", archives},
			{"changed while it is read", changedMeanwhile},
			{"others have their turn", othersHaveTheirTurn},
			{"watched later", watchedLater},
		} {
			t.Run(part.name, func(t *testing.T) {
				s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
				part.test(s, b, large)
				s.wait(`!document.querySelector("#stopped").checkVisibility()`)
			})
		}
		t.Run("while requests come", func(t *testing.T) { whileRequestsCome(screen{t, openHarness(t, b).view}) })
	})
}

// The large recording has this many requests to the API, of which every other
// fails, among many to elsewhere.
const (
	largeSize    = 30 << 20
	largeEntries = 1000
	largeWanted  = 50
)

// largeRecording is written once: it is large.
var largeRecording = sync.OnceValue(func() string {
	var text strings.Builder
	text.WriteString(`{"log":{"version":"1.2","creator":{"name":"test","version":"1"},"entries":[`)
	body := strings.Repeat("all of this is stepped over \\u0026 ", largeSize/largeEntries/36)
	for i := range largeEntries {
		if i > 0 {
			text.WriteByte(',')
		}
		host, path, status, content := "cdn.example", "app.js", 200, body
		if i%(largeEntries/largeWanted) == 0 {
			host, path, content = "api.fitbit.com", fmt.Sprintf("1/user/-/sleep/date/2026-10-%02d.json", 1+i%28), ""
			if i/(largeEntries/largeWanted)%2 == 0 {
				status, content = 429, `{\"errors\":[{\"errorType\":\"system\",\"message\":\"Too Many Requests\"}]}`
			}
		}
		fmt.Fprintf(&text, `{"startedDateTime":"2026-10-30T14:%02d:%02d.000Z","time":1,"request":{"method":"GET","url":"https://%s/%s","httpVersion":"h2","headers":[]},"response":{"status":%d,"statusText":"","headers":[],"content":{"mimeType":"application/json","text":"%s"}}}`,
			i/60%60, i%60, host, path, status, content)
	}
	text.WriteString(`]}}`)
	return text.String()
})

// holdBack has the browser hand out so many bytes of a file, and no more until
// releaseRest; refuse has it refuse the others.
func (s screen) holdBack(bytes int, refuse bool) {
	s.t.Helper()
	eval[any](s, fmt.Sprintf(`(() => {
		const { arrayBuffer, stream } = Blob.prototype, { read } = ReadableStreamBYOBReader.prototype;
		window.files = {opened: 0, bytes: 0, reads: 0, open: %d, waiting: []};
		Blob.prototype.arrayBuffer = function() {
			files.opened++;
			files.bytes += this.size;
			return arrayBuffer.call(this);
		};
		const parts = async function*(blob) {
			const {open} = files;
			yield* stream.call(blob.slice(0, open));
			if (blob.size <= open) return;
			if (%t) throw new DOMException("The file was changed", "NotReadableError");
			if (files.open === open) await new Promise(go => files.waiting.push(go)); // else the rest is released already
			yield* stream.call(blob.slice(open));
		};
		Blob.prototype.stream = function() {
			files.opened++;
			const coming = parts(this);
			return new ReadableStream({type: "bytes", pull: async controller => {
				const {done, value} = await coming.next();
				if (!done) {
					files.bytes += value.length;
					return controller.enqueue(value);
				}
				controller.close();
				controller.byobRequest?.respond(0);
			}});
		};
		ReadableStreamBYOBReader.prototype.read = function(...how) {
			files.reads++;
			return read.apply(this, how);
		};
	})()`, bytes, refuse))
}

// heldBack is how many bytes of the large recording come before releaseRest, but
// for a megabyte at most, which the page waits for to be whole.
const heldBack, atOnce = 13_400_000, 1 << 20

func (s screen) releaseRest() {
	s.t.Helper()
	eval[any](s, `void (files.open = Infinity, files.waiting.splice(0).forEach(go => go()))`)
}

// importing waits until it is shown that a recording is read, as far as these
// words say.
func (s screen) importing(words ...string) {
	s.t.Helper()
	s.says("#importing", words...)
}

// imported waits until nothing is being read or explained any more.
func (s screen) imported() {
	s.t.Helper()
	s.wait(`!document.querySelector("#importing").checkVisibility() && document.querySelector("#list").getAttribute("aria-busy") === "false"`)
}

func (s screen) wantCounts(failing, all int) {
	s.t.Helper()
	s.wait(fmt.Sprintf(`document.querySelector("#counts").textContent.startsWith("%d of %d ")`, failing, all))
}

func rowsBeforeTheEnd(s screen, b browser.Browser, large string) {
	s.holdBack(heldBack, false)
	eval[any](s, `(() => {
		window.announced = [];
		new MutationObserver(() => announced.push(document.querySelector("#announce").textContent)).observe(document.querySelector("#announce"), {childList: true});
		window.written = [];
		const detail = document.querySelector("#detail"), seen = part => detail.querySelector(part).checkVisibility();
		new MutationObserver(() => seen(".fix") && written.push(seen(".seen"))).observe(detail, {attributeFilter: ["data-begun"]});
	})()`)
	choose(s, b, "large.har", large)
	s.importing("large.har", "13 of "+fmt.Sprintf("%.0f", float64(len(large))/1e6)+" MB")
	s.wait(`document.querySelectorAll("#rows [data-finding='rate-limit']").length > 0`)
	s.waitSeen("#detail .seen") // of the first that fails
	if written := eval[[]bool](s, `written`); !slices.Equal(written, []bool{false, true}) {
		s.t.Errorf("after each task that wrote of the explanation, what was seen is there: %v, want [false true]", written)
	}
	part := eval[float64](s, `(bar => bar.value / bar.max)(document.querySelector("#importing progress"))`)
	if part < 0.3 || part > 0.6 {
		s.t.Errorf("the bar stands at %.2f", part)
	}
	if busy := eval[string](s, `document.querySelector("#list").getAttribute("aria-busy")`); busy != "true" {
		s.t.Errorf("while it is read, the list's aria-busy is %q", busy)
	}
	s.releaseRest()
	s.imported()
	s.wantCounts(largeWanted/2, largeWanted)
	if first := eval[string](s, `document.querySelector("#rows [aria-selected=true]")?.getAttribute("aria-rowindex") ?? ""`); first != "2" {
		s.t.Errorf("the row that is selected is %q, want the first", first)
	}
	const kind = 4 // bytes needed to recognize the kind of a file
	if opened, bytes := eval[int](s, `files.opened`), eval[int](s, `files.bytes`); opened != 2 || bytes != kind+len(large) {
		s.t.Errorf("%d bytes were read of a file that was opened %d times, want %d of two", bytes, opened, kind+len(large))
	}
	if reads, most := eval[int](s, `files.reads`), len(large)/atOnce+2; reads > most {
		s.t.Errorf("bytes were asked for %d times, want %d at most", reads, most)
	}
	announced := eval[[]string](s, `announced`)
	if len(announced) < 2 || !strings.Contains(announced[0], "Reading large.har") || !strings.Contains(announced[1], "large.har loaded") || len(announced) > 3 {
		s.t.Errorf("read aloud was %q", announced)
	}
}

func stopped(s screen, b browser.Browser, large string) {
	for _, way := range []struct {
		name string
		stop func(screen)
	}{
		{"by its button", func(s screen) { s.click("#importing [data-action=import-cancel]") }},
		{"by a key", func(s screen) { s.focus("#import"); s.keys("Escape") }},
		{"by a key from the list", func(s screen) { s.focus("#list"); s.keys("Escape"); s.keys("Escape") }}, // the first closes the explanation
	} {
		s.t.Run(way.name, func(t *testing.T) {
			s := openPage(t, b, (&url.URL{Scheme: "file", Path: page}).String())
			s.holdBack(heldBack, false)
			choose(s, b, "large.har", large)
			s.importing("large.har", "of ")
			s.waitFinding("rate-limit")
			way.stop(s)
			s.notice("info", "large.har", "stopped after")
			s.imported()
			if rows := s.rows(); len(rows) == 0 {
				t.Error("what was read is gone")
			}
			counts := s.text("#counts")
			s.releaseRest()
			s.drop("small.har", recording("server-error"))
			s.waitFinding("server-error")
			if more := s.text("#counts"); more == counts || strings.Contains(more, fmt.Sprint(" of ", largeWanted)) {
				t.Errorf("the status bar said %q, and with one more %q", counts, more)
			}
		})
	}
}

func clearedMeanwhile(s screen, b browser.Browser, large string) {
	s.holdBack(heldBack, false)
	choose(s, b, "large.har", large)
	s.drop("waits.har", recording("server-error"))
	s.importing("large.har", "1 queued")
	s.waitFinding("rate-limit")
	s.clear()
	s.imported()
	s.releaseRest()
	s.drop("after.har", recording("maintenance"))
	rows := s.waitRows("row of the file that came after", func(rows []row) bool { return len(rows) > 0 })
	if len(rows) != 1 || rows[0].Finding != stub.Named("maintenance").Finding {
		s.t.Errorf("what was cleared is back:\n%s", listed(rows))
	}
	if text := s.text("#notice-text"); text != "" {
		s.t.Errorf("it is said that %q", text)
	}
}

func oneAfterTheOther(s screen, b browser.Browser, large string) {
	s.holdBack(heldBack, false)
	choose(s, b, "large.har", large)
	s.importing("large.har")
	s.drop("second.har", recording("server-error"))
	s.drop("third.har", "nonsense")
	s.importing("2 queued")
	s.paste(`{"errors":[{"errorType":"insufficient_scope","message":"This application does not have permission to access sleep data"}]}`)
	s.waitFinding("scope-missing") // what is pasted does not wait
	s.releaseRest()
	s.imported()
	s.wantCounts(largeWanted/2+1, largeWanted+1)
	s.notice("error", "third.har", "isn't a HAR file")
}

func gzipped(text string) string {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	io.WriteString(z, text)
	z.Close()
	return out.String()
}

// zipped is an archive of files, name and text by turns.
func zipped(method uint16, files ...string) string {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		f, err := z.CreateHeader(&zip.FileHeader{Name: files[i], Method: method})
		if err != nil {
			panic(err)
		}
		io.WriteString(f, files[i+1])
	}
	z.Close()
	return out.String()
}

func packedRecordings(s screen, b browser.Browser, large string) {
	choose(s, b, "large.har.gz", gzipped(large))
	s.imported()
	s.wantCounts(largeWanted/2, largeWanted)
	s.clear()
	choose(s, b, "named.har", gzipped(recording("server-error"))) // its bytes say what it is
	s.waitFinding("server-error")
	s.clear()
	for name, method := range map[string]uint16{"packed.zip": zip.Deflate, "stored.zip": zip.Store} {
		choose(s, b, name, zipped(method, "notes.txt", "x", "a.har", recording("rate-limit"), "b/c.har", recording("not-found", "success")))
		s.waitRows("rows of both", func(rows []row) bool { return len(rows) == 2 })
		s.wantCounts(2, 3)
		s.notice("info", name, "(1)", "notes.txt")
		s.closeNotice()
		s.clear()
	}
	if text := s.text("#notice-text"); text != "" {
		s.t.Errorf("it is said that %q", text)
	}
}

// cutWhilePacked counts what comes out before the break: all that there is.
func cutWhilePacked(s screen, b browser.Browser, _ string) {
	entries := make([]string, 60)
	for i := range entries {
		entries[i] = "success"
		if i == 0 {
			entries[i] = "rate-limit"
		}
	}
	text := padded(recording(entries...))
	packed := gzipped(text)
	packed = packed[:len(packed)*2/3]
	z, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		s.t.Fatal(err)
	}
	left, _ := io.ReadAll(z)
	whole := strings.Count(string(left), `"wait":100}}`)
	if !strings.HasPrefix(text, string(left)) || whole < 20 {
		s.t.Fatalf("%d entries are before the break", whole)
	}
	for _, cut := range []struct{ name, content string }{{"cut.har.gz", packed}, {"cut.zip", zipped(zip.Deflate, "cut.har", text)[:len(packed)]}} {
		choose(s, b, cut.name, cut.content)
		s.notice("error", cut.name, "cut off or damaged", fmt.Sprintf("in entry %d.", whole+1), fmt.Sprintf("before that: %d.", whole))
		s.wantCounts(1, whole)
		s.closeNotice()
		s.clear()
	}
}

// padded gives each entry of a recording something that does not pack well, so
// that packed it is long.
func padded(text string) string {
	state := uint32(1)
	return replaceEach(text, `"statusText":""`, func() string {
		var junk strings.Builder
		for range 2000 {
			state = state*1664525 + 1013904223
			fmt.Fprintf(&junk, "%08x", state)
		}
		return `"statusText":"` + junk.String() + `"`
	})
}

func replaceEach(text, old string, with func() string) string {
	parts := strings.Split(text, old)
	var out strings.Builder
	for i, part := range parts {
		if i > 0 {
			out.WriteString(with())
		}
		out.WriteString(part)
	}
	return out.String()
}

// archives are those that hold no recording that can be read, or no end.
func archives(s screen, b browser.Browser, _ string) {
	one := recording("rate-limit")
	encrypted := []byte(zipped(zip.Store, "a.har", one))
	encrypted[bytes.Index(encrypted, []byte("PK\x01\x02"))+8] |= 1
	unknown := []byte(zipped(zip.Store, "a.har", one))
	unknown[bytes.Index(unknown, []byte("PK\x01\x02"))+10] = 93
	stored := zipped(zip.Store, "a.har", one, "b.har", recording("not-found"))
	for _, c := range []struct {
		name, content string
		words         []string
		rows          int
	}{
		{"other.zip", zipped(zip.Deflate, "a.txt", "x", "b.txt.gz", gzipped("x")), []string{"no HAR", "a.txt", "b.txt.gz"}, 0},
		{"empty.zip", zipped(zip.Deflate), []string{"empty archive"}, 0},
		{"encrypted.zip", string(encrypted), []string{"a.har", "encrypted"}, 0},
		{"unknown.zip", string(unknown), []string{"a.har", "93"}, 0},
		{"cut.zip", stored[:strings.Index(stored, "PK\x01\x02")], []string{"table of contents", "in the rest: 2"}, 2},
		{"nothing.zip", "PK\x03\x04", []string{"table of contents", "in the rest: 0"}, 0},
	} {
		s.t.Run(c.name, func(t *testing.T) {
			s := screen{t, b.Page()}
			choose(s, b, c.name, c.content)
			s.notice("error", append(c.words, c.name)...)
			s.waitRows("rows that can be had", func(rows []row) bool { return len(rows) == c.rows })
			s.closeNotice()
			s.clear()
		})
	}
}

func changedMeanwhile(s screen, b browser.Browser, large string) {
	s.holdBack(heldBack, true)
	choose(s, b, "large.har", large)
	s.notice("error", "large.har", "NotReadableError")
	text := s.text("#notice-text")
	_, said, _ := strings.Cut(text, "byte ")
	var at int
	if fmt.Sscanf(said, "%d", &at); at > heldBack || at <= heldBack-atOnce {
		s.t.Fatalf("it is said that %q, want one of the last bytes before %d", text, heldBack)
	}
	entry := strings.Count(large[:at], `"startedDateTime"`)
	wanted := (entry-1)/(largeEntries/largeWanted) + 1
	s.notice("error", fmt.Sprintf("byte %d, in entry %d:", at, entry), fmt.Sprintf("before that: %d.", wanted))
	s.imported()
	s.wantCounts((wanted+1)/2, wanted)
}

// othersHaveTheirTurn reads with a clock by which everything takes long, and
// timers that go by it, so that turns can be counted on any machine.
func othersHaveTheirTurn(s screen, b browser.Browser, _ string) {
	eval[any](s, `(() => {
		let clock = performance.now();
		performance.now = () => clock += 10;
		const timers = new Map(), clear = window.clearTimeout.bind(window);
		let last = 1e9; // unlike those that are set already
		window.setTimeout = (come, after) => {
			timers.set(++last, {come, due: clock + after});
			return last;
		};
		window.clearTimeout = id => timers.delete(id) || clear(id);
		const strip = document.querySelector("#importing"), {port1, port2} = new MessageChannel();
		window.turns = 0;
		window.answered = false;
		port2.onmessage = () => {
			for (const [id, {come, due}] of timers) {
				if (due <= clock && timers.delete(id)) come();
			}
			if (strip.checkVisibility()) {
				if (++window.turns === 3) {
					document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "?", bubbles: true, cancelable: true}));
					window.answered = document.querySelector("#keys-dialog").open && strip.checkVisibility();
				}
			}
			port1.postMessage(0);
		};
		port1.postMessage(0);
	})()`)
	names := make([]string, 300)
	for i := range names {
		names[i] = "not-found"
	}
	choose(s, b, "session.har", recording(names...)) // one part
	s.wantCounts(len(names), len(names))
	s.imported()
	if turns := eval[int](s, `turns`); turns < 50 {
		s.t.Errorf("others had %d turns while %d requests were read", turns, len(names))
	}
	if !eval[bool](s, `answered`) {
		s.t.Error("a key was not answered while a recording was read")
	}
	s.closeDialog("keys-dialog")
}

// watchedLater reads a recording again for a host, without keeping it.
func watchedLater(s screen, b browser.Browser, large string) {
	elsewhere := strings.ReplaceAll(large, "api.fitbit.com", "mock.example")
	s.holdBack(math.MaxInt32, false)
	choose(s, b, "elsewhere.har", elsewhere)
	s.notice("info", "elsewhere.har", fmt.Sprintf("(%d in all)", largeEntries), fmt.Sprintf("mock.example (%d)", largeWanted), "cdn.example")
	s.imported()
	first := eval[int](s, `files.bytes`)
	eval[any](s, fmt.Sprintf(`void (files.open = %d)`, heldBack))
	s.click("#notice-action")
	s.importing("elsewhere.har")
	s.waitFinding("rate-limit")
	s.releaseRest()
	s.imported()
	s.wantCounts(largeWanted/2, largeWanted)
	s.waitSeen("#detail")
	again := eval[int](s, `files.bytes`)
	if want := len(elsewhere); again-first != want { // the kind of file is known
		s.t.Errorf("%d bytes were read, and then %d, want %d", first, again-first, want)
	}

	// No longer watched, and watched again.
	line := `#hosts-list [data-host="mock.example"]`
	s.openHosts()
	s.click(line + " input")
	s.wantNoRows()
	if now := eval[int](s, `files.bytes`); now != again {
		s.t.Errorf("%d bytes were read though nothing is wanted", now-again)
	}
	s.click(line + " input")
	s.closeDialog("hosts-dialog")
	s.imported()
	s.wantCounts(largeWanted/2, largeWanted)
}

func (s screen) wantNoRows() {
	s.t.Helper()
	s.waitRows("empty list", func(rows []row) bool { return len(rows) == 0 })
}

// whileRequestsCome reads a recording beside a page that goes on.
func whileRequestsCome(s screen) {
	s.click("#all")
	s.click("#fold")
	s.holdBack(heldBack, false)
	eval[any](s, `harness.open(harness.large(20e6, 400))`)
	s.importing("harness.har")
	eval[any](s, `void harness.send(16)`)
	l := list{s}
	s.wait(`[...document.querySelectorAll("#rows .time")].length > 0`)
	eval[any](s, `void document.querySelector("#filter").focus()`)
	s.fill("#filter", "path:2026-10-0") // only those that come live
	s.wait(`document.querySelector("#list").getAttribute("aria-rowcount") === "17"`)
	s.fill("#filter", "")
	s.releaseRest()
	s.imported()
	l.want("rows", l.rowCount(), 416)
	s.click("#clear")
	l.want("rows after all is cleared", l.rowCount(), 0)
}

// TestImportByAddress reads recordings as they come.
func TestImportByAddress(t *testing.T) {
	large := largeRecording()
	var hold sync.Map // by browser: closed when the rest may come
	server.Pages.HandleFunc("/coming.har", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(large)))
		io.WriteString(w, large[:len(large)/2])
		w.(http.Flusher).Flush()
		held, _ := hold.Load(r.URL.Query().Get("for"))
		select {
		case <-held.(chan struct{}):
		case <-r.Context().Done():
			return
		}
		io.WriteString(w, large[len(large)/2:])
	})
	serve := func(path, content string) {
		server.Pages.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, content) })
	}
	serve("/packed.har.gz", gzipped(recording("rate-limit", "success")))
	serve("/two.zip", zipped(zip.Deflate, "a.har", recording("rate-limit"), "b.har", recording("success"), "c.txt", "x"))
	inEach(t, func(t *testing.T, b browser.Browser) {
		open := func(address string) screen {
			return openPage(t, b, server.Address+"misstep.html?har="+url.QueryEscape(address))
		}
		released := make(chan struct{})
		hold.Store(b.Name(), released)
		s := open("coming.har?for=" + b.Name())
		s.importing("coming.har", fmt.Sprintf("of %.0f MB", float64(len(large))/1e6))
		s.waitFinding("rate-limit")
		s.click("#importing [data-action=import-cancel]")
		s.notice("info", "coming.har", "stopped after")
		s.closeNotice()
		s = open("coming.har?for=" + b.Name())
		s.importing("coming.har")
		s.waitFinding("rate-limit")
		close(released)
		s.imported()
		s.wantCounts(largeWanted/2, largeWanted)

		s = open("packed.har.gz")
		s.wantCounts(1, 2)
		s = open("two.zip")
		s.wantCounts(1, 2)
		s.notice("info", "two.zip", "c.txt")
	})
}
