package archive

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"slices"
	"sort"
	"strings"

	"misstep/catalog/messages"
)

// A Member is one file in a ZIP archive.
type Member struct {
	Name      string // with its folders, as UTF-8
	Size      int64  // packed, in bytes
	Unpacked  int64  // in bytes, as the archive says; 0: it does not
	Method    int    // of packing, by the number that ZIP has for it
	Encrypted bool

	header int64 // where its own header is
	data   int64 // where its bytes are, 0: not known yet
}

// Format is how the member is packed; false when it cannot be unpacked.
func (m Member) Format() (Format, bool) {
	switch {
	case m.Encrypted:
		return "", false
	case m.Method == 0:
		return Plain, true
	case m.Method == 8:
		return Deflate, true
	}
	return "", false
}

// Folder reports whether the member is only a folder.
func (m Member) Folder() bool { return strings.HasSuffix(m.Name, "/") }

// ErrBroken says that the archive has no directory, or one that makes no sense.
var ErrBroken = messages.NewError("file.zip-broken")

const (
	memberSignature    = "PK\x03\x04"
	directorySignature = "PK\x01\x02"
	endSignature       = "PK\x05\x06"
	end64Signature     = "PK\x06\x06"
	locatorSignature   = "PK\x06\x07" // of the 64-bit end
	sizesSignature     = "PK\x07\x08" // of what follows a member whose header has no sizes

	memberSize    = 30 // of fixed-size parts, in bytes, signature included
	directorySize = 46
	endSize       = 22
	end64Size     = 56
	locatorSize   = 20
	sizesSize     = 16
	sizes64Size   = 24

	maxComment = math.MaxUint16 // after the end, in bytes
)

var little = binary.LittleEndian

// mostMembers bounds the files in one archive.
const mostMembers = 100_000

var (
	// ErrOverlap: files of the archive lie in each other.
	ErrOverlap = messages.NewError("file.zip-overlap")
	// ErrTooMany: it has more files than anybody reads.
	ErrTooMany = messages.NewError("file.zip-too-many", "most", mostMembers)
)

// List is all members of an archive, as Members gives them. None is read of an
// archive that was made to take long: with files that lie in each other, too many,
// or more in them than MostUnpacked.
func List(r io.ReaderAt, size int64) ([]Member, error) {
	var list []Member
	total := int64(0)
	err := Members(r, size, func(m Member) bool {
		list = append(list, m)
		total += min(m.Unpacked, MostUnpacked)
		return len(list) <= mostMembers && total <= MostUnpacked
	})
	switch {
	case err != nil && err != ErrBroken:
		return nil, err
	case len(list) > mostMembers:
		return nil, ErrTooMany
	case overlap(list):
		return nil, ErrOverlap
	case total > MostUnpacked:
		return nil, ErrTooLarge
	}
	return list, err
}

// overlap reports whether a member begins before the one in front of it ends.
func overlap(list []Member) bool {
	sorted := slices.Clone(list)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].header < sorted[j].header })
	for i := 1; i < len(sorted); i++ {
		if before := sorted[i-1]; before.header+memberSize+before.Size > sorted[i].header {
			return true
		}
	}
	return false
}

// Members calls see for each member of an archive of size bytes, in the order
// of its directory, until see returns false. Of an archive without a directory,
// such as one that is cut off, the members are those that can be found from its
// beginning on, of which the last may be cut; the error is then ErrBroken. Other
// errors are r's.
func Members(r io.ReaderAt, size int64, see func(Member) bool) error {
	d, err := findDirectory(r, size)
	if err == nil {
		err = d.members(r, see)
	}
	if !errors.Is(err, ErrBroken) {
		return err
	}
	if d.seen == 0 {
		if err := salvage(r, size, see); err != nil {
			return err
		}
	}
	return ErrBroken
}

// Place is where the packed bytes of a member are: from <= offset < to.
func (m Member) Place(r io.ReaderAt, size int64) (from, to int64, err error) {
	if from = m.data; from == 0 {
		head, err := read(r, m.header, memberSize)
		if err != nil {
			return 0, 0, err
		}
		if string(head[:4]) != memberSignature {
			return 0, 0, ErrBroken
		}
		from = m.header + memberSize + int64(little.Uint16(head[26:])) + int64(little.Uint16(head[28:]))
	}
	if from > size {
		return 0, 0, ErrBroken
	}
	return from, min(from+m.Size, size), nil
}

// Behind reports whether an archive follows something else, such as a self-extracting
// program, judging by its directory, which is at the end.
func Behind(r io.ReaderAt, size int64) bool {
	d, err := findDirectory(r, size)
	if err != nil || d.moved <= 0 && d.offset == 0 {
		return false
	}
	head, err := read(r, d.offset, len(directorySignature))
	return err == nil && string(head) == directorySignature
}

// A directory is where the list of an archive's members is.
type directory struct {
	offset, end int64
	moved       int64 // by how much the archive stands further back than its offsets say
	seen        int   // members
}

func findDirectory(r io.ReaderAt, size int64) (d directory, err error) {
	from := max(0, size-endSize-maxComment)
	tail, err := read(r, from, int(size-from))
	if err != nil {
		return d, err
	}
	at := -1
	for i := len(tail) - endSize; i >= 0; i-- {
		// What looks like an end may be in a comment.
		if string(tail[i:i+4]) == endSignature && int(little.Uint16(tail[i+20:])) <= len(tail)-i-endSize {
			at = i
			break
		}
	}
	if at < 0 {
		return d, ErrBroken
	}
	end := tail[at:]
	length, offset := uint64(little.Uint32(end[12:])), uint64(little.Uint32(end[16:]))
	d.end = from + int64(at)
	if length == math.MaxUint32 || offset == math.MaxUint32 || little.Uint16(end[10:]) == math.MaxUint16 {
		end64, at64, err := findEnd64(r, d.end)
		if err != nil {
			return d, err
		}
		if end64 != nil {
			length, offset = little.Uint64(end64[40:]), little.Uint64(end64[48:])
			d.end = at64
		}
	}
	if length > uint64(d.end) || offset > uint64(d.end) {
		return d, ErrBroken
	}
	d.offset = d.end - int64(length)
	if d.moved = d.offset - int64(offset); d.moved == 0 {
		return d, nil
	}
	// Something comes before the archive, or between its directory and its end.
	if there, err := read(r, int64(offset), len(directorySignature)); err == nil && string(there) == directorySignature || d.moved < 0 {
		d.offset, d.moved = int64(offset), 0
	}
	return d, nil
}

// findEnd64 is the 64-bit end of an archive whose other end is at end, and
// where it is; nil when there is none.
func findEnd64(r io.ReaderAt, end int64) ([]byte, int64, error) {
	if end < locatorSize {
		return nil, 0, nil
	}
	locator, err := read(r, end-locatorSize, locatorSize)
	if err != nil || string(locator[:4]) != locatorSignature {
		return nil, 0, err
	}
	last := end - locatorSize - end64Size
	// The second place is for an archive that follows something else.
	for _, at := range []uint64{little.Uint64(locator[8:]), uint64(last)} {
		if last < 0 || at > uint64(last) {
			continue
		}
		end64, err := read(r, int64(at), end64Size)
		if err != nil {
			return nil, 0, err
		}
		if string(end64[:4]) == end64Signature {
			return end64, int64(at), nil
		}
	}
	return nil, 0, ErrBroken
}

// members calls see for each member of the directory.
func (d *directory) members(r io.ReaderAt, see func(Member) bool) error {
	list := bufio.NewReaderSize(io.NewSectionReader(r, d.offset, d.end-d.offset), 64<<10)
	head := make([]byte, directorySize)
	for {
		switch _, err := io.ReadFull(list, head); {
		case err == io.EOF:
			return nil
		case err == io.ErrUnexpectedEOF || err == nil && string(head[:4]) != directorySignature:
			if d.seen > 0 {
				return nil // what else stands there is no member
			}
			return ErrBroken
		case err != nil:
			return err
		}
		m := Member{
			Method:    int(little.Uint16(head[10:])),
			Encrypted: little.Uint16(head[8:])&1 != 0,
		}
		name := make([]byte, little.Uint16(head[28:]))
		extra := make([]byte, little.Uint16(head[30:]))
		for _, part := range [][]byte{name, extra} {
			if _, err := io.ReadFull(list, part); err != nil {
				return brokenAtEnd(err)
			}
		}
		if _, err := list.Discard(int(little.Uint16(head[32:]))); err != nil {
			return brokenAtEnd(err)
		}
		packed, unpacked, header := uint64(little.Uint32(head[20:])), uint64(little.Uint32(head[24:])), uint64(little.Uint32(head[42:]))
		read64(extra, &unpacked, &packed, &header)
		if packed > math.MaxInt64/4 || header > math.MaxInt64/4 {
			return ErrBroken
		}
		m.Name, m.Size, m.Unpacked, m.header = text(name), int64(packed), int64(min(unpacked, math.MaxInt64)), int64(header)+d.moved
		d.seen++
		if !see(m) {
			return nil
		}
	}
}

// read64 reads those of the values that are in a 64-bit extra field because
// they are too large for their own place, in their order there.
func read64(extra []byte, values ...*uint64) {
	for len(extra) >= 4 {
		id, size := little.Uint16(extra), int(little.Uint16(extra[2:]))
		extra = extra[4:]
		if size > len(extra) {
			return
		}
		if field := extra[:size]; id == 1 {
			for _, value := range values {
				if *value == math.MaxUint32 && len(field) >= 8 {
					*value, field = little.Uint64(field), field[8:]
				}
			}
			return
		}
		extra = extra[size:]
	}
}

// salvage calls see for the members that stand one after the other from the
// beginning of an archive on. The last goes on to the end.
func salvage(r io.ReaderAt, size int64, see func(Member) bool) error {
	for at := int64(0); at <= size-memberSize; {
		head, err := read(r, at, memberSize)
		if err != nil {
			return err
		}
		if string(head[:4]) != memberSignature {
			return nil
		}
		flags := little.Uint16(head[6:])
		names, extras := int(little.Uint16(head[26:])), int(little.Uint16(head[28:]))
		m := Member{Method: int(little.Uint16(head[8:])), Encrypted: flags&1 != 0, header: at, data: at + memberSize + int64(names+extras)}
		if m.data > size {
			return nil
		}
		rest, err := read(r, at+memberSize, names+extras)
		if err != nil {
			return err
		}
		packed, unpacked := uint64(little.Uint32(head[18:])), uint64(little.Uint32(head[22:]))
		read64(rest[names:], &unpacked, &packed)
		const sizesFollow = 1 << 3
		m.Name, m.Size = text(rest[:names]), size-m.data
		next := size
		switch {
		case flags&sizesFollow != 0:
			if m.Size, next, err = findSizes(r, m.data, size); err != nil {
				return err
			}
		case packed <= uint64(size-m.data):
			m.Size, m.Unpacked = int64(packed), int64(min(unpacked, math.MaxInt64))
			next = m.data + m.Size
		}
		if !see(m) {
			return nil
		}
		at = next
	}
	return nil
}

// findSizes finds the end of a member whose size follows it: where that
// size is the distance from the member's data. next is where the next member
// begins.
func findSizes(r io.ReaderAt, data, size int64) (packed, next int64, err error) {
	const block = 256 << 10
	for at := data; at < size; at += block {
		part, err := read(r, at, int(min(block+sizes64Size, size-at)))
		if err != nil {
			return 0, 0, err
		}
		for i := 0; ; i++ {
			found := bytes.Index(part[i:], []byte(sizesSignature))
			if i += found; found < 0 || i >= block {
				break
			}
			packed, sizes := at+int64(i)-data, part[i:]
			switch {
			case len(sizes) >= sizes64Size && little.Uint64(sizes[8:]) == uint64(packed):
				return packed, at + int64(i) + sizes64Size, nil
			case len(sizes) >= sizesSize && int64(little.Uint32(sizes[8:])) == packed:
				return packed, at + int64(i) + sizesSize, nil
			}
		}
	}
	return size - data, size, nil
}

// text is a file's name. One that isn't UTF-8 is in an unknown encoding.
func text(name []byte) string {
	return strings.ToValidUTF8(strings.ReplaceAll(string(name), `\`, "/"), "\ufffd")
}

func read(r io.ReaderAt, offset int64, length int) ([]byte, error) {
	data := make([]byte, length)
	n, err := r.ReadAt(data, offset)
	if n == length {
		return data, nil
	}
	return nil, brokenAtEnd(err)
}

// brokenAtEnd is ErrBroken where something should be that is beyond the end.
func brokenAtEnd(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return ErrBroken
	}
	return err
}
