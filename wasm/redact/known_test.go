package redact

import (
	"fmt"
	"strings"
	"testing"

	"misstep/wasm/redact/escape"
	"misstep/wasm/redact/secrettest"
)

// What it takes to replace what is known grows with the text, not with the text
// times the secrets, whatever they have in common.
func TestKnownSecretsScaleLinearly(t *testing.T) {
	for name, secretOf := range map[string]func(g *secrettest.Generator, n int) string{
		"random":         func(g *secrettest.Generator, n int) string { return g.Secret() },
		"same beginning": func(g *secrettest.Generator, n int) string { return fmt.Sprintf("a1B2c3D4e5F6g7H8i9J0%06d", n) },
		"same end":       func(g *secrettest.Generator, n int) string { return fmt.Sprintf("%06da1B2c3D4e5F6g7H8i9J0", n) },
		"tokens":         func(g *secrettest.Generator, n int) string { return g.JWT(map[string]any{"sub": "9QZ7KX"}) },
	} {
		for _, notation := range secrettest.Notations {
			switch notation.Name {
			case "plain", "percent", "percent twice", "units", "references", "Base64 of a pair", "hexadecimal":
			default:
				continue
			}
			looked := func(secrets int) int {
				g, k := secrettest.New(1), NewSecrets()
				var text strings.Builder
				for n := range secrets {
					secret := secretOf(g, n)
					k.Learner().Header("Cookie", "sid="+secret)
					text.WriteString(notation.Write(secret) + " ")
				}
				k.index.Looked = 0
				a := k.Aliases(nil)
				out := a.Known(text.String())
				if strings.Count(out, a.tag)+strings.Count(out, ".redacted") < secrets {
					t.Errorf("%s, %s: not all are replaced in %s", name, notation.Name, out[:min(len(out), 300)])
				}
				return k.index.Looked
			}
			few, many := looked(30), looked(240)
			if many > 8*few*5/4 {
				t.Errorf("%s, %s: %d for 30 secrets, %d for 240", name, notation.Name, few, many)
			}
		}
	}
}

// A secret that is known survives in no text, behind no other, in no notation.
func FuzzKnown(f *testing.F) {
	for i, n := range secrettest.Notations {
		f.Add(n.Write("abc"), "def", uint8(i))
	}
	f.Add("\ue000\xff0\xfe", "\xfe\xff", uint8(0))
	f.Fuzz(func(t *testing.T, before, after string, n uint8) {
		const secret = "q7Kp2Zx9Lm4Rt8WvB3nD6"
		notation := secrettest.Notations[int(n)%len(secrettest.Notations)]
		if strings.ContainsAny(before, `%\&`) || strings.Contains(before+after, secret[4:12]) {
			return // what is before may take the first letters for its own
		}
		k := NewSecrets()
		k.Learner().Header("Cookie", "sid="+secret)
		for _, a := range []*Aliases{k.Aliases(nil), k.Variables(), k.Screen()} {
			for _, out := range []string{a.Text(before + " " + notation.Write(secret) + " " + after), a.Known(before + " " + notation.Write(secret) + " " + after)} {
				if found := secrettest.NewOutput(out).Survivor(secret); found != "" {
					t.Errorf("%s: survives in %q", notation.Name, found)
				}
			}
		}
	})
}

// Whatever is in a Set-Cookie header, the next cookie's value is masked.
func FuzzSetCookie(f *testing.F) {
	for _, separator := range []string{"\n", "\r\n", ", ", ",", "; "} {
		f.Add("a=1; Path=/", separator)
	}
	f.Add("a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", ", ")
	f.Add(`a="b; c`, "\n")
	f.Fuzz(func(t *testing.T, before, separator string) {
		const secret = "q7Kp2Zx9Lm4Rt8Wv"
		for _, name := range []string{"Set-Cookie", "Cookie"} {
			if got := Header(name, before+separator+"sid="+secret); strings.Contains(got, secret[4:]) && strings.Trim(separator, ", \r\n;") == "" && separator != "" && strings.Trim(separator, " ") != "" && !strings.Contains(before+separator+"sid="+secret, `$`) {
				t.Errorf("%s: %q", name, got)
			}
		}
	})
}

// Character references are decoded, and everything else stays.
func TestReferences(t *testing.T) {
	for in, want := range map[string]string{
		"&#x2F;&#47;&#047;&sol;": "////", "&amp;#61;": "=", "&amp;amp;quot;": `"`, "&lt;a&gt;": "<a>",
		"&": "&", "&;": "&;", "&#;": "&#;", "&#x;": "&#x;", "&#300;": "&#300;", "&nbsp;": "&nbsp;", "a=1&lt=2;": "a=1&lt=2;", "&amp": "&amp", "&#38": "&#38", "&#0;": "&#0;",
	} {
		if got := escape.Decode(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

// Bytes that aren't text come out as they went in.
func TestBytesStay(t *testing.T) {
	const text = "a\xff\xfeb\xff0\xfe\x80 sid \xff"
	if got := NewSecrets().Aliases(nil).Text(text); got != text {
		t.Errorf("%q becomes %q", text, got)
	}
}

// A secret of letters alone is found where its letters are of both kinds, as in no
// word, or where its field says that it is one.
func TestLettersAlone(t *testing.T) {
	for _, test := range []struct {
		label, value string
		want         bool
	}{
		{"access-token", "WMfsspjztbpBbEQq", true},
		{"cookie", "KpQwRtZzLmVbNx", true},
		{"password", "correcthorsebattery", true},
		{"client-secret", "abcdefghijklmn", true},
		{"access-token", "authorization", false},
		{"access-token", "Authorization", false},
		{"cookie", "PostmanRuntime/7.39.0", false},
		{"state", "login", false},
		{"password", "sunshine", false},
	} {
		if have := ownWord(test.label, test.value); have != test.want {
			t.Errorf("%s %q: %t", test.label, test.value, have)
		}
	}
}

// An address without secrets, as most are, is looked through once, and is not copied.
func TestTextWithoutSecretsIsNotCopied(t *testing.T) {
	k := NewSecrets()
	k.Learner().Header("Authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI5WFlaNDIifQ.zpCjMxlw7IaMrr2BtRfU2BIFabOFxs2mpohIcYNrj91")
	k.index.Looked = 0
	a, address := k.Screen(), "https://api.fitbit.com/1/user/-/activities/steps/date/2026-10-01/2026-10-29.json"
	if n := testing.AllocsPerRun(10, func() { a.Known(address) }); n != 0 || k.index.Looked != 0 || a.Known(address) != address {
		t.Errorf("%.0f allocations, %d looks at what is known", n, k.index.Looked)
	}
}
