//go:build js && wasm

package app

import (
	"errors"
	"io"

	"misstep/catalog"
	"misstep/catalog/validate"
	"misstep/wasm/browser"
)

// restore puts the packs and hosts of earlier sessions into the catalog.
func (p *program) restore() error {
	var problems []error
	for _, text := range p.settings.Packs() {
		pack, err := validate.ReadPack([]byte(text))
		if err == nil {
			err = p.catalog.Add(pack)
		}
		problems = append(problems, err)
	}
	p.catalog.SetWatchList(p.settings.Hosts())
	return errors.Join(problems...)
}

// stored takes over the packs and hosts that another DevTools window has set.
func (p *program) stored() {
	if !p.settings.Reread() {
		return
	}
	for _, pack := range p.catalog.Added() {
		p.catalog.Remove(pack.ID)
	}
	p.restore() // what cannot be read was said in the other window
	p.panel.SetWatched(p.catalog.Hosts())
	p.rebuild()
}

// watch adds a host; problem says why that cannot be.
func (p *program) watch(host, pack string) (problem string) {
	if err := p.catalog.Watch(host, pack); err != nil {
		return p.text("hostRefused", p.say(err))
	}
	p.hostsChanged()
	return ""
}

func (p *program) setHosts(hosts []catalog.WatchedHost) {
	p.catalog.SetWatchList(hosts)
	p.hostsChanged()
}

func (p *program) hostsChanged() {
	p.settings.SetHosts(p.catalog.WatchList()) // if they cannot be kept, it is said
	p.panel.SetWatched(p.catalog.Hosts())
	p.rebuild()
}

// rebuild explains all captures again, by the hosts and packs that there are now.
func (p *program) rebuild() {
	p.captures.Held = true
	p.host.Notify("watch", p.catalog.Hosts())
	p.refill()
	p.readAgain()
}

// refill fills the session again, in order.
func (p *program) refill() {
	selected := p.captures.Of(p.panel.Selected())
	p.captures.Rebuild()
	id := 0
	if selected != nil {
		id = selected.ID
	}
	p.panel.Rebuilt(id)
	p.imports.lastShown = p.session.LastID()
	p.first = p.session.First()
	p.panel.Dropped(p.captures.Dropped)
}

// addPack adds a pack from a file.
func (p *program) addPack(file browser.BlobReader) error {
	data, err := io.ReadAll(file.Section(0, min(file.Size(), validate.MaxPack+1)))
	if err != nil {
		return err
	}
	return p.takePack(data)
}

// openPack adds a pack by its address.
func (p *program) openPack(address string) error {
	coming, _, err := p.fetch(address, nil)
	if err != nil {
		return err
	}
	defer coming.Close()
	data, err := io.ReadAll(io.LimitReader(coming, validate.MaxPack+1))
	if err != nil {
		return err
	}
	return p.takePack(data)
}

func (p *program) takePack(data []byte) error {
	pack, err := validate.ReadPack(data)
	if err != nil {
		return err
	}
	if err := p.catalog.Add(pack); err != nil {
		return err
	}
	p.packsChanged()
	return nil
}

func (p *program) removePack(id string) {
	if p.catalog.Remove(id) {
		p.packsChanged()
	}
}

func (p *program) packsChanged() {
	var texts []string
	for _, pack := range p.catalog.Added() {
		texts = append(texts, string(pack.File))
	}
	if err := p.settings.SetPacks(texts); err != nil && len(texts) > 0 {
		p.panel.Notice("info", p.text("packNotKept", p.say(err)), "", nil)
	}
	p.hostsChanged()
}
