//go:build js && wasm

package main

import (
	"encoding/json"
	"fmt"
	"syscall/js"

	"misstep/catalog"
	"misstep/catalog/match"
	"misstep/catalog/search"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
	"misstep/wasm/paste"
)

// newInterface is globalThis.misstep, for anybody who embeds the module. All
// results are plain JSON values.
func newInterface(knowledge *catalog.Catalog) js.Value {
	object := js.Global().Get("Object").New()
	object.Set("version", version)
	function := func(name string, f func(args []js.Value) any) {
		object.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) }))
	}
	function("explain", func(args []js.Value) any {
		x, err := exchangeOf(argument(args, 0))
		if err != nil {
			return toJS(notUnderstood(err))
		}
		return toJS(diagnose.Explain(knowledge, x))
	})
	function("explainAll", func(args []js.Value) any {
		session := diagnose.NewSession(knowledge)
		unread := map[int]error{}
		var inputs []json.RawMessage
		if err := fromJS(argument(args, 0), &inputs); err != nil {
			return toJS([]diagnose.Diagnosis{notUnderstood(err)})
		}
		for _, input := range inputs {
			x, err := readExchange(input)
			if id := session.Add(x); err != nil {
				unread[id] = err
			}
		}
		diagnoses := make([]diagnose.Diagnosis, session.Len())
		for i := range diagnoses {
			if diagnoses[i] = session.Diagnosis(i + 1); unread[i+1] != nil {
				diagnoses[i] = notUnderstood(unread[i+1])
			}
		}
		return toJS(diagnoses)
	})
	// match([{message, type, status}, …]) is the bare matcher, for many
	// messages at once: [[{id, pack, certainty, score, values}, …], …].
	// The values are as they stand in the messages, not masked.
	function("match", func(args []js.Value) any {
		var symptoms []catalog.Symptom
		if err := fromJS(argument(args, 0), &symptoms); err != nil {
			return toJS([]any{})
		}
		found := make([][]matchJSON, len(symptoms))
		for i, symptom := range symptoms {
			found[i] = []matchJSON{}
			for _, m := range match.Find(knowledge, symptom) {
				found[i] = append(found[i], matchJSON{m.Error.ID, m.Pack.ID, m.Certainty, m.Score, m.Values})
			}
		}
		return toJS(found)
	})
	function("search", func(args []js.Value) any {
		limit := 10
		if v := argument(args, 1); v.Type() == js.TypeNumber {
			limit = v.Int()
		}
		text := ""
		if v := argument(args, 0); v.Type() == js.TypeString {
			text = v.String()
		}
		return toJS(append([]search.Hit{}, search.Errors(knowledge, text, limit)...))
	})
	function("catalog", func([]js.Value) any { return toJS(knowledge.Packs()) })
	return object
}

func argument(args []js.Value, i int) js.Value {
	if i < len(args) {
		return args[i]
	}
	return js.Undefined()
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
func exchangeOf(input js.Value) (har.Exchange, error) {
	var raw json.RawMessage
	if err := fromJS(input, &raw); err != nil {
		return har.Exchange{}, err
	}
	return readExchange(raw)
}

// readExchange is exchangeOf for an input that is JSON already.
func readExchange(input json.RawMessage) (har.Exchange, error) {
	switch {
	case len(input) > 0 && input[0] == '"':
		var text string
		if err := json.Unmarshal(input, &text); err != nil {
			return har.Exchange{}, err
		}
		return paste.Read(text)
	case len(input) > 0 && input[0] == '{':
		return har.Entry(input)
	}
	return har.Exchange{}, fmt.Errorf("want a HAR entry or a text, have %.20s", input)
}

// fromJS reads a JavaScript value by way of JSON, which costs one crossing.
func fromJS(value js.Value, into any) (err error) {
	defer func() {
		if r := recover(); r != nil { // JSON.stringify throws on a cyclic object
			err = fmt.Errorf("the input is no plain value: %v", r)
		}
	}()
	text := js.Global().Get("JSON").Call("stringify", value)
	if text.Type() != js.TypeString {
		return fmt.Errorf("want a HAR entry or a text, have %s", value.Type())
	}
	return json.Unmarshal([]byte(text.String()), into)
}

// notUnderstood is the diagnosis of an input that is neither entry nor text.
func notUnderstood(err error) diagnose.Diagnosis {
	return diagnose.Diagnosis{Unknown: true, Message: err.Error(), Findings: []diagnose.Finding{}}
}

// toJS builds a JavaScript value by way of JSON, which costs one crossing.
func toJS(value any) js.Value {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // our own types always marshal
	}
	return js.Global().Get("JSON").Call("parse", string(text))
}
