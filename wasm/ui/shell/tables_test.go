//go:build js && wasm

package shell

import (
	"slices"
	"syscall/js"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/diagnosis"
	"misstep/wasm/settings"
	"misstep/wasm/ui/page"
)

// An invented view brings its own actions and keys.
type invented struct{ did []string }

func (v *invented) Attach() {}
func (v *invented) Detach() {}

func (v *invented) Actions() page.Actions {
	return page.Actions{"invent": func(page.Element) { v.did = append(v.did, "action") }}
}

func (v *invented) Keys() []page.Shortcut {
	return []page.Shortcut{{Where: "keysInvented", Keys: []string{"i"}, What: "keysInvent", Do: page.Did(func() { v.did = append(v.did, "key") })}}
}

type noStore struct{}

func (noStore) Read(string) (string, error) { return "", nil }
func (noStore) Write(string, string) error  { return nil }

func newShell() *Shell {
	return New(diagnosis.NewSession(catalog.Load(builtin.Packs)), settings.New(noStore{}), func(key string, _ ...string) string { return key }, "page", Actions{})
}

func TestViewBringsActionsAndKeys(t *testing.T) {
	s, v := newShell(), &invented{}
	s.take(v)
	s.onClick["invent"](nil)
	if !slices.ContainsFunc(s.Shortcuts(), func(k page.Shortcut) bool { return k.What == "keysInvent" }) {
		t.Error("the list of keys lacks the view's")
	}
	if !page.Press(v.Keys(), "keysInvented", "i") || page.Press(v.Keys(), anywhere, "i") || page.Press(v.Keys(), "keysInvented", "j") {
		t.Error("a key is pressed where it is the view's, and nowhere else")
	}
	if !slices.Equal(v.did, []string{"action", "key"}) {
		t.Errorf("did %q", v.did)
	}
}

func TestFormatIsARow(t *testing.T) {
	before := formats
	t.Cleanup(func() { formats = before })
	written := 0
	formats = append(slices.Clone(before), format{Name: "invented", Text: "exportInvented", Write: func(*Shell, []int) (string, bool) {
		written++
		return "", false
	}})
	s := newShell()
	act := s.onClick["export-invented"]
	if act == nil {
		t.Fatal("the format has no action")
	}
	all := js.Global().Get("Object").New() // an item of the menu
	all.Set("getAttribute", js.Global().Get("Function").New("return 'all'"))
	s.Document = page.Wrap(all) // has the button that opens it
	all.Set("querySelector", js.Global().Get("Function").New("return this"))
	if act(page.Wrap(all)); written != 1 {
		t.Errorf("written %d times", written)
	}
}
