//go:build js && wasm

package dialogs

import (
	"slices"
	"strconv"
	"strings"

	"misstep/wasm/ui/page"
)

// mainKeys are what the shortcuts do that matter most; the others unfold.
var mainKeys = []string{
	"keysFindOpen", "keysSearch", "keysPalette", "keysPaste", "keysRecord", "keysClear", "keysLeave",
	"keysDown", "keysUp", "keysEnter", "keysCopyURL", "keysMenu", "keysTimelineMove",
}

// openKeys shows the shortcuts: those that matter most, and all by their places.
func (v *View) openKeys() {
	dialog := v.Find("#keys-dialog")
	main, all := page.Find(dialog, ".main"), page.Find(dialog, ".all")
	shortcuts := slices.DeleteFunc(v.host.Shortcuts(), func(s page.Shortcut) bool { return s.What == "" })
	page.Find(dialog, "summary").SetTextContent(v.Text("keysAll", strconv.Itoa(len(shortcuts))))
	v.fillKeys(all, shortcuts)
	v.fillKeys(main, slices.DeleteFunc(shortcuts, func(s page.Shortcut) bool { return !slices.Contains(mainKeys, s.What) }))
	v.open("#keys-dialog")
}

// fillKeys lists shortcuts by where they are used.
func (v *View) fillKeys(list page.Element, shortcuts []page.Shortcut) {
	page.Empty(list)
	var keys page.Element
	where := ""
	for _, s := range shortcuts {
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
			name.SetTextContent(v.KeyName(key))
			names.AppendChild(name)
		}
		page.Find(line, "dd").SetTextContent(v.Text(s.What))
		keys.AppendChild(line)
	}
}

// signs are keys whose cap shows a sign in every language.
var signs = map[string]string{"ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→"}

// KeyName is what is written on a key.
func (v *View) KeyName(key string) string {
	if rest, ctrl := strings.CutPrefix(key, "Ctrl+"); ctrl {
		if v.onMac() {
			return "⌘ " + v.KeyName(rest)
		}
		return v.Text("keyCtrl") + "+" + v.KeyName(rest)
	}
	for _, held := range []string{"Shift", "Alt"} {
		if rest, with := strings.CutPrefix(key, held+"+"); with && rest != "" {
			return v.Text("key"+held) + "+" + v.KeyName(rest)
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
	case key[0] == 'F' && len(key) <= 3: // F10 is that in every language
		return key
	}
	return v.Text("key" + key)
}

func (v *View) onMac() bool {
	return strings.HasPrefix(v.Window.Get("navigator").Get("platform").String(), "Mac")
}
