package terminal

import (
	"io"
	"os"
	"syscall"
	"unsafe"
)

var (
	kernel32  = syscall.NewLazyDLL("kernel32.dll")
	screen    = kernel32.NewProc("GetConsoleScreenBufferInfo")
	setMode   = kernel32.NewProc("SetConsoleMode")
	sequences = uint32(4) // ENABLE_VIRTUAL_TERMINAL_PROCESSING: colors are escape sequences
)

// Width is how many columns the console has that is written to, if it is one.
func Width(out io.Writer) (columns int, isTerminal bool) {
	f, ok := out.(*os.File)
	if !ok {
		return 0, false
	}
	var info struct {
		size, cursor             [2]int16
		attributes               uint16
		left, top, right, bottom int16
		most                     [2]int16
	}
	if ok, _, _ := screen.Call(f.Fd(), uintptr(unsafe.Pointer(&info))); ok == 0 {
		return 0, false
	}
	var mode uint32
	if syscall.GetConsoleMode(syscall.Handle(f.Fd()), &mode) == nil {
		setMode.Call(f.Fd(), uintptr(mode|sequences))
	}
	return int(info.right-info.left) + 1, true
}
