// Command devbrowser starts a browser with the extension loaded and DevTools open on a demo
// page, whose buttons make failing calls; a stub on this machine stands for the
// API. It ends when the browser is closed.
//
//	go run ./cmd/devbrowser chromium|firefox
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// built is where ./build.sh puts its results, seen from this file.
func built() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "../../../../dist")
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: devbrowser chromium|firefox")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "devbrowser:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, name string) (err error) {
	extension := filepath.Join(built(), "extension")
	if _, err := os.Stat(filepath.Join(extension, "manifest.json")); err != nil {
		return fmt.Errorf("%w; run ./build.sh first", err)
	}
	server, err := stub.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	b, err := browser.Start(name, browser.Options{Extension: extension, Hosts: stub.Hosts, HTTPSPort: server.HTTPSPort})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	if err := b.Open(server.Address); err != nil {
		return err
	}
	if err := b.OpenDevTools(); err != nil {
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
