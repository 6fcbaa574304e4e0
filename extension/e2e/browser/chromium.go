package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/extensions"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// callTime bounds one call of a browser's protocol.
const callTime = 15 * time.Second

type chromium struct {
	root      context.Context // the inspected tab
	devtools  context.Context // DevTools' own document
	panel     context.Context // the panel's document
	tabs      []chromiumTab   // all tabs, those above are of this one
	tab       int
	extension string // its ID
	options   Options
	prefers   map[string]string // media features of the page, by name
	lookups   string            // file of what is looked up; "": none
	end       func()
}

func startChromium(program string, options Options) (Browser, error) {
	var rules []string
	for _, host := range options.Hosts {
		rules = append(rules, fmt.Sprintf("MAP %s:443 127.0.0.1:%d", host, options.HTTPSPort))
	}
	lookups := ""
	if options.HTTPPort != 0 {
		rules = append(rules, fmt.Sprintf("MAP *:443 127.0.0.1:%d", options.HTTPSPort), fmt.Sprintf("MAP * 127.0.0.1:%d", options.HTTPPort),
			"EXCLUDE localhost", "EXCLUDE 127.0.0.1")
		log, err := os.CreateTemp("", "misstep-lookups-")
		if err != nil {
			return nil, err
		}
		log.Close()
		lookups = log.Name()
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.WindowSize(options.Width, options.Height),
		chromedp.Flag("disable-extensions", false),
		chromedp.Flag("enable-unsafe-extension-debugging", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("ignore-certificate-errors", true),
		chromedp.Flag("host-resolver-rules", strings.Join(rules, ", ")),
	)
	if lookups != "" {
		flags = append(flags, chromedp.Flag("log-net-log", lookups))
	}
	if options.TimeZone != "" {
		flags = append(flags, chromedp.Env("TZ="+options.TimeZone))
	}
	if !options.Headless {
		flags = append(flags, chromedp.VisibleWindow, chromedp.Flag("start-maximized", false))
	}
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), flags...)
	// What Chromium says about events that this version of the protocol does
	// not know is of no use to anybody.
	quiet := chromedp.WithErrorf(func(string, ...any) {})
	root, endRoot := chromedp.NewContext(allocator, quiet)
	b := &chromium{root: root, options: options, lookups: lookups, prefers: map[string]string{}, end: func() { endRoot(); endAllocator() }}
	loaded, err := chromedp.CallBrowser(root, extensions.LoadUnpacked, extensions.LoadUnpackedParams{Path: options.Extension})
	if err != nil {
		b.end()
		return nil, fmt.Errorf("start %s with the extension in %s: %w", program, options.Extension, err)
	}
	b.extension = loaded.ID
	if options.Downloads != "" {
		behavior := cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: options.Downloads}
		if _, err := chromedp.CallBrowser(root, cdpbrowser.SetDownloadBehavior, behavior); err != nil {
			b.end()
			return nil, err
		}
	}
	if err := chromedp.Do(root); err != nil {
		b.end()
		return nil, err
	}
	return b, nil
}

// attach connects to a document that is open already. (The first run of a
// context must have no deadline: the connection would end with it.)
func (b *chromium) attach(id target.ID) (context.Context, error) {
	ctx, _ := chromedp.NewContext(b.root, chromedp.WithTargetID(id))
	return ctx, chromedp.Do(ctx)
}

func (b *chromium) Name() string { return Chromium }

func (b *chromium) Open(url string) error {
	ctx, cancel := context.WithTimeout(b.root, Patience)
	defer cancel()
	return chromedp.Do(ctx, chromedp.Navigate(url))
}

func (b *chromium) Page() View  { return chromiumView{b.root, b} }
func (b *chromium) Panel() View { return chromiumView{b.panel, b} }

func (b *chromium) ChooseFiles(selector string, files ...string) error {
	ctx, cancel := context.WithTimeout(b.root, callTime)
	defer cancel()
	return setFiles(ctx, selector, files...)
}

func (b *chromium) OpenDevTools() error {
	opened, err := chromedp.CallBrowser(b.root, target.OpenDevTools,
		target.OpenDevToolsParams{TargetID: chromedp.FromContext(b.root).Target.TargetID})
	if err != nil {
		return err
	}
	if b.devtools, err = b.attach(opened.TargetID); err != nil {
		return err
	}
	err = until("the extension's tab in DevTools", func() (bool, error) {
		id, err := b.panelTab()
		return id != "" && err == nil, err
	})
	if err != nil {
		return err
	}
	return b.Redock(DockBottom)
}

// inspector is DevTools' own way to its tabs. (With a narrow window the tab is
// in an overflow menu and cannot be clicked.)
const inspector = `const ui = await import("./ui/legacy/legacy.js"), view = ui.InspectorView.InspectorView.instance();`

// panelTab returns the name of the panel's tab, "" when there is none yet.
func (b *chromium) panelTab() (id string, err error) {
	err = b.frontend(`(async () => {`+inspector+`
		return view.tabbedPane.tabIds().find(id => id.startsWith("chrome-extension://`+b.extension+`")) ?? "";
	})()`, &id)
	return id, err
}

// frontend evaluates an expression in DevTools' own document.
func (b *chromium) frontend(expression string, out any) error {
	return chromiumView{b.devtools, b}.Eval(expression, out)
}

func (b *chromium) ShowPanel() error {
	id, err := b.panelTab()
	if err != nil {
		return err
	}
	if err := b.frontend(`(async () => {`+inspector+` await view.showPanel(`+quote(id)+`); })()`, nil); err != nil {
		return err
	}
	err = until("the panel's document", func() (bool, error) {
		targets, err := chromedp.Targets(b.root)
		for _, t := range targets {
			if t.Type == "iframe" && strings.HasPrefix(t.URL, "chrome-extension://"+b.extension) && strings.HasSuffix(t.URL, "/panel.html") && !b.anothers(t.TargetID) {
				if b.panel == nil || chromedp.FromContext(b.panel).Target.TargetID != t.TargetID {
					if b.panel, err = b.attach(t.TargetID); err != nil {
						return false, err
					}
				}
				return true, nil
			}
		}
		return false, errors.Join(err, errors.New("not loaded"))
	})
	if err != nil {
		return err
	}
	return Until(b.Panel(), `document.readyState === "complete"`)
}

func (b *chromium) CloseDevTools() error {
	id := chromedp.FromContext(b.devtools).Target.TargetID
	b.devtools, b.panel = nil, nil
	if _, err := chromedp.CallBrowser(b.root, target.CloseTarget, target.CloseTargetParams{TargetID: id}); err != nil {
		return err
	}
	return until("DevTools to be gone", func() (bool, error) {
		targets, err := chromedp.Targets(b.root)
		there := slices.ContainsFunc(targets, func(t *target.Info) bool { return t.TargetID == id })
		return !there && err == nil, errors.Join(err, errors.New("they are there"))
	})
}

func (b *chromium) HidePanel() error {
	return b.frontend(`(async () => {`+inspector+` await view.showPanel("console"); })()`, nil)
}

func (b *chromium) Drawer() (shown bool, err error) {
	err = b.frontend(`(async () => {`+inspector+` return view.drawerVisible(); })()`, &shown)
	return shown, err
}

func (b *chromium) Redock(side Dock) error {
	return b.frontend(fmt.Sprintf(`(async () => {`+inspector+`
		ui.DockController.DockController.instance().setDockSide(%q);
		view.ownerSplitWidget?.setSidebarSize(%d);
	})()`, side, b.options.devtoolsSize(side)), nil)
}

func (b *chromium) SetDark(dark bool) error {
	scheme, theme := "light", "default"
	if dark {
		scheme, theme = "dark", "dark"
	}
	if err := b.Prefer("prefers-color-scheme", scheme); err != nil {
		return err
	}
	if b.devtools == nil {
		return nil
	}
	return b.frontend(`(async () => {
		const common = await import("./core/common/common.js");
		common.Settings.Settings.instance().moduleSetting("ui-theme").set(`+quote(theme)+`);
	})()`, nil)
}

func (b *chromium) Prefer(feature, value string) error {
	b.prefers[feature] = value
	var features []*emulation.MediaFeature
	for name, value := range b.prefers {
		features = append(features, &emulation.MediaFeature{Name: name, Value: value})
	}
	_, err := chromedp.Call(b.root, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
	return err
}

func (b *chromium) Resize(width, height int) error {
	if width == 0 {
		_, err := chromedp.Call(b.root, emulation.ClearDeviceMetricsOverride, cdp.Empty{})
		return err
	}
	_, err := chromedp.Call(b.root, emulation.SetDeviceMetricsOverride,
		emulation.SetDeviceMetricsOverrideParams{Width: int64(width), Height: int64(height), DeviceScaleFactor: 1})
	return err
}

func (b *chromium) Closed() error { return chromedp.WaitClosed(b.root) }

func (b *chromium) Close() error {
	defer b.end()
	if b.lookups == "" {
		return nil
	}
	// Ended in haste it keeps the last of them to itself.
	ctx, cancel := context.WithTimeout(b.root, Patience)
	defer cancel()
	return chromedp.Cancel(ctx)
}

type chromiumView struct {
	ctx     context.Context
	browser *chromium
}

func (v chromiumView) Eval(expression string, out any) error {
	if v.ctx == nil {
		return errors.New("the document is not open yet")
	}
	ctx, cancel := context.WithTimeout(v.ctx, callTime)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](answer(expression), chromedp.EvalAwaitPromise))
	if err != nil {
		return fmt.Errorf("evaluate %.200s: %w", expression, err)
	}
	return decode(text, out)
}

func (v chromiumView) Click(selector string) error {
	x, y, err := middle(v, selector)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(v.ctx, callTime)
	defer cancel()
	return chromedp.Do(ctx, chromedp.MouseClickXY(x, y))
}

func (v chromiumView) Press(key string) error {
	press, err := chromiumKey(key)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(v.ctx, callTime)
	defer cancel()
	return chromedp.Do(ctx, press)
}

func (v chromiumView) Screenshot(file string) error {
	if err := settle(v); err != nil {
		return err
	}
	if v.ctx != v.browser.panel {
		return capture(v.ctx, nil, file)
	}
	// The panel is a frame of DevTools' document, and only a top document
	// can be pictured.
	return v.browser.captureDevTools(`iframe[src$="/panel.html"]`, file)
}

func (b *chromium) ScreenshotDevTools(file string) error {
	return b.captureDevTools(".main-tabbed-pane", file) // the rest is where the page is
}

// captureDevTools writes a picture of an element of DevTools' document.
func (b *chromium) captureDevTools(selector, file string) error {
	if err := settle(chromiumView{b.devtools, b}); err != nil {
		return err
	}
	var clip *page.Viewport
	if err := b.frontend(fmt.Sprintf(`(() => {
		const find = root => {
			for (const element of root.querySelectorAll("*")) {
				if (element.matches(%q)) return element;
				const inside = element.shadowRoot && find(element.shadowRoot);
				if (inside) return inside;
			}
		};
		const box = find(document).getBoundingClientRect();
		return {x: box.x, y: box.y, width: box.width, height: box.height, scale: 1};
	})()`, selector), &clip); err != nil {
		return err
	}
	// A screenshot waits for the next frame, which never comes if nothing moves.
	err := b.frontend(`void (function move(left) {
		document.body.style.opacity = left % 2 ? 0.9999 : "";
		if (left > 0) requestAnimationFrame(() => move(left - 1));
	})(200)`, nil)
	if err != nil {
		return err
	}
	return capture(b.devtools, clip, file)
}

func capture(shown context.Context, clip *page.Viewport, file string) error {
	ctx, cancel := context.WithTimeout(shown, callTime)
	defer cancel()
	picture, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Clip: clip})
	if err != nil {
		return err
	}
	return os.WriteFile(file, picture.Data, 0o644)
}
