//go:build js && wasm

package app

import (
	"encoding/json"
	"fmt"

	"misstep/catalog"
	"misstep/catalog/match"
	"misstep/catalog/search"
	"misstep/wasm/browser"
	"misstep/wasm/diagnosis"
	"misstep/wasm/har"
	"misstep/wasm/httpmsg"
	"misstep/wasm/paste"
)

// Expose sets globalThis.misstep, for anybody who embeds the module. All results
// are plain JSON values.
func Expose(knowledge *catalog.Catalog, version string) {
	members := map[string]any{"version": version}
	function := func(name string, f func(browser.Args) any) { members[name] = f }
	function("explain", func(args browser.Args) any {
		x, err := exchangeOf(knowledge, args)
		if err != nil {
			return notUnderstood(err)
		}
		return diagnosis.Explain(knowledge, x)
	})
	function("explainAll", func(args browser.Args) any {
		session := diagnosis.NewSession(knowledge)
		unread := map[int]error{}
		var inputs []json.RawMessage
		if err := args.JSON(0, &inputs); err != nil {
			return []diagnosis.Diagnosis{notUnderstood(err)}
		}
		for _, input := range inputs {
			x, err := readExchange(knowledge, input)
			if id := session.Add(x); err != nil {
				unread[id] = err
			}
		}
		diagnoses := make([]diagnosis.Diagnosis, session.LastID())
		for i := range diagnoses {
			if diagnoses[i] = session.Diagnosis(i + 1); unread[i+1] != nil {
				diagnoses[i] = notUnderstood(unread[i+1])
			}
		}
		return diagnoses
	})
	// match([{message, type, status}, …]) is the bare matcher, for many
	// messages at once: [[{id, pack, certainty, score, values}, …], …].
	// The values are as they are in the messages, not masked.
	function("match", func(args browser.Args) any {
		var symptoms []catalog.Symptom
		if err := args.JSON(0, &symptoms); err != nil {
			return []any{}
		}
		found := make([][]matchJSON, len(symptoms))
		for i, symptom := range symptoms {
			found[i] = []matchJSON{}
			for _, m := range match.Find(knowledge, symptom) {
				found[i] = append(found[i], matchJSON{m.Error.ID, m.Pack.ID, m.Certainty, m.Score, m.Values})
			}
		}
		return found
	})
	// identify(["…", …]) is match for bare messages, without JSON: two numbers for each,
	// the place of the likeliest error among all of catalog(), from 1, and how sure it is.
	function("identify", func(args browser.Args) any {
		texts, err := args.Texts(0)
		if err != nil {
			return []int32{}
		}
		numbers := make([]int32, 0, 2*len(texts))
		for _, text := range texts {
			var error, sure int32
			if found := match.Find(knowledge, catalog.Symptom{Message: text}); len(found) > 0 {
				error, sure = placeOf(knowledge, found[0].Error), sureness(found[0].Certainty)
			}
			numbers = append(numbers, error, sure)
		}
		return numbers
	})
	function("search", func(args browser.Args) any {
		if len(args) > 0 && !args.IsText(0) {
			return []search.Hit{}
		}
		return append([]search.Hit{}, search.Errors(knowledge, args.Text(0), args.Int(1, 10))...)
	})
	function("catalog", func(browser.Args) any { return knowledge.Packs() })
	browser.Expose("misstep", members)
}

// placeOf is the place of an error among those of all packs, from 1.
func placeOf(knowledge *catalog.Catalog, e *catalog.ErrorDef) (place int32) {
	for _, pack := range knowledge.Packs() {
		for i := range pack.Errors {
			if place++; &pack.Errors[i] == e {
				return place
			}
		}
	}
	return 0
}

// sureness is a certainty as a number: the more, the surer.
func sureness(certainty string) int32 {
	switch certainty {
	case match.Certain:
		return 3
	case match.Likely:
		return 2
	}
	return 1
}

// A matchJSON is match.Match as JavaScript gets it.
type matchJSON struct {
	ID        string            `json:"id"`
	Pack      string            `json:"pack"`
	Certainty string            `json:"certainty"`
	Score     float64           `json:"score"`
	Values    map[string]string `json:"values"`
}

// exchangeOf reads what explain is given: a HAR entry, or any text.
func exchangeOf(knowledge *catalog.Catalog, args browser.Args) (httpmsg.Exchange, error) {
	var raw json.RawMessage
	if err := args.JSON(0, &raw); err != nil {
		return httpmsg.Exchange{}, err
	}
	return readExchange(knowledge, raw)
}

// readExchange is exchangeOf for an input that is JSON already.
func readExchange(knowledge *catalog.Catalog, input json.RawMessage) (httpmsg.Exchange, error) {
	switch {
	case len(input) > 0 && input[0] == '"':
		var text string
		if err := json.Unmarshal(input, &text); err != nil {
			return httpmsg.Exchange{}, err
		}
		found, err := paste.Read(knowledge, text)
		if len(found) == 0 {
			return httpmsg.Exchange{}, err
		}
		for _, x := range found {
			if x.Response.Status == 0 || x.Response.Status >= 400 {
				return x, nil // of a log, the first that went wrong
			}
		}
		return found[0], nil
	case len(input) > 0 && input[0] == '{':
		return har.Entry(input)
	}
	return httpmsg.Exchange{}, fmt.Errorf("want a HAR entry or a text, have %.20s", input)
}

// notUnderstood is the diagnosis of an input that is neither entry nor text.
func notUnderstood(err error) diagnosis.Diagnosis {
	return diagnosis.Diagnosis{Unknown: true, Message: err.Error(), Findings: []diagnosis.Finding{}}
}
