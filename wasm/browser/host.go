//go:build js && wasm

package browser

import (
	"encoding/json"
	"io"
	"syscall/js"
)

// A Host is the page that started the module, as globalThis.misstepHost describes
// it: members that are functions, texts and flags, by name.
type Host struct{ object js.Value }

// FindHost returns the host; ok is false where nobody offers one, as in Node.
func FindHost() (host Host, ok bool) {
	object := js.Global().Get("misstepHost")
	return Host{object}, object.Truthy()
}

// Text is a text of _locales with its placeholders filled in.
func (h Host) Text(key string, args ...string) string {
	list := make([]any, len(args))
	for i, arg := range args {
		list[i] = arg
	}
	return h.object.Call("message", key, list).String()
}

// Member is a string value, "" if there is none.
func (h Host) Member(name string) string {
	if v := h.object.Get(name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// Has reports whether a member is there, and neither false nor empty.
func (h Host) Has(name string) bool { return h.object.Get(name).Truthy() }

// Set sets a member.
func (h Host) Set(name string, value any) { h.object.Set(name, value) }

// JSON reads a member that is plain data.
func (h Host) JSON(name string, into any) error {
	return json.Unmarshal([]byte(js.Global().Get("JSON").Call("stringify", h.object.Get(name)).String()), into)
}

// Notify calls a function of the host, if it has it. Lists of texts may be among
// the arguments.
func (h Host) Notify(name string, args ...any) {
	if h.object.Get(name).Type() != js.TypeFunction {
		return
	}
	for i, arg := range args {
		if texts, ok := arg.([]string); ok {
			list := make([]any, len(texts))
			for j, text := range texts {
				list[j] = text
			}
			args[i] = list
		}
	}
	h.object.Call(name, args...)
}

// On has the host call receive from now on, and at once for what came before.
func (h Host) On(name string, receive func(Args)) {
	h.Notify(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
		receive(args)
		return nil
	}))
}

// Sample is the sample session, a HAR. Call it in a goroutine of its own.
func (h Host) Sample() (string, error) {
	text, err := Await(h.object.Call("sample"))
	if err != nil {
		return "", err
	}
	return text.String(), nil
}

// A Response is the response of a URL.
type Response struct {
	Status int
	Size   int64 // of the body in bytes; 0: not said
	Body   io.ReadCloser
}

// Fetch asks for an address, until ended is closed. Call it in a goroutine of its
// own.
func (h Host) Fetch(address string, ended <-chan struct{}) (*Response, error) {
	response, err := AwaitUntil(h.object.Call("fetch", address), ended)
	if err != nil {
		return nil, err
	}
	return &Response{
		Status: response.Get("status").Int(),
		Size:   max(0, int64(response.Get("size").Float())),
		Body:   NewStreamReader(response.Get("body"), ended),
	}, nil
}

// An Opened is something that a person opened: a file, a text, an address, or the
// sample.
type Opened struct {
	Name, Text, Address string
	File                *BlobReader
	Sample              bool
}

// Remember has the host keep something opened for the program that may have to
// come after this one.
func (h Host) Remember(o Opened) {
	opened := h.object.Get("opened")
	if !opened.Truthy() {
		return
	}
	item := map[string]any{"name": o.Name, "text": o.Text, "address": o.Address, "sample": o.Sample}
	if o.File != nil {
		item["file"] = o.File.Value
	}
	opened.Call("push", item)
}

// TakeOpened returns what was opened, and has the host forget it.
func (h Host) TakeOpened() (list []Opened) {
	opened := h.object.Get("opened")
	if !opened.Truthy() {
		return nil
	}
	taken := opened.Call("splice", 0)
	for i := range taken.Length() {
		item := taken.Index(i)
		o := Opened{Name: item.Get("name").String(), Text: item.Get("text").String(), Address: item.Get("address").String(), Sample: item.Get("sample").Bool()}
		if file := item.Get("file"); file.Truthy() {
			reader := NewBlobReader(file)
			o.File = &reader
		}
		list = append(list, o)
	}
	return list
}
