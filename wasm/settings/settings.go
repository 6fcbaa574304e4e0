// Package settings remembers between sessions what a person has set: hosts,
// added packs, and how the panel is looked at. Nothing that was captured is
// ever among it.
package settings

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"misstep/catalog"
)

// A Store keeps texts by key. In a browser it is localStorage, which may be
// refused (private windows, pages from disk) or full.
type Store interface {
	Read(key string) (text string, err error) // "" when there is none
	Write(key, text string) error             // "" removes
}

// Keys of the store. devtools.js reads keyHosts by itself, before Go runs.
const (
	keyHosts = "misstep.hosts"
	keyPacks = "misstep.packs"
	keyView  = "misstep.view"
)

// ErrNotKept is the error of everything that lasts for this session only.
var ErrNotKept = errors.New("kept for this session only")

// A View is how the panel was left.
type View struct {
	Tab  string `json:"tab,omitempty"`
	List string `json:"list,omitempty"` // the list's own, as JSON
	Open string `json:"open,omitempty"` // sections of the detail that are unfolded, with spaces between

	// Split is the list's share beside the explanation, in percent, SplitDown that
	// above it; 0: as the style says.
	Split     int `json:"split,omitempty"`
	SplitDown int `json:"splitDown,omitempty"`

	// ClearAtNavigation has the list emptied when the page goes elsewhere.
	ClearAtNavigation bool `json:"clearAtNavigation,omitempty"`
	Most              int  `json:"most,omitempty"` // exchanges kept at most; see Limit
}

// Limits are how many exchanges can be kept at most, to choose from.
var Limits = []int{1_000, 10_000, 100_000}

// Limit is the greatest number of exchanges to keep.
func (v View) Limit() int {
	if !slices.Contains(Limits, v.Most) {
		return 10_000
	}
	return v.Most
}

// Settings are read once, and written whenever one is set. What the store
// refuses is kept all the same, as long as the program runs.
type Settings struct {
	// Refused, if set, is called once with the reason why storage is unavailable: settings
	// then last for this session only.
	Refused func(err error)

	store Store
	told  bool
	hosts []catalog.WatchedHost
	packs []string
	view  View
}

// New reads the settings. What cannot be read counts as not set.
func New(store Store) *Settings {
	return &Settings{
		store: store,
		hosts: read[[]catalog.WatchedHost](store, keyHosts),
		packs: read[[]string](store, keyPacks),
		view:  read[View](store, keyView),
	}
}

// read returns nothing when what is stored is not what it should be: another
// version, or somebody by hand, may have written it.
func read[T any](store Store, key string) (value T) {
	text, err := store.Read(key)
	if err == nil && json.Unmarshal([]byte(text), &value) == nil {
		return value
	}
	var none T
	return none
}

// write reports an error that is ErrNotKept and says why.
func (s *Settings) write(key string, value any) error {
	data, err := json.Marshal(value)
	if err == nil {
		err = s.store.Write(key, string(data))
	}
	if err == nil {
		return nil
	}
	err = fmt.Errorf("%w: %w", ErrNotKept, err)
	if !s.told && s.Refused != nil {
		s.told = true
		s.Refused(err)
	}
	return err
}

// Reread takes over the hosts and packs that another program has stored, and
// reports whether they are others.
func (s *Settings) Reread() bool {
	hosts, packs := read[[]catalog.WatchedHost](s.store, keyHosts), read[[]string](s.store, keyPacks)
	if slices.Equal(hosts, s.hosts) && slices.Equal(packs, s.packs) {
		return false
	}
	s.hosts, s.packs = hosts, packs
	return true
}

// Hosts is the list of watched hosts, nil when nobody has changed it.
func (s *Settings) Hosts() []catalog.WatchedHost { return s.hosts }

// SetHosts remembers the list of watched hosts.
func (s *Settings) SetHosts(hosts []catalog.WatchedHost) error {
	s.hosts = hosts
	return s.write(keyHosts, hosts)
}

// Packs are the added packs, each as the JSON it was read from.
func (s *Settings) Packs() []string { return s.packs }

// SetPacks remembers the added packs.
func (s *Settings) SetPacks(packs []string) error {
	s.packs = packs
	return s.write(keyPacks, packs)
}

// View is how the panel was left.
func (s *Settings) View() View { return s.view }

// SetView remembers how the panel is looked at.
func (s *Settings) SetView(view View) error {
	if view == s.view {
		return nil
	}
	s.view = view
	return s.write(keyView, view)
}
