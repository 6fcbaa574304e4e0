package har

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

func written(t *testing.T, list []httpmsg.Exchange) []byte {
	t.Helper()
	var b bytes.Buffer
	pointers := make([]*httpmsg.Exchange, len(list))
	for i := range list {
		pointers[i] = &list[i]
	}
	if err := Write(&b, slices.Values(pointers), Creator{"Misstep", "1"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What was read is the same when it was written and read again.
func TestWriteKeepsScenarios(t *testing.T) {
	for name, data := range scenario.All(t) {
		list, _, err := read(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		again, sum, err := read(bytes.NewReader(written(t, list)))
		if err != nil || sum.Version != "1.2" || sum.Creator != "Misstep 1" {
			t.Errorf("%s: %+v, %v", name, sum, err)
		}
		if !reflect.DeepEqual(list, again) {
			t.Errorf("%s changes", name)
		}
	}
}

func TestWriteKeepsOddities(t *testing.T) {
	for name, x := range map[string]httpmsg.Exchange{
		"nothing":      {},
		"text":         {Request: httpmsg.Request{Method: "POST", URL: "https://x/?a=%zz&b=\"<script>", PostData: &httpmsg.PostData{MimeType: "a/b", Text: "\x00\u2028</script>\\\"\t"}}},
		"parameters":   {Request: httpmsg.Request{PostData: &httpmsg.PostData{Params: []httpmsg.Param{{Name: "a", Value: "b"}}}}},
		"time":         {Started: time.Date(2026, 11, 2, 14, 0, 11, 123456789, time.UTC), Duration: 0.125},
		"pasted":       {Pasted: "curl …", Response: httpmsg.Response{Status: 400, Body: httpmsg.Body{Recorded: true, Text: "{}", Size: 2}}},
		"no answer":    {Response: httpmsg.Response{Error: "net::ERR_FAILED"}, ResourceType: "fetch", FromCache: "disk"},
		"no body":      {Response: httpmsg.Response{Status: 200, Body: httpmsg.Body{Size: 77, MimeType: "x/y", Comment: "left out"}}},
		"by a worker":  {Response: httpmsg.Response{Status: 401, ByWorker: true}},
		"cut off":      {Response: httpmsg.Response{Status: 401}, ResourceType: "fetch", CutOff: true},
		"unfailed":     {ResourceType: "fetch", Response: httpmsg.Response{Status: 200, Unfailed: true}},
		"a tab":        {Tab: "page@1f2e", Response: httpmsg.Response{Status: 401}},
		"unfinished":   {ResourceType: "fetch", Response: httpmsg.Response{Unfailed: true}},
		"body missing": {Response: httpmsg.Response{Status: 401, Body: httpmsg.Body{Size: 77, Missing: httpmsg.MissingNavigated}}},
		"unrecorded":   {Request: httpmsg.Request{URL: "https://x/"}, Unrecorded: true},
		"bytes sent":   {Request: httpmsg.Request{PostData: &httpmsg.PostData{Text: "\xff\x00a"}}},
		"empty body":   {Response: httpmsg.Response{Status: 200, Body: httpmsg.Body{Recorded: true}}},
		"cut by size":  {Response: httpmsg.Response{Status: 200, Body: httpmsg.Body{Recorded: true, Text: "abc", Size: 99, Truncated: true}}},
		"cut by words": {Response: httpmsg.Response{Status: 200, Body: httpmsg.Body{Recorded: true, Text: "abc", Size: 3, Truncated: true, Comment: "Truncated."}}},
		"two bytes":    {Response: httpmsg.Response{Status: 200, Body: httpmsg.Body{Recorded: true, Text: "abcdefgh", Size: 18}}},
	} {
		data := written(t, []httpmsg.Exchange{x, x})
		if !json.Valid(data) {
			t.Errorf("%s: no JSON: %s", name, data)
		}
		again, _, err := read(bytes.NewReader(data))
		if err != nil || len(again) != 2 || !reflect.DeepEqual(again[1], x) {
			t.Errorf("%s: have %+v, %v\nwant %+v\nfrom %s", name, again, err, x, data)
		}
	}
}

// A recording has all that HAR 1.2 requires.
func TestWriteIsHAR(t *testing.T) {
	x := httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://x/?a=b%20c", Headers: []httpmsg.Header{{Name: "cookie", Value: "a=b; c=d"}}},
		Response: httpmsg.Response{Status: 200, Headers: []httpmsg.Header{{Name: "Set-Cookie", Value: "e=f; Path=/"}}}}
	var archive struct {
		Log struct {
			Version string
			Creator struct{ Name, Version string }
			Entries []map[string]json.RawMessage
		}
	}
	if err := json.Unmarshal(written(t, []httpmsg.Exchange{x}), &archive); err != nil {
		t.Fatal(err)
	}
	entry := archive.Log.Entries[0]
	for member, names := range map[string][]string{
		"request":  {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"},
		"response": {"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize"},
		"timings":  {"send", "wait", "receive"},
		"cache":    nil,
	} {
		var members map[string]json.RawMessage
		if err := json.Unmarshal(entry[member], &members); err != nil {
			t.Fatalf("%s: %v", member, err)
		}
		for _, name := range names {
			if members[name] == nil {
				t.Errorf("%s has no %s", member, name)
			}
		}
	}
	for _, want := range []string{`"queryString":[{"name":"a","value":"b c"}]`, `"cookies":[{"name":"a","value":"b"},{"name":"c","value":"d"}]`} {
		if !bytes.Contains(entry["request"], []byte(want)) {
			t.Errorf("no %s in %s", want, entry["request"])
		}
	}
	if want := `"cookies":[{"name":"e","value":"f"}]`; !bytes.Contains(entry["response"], []byte(want)) {
		t.Errorf("no %s in %s", want, entry["response"])
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestWriteSaysWhatFailed(t *testing.T) {
	if err := Write(full{}, slices.Values([]*httpmsg.Exchange{{}}), Creator{}); err == nil {
		t.Error("no error")
	}
}

// Whatever is read can be written, and then stays the same.
func FuzzWrite(f *testing.F) {
	f.Add(entry)
	f.Add(`{"time":1e300,"response":{"content":{"text":"a","size":9,"comment":"truncated"}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		x, err := Entry([]byte(text))
		if err != nil {
			return
		}
		data := written(t, []httpmsg.Exchange{x})
		if !json.Valid(data) {
			t.Fatalf("no JSON: %s", data)
		}
		again, _, err := read(bytes.NewReader(data))
		if err != nil || len(again) != 1 {
			t.Fatalf("%v from %s", err, data)
		}
		if twice := written(t, again); !bytes.Equal(twice, data) {
			t.Errorf("not stable:\n%s\n%s", data, twice)
		}
	})
}
