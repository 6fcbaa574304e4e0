package errorformat

import (
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

// Every form finds what it describes, alone and in the middle of a log, with what
// its fields hold.
func TestForms(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	values := strings.NewReplacer("{status}", "429", "{reason}", "Too Many Requests", "{method}", "POST", "{url}", "https://api.fitbit.com/oauth2/token",
		"{path}", "/oauth2/token", "{origin}", "https://api.fitbit.com", "{version}", "1.1", "{type}", "invalid_grant", "{message}", "What it says", "{name}", "Name", "{host}", "api.fitbit.com")
	forms := 0
	for _, pack := range c.Packs() {
		for _, form := range pack.Clients {
			forms++
			text := values.Replace(form.Form)
			for _, around := range []string{"%", "12:03:04 ERROR (main) %\n    at x (y.js:1:2)\n", "log: \"%\""} {
				found := Mentions(c, strings.Replace(around, "%", text, 1))
				if len(found) == 0 {
					t.Errorf("%q finds nothing in %q", form.Form, text)
					continue
				}
				m := found[0]
				if form.Network != m.Network {
					t.Errorf("%q stands for %q, have %+v", form.Form, form.Network, m)
				}
				for field, right := range map[string]bool{
					"{status}": m.Status == 429, "{method}": m.Method == "POST", "{url}": m.Address == "https://api.fitbit.com/oauth2/token",
					"{path}": strings.HasSuffix(m.Address, "/oauth2/token"), "{type}": m.Type == "invalid_grant", "{message}": strings.HasPrefix(m.Message, "What it says"),
				} {
					if strings.Contains(form.Form, field) && !right {
						t.Errorf("%q in %q: %s is not right: %+v", form.Form, around, field, m)
					}
				}
				if form.Status != 0 && m.Status != form.Status || form.Grant != m.Grant {
					t.Errorf("%q stands for %d %q, have %+v", form.Form, form.Status, form.Grant, m)
				}
			}
		}
	}
	if forms < 70 {
		t.Errorf("%d forms", forms)
	}
}

// What looks like a form but isn't one.
func TestTextsWithoutErrors(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	for _, text := range []string{
		"", "HTTPUnauthorizedHandler", "status code 4290", "Request failed with status code", "Response code 99 (odd)", "GET /x HTTP/1.1",
		"Error: (invalidgrant) x", "failed (123456): type: message", "oauth2: \"\" \"x\"", "get https://x 401 (Unauthorized)", "12401 Client Error: x for url: ftp://x",
	} {
		if found := Mentions(c, text); len(found) > 0 {
			t.Errorf("%q: %+v", text, found)
		}
	}
}

func TestMentionsAreBounded(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	if found := Mentions(c, strings.Repeat("HTTP Error 404: Not Found\n", 20_000)); len(found) > maxMentions || len(found) < 100 {
		t.Errorf("%d mentions", len(found))
	}
}
