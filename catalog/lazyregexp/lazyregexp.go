// Package lazyregexp has regular expressions that cost nothing until they are
// used: a program that compiles all of its own at start makes everybody wait
// for what few need.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New makes a regular expression that is compiled when it is first asked for.
// It panics then if the text is not one. It is for variables of a package.
// Inlined, it would be compiled again, with all of sync.OnceValue, for each.
//
//go:noinline
func New(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
