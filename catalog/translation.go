package catalog

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog/messages"
)

//go:embed */translations/*.json */translations/phrases/*.json
var translations embed.FS

// A translation has the texts of packs in one language: by pack, then by ID of
// an error or a cause. What it lacks stays English.
type translation map[string]map[string]translatedTexts

// translatedTexts are those of an error or a cause. One that is empty stays
// English.
type translatedTexts struct {
	Title string   `json:"title"`
	Brief string   `json:"brief"`
	Fact  string   `json:"fact"`
	Cause string   `json:"cause"`
	Fixes []string `json:"fixes"`
}

// phrases are the short texts that many records of a pack share, in one language, by
// their English: notes of endpoints, what scopes cover, replacements and differences.
type phrases map[string]string

// put writes what there is over the English.
func (p phrases) put(texts ...*string) {
	for _, text := range texts {
		if translated := p[*text]; translated != "" {
			*text = translated
		}
	}
}

// readTranslation reads PACK/translations/LANGUAGE.json of each pack that has
// one for a language such as "de"; nil when none has.
func readTranslation(language string) (translation, error) {
	packs, err := translations.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var t translation
	for _, pack := range packs {
		texts := map[string]translatedTexts{}
		if err := readTranslated(pack.Name()+"/translations/"+language+".json", &texts); err != nil {
			return nil, err
		}
		if len(texts) == 0 {
			continue
		}
		if t == nil {
			t = translation{}
		}
		t[pack.Name()] = texts
	}
	return t, nil
}

// readPhrases reads PACK/translations/phrases/LANGUAGE.json of one pack; none when it
// has none.
func readPhrases(pack, language string) (p phrases, err error) {
	return p, readTranslated(pack+"/translations/phrases/"+language+".json", &p)
}

// readTranslated reads a file of a translation, if there is one.
func readTranslated(file string, to any) error {
	data, err := fs.ReadFile(translations, file)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		return nil
	case err != nil:
		return err
	}
	if err := json.Unmarshal(data, to); err != nil {
		return fmt.Errorf("catalog/%s: %w", file, err)
	}
	return nil
}

// Translate puts a language such as "de" or "de-AT" in place of English,
// as far as there is a translation: of the region's own, otherwise of the
// language's. Do it before anything is explained. Messages are matched with
// the words in which the API sends them, whatever the language.
func (c *Catalog) Translate(language string) error {
	language = strings.ToLower(strings.ReplaceAll(language, "_", "-"))
	for {
		words, err := messages.Translated(language)
		if err != nil {
			return err
		}
		t, err := readTranslation(language)
		if err != nil {
			return err
		}
		if words != nil || t != nil {
			return c.apply(words, t, language)
		}
		i := strings.LastIndexByte(language, '-')
		if i < 0 {
			return nil
		}
		language = language[:i]
	}
}

func (c *Catalog) apply(words *messages.Formatter, t translation, language string) (err error) {
	c.words, c.translation, c.phrases = words, t, map[string]phrases{}
	for id := range t {
		if c.phrases[id], err = readPhrases(id, language); err != nil {
			return err
		}
	}
	for _, pack := range c.packs {
		if pack.complete {
			c.translate(pack)
		}
	}
	return nil
}

// translate puts the texts of a whole pack into the catalog's language.
func (c *Catalog) translate(pack *Pack) {
	texts := c.translation[pack.ID]
	for i := range pack.Errors {
		e := &pack.Errors[i]
		texts[e.ID].put(&e.Title, &e.Brief, &e.Fact, &e.Cause, &e.Fixes)
	}
	for i := range pack.Causes {
		e := &pack.Causes[i]
		texts[e.ID].put(&e.Title, &e.Brief, &e.Fact, &e.Cause, &e.Fixes)
	}
	pack.Statuses = append([]StatusMeaning(nil), pack.Statuses...) // shared by all catalogs
	for i := range pack.Statuses {
		status := &pack.Statuses[i]
		if meaning := texts[status.translatedAs()].Title; meaning != "" {
			status.Meaning = meaning
		}
	}
	if p := c.phrases[pack.ID]; p != nil {
		p.translate(pack)
	}
}

// translate puts the phrases of a whole pack, some of which all catalogs share, into
// another language.
func (p phrases) translate(pack *Pack) {
	pack.Scopes, pack.Differences, pack.Replacements = slices.Clone(pack.Scopes), slices.Clone(pack.Differences), slices.Clone(pack.Replacements)
	for i := range pack.Endpoints {
		p.put(&pack.Endpoints[i].Note)
	}
	for i := range pack.Scopes {
		p.put(&pack.Scopes[i].Covers)
	}
	for i := range pack.Differences {
		p.put(&pack.Differences[i].Text)
	}
	for i := range pack.Replacements {
		r := &pack.Replacements[i]
		p.put(&r.Name, &r.None)
		r.Calls, r.Open = slices.Clone(r.Calls), slices.Clone(r.Open)
		for n := range r.Calls {
			p.put(&r.Calls[n].Gives)
		}
		for n := range r.Open {
			p.put(&r.Open[n])
		}
	}
	pack.indexReplacements()
}

// translatedAs is the name under which a translation has the meaning of a status, as
// its title: "status-502", or "status-401-token" for a step of OAuth.
func (s *StatusMeaning) translatedAs() string {
	name := "status-" + strconv.Itoa(s.Status)
	if s.Step != "" {
		name += "-" + s.Step
	}
	return name
}

// put writes what there is over the English.
func (t translatedTexts) put(title, brief, fact, cause *string, fixes *[]string) {
	for _, text := range []struct {
		to   *string
		from string
	}{{title, t.Title}, {brief, t.Brief}, {fact, t.Fact}, {cause, t.Cause}} {
		if text.from != "" {
			*text.to = text.from
		}
	}
	if len(t.Fixes) > 0 {
		*fixes = slices.Clone(t.Fixes)
	}
}

// Messages writes what the program says, in the catalog's language.
func (c *Catalog) Messages() *messages.Formatter {
	if c.words == nil {
		return messages.English()
	}
	return c.words
}
