package markdown

import "testing"

func TestProse(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Send `a b` again, it's 14 minutes.", "Send `a b` again, it's 14 minutes."},
		{"see @user and #12", "see `@user` and `#12`"},
		{"[a](https://x) ![b](c)", "`[a](https://x)` `![b](c)`"},
		{"<b> & &lt; www.x.example x@y.example", "`<b>` `&` `&lt;` `www.x.example` `x@y.example`"},
		{"*a* _b_ ~c~ # d\n- e\n1. f\n---", "`*a*` `_b_` `~c~` `#` d `-` e 1. f `---`"},
		{"1. a", "`1.` a"},
		{"calls (1) `b`. Then `c`, (`d`).", "calls (1) `b`. Then `c`, (`d`)."},
		{"`a``b` c", "`a``b` c"},
		{"open `code @x", "open `code @x`"},
		{"deadbeef1 GH-12 owner/repo#3 !5 :smile:", "`deadbeef1` `GH-12` `owner/repo#3` `!5` `:smile:`"},
		{"(12:30) 2026-10-30, 5%", "(12:30) 2026-10-30, 5%"},
		{"`Authorization`-Header, `x`-@y, Client- und", "`Authorization`-Header, `x`-`@y`, Client- und"},
		{"the URL (#1), #404: f(x) and a1f6….", "the URL (`#1`), `#404`: `f(x)` and a1f6…."},
		{"at dev.example/apps. Of a/b, and (c/d).", "at `dev.example/apps`. Of `a/b`, and (`c/d`)."},
		{"a\u202eb", "`a\\u{202e}b`"},
		{"", ""},
	} {
		if have := Prose(c.in); have != c.want {
			t.Errorf("Prose(%q) = %q, want %q", c.in, have, c.want)
		}
	}
	for _, c := range []struct{ in, want string }{
		{"a`b", "``a`b``"}, {"`", "`` ` ``"}, {"a``b`", "``` a``b` ```"}, {"", ""}, {"a\nb", "`a\\nb`"},
	} {
		if have := Code(c.in); have != c.want {
			t.Errorf("Code(%q) = %q, want %q", c.in, have, c.want)
		}
	}
	if have := Block("http", "a\n```\nb\r\n"); have != "````http\na\n```\nb\n````" {
		t.Errorf("block: %q", have)
	}
}

func TestAddress(t *testing.T) {
	for address, want := range map[string]string{
		"https://dev.fitbit.com/x?y=1#z": "<https://dev.fitbit.com/x?y=1#z>", "https://x/> <b>": "`https://x/>` `<b>`",
		"https://x/\u202e": "`https://x/\\u{202e}`", "http://x.example/": "`http://x.example/`", "javascript:alert(1)": "`javascript:alert(1)`",
	} {
		if have := Address(address); have != want {
			t.Errorf("%q: %s, want %s", address, have, want)
		}
	}
}
