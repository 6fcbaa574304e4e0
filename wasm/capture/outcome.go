package capture

import (
	"errors"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"

	"misstep/wasm/archive"
	"misstep/wasm/har"
	"misstep/wasm/paste"
	"misstep/wasm/redact"
)

// A Notice tells the user the result of opening something: the key of a text, and its values.
type Notice struct {
	Level string // "info" or "error"
	Key   string
	Args  []string
}

// Outcome is what a person must know of a recording that was read; nil: nothing.
// say has the words of errors.
func Outcome(name string, l Loaded, err error, say func(error) string) *Notice {
	var cut *har.CutError
	var broken *har.NotJSONError
	var long *paste.CutError
	switch {
	case errors.As(err, &long):
		return &Notice{"info", "pasteCut", []string{strconv.Itoa(long.Requests), strconv.Itoa(long.Rest >> 10)}}
	case errors.Is(err, ErrStopped):
		return &Notice{"info", "importStopped", []string{name, strconv.Itoa(l.Entries), strconv.Itoa(l.Added)}}
	case errors.As(err, &cut):
		return outcomeOfCut(name, cut, l, say)
	case errors.As(err, &broken):
		return &Notice{"error", "importNotJSON", []string{name, strconv.FormatInt(broken.Offset, 10)}}
	case errors.Is(err, har.ErrEmpty):
		return &Notice{"error", "importEmpty", []string{name}}
	case errors.Is(err, har.ErrNotHAR):
		return &Notice{"error", "importNotHAR", []string{name}}
	case err != nil:
		return &Notice{"error", "importOther", []string{name, say(err)}}
	case l.Entries == 0 && l.Skipped == 0:
		return &Notice{"error", "importNoRequests", []string{name}}
	case l.Skipped > 0 && l.Entries <= l.Skipped:
		return &Notice{"error", "importSkipped", []string{name, strconv.Itoa(l.Skipped), strconv.Itoa(l.AtFirst)}}
	case l.Skipped > 0:
		return &Notice{"info", "importSkipped", []string{name, strconv.Itoa(l.Skipped), strconv.Itoa(l.AtFirst)}}
	case l.Beside > 0:
		return &Notice{"info", "importBeside", []string{name, strconv.Itoa(l.Beside)}}
	}
	return nil
}

// outcomeOfCut says where a recording breaks off and why.
func outcomeOfCut(name string, cut *har.CutError, l Loaded, say func(error) string) *Notice {
	where := []string{name, strconv.FormatInt(cut.Offset, 10), strconv.Itoa(cut.Entry + 1), strconv.Itoa(l.Added)}
	var packing *archive.PackingError
	var unread *ReadError
	switch {
	case errors.Is(cut.Err, archive.ErrTooLarge):
		return &Notice{"error", "importTooLarge", where}
	case errors.As(cut.Err, &packing):
		return &Notice{"error", "importCutPacked", where}
	case errors.As(cut.Err, &unread):
		return &Notice{"error", "importUnread", append(where, say(unread.Unwrap()))}
	}
	if !errors.Is(cut.Err, io.ErrUnexpectedEOF) {
		return &Notice{"error", "importBroken", where}
	}
	return &Notice{"error", "importCut", where}
}

// Notices say what of an archive was not read.
func (c *Contents) Notices(name string) (list []Notice) {
	for _, m := range c.Refused {
		if m.Encrypted {
			list = append(list, Notice{"error", "importEncrypted", []string{redact.FileName(name + " › " + m.Name)}})
		} else {
			list = append(list, Notice{"error", "importMethod", []string{redact.FileName(name + " › " + m.Name), strconv.Itoa(m.Method)}})
		}
	}
	if c.room != nil && *c.room < 0 {
		list = append(list, Notice{"error", "importBodiesTooLarge", []string{name, strconv.Itoa(mostBeside >> 20)}})
	}
	name = redact.FileName(name)
	names, all := c.Left()
	left := strings.Join(names, ", ")
	if all > len(names) {
		left += ", …"
	}
	switch recordings := len(c.Sources) + len(c.Refused); {
	case c.Cut:
		list = append(list, Notice{"error", "importArchiveCut", []string{name, strconv.Itoa(recordings)}})
	case recordings == 0 && all == 0:
		list = append(list, Notice{"error", "importArchiveEmpty", []string{name}})
	case recordings == 0:
		list = append(list, Notice{"error", "importArchiveOther", []string{name, left}})
	case all > 0:
		list = append(list, Notice{"info", "importLeft", []string{name, strconv.Itoa(all), left}})
	}
	return list
}

// Unwatched says that no request of a recording goes to a watched host, and names
// hosts that were skipped. nil if there is none, or Outcome has said it all.
func (r *Recording) Unwatched(l Loaded) *Notice {
	switch {
	case len(r.Skipped.Hosts()) > 0:
	case l.Added == 0 && l.Entries > l.Skipped: // WebSockets, data:, …
		return &Notice{"info", "importNoHTTP", []string{r.Name, strconv.Itoa(l.Entries)}}
	default:
		return nil
	}
	return &Notice{"info", "importNothing", []string{r.Name, strconv.Itoa(l.Entries), r.otherHosts()}}
}

// Partly says how many requests of a recording go to watched hosts, and which other
// hosts the others go to; nil: all do.
func (r *Recording) Partly(l Loaded) *Notice {
	if len(r.Skipped.Hosts()) == 0 {
		return nil
	}
	return &Notice{"info", "importPartly", []string{r.Name, strconv.Itoa(l.Added), strconv.Itoa(l.Entries), r.otherHosts()}}
}

// otherHosts are hosts of requests that were skipped, with how many, most first.
func (r *Recording) otherHosts() string {
	hosts := slices.Clone(r.Skipped.Hosts())
	sort.SliceStable(hosts, func(i, j int) bool { return r.Skipped.Of(hosts[i]) > r.Skipped.Of(hosts[j]) })
	var list []string
	for _, host := range hosts[:min(len(hosts), maxHostsNamed)] {
		list = append(list, host+" ("+strconv.Itoa(r.Skipped.Of(host))+")")
	}
	if len(hosts) > maxHostsNamed {
		list = append(list, "…")
	}
	return strings.Join(list, ", ")
}

// maxHostsNamed bounds the hosts named in one notice.
const maxHostsNamed = 6
