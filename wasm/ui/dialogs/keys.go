//go:build js && wasm

package dialogs

import (
	"strings"

	"misstep/wasm/ui/page"
)

// openKeys shows the shortcuts.
func (v *View) openKeys() {
	dialog := v.Find("#keys-dialog")
	list := page.Find(dialog, ".places")
	page.Empty(list)
	var keys page.Element
	where := ""
	for _, s := range v.host.Shortcuts() {
		if s.What == "" {
			continue
		}
		if s.Where != where {
			where = s.Where
			place := v.Piece("keys-place")
			page.Find(place, "h3").SetTextContent(v.Text(where))
			keys = page.Find(place, "dl")
			list.AppendChild(place)
		}
		line := v.Piece("keys-line")
		names := page.Find(line, "dt")
		for i, key := range s.Keys {
			if i > 0 {
				names.Call("append", " ")
			}
			name := v.Create("kbd")
			name.SetTextContent(v.keyName(key))
			names.AppendChild(name)
		}
		page.Find(line, "dd").SetTextContent(v.Text(s.What))
		keys.AppendChild(line)
	}
	v.open("#keys-dialog")
}

// signs are keys whose cap shows a sign in every language.
var signs = map[string]string{"ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→"}

// keyName is what is written on a key.
func (v *View) keyName(key string) string {
	if rest, ctrl := strings.CutPrefix(key, "Ctrl+"); ctrl {
		if v.onMac() {
			return "⌘ " + v.keyName(rest)
		}
		return v.Text("keyCtrl") + "+" + v.keyName(rest)
	}
	for _, held := range []string{"Shift", "Alt"} {
		if rest, with := strings.CutPrefix(key, held+"+"); with && rest != "" {
			return v.Text("key"+held) + "+" + v.keyName(rest)
		}
	}
	switch {
	case signs[key] != "":
		return signs[key]
	case key == " ":
		return v.Text("keySpace")
	case len(key) == 2 && key[0] == 'F':
		return key
	case len(key) == 1:
		return strings.ToUpper(key)
	}
	return v.Text("key" + key)
}

func (v *View) onMac() bool {
	return strings.HasPrefix(v.Window.Get("navigator").Get("platform").String(), "Mac")
}
