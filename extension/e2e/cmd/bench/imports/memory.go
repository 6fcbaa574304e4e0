package imports

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// A process is one that the browser runs.
type process struct {
	id   int
	peak int64 // the most memory it had at once (resident), in bytes
}

var errNoPeak = errors.New("memory is only measured where there is /proc")

// pageProcess is the process of the open page: of those that draw documents, the
// one that has the most memory.
func pageProcess() (largest process, err error) {
	parents, err := parentsOf()
	if err != nil {
		return process{}, errNoPeak
	}
	for id := range parents {
		if !descends(parents, id, os.Getpid()) || !drawsDocuments(id) {
			continue
		}
		if p, err := processOf(id); err == nil && p.peak > largest.peak {
			largest = p
		}
	}
	if largest.id == 0 {
		return process{}, fmt.Errorf("no process of a page found")
	}
	return largest, nil
}

func parentsOf() (map[int]int, error) {
	list, err := os.ReadDir("/proc")
	if err != nil {
		return nil, err
	}
	parents := map[int]int{}
	for _, each := range list {
		if id, err := strconv.Atoi(each.Name()); err == nil {
			if fields := statusOf(id); fields != nil {
				parents[id], _ = strconv.Atoi(fields["PPid"])
			}
		}
	}
	return parents, nil
}

func descends(parents map[int]int, id, from int) bool {
	for ; id > 1; id = parents[id] {
		if parents[id] == from {
			return true
		}
	}
	return false
}

func drawsDocuments(id int) bool {
	line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", id))
	args := bytes.ReplaceAll(line, []byte{0}, []byte{' '})
	return bytes.Contains(args, []byte("--type=renderer")) ||
		bytes.Contains(args, []byte("-contentproc")) && bytes.HasSuffix(bytes.TrimSpace(args), []byte("tab"))
}

func processOf(id int) (process, error) {
	kilobytes, err := strconv.ParseInt(strings.TrimSuffix(statusOf(id)["VmHWM"], " kB"), 10, 64)
	return process{id, kilobytes << 10}, err
}

// statusOf is what the system says of a process; nil if there is none.
func statusOf(id int) map[string]string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", id))
	if err != nil {
		return nil
	}
	fields := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(line, ":")
		fields[name] = strings.TrimSpace(value)
	}
	return fields
}
