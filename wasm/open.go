package main

import (
	"bytes"
	"net/url"
	"slices"

	"misstep/wasm/har"
)

// loaded says what was found in a recording or a pasted text.
type loaded struct {
	Entries int      // exchanges read, or passed over
	Skipped int      // entries that could not be read
	Added   int      // exchanges that were taken
	Hosts   []string // hosts of the others, first seen first
}

// open offers the exchanges of a HAR, or of any text a person pastes, to take,
// which reports whether it took one; entry is its number in the recording. Those
// of addresses that are not watched are passed over, but what is pasted by
// itself is offered whatever its host. With a *har.CutError everything up to the
// cut was offered.
func open(data []byte, watched func(address string) bool, take func(entry int, x har.Exchange) bool) (loaded, error) {
	if !har.LooksLikeHAR(string(data)) {
		x, err := har.Paste(string(data))
		if err != nil {
			return loaded{}, err
		}
		take(1, x)
		return loaded{Entries: 1, Added: 1}, nil
	}
	return openHAR(data, watched, take)
}

func openHAR(data []byte, watched func(address string) bool, take func(entry int, x har.Exchange) bool) (loaded, error) {
	var l loaded
	see := func(_ int, address []byte) bool {
		if watched(string(address)) {
			return true
		}
		l.other(address)
		return false
	}
	summary, err := har.Read(bytes.NewReader(data), see, func(entry int, x har.Exchange) {
		if take(entry, x) {
			l.Added++
			return
		}
		l.other([]byte(x.Request.URL))
	})
	l.Entries = summary.Entries + summary.Passed
	l.Skipped = summary.Skipped
	return l, err
}

// other notes the host of an address that is not watched. Most are of hosts that
// were noted before: for those nothing is parsed.
func (l *loaded) other(address []byte) {
	_, host, found := bytes.Cut(address, []byte("://"))
	if end := bytes.IndexAny(host, "/?#"); end >= 0 {
		host = host[:end]
	}
	if found && slices.ContainsFunc(l.Hosts, func(known string) bool { return known == string(host) }) {
		return
	}
	if u, err := url.Parse(string(address)); err == nil && u.Host != "" && !slices.Contains(l.Hosts, u.Host) {
		l.Hosts = append(l.Hosts, u.Host)
	}
}
