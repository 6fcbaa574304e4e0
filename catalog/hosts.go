package catalog

import (
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"

	"misstep/catalog/messages"
)

// A WatchedHost is one address, and the pack that its requests belong to.
type WatchedHost struct {
	Host     string `json:"host"` // host[:port], or host[:port]/path-prefix
	Pack     string `json:"pack"` // id
	Custom   bool   `json:"own"`  // added by Watch; the others are the packs' own
	Disabled bool   `json:"off"`  // known, and not watched
}

// HostError says why a text isn't a host that can be watched.
type HostError struct {
	Text string
	Why  messages.Message
}

func (e *HostError) Error() string { return e.Message().String() }

// Message is what Error says.
func (e *HostError) Message() messages.Message {
	return messages.New("host.refused", "text", strconv.Quote(e.Text), "why", e.Why)
}

// A PackError names a pack that the catalog lacks.
type PackError struct{ ID string }

func (e *PackError) Error() string { return e.Message().String() }

// Message is what Error says.
func (e *PackError) Message() messages.Message {
	return messages.New("pack.none", "id", strconv.Quote(e.ID))
}

// ParseHost reads what the user typed: host, host:port, either with a /path-prefix, or a
// URL, of which host and port count.
func ParseHost(text string) (string, error) {
	host := strings.TrimSpace(text)
	refuse := func(why string, values ...any) (string, error) {
		return "", &HostError{text, messages.New(why, values...)}
	}
	scheme, rest, isAddress := strings.Cut(host, "://")
	if isAddress {
		if s := strings.ToLower(scheme); s != "http" && s != "https" {
			return refuse("host.other-scheme", "scheme", scheme)
		}
		host = rest
		if i := strings.IndexAny(rest, "/?#"); i >= 0 {
			host = rest[:i]
		}
	}
	switch {
	case host == "":
		return refuse("host.empty")
	case strings.ContainsAny(host, " \t\r\n"):
		return refuse("host.space")
	case strings.Contains(host, "@"):
		return refuse("host.user")
	case strings.ContainsAny(host, "?#"):
		return refuse("host.query")
	}
	host, prefix, _ := strings.Cut(host, "/")
	address, err := url.Parse("//" + host)
	if err != nil || address.Hostname() == "" || address.Host != host || strings.Trim(strings.ToLower(address.Hostname()), hostBytes) != "" || strings.Contains(host, "..") || strings.Contains(address.Hostname(), ":") && host[0] != '[' {
		return refuse("host.none")
	}
	if port := address.Port(); port != "" || strings.HasSuffix(host, ":") {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return refuse("host.port")
		}
	}
	name, port, _, _ := SplitHost("http://" + strings.ToLower(host))
	if name == "." {
		return refuse("host.none")
	}
	if strings.HasSuffix(host, ":80") && !(isAddress && strings.EqualFold(scheme, "http")) {
		port = ":80" // which scheme it is called by is not said
	}
	if port == ":443" && isAddress && strings.EqualFold(scheme, "https") {
		port = ""
	}
	host = name + port
	if prefix = strings.Trim(prefix, "/"); prefix != "" {
		host += "/" + prefix
	}
	return host, nil
}

// hostBytes are what the name or number of a host is made of.
const hostBytes = "abcdefghijklmnopqrstuvwxyz0123456789.-_:"

// A place is a watched address, ready to be compared.
type place struct {
	pack         *Pack
	host, prefix string // prefix begins with a slash, or is empty
	custom       bool
}

// Watch makes a host an address of a pack's API, an emulator's, say, or a
// proxy's; see ParseHost for what it may look like. A packID of "" is the
// first pack. A host of the pack itself is turned on again.
func (c *Catalog) Watch(host, packID string) error {
	host, err := ParseHost(host)
	if err != nil {
		return err
	}
	if packID == "" && len(c.packs) > 0 {
		packID = c.packs[0].ID
	}
	pack := c.header(packID)
	if pack == nil {
		return &PackError{packID}
	}
	c.custom = slices.DeleteFunc(c.custom, func(w WatchedHost) bool { return w.Host == host })
	if slices.Contains(pack.Hosts, host) {
		delete(c.disabled, hostOf{pack.ID, host})
	} else {
		c.custom = append(c.custom, WatchedHost{Host: host, Pack: pack.ID, Custom: true})
	}
	c.placeHosts()
	return nil
}

// Unwatch forgets a host that Watch added, and turns off one that a pack
// brought.
func (c *Catalog) Unwatch(host string) {
	if parsed, err := ParseHost(host); err == nil && !strings.Contains(host, "://") {
		host = parsed
	}
	before := len(c.custom)
	c.custom = slices.DeleteFunc(c.custom, func(w WatchedHost) bool { return w.Host == host })
	if len(c.custom) == before {
		for _, pack := range c.packs {
			if slices.Contains(pack.Hosts, host) {
				c.disabled[hostOf{pack.ID, host}] = true
			}
		}
	}
	c.placeHosts()
}

// WatchList is every known host: those of the packs, then those that Watch
// added, in the order in which they came.
func (c *Catalog) WatchList() []WatchedHost {
	list := []WatchedHost{}
	for _, pack := range c.packs {
		for _, host := range pack.Hosts {
			list = append(list, WatchedHost{Host: host, Pack: pack.ID, Disabled: c.disabled[hostOf{pack.ID, host}]})
		}
	}
	return append(list, c.custom...)
}

// SetWatchList restores what WatchList gave. Hosts of the packs that it lacks
// are on. Added hosts that are invalid, or whose pack is gone, are left out.
func (c *Catalog) SetWatchList(list []WatchedHost) {
	c.custom, c.disabled = nil, map[hostOf]bool{}
	for _, w := range list {
		pack := c.header(w.Pack)
		if pack == nil {
			continue
		}
		if !w.Custom || slices.Contains(pack.Hosts, w.Host) {
			if w.Disabled {
				c.disabled[hostOf{w.Pack, w.Host}] = true
			}
			continue
		}
		host, err := ParseHost(w.Host)
		if err == nil && !slices.ContainsFunc(c.custom, func(o WatchedHost) bool { return o.Host == host }) {
			c.custom = append(c.custom, WatchedHost{Host: host, Pack: w.Pack, Custom: true, Disabled: w.Disabled})
		}
	}
	c.placeHosts()
}

// Hosts are the addresses that are watched, host or host/path-prefix: those of
// the packs, then the added ones.
func (c *Catalog) Hosts() []string {
	hosts := []string{}
	for _, w := range c.WatchList() {
		if !w.Disabled && !slices.Contains(hosts, w.Host) {
			hosts = append(hosts, w.Host)
		}
	}
	return hosts
}

// hostOf is a pack's own host.
type hostOf struct{ pack, host string }

// placeHosts makes the list that addresses are compared with: what a person
// added comes before what the packs bring, and a longer prefix before a
// shorter one.
func (c *Catalog) placeHosts() {
	c.places = nil
	for _, w := range c.WatchList() {
		if w.Disabled {
			continue
		}
		p := place{pack: c.header(w.Pack), custom: w.Custom}
		host, prefix, found := strings.Cut(w.Host, "/")
		if p.host = host; found {
			p.prefix = "/" + prefix
		}
		c.places = append(c.places, p)
	}
	sort.SliceStable(c.places, func(i, j int) bool {
		a, b := &c.places[i], &c.places[j]
		if a.custom != b.custom {
			return a.custom
		}
		return len(a.prefix) > len(b.prefix)
	})
}

// locate finds the watched place of an address, and the address's path as the
// pack's endpoints have it: without the prefix of an added host.
func (c *Catalog) locate(address string) (p *place, host, path string) {
	host, usual, path := c.split(address)
	for i := range c.places {
		p := &c.places[i]
		if !isHost(p.host, host, usual) {
			continue
		}
		rest, ok := strings.CutPrefix(path, p.prefix)
		switch {
		case !ok:
		case !p.custom:
			return p, host, path
		case rest == "":
			return p, host, "/"
		case p.prefix == "" || rest[0] == '/':
			return p, host, path[len(p.prefix):]
		}
	}
	return nil, host, path
}

// split is splitAddress, in less time for most addresses: those of watched hosts.
func (c *Catalog) split(address string) (host, usual, path string) {
	for i := range c.places {
		host := c.places[i].host
		if !HasHost(address, host) {
			continue
		}
		if path := withoutQuery(address[len("https://")+len(host):]); path[len(path)-1] > ' ' {
			return host, ":443", path
		}
	}
	return splitAddress(address)
}

// HasHost reports whether an address is one of this host by its letters alone: nearly all
// are written so. Where it is false it may be one all the same.
func HasHost(address, host string) bool {
	rest, ok := strings.CutPrefix(address, "https://")
	return ok && len(rest) > len(host) && rest[len(host)] == '/' && rest[:len(host)] == host && host != "" && !strings.HasSuffix(host, ":443")
}

// Watched finds the pack that a request to this address belongs to; nil when
// it isn't an address of a known API.
func (c *Catalog) Watched(address string) *Pack {
	if p, _, _ := c.locate(address); p != nil {
		return p.pack.whole()
	}
	return nil
}

// WatchesHost reports whether requests to this host may be watched; the whole address
// decides. It allocates nothing, for recordings in which most requests go elsewhere.
func (c *Catalog) WatchesHost(host []byte) bool {
	for i := range c.places {
		if p := &c.places[i]; isHost(p.host, host, "") || isHost(p.host, host, ":443") || isHost(p.host, host, ":80") {
			return true
		}
	}
	return false
}

// Path is the path of an address as the documentation has it: an added host
// may put a prefix before it.
func (c *Catalog) Path(address string) string {
	_, _, path := c.locate(address)
	return path
}
