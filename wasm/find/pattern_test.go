package find

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"misstep/wasm/redact"
)

func TestRanges(t *testing.T) {
	for _, test := range []struct {
		query Query
		text  string
		want  string // the matches, joined
	}{
		{Query{Text: "sleep"}, "Sleep, SLEEP, sleep, slee", "Sleep|SLEEP|sleep"},
		{Query{Text: "sleep", Case: true}, "Sleep, SLEEP, sleep", "sleep"},
		{Query{Text: "Größe"}, "größe GRÖSSE GRÖßE", "größe|GRÖßE"},
		{Query{Text: "дата"}, "ДАТА Дата", "ДАТА|Дата"},
		{Query{Text: "a.c"}, "abc a.c", "a.c"},
		{Query{Text: "a.c", Regexp: true}, "abc A.C adcc", "abc|A.C|adc"},
		{Query{Text: "a.c", Regexp: true, Case: true}, "abc A.C", "abc"},
		{Query{Text: "^x", Regexp: true}, "x\nx x", "x|x"},
		{Query{Text: "x*", Regexp: true}, "axxbüx", "xx|x"},
		{Query{Text: `\d{3}`, Regexp: true}, "401, 429", "401|429"},
		{Query{Text: "aa"}, "aaaa a", "aa|aa"},
		{Query{Text: "ee"}, "eEx", "eE"},
		{Query{Text: "longer than the text"}, "longer", ""},
		{Query{Text: ""}, "text", ""},
		{Query{Text: "sleep", Word: true}, "asleep sleeps Sleep, /sleep/ sleep_log sleep", "Sleep|sleep|sleep"},
		{Query{Text: "heart rate", Word: true}, "heart rates, heart rate", "heart rate"},
		{Query{Text: "größ", Word: true}, "größe größ vergröß", "größ"},
		{Query{Text: ".json", Word: true}, "steps.json x.jsonp .json", ".json|.json"},
		{Query{Text: "aa", Word: true}, "aaa aa", "aa"},
		{Query{Text: "4|403", Word: true, Regexp: true}, "4033 403 4", "403|4"},
		{Query{Text: "a|b", Word: true, Regexp: true}, "ab a b", "a|b"},
	} {
		p, err := Compile(test.query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		if !p.Empty() {
			for _, r := range p.Ranges(plain(test.text)) {
				got = append(got, test.text[r.From:r.To])
			}
		}
		if have := strings.Join(got, "|"); have != test.want {
			t.Errorf("%+v in %q finds %q, want %q", test.query, test.text, have, test.want)
		}
	}
}

func TestInvalid(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"a(b", "missing closing ): a(b"},
		{"[a", "missing closing ]: [a"},
		{"*a", "missing argument to repetition operator: *"},
		{`a\`, "trailing backslash at end of expression: "},
		{"(?=a)", "invalid or unsupported Perl syntax: (?="},
		{strings.Repeat("x", longestQuery+1), "expression too large: "},
		{"a)(b", "unexpected ): a)(b"},
	} {
		_, err := Compile(Query{Text: test.text, Regexp: true, Word: true})
		var invalid *InvalidError
		if !errors.As(err, &invalid) || invalid.Error() != test.want {
			t.Errorf("%.20s: %v, want %q", test.text, err, test.want)
		}
	}
}

const hidden = "abcd1234567890efghij"

// TestSecrets finds a secret as a whole, and by what is shown of it, but by no
// other part.
func TestSecrets(t *testing.T) {
	segments := (*redact.Aliases)(nil).HeaderSegments("Authorization", "Bearer "+hidden)
	shown := redact.Header("Authorization", "Bearer "+hidden)
	for _, test := range []struct {
		query Query
		want  string // what is marked of what is shown
	}{
		{Query{Text: hidden}, "abcd…"},
		{Query{Text: strings.ToUpper(hidden)}, "abcd…"},
		{Query{Text: strings.ToUpper(hidden), Case: true}, ""},
		{Query{Text: "Bearer " + hidden}, "Bearer abcd…"},
		{Query{Text: "er " + hidden}, "er abcd…"},
		{Query{Text: "abcd"}, "abcd"},
		{Query{Text: "bcd"}, "bcd"},
		{Query{Text: "Bearer ab"}, "Bearer ab"},
		{Query{Text: "abcd…"}, "abcd…"},
		{Query{Text: "abcd1"}, ""},
		{Query{Text: "Bearer abcd1"}, ""},
		{Query{Text: hidden[1:]}, ""},
		{Query{Text: hidden[:len(hidden)-1]}, ""},
		{Query{Text: "1234"}, ""},
		{Query{Text: hidden, Regexp: true}, ""},
		{Query{Text: "abcd1.*", Regexp: true}, ""},
		{Query{Text: "Bearer .*", Regexp: true}, "Bearer abcd…"},
	} {
		p, err := Compile(test.query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range p.Ranges(segments) {
			got = append(got, shown[r.From:r.To])
		}
		if have := strings.Join(got, "|"); have != test.want {
			t.Errorf("%+v marks %q, want %q", test.query, have, test.want)
		}
	}
}

func TestSecretsInTheirOrder(t *testing.T) {
	segments := []redact.Segment{{Text: "x "}, {Text: "abcd…", Original: hidden}, {Text: " x"}, {Text: "…", Original: "x"}}
	p, _ := Compile(Query{Text: "x"})
	if have := fmt.Sprint(p.Ranges(segments)); have != "[{0 1} {10 11} {11 14}]" {
		t.Errorf("the matches are %s", have)
	}
}

func FuzzRanges(f *testing.F) {
	f.Add("a", "ABCa", "abcd1234567890efghij", false, false, false)
	f.Add("ü", "Ü", "x", true, true, false)
	f.Add("(a|)+", "aaa", "ab", false, true, true)
	f.Fuzz(func(t *testing.T, query, text, secret string, exactly, whole, expression bool) {
		p, err := Compile(Query{query, exactly, whole, expression})
		if err != nil || p.Empty() {
			return
		}
		segments := append(plain(text), (*redact.Aliases)(nil).ParamSegments("access_token", secret)...)
		shown := ""
		for _, s := range segments {
			shown += s.Text
		}
		at := 0
		for _, r := range p.Ranges(segments) {
			if r.From < 0 || r.From >= r.To || r.To > len(shown) {
				t.Fatalf("%q in %q: a match at %v", query, shown, r)
			}
			if r.From < at {
				t.Fatalf("%q in %q: matches overlap at %v", query, shown, r)
			}
			at = r.From
		}
	})
}
