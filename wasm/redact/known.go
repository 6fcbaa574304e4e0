package redact

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"misstep/wasm/httpmsg"
	"misstep/wasm/redact/escape"
	"misstep/wasm/redact/shape"
	"misstep/wasm/redact/trie"
)

// Secrets are the values that some exchanges show to be secret, and the IDs of users: what
// one place reveals is known in all others.
type Secrets struct {
	byValue map[string]*secret // decoded
	users   map[string]*secret // by ID
	persons map[string]*secret // by mail address, in lower case
	public  map[string]bool    // what is printed somewhere and no secret
	index   trie.Trie          // of the secrets, in their encodings, and of what is made of them
	meaning []meaning          // of the index's numbers, from 1
	learner *Aliases           // nil: nobody asked for it yet

	// Of what Named looks at, which repeats for hours.
	telling map[string]bool         // whether a field's values may reveal secrets, judging by its name
	looked  map[httpmsg.Header]bool // fields that were looked at
	last    [2][]httpmsg.Header     // the last request's and the last response's
}

// A secret is one, or the ID of a user.
type secret struct {
	label, value string
	indexed      bool
	challenges   bool // they are in the index
}

// A meaning is what a string in a text is: a secret, or, counted from 1, a
// challenge that was made of it.
type meaning struct {
	of        *secret
	challenge int
	rest      string // of what is looked for, behind what is in the index
	word      bool   // it means that only as a word of its own
	end       bool   // it is the end of the secret, of which more may stand before it
	tail      bool   // it means that only where it is said that the rest was left out
}

// NewSecrets returns an empty set of secrets.
func NewSecrets() *Secrets {
	return &Secrets{byValue: map[string]*secret{}, users: map[string]*secret{}, persons: map[string]*secret{}, public: map[string]bool{}, meaning: make([]meaning, 1)}
}

// AllowPublic says that a value, such as that of an example in the documentation, is
// known to everybody.
func (k *Secrets) AllowPublic(value string) { k.public[value] = true }

// How long a secret must be, in bytes, to be replaced wherever its letters stand, and
// as a word of its own. A part of one must be as long as the former.
const (
	leastKnown   = 12
	leastWord    = 6
	leastEncoded = 8
	leastPart    = 5 // of which it is said that it is one; of long secrets four bytes are shown anyway
)

// secret records a secret by its value without escapes. Its name says most about it.
func (k *Secrets) secret(label, value string) *secret {
	x := k.byValue[value]
	if x == nil {
		x = &secret{label: label, value: value}
		k.byValue[value] = x
	}
	if rank(label) < rank(x.label) {
		x.label = label
	}
	if !x.indexed {
		x.indexed = k.find(x)
	}
	if x.label == verifierLabel && !x.challenges {
		x.challenges = true
		for i, challenge := range challengesOf(value) {
			k.add(challenge, meaning{of: x, challenge: i + 1})
		}
	}
	return x
}

// Share takes note of all that others know, nil: nothing.
func (k *Secrets) Share(others *Secrets) {
	if others == nil {
		return
	}
	for value, x := range others.byValue {
		k.secret(x.label, value)
	}
	for id := range others.users {
		k.user(id)
	}
}

// find has a secret found in texts, if it can be distinguished from other words there.
func (k *Secrets) find(x *secret) bool {
	value := x.value
	if !distinctive(value) {
		if ownWord(x.label, value) {
			k.add(value, meaning{of: x, word: true})
			for _, encoded := range encodingsOf(value)[1:] {
				k.add(encoded, meaning{of: x})
			}
			k.addTail(x)
			return true
		}
		return false
	}
	encodings := encodingsOf(value)
	if x.label == basicLabel {
		encodings = encodings[:1] // in Base64 already, or a mistake recognized by that
	}
	for _, encoded := range encodings {
		if len(encoded) >= leastKnown {
			k.add(encoded, meaning{of: x})
		}
	}
	// A text that was masked without knowing it may have a part of it.
	if shown := Text(value); shown != value && shown != Secret(value) {
		k.add(shown, meaning{of: x})
	}
	if end := value[max(0, len(value)-leastKnown):]; len(value) > leastKnown && shape.Jumbled(end) && strings.Trim(value, tokenBytes) == "" {
		k.add(end, meaning{of: x, end: true})
	}
	k.addTail(x)
	return true
}

// addTail has the last letters of a secret found where dots stand for the others.
func (k *Secrets) addTail(x *secret) {
	if end := x.value[max(0, len(x.value)-leastWord):]; len(x.value) > leastWord+2 && (shape.ChangesIn(end) > 0 || shape.Jumbled(x.value)) && strings.Trim(end, tokenBytes) == "" {
		k.add(end, meaning{of: x, end: true, tail: true})
	}
}

func (k *Secrets) add(text string, m meaning) {
	if len(text) < leastEncoded && !m.word && !m.tail {
		return
	}
	start := text[:min(len(text), longestIndexed)]
	m.rest = text[len(start):]
	number := k.index.Add(start, len(k.meaning))
	if number == len(k.meaning) {
		k.meaning = append(k.meaning, m)
	} else if m.challenge > 0 || m.of.label == basicLabel { // which says more
		k.meaning[number] = m
	}
}

// longestIndexed is how much of a string is in the index, in bytes.
const longestIndexed = 512

// user takes note of the ID of a user; nil if it isn't one.
func (k *Secrets) user(id string) *secret {
	if !isUserID(id) || k.public[id] || isAlias(id) {
		return nil
	}
	x := k.users[id]
	if x == nil {
		x = &secret{label: userLabel, value: id}
		k.users[id] = x
	}
	return x
}

// isUserID reports whether a value can be the ID of a user: words stand for
// other things (-, me, self, search), and a short number may be a year.
func isUserID(id string) bool {
	if len(id) < 4 || len(id) > longestName || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz-_") == "" || shape.DateLike(id) {
		return false
	}
	for i := 0; i < len(id); i++ {
		if !shape.NameByte(id[i]) {
			return false
		}
	}
	return !strings.EqualFold(id, "user") && !strings.EqualFold(id, "user_id") && !strings.EqualFold(id, "userid")
}

// clearUserID reports whether a value has the form of the ID of a user: six letters and
// digits or so, in capitals, or a long number.
func clearUserID(id string) bool {
	if strings.Trim(id, "0123456789") == "" {
		return len(id) >= 9 && len(id) <= 30
	}
	return len(id) >= 5 && len(id) <= 10 && strings.ContainsAny(id, "0123456789") && strings.Trim(id, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// userAnywhere reports whether the ID of a user can be distinguished from other words: a short
// number may be a date or a count.
func userAnywhere(id string) bool {
	if strings.Trim(id, "0123456789") != "" || len(id) > len("20261030") {
		return true
	}
	calendar := strings.HasPrefix(id, "19") || strings.HasPrefix(id, "20")
	return len(id) >= leastWord && !calendar && !strings.HasSuffix(id, "00")
}

// distinctive reports whether a secret's value alone distinguishes it from other texts.
func distinctive(value string) bool {
	if len(value) < leastKnown || !shape.Opaque(value) || strings.Contains(value, heldStart) {
		return false
	}
	product, version, ok := strings.Cut(value, "/")
	return !ok || strings.Trim(version, "0123456789.") != "" || strings.Trim(strings.ToLower(product), "abcdefghijklmnopqrstuvwxyz-") != "" // Mozilla/5.0
}

// leastLetters is the least length at which a secret of letters alone can be distinguished
// from other words. One in twenty random values of 16 letters and digits has no digit.
const leastLetters = 12

// ownWord reports whether a short secret can be distinguished from other words: letters and
// digits alternate in it, or small letters and capitals in a longer one. Where nothing
// but secrets stands, it is enough that it has both, or some digits; a cookie may be
// anything. What a field calls a password is one, whatever it looks like.
func ownWord(label, value string) bool {
	if len(value) < leastWord || strings.ContainsAny(value, " \t\r\n") || strings.Contains(value, heldStart) || strings.Contains(value, "://") || shape.DateLike(value) {
		return false
	}
	digits, letters, changes := 0, 0, shape.ChangesIn(value)
	for i := range len(value) {
		if shape.Digit(value[i]) {
			digits++
		} else if shape.Letter(value[i]) {
			letters++
		}
	}
	if len(value) >= leastLetters && (letters == len(value) && changes >= 2 || label == "password" || label == "client-secret") {
		return true
	}
	if shape.Constant(value) {
		return false
	}
	switch label {
	case "cookie", "state", "session", "key":
		return digits > 0 && changes >= 3
	}
	return digits == len(value) || changes >= 3 || digits > 0 && (changes >= 2 || changes > 0 && len(value) > leastWord)
}

// tokenBytes are those that tokens are made of.
const tokenBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/="

// encodingsOf are the ways in which a secret may be written, beside escapes.
func encodingsOf(value string) []string {
	plain, _ := escape.Unescaped(value)
	digits := hex.EncodeToString([]byte(value))
	list := []string{plain, digits, strings.ToUpper(digits)}
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		// Inside another text a secret may begin at any of three places; what
		// does not depend on its neighbors is looked for.
		for offset := range 3 {
			whole := encoding.EncodeToString([]byte("\x00\x00"[:offset] + value))
			from, to := (offset*8+5)/6, (offset+len(value))*8/6
			if offset == 0 {
				list = append(list, whole, whole+"==="[:-len(whole)&3])
			}
			list = append(list, whole[from:to])
		}
	}
	return list
}

// challengesOf are what people make of a verifier (RFC 7636), right and wrong.
func challengesOf(verifier string) []string {
	sum := sha256.Sum256([]byte(verifier))
	digits := hex.EncodeToString(sum[:])
	return []string{
		base64.RawURLEncoding.EncodeToString(sum[:]),
		base64.RawStdEncoding.EncodeToString(sum[:]),
		digits,
		base64.RawURLEncoding.EncodeToString([]byte(digits)),
	}
}
