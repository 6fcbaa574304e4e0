//go:build !windows && !linux && !darwin && !freebsd && !netbsd && !openbsd && !dragonfly

package terminal

import "io"

// Width knows no terminal here.
func Width(io.Writer) (columns int, isTerminal bool) { return 0, false }
