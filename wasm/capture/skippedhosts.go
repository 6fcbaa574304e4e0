package capture

import (
	"bytes"

	"misstep/catalog"
)

// maxHosts limits the hosts that are counted separately in one recording.
const maxHosts = 1000

// HostCounts are how many entries of a recording were skipped, by host.
type HostCounts struct {
	counts map[string]*int
	hosts  []string // keys, first seen first
	more   bool     // there were more hosts than are counted separately
}

// Hosts are those that were counted, first seen first.
func (h *HostCounts) Hosts() []string { return h.hosts }

// add counts an entry by its URL. It allocates only for a host that is new.
func (h *HostCounts) add(url []byte) {
	var room [64]byte
	host := hostOf(room[:0], url)
	if len(host) == 0 {
		return // WebSockets, data:, chrome-extension:, … : nobody can watch it
	}
	if n := h.counts[string(host)]; n != nil {
		*n++
		return
	}
	if len(h.hosts) == maxHosts {
		h.more = true
		return
	}
	if h.counts == nil {
		h.counts = map[string]*int{}
	}
	n, name := 1, string(host)
	h.counts[name] = &n
	h.hosts = append(h.hosts, name)
}

// isIncomplete reports whether an address lacks its scheme or its host. Addresses of
// other schemes, such as data:, are complete without one.
func isIncomplete(address []byte) bool {
	if name, _, _, usual := catalog.SplitHost(address); usual != "" {
		return len(name) == 0
	}
	scheme, rest, found := bytes.Cut(bytes.TrimSpace(address), []byte(":"))
	if !found || len(scheme) == 0 || len(rest) > 0 && '0' <= rest[0] && rest[0] <= '9' { // a port
		return true
	}
	return bytes.EqualFold(scheme, []byte("http")) || bytes.EqualFold(scheme, []byte("https")) || bytes.ContainsAny(scheme, "./?#{")
}

// Merge adds the hosts that another count has and this one lacks.
func (h *HostCounts) Merge(other *HostCounts) {
	for _, host := range other.hosts {
		if h.Of(host) == 0 {
			h.add([]byte("http://" + host))
		}
	}
	h.more = h.more || other.more
}

// Of is how many entries of a host were skipped.
func (h *HostCounts) Of(host string) int {
	if n := h.counts[host]; n != nil {
		return *n
	}
	return 0
}

// hostOf is the host of an http URL as hosts are compared, in small letters and with
// its port when that is not the usual one; empty for another URL. It is written into
// room.
func hostOf(room, url []byte) []byte {
	name, port, _, _ := catalog.SplitHost(url)
	room = append(append(room, name...), port...)
	for i, c := range room {
		if 'A' <= c && c <= 'Z' {
			room[i] = c + 'a' - 'A'
		}
	}
	return room
}
