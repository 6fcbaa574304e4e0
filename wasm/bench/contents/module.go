package main

import (
	"errors"
	"fmt"
	"strings"
)

// Sections of a WebAssembly module, by number.
const (
	sectionCustom  = 0
	sectionImports = 2
	sectionCode    = 10
	sectionData    = 11
)

// A module is how many bytes of a WebAssembly module are code, by package, and
// how many are data.
type module struct {
	code  map[string]int
	data  int
	total int // of the code
}

// errNoNames is the error for a module that was built with -s.
var errNoNames = errors.New("no names of functions: build it without -ldflags -s")

// read reads a module as Go's linker writes it, with names.
func read(data []byte) (m module, err error) {
	defer func() {
		if r := recover(); r != nil { // past the end
			err = fmt.Errorf("no WebAssembly module: %v", r)
		}
	}()
	r := &reader{data: data, at: 8} // behind "\0asm" and the version
	imported := 0
	var sizes []int
	var names map[int]string
	for r.at < len(data) {
		section := r.byte()
		s := r.part(r.number())
		switch section {
		case sectionImports:
			for range s.number() {
				s.part(s.number()) // module
				s.part(s.number()) // name
				if s.byte() != 0 {
					return m, errors.New("imports something else than functions")
				}
				s.number() // type
				imported++
			}
		case sectionCode:
			for range s.number() {
				n := s.number()
				s.part(n)
				sizes = append(sizes, n)
			}
		case sectionData:
			m.data = len(s.data)
		case sectionCustom:
			if string(s.part(s.number()).data) == "name" {
				names = s.names()
			}
		}
	}
	if names == nil {
		return m, errNoNames
	}
	m.code = map[string]int{}
	for i, size := range sizes {
		m.code[packageOf(names[i+imported])] += size
		m.total += size
	}
	return m, nil
}

// packageOf is the package of a function, whose name has _ for what the
// linker's names do not have: "encoding_json.__decodeState_.object".
func packageOf(function string) string {
	function, _, _ = strings.Cut(function, "[")
	path := strings.LastIndexByte(function, '/') + 1
	name, _, _ := strings.Cut(function[path:], ".")
	return function[:path] + name
}

// A reader is on its way through a module.
type reader struct {
	data []byte
	at   int
}

func (r *reader) byte() byte {
	r.at++
	return r.data[r.at-1]
}

// number reads an unsigned LEB128.
func (r *reader) number() (n int) {
	for shift := 0; ; shift += 7 {
		b := r.byte()
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
}

func (r *reader) part(length int) *reader {
	r.at += length
	return &reader{data: r.data[r.at-length : r.at]}
}

// names reads those of functions.
func (r *reader) names() map[int]string {
	const functions = 1
	names := map[int]string{}
	for r.at < len(r.data) {
		kind, s := r.byte(), r.part(r.number())
		if kind != functions {
			continue
		}
		for range s.number() {
			i := s.number()
			names[i] = string(s.part(s.number()).data)
		}
	}
	return names
}
