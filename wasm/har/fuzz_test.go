package har

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

func FuzzRead(f *testing.F) {
	f.Add(`{"log":{"version":"1.2","entries":[` + entry + `,null]}}`)
	f.Add(`{"log":{"entries":[` + entry[:99])
	f.Add("\ufeff{\"a\":[1,{\"b\":\"\\\"\"}],\"entries\":[{}],\"version\":1}")
	f.Add(`{"entries":[{"_pasted":"x","request":[}]},{"request":{"headers":[{"name":"a","value":"b"},{"name":"c","value":"d"}],"url":"\ud83d"}}`)
	f.Fuzz(func(t *testing.T, text string) {
		list, sum, err := read(strings.NewReader(text))
		again, sum2, err2 := read(iotest.OneByteReader(strings.NewReader(text)))
		if len(list) != sum.Entries || len(again) != len(list) || sum != sum2 || (err == nil) != (err2 == nil) {
			t.Errorf("depends on how it is read: %+v %v, %+v %v", sum, err, sum2, err2)
		}
		for _, size := range []int{1, 7, 64} {
			in, sum2, err2 := readIn(size, text, func(int, []byte) bool { return true })
			if !reflect.DeepEqual(in, list) || sum != sum2 || !reflect.DeepEqual(err, err2) {
				t.Errorf("in a window of %d: %+v %v, not %+v %v", size, sum2, err2, sum, err)
			}
			_, sum2, err2 = readIn(size, text, func(int, []byte) bool { return false })
			if err2 == ErrNotHAR && sum.Entries == 1 {
				continue // one entry alone
			}
			if sum2.Passed+sum2.Skipped+sum2.Entries != sum.Entries+sum.Skipped || !reflect.DeepEqual(err, err2) {
				t.Errorf("in a window of %d, refused: %+v %v, not %+v %v", size, sum2, err2, sum, err)
			}
		}
		var not *NotJSONError
		if json.Valid([]byte(text)) && errors.As(err, &not) {
			t.Errorf("JSON is said to be none: %v", err)
		}
		var cut *CutError
		if errors.As(err, &cut) && (cut.Offset > int64(len(text)) || cut.Entry != sum.Entries+sum.Skipped) {
			t.Errorf("%+v with %+v", cut, sum)
		}
		LooksLikeHAR(text)
	})
}

// An entry that is JSON is read as encoding/json reads it.
func FuzzEntry(f *testing.F) {
	f.Add(entry)
	f.Add(`{"request":{"method":"GET","url":"\ud83d\ude00\udc00\u0000é","headers":[{"name":"a","value":"\/"}]}}`)
	f.Add("{\"response\":{\"content\":{\"text\":\"\xff\\x\"}}}")
	f.Fuzz(func(t *testing.T, text string) {
		x, err := Entry([]byte(text))
		var want struct {
			Request struct {
				URL     string `json:"url"`
				Version string `json:"httpVersion"`
			} `json:"request"`
		}
		if json.Unmarshal([]byte(text), &want) != nil || !strings.HasPrefix(strings.TrimSpace(text), "{") {
			return
		}
		if err != nil {
			t.Fatalf("Entry(%q): %v", text, err)
		}
		// encoding/json takes members in any case, and merges those that come twice.
		if lower := strings.ToLower(text); strings.Count(lower, "request") == 1 && strings.Count(lower, "url") == 1 && strings.Count(text, `"request"`) == 1 && strings.Count(text, `"url"`) == 1 &&
			!strings.Contains(text, `\u00`) && x.Request.URL != want.Request.URL {
			t.Errorf("URL %q, want %q", x.Request.URL, want.Request.URL)
		}
	})
}
