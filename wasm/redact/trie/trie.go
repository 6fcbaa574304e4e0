// Package trie finds which of many strings begins at a place of a text.
package trie

// A Trie is those strings. It looks at each byte of the text once for each place where
// one of them may begin, however many they are.
type Trie struct {
	roots  map[string]*Node // by their first bytes
	begins []uint64         // a bit for what some first bytes are hashed to
	Looked int              // how many places and bytes, for tests
}

// RootLength is how many bytes all strings of a trie have at least.
const RootLength = 4

// hashLength is how many bits the hash of first bytes has: most texts have no bytes in a
// row that any string begins with, which one look at a bit shows for nearly all.
const hashLength = 16

func hash(first uint32) uint32 { return first * 0x9e3779b1 >> (32 - hashLength) }

// firstOf is the first bytes of a text as a number.
func firstOf(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// mayBegin reports whether a string may have these first bytes.
func (t *Trie) mayBegin(first uint32) bool {
	h := hash(first)
	return t.begins != nil && t.begins[h/64]>>(h%64)&1 != 0
}

// None reports whether a text surely has none of the strings; where it is false it may.
func (t *Trie) None(text string) bool {
	last := uint32(0)
	for i := range len(text) {
		if last = last>>8 | uint32(text[i])<<24; i >= RootLength-1 && t.mayBegin(last) {
			return false
		}
	}
	return true
}

// A Node is where strings that begin alike part.
type Node struct {
	text   string // what leads here from the node above
	Next   []*Node
	Number int // of the string that ends here; 0: none
}

// Add gives a string this number, unless it has one, and returns the one it has.
func (t *Trie) Add(s string, number int) int {
	if t.roots == nil {
		t.roots, t.begins = map[string]*Node{}, make([]uint64, 1<<hashLength/64)
	}
	root := t.roots[s[:RootLength]]
	if root == nil {
		root = &Node{}
		t.roots[s[:RootLength]] = root
		h := hash(firstOf(s))
		t.begins[h/64] |= 1 << (h % 64)
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
	if len(s) < RootLength || !t.mayBegin(firstOf(s)) {
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
