package har

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/httpmsg"
	"misstep/wasm/jsonscan"
)

// windows are sizes of a stream's window: with small ones every place of a text
// is once where a window ends.
var windows = []int{1, 2, 3, 7, 64, 500, jsonscan.Window}

// readIn reads a recording in a window of that size.
func readIn(size int, text string, see func(int, []byte) bool) ([]httpmsg.Exchange, Summary, error) {
	var list []httpmsg.Exchange
	s := jsonscan.NewStream(strings.NewReader(text), size)
	sum, err := recording(s, false, nil, see, func(_ int, x httpmsg.Exchange) { list = append(list, x) })
	return list, sum, err
}

func TestReadAsksForEachEntry(t *testing.T) {
	const wanted = `{"url":"https://wanted/"}`
	for _, c := range []struct {
		name, entries string
		asked         string // numbers and addresses
		added         string // numbers and addresses
		want          Summary
	}{
		{"in order", `{"request":{"method":"GET","url":"https://other/"},"time":1},{"time":1,"request":` + wanted + `,"response":{"status":404}}`,
			"1 https://other/, 2 https://wanted/", "2 https://wanted/", Summary{Entries: 1, Passed: 1}},
		{"response first", `{"response":{"url":"https://x/","request":{"url":"y"},"content":{"text":"{\"request\":{\"url\":\"z\"}}"}},"request":` + wanted + `}`,
			"1 https://wanted/", "1 https://wanted/", Summary{Entries: 1}},
		{"escaped", `{"requ\u0065st":{"\u0075rl":"https:\/\/wanted\/"}},{"request":{"url":"https:\/\/other\/\u00e4"}}`,
			"1 https://wanted/, 2 https://other/ä", "1 https://wanted/", Summary{Entries: 1, Passed: 1}},
		{"no address", `{"request":{"method":"GET"}},{},{"request":null},{"request":{"url":null}},{"request":{"url":5}}`,
			"1 none, 2 none, 3 none, 4 none, 5 none", "", Summary{Passed: 5}},
		{"empty address", `{"request":{"url":""}}`, "1 ", "", Summary{Passed: 1}},
		{"no objects", `null,5,"x",[{"request":` + wanted + `}],true,{"request":` + wanted + `}`,
			"6 https://wanted/", "6 https://wanted/", Summary{Entries: 1, Skipped: 5, AtFirst: 1}},
		{"broken before the address", `{"request":},{"request" ` + wanted + `},{request:{}},{"request":{"url"}},{"request":` + wanted + `}`,
			"5 https://wanted/", "5 https://wanted/", Summary{Entries: 1, Skipped: 4, AtFirst: 1}},
		{"broken after it", `{"request":` + wanted + `,"time":},{"request":{"url":"https://other/"},"time":},{"request":` + wanted + `}`,
			"1 https://wanted/, 2 https://other/, 3 https://wanted/", "3 https://wanted/", Summary{Entries: 1, Passed: 1, Skipped: 1, AtFirst: 1}},
		{"pasted", `{"_pasted":"curl","request":{"url":"https://other/"}}`, "", "1 https://other/", Summary{Entries: 1}},
		{"pasted, without an address", `{"request":{"url":null},"response":{},"_pasted":"Invalid scope"}`, "", "1 ", Summary{Entries: 1}},
		{"said to be pasted too late", `{"request":{"url":"https://other/"},"_pasted":"curl"}`, "1 https://other/", "", Summary{Passed: 1}},
		{"pasted in name only", `{"_pasted":"","request":{"url":"https://other/"}},{"_pasted":null,"request":{"url":"https://other/"}}`,
			"1 https://other/, 2 https://other/", "", Summary{Passed: 2}},
		{"two addresses", `{"request":{"url":"https://other/","url":"https://wanted/"}}`, "1 https://other/", "", Summary{Passed: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, size := range windows {
				var asked, added []string
				s := jsonscan.NewStream(strings.NewReader(`{"log":{"entries":[`+c.entries+`]}}`), size)
				sum, err := recording(s, false, nil, func(number int, address []byte) bool {
					text := string(address)
					if address == nil {
						text = "none"
					}
					asked = append(asked, fmt.Sprint(number, " ", text))
					return strings.HasPrefix(text, "https://wanted/")
				}, func(number int, x httpmsg.Exchange) { added = append(added, fmt.Sprint(number, " ", x.Request.URL)) })
				if err != nil || sum != c.want || strings.Join(asked, ", ") != c.asked || strings.Join(added, ", ") != c.added {
					t.Fatalf("in a window of %d: asked %q, added %q, %+v, %v", size, asked, added, sum, err)
				}
			}
		})
	}
}

// A long gives a recording of one entry, in which a text of filling comes after
// head, without holding it.
type long struct {
	head, tail string
	size       int // of the text
	at         int
}

func (l *long) Read(into []byte) (n int, err error) {
	const filling = `escaped \"text\", {brackets} [and] more; `
	for n < len(into) {
		part := ""
		switch rest := l.at - len(l.head) - l.size; {
		case l.at < len(l.head):
			part = l.head[l.at:]
		case rest < 0:
			from := (l.at - len(l.head)) % len(filling)
			part = filling[from:min(len(filling), from-rest)]
		case rest < len(l.tail):
			part = l.tail[rest:]
		default:
			return n, io.EOF
		}
		m := copy(into[n:], part)
		n += m
		l.at += m
	}
	return n, nil
}

// size of a long text: a multiple of its filling, so that it ends between escapes.
const longSize = 41 * 1 << 20

func TestSkippedIsNotHeld(t *testing.T) {
	const head = `{"entries":[{"request":{"url":"https://other/"},"response":{"content":{"text":"`
	l := &long{head: head, tail: `"}}},` + entry + `]}`, size: 5 * longSize}
	s := jsonscan.NewStream(l, jsonscan.Window)
	most := 0
	sum, err := recording(s, false, nil, func(number int, _ []byte) bool {
		most = max(most, s.Room())
		return number == 2
	}, func(int, httpmsg.Exchange) { most = max(most, s.Room()) })
	if err != nil || sum != (Summary{Entries: 1, Passed: 1}) {
		t.Fatalf("%+v, %v", sum, err)
	}
	if most = max(most, s.Room()); most > jsonscan.Window {
		t.Errorf("%d bytes are held of %d", most, l.at)
	}
}

// What one huge entry needed is given back.
func TestBufferIsReleased(t *testing.T) {
	const size, others = longSize / 8, 30_000
	head := `{"entries":[{"response":{"content":{"text":"`
	l := &long{head: head, tail: `"}},"request":{"url":"x"}}` + strings.Repeat(","+entry, others) + `]}`, size: size}
	s := jsonscan.NewStream(l, jsonscan.Window)
	most, last := 0, 0
	sum, err := recording(s, false, nil, func(int, []byte) bool { return true }, func(_ int, x httpmsg.Exchange) {
		if x.Request.URL == "x" && len(x.Response.Body.Text) != size-2*size/41 {
			t.Errorf("%d bytes of text", len(x.Response.Body.Text))
		}
		last = s.Room()
		most = max(most, last)
	})
	if err != nil || sum.Entries != others+1 {
		t.Fatalf("%+v, %v", sum, err)
	}
	if most > 4*size || last > jsonscan.Window {
		t.Errorf("%d bytes are held of an entry of %d, then %d", most, size, last)
	}
}

// A recording of n entries, as Chromium writes them.
func indented(n int) string {
	var b bytes.Buffer
	b.WriteString("{\n  \"log\": {\n    \"entries\": [")
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `
      {
        "_initiator": {
          "type": "script",
          "stack": {"callFrames": [{"url": "https://x/", "lineNumber": 1}]}
        },
        "request": {
          "method": "GET",
          "url": "https://api.fitbit.com/1/user/-/profile.json",
          "headers": [
            {
              "name": "accept",
              "value": "*/*"
            },
            {
              "name": "sec-ch-ua",
              "value": "\"Chromium\";v=\"146\""
            },
            {
              "name": "authorization",
              "value": "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5WFlaNDIifQ"
            }
          ],
          "cookies": []
        },
        "response": {
          "status": 200,
          "headers": [
            {
              "name": "content-type",
              "value": "application/json"
            },
            {
              "name": "x-request-id",
              "value": "%08d"
            }
          ],
          "content": {
            "size": 19,
            "mimeType": "application/json",
            "text": "%s"
          }
        },
        "startedDateTime": "2026-10-30T13:24:10.000Z",
        "time": 12.5
      }`, i, strings.Repeat(`{\"user\": {\"age\": 35}}\n`, 300))
	}
	b.WriteString("\n    ]\n  }\n}")
	return b.String()
}

func TestReadAllocates(t *testing.T) {
	few, many := indented(100), indented(300)
	of := func(text string, wanted bool) float64 {
		return testing.AllocsPerRun(5, func() {
			if _, err := Read(strings.NewReader(text), func(int, []byte) bool { return wanted }, func(int, httpmsg.Exchange) {}); err != nil {
				t.Fatal(err)
			}
		})
	}
	if a, b := of(few, false), of(many, false); a != b {
		t.Errorf("200 entries that are stepped over take %v allocations", b-a)
	}
	// The lists of header fields, the ID and the body.
	if per := (of(many, true) - of(few, true)) / 200; per > 4.1 {
		t.Errorf("an entry takes %v allocations", per)
	}
}

// Header fields are read alike however they are framed, and whatever comes
// between them.
func TestPairs(t *testing.T) {
	pretty := "{\n  \"name\": %q,\n  \"value\": %q\n}"
	field := func(frame, name, value string) string { return fmt.Sprintf(frame, name, value) }
	const compact, turned, more, gone = `{"name":%q,"value":%q}`, `{"value":%[2]q,"name":%[1]q}`, `{"name":%q,"comment":"x","value":%q}`, `{"name":%q,"note":%q}`
	for _, c := range []struct{ name, list, want string }{
		{"none", ``, "[]"},
		{"compact", field(compact, "a", "b") + "," + field(compact, "c", "d") + "," + field(compact, "", ""), "[{a b} {c d} { }]"},
		{"indented", "\n" + field(pretty, "a", "b") + ",\n" + field(pretty, "c", "d") + " ,\n " + field(pretty, "e", "f") + "\n", "[{a b} {c d} {e f}]"},
		{"escapes", field(compact, "a", `"b"`) + "," + field(compact, `\`, "é\n"), "[{a \"b\"} {\\ é\n}]"},
		{"mixed", field(compact, "a", "b") + "," + field(compact, "c", "d") + "," + field(pretty, "e", "f") + "," + field(pretty, "g", "h") + "," + field(compact, "i", "j"), "[{a b} {c d} {e f} {g h} {i j}]"},
		{"turned", field(turned, "a", "b") + "," + field(turned, "c", "d") + "," + field(compact, "e", "f"), "[{a b} {c d} {e f}]"},
		{"with a comment", field(more, "a", "b") + "," + field(more, "c", "d") + "," + field(compact, "e", "f"), "[{a b} {c d} {e f}]"},
		{"no value", field(compact, "a", "b") + "," + field(gone, "c", "d") + "," + field(gone, "e", "f"), "[{a b} {c } {e }]"},
		{"other types", field(compact, "a", "b") + `,{"name":"c","value":5},{"name":"d","value":6},null,{"name":null,"value":"x"},[],` + field(compact, "e", "f"), "[{a b} {c 5} {d 6} { x} {e f}]"},
		{"twice", `{"name":"a","name":"b","value":"c"},{"name":"a","name":"d","value":"e"},{"name":"f","name":"g","value":"h"}`, "[{b c} {d e} {g h}]"},
	} {
		x, err := Entry([]byte(`{"request":{"headers":[` + c.list + `]},"response":{"headers":[` + c.list + `]}}`))
		if got := fmt.Sprint(x.Request.Headers); err != nil || got != c.want || !slices.Equal(x.Request.Headers, x.Response.Headers) {
			t.Errorf("%s: %s and %v, %v; want %s", c.name, got, x.Response.Headers, err, c.want)
		}
	}
	for _, list := range []string{`{"name":"a","value":"b"},{"name":"c","value":"d}`, `{"name":"a","value":"b"},{"name":"c","value":"d"},`, `{"name":"a","value":"b"} {"name":"c","value":"d"}`, `{"name":"a","value":"b"},,{"name":"a","value":"b"}`} {
		if _, err := Entry([]byte(`{"request":{"headers":[` + list + `]}}`)); err == nil {
			t.Errorf("%s: no error", list)
		}
	}
}

func TestDeeplyNested(t *testing.T) {
	const depth = 10_000
	for _, brackets := range []string{"[]", "{}"} {
		inside := strings.Repeat(brackets[:1], depth) + strings.Repeat(brackets[1:], depth)
		if brackets == "{}" {
			inside = strings.Repeat(`{"a":`, depth) + "1" + strings.Repeat("}", depth)
		}
		for _, member := range []string{"_initiator", "request", "response", "startedDateTime"} {
			text := `{"x":` + inside + `,"log":{"entries":[{"` + member + `":` + inside + `,"request":{"url":"` + member + `","headers":` + inside + `}}]}}`
			for _, wanted := range []bool{true, false} {
				list, sum, err := readIn(500, text, func(_ int, address []byte) bool { return wanted && string(address) == member })
				if err != nil || sum.Entries+sum.Passed != 1 || (len(list) == 1) != wanted {
					t.Errorf("%s in %s: %+v, %v", brackets, member, sum, err)
				}
			}
		}
	}
	text := `{"log":{"entries":[` + strings.Repeat("[", depth)
	_, _, err := readIn(64, text, nil)
	if cut := new(CutError); !errors.As(err, &cut) || cut.Offset != int64(len(text)) {
		t.Errorf("open brackets: %v", err)
	}
}

func BenchmarkRead(b *testing.B) {
	text := indented(1000)
	for _, wanted := range []bool{false, true} {
		b.Run(map[bool]string{false: "refused", true: "wanted"}[wanted], func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Read(strings.NewReader(text), func(int, []byte) bool { return wanted }, func(int, httpmsg.Exchange) {}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
