package settings

import (
	"errors"
	"reflect"
	"testing"

	"misstep/catalog"
)

// memory is a store that refuses what fails says.
type memory struct {
	texts map[string]string
	fails bool
}

func (m memory) Read(key string) (string, error) {
	if m.fails {
		return "", errors.New("refused")
	}
	return m.texts[key], nil
}

func (m memory) Write(key, text string) error {
	if m.fails {
		return errors.New("full")
	}
	m.texts[key] = text
	return nil
}

func TestKept(t *testing.T) {
	hosts := []catalog.WatchedHost{{Host: "localhost:8080", Pack: "fitbit", Custom: true}, {Host: "api.fitbit.com", Pack: "fitbit", Disabled: true}}
	packs := []string{`{"id":"weather"}`}
	view := View{Tab: "migration", List: `{"filter":"x"}`, Open: "request response", ClearAtNavigation: true, Most: 1000}
	for _, c := range []struct {
		name  string
		store memory
		kept  bool // by another session with the same store
	}{
		{"a store that works", memory{map[string]string{}, false}, true},
		{"a store that refuses", memory{map[string]string{}, true}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := New(c.store)
			if s.Hosts() != nil || s.Packs() != nil || s.View() != (View{}) {
				t.Fatalf("new settings are %+v", s)
			}
			for _, err := range []error{s.SetHosts(hosts), s.SetPacks(packs), s.SetView(view)} {
				if errors.Is(err, ErrNotKept) == c.kept {
					t.Errorf("setting says %v", err)
				}
			}
			check := func(s *Settings, kept bool) {
				t.Helper()
				same := reflect.DeepEqual(s.Hosts(), hosts) && reflect.DeepEqual(s.Packs(), packs) && s.View() == view
				if same != kept {
					t.Errorf("settings are %+v, kept: want %t", s, kept)
				}
			}
			check(s, true) // for this session in any case
			check(New(c.store), c.kept)
		})
	}
}

func TestStoredByOthers(t *testing.T) {
	for _, text := range []string{"no JSON", `{"host":"x"}`, `[{"host":"x"},7]`, `["x", 7]`, `{"tab":7}`, `42`, `null`, `""`} {
		s := New(memory{map[string]string{keyHosts: text, keyPacks: text, keyView: text}, false})
		if s.Hosts() != nil || s.Packs() != nil || s.View() != (View{}) {
			t.Errorf("%s is read as %+v", text, s)
		}
	}
}

// TestViewWrittenOnce: drawing may set the view often.
func TestViewWrittenOnce(t *testing.T) {
	m := memory{map[string]string{}, false}
	s := New(m)
	s.SetView(View{Tab: "requests"})
	delete(m.texts, keyView)
	s.SetView(View{Tab: "requests"})
	if _, written := m.texts[keyView]; written {
		t.Error("a view that is the same is written again")
	}
}

func TestLimit(t *testing.T) {
	for most, want := range map[int]int{0: 10_000, -1: 10_000, 7: 10_000, 1_000: 1_000, 10_000: 10_000, 100_000: 100_000, 1_000_000: 10_000} {
		if got := (View{Most: most}).Limit(); got != want {
			t.Errorf("limit of %d is %d, want %d", most, got, want)
		}
	}
}
