package browser

import (
	"os/exec"
	"runtime"
	"syscall"
)

// startChild starts a program that the kernel ends when this one ends, however
// it does: killed, or by a test's time limit, too. exited is closed when the
// program has ended.
func startChild(command *exec.Cmd) (exited chan struct{}, err error) {
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started, exited := make(chan error), make(chan struct{})
	go func() {
		// The signal is bound to the thread that started it: it has to last as long.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := command.Start()
		started <- err
		if err == nil {
			command.Wait()
			close(exited)
		}
	}()
	return exited, <-started
}
