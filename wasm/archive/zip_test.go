package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

// written is an archive of these members, name and text by turns.
func written(t testing.TB, set func(*zip.Writer), members ...string) []byte {
	t.Helper()
	return filed(t, zip.Deflate, set, members...)
}

// cutOff is what comes before a text.
func cutOff(data []byte, before string) []byte { return data[:bytes.Index(data, []byte(before))] }

func filed(t testing.TB, method uint16, set func(*zip.Writer), members ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	if set != nil {
		set(w)
	}
	for i := 0; i < len(members); i += 2 {
		m, err := w.CreateHeader(&zip.FileHeader{Name: members[i], Method: method})
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(m, members[i+1])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// stored is one without sizes that follow the data, as most programs write it.
func stored(t testing.TB, members ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(members); i += 2 {
		text := members[i+1]
		m, err := w.CreateRaw(&zip.FileHeader{Name: members[i], Method: zip.Store, CompressedSize64: uint64(len(text)), UncompressedSize64: uint64(len(text))})
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(m, text)
	}
	w.Close()
	return out.Bytes()
}

// found is the members of an archive, and of what is stored its text.
func found(r io.ReaderAt, size int64) (string, error) {
	var list []string
	err := Members(r, size, func(m Member) bool {
		from, to, err := m.Place(r, size)
		what := fmt.Sprint(err)
		if format, can := m.Format(); err == nil && can && format == Plain {
			text, _ := io.ReadAll(io.NewSectionReader(r, from, to-from))
			what = string(text)
		} else if err == nil {
			what = fmt.Sprint(m.Method)
		}
		list = append(list, m.Name+"="+what)
		return true
	})
	return strings.Join(list, " "), err
}

func TestMembers(t *testing.T) {
	two := stored(t, "a.har", "first", "folder/", "", "folder/b.har", "second")
	streamed := written(t, nil, "a.har", "first", "b.txt", "second")
	encrypted := bytes.Clone(two)
	encrypted[bytes.LastIndex(encrypted, []byte(directorySignature))+8] |= 1
	lzma := bytes.Clone(two)
	lzma[bytes.Index(lzma, []byte(directorySignature))+10] = 14
	for _, c := range []struct {
		name string
		data []byte
		want string
		err  error
	}{
		{"two and a folder", two, "a.har=first folder/= folder/b.har=second", nil},
		{"sizes that follow the data", streamed, "a.har=8 b.txt=8", nil},
		{"comment that looks like an end", written(t, func(w *zip.Writer) { w.SetComment(strings.Repeat(endSignature, 9)) }, "a.har", ""), "a.har=8", nil},
		{"something before it", append([]byte("#!/bin/sh\nexit 0\n"), two...), "a.har=first folder/= folder/b.har=second", nil},
		{"something before it that it knows of", append(make([]byte, 100), written(t, func(w *zip.Writer) { w.SetOffset(100) }, "a.har", "")...), "a.har=8", nil},
		{"encrypted", encrypted, "a.har=first folder/= folder/b.har=0", nil},
		{"another method", lzma, "a.har=14 folder/= folder/b.har=second", nil},
		{"none", written(t, nil), "", nil},
		{"name that isn't UTF-8", stored(t, "caf\x82\\x.har", "x"), "caf\ufffd/x.har=x", nil},

		{"cut in the directory", two[:len(two)-30], "a.har=first folder/= folder/b.har=second", ErrBroken},
		{"cut in the second", two[:bytes.Index(two, []byte("second"))+3], "a.har=first folder/= folder/b.har=sec", ErrBroken},
		{"cut in a header", two[:bytes.Index(two, []byte("folder"))-9], "a.har=first", ErrBroken},
		{"cut where sizes follow", streamed[:len(streamed)-30], "a.har=8 b.txt=8", ErrBroken},
		{"cut in a second whose size follows", streamed[:bytes.Index(streamed, []byte("b.txt"))+9], "a.har=8 b.txt=8", ErrBroken},
		{"stored and cut where sizes follow", cutOff(filed(t, zip.Store, nil, "a.har", "PK\x07\x08 is in it", "b.har", strings.Repeat("x", 300_000), "c.har", "second"), "PK\x01\x02"), "a.har=PK\x07\x08 is in it b.har=" + strings.Repeat("x", 300_000) + " c.har=second", ErrBroken},
		{"header of a member damaged", bytes.Replace(two, []byte(memberSignature), []byte("XX\x03\x04"), 1), "a.har=" + ErrBroken.Error() + " folder/= folder/b.har=second", nil},
		{"directory damaged", bytes.ReplaceAll(two, []byte(directorySignature), []byte("XX\x01\x02")), "a.har=first folder/= folder/b.har=second", ErrBroken},
		{"nothing", nil, "", ErrBroken},
		{"no archive", []byte(strings.Repeat("no archive ", 20)), "", ErrBroken},
		{"end alone", []byte(endSignature + strings.Repeat("\xff", 18)), "", ErrBroken},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := found(bytes.NewReader(c.data), int64(len(c.data)))
			if got != c.want || !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
				t.Errorf("%q, %v; want %q, %v", got, err, c.want, c.err)
			}
		})
	}
}

// far is an archive that begins far after the beginning of a file.
type far struct {
	offset int64
	data   []byte
	read   int64 // bytes
}

func (f *far) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) && at+int64(n) < f.offset {
		p[n] = 0
		n++
	}
	if n < len(p) {
		m, rest := bytes.NewReader(f.data).ReadAt(p[n:], at+int64(n)-f.offset)
		n, err = n+m, rest
	}
	f.read += int64(n)
	return n, err
}

// Places and sizes that do not fit into 32 bits, and more members than into 16.
func TestMembers64(t *testing.T) {
	const offset = 5 << 30
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	w.SetOffset(offset)
	const size = 6 << 30
	if _, err := w.CreateRaw(&zip.FileHeader{Name: "large.har", CompressedSize64: size, UncompressedSize64: size}); err != nil {
		t.Fatal(err)
	}
	m, _ := w.CreateRaw(&zip.FileHeader{Name: "small.har", CompressedSize64: 5, UncompressedSize64: 5})
	io.WriteString(m, "small")
	for range 70_000 {
		w.CreateRaw(&zip.FileHeader{Name: "x"})
	}
	w.Close()
	r := &far{offset: offset, data: out.Bytes()}
	end := offset + int64(out.Len())
	var sizes []int64
	var text string
	if err := Members(r, end, func(m Member) bool {
		sizes = append(sizes, m.Size)
		if m.Name == "small.har" {
			from, to, err := m.Place(r, end)
			data, _ := io.ReadAll(io.NewSectionReader(r, from, to-from))
			text = fmt.Sprint(string(data), err)
		}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	if len(sizes) != 70_002 || sizes[0] != size || sizes[1] != 5 || text != "small<nil>" {
		t.Errorf("%d members, the first of %d bytes, %q", len(sizes), sizes[0], text)
	}
	if r.read > int64(out.Len())+maxComment+200 {
		t.Errorf("%d bytes are read for an archive with a directory of less than %d", r.read, out.Len())
	}
	// It stops on request.
	n := 0
	Members(r, end, func(Member) bool { n++; return n < 2 })
	if n != 2 {
		t.Errorf("%d members are given after the second was the last wanted", n)
	}
}

// An error of the reader is not taken for a broken archive.
func TestUnreadable(t *testing.T) {
	gone := errors.New("moved away")
	if _, err := found(failing{gone}, 1000); !errors.Is(err, gone) {
		t.Error(err)
	}
}

type failing struct{ err error }

func (f failing) ReadAt([]byte, int64) (int, error) { return 0, f.err }

func TestKindOf(t *testing.T) {
	for head, want := range map[string]Kind{
		"\x1f\x8b\x08\x00": GzipFile, "PK\x03\x04": ZipFile, "PK\x05\x06": ZipFile,
		`{"lo`: Other, "": Other, "PK": Other, "\x1f\x8b": Other, "PK\x07\x08": Other, "\x1f\x8b\x07x": Other,
	} {
		if got := KindOf([]byte(head)); got != want {
			t.Errorf("KindOf(%q) = %d, want %d", head, got, want)
		}
	}
}

func FuzzMembers(f *testing.F) {
	f.Add(stored(f, "a.har", "first", "b.har", "second"))
	f.Add(written(f, func(w *zip.Writer) { w.SetOffset(5 << 30) }, "a.har", "x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, size := bytes.NewReader(data), int64(len(data))
		n := 0
		Members(r, size, func(m Member) bool {
			if n++; n > len(data)/memberSize {
				t.Fatalf("%d members in %d bytes", n, len(data))
			}
			if from, to, err := m.Place(r, size); err == nil && (from < 0 || to < from || to > size) {
				t.Errorf("%+v is at %d to %d of %d", m, from, to, size)
			}
			if m.Size < 0 || !utf8.ValidString(m.Name) {
				t.Errorf("%+v", m)
			}
			return true
		})
	})
}
