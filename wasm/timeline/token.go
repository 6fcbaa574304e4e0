package timeline

import "misstep/wasm/session"

// A Life is what the session saw of one access token.
type Life struct {
	session.TokenLife
	From, Until int64 // of its validity; 0: not known
	First, Last int64 // when it was sent; 0: never
	Used        int   // requests
	Late        int   // of them after its end
	Replaced    int64 // when another took its place, 0: never
	Revoked     int64 // 0: never
	Exchange    int   // that it was seen in first
}

// End is when the token ceased to be valid, 0: not known.
func (l *Life) End() int64 {
	if l.Revoked != 0 && (l.Until == 0 || l.Revoked < l.Until) {
		return l.Revoked
	}
	return l.Until
}

type tokenReader struct {
	lives []Life
	byKey map[string]int
}

// read takes note of an exchange; they come in the order of time.
func (r *tokenReader) read(n *note) {
	for _, step := range n.tokens {
		at, seen := r.byKey[step.Token.Key]
		if !seen {
			at = len(r.lives)
			r.lives = append(r.lives, Life{Exchange: n.ID})
			if r.byKey == nil {
				r.byKey = map[string]int{}
			}
			r.byKey[step.Token.Key] = at
		}
		l := &r.lives[at]
		if !seen || l.Issued.IsZero() || l.Assumed {
			l.TokenLife = step.Token
			if !l.Issued.IsZero() {
				l.From = l.Issued.UnixMilli()
			}
			if !l.Expires.IsZero() {
				l.Until = l.Expires.UnixMilli()
			}
		}
		switch step.Did {
		case session.TokenUsed:
			if l.Used == 0 {
				l.First = n.At
			}
			l.Used++
			l.Last = n.At
			if end := l.End(); end != 0 && n.At > end {
				l.Late++
			}
		case session.TokenReplaced:
			l.Replaced = n.End
		case session.TokenRevoked:
			l.Revoked = n.End
		}
	}
}
