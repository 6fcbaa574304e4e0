package catalog

import (
	"encoding/json"
	"io/fs"
	"reflect"
	"strings"
	"testing"
)

// Files are read as encoding/json reads them, byte for byte.
func TestDecodesAsEncodingJSON(t *testing.T) {
	names, err := fs.Glob(files, "*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		kind := reflect.TypeFor[Pack]()
		switch {
		case strings.HasPrefix(name, "wording/"):
			kind = reflect.TypeFor[map[string]string]()
		case strings.HasPrefix(name, "translations/"):
			kind = reflect.TypeFor[map[string]map[string]translatedTexts]()
			data = []byte(strings.ReplaceAll(string(data), `"wording":`, `"":`)) // texts, not objects
			var members map[string]json.RawMessage
			if err := json.Unmarshal(data, &members); err != nil {
				t.Fatal(err)
			}
			delete(members, "")
			if data, err = json.Marshal(members); err != nil {
				t.Fatal(err)
			}
		}
		have, want := reflect.New(kind), reflect.New(kind)
		if err := decode(string(data), have.Interface()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := json.Unmarshal(data, want.Interface()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(have.Interface(), want.Interface()) {
			t.Errorf("%s is read otherwise than by encoding/json", name)
		}
	}
}

func TestDecode(t *testing.T) {
	type inner struct {
		Name string `json:"name"`
	}
	type outer struct {
		inner
		Text  string            `json:"text,omitempty"`
		Count int               `json:"count"`
		Is    bool              `json:"is"`
		List  []inner           `json:"list"`
		Pair  [2]int            `json:"pair"`
		At    *inner            `json:"at"`
		By    map[string]inner  `json:"by"`
		Texts map[string]string `json:"texts"`
	}
	for _, text := range []string{
		`{}`, " { } \n", `{"text":""}`, `{"name":"embedded","text":"a\"b\\","count":-12,"is":true}`,
		`{"text":"\\\\","name":"\\\""}`, `{"text":"\u00e4\ud83d\ude00\n\/ä"}`,
		`{"list":[]}`, `{"list":[{"name":"a"},{},{"name":"c"}],"pair":[3, 4]}`,
		`{"at":{"name":"x"},"by":{"a":{"name":"1"},"b":{}},"texts":{"k":"v","":"w"}}`,
		`{"unknown":{"deep":[1,2.5,{"x":"}]\""},null]},"count":1}`,
	} {
		var have, want outer
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		if err := decode(text, &have); err != nil || !reflect.DeepEqual(have, want) {
			t.Errorf("%s: %+v (%v), want %+v", text, have, err, want)
		}
	}
	for _, text := range []string{
		``, `{`, `{"text"`, `{"text":"a}`, `{"text" "a"}`, `{"text":"a" "count":1}`, `{"count":1.5}`, `{"count":"1"}`,
		`{"text":1}`, `{"list":{}}`, `[]`, `{} {}`, `{"pair":[1,2,3]}`, `{"text":"\x"}`, `{"text":"\\\"}`,
	} {
		if err := decode(text, &outer{}); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}
