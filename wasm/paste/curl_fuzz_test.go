package paste

import (
	"slices"
	"strings"
	"testing"
)

// What a shell would give to a program is what is read, and a request comes of
// whatever stands there.
func FuzzCurl(f *testing.F) {
	for _, words := range []string{"https://x", "-d\x00@file\x00-H\x00a: b\x00https://x", "it's\x00$(id)\x00`id`\x00\\\x00\n\x00!\"", "--data-urlencode\x00=a b\x00-G\x00x", "-u\x00a:b\x00--url\x00\x00-X", "^\"\x00^", "-F\x00a=@b;type=c\x00--json\x00{}", "\ufeff\x00|\x00>\x00&"} {
		f.Add(words)
	}
	f.Fuzz(func(t *testing.T, joined string) {
		words := strings.Split(strings.ReplaceAll(joined, "\r", ""), "\x00")
		command := "curl"
		for _, word := range words {
			command += " '" + strings.ReplaceAll(word, "'", `'\''`) + "'"
		}
		got := shellWords(command)
		if !slices.Equal(got.words, append([]string{"curl"}, words...)) || got.rest != "" {
			t.Errorf("%q is read as %+v", command, got)
		}
		for _, r := range curlRequests(words, nil) {
			if r.URL == "" || r.Method == "" {
				t.Errorf("%q is %+v", words, r)
			}
		}
		shellWords(joined)
	})
}
