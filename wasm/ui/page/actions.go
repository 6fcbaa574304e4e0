//go:build js && wasm

package page

// Actions are what the buttons of a view do, by their data-action. Each is
// given the button.
type Actions map[string]func(button Element)
