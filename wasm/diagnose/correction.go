package diagnose

import (
	"slices"
	"strings"

	"misstep/wasm/analysis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
)

// masked are the corrections as they may be shown; nil when a name in them looks
// like a secret itself, such as a secret sent as client id.
func masked(corrections []analysis.Correction) []analysis.Correction {
	list := slices.Clone(corrections)
	for i := range list {
		c := &list[i]
		if redact.Text(c.Name) != c.Name {
			return nil
		}
		switch c.Part {
		case analysis.PartQuery, analysis.PartBody:
			if c.Name == "redirect_uri" {
				c.Value = redact.URL(c.Value)
			} else {
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

// headerCorrections make an Authorization header right whose form is wrong; nil
// where it takes more than to write it otherwise.
func headerCorrections(cause, wanted, value string) []analysis.Correction {
	switch cause {
	case "authorization-scheme-twice", "authorization-quotes", "authorization-space":
		return analysis.ToHeader(httpmsg.Bearer + " {access_token}")
	case "authorization-no-scheme":
		if wanted == httpmsg.Bearer && len(value) >= 16 && value != "" && !httpmsg.IsPlaceholder(value) {
			return analysis.ToHeader(httpmsg.Bearer + " {access_token}")
		}
	}
	return nil
}

// basicCorrections write client id and secret as they belong; nil when the id
// cannot be told.
func basicCorrections(id string) []analysis.Correction {
	id = strings.Trim(strings.TrimSpace(id), "\"'`\u200b\ufeff")
	if id == "" || httpmsg.IsPlaceholder(id) || hasBlank(id) || strings.ContainsAny(id, ":\"'") {
		return nil
	}
	return []analysis.Correction{{Part: analysis.PartClient, Name: id, Value: "{client_secret}"}}
}

// pathLike is the path of a request written as another call has it, where the
// words alone differ; "" when the values do not fit into it.
func pathLike(template, path string) string {
	templates, segments := strings.Split(template, "/"), strings.Split(path, "/")
	skip := -1
	if len(templates) == len(segments)+1 {
		for i, word := range templates {
			if isWord(word) && fitsAll(slices.Delete(slices.Clone(templates), i, i+1), segments) {
				skip = i
				break
			}
		}
		if skip < 0 {
			return ""
		}
		segments = slices.Insert(slices.Clone(segments), skip, templates[skip])
	}
	if len(templates) != len(segments) {
		return ""
	}
	for i, t := range templates {
		if !strings.HasPrefix(t, "{") {
			segments[i] = t
		}
	}
	if !fitsAll(templates, segments) {
		return ""
	}
	return strings.Join(segments, "/")
}
