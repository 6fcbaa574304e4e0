// Icons draws extension/icons/icon.svg as the PNG files that manifest.json
// declares, in Chromium. Each says in a text of its own, Source, what it was
// drawn from: the SHA-256 of the SVG, which a test of the build compares.
//
//	go run ./cmd/icons
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"misstep/extension/e2e/browser"
)

func main() {
	if err := draw(); err != nil {
		fmt.Fprintln(os.Stderr, "icons:", err)
		os.Exit(1)
	}
}

func draw() (err error) {
	_, file, _, _ := runtime.Caller(0)
	root := filepath.Join(filepath.Dir(file), "../../../..")
	text, err := os.ReadFile(filepath.Join(root, "manifest.json"))
	if err != nil {
		return err
	}
	var manifest struct{ Icons map[string]string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		return fmt.Errorf("manifest.json: %w", err)
	}
	source, err := os.ReadFile(filepath.Join(root, "extension/icons/icon.svg"))
	if err != nil {
		return err
	}
	b, err := browser.Start(browser.Chromium, browser.Options{Headless: true, Extension: filepath.Join(root, "dist/extension")})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	for size, path := range manifest.Icons {
		pixels, err := strconv.Atoi(size)
		if err != nil {
			return fmt.Errorf("manifest.json: icon of size %q: %w", size, err)
		}
		picture, err := drawn(b.Page(), source, pixels)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		path = filepath.Join(root, "extension", path)
		if err := os.WriteFile(path, withSource(picture, source), 0o644); err != nil {
			return err
		}
		fmt.Println(path)
	}
	return nil
}

// drawn is the SVG as a PNG file of that many pixels each way, with nothing
// after it.
func drawn(view browser.View, source []byte, pixels int) ([]byte, error) {
	svg := strings.Replace(string(source), "<svg", fmt.Sprintf(`<svg width="%d" height="%d"`, pixels, pixels), 1)
	var address string
	err := view.Eval(fmt.Sprintf(`(async () => {
		const picture = new Image();
		picture.src = "data:image/svg+xml;base64,%s";
		await picture.decode();
		const canvas = Object.assign(document.createElement("canvas"), {width: %d, height: %d});
		canvas.getContext("2d").drawImage(picture, 0, 0);
		return canvas.toDataURL("image/png");
	})()`, base64.StdEncoding.EncodeToString([]byte(svg)), pixels, pixels), &address)
	if err != nil {
		return nil, err
	}
	_, data, found := strings.Cut(address, "base64,")
	if !found {
		return nil, fmt.Errorf("want a PNG from Chromium, not %.80q", address)
	}
	return base64.StdEncoding.DecodeString(data)
}

// headerLength is where a PNG file's second chunk begins: after its signature
// and the IHDR chunk.
const headerLength = 8 + 4 + 4 + 13 + 4

// withSource puts the text chunk Source after the header of a PNG file.
func withSource(picture, source []byte) []byte {
	chunk := fmt.Appendf(nil, "tEXtSource\x00sha256 %x", sha256.Sum256(source))
	length := binary.BigEndian.AppendUint32(nil, uint32(len(chunk)-len("tEXt")))
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk))
	return bytes.Join([][]byte{picture[:headerLength], length, chunk, sum, picture[headerLength:]}, nil)
}
