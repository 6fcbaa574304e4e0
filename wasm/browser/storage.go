//go:build js && wasm

package browser

import (
	"errors"
	"syscall/js"
)

// LocalStorage is the storage of the document that started the program. Merely accessing it
// throws if it isn't allowed, and outside a document there is none. What it refuses is kept
// in the document for its next program.
type LocalStorage struct{}

// Read implements settings.Store.
func (LocalStorage) Read(key string) (text string, err error) {
	if v := beside().Get(key); v.Type() == js.TypeString {
		return v.String(), nil
	}
	err = refused(func(storage js.Value) {
		if v := storage.Call("getItem", key); v.Type() == js.TypeString {
			text = v.String()
		}
	})
	return text, err
}

// Write implements settings.Store.
func (LocalStorage) Write(key, text string) error {
	err := refused(func(storage js.Value) {
		if text == "" {
			storage.Call("removeItem", key)
		} else {
			storage.Call("setItem", key, text)
		}
	})
	if err != nil {
		beside().Set(key, text)
	} else {
		beside().Delete(key)
	}
	return err
}

// beside is the document's own object of texts by key.
func beside() js.Value {
	const name = "misstepSettings"
	if js.Global().Get(name).IsUndefined() {
		js.Global().Set(name, map[string]any{})
	}
	return js.Global().Get(name)
}

// refused does something with the storage, and returns what it throws.
func refused(do func(storage js.Value)) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = errors.New("the browser's storage: " + reasonOf(thrown))
		}
	}()
	// A getter that throws ends the program when it is read by Get, but not by
	// way of a call.
	storage := js.Global().Get("Reflect").Call("get", js.Global(), "localStorage")
	if !storage.Truthy() {
		return errors.New("the browser has no storage here")
	}
	do(storage)
	return nil
}

func reasonOf(thrown any) string {
	if err, ok := thrown.(js.Error); ok {
		if message := err.Value.Get("message"); message.Type() == js.TypeString {
			return message.String()
		}
	}
	return "refused"
}
