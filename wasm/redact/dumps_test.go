package redact

import (
	"fmt"
	"strings"
	"testing"

	"misstep/wasm/redact/secrettest"
)

// dumped writes a text as curl --trace, xxd, hexdump -C and curl --trace-ascii do.
func dumped(text string, line func(offset int, chunk string) string, size int) string {
	var b strings.Builder
	for i := 0; i < len(text); i += size {
		b.WriteString(line(i, text[i:min(len(text), i+size)]) + "\n")
	}
	return b.String()
}

func hexOf(chunk, between string) string {
	var list []string
	for i := range len(chunk) {
		list = append(list, fmt.Sprintf("%02x", chunk[i]))
	}
	return strings.Join(list, between)
}

var dumps = map[string]func(text string) string{
	"trace": func(text string) string {
		return dumped(text, func(at int, s string) string { return fmt.Sprintf("%04x: %-48s%.16q", at, hexOf(s, " "), s) }, 16)
	},
	"xxd": func(text string) string {
		return dumped(text, func(at int, s string) string {
			pairs := dumpedPairs(s)
			return fmt.Sprintf("%08x: %-39s  %.16q", at, pairs, s)
		}, 16)
	},
	"hexdump": func(text string) string {
		return dumped(text, func(at int, s string) string { return fmt.Sprintf("%08x  %-49s |%s|", at, hexOf(s, " "), s) }, 16)
	},
	"trace-ascii": func(text string) string {
		return dumped(text, func(at int, s string) string { return fmt.Sprintf("%04x: %s", at, s) }, 64)
	},
	"numbers": func(text string) string {
		var list []string
		for i := range len(text) {
			list = append(list, fmt.Sprint(text[i]))
		}
		return `{"type":"Buffer","data":[` + strings.Join(list, ", ") + "]}"
	},
	"Buffer":  func(text string) string { return "<Buffer " + hexOf(text, " ") + " ... 4 more bytes>" },
	"0x":      func(text string) string { return "0x" + hexOf(text, ", 0x") },
	"colons":  func(text string) string { return strings.ToUpper(hexOf(text, ":")) },
	"UTF-16":  func(text string) string { return strings.Join(strings.Split(text, ""), "\x00") },
	"one row": func(text string) string { return "x\n0000: " + text + "\n<= end\n" },
}

func dumpedPairs(s string) string {
	var list []string
	for i := 0; i < len(s); i += 2 {
		list = append(list, hexOf(s[i:min(len(s), i+2)], ""))
	}
	return strings.Join(list, " ")
}

// A secret in a dump is masked by its name, and by what is known.
func TestDumps(t *testing.T) {
	g := secrettest.New(3)
	for range 3 {
		for _, kind := range secrettest.Kinds {
			secret := kind.Make(g)
			for name, dump := range dumps {
				for _, format := range []string{"GET /1/user/-/profile.json HTTP/1.1 Authorization: Bearer %s", "grant_type=refresh_token&client_id=23ABCD&refresh_token=%s", `{"access_token":"%s","expires_in":28800}`} {
					text := fmt.Sprintf(format, secret)
					in := dump(text)
					got := Text(in)
					if strings.Contains(got, hexOf(secret[8:14], " ")) || strings.Contains(got, secret[8:14]) || got == in {
						t.Fatalf("%s of %s\n%s", name, text, got)
					}
					if again := Text(got); again != got {
						t.Fatalf("%s isn't masked once for all: %s, %s", name, got, again)
					}
				}
				k := NewSecrets()
				k.Learner().Header("Authorization", "Bearer "+secret)
				if got := k.Aliases(nil).Text(dump("odd " + secret + " given")); strings.Contains(got, hexOf(secret[8:14], " ")) || strings.Contains(got, secret[8:14]) {
					t.Fatalf("%s of the known %s\n%s", name, secret, got)
				}
			}
		}
	}
	for _, text := range []string{
		`{"heart":[72, 75, 80, 82, 79, 77, 90, 101, 110, 97, 88, 85, 72, 75, 80, 82, 79, 77, 90, 101, 110, 97, 88, 85, 65, 66, 100, 49, 50, 51, 52, 120, 121, 49, 50, 90, 113, 55, 75, 112]}`, dumps["xxd"]("GET /1/user/-/profile.json HTTP/1.1"), "0000: nothing of it\n0040: is secret\n",
		"AA:BB:CC:DD:EE:FF:41:42", "10, 20, 30, 40, 50, 60, 70, 80, 90, 100",
	} {
		if got := Text(text); got != text {
			t.Errorf("%s\nbecomes\n%s", text, got)
		}
	}
}
