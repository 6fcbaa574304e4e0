package redact

import (
	"fmt"
	"testing"

	"misstep/wasm/redact/secrettest"
)

// What is masked isn't changed by masking it again, wherever the text was broken off.
func TestMaskedTwice(t *testing.T) {
	g := secrettest.New(7)
	rounds := 40
	if testing.Short() {
		rounds = 5
	}
	var texts []string
	for _, n := range secrettest.Formats {
		texts = append(texts, fmt.Sprintf(n.Format, g.Pick(secrettest.Names...), g.Secret()))
	}
	for _, n := range secrettest.Bare {
		texts = append(texts, fmt.Sprintf(n.Format, g.Pick(secrettest.Names...), g.Secret()))
	}
	for _, format := range append(secrettest.Phrases, secrettest.Stated...) {
		texts = append(texts, fmt.Sprintf(format, g.Secret()))
	}
	for _, attribute := range []string{"; Path=/", "; Domain=x.example", "; Expires=Wed, 21 Oct 2026 07:28:00 GMT", `; a="b; c`, "=", "; =", ", b=", "\n", `\n`, "; Secure=", "%3B%20x=", "; Path", "&#x27;", ";;", "\"", "…", ", "} {
		texts = append(texts, "sid="+g.Secret()+attribute, g.Secret()+attribute+g.Secret(), attribute+"sid="+g.Secret()+attribute)
	}
	again := func(where, in, once, twice string) {
		if once != twice {
			t.Errorf("%s:\n  in %q\nonce %q\nthen %q", where, in, once, twice)
		}
	}
	for range rounds {
		for _, text := range texts {
			one, other := text, g.Pick(texts...)
			text = one[:g.IntN(len(one)+1)] + other[g.IntN(len(other)+1):]
			once := Text(text)
			again("text", text, once, Text(once))
			once = URL(text)
			again("address", text, once, URL(once))
			for _, name := range []string{"Set-Cookie", "Cookie", "Authorization", "Location", "X-Api-Key", "X-Admin-Key", "X-Own", "Sec-WebSocket-Protocol"} {
				once = Header(name, text)
				again(name, text, once, Header(name, once))
			}
			once = Param("token", text)
			again("parameter", text, once, Param("token", once))
		}
	}
}
