package catalog

import "strings"

// SplitHost finds the host of an http address as browsers compare hosts: without
// user information, the dot that may end its name, and the port that its scheme has
// anyway, which is usual. port begins with a colon, rest is what follows the host.
// name is empty for another address. Nothing is copied, and case stays.
func SplitHost[T string | []byte](address T) (name, port, rest T, usual string) {
	at := 0
	for at < len(address) && address[at] <= ' ' {
		at++
	}
	address = address[at:]
	switch {
	case hasScheme(address, "https://"):
		address, usual = address[len("https://"):], ":443"
	case hasScheme(address, "http://"):
		address, usual = address[len("http://"):], ":80"
	default:
		return name, port, address, ""
	}
	from, colon, end := 0, -1, len(address)
scan:
	for i := range len(address) {
		switch address[i] {
		case '/', '?', '#', '\\':
			end = i
			break scan
		case '@':
			from, colon = i+1, -1
		case ']':
			colon = -1 // those before were of an IPv6 address
		case ':':
			if colon < from {
				colon = i
			}
		}
	}
	for from < end && address[end-1] <= ' ' { // after an address without a path
		end--
	}
	name, rest = address[from:end], address[end:]
	if colon >= from {
		name, port = address[from:colon], address[colon:end]
		if string(port) == usual || len(port) == 1 {
			port = port[:0]
		}
	}
	if n := len(name); n > 1 && name[n-1] == '.' {
		name = name[:n-1]
	}
	return name, port, rest, usual
}

// hasScheme reports whether an address begins so, in any case.
func hasScheme[T string | []byte](address T, scheme string) bool {
	if len(address) < len(scheme) {
		return false
	}
	for i := range len(scheme) {
		if c := address[i]; c != scheme[i] && (c|0x20 != scheme[i] || c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// splitAddress gives an address's host, with its port when it has one, and its
// path without query.
func splitAddress(address string) (host, usual, path string) {
	name, port, path, usual := SplitHost(address)
	if name == "" {
		return "", "", address
	}
	if path = strings.TrimRight(withoutQuery(path), " \t\r\n"); path == "" {
		path = "/"
	}
	return strings.ToLower(name + port), usual, path
}

// withoutQuery is a path up to its query or fragment.
func withoutQuery(path string) string {
	for i := range len(path) {
		if path[i] == '?' || path[i] == '#' {
			return path[:i]
		}
	}
	return path
}

// isHost reports whether a watched host is that of an address: as it stands, or with
// the port that is usual there.
func isHost[T string | []byte](watched string, host T, usual string) bool {
	if len(watched) == len(host)+len(usual) && strings.HasSuffix(watched, usual) {
		watched = watched[:len(host)]
	}
	return len(watched) == len(host) && equalInLower(watched, host)
}

// equalInLower reports whether a text is, in ASCII small letters, lower.
func equalInLower[T string | []byte](lower string, text T) bool {
	for i := range len(lower) {
		b := text[i]
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
		}
		if b != lower[i] {
			return false
		}
	}
	return true
}
