package page

import "slices"

// A Shortcut is a key, or several with the same effect, at one place. The help
// lists it, and who gets a key there carries it out from the same table; one
// without Do is the browser's, or follows a pattern of the web in the code of
// its element.
type Shortcut struct {
	Where string                // key of the place's name
	Keys  []string              // as the event names them; "Ctrl+" is ⌘ on a Mac, too
	What  string                // key of what it does; "": the help leaves it out
	Do    func(key string) bool // reports whether there was something to do

	Action string // of the button that does the same; "": there is none
}

// Did is a Shortcut's Do for what can always be done.
func Did(do func()) func(string) bool {
	return func(string) bool {
		do()
		return true
	}
}

// DidKey is Did, of several keys with similar effects.
func DidKey(do func(key string)) func(string) bool {
	return func(key string) bool {
		do(key)
		return true
	}
}

// Press carries out the shortcut of a place. It reports whether there was one
// with something to do.
func Press(shortcuts []Shortcut, where, key string) (used bool) {
	for _, s := range shortcuts {
		if s.Where == where && s.Do != nil && slices.Contains(s.Keys, key) {
			return s.Do(key)
		}
	}
	return false
}
