package browser

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// TestChildEnds kills a program that has started another: that one must not be left
// over, or it would hold up whatever waits for its turn with the browsers.
func TestChildEnds(t *testing.T) {
	if os.Getenv("MISSTEP_TIED") != "" {
		command := exec.Command("cat") // lasts until its input ends
		command.Stdin, command.Stdout = os.Stdin, os.Stdout
		if _, err := startChild(command); err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString(strconv.Itoa(command.Process.Pid) + "\n")
		select {}
	}
	if runtime.GOOS != "linux" {
		t.Skip("only Linux ends what a killed program has started")
	}
	between := exec.Command(os.Args[0], "-test.run", "^TestChildEnds$")
	between.Env = append(os.Environ(), "MISSTEP_TIED=1")
	input, err := between.StdinPipe() // stays open: the end of cat is not this
	if err != nil {
		t.Fatal(err)
	}
	defer input.Close()
	output, err := between.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := between.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(output)
	line, err := lines.ReadString('\n')
	if _, notNumber := strconv.Atoi(strings.TrimSpace(line)); err != nil || notNumber != nil {
		t.Fatalf("no number of a process, but %q, %v", line, err)
	}
	between.Process.Kill()
	// The pipe ends when nobody holds its other end any more.
	ended := make(chan struct{})
	go func() { lines.ReadString(0); close(ended) }()
	if err := until("the child to end", func() (bool, error) {
		select {
		case <-ended:
			return true, nil
		default:
			return false, errors.New("it holds the pipe")
		}
	}); err != nil {
		t.Error(err)
		input.Close()
	}
	between.Wait()
}
