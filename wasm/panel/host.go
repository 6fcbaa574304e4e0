//go:build js && wasm

package panel

import "misstep/wasm/ui/listmodel"

// What the views ask of the panel.

// Tab is the name of the tab that is shown.
func (p *Panel) Tab() string { return p.tab }

// RowText is what the list says of an exchange.
func (p *Panel) RowText(exchange int) *listmodel.RowText { return p.list.RowText(exchange) }

// Importing reports whether a recording is being read.
func (p *Panel) Importing() bool { return p.importing.on }

// ShowListed shows an exchange in the list of requests, whatever the list was
// limited to.
func (p *Panel) ShowListed(exchange int) {
	p.ChooseTab("requests")
	if !p.list.IsListed(exchange) {
		p.clearFilter()
		if !p.list.IsListed(exchange) {
			p.choice("all")
		}
	}
	p.Select(exchange)
	p.view.list.Focus()
}

// ShowInList lists the requests that words find, and selects one of them; 0:
// none.
func (p *Panel) ShowInList(words string, exchange int) {
	p.ChooseTab("requests")
	p.view.filter.Set("value", words)
	p.choice("all")
	p.setFilter(words)
	if exchange != 0 {
		p.Select(exchange)
	}
	p.view.list.Focus()
}

// ShowAll lists all requests that words find, whatever the list was limited to.
func (p *Panel) ShowAll(words string) {
	p.ChooseTab("requests")
	p.clearFilter()
	p.ShowInList(words, 0)
}

// Showing is how many exchanges show an entry or a cause of the catalogue.
func (p *Panel) Showing(id string) int { return p.list.Showing(id) }

// ReturnTo shows the explanation of an exchange.
func (p *Panel) ReturnTo(exchange int) {
	p.ChooseTab("requests")
	p.Select(exchange)
	p.detail.Focus()
}

// FocusList has keys go to the list.
func (p *Panel) FocusList() { p.view.list.Focus() }
