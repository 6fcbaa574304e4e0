package capture

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"io"
	"strings"
	"testing"

	"misstep/wasm/httpmsg"
	"misstep/wasm/scenario"
)

// packedBy is a text as a writer of its packing makes it, in base64.
func packedBy(make func(io.Writer) io.WriteCloser, text string) string {
	var out bytes.Buffer
	w := make(&out)
	io.WriteString(w, text)
	w.Close()
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

func gzipped(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }

// What a recording keeps packed, or in files of their own, is read.
func TestBodiesBeside(t *testing.T) {
	const text = `{"errors":[{"errorType":"expired_token"}]}`
	har := func(request, content string) string {
		return `{"log":{"entries":[{"request":{"method":"POST","url":"https://api.fitbit.com/oauth2/token"` + request + `},"response":{"status":401,"content":` + content + `}}]}}`
	}
	file := har(`,"postData":{"mimeType":"application/x-www-form-urlencoded","_file":"sent.txt"}`, `{"size":9,"mimeType":"application/json","_file":"0a1b.json"}`)
	long := strings.Repeat(text, mostBody/len(text)+2)
	for _, c := range []struct {
		name    string
		data    []byte
		body    string
		missing string
		left    int
	}{
		{"gzip", []byte(har("", `{"text":"`+packedBy(gzipped, text)+`","encoding":"base64"}`)), text, "", 0},
		{"zlib", []byte(har("", `{"text":"`+packedBy(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }, strings.Repeat(text, 3))+`","encoding":"base64"}`)), strings.Repeat(text, 3), "", 0},
		{"gzip of too much", []byte(har("", `{"text":"`+packedBy(gzipped, long)+`","encoding":"base64"}`)), long[:mostBody], "", 0},
		{"gzip that is broken", []byte(har("", `{"text":"H4sIAAAAAAAAA/////////8=","encoding":"base64"}`)), "", httpmsg.MissingPacked, 0},
		{"gzip of bytes", []byte(har("", `{"text":"`+packedBy(gzipped, "\x01\x02\x03\x04\xff\xfe")+`","encoding":"base64"}`)), "", httpmsg.MissingBinary, 0},
		{"Zstandard", []byte(har("", `{"text":"KLUv/QRYAQAAYWJjZGVm","encoding":"base64"}`)), "", httpmsg.MissingPacked, 0},
		{"a file", scenario.Zip(t, zip.Deflate, "har.har", file, "0a1b.json", text, "sent.txt", "grant_type=x"), text, "", 0},
		{"a file in a folder", scenario.Zip(t, zip.Deflate, "x/har.har", file, "x/0a1b.json", text, "x/sent.txt", "grant_type=x", "0a1b.json", "{}"), text, "", 1},
		{"a file packed twice", scenario.Zip(t, zip.Deflate, "har.har", file, "0a1b.json", string(scenario.Gzip(t, text)), "sent.txt", "grant_type=x"), text, "", 0},
		{"another file", scenario.Zip(t, zip.Deflate, "har.har", file, "0a1c.json", text), "", httpmsg.MissingFile, 1},
		{"a file elsewhere", scenario.Zip(t, zip.Deflate, "x/har.har", strings.ReplaceAll(file, "0a1b", "../0a1b"), "0a1b.json", text), "", httpmsg.MissingFile, 1},
		{"a file, and no archive", []byte(file), "", httpmsg.MissingFile, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := inMemory(c.data)
			found, err := Find(c.name, m)
			if err != nil || len(found.Sources) != 1 {
				t.Fatal(found, err)
			}
			store := testStore(t)
			store.mustOpen(t, &Recording{Source: found.Sources[0]})
			x := store.session.Exchange(1)
			if body := &x.Response.Body; !strings.HasPrefix(c.body, body.Text) || body.Text == "" && c.body != "" || body.Missing != c.missing || body.Recorded != (c.body != "") || body.Truncated != (len(c.body) == mostBody) {
				t.Errorf("%.100q, missing %q, truncated %t", body.Text, body.Missing, body.Truncated)
			}
			if x.Response.Body.Packed != "" {
				t.Error("what is packed is kept")
			}
			if d := x.Request.PostData; d != nil && c.missing == "" && d.Text != "grant_type=x" {
				t.Errorf("sent is %q", d.Text)
			}
			if _, left := found.Left(); left != c.left || m.open != 1 { // the recording itself
				t.Errorf("%d files are left, %d open", left, m.open)
			}
		})
	}
}

// However often recordings name a file, it is unpacked once for each of them, and no
// more is taken from such files than an archive may give.
func TestManyNameOneFile(t *testing.T) {
	const size, entries = 1 << 20, 600
	entry := `{"request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/profile.json"},"response":{"status":401,"content":{"mimeType":"text/plain","_file":"b.txt"}}}`
	har := `{"log":{"entries":[` + strings.Repeat(entry+",", entries-1) + entry + `]}}`
	found, err := Find("a.zip", inMemory(scenario.Zip(t, zip.Deflate, "a.har", har, "b.har", har, "b.txt", strings.Repeat("x", size))))
	if err != nil {
		t.Fatal(err)
	}
	bodies, opened := 0, 0
	for _, source := range found.Sources {
		r := &Recording{Source: source}
		r.beside = func(name string) (*Stream, error) {
			opened++
			return source.beside(name)
		}
		store := testStore(t)
		store.mustOpen(t, r)
		for id := 1; id <= store.session.LastID(); id++ {
			if body := store.session.Exchange(id).Response.Body; body.Recorded {
				bodies++
			} else if body.Missing != httpmsg.MissingFile {
				t.Fatal(body.Missing)
			}
		}
		if r.files != nil {
			t.Error("files are kept")
		}
	}
	said := found.Notices("a.zip")
	if bodies != mostBeside/size || opened != 1 || len(said) != 1 || said[0].Key != "importBodiesTooLarge" {
		t.Errorf("%d bodies, opened %d times, %v", bodies, opened, said)
	}
}

// Bodies in files that aren't there are counted, and said.
func TestBodiesNotFound(t *testing.T) {
	entry := `{"request":{"method":"POST","url":"https://api.fitbit.com/oauth2/token","postData":{"_file":"a.txt"}},"response":{"status":401,"content":{"text":"{}"}}}`
	other := `{"request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/profile.json"},"response":{"status":401,"content":{"size":5,"_file":"../../etc/passwd"}}}`
	whole := `{"request":{"method":"GET","url":"https://api.fitbit.com/1/user/-/profile.json"},"response":{"status":401,"content":{"text":"{}"}}}`
	text := `{"log":{"entries":[` + entry + "," + other + "," + whole + `]}}`
	for name, data := range map[string][]byte{"alone.har": []byte(text), "packed.zip": scenario.Zip(t, zip.Deflate, "a.har", text)} {
		found, err := Find(name, inMemory(data))
		if err != nil {
			t.Fatal(err)
		}
		stream, err := found.Sources[0].Open(nil)
		if err != nil {
			t.Fatal(err)
		}
		var l Loaded
		if err := testStore(t).Load(&Recording{Source: found.Sources[0]}, stream, quick(), &l); err != nil || l.Beside != 2 {
			t.Errorf("%s: %+v, %v", name, l, err)
		}
		if n := Outcome(name, l, nil, nil); n == nil || n.Key != "importBeside" || n.Args[1] != "2" {
			t.Errorf("%s: %+v", name, n)
		}
	}
}
