package diagnosis

import (
	"slices"

	"misstep/wasm/analysis"
	"misstep/wasm/redact"
)

// masked are the corrections as they may be shown; nil when a name in them looks
// like a secret itself, such as a secret sent as client ID.
func masked(corrections []analysis.Correction) []analysis.Correction {
	list := slices.Clone(corrections)
	for i := range list {
		c := &list[i]
		if redact.Text(c.Name) != c.Name {
			return nil
		}
		switch c.Part {
		case analysis.PartQuery, analysis.PartBody:
			switch c.Name {
			case "redirect_uri":
				c.Value = redact.URL(c.Value)
			case "code_challenge": // a hash, as it should be
			default:
				c.Value = redact.Param(c.Name, c.Value)
			}
		case analysis.PartHeader:
			c.Value = redact.Header(c.Name, c.Value)
		default:
			c.Value = redact.Text(c.Value)
		}
	}
	return list
}
