package main

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// mostSegments is how many pieces of data browsers take in a module.
const mostSegments = 100_000

// segmentCost is about what each piece costs, in bytes: its place and length.
const segmentCost = 9

// A gap is bytes of memory that are zero, as all memory is at first.
type gap struct{ from, to int }

// repack writes the data of a module in other pieces, so that the same memory
// takes fewer bytes. Go's linker leaves out zeros from the front until it has
// used up the number of pieces, and writes the rest with all of its zeros;
// leaving out the longest runs of them, wherever they are, saves some 80 kB.
func repack(module []byte) ([]byte, error) {
	const header, dataSection = 8, 11
	for at := header; at < len(module); {
		id, start := module[at], at
		size, n := binary.Uvarint(module[at+1:])
		body := at + 1 + n
		if at = body + int(size); n <= 0 || at > len(module) {
			return nil, fmt.Errorf("module: section %d at byte %d ends behind the file", id, start)
		}
		if id != dataSection {
			continue
		}
		memory, err := readSegments(module[body:at])
		if err != nil {
			return nil, err
		}
		packed := writeSegments(memory)
		out := append(slices.Clone(module[:start]), dataSection)
		out = binary.AppendUvarint(out, uint64(len(packed)))
		return append(append(out, packed...), module[at:]...), nil
	}
	return nil, fmt.Errorf("module: it has no data")
}

// Opcodes of the expression that says where a piece of data goes.
const i32Const, end = 0x41, 0x0b

// readSegments returns the memory that a section of data fills.
func readSegments(section []byte) (memory []byte, err error) {
	broken := fmt.Errorf("module: its data is not as Go's linker writes it")
	at := 0
	number := func() int {
		value, n := binary.Uvarint(section[at:])
		at += max(n, 0)
		return int(value)
	}
	for range number() {
		if at+2 > len(section) || section[at] != 0 || section[at+1] != i32Const {
			return nil, broken
		}
		at += 2
		where := number() // signed, but never negative
		if at >= len(section) || section[at] != end {
			return nil, broken
		}
		at++
		size := number()
		if at+size > len(section) || where > 1<<30 {
			return nil, broken
		}
		if grow := where + size - len(memory); grow > 0 {
			memory = append(memory, make([]byte, grow)...)
		}
		copy(memory[where:], section[at:at+size])
		at += size
	}
	return memory, nil
}

// writeSegments returns a section that fills memory: all of it but its longest
// gaps.
func writeSegments(memory []byte) []byte {
	var gaps []gap
	for i := 0; i < len(memory); i++ {
		from := i
		for i < len(memory) && memory[i] == 0 {
			i++
		}
		if i-from > segmentCost || i > from && (from == 0 || i == len(memory)) {
			gaps = append(gaps, gap{from, i})
		}
	}
	slices.SortStableFunc(gaps, func(a, b gap) int { return (b.to - b.from) - (a.to - a.from) })
	gaps = gaps[:min(len(gaps), mostSegments-1)]
	slices.SortFunc(gaps, func(a, b gap) int { return a.from - b.from })
	gaps = append(gaps, gap{len(memory), len(memory)})

	var pieces []byte
	count, from := 0, 0
	for _, g := range gaps {
		if g.from > from {
			pieces = append(pieces, 0, i32Const)
			pieces = appendSigned(pieces, from)
			pieces = append(pieces, end)
			pieces = binary.AppendUvarint(pieces, uint64(g.from-from))
			pieces = append(pieces, memory[from:g.from]...)
			count++
		}
		from = g.to
	}
	return append(binary.AppendUvarint(nil, uint64(count)), pieces...)
}

// appendSigned writes a number that is not negative as a signed one: the bit
// below the end's must be 0.
func appendSigned(out []byte, value int) []byte {
	for value >= 0x40 {
		out = append(out, byte(value&0x7f|0x80))
		value >>= 7
	}
	return append(out, byte(value))
}
