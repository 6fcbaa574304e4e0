package main

import (
	"encoding/json"
	"testing"
)

func TestASCII(t *testing.T) {
	for text, want := range map[string]string{
		"plain":   "plain",
		"a … b 😀": "a &#x2026; b &#x1f600;",
	} {
		if have := ascii(text, inHTML); have != want {
			t.Errorf("%q: have %q, want %q", text, have, want)
		}
	}
	if have, want := ascii(`"☐ "`, inCSS), `"\2610  "`; have != want {
		t.Errorf("in CSS: have %s, want %s", have, want)
	}
}

func TestInScript(t *testing.T) {
	const text = `{"a":"…</script>😀"}`
	const want = `{"a":"\u2026\u003c/script>\ud83d\ude00"}`
	have := inScript(text)
	if have != want {
		t.Errorf("have %s, want %s", have, want)
	}
	var one, other map[string]string
	if json.Unmarshal([]byte(text), &one) != nil || json.Unmarshal([]byte(have), &other) != nil || one["a"] != other["a"] {
		t.Errorf("%s says something else than %s", have, text)
	}
}
