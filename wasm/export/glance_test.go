package export

import (
	"strings"
	"testing"

	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/redact/secrettest"
)

// What a field, a parameter or a token response names as secret is masked on the screen
// wherever another request repeats it.
func TestNoSecretOfAnotherRequestIsShown(t *testing.T) {
	notNamed := map[string]bool{"message": true, "message in JSON in JSON": true, "hidden field": true, "other key": true,
		"list of its own": true, "environment": true, "cell of a table": true, "nested JSON": true, "colored log": true,
		"list of cookies": true, "cookie on the next line": true, "cookie as an argument": true} // told by a body, which Glance doesn't search
	for p, place := range secrettest.Places {
		for _, notation := range secrettest.Notations {
			g := secrettest.New(uint64(p))
			for _, kind := range secrettest.Kinds[:6] {
				secret := kind.Make(g)
				s := sessionWith(place.Put(secret), secrettest.Elsewhere(notation.Write(secret)))
				s.Glance(1)
				shown := shownOf(s.Exchange(2), s.Screen())
				if found := secrettest.NewOutput(shown).Survivor(secret); found != "" && !notNamed[place.Name] {
					t.Fatalf("%s, %s: %q is shown in …%s…", place.Name, notation.Name, secret, found)
				}
			}
		}
	}
}

// shownOf is what a screen shows of an exchange.
func shownOf(x *httpmsg.Exchange, mask *redact.Aliases) string {
	var all strings.Builder
	show := func(list []redact.Segment) {
		for _, segment := range list {
			all.WriteString(segment.Text)
		}
		all.WriteString("\n")
	}
	show(mask.URLSegments(x.Request.URL))
	for _, h := range append(x.Request.Headers, x.Response.Headers...) {
		show(mask.HeaderSegments(h.Name, h.Value))
	}
	for _, param := range x.Request.Params() {
		show(mask.ParamSegments(param.Name, param.Value))
	}
	if d := x.Request.PostData; d != nil {
		show(mask.TextSegments(d.Text))
	}
	show(mask.TextSegments(x.Response.Body.Text))
	return all.String()
}

func BenchmarkGlance(b *testing.B) {
	g := secrettest.New(1)
	s := sessionWith()
	for range 500 {
		s.Add(g.Ordinary())
	}
	b.ResetTimer()
	b.ReportAllocs()
	for i := range b.N {
		s.Glance(1 + i%500)
	}
}
