package session

import (
	"cmp"
	"slices"
	"time"

	"misstep/catalog/location"
	"misstep/wasm/httpmsg"
)

// An EventTime is when an exchange was. Ids part those that began together, so
// that the order in which a recording lists them does not matter.
type EventTime struct {
	ID         int
	Start, End time.Time
}

// EventTimeOf is when the exchange with this number was.
func EventTimeOf(id int, x *httpmsg.Exchange) EventTime {
	return EventTime{id, x.Started, x.Started.Add(time.Duration(x.Duration * float64(time.Millisecond)))}
}

func (t EventTime) when() EventTime { return t }

func (t EventTime) Compare(o EventTime) int {
	return cmp.Or(t.Start.Compare(o.Start), cmp.Compare(t.ID, o.ID))
}

func (t EventTime) before(o EventTime) bool { return t.Compare(o) < 0 }

// Overlaps reports whether both requests were under way at the same time.
func (t EventTime) Overlaps(o EventTime) bool {
	return !t.Start.IsZero() && !o.Start.IsZero() && !t.Start.After(o.End) && !o.Start.After(t.End)
}

// Where is the exchange that the event was seen in.
func (t EventTime) Where() location.Location { return location.Exchange(t.ID) }

type timed interface{ when() EventTime }

func insertByTime[T timed](list []T, item T) []T {
	i, _ := slices.BinarySearchFunc(list, item, func(a, b T) int { return a.when().Compare(b.when()) })
	return insertAt(list, i, item)
}

// insertAt is slices.Insert for one item, which has 2.8 kB of code for each type.
func insertAt[T any](list []T, at int, item T) []T {
	list = append(list, item)
	copy(list[at+1:], list[at:])
	list[at] = item
	return list
}

// LastBefore is the latest of the list that began before t.
func LastBefore[T timed](list []T, t EventTime) (last T, ok bool) {
	i, _ := slices.BinarySearchFunc(list, t, func(a T, t EventTime) int { return a.when().Compare(t) })
	if i == 0 {
		return last, false
	}
	return list[i-1], true
}

func put[T timed](lists map[string][]T, key string, item T) map[string][]T {
	if lists == nil {
		lists = map[string][]T{}
	}
	lists[key] = insertByTime(lists[key], item)
	return lists
}

// FirstFew bounds what is looked at of a list that is usually short.
func FirstFew[T any](list []T) []T { return list[:min(len(list), 8)] }

// MostAtOnce is how far apart requests are at most that one piece of code made
// by running twice: nobody clicks or reloads that fast.
const MostAtOnce = time.Second
