package redact

import (
	"strconv"
	"strings"
)

// Marks around the name of a variable; no text that comes from elsewhere may
// hold them.
const variableStart, variableEnd = "\ue000", "\ue001"

// NewVariables are aliases that are variables of a shell: a command made with
// them is complete once they are set. SplitVariables finds them again.
func NewVariables() *Aliases {
	a := newAliases("")
	a.name = func(label string, n int) string {
		name := strings.ToUpper(strings.ReplaceAll(label, "-", "_"))
		if n > 1 {
			name += "_" + strconv.Itoa(n)
		}
		return Variable(name)
	}
	return a
}

// Variable is a variable of that name, to be found by SplitVariables.
func Variable(name string) string { return variableStart + name + variableEnd }

// WithoutVariables removes from a text what SplitVariables would take for one.
func WithoutVariables(s string) string {
	if !strings.Contains(s, "\xee\x80") {
		return s
	}
	return strings.NewReplacer(variableStart, "\ufffd", variableEnd, "\ufffd").Replace(s)
}

// SplitVariables calls each for the stretches of a text: literal ones, and
// names of variables.
func SplitVariables(s string, each func(literal, variable string)) {
	for s != "" {
		before, rest, found := strings.Cut(s, variableStart)
		if before != "" {
			each(before, "")
		}
		if !found {
			return
		}
		name, after, _ := strings.Cut(rest, variableEnd)
		each("", name)
		s = after
	}
}
