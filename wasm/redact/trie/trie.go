// Package trie finds which of many strings begins at a place of a text.
package trie

// A Trie is those strings. It looks at each byte of the text once for each place where
// one of them may begin, however many they are.
type Trie struct {
	roots  map[string]*Node // by their first bytes
	Looked int              // how many places and bytes, for tests
}

// RootLength is how many bytes all strings of a trie have at least.
const RootLength = 4

// A Node is where strings that begin alike part.
type Node struct {
	text   string // what leads here from the node above
	Next   []*Node
	Number int // of the string that ends here; 0: none
}

// Add gives a string this number, unless it has one, and returns the one it has.
func (t *Trie) Add(s string, number int) int {
	if t.roots == nil {
		t.roots = map[string]*Node{}
	}
	root := t.roots[s[:RootLength]]
	if root == nil {
		root = &Node{}
		t.roots[s[:RootLength]] = root
	}
	return root.add(s[RootLength:], number)
}

func (n *Node) add(s string, number int) int {
	if s == "" {
		if n.Number == 0 {
			n.Number = number
		}
		return n.Number
	}
	for _, child := range n.Next {
		same := Shared(s, child.text)
		if same == 0 {
			continue
		}
		if same < len(child.text) {
			*child = Node{text: child.text[:same], Next: []*Node{{text: child.text[same:], Next: child.Next, Number: child.Number}}}
		}
		return child.add(s[same:], number)
	}
	n.Next = append(n.Next, &Node{text: s, Number: number})
	return number
}

// Longest is the longest of the strings that s begins with: its length and number; 0, 0
// when there is none. reached is how many bytes of any string s begins with, and those
// strings are below that node.
func (t *Trie) Longest(s string) (length, number, reached int, below *Node) {
	t.Looked++
	if len(s) < RootLength {
		return 0, 0, 0, nil
	}
	n := t.roots[s[:RootLength]]
	if n == nil {
		return 0, 0, 0, nil
	}
	for at := RootLength; ; {
		if n.Number > 0 {
			length, number = at, n.Number
		}
		reached, below = at, n
		for _, child := range n.Next {
			t.Looked++
			if same := Shared(s[at:], child.text); same > 0 { // no other begins alike
				t.Looked += same
				reached, below = at+same, child
				break
			}
		}
		if below == n || reached-at < len(below.text) {
			return length, number, reached, below
		}
		n, at = below, reached
	}
}

// Shared is how many bytes two texts begin with alike.
func Shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
