package richtext

import (
	"net/url"
	"slices"
	"strings"
)

// LinkText returns the text of a link to address, without the scheme; ok is
// false for anything but an absolute https address.
func LinkText(address string) (text string, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil {
		return "", false
	}
	return strings.TrimSuffix(strings.TrimPrefix(address, "https://"), "/"), true
}

// A DocLink is a link to documentation.
type DocLink struct{ Text, Address string }

// DocLinks returns links to addresses, each once, whose texts are as short as possible and
// still distinct: the last step of the path, and the section.
func DocLinks(addresses []string) (links []DocLink) {
	texts := map[string]int{}
	for _, address := range addresses {
		if _, ok := LinkText(address); !ok || slices.ContainsFunc(links, func(l DocLink) bool { return l.Address == address }) {
			continue
		}
		l := DocLink{shortLink(address), address}
		texts[l.Text]++
		links = append(links, l)
	}
	for i, l := range links {
		if texts[l.Text] > 1 {
			links[i].Text, _ = LinkText(l.Address)
		}
	}
	return links
}

// shortLink leaves out the steps of the path before the last. A query isn't shown by them,
// so such an address stays whole.
func shortLink(address string) string {
	whole, _ := LinkText(address)
	u, err := url.Parse(address)
	if err != nil || u.RawQuery != "" {
		return whole
	}
	steps := strings.Split(strings.Trim(u.Path, "/"), "/")
	short := u.Host + "/" + strings.Join(steps, "/")
	if len(steps) > 2 {
		short = u.Host + "/…/" + steps[len(steps)-1]
	}
	if u.Fragment != "" {
		return short + "#" + u.Fragment
	}
	return strings.TrimSuffix(short, "/")
}

// SourceAddress is the URL in a source, which may be followed by words; "" if there is none
// that may be linked.
func SourceAddress(source string) string {
	address, _, _ := strings.Cut(source, " ")
	if _, ok := LinkText(address); !ok {
		return ""
	}
	return address
}
