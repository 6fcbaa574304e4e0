package markdown

import "testing"

func TestEscaped(t *testing.T) {
	for _, test := range []struct {
		name       string
		have, want string
	}{
		{"markup", Plain("a|b *c* <img src=x> [d](e) `f`"), "a\\|b \\*c\\* \\<img src=x\\> \\[d\\](e) \\`f\\`"},
		{"lines", Plain("a\n# b\r\nc"), `a \# b  c`},
		{"a name and an address", Plain("@me http://x.example"), "@\u200bme http:\u200b//x.example"},
		{"an address without its scheme", Plain("at www.x.example"), "at www\u200b.x.example"},
		{"code", Code("a`b"), "`` a`b ``"},
		{"code with lines", Code("a\nb"), "`a b`"},
		{"prose", Prose("use `a_b` <now>"), "use `a_b` \\<now\\>"},
		{"open backquote", Prose("use `a_b"), "use \\`a\\_b"},
		{"fence", Fenced("GET x\n\n{\"a\":\"```\"}"), "````http\nGET x\n\n{\"a\":\"```\"}\n````"},
	} {
		if test.have != test.want {
			t.Errorf("%s: have %q, want %q", test.name, test.have, test.want)
		}
	}
}
