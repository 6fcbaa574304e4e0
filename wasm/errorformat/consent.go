package errorformat

import (
	"cmp"
	"slices"
	"strings"

	"misstep/catalog"
	"misstep/catalog/lazyregexp"
)

// consentCode is the status and OAuth error code of a consent page, as the page has it in any of
// some languages: "Error 400: redirect_uri_mismatch".
func (s reader) consentCode(packID, text string) (status, code string) {
	found := codeBehind().FindStringSubmatch(text)
	if found == nil {
		return "", ""
	}
	for _, pack := range s.catalog.Packs() {
		if packID == "" || pack.ID == packID {
			if slices.ContainsFunc(pack.Errors, func(e catalog.ErrorDef) bool { return e.Kind == catalog.KindConsent && e.Type == found[2] }) {
				return found[1], found[2]
			}
		}
	}
	return "", ""
}

var codeBehind = lazyregexp.New(`\b(?:Error|Fehler|Erreur|Erro|Errore|Fout) (\d{3}) ?: ([a-z]+(?:_[a-z]+)*)`)

// consentDetails are the parameters that a consent page quotes of the request, and
// the scopes that it names as invalid: name=value, name=[value, value].
func consentDetails(text string) map[string]string {
	params := map[string]string{}
	name := ""
	words := strings.Fields(text)
	for i, word := range words {
		if word == "redirect_uri:" && i+1 < len(words) {
			params["redirect_uri"] = words[i+1]
		}
		before, value, found := strings.Cut(strings.TrimLeft(word, "{"), "=")
		if found && before != "" && strings.Trim(strings.ToLower(before), "abcdefghijklmnopqrstuvwxyz_") == "" {
			name, word = before, value
		}
		if name == "redirect_uri" && !found {
			continue // what follows it is the page's
		}
		if name != "" {
			params[name] = strings.TrimSpace(params[name] + " " + strings.Trim(word, "[],{}"))
		}
	}
	values := map[string]string{}
	for _, detail := range [][2]string{{"redirect_uri", params["redirect_uri"]}, {"scopes", cmp.Or(params["invalid"], params["scope"])}} {
		if detail[1] != "" {
			values[detail[0]] = detail[1]
		}
	}
	return values
}
