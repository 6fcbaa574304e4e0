package trie

import (
	"strings"
	"testing"
)

// The trie finds what comparing with each string finds.
func FuzzTrie(f *testing.F) {
	f.Add("abcdefgh abcdxx abcd", "xxabcdefghabcd")
	f.Add("aaaa aaaaa aaaaaaaa", "aaaaaaaaaaa")
	f.Fuzz(func(t *testing.T, words, text string) {
		var index Trie
		var list []string
		for _, word := range strings.Fields(words) {
			if len(word) >= RootLength {
				list = append(list, word)
				index.Add(word, len(list))
			}
		}
		for i := range text {
			want := 0
			for _, word := range list {
				if strings.HasPrefix(text[i:], word) {
					want = max(want, len(word))
				}
			}
			length, number, _, _ := index.Longest(text[i:])
			if length != want || want > 0 && list[number-1] != text[i:i+want] {
				t.Fatalf("%q at %d: %d bytes, want %d", text, i, length, want)
			}
		}
	})
}
