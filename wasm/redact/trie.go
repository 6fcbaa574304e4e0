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

// longest is the longest of the strings that s begins with: its length and number; 0, 0
// when there is none. reached is how many bytes of any string s begins with, and those
// strings are below that node.
func (t *trie) longest(s string) (length, number, reached int, below *node) {
	t.looked++
	if len(s) < rootLength {
		return 0, 0, 0, nil
	}
	n := t.roots[s[:rootLength]]
	if n == nil {
		return 0, 0, 0, nil
	}
	for at := rootLength; ; {
		if n.number > 0 {
			length, number = at, n.number
		}
		reached, below = at, n
		for _, child := range n.next {
			t.looked++
			if same := shared(s[at:], child.text); same > 0 { // no other begins alike
				t.looked += same
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

// at is how much of a text from i on is a secret, and which: nothing that ends where
// the last one did, at end. Of one that is cut, as messages show it, it is the beginning;
// wordStart: a word begins at i.
func (k *Secrets) at(s string, i, end int, wordStart bool) (int, meaning) {
	n, number, reached, below := k.index.longest(s[i:])
	if i+reached <= end {
		return 0, meaning{}
	}
	if n > 0 && i+n > end {
		m := k.meaning[number]
		whole := reached == n
		if n += shared(s[i+n:], m.rest); !m.word || wordStart && wordEnd(s, i+n) == i+n {
			if whole && m.challenge == 0 && len(below.next) > 0 && !goesOn(s, i+n) {
				if x, only := k.whose(below, m.of); only {
					m.of = x // which somebody cut
				}
			}
			return n, m
		}
	}
	if !wordStart || i < end || reached < leastKnown || goesOn(s, i+reached) {
		return 0, meaning{}
	}
	if part := s[i : i+reached]; constant(part) || !jumbled(part) && !opaque(part) && strings.IndexAny(s[i+reached:], "….*[") != 0 {
		return 0, meaning{}
	}
	x, only := k.whose(below, nil)
	if x == nil || !only {
		return 0, meaning{}
	}
	return cutEnd(s, i, reached, x.value) - i, meaning{of: x}
}

// goesOn reports whether a token goes on at i: with a letter or digit, perhaps behind
// one of the signs that tokens have. Several signs are where somebody cut it.
func goesOn(s string, i int) bool {
	if i < len(s) && strings.IndexByte("-._~+/=", s[i]) >= 0 {
		i++
	}
	return i < len(s) && (letter(s[i]) || digit(s[i]))
}

// whose are the strings below a node: the secret found before, or one. only: there is no
// other.
func (k *Secrets) whose(n *node, found *secret) (of *secret, only bool) {
	if n.number > 0 {
		m := k.meaning[n.number]
		switch {
		case found == nil || strings.HasPrefix(m.of.value, found.value):
			found = m.of
		case found != m.of:
			return found, false
		}
	}
	for _, child := range n.next {
		if found, only = k.whose(child, found); !only {
			return found, false
		}
	}
	return found, true
}

// cutEnd is where a secret ends that begins at i and of which n bytes follow: after the
// dots or line ends it may go on, or show its last letters.
func cutEnd(s string, i, n int, secret string) int {
	end := i + n
	if n > len(secret) || s[i:end] != secret[:n] {
		return end // of another encoding
	}
	for {
		at := end
		for at < len(s) && at-end < 16 && (strings.IndexByte(" \t\r\n.*\\+-\"'[]", s[at]) >= 0 || strings.HasPrefix(s[at:], mark)) {
			at++
			for at < len(s) && s[at]&0xc0 == 0x80 {
				at++
			}
		}
		if same := shared(s[at:], secret[n:]); same >= rootLength {
			end, n = at+same, n+same
			continue
		}
		if last := wordEnd(s, at); at > end && last-at >= rootLength && strings.HasSuffix(secret, s[at:last]) {
			end = last
		}
		return end
	}
}
