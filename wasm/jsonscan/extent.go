package jsonscan

import (
	"math/bits"
	"unsafe"
)

// Most of a recording is only stepped over, so finding where a value ends decides
// how long reading takes. Here that is done eight bytes at a time, held as the
// bytes of one number. As WebAssembly, calls, bounds checks and taken branches
// cost more than the arithmetic: that is why the loops below have none of the
// first two and are unrolled.

const (
	ones  = 0x0101010101010101 // times a byte: that byte eight times
	highs = 0x80 * ones        // the high bit of each byte
)

// load reads eight bytes, the first as the lowest, wherever they begin. All that
// Go compiles Misstep for (WebAssembly, amd64, arm64) is little-endian and reads
// from any address; encoding/binary is right everywhere, but reads byte by byte
// in WebAssembly.
func load(p unsafe.Pointer, i int) uint64 { return *(*uint64)(unsafe.Add(p, i)) }

// store writes eight bytes.
func store(p unsafe.Pointer, i int, w uint64) { *(*uint64)(unsafe.Add(p, i)) = w }

// zeros marks the zero bytes of w by their high bits. It may also mark bytes
// after the first of them, so only the first counts.
func zeros(w uint64) uint64 { return (w - ones) & ^w & highs }

// ends marks the first quote or backslash: what a string ends with, or has to be
// stepped over inside one.
func ends(w uint64) uint64 { return zeros(w^ones*'"') | zeros(w^ones*'\\') }

// marks marks the first quote or bracket. With the bits of 0x26 set, the four
// brackets are alike: 0x7f. So are Y, y, _ and DEL, which JSON has in strings
// only; whoever looks at the byte finds that it is none.
func marks(w uint64) uint64 { return zeros(w^ones*'"') | zeros((w|ones*0x26)^ones*0x7f) }

// first is the place of the first marked byte, 8 if none is.
func first(marked uint64) int { return bits.TrailingZeros64(marked) >> 3 }

// An extent finds where a JSON value ends, in pieces as they are read. It
// checks the balance of brackets and quotes and no more.
type extent struct {
	depth  int  // brackets that are open
	string bool // inside a string
}

// scan reads on in data and returns how much of it belongs to the value, and
// whether the value ends there. If not, all of data does, except for a backslash
// at its end: that is to be read again with the byte after it.
func (e *extent) scan(data []byte) (int, bool) {
	n := 0
	if len(data) > ahead {
		var ended bool
		if n, ended = e.run(unsafe.Pointer(unsafe.SliceData(data)), len(data)-ahead); ended {
			return n, true
		}
	}
	var tail [3 * ahead]byte // what is left, with room after it
	rest := copy(tail[:], data[n:])
	more, ended := e.run(unsafe.Pointer(&tail), rest)
	return n + min(more, rest), ended
}

// ahead is how far run may look beyond its end.
const ahead = 32

// run is scan for n bytes at p, after which there are ahead more that may be
// read. It may stop after the end, or at a backslash before it.
func (e *extent) run(p unsafe.Pointer, n int) (int, bool) {
	depth, inside, i := e.depth, e.string, 0
	for i < n {
		for !inside && i < n {
			m := marks(load(p, i))
			if m == 0 {
				i += 8
				continue
			}
			i += first(m)
			c := *(*byte)(unsafe.Add(p, i))
			i++
			switch c {
			case '"':
				inside = true
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i, true
				}
			}
		}
		for inside && i < n {
			m := ends(load(p, i))
			if m == 0 {
				i += 8
				if m = ends(load(p, i)); m == 0 {
					i += 8
					if m = ends(load(p, i)); m == 0 {
						i += 8
						continue
					}
				}
			}
			i += first(m)
			c := *(*byte)(unsafe.Add(p, i))
			i++
			switch {
			case c == '"':
				if depth == 0 {
					return i, true
				}
				inside = false
			case i >= n:
				e.depth, e.string = depth, true
				return i - 1, false
			default:
				i++ // what is escaped
			}
		}
	}
	e.depth, e.string = depth, inside
	return i, false
}

// space is the place of the first byte from i on that isn't white space, or the
// end of data. Recorders indent by spaces.
func space(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\t' || data[i] == '\r') {
		i++
		for i+8 <= len(data) {
			n := first(load(unsafe.Pointer(unsafe.SliceData(data)), i) ^ ones*' ')
			if i += n; n < 8 {
				break
			}
		}
	}
	return i
}

// plain is the place of the first byte from i on that isn't plain text in a
// string: its end, an escape, or what is not ASCII.
func plain(data []byte, i int) int {
	for i+8 <= len(data) {
		w := load(unsafe.Pointer(unsafe.SliceData(data)), i)
		n := first(ends(w) | w&highs)
		if i += n; n < 8 {
			return i
		}
	}
	for i < len(data) && data[i] != '"' && data[i] != '\\' && data[i] < 0x80 {
		i++
	}
	return i
}

// same reports whether two texts are equal. Most are, and short: comparing them
// here takes less than the call that == makes.
func same(s string, b []byte) bool {
	n := len(s)
	if n != len(b) {
		return false
	}
	if n < 8 {
		for i, c := range b {
			if s[i] != c {
				return false
			}
		}
		return true
	}
	x, y := unsafe.Pointer(unsafe.StringData(s)), unsafe.Pointer(unsafe.SliceData(b))
	for i := 0; i < n-8; i += 8 {
		if load(x, i) != load(y, i) {
			return false
		}
	}
	return load(x, n-8) == load(y, n-8) // overlaps
}
