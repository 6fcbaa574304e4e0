package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Wording is what the engine itself says, beside the texts of the packs:
// short templates with {placeholders}, by key. The English one is
// wording/en.json.
type Wording struct {
	texts  map[string]string
	places []placeName // how places are called; nil in English, where they are called as they are
}

// English is the wording as it is in wording/en.json.
var English = sync.OnceValue(func() *Wording { return &Wording{texts: builtInWording()} })

// Say is the text with that key. Values are name and value of placeholders in
// turn. A key that there is none of is its own text.
func (w *Wording) Say(key string, values ...string) string {
	text, ok := w.texts[key]
	if !ok {
		return key
	}
	if len(values) == 0 {
		return text
	}
	return fillIn(text, values)
}

// Count is Say for a number of things: the text with that key and the ending
// .one or .other, whose {count} is n.
func (w *Wording) Count(key string, n int, values ...string) string {
	if n == 1 {
		key += ".one"
	} else {
		key += ".other"
	}
	return w.Say(key, append(values, "count", strconv.Itoa(n))...)
}

// fillIn puts values in the place of {placeholders}; one without a value
// stays.
func fillIn(text string, values []string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		i := 0
		for i+1 < len(values) && values[i] != name {
			i += 2
		}
		if i+1 < len(values) {
			b.WriteString(values[i+1])
		} else {
			b.WriteString("{" + name + "}")
		}
		text = after
	}
}

// A Sentence is something to say in a language that is not known yet.
type Sentence struct {
	Key    string
	Values []any // name and value of placeholders in turn; a Sentence or an error is said in the same language
}

func sentence(key string, values ...any) Sentence { return Sentence{key, values} }

// A PlaceAt is a place as a value of a sentence.
type PlaceAt string

// String is the sentence in English.
func (s Sentence) String() string { return English().Tell(s) }

// Tell says a sentence.
func (w *Wording) Tell(s Sentence) string {
	values := make([]string, len(s.Values))
	for i, value := range s.Values {
		switch value := value.(type) {
		case string:
			values[i] = value
		case Sentence:
			values[i] = w.Tell(value)
		case PlaceAt:
			values[i] = w.Place(string(value))
		case error:
			values[i] = w.Error(value)
		default:
			values[i] = fmt.Sprint(value)
		}
	}
	return w.Say(s.Key, values...)
}

// Error says an error: in this wording, if it is one that is meant for people
// who use the program.
func (w *Wording) Error(err error) string {
	if s, ok := err.(interface{ Sentence() Sentence }); ok {
		return w.Tell(s.Sentence())
	}
	return err.Error()
}

// NewError is an error for people who use the program.
func NewError(key string, values ...any) error { return &spokenError{Sentence{key, values}} }

type spokenError struct{ sentence Sentence }

func (e *spokenError) Error() string      { return e.sentence.String() }
func (e *spokenError) Sentence() Sentence { return e.sentence }

// Unwrap gives the errors that fill placeholders.
func (e *spokenError) Unwrap() []error {
	var inner []error
	for _, value := range e.sentence.Values {
		if err, ok := value.(error); ok {
			inner = append(inner, err)
		}
	}
	return inner
}

// A placeName calls places that have one form.
type placeName struct {
	form  []string // texts before, between and behind the placeholders of the English name
	names []string // of the placeholders
	key   string
}

// placePrefix begins the keys that name places.
const placePrefix = "place."

// Place is the name of a place where something was read. A place is an
// address, such as "response header Date", and the same in every language;
// its English name is the address itself.
func (w *Wording) Place(place string) string {
	for _, p := range w.places {
		if values, ok := p.read(place); ok {
			return w.Say(p.key, values...)
		}
	}
	return place
}

// read gives the placeholders of a place that has this form.
func (p *placeName) read(place string) (values []string, ok bool) {
	rest, ok := strings.CutPrefix(place, p.form[0])
	if !ok {
		return nil, false
	}
	for i, name := range p.names {
		behind := p.form[i+1]
		at := len(rest)
		if behind != "" {
			at = strings.Index(rest, behind)
		}
		if at <= 0 {
			return nil, false
		}
		values = append(values, name, rest[:at])
		rest = rest[at+len(behind):]
	}
	return values, rest == ""
}

// placeNames reads the forms of places from their English names.
func (w *Wording) placeNames() []placeName {
	var list []placeName
	for _, key := range slices.Sorted(maps.Keys(w.texts)) {
		if !strings.HasPrefix(key, placePrefix) {
			continue
		}
		p := placeName{key: key}
		for text := w.texts[key]; ; {
			before, rest, found := strings.Cut(text, "{")
			p.form = append(p.form, before)
			if !found {
				break
			}
			name, after, _ := strings.Cut(rest, "}")
			p.names = append(p.names, name)
			text = after
		}
		list = append(list, p)
	}
	return list
}
