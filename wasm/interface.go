//go:build js && wasm

package main

import (
	"encoding/json"
	"fmt"
	"syscall/js"

	"misstep/catalog"
	"misstep/wasm/diagnose"
	"misstep/wasm/har"
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
		entries := argument(args, 0)
		unread := map[int]error{}
		if js.Global().Get("Array").Call("isArray", entries).Bool() {
			for i := range entries.Length() {
				x, err := exchangeOf(entries.Index(i))
				if id := session.Add(x); err != nil {
					unread[id] = err
				}
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
	function("search", func(args []js.Value) any {
		limit := 10
		if v := argument(args, 1); v.Type() == js.TypeNumber {
			limit = v.Int()
		}
		text := ""
		if v := argument(args, 0); v.Type() == js.TypeString {
			text = v.String()
		}
		return toJS(append([]catalog.Hit{}, knowledge.Search(text, limit)...))
	})
	function("catalog", func([]js.Value) any { return toJS(knowledge.Packs) })
	return object
}

func argument(args []js.Value, i int) js.Value {
	if i < len(args) {
		return args[i]
	}
	return js.Undefined()
}

// exchangeOf reads what explain is given: a HAR entry, or any text.
func exchangeOf(input js.Value) (x har.Exchange, err error) {
	defer func() {
		if r := recover(); r != nil { // JSON.stringify throws on a cyclic object
			err = fmt.Errorf("the entry is no plain object: %v", r)
		}
	}()
	switch input.Type() {
	case js.TypeString:
		return har.Paste(input.String())
	case js.TypeObject:
		return har.Entry([]byte(js.Global().Get("JSON").Call("stringify", input).String()))
	}
	return har.Exchange{}, fmt.Errorf("want a HAR entry or a text, not %s", input.Type())
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
