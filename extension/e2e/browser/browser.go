// Package browser drives a real Chromium or Firefox with the extension loaded:
// the inspected page, DevTools around it, and the extension's panel inside.
// One interface, two drivers; every wait is for a condition, with a deadline
// that says what was seen last.
package browser

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Patience is how long a wait may take before it fails. It is far more than a
// loaded machine needs: a wait that succeeds never lasts that long.
const Patience = 30 * time.Second

// Names of the browsers that can be started.
const (
	Chromium = "chromium"
	Firefox  = "firefox"
)

// Options say how a browser is started.
type Options struct {
	Headless  bool
	Extension string   // directory of the unpacked extension
	Hosts     []string // hosts whose port 443 is answered on this machine …
	HTTPSPort int      // … by 127.0.0.1 at this port, with any certificate
	Width     int      // of the window, in CSS pixels; 0 is 1300
	Height    int      // 0 is 1000
	TimeZone  string   // name such as "Asia/Kolkata"; "" is this machine's
	Downloads string   // directory for what is saved; "" is the browser's own choice

	// HTTPPort, when it is not 0, takes the browser off the network: requests
	// to any other host or address end at this machine too, those to its port
	// 443 at HTTPSPort, all others at HTTPPort; Lookups returns which there were.
	HTTPPort int
}

// A View is a document that can be looked into and clicked.
type View interface {
	// Eval evaluates a JavaScript expression in the document, waits for it when
	// it is a promise, and stores its JSON value in out (nil: not wanted).
	Eval(expression string, out any) error

	// Click waits until the element is there and not covered, and presses the
	// pointer's main button on its middle.
	Click(selector string) error

	// Press presses a key of the keyboard where the focus is: what it types, or
	// a name such as Tab or ArrowDown, with others held as in Shift+Tab.
	Press(key string) error

	// Screenshot writes what the view shows as a PNG file, once it has come to rest.
	Screenshot(file string) error
}

// A Dock is a side of the window to which DevTools is docked.
type Dock string

// The sides.
const (
	DockBottom Dock = "bottom"
	DockRight  Dock = "right"
)

// devtoolsSize is how much of the window DevTools takes at a side.
func (o Options) devtoolsSize(side Dock) int {
	if side == DockRight {
		return o.Width * 2 / 5
	}
	return o.Height * 3 / 5
}

// A Browser is a running browser with one tab at first, the inspected one.
type Browser interface {
	Name() string

	// Open navigates the tab and waits for the document to load.
	Open(url string) error

	// Page is the document in the tab.
	Page() View

	// ChooseFiles puts files into the page's <input type=file>, as its file
	// dialog would.
	ChooseFiles(selector string, files ...string) error

	// OpenDevTools opens DevTools on the tab and waits for the extension's
	// panel to be on offer; the panel's document is not loaded by that.
	// DevTools is docked at the bottom.
	OpenDevTools() error

	// ShowPanel selects the extension's panel, and waits for its document.
	ShowPanel() error

	// CloseDevTools closes DevTools; they can be opened again.
	CloseDevTools() error

	// HidePanel selects another panel of DevTools.
	HidePanel() error

	// Drawer reports whether DevTools has opened its drawer, as it does at Esc.
	Drawer() (bool, error)

	// Tab goes to another tab, 0 being the first: Page, Panel and DevTools are
	// that tab's from now on. The one after the last is opened. Chromium only.
	Tab(n int) error

	// Background is the extension's document that runs as long as DevTools is
	// open; where several are, the one of any of them.
	Background() (View, error)

	// Crash ends the process of the tab's page. Chromium only.
	Crash() error

	// ScreenshotDevTools writes a picture of DevTools with the panel in it.
	// Chromium only.
	ScreenshotDevTools(file string) error

	// Panel is the document of the extension's panel, whichever it is at the time.
	Panel() View

	// ImportInNetworkPanel opens a recording in the Network panel of DevTools,
	// which are open, and measures that.
	ImportInNetworkPanel(file string) (Import, error)

	// Redock moves DevTools to another side of the window.
	Redock(side Dock) error

	// SetDark switches the page and DevTools to the dark or the light theme.
	SetDark(dark bool) error

	// Prefer lets the page meet a preference of its user's system, a media
	// feature and its value: forced-colors, prefers-reduced-motion; "" takes it back.
	Prefer(feature, value string) error

	// Accessible is the role and the name of an element of the page, as the
	// browser tells them to assistive technology.
	Accessible(selector string) (role, name string, err error)

	// Resize makes the page's viewport that large, in CSS pixels; a page that is
	// zoomed to 200 % has half as many. 0: as large as the window allows.
	Resize(width, height int) error

	// Closed waits until a person has closed the browser.
	Closed() error

	// Close ends the browser and removes its profile.
	Close() error

	// Lookups returns, of a closed browser that was off the network, what was
	// looked up before anything could be sent: names, and addresses.
	Lookups() ([]Lookup, error)
}

// A Lookup is a name that a browser looked up. Firefox says the name, Chromium
// where it led to on this machine, host:port, and for whom: the site of the
// window, or "null" for the browser itself.
type Lookup struct{ Name, For string }

// Start starts a browser by name with a profile of its own.
func Start(name string, options Options) (Browser, error) {
	if options.Width == 0 {
		options.Width = 1300
	}
	if options.Height == 0 {
		options.Height = 1000
	}
	program, err := Find(name)
	if err != nil {
		return nil, err
	}
	if runtime.GOOS == "linux" && !options.Headless && os.Getenv("DISPLAY")+os.Getenv("WAYLAND_DISPLAY") == "" {
		return nil, fmt.Errorf("%s has no display for its window: neither DISPLAY nor WAYLAND_DISPLAY is set", name)
	}
	// Both browsers take a relative path for one relative to themselves.
	if options.Extension, err = filepath.Abs(options.Extension); err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(options.Extension, "manifest.json")); err != nil {
		return nil, fmt.Errorf("no extension to load: %w", err)
	}
	switch name {
	case Chromium:
		return startChromium(program, options)
	default:
		return startFirefox(program, options)
	}
}

// Find says where a browser's program is: the one that the environment
// variable CHROMIUM or FIREFOX names, otherwise the first of its usual names in PATH.
func Find(name string) (string, error) {
	usual := map[string][]string{
		Chromium: {"chromium", "chromium-browser", "google-chrome"},
		Firefox:  {"firefox-esr", "firefox"},
	}[name]
	if usual == nil {
		return "", fmt.Errorf("unknown browser %q: choose %s or %s", name, Chromium, Firefox)
	}
	variable := strings.ToUpper(name)
	if program := os.Getenv(variable); program != "" {
		return exec.LookPath(program)
	}
	for _, program := range usual {
		if found, err := exec.LookPath(program); err == nil {
			return found, nil
		}
	}
	return "", fmt.Errorf("no %s found: install one of %s, or set %s to its program", name, strings.Join(usual, ", "), variable)
}

// Until waits until the expression is true in the view. An expression that
// throws is not true yet: documents come and go.
func Until(view View, expression string) error {
	return until(expression, func() (bool, error) {
		var seen any
		if err := view.Eval(expression, &seen); err != nil {
			return false, err
		}
		if seen == true {
			return true, nil
		}
		return false, fmt.Errorf("it is %v", seen)
	})
}

// until polls a condition. Its error, if any, says what was seen last.
func until(what string, condition func() (bool, error)) error {
	end := time.Now().Add(Patience)
	for {
		done, seen := condition()
		if done {
			return nil
		}
		if time.Now().After(end) {
			return fmt.Errorf("waited %v for %s: %w", Patience, what, seen)
		}
		time.Sleep(40 * time.Millisecond)
	}
}

// settle waits until transitions have ended and the result has been drawn.
func settle(view View) error {
	return view.Eval(`(async () => {
		const ending = document.getAnimations().filter(animation => animation.effect.getComputedTiming().endTime !== Infinity);
		await Promise.allSettled(ending.map(animation => animation.finished));
		await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
	})()`, nil)
}

// answer wraps an expression for a driver: the result is a promise of the
// value's JSON, so that both browsers carry it in the same way.
func answer(expression string) string {
	return "(async () => JSON.stringify(await (" + expression + ")) ?? 'null')()"
}

// decode stores what answer promised.
func decode(text string, out any) error {
	if out == nil {
		return nil
	}
	if err := json.Unmarshal([]byte(text), out); err != nil {
		return fmt.Errorf("the value %.200s does not fit %T: %w", text, out, err)
	}
	return nil
}

// quote writes a Go value as a JavaScript literal.
func quote(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // only strings and lists of them are quoted
	}
	return string(text)
}

// middle waits until the element can be clicked, and says where, in CSS pixels
// of its document's viewport. A place counts when it is the same twice: the
// element may still be moving.
func middle(view View, selector string) (x, y float64, err error) {
	expression := `(() => {
		const element = document.querySelector(` + quote(selector) + `);
		if (!element) return null;
		element.scrollIntoView({block: "center", inline: "nearest"});
		const box = element.getBoundingClientRect();
		const x = box.x + box.width / 2, y = box.y + box.height / 2;
		const hit = document.elementFromPoint(x, y);
		return hit && (element === hit || element.contains(hit)) ? [x, y] : null;
	})()`
	err = until("an element to click at "+selector, func() (bool, error) {
		var point []float64
		if err := view.Eval(expression, &point); err != nil {
			return false, err
		}
		if len(point) != 2 {
			return false, fmt.Errorf("there is none, or it is hidden or covered")
		}
		rests := math.Hypot(x-point[0], y-point[1]) < 2 // centring rounds to either side
		x, y = point[0], point[1]
		return rests, fmt.Errorf("it has only just come to %v", point)
	})
	return x, y, err
}
