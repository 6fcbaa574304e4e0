package catalog

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"
)

// decode is json.Unmarshal for the files that come with the program, which are
// known to be well formed: that one reads each byte several times, and the
// first row would wait for it. What it reads keeps text alive. It knows texts,
// whole numbers, true and false, lists, maps by text, and structs by their tags.
func decode(text string, into any) (err error) {
	decoded.Add(int64(len(text)))
	d := decoder{text: text, members: map[reflect.Type]map[string][]int{}}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("byte %d: %v", d.at, r)
		}
	}()
	d.value(reflect.ValueOf(into).Elem())
	if d.at = d.behindSpace(); d.at < len(text) {
		panic("trailing")
	}
	return nil
}

// decoded is how many bytes were read so far, for tests.
var decoded atomic.Int64

// A decoder is on its way through a text. It panics where that is not what it
// should be.
type decoder struct {
	text    string
	at      int
	members map[reflect.Type]map[string][]int // of structs, by their name in JSON
}

func (d *decoder) behindSpace() int {
	at := d.at
	for at < len(d.text) && (d.text[at] == ' ' || d.text[at] == '\n' || d.text[at] == '\t' || d.text[at] == '\r') {
		at++
	}
	return at
}

// next is the byte that the next value, or sign, begins with.
func (d *decoder) next() byte {
	d.at = d.behindSpace()
	return d.text[d.at]
}

// value reads a value; the zero Value for one that nobody wants.
func (d *decoder) value(to reflect.Value) {
	if to.IsValid() && to.Kind() == reflect.Pointer {
		to.Set(reflect.New(to.Type().Elem()))
		to = to.Elem()
	}
	switch c := d.next(); c {
	case '{':
		d.object(to)
	case '[':
		d.list(to)
	case '"':
		if s := d.string(); to.IsValid() {
			to.SetString(s)
		}
	default:
		from := d.at
		for d.at < len(d.text) && strings.IndexByte(",]} \n\t\r", d.text[d.at]) < 0 {
			d.at++
		}
		d.word(d.text[from:d.at], to)
	}
}

func (d *decoder) word(word string, to reflect.Value) {
	switch {
	case !to.IsValid():
	case word == "true", word == "false":
		to.SetBool(word == "true")
	default:
		n, err := strconv.ParseInt(word, 10, 64)
		if err != nil {
			panic(err)
		}
		to.SetInt(n)
	}
}

func (d *decoder) object(to reflect.Value) {
	var element reflect.Value
	isMap := d.is(to, reflect.Map, reflect.Struct)
	if isMap {
		if to.IsNil() {
			to.Set(reflect.MakeMap(to.Type()))
		}
		element = reflect.New(to.Type().Elem()).Elem()
	}
	for range d.elements('}') {
		name := d.string()
		if d.next() != ':' {
			panic("want a colon")
		}
		d.at++
		switch {
		case isMap:
			element.SetZero()
			d.value(element)
			to.SetMapIndex(reflect.ValueOf(name), element)
		case to.IsValid():
			d.value(d.member(to, name))
		default:
			d.value(to)
		}
	}
}

// is reports whether a value that is wanted is of the one kind; it must be of
// the other otherwise.
func (d *decoder) is(to reflect.Value, one, other reflect.Kind) bool {
	if to.IsValid() && to.Kind() != one && to.Kind() != other {
		panic("want " + to.Kind().String())
	}
	return to.IsValid() && to.Kind() == one
}

// member is the field of a struct that has this name in JSON; the zero Value
// when there is none.
func (d *decoder) member(of reflect.Value, name string) reflect.Value {
	members, known := d.members[of.Type()]
	if !known {
		members = map[string][]int{}
		for _, field := range reflect.VisibleFields(of.Type()) {
			if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
				members[name] = field.Index
			}
		}
		d.members[of.Type()] = members
	}
	if index, ok := members[name]; ok {
		return of.FieldByIndex(index)
	}
	return reflect.Value{}
}

func (d *decoder) list(to reflect.Value) {
	isSlice := d.is(to, reflect.Slice, reflect.Array)
	if isSlice {
		to.Set(reflect.MakeSlice(to.Type(), 0, 0))
	}
	for i := range d.elements(']') {
		if isSlice {
			if i == to.Cap() {
				to.Grow(1)
			}
			to.SetLen(i + 1)
		}
		if to.IsValid() {
			d.value(to.Index(i))
		} else {
			d.value(to)
		}
	}
}

// elements yields the numbers of what stands between commas, up to the sign
// that ends it.
func (d *decoder) elements(end byte) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		d.at++
		if d.next() == end {
			d.at++
			return
		}
		for i := 0; ; i++ {
			d.next()
			yield(i)
			c := d.next()
			d.at++
			if c == end {
				return
			}
			if c != ',' {
				panic("want a comma")
			}
		}
	}
}

// string reads a text, which most often is a part of the file as it stands.
func (d *decoder) string() string {
	if d.text[d.at] != '"' {
		panic("want a text")
	}
	for end := d.at + 1; ; end++ {
		i := strings.IndexByte(d.text[end:], '"')
		if i < 0 {
			panic("unfinished")
		}
		end += i
		inner := d.text[d.at+1 : end]
		escapes := len(inner) - len(strings.TrimRight(inner, `\`))
		if escapes%2 == 1 {
			continue
		}
		quoted := d.text[d.at : end+1]
		d.at = end + 1
		if strings.IndexByte(inner, '\\') < 0 {
			return inner
		}
		var s string
		if err := json.Unmarshal([]byte(quoted), &s); err != nil {
			panic(err)
		}
		return s
	}
}
