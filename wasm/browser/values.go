//go:build js && wasm

package browser

import (
	"encoding/json"
	"fmt"
	"syscall/js"
)

// Args are what JavaScript calls a function of ours with.
type Args []js.Value

// at is undefined where there are fewer.
func (a Args) at(i int) js.Value {
	if i < len(a) {
		return a[i]
	}
	return js.Undefined()
}

// Text is the i-th argument if it is a string, else "".
func (a Args) Text(i int) string {
	if v := a.at(i); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// IsText reports whether the i-th argument is a string.
func (a Args) IsText(i int) bool { return a.at(i).Type() == js.TypeString }

// Int is the i-th argument if it is a number, else otherwise.
func (a Args) Int(i, otherwise int) int {
	if v := a.at(i); v.Type() == js.TypeNumber {
		return v.Int()
	}
	return otherwise
}

// JSON reads the i-th argument by way of JSON, which costs one crossing.
func (a Args) JSON(i int, into any) (err error) {
	defer func() {
		if r := recover(); r != nil { // JSON.stringify throws on a cyclic object
			err = fmt.Errorf("the input is no plain value: %v", r)
		}
	}()
	text := js.Global().Get("JSON").Call("stringify", a.at(i))
	if text.Type() != js.TypeString {
		return fmt.Errorf("want a HAR entry or a text, have %s", a.at(i).Type())
	}
	return json.Unmarshal([]byte(text.String()), into)
}

// Expose sets a global object with members for anybody's scripts: a func(Args) any
// becomes a function. Values cross by way of JSON.
func Expose(name string, members map[string]any) {
	object := js.Global().Get("Object").New()
	for name, member := range members {
		if function, ok := member.(func(Args) any); ok {
			object.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return plain(function(args)) }))
		} else {
			object.Set(name, plain(member))
		}
	}
	js.Global().Set(name, object)
}

// plain is a value of ours in JavaScript.
func plain(value any) js.Value {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // our own types always marshal
	}
	return js.Global().Get("JSON").Call("parse", string(text))
}

// Random returns bytes that nobody can guess. The browser makes them: crypto/rand
// brings a random generator of its own along.
func Random(n int) []byte {
	array := uint8Array.New(n)
	js.Global().Get("crypto").Call("getRandomValues", array)
	bytes := make([]byte, n)
	js.CopyBytesToGo(bytes, array)
	return bytes
}
