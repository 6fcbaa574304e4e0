package main

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"
)

// moduleOf is a module of one section before its data, and one behind.
func moduleOf(section []byte) []byte {
	module := []byte("\x00asm\x01\x00\x00\x00\x01\x02ab\x0b")
	module = binary.AppendUvarint(module, uint64(len(section)))
	return append(append(module, section...), "\x00\x03end"...)
}

func TestRepackKeepsMemory(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	memory := make([]byte, 200_000)
	for at := 100; at < len(memory)-100; at += random.IntN(60) {
		memory[at] = byte(1 + random.IntN(255))
	}
	// As the linker does: one piece after the other, and all the rest in one.
	section := []byte{3}
	for _, part := range [][2]int{{0, 150}, {150, 9000}, {9000, len(memory)}} {
		section = append(section, 0, i32Const)
		section = appendSigned(section, part[0])
		section = append(section, end)
		section = binary.AppendUvarint(section, uint64(part[1]-part[0]))
		section = append(section, memory[part[0]:part[1]]...)
	}
	before := moduleOf(section)
	after, err := repack(before)
	if err != nil {
		t.Fatal(err)
	}
	if len(after) >= len(before) {
		t.Errorf("%d bytes became %d", len(before), len(after))
	}
	if !bytes.HasPrefix(after, before[:13]) || !bytes.HasSuffix(after, []byte("\x00\x03end")) {
		t.Error("other sections changed")
	}
	size, n := binary.Uvarint(after[13:])
	got, err := readSegments(after[13+n : 13+n+int(size)])
	if err != nil {
		t.Fatal(err)
	}
	if want := bytes.TrimRight(memory, "\x00"); !bytes.Equal(got, want) {
		t.Errorf("%d bytes of memory became %d others", len(want), len(got))
	}
	again, err := repack(after)
	if err != nil || !bytes.Equal(again, after) {
		t.Errorf("repacked twice it changes: %v", err)
	}
}

func TestRepackRefuses(t *testing.T) {
	for name, module := range map[string][]byte{
		"without data":      []byte("\x00asm\x01\x00\x00\x00\x01\x02ab"),
		"cut":               []byte("\x00asm\x01\x00\x00\x00\x0b\x7fab"),
		"data of no memory": moduleOf([]byte{1, 1, 2, 'a', 'b'}),
	} {
		if _, err := repack(module); err == nil {
			t.Errorf("a module %s is repacked", name)
		}
	}
}
