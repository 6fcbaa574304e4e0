package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// messages are the texts in one language, by key: _locales/LANGUAGE/messages.json.
type messages map[string]message

// A message holds $NAME$ for each of its placeholders, whose content, $1 …,
// says which value replaces it.
type message struct {
	Message      string                 `json:"message"`
	Placeholders map[string]placeholder `json:"placeholders,omitempty"`
}

type placeholder struct {
	Content string `json:"content"`
}

// readMessages returns the texts by language.
func readMessages(locales string) (map[string]messages, error) {
	files, err := filepath.Glob(filepath.Join(locales, "*", "messages.json"))
	if err != nil {
		return nil, err
	}
	languages := map[string]messages{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var read messages
		if err := json.Unmarshal(data, &read); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		languages[filepath.Base(filepath.Dir(file))] = read
	}
	return languages, nil
}

// inlineMessages is all of them as JSON, without what is said to translators.
func inlineMessages(locales string) (string, error) {
	languages, err := readMessages(locales)
	if err != nil {
		return "", err
	}
	data, err := json.Marshal(languages)
	return string(data), err
}
