package redact

import "strings"

// A trie finds which of many strings begins at a place of a text. It looks at
// each byte of the text once for each place where one of them may begin, however
// many they are.
type trie struct {
	roots  map[string]*node // by their first bytes
	looked int              // how many places and bytes, for tests
}

// rootLength is how many bytes all strings of a trie have at least.
const rootLength = 4

type node struct {
	text   string // what leads here from the node above
	next   []*node
	number int // of the string that ends here; 0: none
}

// add gives a string this number, unless it has one, and returns the one it has.
func (t *trie) add(s string, number int) int {
	if t.roots == nil {
		t.roots = map[string]*node{}
	}
	root := t.roots[s[:rootLength]]
	if root == nil {
		root = &node{}
		t.roots[s[:rootLength]] = root
	}
	return root.add(s[rootLength:], number)
}

func (n *node) add(s string, number int) int {
	if s == "" {
		if n.number == 0 {
			n.number = number
		}
		return n.number
	}
	for _, child := range n.next {
		same := shared(s, child.text)
		if same == 0 {
			continue
		}
		if same < len(child.text) {
			*child = node{text: child.text[:same], next: []*node{{text: child.text[same:], next: child.next, number: child.number}}}
		}
		return child.add(s[same:], number)
	}
	n.next = append(n.next, &node{text: s, number: number})
	return number
}

// longest is the longest of the strings that s begins with: its length and
// number; 0, 0 when there is none.
func (t *trie) longest(s string) (length, number int) {
	t.looked++
	if len(s) < rootLength {
		return 0, 0
	}
	n, at := t.roots[s[:rootLength]], rootLength
	for n != nil {
		if n.number > 0 {
			length, number = at, n.number
		}
		var found *node
		for _, child := range n.next {
			if t.looked++; strings.HasPrefix(s[at:], child.text) {
				found = child
				at += len(child.text)
				t.looked += len(child.text)
				break
			}
		}
		n = found
	}
	return length, number
}
