package capture

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"misstep/wasm/har"
)

// pacing is a Yielder whose clock goes on by step at each look, and that does what
// a person does while it yields.
func pacing(step time.Duration, yield func(y *Yielder)) *Yielder {
	clock := time.Time{}.Add(time.Hour)
	y := &Yielder{now: func() time.Time {
		clock = clock.Add(step)
		return clock
	}}
	y.yield = func() { yield(y) }
	return y
}

// inPieces gives few bytes at a time, as a slow disk does.
func inPieces(text string, size int) io.Reader {
	rest := strings.NewReader(text)
	return readerFunc(func(b []byte) (int, error) { return rest.Read(b[:min(len(b), size)]) })
}

// textOf is the text of a recording.
func textOf(t *testing.T, r *Recording) string {
	t.Helper()
	stream, err := r.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(stream)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestYielder(t *testing.T) {
	for _, c := range []struct {
		step  time.Duration
		steps int
		rests int
	}{
		{sliceBudget / 10, 9, 0},
		{sliceBudget / 10, 105, 10},
		{sliceBudget, 5, 4},
		{0, 1000, 0},
	} {
		rests := 0
		p := pacing(c.step, func(*Yielder) { rests++ })
		for range c.steps {
			if err := p.step(); err != nil {
				t.Fatal(err)
			}
		}
		if rests != c.rests {
			t.Errorf("%d steps of %v each: %d rests, want %d", c.steps, c.step, rests, c.rests)
		}
	}
	p := pacing(sliceBudget, func(p *Yielder) { p.stopped = true })
	if p.step() != nil || p.step() != ErrStopped || p.step() != ErrStopped {
		t.Error("it goes on though it was stopped while it rested")
	}
	broken := errors.New("broken")
	var unread *ReadError
	if _, err := (yieldingReader{readerFunc(func([]byte) (int, error) { return 0, broken }), quick()}).Read(nil); !errors.As(err, &unread) || !errors.Is(err, broken) {
		t.Errorf("%v is no ReadError", err)
	}
	if _, err := (yieldingReader{readerFunc(func([]byte) (int, error) { return 0, io.EOF }), quick()}).Read(nil); err != io.EOF {
		t.Errorf("the end is %v", err)
	}
	p = quick()
	if _, err := (yieldingReader{readerFunc(func([]byte) (int, error) { p.stopped = true; return 0, broken }), p}).Read(nil); err != ErrStopped {
		t.Errorf("stopped while it waits for bytes: %v", err)
	}
}

// What is looked for in something large rests, too.
func TestLoadYields(t *testing.T) {
	c := testStore(t)
	rests, seen := 0, []int{}
	p := pacing(sliceBudget, func(*Yielder) {
		rests++
		seen = append(seen, c.session.LastID())
	})
	text := textOf(t, recordingOf("a.har", "api.fitbit.com", "cdn.example", "api.fitbit.com"))
	text = strings.Replace(text, `"content":{}`, `"content":{"text":"`+strings.Repeat("x", 10_000)+`"}`, 1)
	l := &Loaded{}
	if err := c.Load(&Recording{}, inPieces(text, 1000), p, l); err != nil {
		t.Fatal(err)
	}
	if rests < len(text)/1000 || *l != (Loaded{Entries: 3, Added: 2, Failed: 2}) {
		t.Errorf("%d rests in %d bytes, %+v", rests, len(text), l)
	}
	if seen[0] != 0 || seen[len(seen)-1] != 1 { // before the second is taken
		t.Errorf("the session holds %d while it is read", seen)
	}
}

// Wherever a person stops it, what was read stays, and is all that the recording
// is read for later.
func TestStopped(t *testing.T) {
	whole := recordingOf("a.har", "api.fitbit.com", "mock.example", "api.fitbit.com", "mock.example", "api.fitbit.com", "mock.example")
	text := textOf(t, whole)
	all := strings.Split("api.fitbit.com 0, mock.example 1, api.fitbit.com 2, mock.example 3, api.fitbit.com 4, mock.example 5", ", ")
	for at := range 40 {
		c := testStore(t)
		r := &Recording{Source: whole.Source}
		c.recordings = append(c.recordings, r)
		rests, l := 0, &Loaded{}
		err := c.Load(r, inPieces(text, len(text)/20), pacing(sliceBudget, func(p *Yielder) {
			if rests++; rests > at {
				p.stopped = true
			}
		}), l)
		if !errors.Is(err, ErrStopped) {
			if err != nil || at < 20 {
				t.Errorf("stopped at %d: %v", at, err)
			}
			continue
		}
		if l.Entries > len(all) || l.Added != (l.Entries+1)/2 || r.entries != l.Entries || c.session.LastID() != l.Added {
			t.Errorf("stopped at %d: %+v, %d in the session", at, l, c.session.LastID())
		}
		if l.Entries == 0 { // nothing says that it stopped early; the program gives such a recording up
			continue
		}
		c.mustWatch(t, "mock.example")
		c.Rebuild()
		again := &Loaded{}
		if err := c.Load(r, inPieces(text, len(text)/20), quick(), again); err != nil {
			t.Error(err)
		}
		if again.Entries != l.Entries || again.Added != l.Entries-l.Added {
			t.Errorf("stopped at %d after %+v: again %+v", at, l, again)
		}
		c.Rebuild()
		want := strings.Join(all[:l.Entries], ", ")
		if got := listed(c); got != want {
			t.Errorf("stopped at %d, after %d entries: later there are %s, want %s", at, l.Entries, got, want)
		}
	}
}

// Nor is more read for it than it was stopped at.
func TestReadingStopsWhenEnough(t *testing.T) {
	c := testStore(t)
	c.mustWatch(t, "mock.example")
	text := strings.ReplaceAll(longRecording(2000), "api.fitbit.com", "mock.example")
	r := &Recording{began: true, entries: 10, Skipped: HostCounts{hosts: []string{"mock.example"}}}
	read, l := 0, &Loaded{}
	whole := strings.NewReader(text)
	err := c.Load(r, readerFunc(func(b []byte) (int, error) {
		n, err := whole.Read(b)
		read += n
		return n, err
	}), quick(), l)
	if err != nil || *l != (Loaded{Entries: 10, Added: 10, Failed: 10}) || read > len(text)/2 {
		t.Errorf("%v, %+v, %d of %d bytes are read", err, l, read, len(text))
	}
}

// A second reading that is stopped leaves what it did not come to for the next.
func TestStoppedReread(t *testing.T) {
	c := testStore(t)
	r := recordingOf("a.har", "mock.example", "api.fitbit.com", "mock.example")
	c.mustOpen(t, r)
	text := textOf(t, r)
	c.mustWatch(t, "mock.example")
	c.Rebuild()
	for at := 5; len(c.NeedReread()) > 0; at += 5 {
		if at > 100 {
			t.Fatalf("it is never read to its end: %s", listed(c))
		}
		rests := 0
		c.Load(r, inPieces(text, len(text)/20), pacing(sliceBudget, func(p *Yielder) {
			if rests++; rests > at {
				p.stopped = true
			}
		}), &Loaded{})
	}
	c.Rebuild()
	if got := listed(c); got != "mock.example 0, api.fitbit.com 1, mock.example 2" {
		t.Error(got)
	}
}

// Hosts that come and go while a recording is read.
func TestHostsChangeMeanwhile(t *testing.T) {
	for _, changed := range []struct {
		name   string
		before []string
		do     func(*Store)
		want   string
	}{
		{"watched", nil, func(c *Store) { c.catalog.Watch("mock.example", "") }, "mock.example 0, api.fitbit.com 1, mock.example 2, mock.example 3"},
		{"no longer watched", []string{"mock.example"}, func(c *Store) { c.catalog.Unwatch("mock.example") }, "api.fitbit.com 1"},
		{"gone and back", []string{"mock.example"}, func(c *Store) {
			c.catalog.Unwatch("mock.example")
			c.Rebuild()
			c.catalog.Watch("mock.example", "")
		}, "mock.example 0, api.fitbit.com 1, mock.example 2, mock.example 3"},
	} {
		t.Run(changed.name, func(t *testing.T) {
			whole := recordingOf("a.har", "mock.example", "api.fitbit.com", "mock.example", "mock.example")
			text := textOf(t, whole)
			for at := range 20 {
				c := testStore(t)
				for _, host := range changed.before {
					c.mustWatch(t, host)
				}
				r := &Recording{Source: whole.Source}
				c.recordings = append(c.recordings, r)
				rests := 0
				if err := c.Load(r, inPieces(text, len(text)/20), pacing(sliceBudget, func(*Yielder) {
					if rests++; rests == at+1 {
						changed.do(c)
						c.Rebuild()
					}
				}), &Loaded{}); err != nil {
					t.Fatal(err)
				}
				c.again(t)
				if got := listed(c); got != changed.want {
					t.Errorf("at rest %d: %s, want %s", at, got, changed.want)
				}
			}
		})
	}
}

// What was taken is not taken once more.
func TestLoadedTwice(t *testing.T) {
	c := testStore(t)
	r := recordingOf("a.har", "api.fitbit.com", "mock.example")
	pasted := `{"_pasted":"GET https://nowhere.example/","request":{"method":"GET","url":"https://nowhere.example/"},"response":{"status":0}},`
	r.Source = TextSource("a.har", strings.Replace(textOf(t, r), `[{"started`, `[`+pasted+`{"started`, 1))
	c.mustOpen(t, r)
	for range 2 {
		l := &Loaded{}
		if err := c.Load(r, strings.NewReader(textOf(t, r)), quick(), l); err != nil || *l != (Loaded{Entries: 3}) || c.session.LastID() != 2 {
			t.Errorf("%v, %+v", err, l)
		}
	}
	if r.Skipped.Of("mock.example") != 1 || r.Skipped.Of("api.fitbit.com") != 0 {
		t.Errorf("passed over were %+v", r.Skipped)
	}
}

func TestCutInTheMiddle(t *testing.T) {
	whole := recordingOf("a.har", "mock.example", "api.fitbit.com", "api.fitbit.com")
	text := textOf(t, whole)
	third := strings.LastIndex(text, `{"startedDateTime"`)
	gone := errors.New("NotReadableError")
	for _, c := range []struct {
		name string
		text io.Reader
		is   func(*har.CutError) bool
	}{
		{"cut off", strings.NewReader(text[:third+50]), func(cut *har.CutError) bool {
			return errors.Is(cut.Err, io.ErrUnexpectedEOF) && cut.Offset == int64(third+50)
		}},
		{"changed on disk", io.MultiReader(strings.NewReader(text[:third+50]), readerFunc(func([]byte) (int, error) { return 0, gone })), func(cut *har.CutError) bool {
			var unread *ReadError
			return errors.As(cut.Err, &unread) && errors.Is(cut.Err, gone)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			into := testStore(t)
			l := &Loaded{}
			err := into.Load(&Recording{}, c.text, quick(), l)
			var cut *har.CutError
			if !errors.As(err, &cut) || !c.is(cut) || cut.Entry != 2 {
				t.Errorf("%v", err)
			}
			if *l != (Loaded{Entries: 2, Added: 1, Failed: 1}) {
				t.Errorf("%+v", l)
			}
		})
	}
}

func TestHostCounts(t *testing.T) {
	var p HostCounts
	for _, address := range []string{
		"https://a.example/x", "http://a.example", "https://A.example/y?z", "https://user:word@a.example/", "https://b.example:8080#x",
		"data:text/plain,x", "chrome-extension://abc/x", "", "https://", "nonsense",
	} {
		p.add([]byte(address))
	}
	if got := fmt.Sprint(p.hosts, p.Of("a.example"), p.Of("b.example:8080"), p.Of("c.example"), p.more); got != "[a.example b.example:8080] 4 1 0 false" {
		t.Error(got)
	}
	address := []byte("https://a.example/one/more?of=them")
	if n := testing.AllocsPerRun(100, func() { p.add(address) }); n != 0 {
		t.Errorf("%.0f allocations to count an entry", n)
	}
	for i := range maxHosts * 2 {
		p.add([]byte(fmt.Sprintf("https://host%d.example/", i)))
	}
	if len(p.hosts) != maxHosts || !p.more {
		t.Errorf("%d hosts are kept", len(p.hosts))
	}
	r := &Recording{Skipped: p}
	if !r.Wants([]string{"host1999.example"}) {
		t.Error("a recording with more hosts than are kept is not read again")
	}
}

func TestIncompleteAddresses(t *testing.T) {
	for address, want := range map[string]bool{
		"": true, "https://": true, "//api.fitbit.com/1": true, "api.fitbit.com/1": true, "/1/user": true, "https:/api.fitbit.com/1": true, "HTTP:api.fitbit.com": true,
		"localhost:8080/1": true, "api.fitbit.com:443/1": true, "{{base}}/1": true, "/a?b=c:d": true, " //api.fitbit.com": true, ":x": true, "user@api.fitbit.com:x": true,
		"https://api.fitbit.com/1": false, "http://[::1]:80/": false, "HTTPS://x": false, "wss://api.fitbit.com/x": false, "data:text/plain,x": false, "blob:https://x/1": false,
		"chrome-extension://abc/x.js": false, "about:blank": false, "urn:x": false,
	} {
		if got := isIncomplete([]byte(address)); got != want {
			t.Errorf("%q: %t", address, got)
		}
	}
}

// Addresses without a scheme or host are counted, and said; near misses are not.
func TestEntriesWithoutHosts(t *testing.T) {
	entry := func(address string) string {
		return `{"request":{"method":"GET","url":"` + address + `"},"response":{"status":200}}`
	}
	watched := entry("https://api.fitbit.com/1/user/-/profile.json")
	for _, c := range []struct {
		entries []string
		want    Loaded
		said    string
	}{
		{[]string{entry("//api.fitbit.com/x")}, Loaded{Entries: 1, Skipped: 1, AtFirst: 1}, "importSkipped [a 1 1]"},
		{[]string{watched, entry("api.fitbit.com/x"), entry("https:/api.fitbit.com/x")}, Loaded{Entries: 3, Skipped: 2, AtFirst: 2, Added: 1}, "importSkipped [a 2 2]"},
		{[]string{`{"request":{"method":"GET"},"response":{"status":200}}`}, Loaded{Entries: 1, Skipped: 1, AtFirst: 1}, "importSkipped [a 1 1]"},
		{[]string{"7", entry("/x")}, Loaded{Entries: 1, Skipped: 2, AtFirst: 1}, "importSkipped [a 2 1]"},
		{[]string{entry("/x"), "7"}, Loaded{Entries: 1, Skipped: 2, AtFirst: 1}, "importSkipped [a 2 1]"},
		{[]string{watched, entry("data:,x"), entry("wss://x.example/")}, Loaded{Entries: 3, Added: 1}, ""},
		{[]string{entry("wss://api.fitbit.com/x")}, Loaded{Entries: 1}, "importNoHTTP [a 1]"},
		{[]string{entry("wss://x.example/"), entry("https://cdn.example/")}, Loaded{Entries: 2}, "importNothing [a 2 cdn.example (1)]"},
	} {
		store, l := testStore(t), Loaded{}
		r := &Recording{Source: TextSource("a", `{"log":{"entries":[`+strings.Join(c.entries, ",")+`]}}`)}
		err := store.Load(r, strings.NewReader(textOf(t, r)), quick(), &l)
		var said []string
		for _, n := range []*Notice{Outcome("a", l, err, nil), r.Unwatched(l)} {
			if n != nil {
				said = append(said, fmt.Sprint(n.Key, " ", n.Args))
			}
		}
		if got := strings.Join(said, "; "); err != nil || l != c.want || got != c.said {
			t.Errorf("%v: %+v, %v, said %q", c.entries, l, err, got)
		}
	}
}

// Most entries of most recordings go elsewhere: what they cost is stepping over
// them, and nothing for each.
func TestSkippedAllocatesNothing(t *testing.T) {
	allocations := func(entries int) float64 {
		c := testStore(t)
		text := textOf(t, recordingOf("a.har", strings.Split(strings.Repeat("cdn.example ", entries)+"cdn.example", " ")...))
		reader := strings.NewReader(text)
		return testing.AllocsPerRun(5, func() {
			reader.Reset(text)
			l := &Loaded{}
			if err := c.Load(&Recording{}, reader, quick(), l); err != nil || l.Entries != entries+1 {
				t.Fatal(l, err)
			}
		})
	}
	few, many := allocations(10), allocations(1010)
	if many-few > 20 { // what grows now and then
		t.Errorf("1000 entries more cost %.0f allocations more", many-few)
	}
}

// The credentials of a request to a host that isn't watched are known where a watched one
// repeats them, whichever comes first, and after other hosts are watched.
func TestOverheard(t *testing.T) {
	const token = "q7Kp2Zx9Lm4Rt8Wv"
	told := `{"request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/profile.json"},"response":{"status":400,"content":{"text":"odd ` + token + ` here"}}}`
	sent := `{"request":{"method":"GET","url":"https://app.example/x","headers":[{"name":"Authorization","value":"Bearer ` + token + `"}]},"response":{"status":200}}`
	for _, entries := range []string{told + "," + sent, sent + "," + told} {
		store := testStore(t)
		session := store.session
		r := &Recording{Source: TextSource("x.har", "")}
		err := store.Load(r, strings.NewReader(`{"log":{"entries":[`+entries+`]}}`), NewYielder(func() {}), &Loaded{})
		if err != nil || session.LastID() != 1 {
			t.Fatal(err, session.LastID())
		}
		for range 2 {
			if got := session.Secrets().Screen().Text(session.Exchange(1).Response.Body.Text); got != "odd q7Kp… here" {
				t.Errorf("shown is %q", got)
			}
			store.Rebuild()
		}
	}
}
