package main

import (
	"errors"
	"strings"
	"testing"
)

// section is one of a module.
func section(number byte, content ...string) string {
	text := strings.Join(content, "")
	return string([]byte{number, byte(len(text))}) + text
}

func TestRead(t *testing.T) {
	const head = "\x00asm\x01\x00\x00\x00"
	text := func(s string) string { return string([]byte{byte(len(s))}) + s }
	imports := section(sectionImports, "\x01", text("go"), text("f"), "\x00\x00")
	code := section(sectionCode, "\x03", text("aaaa"), text("bbbbbb"), text("cc"))
	names := section(sectionCustom, text("name"), "\x01", text("\x03"+"\x01"+text("a_b.__T_.f")+"\x02"+text("x/y.g[go.shape.int]")+"\x03"+text("a_b.h")))
	m, err := read([]byte(head + imports + code + section(sectionData, "12345") + names))
	if err != nil || m.code["a_b"] != 6 || m.code["x/y"] != 6 || m.total != 12 || m.data != 5 {
		t.Errorf("%+v, %v", m, err)
	}
	if _, err := read([]byte(head + imports + code)); !errors.Is(err, errNoNames) {
		t.Errorf("without names: %v", err)
	}
	if _, err := read([]byte(head + "\x0a\x7f")); err == nil {
		t.Error("cut off: no error")
	}
}
