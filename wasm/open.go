package main

import (
	"bytes"
	"net/url"
	"slices"

	"misstep/catalog"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
)

// loaded says what was found in a recording or a pasted text.
type loaded struct {
	Entries int      // exchanges read
	Skipped int      // entries that could not be read
	Added   int      // exchanges with a watched host, now in the session
	Hosts   []string // hosts of the others, first seen first
}

// open adds the exchanges of a HAR, or of any text a person pastes, to a
// session. Entries of hosts that are not watched are left out. With a
// *har.CutError everything up to the cut has been added.
func open(session *diagnose.Session, data []byte, watched func(address string) *catalog.Pack) (loaded, error) {
	if !har.LooksLikeHAR(string(data)) {
		x, err := har.Paste(string(data))
		if err != nil {
			return loaded{}, err
		}
		session.Add(x)
		return loaded{Entries: 1, Added: 1}, nil
	}
	return openHAR(session, data, watched)
}

func openHAR(session *diagnose.Session, data []byte, watched func(address string) *catalog.Pack) (loaded, error) {
	var l loaded
	summary, err := har.Read(bytes.NewReader(data), func(x har.Exchange) {
		l.Entries++
		if watched(x.Request.URL) != nil {
			l.Added++
			session.Add(x)
			return
		}
		if u, err := url.Parse(x.Request.URL); err == nil && u.Host != "" && !slices.Contains(l.Hosts, u.Host) {
			l.Hosts = append(l.Hosts, u.Host)
		}
	})
	l.Skipped = summary.Skipped
	return l, err
}
