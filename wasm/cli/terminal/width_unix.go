//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

// Package terminal asks the system about the terminal that is written to.
package terminal

import (
	"io"
	"os"
	"syscall"
	"unsafe"
)

// Width is how many columns the terminal has that is written to, if it is one.
// It asks the system itself: golang.org/x/term would be a fourth module in go.mod
// for one call.
func Width(out io.Writer) (columns int, isTerminal bool) {
	f, ok := out.(*os.File)
	if !ok {
		return 0, false
	}
	var size struct{ rows, columns, x, y uint16 }
	_, _, failed := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&size)))
	return int(size.columns), failed == 0
}
