// Package messages has what the program says beside the texts of the packs:
// short templates with {placeholders}, by key, one file a language. en.json is
// built in as Go; another language is read when it is asked for.
package messages

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strconv"
	"strings"
	"sync"

	"misstep/catalog/location"
)

// A Formatter writes messages in one language.
type Formatter struct{ texts map[string]string }

// English writes messages as they are in en.json.
var English = sync.OnceValue(func() *Formatter { return &Formatter{texts: english()} })

// Another language is a file more to name; en.json would be in the program twice.
//
//go:embed de.json
var translations embed.FS

// Languages are those that messages are translated into, beside English.
func Languages() []string {
	found, _ := fs.Glob(translations, "*.json") // the pattern is not one that fails
	for i, file := range found {
		found[i] = strings.TrimSuffix(file, ".json")
	}
	return found
}

// Translated returns a formatter for a language such as "de"; what the language lacks is
// English. It is nil when there is no translation.
func Translated(language string) (*Formatter, error) {
	data, err := fs.ReadFile(translations, language+".json")
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		return nil, nil
	case err != nil:
		return nil, err
	}
	f := &Formatter{texts: maps.Clone(English().texts)}
	if err := json.Unmarshal(data, &f.texts); err != nil {
		return nil, fmt.Errorf("catalog/messages/%s.json: %w", language, err)
	}
	return f, nil
}

// Format is the text with that key. Values are name and value of placeholders in
// turn. A key that there is none of is its own text.
func (f *Formatter) Format(key string, values ...string) string {
	text, ok := f.texts[key]
	if !ok {
		return key
	}
	if len(values) == 0 {
		return text
	}
	return Fill(text, func(name string) (string, bool) {
		for i := 0; i+1 < len(values); i += 2 {
			if values[i] == name {
				return values[i+1], true
			}
		}
		return "", false
	})
}

// Day writes a day, 2006-01-02, as the language does. Another text stays.
func (f *Formatter) Day(iso string) string {
	if len(iso) != len("2006-01-02") {
		return iso
	}
	return f.Format("text.day", "year", iso[:4], "month", iso[5:7], "day", iso[8:])
}

// Grouped writes a number with a sign between its thousands: 10,000.
func Grouped(n int, sign string) string {
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + sign + digits[at:]
	}
	return digits
}

// Count is Format for a number of things: the text with that key and the ending
// .one or .other, whose {count} is n.
func (f *Formatter) Count(key string, n int, values ...string) string {
	if n == 1 {
		key += ".one"
	} else {
		key += ".other"
	}
	return f.Format(key, append(values, "count", Grouped(n, f.Format("text.thousands")))...)
}

// A Message is something to say in a language that is not known yet.
type Message struct {
	Key  string
	Args []any // name and value of placeholders in turn; a Message or an error is said in the same language
}

// New makes a message.
func New(key string, args ...any) Message { return Message{key, args} }

// String is the message in English.
func (m Message) String() string { return English().Text(m) }

// Text is a message in words.
func (f *Formatter) Text(m Message) string {
	values := make([]string, len(m.Args))
	for i, value := range m.Args {
		switch value := value.(type) {
		case string:
			values[i] = value
		case Message:
			values[i] = f.Text(value)
		case location.Location:
			values[i] = f.Place(value)
		case error:
			values[i] = f.Error(value)
		default:
			values[i] = fmt.Sprint(value)
		}
	}
	return f.Format(m.Key, values...)
}

// Error says an error: in this language, if it is one that is meant for people
// who use the program.
func (f *Formatter) Error(err error) string {
	if e, ok := err.(interface{ Message() Message }); ok {
		return f.Text(e.Message())
	}
	return err.Error()
}

// NewError is an error for people who use the program.
func NewError(key string, args ...any) error { return &messageError{Message{key, args}} }

type messageError struct{ message Message }

func (e *messageError) Error() string    { return e.message.String() }
func (e *messageError) Message() Message { return e.message }

// Unwrap gives the errors that fill placeholders.
func (e *messageError) Unwrap() []error {
	var inner []error
	for _, value := range e.message.Args {
		if err, ok := value.(error); ok {
			inner = append(inner, err)
		}
	}
	return inner
}

// Place is the name of a location: the message with its part's key, and "-at"
// after it where something within is named.
func (f *Formatter) Place(l location.Location) string {
	key := "place." + strings.ReplaceAll(strings.ToLower(string(l.Part)), " ", "-")
	if l.Name != "" {
		key += "-at"
	}
	return f.Format(key, "name", l.Name, "number", strconv.Itoa(l.Exchange))
}
