//go:build !linux

package browser

import "os/exec"

// startChild starts a program. Where the kernel does not end it with this one,
// Ctrl+C reaches both. exited is closed when the program has ended.
func startChild(command *exec.Cmd) (exited chan struct{}, err error) {
	if err := command.Start(); err != nil {
		return nil, err
	}
	exited = make(chan struct{})
	go func() { command.Wait(); close(exited) }()
	return exited, nil
}
