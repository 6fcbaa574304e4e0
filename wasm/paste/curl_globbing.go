package paste

import (
	"strconv"
	"strings"
)

// maxAddresses bounds how many requests one command may stand for.
const maxAddresses = 100

// expand gives the addresses that a pattern of curl stands for: {one,two}, [1-9],
// [001-100], [a-z:2]. What is none stands for itself.
func (c *curlCommand) expand(address string) []string {
	at := strings.IndexAny(address, "{[")
	if c.plain || at < 0 || at < strings.Index(address, "://") {
		return []string{address}
	}
	end := at + strings.IndexByte(address[at:], map[byte]byte{'{': '}', '[': ']'}[address[at]])
	if end < at {
		return []string{address}
	}
	values := strings.Split(address[at+1:end], ",")
	if address[at] == '[' {
		values = rangeOf(address[at+1 : end])
	}
	if len(values) < 2 { // {user-id} is something to fill in
		return []string{address}
	}
	var found []string
	for _, rest := range c.expand(address[end+1:]) {
		for _, value := range values {
			found = append(found, address[:at]+value+rest)
		}
	}
	return found[:min(len(found), maxAddresses)]
}

// rangeOf gives the members of a range: numbers, perhaps with zeros before them, or
// letters, perhaps with a step after a colon. nil for what is none.
func rangeOf(text string) (values []string) {
	text, by, _ := strings.Cut(text, ":")
	first, last, ok := strings.Cut(text, "-")
	step, _ := strconv.Atoi(by)
	step = max(step, 1)
	from, err := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if err == nil && err2 == nil {
		for ; from <= to && len(values) < maxAddresses; from += step {
			value := strconv.Itoa(from)
			values = append(values, strings.Repeat("0", max(0, len(first)-len(value)))+value)
		}
		return values
	}
	if ok && len(first) == 1 && len(last) == 1 {
		for letter := int(first[0]); letter <= int(last[0]); letter += step {
			values = append(values, string(rune(letter)))
		}
	}
	return values
}
