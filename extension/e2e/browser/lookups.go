package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
)

// firefoxLookups notes, in the browser's window, what any process has it look up.
const firefoxLookups = `
globalThis.misstepLookups = [];
globalThis.misstepNote = {observe: (subject, topic, name) => { misstepLookups.push(name); }};
Services.obs.addObserver(misstepNote, "dns-resolution-request");`

// readLookups is called before Firefox ends.
func (b *firefox) readLookups() {
	var names []string
	if err := b.chrome("return misstepLookups", &names); err != nil {
		return
	}
	b.lookups = []Lookup{}
	for _, name := range names {
		b.lookups = append(b.lookups, Lookup{Name: name})
	}
}

func (b *firefox) Lookups() ([]Lookup, error) {
	if b.lookups == nil {
		return nil, errors.New("what Firefox looked up is not known")
	}
	return b.lookups, nil
}

// Lookups reads what Chromium wrote, and removes the file.
func (b *chromium) Lookups() (lookups []Lookup, err error) {
	text, err := os.ReadFile(b.lookups)
	if err != nil {
		return nil, err
	}
	defer os.Remove(b.lookups)
	var log struct {
		Constants struct {
			LogEventTypes map[string]int `json:"logEventTypes"`
		} `json:"constants"`
		Events []struct {
			Type   int `json:"type"`
			Params struct {
				Host string `json:"host"`
				For  string `json:"network_anonymization_key"`
			} `json:"params"`
		} `json:"events"`
	}
	if err := json.Unmarshal(text, &log); err != nil {
		return nil, fmt.Errorf("what Chromium wrote on its network: %w", err)
	}
	request, known := log.Constants.LogEventTypes["HOST_RESOLVER_MANAGER_REQUEST"]
	if !known {
		return nil, errors.New("what Chromium looks up is not logged under the known name")
	}
	for _, event := range log.Events {
		if event.Type == request && event.Params.Host != "" {
			_, host, found := strings.Cut(event.Params.Host, "://")
			if !found {
				host = event.Params.Host
			}
			lookups = append(lookups, Lookup{Name: host, For: event.Params.For})
		}
	}
	return lookups, nil
}
