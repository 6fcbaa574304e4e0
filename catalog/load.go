package catalog

import (
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"misstep/catalog/messages"
)

// A Catalog is a set of packs, ready to be searched. But for what changes
// packs and hosts it is safe for use by several goroutines.
type Catalog struct {
	packs []*Pack
	added []*Pack // those that Add brought

	words       *messages.Formatter // in the catalog's language; nil in English
	translation translation         // into that language
	phrases     map[string]phrases  // by pack, in that language

	custom   []WatchedHost   // hosts that Watch added
	disabled map[hostOf]bool // hosts of the packs that are not watched
	places   []place         // what is watched, in the order of comparing
}

// A BuiltIn is a pack that comes with the program: without its maps, and what
// puts them in their places.
type BuiltIn struct {
	Pack    Pack // shared by all catalogs: what changes it takes a copy
	PutMaps func(*Pack)
}

// Load makes a catalog of the packs that come with the program, those of
// catalog/builtin. What is made of them is made when it is first needed: a page
// is up before, and few people use more than one API.
func Load(builtIn []*BuiltIn) *Catalog {
	packs := make([]*Pack, len(builtIn))
	for i, b := range builtIn {
		pack := b.Pack
		pack.rest = func() {
			// These are changed: translated, and prepared to be looked up.
			pack.Errors, pack.Causes, pack.Endpoints = slices.Clone(pack.Errors), slices.Clone(pack.Causes), slices.Clone(pack.Endpoints)
			b.PutMaps(&pack)
		}
		packs[i] = &pack
	}
	return New(packs...)
}

// whole is the pack with all that it knows. Nothing else may leave the
// catalog.
func (p *Pack) whole() *Pack {
	p.rest()
	return p
}

// New makes a catalog of these packs.
func New(packs ...*Pack) *Catalog {
	c := &Catalog{disabled: map[hostOf]bool{}}
	for _, pack := range packs {
		c.take(pack)
	}
	c.placeHosts()
	return c
}

// take makes a pack one of the catalog's.
func (c *Catalog) take(pack *Pack) {
	if pack.indexes == nil {
		pack.indexes = &indexes{}
	}
	read, there := pack.rest, pack.rest == nil || pack.complete
	pack.rest = sync.OnceFunc(func() {
		if read != nil {
			read()
		}
		for i := range pack.Errors {
			if e := &pack.Errors[i]; e.Kind == "" {
				e.Kind = KindError
			}
		}
		pack.indexCalls()
		pack.indexSteps()
		pack.indexReplacements()
		if off := pack.Shutdown; off != nil {
			pack.since, _ = time.Parse(time.DateOnly, off.Date)
		}
		pack.causeOf = make(map[string]*Cause, len(pack.Causes))
		for i := range slices.Backward(pack.Causes) { // the first of an ID counts
			pack.causeOf[pack.Causes[i].ID] = &pack.Causes[i]
		}
		pack.complete = true
		c.translate(pack)
	})
	if there {
		pack.rest()
	}
	c.packs = append(c.packs, pack)
}

// Packs are those of the catalog, in its order.
func (c *Catalog) Packs() []*Pack {
	for _, pack := range c.packs {
		pack.whole()
	}
	return c.packs
}

// ExampleTokens are those of all packs, which need not be made ready for them.
func (c *Catalog) ExampleTokens() (all []ExampleToken) {
	for _, pack := range c.packs {
		all = append(all, pack.Credentials.ExampleTokens...)
	}
	return all
}

// indexes are what others made of a pack, to find something in it.
type indexes struct {
	mutex sync.Mutex
	list  []any
}

// IndexOf returns the index that build makes of a pack of a catalog. It is made
// when it is first asked for and lasts as long as the pack. It is found again by
// its type, which therefore belongs to the package that asks.
func IndexOf[T any](pack *Pack, build func(*Pack) *T) *T {
	known := pack.indexes
	known.mutex.Lock()
	defer known.mutex.Unlock()
	for _, index := range known.list {
		if index, ok := index.(*T); ok {
			return index
		}
	}
	index := build(pack)
	known.list = append(known.list, index)
	return index
}

// A ClashError names what a new pack has in common with one that is there.
type ClashError struct{ What, ID, Pack string } // What is "pack" or "entry"

func (e *ClashError) Error() string { return e.Message().String() }

// Message is what Error says.
func (e *ClashError) Message() messages.Message {
	if e.What == "pack" {
		return messages.New("pack.there-already", "id", strconv.Quote(e.ID))
	}
	return messages.New("pack.entry-there-already", "id", strconv.Quote(e.ID), "pack", strconv.Quote(e.Pack))
}

// Add takes a pack, from ReadPack, beside those that came with the program.
// Its id and those of its errors must be no other pack's.
func (c *Catalog) Add(pack *Pack) error {
	if c.header(pack.ID) != nil {
		return &ClashError{"pack", pack.ID, pack.ID}
	}
	for _, other := range c.Packs() {
		for i := range pack.Errors {
			id := pack.Errors[i].ID
			if slices.ContainsFunc(other.Errors, func(e ErrorDef) bool { return e.ID == id }) || other.Renamed[id] != "" {
				return &ClashError{"entry", id, other.ID}
			}
		}
	}
	c.take(pack)
	c.added = append(c.added, pack)
	c.placeHosts()
	return nil
}

// Remove removes a pack that Add brought, with the hosts that were watched
// for it, and reports whether it was one.
func (c *Catalog) Remove(id string) bool {
	is := func(pack *Pack) bool { return pack.ID == id }
	if !slices.ContainsFunc(c.added, is) {
		return false
	}
	c.added = slices.DeleteFunc(c.added, is)
	c.packs = slices.DeleteFunc(slices.Clone(c.packs), is)
	c.custom = slices.DeleteFunc(c.custom, func(w WatchedHost) bool { return w.Pack == id })
	maps.DeleteFunc(c.disabled, func(h hostOf, _ bool) bool { return h.pack == id })
	c.placeHosts()
	return true
}

// Added are the packs that Add brought, in its order.
func (c *Catalog) Added() []*Pack { return slices.Clone(c.added) }

// ErrorDef finds an error by its ID, or by one it had before; nil when there is
// none.
func (c *Catalog) ErrorDef(id string) (*Pack, *ErrorDef) {
	for _, pack := range c.Packs() {
		now := id
		if renamed, ok := pack.Renamed[id]; ok {
			now = renamed
		}
		for i := range pack.Errors {
			if pack.Errors[i].ID == now {
				return pack, &pack.Errors[i]
			}
		}
	}
	return nil, nil
}

// Cause finds a cause of a pack, both by ID; nil when it has none: each pack words the same
// cause in its own way.
func (c *Catalog) Cause(packID, id string) (*Pack, *Cause) {
	pack := c.Pack(packID)
	if pack == nil || pack.causeOf[id] == nil {
		return nil, nil
	}
	return pack, pack.causeOf[id]
}

// Pack finds a pack by its ID; nil when there is none.
func (c *Catalog) Pack(id string) *Pack {
	if pack := c.header(id); pack != nil {
		return pack.whole()
	}
	return nil
}

// Predecessor finds the pack that names this one as its successor; nil when
// there is none.
func (c *Catalog) Predecessor(id string) *Pack {
	for _, pack := range c.packs {
		if pack.ID != id && pack.Successor != nil && pack.Successor.Pack == id {
			return pack.whole()
		}
	}
	return nil
}

// header is Pack for what is asked of its api.json only.
func (c *Catalog) header(id string) *Pack {
	for _, pack := range c.packs {
		if pack.ID == id {
			return pack
		}
	}
	return nil
}

// Forms yields the error's wording and each variant of it, empty fields
// filled from the error.
func (e *ErrorDef) Forms() func(yield func(Variant) bool) {
	return func(yield func(Variant) bool) {
		main := Variant{Status: e.Status, Type: e.Type, Message: e.Message}
		if !yield(main) {
			return
		}
		for _, v := range e.Variants {
			if v.Status == 0 {
				v.Status = main.Status
			}
			if v.Type == "" {
				v.Type = main.Type
			}
			if v.Message == "" {
				v.Message = main.Message
			}
			if !yield(v) {
				return
			}
		}
	}
}
