package jsonscan

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func FuzzDecode(f *testing.F) {
	for _, text := range []string{
		`{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00\ud800\n",true,false,null,{}],"a":{"b":[]},"":"é"}`, ` [ ] `, `"`, `{"a":1e999}`, `1e999`, `[1,]`, `{"a" 1}`, "[\"\xff\xc3\"]", `[1] x`, ``, ` `, `01`,
		`{"exp":1793367962,"scopes":"ract rhr"}`, `tru`, `truefalse`, `"\x"`, "\"\x01\"", `-0`, `[[[[1]]]]`, "\ufeff{}", `{"a":"` + strings.Repeat("0123456789\\\"", 30) + `"}`,
		strings.Repeat("[", 10001) + strings.Repeat("]", 10001),
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want any
		fine := json.Unmarshal([]byte(text), &want) == nil
		have, ok := Decode(text)
		if ok != fine || ok && !reflect.DeepEqual(have, want) {
			t.Errorf("%q: have %#v, %v, want %#v, %v", text, have, ok, want, fine)
		}
	})
}
