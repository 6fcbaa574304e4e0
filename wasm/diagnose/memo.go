package diagnose

// mostRemembered is of how many answers a memo keeps what was worked out: the same
// few repeat for hours. When it is reached, all begin anew.
const mostRemembered = 256

// A memo keeps what an examiner worked out of something that most exchanges have
// in common, such as a header.
type memo[K comparable, V any] struct{ known map[K]V }

// A sized memo tells how much it keeps.
type sized interface{ Len() int }

// Len is how much is kept.
func (m *memo[K, V]) Len() int { return len(m.known) }

// get is what is kept for a key, or else made now.
func (m *memo[K, V]) get(key K, find func() V) V {
	value, known := m.known[key]
	if !known {
		value = find()
		if len(m.known) >= mostRemembered {
			clear(m.known)
		}
		m.known[key] = value
	}
	return value
}

// memoOf is the memo of that name, which one examiner alone uses.
func memoOf[K comparable, V any](e *examination, name string) *memo[K, V] {
	m, made := e.memos[name].(*memo[K, V])
	if !made {
		m = &memo[K, V]{map[K]V{}}
		e.memos[name] = m
	}
	return m
}
