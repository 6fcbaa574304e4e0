package diagnose

import (
	"cmp"
	"slices"
	"time"

	"misstep/wasm/httpmsg"
)

// An eventTime is when an exchange was. Ids part those that began together, so
// that the order in which a recording lists them does not matter.
type eventTime struct {
	id         int
	start, end time.Time
}

func eventTimeOf(id int, x *httpmsg.Exchange) eventTime {
	return eventTime{id, x.Started, x.Started.Add(time.Duration(x.Duration * float64(time.Millisecond)))}
}

func (t eventTime) when() eventTime { return t }

func (t eventTime) compare(o eventTime) int {
	return cmp.Or(t.start.Compare(o.start), cmp.Compare(t.id, o.id))
}

func (t eventTime) before(o eventTime) bool { return t.compare(o) < 0 }

// overlaps reports whether both requests were under way at the same time.
func (t eventTime) overlaps(o eventTime) bool {
	return !t.start.IsZero() && !o.start.IsZero() && !t.start.After(o.end) && !o.start.After(t.end)
}

func (t eventTime) where() string { return exchangeName(t.id) }

type timed interface{ when() eventTime }

func insertByTime[T timed](list []T, item T) []T {
	i, _ := slices.BinarySearchFunc(list, item, func(a, b T) int { return a.when().compare(b.when()) })
	return slices.Insert(list, i, item)
}

// lastBefore is the latest of the list that began before t.
func lastBefore[T timed](list []T, t eventTime) (last T, ok bool) {
	i, _ := slices.BinarySearchFunc(list, t, func(a T, t eventTime) int { return a.when().compare(t) })
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

// firstFew bounds what is looked at of a list that is usually short.
func firstFew[T any](list []T) []T { return list[:min(len(list), 8)] }
