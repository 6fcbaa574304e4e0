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

//go:embed */translations/*.json
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

// readTranslation reads PACK/translations/LANGUAGE.json of each pack that has
// one for a language such as "de"; nil when none has.
func readTranslation(language string) (translation, error) {
	packs, err := translations.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var t translation
	for _, pack := range packs {
		file := pack.Name() + "/translations/" + language + ".json"
		data, err := fs.ReadFile(translations, file)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
			continue
		case err != nil:
			return nil, err
		}
		texts := map[string]translatedTexts{}
		if err := json.Unmarshal(data, &texts); err != nil {
			return nil, fmt.Errorf("catalog/%s: %w", file, err)
		}
		if t == nil {
			t = translation{}
		}
		t[pack.Name()] = texts
	}
	return t, nil
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
			c.apply(words, t)
			return nil
		}
		i := strings.LastIndexByte(language, '-')
		if i < 0 {
			return nil
		}
		language = language[:i]
	}
}

func (c *Catalog) apply(words *messages.Formatter, t translation) {
	c.words, c.translation = words, t
	for _, pack := range c.packs {
		if pack.complete {
			c.translate(pack)
		}
	}
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
