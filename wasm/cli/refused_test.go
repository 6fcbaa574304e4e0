package cli

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"
)

// What can't be read is refused in a sentence, and the exit code says so.
func TestRefused(t *testing.T) {
	const unreadable = `{"log":{"entries":[null,1,{"request":5}]}}`
	for _, c := range []struct {
		name, in string
		files    map[string]string
	}{
		{"a.har", "", map[string]string{"a.har": unreadable}},
		{"-", unreadable, nil},
		{"-", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x02\xff\xfe\x90\x91\x92\x93", nil},
		{"-", strings.Repeat("\x00", 5000), nil},
		{"-", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x3e", nil},
	} {
		status, out, warned := runs(t, c.files, c.in, c.name)
		if status != exitTrouble || out != "" || strings.Count(warned, "\n") != 1 {
			t.Errorf("%s of %.20q: %d, %q, %q", c.name, c.in, status, out, warned)
		}
	}
	if status, _, warned := runs(t, nil, "\x1b[31mError\x1b[0m 401 Unauthorized \xe4", "-"); status == exitTrouble {
		t.Errorf("a text is refused: %s", warned)
	}
}

// A mistake in the command doesn't repeat the secret that it may be, nor the name of a file.
func TestMistakesRepeatNoSecret(t *testing.T) {
	const secret = "q7Kp2Zx9Lm4Rt8WvB3nD"
	for _, arguments := range [][]string{{"-format", secret, "a.har"}, {"-keep", secret}, {"-color", secret}, {"explain", secret}, {"-har=" + secret}, {"access_token=" + secret}, {"token-" + secret + ".har"}} {
		status, out, warned := runs(t, nil, "", arguments...)
		if status != exitTrouble || strings.Contains(out+warned, secret[4:]) {
			t.Errorf("%q: %d, %s%s", arguments, status, out, warned)
		}
	}
	if _, _, warned := runs(t, nil, "", "-format", "yaml"); !strings.Contains(warned, `"yaml"`) {
		t.Errorf("the mistake isn't shown: %s", warned)
	}
	for _, name := range []string{"jane.roe@example.org/a.har", "trace jane.roe@example.org.har", "user-9QZ7KX.har"} {
		for _, format := range []string{"text", "json", "sarif", "junit", "github"} {
			_, out, warned := runs(t, map[string]string{name: session}, "", "-format", format, name)
			if strings.Contains(out+warned, "jane.roe") || strings.Contains(out+warned, "9QZ7KX") {
				t.Errorf("%s, %s: %s%s", name, format, out, warned)
			}
		}
	}
}

// An address of megabytes isn't poured into the terminal.
func TestLongAddress(t *testing.T) {
	long := strings.Replace(session, "sleep/date/2026-10-01.json", "sleep/date/2026-10-01.json?"+strings.Repeat("a=b&", 100_000), 1)
	for _, arguments := range [][]string{{"a.har"}, {"-v", "-all", "a.har"}, {"-format", "github", "a.har"}} {
		if _, out, _ := runs(t, map[string]string{"a.har": long}, "", arguments...); len(out) > 20_000 || !strings.Contains(out, "…") {
			t.Errorf("%q: %d bytes", arguments, len(out))
		}
	}
}

// A text in UTF-16 is read without a mark, too, and masked.
func TestPastedInUTF16(t *testing.T) {
	const secret = "q7Kp2Zx9Lm4Rt8WvB3nD"
	var little, big bytes.Buffer
	for _, unit := range utf16.Encode([]rune("curl -d 'client_secret=" + secret + "' https://api.fitbit.com/oauth2/token\nHTTP/1.1 401\n")) {
		little.Write([]byte{byte(unit), byte(unit >> 8)})
		big.Write([]byte{byte(unit >> 8), byte(unit)})
	}
	for _, in := range []string{little.String(), big.String()} {
		for _, arguments := range [][]string{{"-har", "-"}, {"-v", "-"}} {
			_, out, warned := runs(t, nil, in, arguments...)
			if bare := strings.NewReplacer("\x00", "", `\u0000`, "").Replace(out + warned); strings.Contains(bare, secret[4:]) || !strings.Contains(bare, "api.fitbit.com") {
				t.Errorf("%q: %s%s", arguments, out, warned)
			}
		}
	}
}
