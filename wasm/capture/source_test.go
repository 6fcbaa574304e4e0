package capture

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"misstep/wasm/archive"
	"misstep/wasm/har"
	"misstep/wasm/scenario"
)

// memory is a file in memory that counts what is read of it.
type memory struct {
	*bytes.Reader
	read int
	open int // sections that are not closed
}

func inMemory(data []byte) *memory { return &memory{Reader: bytes.NewReader(data)} }

func (m *memory) Section(from, to int64) io.ReadCloser {
	m.open++
	return streamed{readerFunc(func() func([]byte) (int, error) {
		section := io.NewSectionReader(m.Reader, from, to-from)
		return func(b []byte) (int, error) {
			n, err := section.Read(b)
			m.read += n
			return n, err
		}
	}()), closerFunc(func() error { m.open--; return nil })}
}

type closerFunc func() error

func (f closerFunc) Close() error { return f() }

// longRecording is a recording with many packed bytes, so that they come
// in pieces.
func longRecording(entries int) string {
	var text strings.Builder
	text.WriteString(`{"log":{"entries":[`)
	state := uint32(1)
	for i := range entries {
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, `{"startedDateTime":"2026-10-30T14:00:%02d.000Z","request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/devices.json","headers":[]},"response":{"status":401,"headers":[],"content":{"text":"`, i%60)
		for range 500 {
			state = state*1664525 + 1013904223
			fmt.Fprintf(&text, "%08x", state)
		}
		text.WriteString(`"}}}`)
	}
	text.WriteString(`]}}`)
	return text.String()
}

// all reads the recordings of a file and reports the result of each.
func all(t *testing.T, name string, data []byte) (string, Contents) {
	t.Helper()
	m := inMemory(data)
	found, err := Find(name, m)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, s := range found.Sources {
		c, l := testStore(t), &Loaded{}
		stream, err := s.Open(nil)
		if err == nil {
			err = c.Load(&Recording{}, stream, quick(), l)
			if err == nil && (stream.Total == 0 || stream.Packed() > stream.Total) {
				t.Errorf("%s: %d of %d bytes were read", s.Name, stream.Packed(), stream.Total)
			}
			stream.Close()
		}
		var packing *archive.PackingError
		said := fmt.Sprint(err)
		if errors.As(err, &packing) {
			said = "unpacking"
		}
		var cut *har.CutError
		if errors.As(err, &cut) {
			said = fmt.Sprintf("%s in %d", said[:min(9, len(said))], cut.Entry)
		}
		list = append(list, fmt.Sprintf("%s: %d, %s", s.Name, l.Added, said))
	}
	if m.open != 0 {
		t.Errorf("%d are still open", m.open)
	}
	return strings.Join(list, "\n"), found
}

func TestContents(t *testing.T) {
	one := textOf(t, recordingOf("", "api.fitbit.com"))
	two := textOf(t, recordingOf("", "api.fitbit.com", "api.fitbit.com"))
	long := longRecording(20)
	packed := scenario.Gzip(t, long)
	both := scenario.Zip(t, zip.Deflate, "a.har", one, "notes.txt", "x", "b/", "", "b/B.HAR", two, "__MACOSX/._a.har", "junk")
	stored := scenario.Zip(t, zip.Store, "a.har", one, "b.har", long)
	encrypted := bytes.Clone(both)
	encrypted[bytes.Index(encrypted, []byte("PK\x01\x02"))+8] |= 1
	for _, c := range []struct {
		name   string
		data   []byte
		want   string
		others string
		cut    bool
		refuse int
	}{
		{"plain", []byte(one), "plain: 1, <nil>", "[] 0", false, 0},
		{"empty", nil, "empty: 0, " + har.ErrEmpty.Error(), "[] 0", false, 0},
		{"gz by its bytes.har", scenario.Gzip(t, two), "gz by its bytes.har: 2, <nil>", "[] 0", false, 0},
		{"cut.har.gz", packed[:len(packed)/2], "cut.har.gz: 9, unpacking in 9", "[] 0", false, 0},
		{"without its sum.har.gz", packed[:len(packed)-8], "without its sum.har.gz: 20, <nil>", "[] 0", false, 0},
		{"cut in its head.har.gz", packed[:6], "cut in its head.har.gz: 0, unpacking", "[] 0", false, 0},
		{"a.zip", both, "a.zip › a.har: 1, <nil>\na.zip › b/B.HAR: 2, <nil>", "[notes.txt] 1", false, 0},
		{"stored.zip", stored, "stored.zip › a.har: 1, <nil>\nstored.zip › b.har: 20, <nil>", "[] 0", false, 0},
		{"json.zip", scenario.Zip(t, zip.Deflate, "a.json", one, "b.txt", "x"), "json.zip › a.json: 1, <nil>", "[b.txt] 1", false, 0},
		{"both.zip", scenario.Zip(t, zip.Deflate, "manifest.json", "{}", "a.har", one), "both.zip › a.har: 1, <nil>", "[manifest.json] 1", false, 0},
		{"inner.zip", scenario.Zip(t, zip.Deflate, "a.har.zip", "x", "1", "", "2", "", "3", ""), "", "[a.har.zip 1 2] 4", false, 0},
		{"packed twice.zip", scenario.Zip(t, zip.Deflate, "a.har.gz", string(scenario.Gzip(t, two)), "b.HAR", one, "c.gz", "x"), "packed twice.zip › a.har.gz: 2, <nil>\npacked twice.zip › b.HAR: 1, <nil>", "[c.gz] 1", false, 0},
		{"json.gz.zip", scenario.Zip(t, zip.Store, "a.json.gz", string(packed)), "json.gz.zip › a.json.gz: 20, <nil>", "[] 0", false, 0},
		{"not packed.zip", scenario.Zip(t, zip.Deflate, "a.har.gz", "x"), "not packed.zip › a.har.gz: 0, unpacking", "[] 0", false, 0},
		{"unpacks itself.exe", append([]byte("MZ\x90\x00"+strings.Repeat("program ", 1000)), both...), "unpacks itself.exe › a.har: 1, <nil>\nunpacks itself.exe › b/B.HAR: 2, <nil>", "[notes.txt] 1", false, 0},
		{"unpacks itself.sh", append([]byte("#!/bin/sh\nunzip $0\nexit\n"), stored...), "unpacks itself.sh › a.har: 1, <nil>\nunpacks itself.sh › b.har: 20, <nil>", "[] 0", false, 0},
		{"only the end.txt", []byte("x PK\x05\x06" + strings.Repeat("\x00", 18)), "only the end.txt: 0, the file isn't a HAR file: invalid JSON at byte 0", "[] 0", false, 0},
		{"encrypted.zip", encrypted, "encrypted.zip › b/B.HAR: 2, <nil>", "[notes.txt] 1", false, 1},
		{"cut.zip", stored[:len(stored)*2/3], "cut.zip › a.har: 1, <nil>\ncut.zip › b.har: 13, the recor in 13", "[] 0", true, 0},
		{"cut packed.zip", scenario.Zip(t, zip.Deflate, "a.har", long)[:len(packed)/2], "cut packed.zip › a.har: 9, unpacking in 9", "[] 0", true, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, found := all(t, c.name, c.data)
			if got != c.want {
				t.Errorf("read\n%s\nwant\n%s", got, c.want)
			}
			if others := fmt.Sprint(found.Left()); others != c.others || found.Cut != c.cut || len(found.Refused) != c.refuse {
				t.Errorf("others %s, cut %t, %d refused; want %s, %t, %d", others, found.Cut, len(found.Refused), c.others, c.cut, c.refuse)
			}
		})
	}
}

// A recording that unpacks to a thousand times its size is only read as far as
// somebody goes on reading it.
func TestDecompressionBomb(t *testing.T) {
	m := inMemory(scenario.Gzip(t, `{"log":{"x":"`+strings.Repeat(" ", 50<<20)+`"}}`))
	found, err := Find("bomb.har.gz", m)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := found.Sources[0].Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	rests, l := 0, &Loaded{}
	largest, read := 0, 0
	text := readerFunc(func(b []byte) (int, error) {
		largest = max(largest, len(b))
		n, err := stream.Read(b)
		read += n
		return n, err
	})
	err = testStore(t).Load(&Recording{}, text, pacing(sliceBudget, func(p *Yielder) {
		if rests++; rests == 3 {
			p.stopped = true
		}
	}), l)
	stream.Close()
	if !errors.Is(err, ErrStopped) || m.open != 0 || m.read > 64<<10 || read > 10<<20 || largest > 1<<20 {
		t.Errorf("%v; %d bytes of the file and %d unpacked were read, %d at a time at most", err, m.read, read, largest)
	}
}
