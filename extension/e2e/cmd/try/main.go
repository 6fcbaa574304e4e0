// Try starts a browser with the extension loaded and DevTools open on a demo
// page, whose buttons make failing calls; a stub on this machine stands for the
// API. It ends when the browser is closed.
//
//	go run ./cmd/try chromium
//	go run ./cmd/try -screenshots DIR [chromium|firefox]
//
// With -screenshots it runs without a window, and writes pictures of the panel
// and of the offline page in both themes; without a name, in both browsers.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

var (
	dist        = flag.String("dist", built(), "directory with the built extension/ and misstep.html")
	screenshots = flag.String("screenshots", "", "write pictures into this directory, and end")
)

// built is where ./build.sh puts its results, seen from this file.
func built() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "../../../../dist")
}

func main() {
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: try chromium|firefox\n       try -screenshots DIR [chromium|firefox]")
		flag.PrintDefaults()
	}
	flag.Parse()
	names := flag.Args()
	if len(names) == 0 && *screenshots != "" {
		names = []string{browser.Chromium, browser.Firefox}
	}
	if len(names) == 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	for _, name := range names {
		if err := run(ctx, name); err != nil {
			fmt.Fprintln(os.Stderr, "try:", err)
			os.Exit(1)
		}
	}
}

func run(ctx context.Context, name string) (err error) {
	if _, err := os.Stat(filepath.Join(*dist, "extension", "manifest.json")); err != nil {
		return fmt.Errorf("%w; run ./build.sh first", err)
	}
	server, err := stub.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	b, err := browser.Start(name, browser.Options{
		Headless: *screenshots != "", Extension: filepath.Join(*dist, "extension"),
		Hosts: stub.Hosts, HTTPSPort: server.HTTPSPort,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	if *screenshots != "" {
		return pictures(b, server)
	}
	if err := openDemo(b, server); err != nil {
		return err
	}
	if err := b.ShowPanel(); err != nil {
		return err
	}
	fmt.Println("The demo page is", server.Address, "– close the browser to end.")
	closed := make(chan error, 1)
	go func() { closed <- b.Closed() }()
	select {
	case err := <-closed:
		return err
	case <-ctx.Done():
		return nil
	}
}

// openDemo opens the demo page, and DevTools on it.
func openDemo(b browser.Browser, server *stub.Server) error {
	if err := b.Open(server.Address); err != nil {
		return err
	}
	if err := browser.Until(b.Page(), `document.body.dataset.ready === "true"`); err != nil {
		return err
	}
	return b.OpenDevTools()
}

// pictures writes BROWSER-page-THEME.png and, of the panel at the bottom and at
// the right, BROWSER-panel-wide-THEME.png and BROWSER-panel-narrow-THEME.png,
// all with the sample session.
func pictures(b browser.Browser, server *stub.Server) error {
	if err := os.MkdirAll(*screenshots, 0o755); err != nil {
		return err
	}
	page, err := filepath.Abs(filepath.Join(*dist, "misstep.html"))
	if err != nil {
		return err
	}
	if err := b.Open((&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String()); err != nil {
		return err
	}
	if err := inThemes(b, b.Page(), "page"); err != nil {
		return err
	}
	if err := openDemo(b, server); err != nil {
		return err
	}
	if err := b.ShowPanel(); err != nil {
		return err
	}
	if err := b.Panel().Click("#sample"); err != nil {
		return err
	}
	if err := inThemes(b, b.Panel(), "panel-wide"); err != nil {
		return err
	}
	if err := b.Redock(browser.DockRight); err != nil {
		return err
	}
	return inThemes(b, b.Panel(), "panel-narrow")
}

// inThemes selects the expired token and pictures the view, light and dark.
func inThemes(b browser.Browser, view browser.View, face string) error {
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
			return fmt.Errorf("%s: switch to the %s theme: %w", face, theme, err)
		}
		if err := browser.Until(view, fmt.Sprintf(`matchMedia("(prefers-color-scheme: dark)").matches === %t`, dark)); err != nil {
			return err
		}
		file := filepath.Join(*screenshots, fmt.Sprintf("%s-%s-%s.png", b.Name(), face, theme))
		if err := view.Screenshot(file); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
		fmt.Println(file)
	}
	return nil
}
