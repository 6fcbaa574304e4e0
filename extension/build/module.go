package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

// Go's linker writes a table into WebAssembly that finds the function of an address by
// each 4 kB of addresses. It gives each function 64 kB of them, and looks up where they
// begin: fifteen of sixteen entries are never read (runtime.findfunc). They are a tenth of
// the module, and use up all segments of data that the linker allows itself, so that
// the rest has its zeros in the file. compactModule leaves both out, and the lines of
// the code, which only the trace of a crash names: it has the names of functions still.

// compactModule writes a module again without data that is never read.
func compactModule(file string) error {
	module, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	compact, err := withoutUnreadData(module)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, compact, 0o755)
}

const dataSection = 11

var errModule = errors.New("is no module as Go's linker writes one")

func withoutUnreadData(module []byte) (compact []byte, err error) {
	defer func() {
		if recover() != nil { // a place outside of it
			compact, err = nil, errModule
		}
	}()
	const header = 8
	compact = append(compact, module[:header]...)
	for rest := module[header:]; len(rest) > 0; {
		section := rest[0]
		size, n := binary.Uvarint(rest[1:])
		content := rest[1+n:][:size]
		rest = rest[1+n:][size:]
		if section == dataSection {
			memory, err := memoryOf(content)
			if err != nil {
				return nil, err
			}
			if err := clearUnread(memory); err != nil {
				return nil, err
			}
			content = segmentsOf(memory)
		}
		compact = append(binary.AppendUvarint(append(compact, section), uint64(len(content))), content...)
	}
	return compact, nil
}

// How a segment begins, and its offset ends: active, of memory 0, i32.const … end.
var segmentStart = []byte{0, 0x41}

const segmentEnd = 0x0b

// memoryOf is the memory that a section of data fills.
func memoryOf(section []byte) (memory []byte, err error) {
	count, n := binary.Uvarint(section)
	for section = section[n:]; count > 0; count-- {
		if !bytes.HasPrefix(section, segmentStart) {
			return nil, errModule
		}
		at, n := signed(section[2:])
		section = section[2+n:]
		if section[0] != segmentEnd {
			return nil, errModule
		}
		size, n := binary.Uvarint(section[1:])
		section = section[1+n:]
		if end := at + int(size); end > len(memory) {
			memory = append(memory, make([]byte, end-len(memory))...)
		}
		copy(memory[at:], section[:size])
		section = section[size:]
	}
	return memory, nil
}

// longestGap is how many zeros in a row stay in the file: a segment has some eight bytes
// beside its data, and takes a browser longer to read than they.
const longestGap = 16

// segmentsOf is the section of data that fills a memory.
func segmentsOf(memory []byte) []byte {
	var segments []byte
	count := 0
	for at := 0; ; {
		for at < len(memory) && memory[at] == 0 {
			at++
		}
		if at == len(memory) {
			return append(binary.AppendUvarint(nil, uint64(count)), segments...)
		}
		end := at // behind the last byte that is not zero
		for i := at; i < len(memory) && i-end <= longestGap; i++ {
			if memory[i] != 0 {
				end = i + 1
			}
		}
		segments = append(appendSigned(append(segments, segmentStart...), at), segmentEnd)
		segments = append(binary.AppendUvarint(segments, uint64(end-at)), memory[at:end]...)
		count++
		at = end
	}
}

// Where Go 1.26 has in runtime.moduledata what finds functions, in bytes: see there.
const (
	tableAt    = 8 + 6*24
	minPCAt    = tableAt + 8
	maxPCAt    = minPCAt + 8
	bucketSize = 4096    // addresses
	entrySize  = 4 + 16  // bytes: the first function, and how far from it the others are
	functionPC = 1 << 16 // addresses of one function
)

// pcHeaderStart begins the tables of functions, of a machine with 8 bytes a pointer.
var pcHeaderStart = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// clearUnread clears the entries that no function begins at.
func clearUnread(memory []byte) error {
	u64 := func(at int) int { return int(binary.LittleEndian.Uint64(memory[at:])) }
	header := bytes.Index(memory, pcHeaderStart)
	if header < 0 {
		return errModule
	}
	pointers := binary.LittleEndian.AppendUint64(nil, uint64(header))
	pointers = binary.LittleEndian.AppendUint64(pointers, uint64(header+u64(header+32))) // the names of functions
	data := bytes.Index(memory, pointers)
	if data < 0 {
		return errModule
	}
	table, entries := u64(data+tableAt), (u64(data+maxPCAt)-u64(data+minPCAt)+bucketSize-1)/bucketSize
	if functions := u64(header + 8); entries/(functionPC/bucketSize) != functions-1 {
		return errModule
	}
	var read []byte // the last entry that is
	for i := range entries {
		entry := memory[table+i*entrySize:][:entrySize]
		switch {
		case i%(functionPC/bucketSize) == 0:
			read = entry
		case !bytes.Equal(entry, read) && !bytes.Equal(entry, make([]byte, entrySize)): // which was done before
			return errModule
		default:
			clear(entry)
		}
	}
	return clearLines(memory, data)
}

// Where Go 1.26 has in runtime.moduledata the files of functions, what their code is at
// each address, and the functions themselves; and where a function has what of that.
const (
	unitsAt, filesAt, tablesAt, functionsAt, indexAt = 8 + 24, 8 + 2*24, 8 + 3*24, 8 + 4*24, 8 + 5*24

	stackOf, fileOf, lineOf, countOf, othersOf = 16, 20, 24, 28, 44
)

// clearLines clears files and lines, which only traces of a crash would say beside the names
// of functions. Whatever else is known of an address is read when the stack grows.
func clearLines(memory []byte, data int) error {
	u32 := func(at int) int { return int(binary.LittleEndian.Uint32(memory[at:])) }
	slice := func(at, size int) []byte { return memory[u32(data+at):][:size*u32(data+at+8)] }
	tables := slice(tablesAt, 1)
	kept := make([]bool, len(tables))
	keep := func(from int) { // a table: pairs of numbers, until the first of a pair is 0
		for at, first := from, true; at < len(tables); first = false {
			value, n := binary.Uvarint(tables[at:])
			_, more := binary.Uvarint(tables[at+n:])
			if value == 0 && !first {
				more = 0
			}
			for i := range n + more {
				kept[at+i] = true
			}
			if at += n + more; more == 0 {
				return
			}
		}
	}
	start, count := u32(data+indexAt), u32(data+indexAt+8)
	for i := range count - 1 { // the last is the end
		f := u32(data+functionsAt) + u32(start+8*i+4)
		clear(memory[f+fileOf : f+lineOf+4])
		keep(u32(f + stackOf))
		for j := range u32(f + countOf) {
			keep(u32(f + othersOf + 4*j))
		}
	}
	for i := range tables {
		if !kept[i] {
			tables[i] = 0
		}
	}
	clear(slice(unitsAt, 4))
	clear(slice(filesAt, 1))
	return nil
}

// signed is binary.Varint as WebAssembly has it.
func signed(b []byte) (value, n int) {
	for shift := 0; ; shift += 7 {
		c := b[n]
		n++
		if value |= int(c&0x7f) << shift; c < 0x80 {
			if c&0x40 != 0 {
				value |= -1 << (shift + 7)
			}
			return value, n
		}
	}
}

func appendSigned(b []byte, value int) []byte {
	for {
		c := byte(value & 0x7f)
		if value >>= 7; value == 0 && c&0x40 == 0 || value == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}
