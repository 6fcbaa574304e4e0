package errorformat

import (
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
)

// An address that a log wrote without encoding goes on to the end of its filter, and to no
// more than that.
func TestRawFilter(t *testing.T) {
	c := catalog.Load(builtin.Packs)
	const base = "https://health.googleapis.com/v4/users/me/dataTypes/steps/dataPoints?"
	for written, want := range map[string]string{
		`filter=a.b>="2026-11-01T00:00:00Z" 400`:                `filter=a.b%3E=%222026-11-01T00:00:00Z%22`,
		`filter=a.b >= "2026-11-01" AND a.b < '2026-11-02' 400`: `filter=a.b%20%3E=%20%222026-11-01%22%20AND%20a.b%20%3C%20%272026-11-02%27`,
		`pageSize=5&filter=(a.b>=2026-11-01T00:00:00Z) 400`:     `pageSize=5&filter=(a.b%3E=2026-11-01T00:00:00Z`,
		`filter=a.b+>=+"2026-11-01"&pageSize=5: 400`:            `filter=a.b+%3E=+%222026-11-01%22&pageSize=5`,
		`filter=a.b>=\"2026-11-01\"","status":400`:              `filter=a.b%3E=%222026-11-01%22`,
		`filter=a.b>="2026-11-01" or no response: 400`:          `filter=a.b%3E=%222026-11-01%22`,
		`filter=a.b%20%3E%3D%20%222026-11-01%22 400`:            `filter=a.b%20%3E%3D%20%222026-11-01%22`,
		`filter=a.b>="2026-11 400 {"error":{}}`:                 `filter=a.b`,
		`filter=a.b => 400`:                                     `filter=a.b`,
		`filter=a.b > 400`:                                      `filter=a.b`,
		`filter=a.b -> 400`:                                     `filter=a.b`,
		`filter=a.b" 400`:                                       `filter=a.b`,
		`pageSize=5 > "2026-11-01"`:                             `pageSize=5`,
		"filter=a.b\n>= \"2026-11-01\"":                         `filter=a.b`,
	} {
		found := Addresses(c, "ERROR GET "+base+written)
		if len(found) != 1 {
			t.Errorf("%s: %d addresses", written, len(found))
			continue
		}
		if have := strings.TrimPrefix(found[0].Address, base); have != want {
			t.Errorf("%s\nhave %s\nwant %s", written, have, want)
		}
	}
}
