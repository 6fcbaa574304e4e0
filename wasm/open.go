package main

import (
	"bytes"
	"net/url"
	"slices"

	"misstep/wasm/har"
)

// loaded says what was found in a recording or a pasted text.
type loaded struct {
	Entries int      // exchanges read
	Skipped int      // entries that could not be read
	Added   int      // exchanges that were taken
	Hosts   []string // hosts of the others, first seen first
}

// open offers the exchanges of a HAR, or of any text a person pastes, to take,
// which reports whether it took one; entry is its number in the recording.
// What is pasted by itself is offered whatever its host. With a *har.CutError
// everything up to the cut was offered.
func open(data []byte, take func(entry int, x har.Exchange) bool) (loaded, error) {
	if !har.LooksLikeHAR(string(data)) {
		x, err := har.Paste(string(data))
		if err != nil {
			return loaded{}, err
		}
		take(1, x)
		return loaded{Entries: 1, Added: 1}, nil
	}
	return openHAR(data, take)
}

func openHAR(data []byte, take func(entry int, x har.Exchange) bool) (loaded, error) {
	var l loaded
	summary, err := har.Read(bytes.NewReader(data), func(x har.Exchange) {
		l.Entries++
		if take(l.Entries, x) {
			l.Added++
			return
		}
		if u, err := url.Parse(x.Request.URL); err == nil && u.Host != "" && !slices.Contains(l.Hosts, u.Host) {
			l.Hosts = append(l.Hosts, u.Host)
		}
	})
	l.Skipped = summary.Skipped
	return l, err
}
