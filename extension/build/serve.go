package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
)

// serve offers a folder on a loopback address until the program is ended, and
// opens its page in the reader's browser where there is a screen.
func serve(address, folder string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	page := fmt.Sprintf("http://%s/misstep.html#sample", listener.Addr())
	what := "Open it in a browser: the offline page on a sample session."
	if opener := opener(); opener != "" {
		if err := exec.Command(opener, page).Start(); err == nil {
			what = "Your browser opens it: the offline page on a sample session."
		}
	}
	fmt.Printf("%s\n%s Ctrl+C stops the server.\n", page, what)
	return http.Serve(listener, http.FileServer(http.Dir(folder)))
}

// opener is the command that opens an address, "" where there is no screen.
func opener() string {
	switch {
	case runtime.GOOS == "darwin":
		return "open"
	case os.Getenv("DISPLAY")+os.Getenv("WAYLAND_DISPLAY") != "":
		return "xdg-open"
	}
	return ""
}
