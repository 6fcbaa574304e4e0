// Package richtext has text as the view shows it: runs, some of which are code,
// values or hidden secrets, and what cuts, joins and counts it. It knows no
// document; ui/page writes runs into one.
package richtext

// Text returns a text of _locales by its key; args are its $1, $2, …
type Text func(key string, args ...string) string
