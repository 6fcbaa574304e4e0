// Command screenshots pictures what ./build.sh built, all with the sample session:
// the panel and the offline page in both browsers and both themes, and what the
// stores show. The two pictures of the README are copied into docs/.
//
//	go run ./cmd/screenshots
package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// inReadme are the pictures that are kept in docs/, by the name they have there.
var inReadme = map[string]string{"panel.png": "devtools.png", "page.png": "chromium-page-light.png"}

func main() {
	_, here, _, _ := runtime.Caller(0)
	root := filepath.Join(filepath.Dir(here), "../../../..")
	if err := run(root); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

func run(root string) error {
	dist := filepath.Join(root, "dist")
	pictures := filepath.Join(dist, "pictures")
	if err := os.MkdirAll(filepath.Join(pictures, "store"), 0o755); err != nil {
		return err
	}
	for _, name := range []string{browser.Chromium, browser.Firefox} {
		if err := ofViews(name, dist, pictures); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for name, made := range inReadme {
		picture, err := os.ReadFile(filepath.Join(pictures, made))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(root, "docs", name), picture, 0o644); err != nil {
			return err
		}
	}
	return forStores(dist, filepath.Join(pictures, "store"))
}

// ofViews writes BROWSER-page-THEME.png and, of the panel at the bottom and at
// the right, BROWSER-panel-wide-THEME.png and BROWSER-panel-narrow-THEME.png.
// Chromium also pictures DevTools with the panel in it.
func ofViews(name, dist, pictures string) (err error) {
	page, err := filepath.Abs(filepath.Join(dist, "misstep.html"))
	if err != nil {
		return err
	}
	server, err := stub.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	b, err := browser.Start(name, browser.Options{
		Headless: true, Extension: filepath.Join(dist, "extension"), Hosts: stub.Hosts, HTTPSPort: server.HTTPSPort,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	if err := b.Open((&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String()); err != nil {
		return err
	}
	if err := inThemes(b, b.Page(), pictures, "page"); err != nil {
		return err
	}
	if err := samplePanel(b, server.Address); err != nil {
		return err
	}
	if err := inThemes(b, b.Panel(), pictures, "panel-wide"); err != nil {
		return err
	}
	if name == browser.Chromium {
		if err := b.ScreenshotDevTools(filepath.Join(pictures, "devtools.png")); err != nil {
			return err
		}
	}
	if err := b.Redock(browser.DockRight); err != nil {
		return err
	}
	return inThemes(b, b.Panel(), pictures, "panel-narrow")
}

// inThemes selects the expired token and pictures the view, light and dark.
func inThemes(b browser.Browser, view browser.View, pictures, surface string) error {
	if err := browser.Until(view, `document.querySelector("#list").getAttribute("aria-busy") === "false"`); err != nil {
		return err
	}
	if err := view.Click(`#rows [data-finding="expired-token"]`); err != nil {
		return err
	}
	if err := browser.Until(view, `document.querySelector("#rows [aria-selected=true]")?.dataset.finding === "expired-token"`); err != nil {
		return err
	}
	for _, theme := range []string{"dark", "light"} {
		dark := theme == "dark"
		if err := b.SetDark(dark); err != nil {
			return fmt.Errorf("%s: switch to the %s theme: %w", surface, theme, err)
		}
		if err := browser.Until(view, fmt.Sprintf(`matchMedia("(prefers-color-scheme: dark)").matches === %t`, dark)); err != nil {
			return err
		}
		file := filepath.Join(pictures, fmt.Sprintf("%s-%s-%s.png", b.Name(), surface, theme))
		if err := view.Screenshot(file); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
		fmt.Println(file)
	}
	return nil
}

// samplePanel shows the panel in DevTools, on the sample session.
func samplePanel(b browser.Browser, address string) error {
	if err := b.Open(address); err != nil {
		return err
	}
	if err := b.OpenDevTools(); err != nil {
		return err
	}
	if err := b.ShowPanel(); err != nil {
		return err
	}
	return b.Panel().Click("#sample")
}
