package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/browse"
	"misstep/wasm/redact"
)

// explain prints what the catalog has on an error, a cause or an endpoint.
func (c *command) explain(ids []string) error {
	if len(ids) == 0 {
		return errors.New("explain what? Give the ID of an error, such as scope-missing; misstep search WORDS finds it")
	}
	for i, id := range ids {
		place := browse.Resolve(c.catalog, "#"+browse.Tab+"/"+id)
		if small := strings.ToLower(id); small != id && place.Topic.None() && place.Why == "" {
			place = browse.Resolve(c.catalog, "#"+browse.Tab+"/"+small)
		}
		if place.Topic.None() {
			if place.Why != "" {
				return fmt.Errorf("%s was removed from the catalog: %s", id, place.Why)
			}
			text := "no error or cause has the ID " + shownID(id)
			if words := browse.Words(c.catalog, id); words != "" {
				text += "; try: misstep search " + words
			}
			return errors.New(text)
		}
		if c.format == "json" {
			if err := c.article(place.Topic); err != nil {
				return err
			}
			continue
		}
		l := c.layout()
		if i > 0 {
			l.line("")
		}
		if place.Asked != "" {
			l.line(l.paint(quiet, visible(place.Asked)+" is called "+place.Topic.ID()+" now."))
		}
		c.topic(l, place.Topic)
		if _, err := io.WriteString(c.out, l.String()); err != nil {
			return err
		}
	}
	return nil
}

// article writes an article as a line of JSON: what the pack has, with its texts.
func (c *command) article(t browse.Topic) error {
	encoder := json.NewEncoder(&jsonWriter{to: c.out})
	encoder.SetEscapeHTML(false)
	return encoder.Encode(struct {
		ID       string            `json:"id"`
		Pack     string            `json:"pack"`
		Error    *catalog.ErrorDef `json:"error,omitempty"`
		Cause    *catalog.Cause    `json:"cause,omitempty"`
		Endpoint *catalog.Endpoint `json:"endpoint,omitempty"`
	}{t.ID(), t.Pack.ID, t.Entry, t.Cause, t.Endpoint})
}

// topic writes an article of the catalog.
func (c *command) topic(l *layout, t browse.Topic) {
	switch {
	case t.Entry != nil:
		e := t.Entry
		l.hanging("error["+e.ID+"]: ", failure, "    ", plain, e.Title, bold)
		status := ""
		if e.Status != 0 {
			status = strconv.Itoa(e.Status)
		}
		l.field("  --> ", label, strings.Join(strings.Fields(status+" "+e.Type+" "+e.Reason+" – "+t.Pack.Name), " "), plain)
		if e.Message != "" {
			l.quote(e.Message)
		}
		l.advice(e.Cause, t.Steps(c.catalog))
		l.list("causes", titles(t.Causes()))
		l.list("docs", e.Docs)
	case t.Cause != nil:
		l.hanging("cause["+t.Cause.ID+"]: ", failure, "    ", plain, t.Cause.Title, bold)
		l.field("  --> ", label, t.Pack.Name, plain)
		l.advice(t.Cause.Cause, t.Steps(c.catalog))
		l.list("errors", titles(t.Explains()))
		l.list("docs", t.Cause.Docs)
	default:
		l.line(l.paint(bold, visible(t.Endpoint.Name)))
		l.field("  --> ", label, t.ID()+" – "+t.Pack.Name, plain)
		l.list("scopes", t.Endpoint.Scopes)
		var calls []string
		for _, r := range t.Replacements() {
			if r.None != "" {
				calls = append(calls, "none – "+r.None)
			}
			for _, call := range r.Calls {
				calls = append(calls, call.Method+" "+browse.Called(call))
			}
		}
		l.list("replacement", calls)
	}
}

// titles are the topics, each in a line.
func titles(topics []browse.Topic) (lines []string) {
	for _, t := range topics {
		lines = append(lines, t.ID()+" – "+t.Title())
	}
	return lines
}

// mostFound bounds what a search prints.
const mostFound = 20

// search prints the errors and causes that words find.
func (c *command) search(words []string) error {
	if len(words) == 0 {
		return errors.New("search for what? Give words, a status, an error type or a whole message")
	}
	groups, _ := browse.List(c.catalog, browse.Query{Text: strings.Join(words, " ")})
	var topics []browse.Topic
	for _, g := range groups {
		topics = append(topics, g.Topics...)
	}
	if len(topics) == 0 {
		c.note("nothing in the catalog has these words")
		return exitStatus(exitFailing)
	}
	if c.format == "json" {
		for _, t := range topics {
			if err := c.article(t); err != nil {
				return err
			}
		}
		return nil
	}
	l := c.layout()
	widest := 0
	for _, t := range topics[:min(len(topics), mostFound)] {
		widest = max(widest, len(t.ID()))
	}
	for _, t := range topics[:min(len(topics), mostFound)] {
		l.field(fmt.Sprintf("%-*s  ", widest, t.ID()), bold, t.Title()+" ("+sign(t)+")", plain)
	}
	if more := len(topics) - mostFound; more > 0 {
		l.line(l.paint(quiet, fmt.Sprintf("and %d more; add words to narrow it down", more)))
	}
	_, err := io.WriteString(c.out, l.String())
	return err
}

// sign is what distinguishes an article from others.
func sign(t browse.Topic) string {
	var parts []string
	if t.Entry != nil && t.Entry.Status != 0 {
		parts = append(parts, strconv.Itoa(t.Entry.Status))
	}
	if t.Entry != nil && t.Entry.Type != "" {
		parts = append(parts, t.Entry.Type)
	}
	return strings.Join(append(parts, t.Pack.Name), ", ")
}

// shownID is an ID that nothing has, which may be a secret: IDs are words.
func shownID(id string) string {
	if len(id) < longestValue || strings.Trim(id, "abcdefghijklmnopqrstuvwxyz-") == "" {
		return id
	}
	return redact.Secret(id)
}
