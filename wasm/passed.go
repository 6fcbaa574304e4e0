package main

import "bytes"

// maxHosts bounds the hosts that are told apart in one recording.
const maxHosts = 1000

// passed counts the entries of a recording that were passed over, by host.
type passed struct {
	counts map[string]*int
	hosts  []string // keys, first seen first
	more   bool     // there were more hosts than are told apart
}

// add counts an entry by its address. It allocates only for a host that is new.
func (p *passed) add(address []byte) {
	host := hostOf(address)
	if len(host) == 0 {
		return // data:, chrome-extension:, … : nobody can watch it
	}
	if n := p.counts[string(host)]; n != nil {
		*n++
		return
	}
	if len(p.hosts) == maxHosts {
		p.more = true
		return
	}
	if p.counts == nil {
		p.counts = map[string]*int{}
	}
	name := string(bytes.ToLower(host))
	if n := p.counts[name]; n != nil {
		*n++
		return
	}
	n := 1
	p.counts[name] = &n
	p.hosts = append(p.hosts, name)
}

// merge adds the hosts that another count has and this one lacks.
func (p *passed) merge(other *passed) {
	for _, host := range other.hosts {
		if p.of(host) == 0 {
			p.add([]byte("http://" + host))
		}
	}
	p.more = p.more || other.more
}

// of is how many entries of a host were passed over.
func (p *passed) of(host string) int {
	if n := p.counts[host]; n != nil {
		return *n
	}
	return 0
}

// hostOf is the host of an http address, with its port when it has one; empty
// for another address.
func hostOf(address []byte) []byte {
	scheme, rest, _ := bytes.Cut(address, []byte("://"))
	if string(scheme) != "https" && string(scheme) != "http" {
		return nil
	}
	if end := bytes.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	if user := bytes.LastIndexByte(rest, '@'); user >= 0 {
		rest = rest[user+1:]
	}
	return rest
}
