package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
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
