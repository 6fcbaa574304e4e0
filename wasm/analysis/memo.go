package analysis

// MostRemembered is the number of responses, headers, tokens or paths that a memo keeps
// results for: the same few repeat for hours. A memo that is full starts empty again.
const MostRemembered = 256

// A Memo keeps what was worked out of something that most exchanges have in common,
// such as a header.
type Memo[K comparable, V any] struct{ known map[K]V }

// A Sized memo knows how many values it keeps.
type Sized interface{ Len() int }

// NewMemo is a memo that knows nothing.
func NewMemo[K comparable, V any]() *Memo[K, V] { return &Memo[K, V]{map[K]V{}} }

// Len is how much is kept.
func (m *Memo[K, V]) Len() int { return len(m.known) }

// Get is what is kept for a key, or else made now.
func (m *Memo[K, V]) Get(key K, find func() V) V {
	value, known := m.known[key]
	if !known {
		value = find()
		if len(m.known) >= MostRemembered {
			clear(m.known)
		}
		m.known[key] = value
	}
	return value
}

// MemoOf is the memo of that name, which one analyzer alone uses.
func MemoOf[K comparable, V any](pass *Pass, name string) *Memo[K, V] {
	m, made := pass.Memos[name].(*Memo[K, V])
	if !made {
		m = NewMemo[K, V]()
		pass.Memos[name] = m
	}
	return m
}
