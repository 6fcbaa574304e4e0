package jsonscan

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// readPairs is what an array has, one pair a line, and where reading ends.
func readPairs(s *Scanner, last *PairList, text string) string {
	var b strings.Builder
	s.Reset([]byte(text))
	s.Pairs(last, "name", "value", func(name, value string) { fmt.Fprintf(&b, "%q: %q\n", name, value) })
	at, err := s.Err()
	if err == nil {
		at = s.Pos()
	}
	return fmt.Sprint(b.String(), at, err)
}

// A list is read the same whatever was read before it.
func TestPairsAfterOthers(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	pair := func() string {
		name, value := fmt.Sprint("name", r.IntN(3)), []string{"a", `b\"c`, "longer than a word of eight", "ä", "", `\u00e4`}[r.IntN(6)]
		return fmt.Sprintf([]string{
			`{"name":"%s","value":"%s"}`, `{"name": "%s", "value": "%s"}`, ` {"name":"%s","value":"%s"} `, `{"value":"%s","name":"%s"}`,
			`{"name":"%s","value":"%s","more":1}`, `{"name":"%s", "value": [7, "%s"]}`, `["%s","%s"]`,
		}[max(0, r.IntN(40)-33)], name, value)
	}
	list := []string{pair(), pair(), pair()}
	var memory Scanner
	var last PairList
	for i := range 20_000 {
		switch at := r.IntN(len(list) + 1); r.IntN(5) {
		case 0:
			list = append(list[:at:at], append([]string{pair()}, list[at:]...)...)
		case 1:
			if at < len(list) && len(list) > 1 {
				list = append(list[:at:at], list[at+1:]...)
			}
		case 2:
			if at < len(list) {
				list[at] = pair()
			}
		}
		text := "[" + strings.Join(list, ",") + "]"
		switch r.IntN(20) {
		case 0:
			text = text[:r.IntN(len(text))]
		case 1:
			text = strings.Replace(text, ",", "", 1)
		}
		if have, want := readPairs(&memory, &last, text), readPairs(&Scanner{}, &PairList{}, text); have != want {
			t.Fatalf("%d: %s\nhave %s\nwant %s", i, text, have, want)
		}
		if len(list) > 12 {
			list = list[:3]
		}
	}
}

// What is as it stood in the last list is compared, not read.
func TestRepeatedPairs(t *testing.T) {
	var b strings.Builder
	for i := range 30 {
		fmt.Fprintf(&b, `{"name":"field-%d","value":"a value that is longer than a word %d"},`, i, i)
	}
	list := func(changed string) []byte {
		return []byte("[" + b.String() + `{"name":"date","value":"` + changed + `"},` + b.String() + `{"name":"end","value":""}]`)
	}
	texts := [][]byte{list("12:00:00"), list("1:00"), list("14:00:00 UTC")}
	var s Scanner
	var last PairList
	n, next := 0, 0
	read := func() {
		s.Reset(texts[next%len(texts)])
		s.Pairs(&last, "name", "value", func(name, value string) { n++ })
		next++
	}
	for range texts {
		read()
	}
	if have := testing.AllocsPerRun(30, read); have > 5 || n%62 != 0 { // the two texts of the pair that changes
		t.Errorf("%.0f allocations, %d pairs", have, n)
	}
	for range 2 {
		s.Reset([]byte("[" + strings.Repeat(`{"name":"a","value":"b"},`, 3000) + `{"name":"a","value":"b"}]`))
		n = 0
		s.Pairs(&last, "name", "value", func(name, value string) { n++ })
		if n != 3001 || len(last.pairs) > mostPairs || cap(last.raw) > 2*mostRaw {
			t.Errorf("%d pairs are read, %d kept of a long list", n, len(last.pairs))
		}
	}
}
