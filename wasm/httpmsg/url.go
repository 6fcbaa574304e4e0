package httpmsg

import "strings"

// Path gives the path of an address, as it was sent.
func Path(address string) string {
	_, rest, found := strings.Cut(address, "://")
	if !found {
		return ""
	}
	slash, end := -1, len(rest)
	for i := range len(rest) {
		if c := rest[i]; c == '?' || c == '#' {
			end = i
			break
		} else if c == '/' && slash < 0 {
			slash = i
		}
	}
	if slash < 0 {
		return "/"
	}
	return rest[slash:end]
}

// PathWith is the path of an address with other values in some places.
func PathWith(address string, values map[int]string) string {
	segments := strings.Split(Path(address), "/")
	for segment, value := range values {
		segments[segment] = value
	}
	return strings.Join(segments, "/")
}
