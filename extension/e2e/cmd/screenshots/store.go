package main

import (
	"errors"
	"fmt"
	"image"
	_ "image/png"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// The stores want pictures of just this size, and the tile of its own.
var (
	pictureSize = image.Pt(1280, 800)
	tileSize    = image.Pt(440, 280)
)

// A window of this height leaves the panel that of a picture.
const windowHeight = 1380

// forStores writes the pictures that the stores show: the small tile, the offline
// page in German, and the panel.
func forStores(dist, pictures string) (err error) {
	page, err := filepath.Abs(filepath.Join(dist, "misstep.html"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(pictures, 0o755); err != nil {
		return err
	}
	server, err := stub.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	b, err := browser.Start(browser.Chromium, browser.Options{
		Headless: true, Extension: filepath.Join(dist, "extension"),
		Hosts: stub.Hosts, HTTPSPort: server.HTTPSPort, Width: pictureSize.X, Height: windowHeight,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Close()) }()

	_, here, _, _ := runtime.Caller(0)
	tile := url.URL{Scheme: "file", Path: filepath.Join(filepath.Dir(here), "tile.html")}
	if err := inPage(b, tile.String(), tileSize); err != nil {
		return err
	}
	if err := picture(b.Page(), filepath.Join(pictures, "tile.png"), tileSize); err != nil {
		return err
	}
	german := url.URL{Scheme: "file", Path: page, RawQuery: "lang=de", Fragment: "sample"}
	if err := inPage(b, german.String(), pictureSize); err != nil {
		return err
	}
	if err := tabs(b.Page(), filepath.Join(pictures, "de")); err != nil {
		return err
	}
	if err := b.Resize(0, 0); err != nil {
		return err
	}
	if err := samplePanel(b, server.Address); err != nil {
		return err
	}
	if err := tabs(b.Panel(), filepath.Join(pictures, "en")); err != nil {
		return err
	}
	if err := b.SetDark(true); err != nil {
		return err
	}
	if err := browser.Until(b.Panel(), `matchMedia("(prefers-color-scheme: dark)").matches`); err != nil {
		return err
	}
	if err := press(b.Panel(), "requests"); err != nil {
		return err
	}
	if err := picture(b.Panel(), filepath.Join(pictures, "en-5-dark.png"), pictureSize); err != nil {
		return err
	}
	return allThere(dist, pictures)
}

var pictureName = regexp.MustCompile("`([a-z0-9-]+\\.png)`")

// allThere checks that there is each picture that the stores' texts name.
func allThere(dist, pictures string) error {
	texts, err := filepath.Glob(filepath.Join(dist, "../extension/store/*.md"))
	if err != nil {
		return err
	}
	for _, file := range texts {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for _, name := range pictureName.FindAllSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(pictures, string(name[1]))); err != nil {
				return fmt.Errorf("%s names a picture that is not made: %w", filepath.Base(file), err)
			}
		}
	}
	return nil
}

// inPage opens an address in the tab, which has that size.
func inPage(b browser.Browser, address string, size image.Point) error {
	if err := b.Resize(size.X, size.Y); err != nil {
		return err
	}
	return b.Open(address)
}

// tabs pictures the expired token and the other tabs as BEGINNING-1-requests.png and so on.
func tabs(view browser.View, beginning string) error {
	for _, step := range []struct{ wait, press string }{
		{wait: `document.querySelector("#list").getAttribute("aria-busy") === "false"`, press: `#rows [data-finding="expired-token"]`},
		{wait: `document.querySelector("#rows [aria-selected=true]")?.dataset.finding === "expired-token"`},
	} {
		if err := browser.Until(view, step.wait); err != nil {
			return err
		}
		if step.press == "" {
			continue
		}
		if err := view.Click(step.press); err != nil {
			return err
		}
	}
	for i, tab := range []string{"requests", "timeline", "migration", "catalog"} {
		if err := press(view, tab); err != nil {
			return err
		}
		if tab == "catalog" {
			if err := view.Click(`#topics .topic`); err != nil {
				return err
			}
			if err := browser.Until(view, `document.querySelector("#topic .title").textContent !== ""`); err != nil {
				return err
			}
		}
		if err := picture(view, fmt.Sprintf("%s-%d-%s.png", beginning, i+1, tab), pictureSize); err != nil {
			return err
		}
	}
	return nil
}

// press chooses a tab of Misstep.
func press(view browser.View, tab string) error {
	chosen := fmt.Sprintf(`#tabs [data-tab=%q]`, tab)
	if err := view.Click(chosen); err != nil {
		return err
	}
	return browser.Until(view, fmt.Sprintf(`document.querySelector('%s').getAttribute("aria-selected") === "true"`, chosen))
}

// picture writes what the view shows, which must have that size.
func picture(view browser.View, file string, size image.Point) error {
	if err := view.Screenshot(file); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(file), err)
	}
	written, err := os.Open(file)
	if err != nil {
		return err
	}
	defer written.Close()
	is, _, err := image.DecodeConfig(written)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if is.Width != size.X || is.Height != size.Y {
		return fmt.Errorf("%s is %d×%d and must be %d×%d: this browser's bars have another height; change windowHeight or what is resized", filepath.Base(file), is.Width, is.Height, size.X, size.Y)
	}
	fmt.Println(file)
	return nil
}
