// Package pattern has regular expressions that cost nothing until they are
// used: a program that compiles all of its own at start makes everybody wait
// for what few need.
package pattern

import (
	"regexp"
	"sync"
)

// Of gives a regular expression, compiled when it is first asked for. It panics
// then if the text is none. It is for variables of a package.
func Of(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
