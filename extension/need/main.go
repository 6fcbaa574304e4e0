// Command need looks for what tests and measurements run beside Go, and installs
// what is missing with Debian's packages, where root may do that:
//
//	go run ./extension/need chromium node npm
package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// A tool is any of some commands, and the packages that bring one.
type tool struct{ commands, packages []string }

var tools = map[string]tool{
	"gcc":      {[]string{"gcc"}, []string{"gcc", "libc6-dev"}},
	"curl":     {[]string{"curl"}, []string{"curl"}},
	"node":     {[]string{"node"}, []string{"nodejs"}},
	"npm":      {[]string{"npm"}, []string{"npm"}},
	"chromium": {[]string{"chromium", "chromium-browser", "google-chrome"}, []string{"chromium"}},
	"firefox":  {[]string{"firefox-esr", "firefox"}, []string{"firefox-esr"}},
}

func main() {
	var missing, packages []string
	for _, name := range os.Args[1:] {
		if t := tools[name]; !there(t.commands) {
			missing, packages = append(missing, name), append(packages, t.packages...)
		}
	}
	if len(missing) == 0 {
		return
	}
	install := "apt-get install " + strings.Join(packages, " ")
	if os.Getuid() != 0 || !there([]string{"apt-get"}) {
		fail("%s: missing. Install it (Debian: %s), then run this again.", strings.Join(missing, ", "), install)
	}
	fmt.Fprintln(os.Stderr, "installing "+strings.Join(packages, " ")+" …")
	aptGet("update", "-qq") // a failure is the next one's, too
	if out, err := aptGet(append(strings.Fields("install -y -qq --no-install-recommends"), packages...)...); err != nil {
		fail("%s failed: %v\n%s", install, err, out)
	}
}

func there(commands []string) bool {
	for _, name := range commands {
		if _, err := exec.LookPath(name); err == nil {
			return true
		}
	}
	return false
}

func aptGet(arguments ...string) ([]byte, error) {
	c := exec.Command("apt-get", arguments...)
	c.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	return c.CombinedOutput()
}

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "need: "+format+"\n", values...)
	os.Exit(1)
}
