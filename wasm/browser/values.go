//go:build js && wasm

package browser

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"
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

// typeOf is the type of a value, undefined for what Go has none for: a BigInt.
func typeOf(v js.Value) (t js.Type) {
	defer func() {
		if recover() != nil {
			t = js.TypeUndefined
		}
	}()
	return v.Type()
}

// Text is the i-th argument if it is a string, otherwise "".
func (a Args) Text(i int) string {
	if a.IsText(i) {
		return a.at(i).String()
	}
	return ""
}

// IsText reports whether the i-th argument is a string.
func (a Args) IsText(i int) bool { return typeOf(a.at(i)) == js.TypeString }

// Int is the i-th argument if it is a number, otherwise otherwise.
func (a Args) Int(i, otherwise int) int {
	if v := a.at(i); typeOf(v) == js.TypeNumber && !v.IsNaN() {
		return int(min(max(v.Float(), math.MinInt32), math.MaxInt32))
	}
	return otherwise
}

// Most is how many values one argument may have.
const Most = 10_000

// mostText bounds an argument, in characters of its JSON.
const mostText = 256 << 20

// JSON reads the i-th argument by way of JSON, which costs one crossing. Any error of
// JavaScript's is one of Go's.
func (a Args) JSON(i int, into any) (err error) {
	defer func() {
		if r := recover(); r != nil { // a cyclic object, an accessor that throws, a proxy that was revoked
			err = fmt.Errorf("the input is no plain value: %s", thrown(r))
		}
	}()
	v := a.at(i)
	if typeOf(v) == js.TypeObject && isArray.Invoke(v).Bool() && reflectGet.Invoke(v, "length").Int() > Most {
		return fmt.Errorf("want at most %d values at once", Most)
	}
	text := jsonStringify.Invoke(v)
	switch {
	case text.Type() != js.TypeString:
		return fmt.Errorf("want a HAR entry or a text, have %s", typeOf(v))
	case objectOf.Invoke(text).Length() > mostText:
		return fmt.Errorf("the input is longer than %d MB", mostText>>20)
	}
	return json.Unmarshal([]byte(text.String()), into)
}

// What values cross with.
var (
	isArray       = js.Global().Get("Array").Get("isArray")
	joinTexts     = js.Global().Get("Array").Get("prototype").Get("join")
	reflectGet    = js.Global().Get("Reflect").Get("get")
	objectOf      = js.Global().Get("Object")
	jsonStringify = js.Global().Get("JSON").Get("stringify")
	jsonParse     = js.Global().Get("JSON").Get("parse")
	int32Array    = js.Global().Get("Int32Array")
)

// between joins texts; a text that has it is read by itself.
const between = "\x00"

// Texts reads the i-th argument, an array of strings, in one crossing.
func (a Args) Texts(i int) (texts []string, err error) {
	defer func() {
		if r := recover(); r != nil {
			texts, err = nil, fmt.Errorf("the input is no plain value: %s", thrown(r))
		}
	}()
	v := a.at(i)
	if typeOf(v) != js.TypeObject || !isArray.Invoke(v).Bool() {
		return nil, fmt.Errorf("want an array of texts, have %s", typeOf(v))
	}
	n := reflectGet.Invoke(v, "length").Int()
	if n > Most {
		return nil, fmt.Errorf("want at most %d values at once", Most)
	}
	texts = strings.Split(joinTexts.Call("call", v, between).String(), between)
	if len(texts) != n {
		texts = make([]string, n)
		for at := range texts {
			texts[at] = Args{reflectGet.Invoke(v, at)}.Text(0)
		}
	}
	return texts, nil
}

// thrown is what JavaScript has thrown, in words. Its message may throw as well.
func thrown(what any) (text string) {
	defer func() {
		if recover() != nil {
			text = "exception" // all that is known about it
		}
	}()
	if e, ok := what.(js.Error); ok {
		return js.Global().Get("String").Invoke(e.Value).String()
	}
	return fmt.Sprint(what)
}

// Expose sets a global object with members for anybody's scripts: a func(Args) any
// becomes a function. Values cross by way of JSON. What fails inside a function is
// given back as an Error: it does not end the program.
func Expose(name string, members map[string]any) {
	object := js.Global().Get("Object").New()
	for name, member := range members {
		if function, ok := member.(func(Args) any); ok {
			object.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return guarded(function, args) }))
		} else {
			object.Set(name, plain(member))
		}
	}
	js.Global().Set(name, object)
}

func guarded(function func(Args) any, args Args) (result js.Value) {
	defer func() {
		if r := recover(); r != nil {
			result = js.Global().Get("Error").New("misstep: " + thrown(r))
		}
	}()
	return plain(function(args))
}

// plain is a value of ours in JavaScript.
func plain(value any) js.Value {
	if numbers, ok := value.([]int32); ok {
		return int32Array.New(numbersToJS(numbers).Get("buffer"))
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // our own types always marshal
	}
	return jsonParse.Invoke(string(text))
}

// numbersToJS are the bytes of numbers, the lowest first.
func numbersToJS(numbers []int32) js.Value {
	bytes := make([]byte, 0, 4*len(numbers))
	for _, n := range numbers {
		bytes = binary.LittleEndian.AppendUint32(bytes, uint32(n))
	}
	array := uint8Array.New(len(bytes))
	js.CopyBytesToJS(array, bytes)
	return array
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
