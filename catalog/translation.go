package catalog

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

//go:embed translations
var translations embed.FS

// A translation is what translations/LANGUAGE.json has: for the engine's
// wording and for packs. What it lacks stays English.
type translation struct {
	Wording map[string]string
	Packs   map[string]map[string]translatedTexts // by pack, then by id of an entry or a cause
}

// translatedTexts are those of an entry or a cause. One that is empty stays
// English.
type translatedTexts struct {
	Title string   `json:"title"`
	Brief string   `json:"brief"`
	Fact  string   `json:"fact"`
	Cause string   `json:"cause"`
	Fixes []string `json:"fixes"`
}

func (t *translation) UnmarshalJSON(data []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	t.Packs = map[string]map[string]translatedTexts{}
	for name, member := range members {
		var err error
		if name == "wording" {
			err = json.Unmarshal(member, &t.Wording)
		} else {
			texts := map[string]translatedTexts{}
			err = json.Unmarshal(member, &texts)
			t.Packs[name] = texts
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// readTranslation gives the translation into a language such as "de"; nil
// when there is none.
func readTranslation(language string) (*translation, error) {
	file := "translations/" + language + ".json"
	data, err := fs.ReadFile(translations, file)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		return nil, nil
	case err != nil:
		return nil, err
	}
	var t translation
	if err := json.Unmarshal(data, &t); err != nil {
		return nil, fmt.Errorf("catalogue %s: %w", file, err)
	}
	return &t, nil
}

// Languages are those that the catalogue, or a part of it, is translated
// into, beside English.
func Languages() []string {
	found, _ := fs.Glob(translations, "translations/*.json") // the pattern is none that fails
	for i, file := range found {
		found[i] = strings.TrimSuffix(strings.TrimPrefix(file, "translations/"), ".json")
	}
	return found
}

// Translate puts a language such as "de" or "de-AT" in the place of English,
// as far as there is a translation: of the region's own, else of the
// language's. Do it before anything is explained. Messages are matched with
// the words in which the API sends them, whatever the language.
func (c *Catalog) Translate(language string) error {
	language = strings.ToLower(strings.ReplaceAll(language, "_", "-"))
	for {
		t, err := readTranslation(language)
		if err != nil {
			return err
		}
		if t != nil {
			c.apply(t)
			return nil
		}
		i := strings.LastIndexByte(language, '-')
		if i < 0 {
			return nil
		}
		language = language[:i]
	}
}

func (c *Catalog) apply(t *translation) {
	english := English()
	c.words = &Wording{texts: maps.Clone(english.texts), places: english.placeNames()}
	maps.Copy(c.words.texts, t.Wording)
	c.translation = t
	for _, pack := range c.packs {
		if pack.complete {
			c.translate(pack)
		}
	}
}

// translate puts the texts of a whole pack into the catalogue's language.
func (c *Catalog) translate(pack *Pack) {
	if c.translation == nil {
		return
	}
	texts := c.translation.Packs[pack.ID]
	for i := range pack.Errors {
		e := &pack.Errors[i]
		texts[e.ID].put(&e.Title, &e.Brief, &e.Fact, &e.Cause, &e.Fixes)
	}
	for i := range pack.Causes {
		e := &pack.Causes[i]
		texts[e.ID].put(&e.Title, &e.Brief, &e.Fact, &e.Cause, &e.Fixes)
	}
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

// Words is what the engine says, in the catalogue's language.
func (c *Catalog) Words() *Wording {
	if c.words == nil {
		return English()
	}
	return c.words
}
