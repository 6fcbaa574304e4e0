package capture

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
)

func testStore(t *testing.T) *Store {
	t.Helper()
	knowledge := catalog.Load(builtin.Packs)
	return NewStore(knowledge, diagnosis.NewSession(knowledge), maxAside*2)
}

// exchange is a request to a host at a second of one minute; -1: no time.
func exchange(host string, second int) httpmsg.Exchange {
	x := httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://" + host + "/1/user/-/devices.json"}, Response: httpmsg.Response{Status: 401}}
	if second >= 0 {
		x.Started = time.Date(2026, 10, 30, 14, 0, second, 0, time.UTC)
	}
	return x
}

// listed is what the session holds: host and second of each.
func listed(c *Store) string {
	var list []string
	for id := c.session.First(); id <= c.session.LastID(); id++ {
		x := c.session.Exchange(id)
		at := "-"
		if !x.Started.IsZero() {
			at = fmt.Sprint(x.Started.Second())
		}
		list = append(list, strings.Split(x.Request.URL, "/")[2]+" "+at)
	}
	return strings.Join(list, ", ")
}

func (c *Store) mustWatch(t *testing.T, host string) {
	t.Helper()
	if err := c.catalog.Watch(host, ""); err != nil {
		t.Fatal(err)
	}
}

// recordingOf is a recording of one request a host, a second apart.
func recordingOf(name string, hosts ...string) *Recording {
	var entries []string
	for i, host := range hosts {
		entries = append(entries, fmt.Sprintf(`{"startedDateTime":"2026-10-30T14:00:%02d.000Z","request":{"method":"GET","url":"https://%s/1/user/-/devices.json","headers":[]},"response":{"status":401,"headers":[],"content":{}}}`, i, host))
	}
	return &Recording{Source: TextSource(name, `{"log":{"entries":[`+strings.Join(entries, ",")+`]}}`)}
}

// quick is a Yielder that nobody stops.
func quick() *Yielder { return &Yielder{now: time.Now, yield: func() {}} }

func (c *Store) mustLoad(t *testing.T, r *Recording) {
	t.Helper()
	text, err := r.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Load(r, text, quick(), &Loaded{}); err != nil {
		t.Fatal(err)
	}
}

func (c *Store) mustOpen(t *testing.T, r *Recording) {
	t.Helper()
	c.recordings = append(c.recordings, r)
	c.mustLoad(t, r)
}

// again does what is done when other hosts are watched, and returns how many
// recordings had to be read for that.
func (c *Store) again(t *testing.T) (read int) {
	t.Helper()
	c.Rebuild()
	for _, r := range c.NeedReread() {
		read++
		c.mustLoad(t, r)
	}
	c.Rebuild()
	return read
}

func TestWatchedAfterTheFact(t *testing.T) {
	c := testStore(t)
	c.mustOpen(t, recordingOf("a.har", "mock.example", "api.fitbit.com", "mock.example", "other.example"))
	c.mustOpen(t, recordingOf("b.har", "other.example"))
	want := func(what, hosts string, read int) {
		t.Helper()
		if n := c.again(t); n != read {
			t.Errorf("%s: %d recordings are read again, want %d", what, n, read)
		}
		if got := listed(c); got != hosts {
			t.Errorf("%s: %s, want %s", what, got, hosts)
		}
	}
	const one, three = "api.fitbit.com 1", "mock.example 0, api.fitbit.com 1, mock.example 2"
	want("before", one, 0)
	c.mustWatch(t, "mock.example")
	want("watched", three, 1)
	want("once more", three, 0) // nothing comes twice
	c.catalog.Unwatch("mock.example")
	want("no longer watched", one, 0)
	c.mustWatch(t, "mock.example")
	want("watched again", three, 1)
	c.catalog.Unwatch("api.fitbit.com") // of which nothing was passed over
	want("without its own host", "mock.example 0, mock.example 2", 0)
	c.mustWatch(t, "api.fitbit.com")
	want("with it again", three, 1)
	c.mustWatch(t, "nowhere.example")
	want("a host that is in none", three, 0)
	c.mustWatch(t, "other.example/2")
	want("a path that is in none", three, 2)
	c.mustWatch(t, "other.example/1")
	want("a path", "mock.example 0, other.example 0, api.fitbit.com 1, mock.example 2, other.example 3", 2)
}

func TestSeenLive(t *testing.T) {
	c := testStore(t)
	c.mustWatch(t, "mock.example")
	late := c.Add(exchange("api.fitbit.com", 20))
	selected := c.Add(exchange("mock.example", 10))
	c.Complete(selected, "the body", "")
	pasted := exchange("nowhere.example", -1)
	pasted.Pasted = "curl …"
	c.Add(pasted)
	early := c.Add(exchange("mock.example", 5))

	c.again(t)
	if got, want := listed(c), "mock.example 5, mock.example 10, nowhere.example -, api.fitbit.com 20"; got != want {
		t.Errorf("in order: %s, want %s", got, want)
	}
	if c.Of(2) != selected || c.Of(4) != late || c.Of(0) != nil || c.Of(99) != nil {
		t.Error("the captures are not known by their new ids")
	}
	if got := c.session.Exchange(2).Response.Body.Text; got != "the body" {
		t.Errorf("the body is %q after it was explained anew", got)
	}

	c.catalog.Unwatch("mock.example")
	c.again(t)
	if got, want := listed(c), "nowhere.example -, api.fitbit.com 20"; got != want {
		t.Errorf("no longer watched: %s, want %s", got, want)
	}
	c.Complete(early, "late body", "") // while it is in no list
	c.mustWatch(t, "mock.example")
	c.again(t)
	if early.ID == 0 || c.session.Exchange(early.ID).Response.Body.Text != "late body" {
		t.Error("a body is lost that came while its host was not watched")
	}
}

// TestNewExchangesWaitForReread: what comes while recordings are read again waits for its place.
func TestNewExchangesWaitForReread(t *testing.T) {
	c := testStore(t)
	c.Add(exchange("api.fitbit.com", 20))
	c.Held = true
	c.Add(exchange("api.fitbit.com", 10))
	if got := listed(c); got != "api.fitbit.com 20" {
		t.Errorf("held: %s", got)
	}
	c.Rebuild()
	if got := listed(c); got != "api.fitbit.com 10, api.fitbit.com 20" {
		t.Errorf("rebuilt: %s", got)
	}
}

func TestBounded(t *testing.T) {
	c := testStore(t)
	c.mustWatch(t, "mock.example")
	for i := range maxAside + 5 {
		c.Add(exchange("mock.example", i%60))
	}
	c.mustOpen(t, recordingOf("a.har", "mock.example", "mock.example"))
	c.catalog.Unwatch("mock.example")
	c.Rebuild()
	if len(c.all) != maxAside {
		t.Errorf("%d exchanges are kept that are not watched, want %d", len(c.all), maxAside)
	}
	for _, k := range c.all {
		if k.From != nil {
			t.Error("one is kept that can be read again")
		}
	}
}

// A full session drops its oldest exchanges, says how many, and doesn't restore them when
// it is filled again.
func TestLimit(t *testing.T) {
	c := testStore(t)
	c.Limit(3)
	var first *Capture
	for second := range 5 {
		k := c.Add(exchange("api.fitbit.com", second))
		if first == nil {
			first = k
		}
	}
	c.Complete(first, "its body comes too late", "")
	want := func(what, hosts string, dropped int) {
		t.Helper()
		if got := listed(c); got != hosts || c.Dropped != dropped {
			t.Errorf("%s: %s, %d dropped; want %s, %d", what, got, c.Dropped, hosts, dropped)
		}
	}
	want("five into three", "api.fitbit.com 2, api.fitbit.com 3, api.fitbit.com 4", 2)
	if c.Of(2) != nil || c.Of(3) == nil {
		t.Error("the second is there still, or the third is not")
	}
	c.Rebuild()
	want("filled anew", "api.fitbit.com 2, api.fitbit.com 3, api.fitbit.com 4", 2)
	c.Limit(1)
	want("less room", "api.fitbit.com 4", 4)
	c.Limit(10)
	c.Add(exchange("api.fitbit.com", 7))
	want("more room", "api.fitbit.com 4, api.fitbit.com 7", 4)
	c.Add(exchange("elsewhere.example", 8)) // not watched: not counted
	c.Forget(c.session.LastID() + 1)
	want("all forgotten", "", 4)
	c.Add(exchange("api.fitbit.com", 9))
	want("after all is forgotten", "api.fitbit.com 9", 4)
}

// Entries that a recording had too many of do not come back from it.
func TestLimitRecording(t *testing.T) {
	c := testStore(t)
	c.Limit(2)
	r := recordingOf("one", "api.fitbit.com", "api.fitbit.com", "elsewhere.example", "api.fitbit.com")
	c.mustOpen(t, r)
	c.mustLoad(t, r)
	c.mustLoad(t, r)
	c.Rebuild()
	if got := listed(c); got != "api.fitbit.com 1, api.fitbit.com 3" || c.Dropped != 1 {
		t.Errorf("%s, %d dropped", got, c.Dropped)
	}
}
