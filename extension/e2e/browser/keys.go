package browser

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A namedKey is a key that types nothing, as each driver knows it.
type namedKey struct {
	chromium string
	firefox  rune
}

var namedKeys = map[string]namedKey{
	"Tab": {kb.Tab, '\ue004'}, "Enter": {kb.Enter, '\ue007'}, "Escape": {kb.Escape, '\ue00c'},
	"ArrowLeft": {kb.ArrowLeft, '\ue012'}, "ArrowUp": {kb.ArrowUp, '\ue013'},
	"ArrowRight": {kb.ArrowRight, '\ue014'}, "ArrowDown": {kb.ArrowDown, '\ue015'},
	"Home": {kb.Home, '\ue011'}, "End": {kb.End, '\ue010'},
	"PageUp": {kb.PageUp, '\ue00e'}, "PageDown": {kb.PageDown, '\ue00f'},
	"F10":   {kb.F10, '\ue03a'},
	"Shift": {"", '\ue008'}, "Ctrl": {"", '\ue009'}, "Alt": {"", '\ue00a'},
}

var modifiers = map[string]chromedp.Modifier{
	"Shift": chromedp.ModifierShift, "Ctrl": chromedp.ModifierCtrl, "Alt": chromedp.ModifierAlt,
}

// splitKey takes "Ctrl+f" apart: the keys to hold, and the one to press, which
// is a name or what it types.
func splitKey(press string) (held []string, key string, err error) {
	parts := strings.Split(press, "+")
	held, key = parts[:len(parts)-1], parts[len(parts)-1]
	for _, name := range held {
		if _, known := modifiers[name]; !known {
			return nil, "", fmt.Errorf("the key %q: %s cannot be held", press, name)
		}
	}
	if _, known := namedKeys[key]; !known && utf8.RuneCountInString(key) != 1 {
		return nil, "", fmt.Errorf("unknown key %q", press)
	}
	return held, key, nil
}

// chromiumKey is a key as chromedp presses it.
func chromiumKey(press string) (chromedp.Action[chromedp.Void], error) {
	held, key, err := splitKey(press)
	if err != nil {
		return nil, err
	}
	var with []chromedp.Modifier
	for _, name := range held {
		with = append(with, modifiers[name])
	}
	if named, known := namedKeys[key]; known {
		key = named.chromium
	}
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, r := range key {
			for _, event := range presses(r) {
				chromedp.KeyModifiers(with...)(event)
				if event.Modifiers&^int64(chromedp.ModifierShift) != 0 {
					event.Text, event.UnmodifiedText = "", ""
				}
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *event); err != nil {
					return err
				}
			}
		}
		return nil
	}), nil
}

// presses are the events of a key of a keyboard. As encoded for chromedp, what a
// key types comes as an event of its own, which a page cannot prevent.
func presses(r rune) (events []*input.DispatchKeyEventParams) {
	for _, event := range kb.Encode(r) {
		if event.Type == kb.KeyChar {
			events[0].Text, events[0].UnmodifiedText = event.Text, event.UnmodifiedText
			continue
		}
		events = append(events, event)
	}
	return events
}

// firefoxKey is a key as actions of WebDriver.
func firefoxKey(press string) ([]any, error) {
	held, key, err := splitKey(press)
	if err != nil {
		return nil, err
	}
	value := func(name string) string {
		if named, known := namedKeys[name]; known {
			return string(named.firefox)
		}
		return name
	}
	var down, up []any
	for _, name := range append(held, key) {
		down = append(down, object{"type": "keyDown", "value": value(name)})
		up = append([]any{object{"type": "keyUp", "value": value(name)}}, up...)
	}
	return append(down, up...), nil
}
