package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

// edited is an archive after changes to its directory, which has the fields of a
// member at these places.
func edited(data []byte, edit func(member int, fields []byte)) []byte {
	data = bytes.Clone(data)
	at := 0
	for n := 0; ; n++ {
		next := bytes.Index(data[at:], []byte(directorySignature))
		if next < 0 {
			return data
		}
		at += next + len(directorySignature)
		edit(n, data[at-len(directorySignature):])
	}
}

func TestList(t *testing.T) {
	two := stored(t, "a.har", "first", "b.har", "second")
	nested := stored(t, "a.har", string(stored(t, "inner.har", "text")), "b.har", "second")
	for _, c := range []struct {
		name string
		data []byte
		want error
		all  int
	}{
		{"two", two, nil, 2},
		{"an archive in an archive", nested, nil, 2},
		{"an archive after something else", append([]byte("#!/bin/sh\n"), two...), nil, 2},
		{"with sizes that follow", written(t, nil, "a.har", "first", "b.har", "second"), nil, 2},
		{"none", stored(t), nil, 0},
		{"empty files", stored(t, "a/", "", "b", "", "c", ""), nil, 3},
		{"cut", two[:len(two)-30], ErrBroken, 2},
		{"one text for both", edited(two, func(n int, fields []byte) {
			if n == 1 {
				little.PutUint32(fields[42:], 0)
				little.PutUint32(fields[20:], uint32(len("first")))
			}
		}), ErrOverlap, 0},
		{"one around the other", edited(two, func(n int, fields []byte) {
			if n == 0 {
				little.PutUint32(fields[20:], uint32(len("first")+memberSize+len("b.har")+len("second")))
			}
		}), ErrOverlap, 0},
		{"more than may be", edited(two, func(n int, fields []byte) { little.PutUint32(fields[24:], MostUnpacked/2+1) }), ErrTooLarge, 0},
		{"as much as may be", edited(two, func(n int, fields []byte) { little.PutUint32(fields[24:], MostUnpacked/2) }), nil, 2},
		{"too many", stored(t, strings.Split(strings.Repeat("a||", mostMembers)+"a|", "|")...), ErrTooMany, 0},
	} {
		list, err := List(bytes.NewReader(c.data), int64(len(c.data)))
		if err != c.want || len(list) != c.all {
			t.Errorf("%s: %d members, %v; want %d, %v", c.name, len(list), err, c.all, c.want)
		}
	}
	if list, _ := List(bytes.NewReader(two), int64(len(two))); list[1].Unpacked != int64(len("second")) {
		t.Errorf("%+v", list)
	}
	deflated := filed(t, zip.Deflate, nil, "a.har", "text")
	if list, err := List(bytes.NewReader(deflated), int64(len(deflated))); err != nil || list[0].Unpacked != 4 {
		t.Errorf("%+v %v", list, err)
	}
}

func TestLimited(t *testing.T) {
	for text, want := range map[string]bool{"": true, "abc": true, "abcd": true, "abcde": false} {
		got, err := io.ReadAll(Limited(strings.NewReader(text), 4))
		if (err == nil) != want || string(got) != text[:min(4, len(text))] {
			t.Errorf("%q: %q, %v", text, got, err)
		}
		var packing *PackingError
		if err != nil && (!errors.As(err, &packing) || !errors.Is(err, ErrBroken)) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Whatever an archive claims, what is read from it is inside it, and read once.
func FuzzList(f *testing.F) {
	two := stored(f, "a.har", "first", "b.har", "second")
	f.Add(two)
	f.Add(written(f, nil, "a.har", "first", "b.har", "second"))
	f.Add(two[:len(two)-30])
	f.Fuzz(func(t *testing.T, data []byte) {
		r, size := bytes.NewReader(data), int64(len(data))
		list, err := List(r, size)
		if err != nil && err != ErrBroken && len(list) > 0 {
			t.Errorf("%d members beside %v", len(list), err)
		}
		total := int64(0)
		for _, m := range list {
			if from, to, err := m.Place(r, size); err == nil {
				total += max(to-from, 0)
			}
		}
		if total > size {
			t.Errorf("%d bytes in %d", total, size)
		}
	})
}
