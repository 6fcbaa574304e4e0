//go:build js && wasm

package list

import "misstep/wasm/ui/listmodel"

// RowText is what the list says of an exchange.
func (v *View) RowText(exchange int) *listmodel.RowText { return v.model.RowText(exchange) }

// Importing reports whether a recording is being read.
func (v *View) Importing() bool { return v.importing.on }

// ShowListed shows an exchange in the list of requests, whatever the list was
// limited to.
func (v *View) ShowListed(exchange int) {
	v.host.ChooseTab("requests")
	if !v.model.IsListed(exchange) {
		v.clearFilter()
		if !v.model.IsListed(exchange) {
			v.selectOnly("all")
		}
	}
	v.Select(exchange)
	v.el.list.Focus()
}

// Hides reports whether the list doesn't show an exchange that it has read.
func (v *View) Hides(exchange int) bool {
	return exchange <= v.model.Len() && !v.model.IsListed(exchange)
}

// ShowInList lists the requests that words find, and selects one of them; 0:
// none.
func (v *View) ShowInList(words string, exchange int) {
	v.host.ChooseTab("requests")
	v.el.filter.Set("value", words)
	v.selectOnly("all")
	v.setFilter(words)
	if exchange != 0 {
		v.Select(exchange)
	}
	v.el.list.Focus()
}

// ShowAll lists all requests that words find, whatever the list was limited to.
func (v *View) ShowAll(words string) {
	v.host.ChooseTab("requests")
	v.clearFilter()
	v.ShowInList(words, 0)
}

// Showing is how many exchanges show an entry or a cause of the catalog.
func (v *View) Showing(id string) int { return v.model.Showing(id) }

// SetFound has the rows of exchanges be marked that a search has found; nil: none.
func (v *View) SetFound(found func(exchange int) bool) {
	v.found = found
	v.host.Schedule()
}

// FocusList has keys go to the list.
func (v *View) FocusList() { v.el.list.Focus() }

// Errors is in how many ways requests fail.
func (v *View) Errors() int { return v.model.Kinds() }

// Overview is all ways in which requests fail, worst first.
func (v *View) Overview() []listmodel.Overview { return v.model.Overview() }
