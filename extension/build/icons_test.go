package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// Every picture that the manifest declares is there, has the size it is
// declared with, is seen, and was drawn from the SVG as it is now.
func TestIconsFitTheirSource(t *testing.T) {
	source, err := os.ReadFile("../icons/icon.svg")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ Icons map[string]string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	for _, size := range []string{"16", "32", "48", "128"} {
		if manifest.Icons[size] == "" {
			t.Errorf("manifest.json declares no icon of %s pixels", size)
		}
	}
	drawnFrom := fmt.Appendf(nil, "tEXtSource\x00sha256 %x", sha256.Sum256(source))
	for size, path := range manifest.Icons {
		data, err := os.ReadFile(filepath.Join("..", path))
		if err != nil {
			t.Error(err)
			continue
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if pixels, _ := strconv.Atoi(size); picture.Bounds() != image.Rect(0, 0, pixels, pixels) {
			t.Errorf("%s is declared as %s pixels wide and high, and is %v", path, size, picture.Bounds().Size())
		}
		middle := picture.Bounds().Size().Div(2)
		if _, _, _, alpha := picture.At(middle.X, middle.Y).RGBA(); alpha != 0xffff {
			t.Errorf("%s: nothing is drawn in the middle", path)
		}
		if !bytes.Contains(data, drawnFrom) {
			t.Errorf("%s was not drawn from extension/icons/icon.svg as it is: ./build.sh icons draws it anew", path)
		}
	}
}

// The smallest picture stands out from light and dark tabs, and what is drawn on
// it from itself: 3:1 is what the accessibility guidelines ask of pictures.
func TestIconIsSeenOnLightAndDark(t *testing.T) {
	file, err := os.Open("../icons/icon-16.png")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	picture, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	ground, print, line := picture.At(2, 9), picture.At(8, 6), picture.At(1, 5)
	for _, pair := range []struct {
		name string
		a, b color.Color
	}{
		{"ground on a white tab", ground, color.White},
		{"ground on Chromium's dark tab", ground, color.RGBA{0x20, 0x21, 0x24, 0xff}},
		{"ground on Firefox's dark tab", ground, color.RGBA{0x1c, 0x1b, 0x22, 0xff}},
		{"print on the ground", print, ground},
		{"line on the ground", line, ground},
	} {
		if ratio := contrast(pair.a, pair.b); ratio < 3 {
			t.Errorf("%s: contrast %.2f:1, wanted 3:1", pair.name, ratio)
		}
	}
}

// contrast is the ratio that WCAG 2 defines.
func contrast(a, b color.Color) float64 {
	light, dark := luminance(a), luminance(b)
	return (max(light, dark) + 0.05) / (min(light, dark) + 0.05)
}

func luminance(c color.Color) float64 {
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// The panel's tab shows the same drawing.
func TestPanelHasTheIcon(t *testing.T) {
	script, err := os.ReadFile("../devtools.js")
	if err != nil {
		t.Fatal(err)
	}
	created := regexp.MustCompile(`panels\.create\("Misstep", "([^"]*)"`).FindSubmatch(script)
	if created == nil || string(created[1]) != "icons/icon.svg" {
		t.Errorf("devtools.js creates the panel with another icon than icons/icon.svg: %q", created)
	}
}
