package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"

	"misstep/wasm/archive"
	"misstep/wasm/capture"
)

// Files that are read at once are written as if they had been read one by one. Of a
// long one all requests are written, however few are remembered.
func TestManyFiles(t *testing.T) {
	files := map[string]string{"broken.har": "no recording"}
	lines := 0
	for i := range 20 {
		var entries []string
		for range i * 9 { // some have more parts than are held
			entries = append(entries, parkingEntry("00", "GET", "/x", "418", `{"error":"teapot"}`))
		}
		lines += len(entries)
		files[fmt.Sprintf("%02d.har", i)] = strings.ReplaceAll(parkingHAR(entries...), "localhost:8090", "api.fitbit.com")
	}
	var want string
	for _, arguments := range [][]string{{"-jobs", "1"}, {"-jobs", "8"}, {"-jobs", "3", "-keep", "7"}} {
		status, out, warned := runs(t, files, "", append(arguments, "-json", ".")...)
		if status != exitTrouble || !strings.Contains(warned, "misstep - < broken.har") {
			t.Fatalf("%q: exit status %d, %s", arguments, status, warned)
		}
		if want == "" {
			want = out
		}
		if have := strings.Count(out, "\n"); have != lines || out != want {
			t.Errorf("%q: %d lines, want %d; as one by one: %t", arguments, have, lines, out == want)
		}
	}
}

// failingWriter takes some bytes, then fails.
type failingWriter struct {
	left int
	err  error
}

func (w *failingWriter) Write(b []byte) (int, error) {
	if w.left -= len(b); w.left < 0 {
		return 0, w.err
	}
	return len(b), nil
}

func TestOutputEnds(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("a.har", []byte(session), 0o600); err != nil {
		t.Fatal(err)
	}
	many := append([]string{"-json"}, strings.Fields(strings.Repeat("a.har ", 300))...)
	for _, test := range []struct {
		name      string
		arguments []string
		err       error
		status    int
		said      string
	}{
		{"the reader stops early", many, &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}, exitFine, ""},
		{"the disk is full", many, errors.New("no space left"), exitTrouble, "misstep: no space left\n"},
		{"the report's reader is gone", []string{"-migration", "a.har"}, syscall.EPIPE, exitFine, ""},
		{"the article's reader is gone", []string{"explain", "rate-limit"}, syscall.EPIPE, exitFine, ""},
	} {
		var said strings.Builder
		if status := Run(test.arguments, nil, &failingWriter{10, test.err}, &said); status != test.status || said.String() != test.said {
			t.Errorf("%s: exit status %d, it is said that %q", test.name, status, said.String())
		}
	}
}

func TestProgress(t *testing.T) {
	var out strings.Builder
	p := progress{on: true, out: func(text string) { out.WriteString(text) }}
	stream := capture.NewStream(io.NopCloser(strings.NewReader("x")), 400, archive.Plain)
	p.show("a.har", stream, 3)
	if out.Len() > 0 {
		t.Errorf("at once: %q", out.String())
	}
	p.began = p.began.Add(-patience)
	p.show("a\x1b.har", stream, 3)
	p.show("a.har", stream, 4)
	p.clear()
	p.clear()
	if have := out.String(); have != "\r\x1b[KReading a\\u{1b}.har: 0 %, 3 entries\r\x1b[K" {
		t.Errorf("%q", have)
	}
	if have := progressText("stdin", 5<<20, 0, 7); have != "Reading stdin: 5 MB, 7 entries" {
		t.Errorf("%q", have)
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		text string
		room int
		want string
	}{
		{"a bc def", 0, "a bc def"},
		{"a bc def", 4, "a bc|def"},
		{"a bc def", 8, "a bc def"},
		{"é é é", 3, "é é|é"},
		{"see https://long.example/x now", 6, "see|https://long.example/x|now"},
		{"", 5, ""},
	} {
		if have := strings.Join(wrap(test.text, test.room), "|"); have != test.want {
			t.Errorf("%q in %d: %q, want %q", test.text, test.room, have, test.want)
		}
	}
}
