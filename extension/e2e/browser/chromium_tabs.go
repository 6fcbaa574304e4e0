package browser

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// A chromiumTab is what belongs to one tab.
type chromiumTab struct{ root, devtools, panel context.Context }

func (b *chromium) Tab(n int) error {
	if b.tabs == nil {
		b.tabs = make([]chromiumTab, 1)
	}
	b.tabs[b.tab] = chromiumTab{b.root, b.devtools, b.panel}
	if n == len(b.tabs) {
		root, _ := chromedp.NewContext(b.root)
		if err := chromedp.Do(root); err != nil {
			return err
		}
		b.tabs = append(b.tabs, chromiumTab{root: root})
	}
	b.tab = n
	b.root, b.devtools, b.panel = b.tabs[n].root, b.tabs[n].devtools, b.tabs[n].panel
	_, err := chromedp.CallBrowser(b.root, target.ActivateTarget, target.ActivateTargetParams{TargetID: chromedp.FromContext(b.root).Target.TargetID})
	return err
}

// anothers reports whether a target belongs to the DevTools of another tab.
func (b *chromium) anothers(id target.ID) bool {
	for n, tab := range b.tabs {
		if n != b.tab && tab.panel != nil && chromedp.FromContext(tab.panel).Target.TargetID == id {
			return true
		}
	}
	return false
}

func (b *chromium) Background() (View, error) {
	targets, err := chromedp.Targets(b.root)
	if err != nil {
		return nil, err
	}
	for _, t := range targets {
		if strings.HasPrefix(t.URL, "chrome-extension://"+b.extension) && strings.HasSuffix(t.URL, "/devtools.html") {
			ctx, err := b.attach(t.TargetID)
			return chromiumView{ctx, b}, err
		}
	}
	return nil, errors.New("no document devtools.html")
}

func (b *chromium) Crash() error {
	// Nobody answers for a page that has crashed.
	ctx, cancel := context.WithTimeout(b.root, 2*time.Second)
	defer cancel()
	chromedp.Call(ctx, page.Crash, cdp.Empty{})
	return until("the page to have crashed", func() (bool, error) {
		ctx, cancel := context.WithTimeout(b.root, time.Second)
		defer cancel()
		_, err := chromedp.Run(ctx, chromedp.Evaluate[int]("1"))
		return err != nil, errors.New("it answers")
	})
}
