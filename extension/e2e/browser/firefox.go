package browser

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

type firefox struct {
	process    *exec.Cmd
	exited     chan struct{} // closed when the process has ended
	profile    string
	marionette *marionette
	extension  string // its ID
	offline    bool   // what is looked up is noted
	lookups    []Lookup
}

func startFirefox(program string, options Options) (_ Browser, err error) {
	manifest, err := os.ReadFile(filepath.Join(options.Extension, "manifest.json"))
	if err != nil {
		return nil, err
	}
	var declared struct {
		Settings struct {
			Gecko struct{ ID string } `json:"gecko"`
		} `json:"browser_specific_settings"`
	}
	if err := json.Unmarshal(manifest, &declared); err != nil {
		return nil, fmt.Errorf("manifest.json: %w", err)
	}
	b := &firefox{extension: declared.Settings.Gecko.ID, offline: options.HTTPPort != 0}
	if b.extension == "" {
		return nil, errors.New("manifest.json: no browser_specific_settings.gecko.id to find the extension by")
	}
	if b.profile, err = os.MkdirTemp("", "misstep-firefox-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			b.Close()
		}
	}()
	overlay := 0
	if options.Headless {
		overlay = 1 // without a desktop's theme, scroll bars are white
	}
	downloads := 1 // the usual folder
	if options.Downloads != "" {
		downloads = 2 // browser.download.dir
	}
	preferences := map[string]any{
		"browser.download.folderList":      downloads,
		"browser.download.dir":             options.Downloads,
		"browser.download.alwaysOpenPanel": false,
		"browser.download.panel.shown":     true, // else the first one opens it, and it takes Esc
		"ui.useOverlayScrollbars":          overlay,
		"marionette.port":                  0, // any: the one taken is written into the profile
		// The recommended test preferences let file: pages read files, which a
		// person's Firefox does not.
		"remote.prefs.recommended":                                    false,
		"network.dns.localDomains":                                    strings.Join(options.Hosts, ","),
		"network.socket.forcePort":                                    fmt.Sprintf("443=%d", options.HTTPSPort),
		"browser.startup.page":                                        0,
		"browser.newtabpage.enabled":                                  false,
		"browser.shell.checkDefaultBrowser":                           false,
		"browser.aboutwelcome.enabled":                                false,
		"browser.warnOnQuit":                                          false,
		"browser.sessionstore.resume_from_crash":                      false,
		"startup.homepage_welcome_url":                                "",
		"termsofuse.bypassNotification":                               true,
		"datareporting.policy.dataSubmissionEnabled":                  false,
		"datareporting.policy.dataSubmissionPolicyBypassNotification": true,
		"toolkit.telemetry.reportingpolicy.firstRun":                  false,
		"app.update.disabledForTesting":                               true,
		"app.normandy.enabled":                                        false,
		"extensions.update.enabled":                                   false,
		"network.captive-portal-service.enabled":                      false,
		"network.connectivity-service.enabled":                        false,
		"services.settings.server":                                    "data:,",
		"browser.safebrowsing.update.enabled":                         false,
		"devtools.toolbox.footer.height":                              options.devtoolsSize(DockBottom),
		"devtools.toolbox.sidebar.width":                              options.devtoolsSize(DockRight),
		"devtools.selfxss.count":                                      5,
		// Esc opens it whatever a panel does with the key: DevTools does not wait
		// for the response of an extension's process.
		"devtools.toolbox.splitconsole.enabled": false,
		"dom.disable_beforeunload":              true,
		"toolkit.startup.max_resumed_crashes":   -1,
	}
	if options.HTTPPort != 0 {
		preferences["network.proxy.type"] = 0 // with a proxy nothing is looked up ahead
		preferences["browser.safebrowsing.downloads.remote.enabled"] = false
		preferences["media.gmp-manager.updateEnabled"] = false
		preferences["network.dns.localDomains"] = ""
		preferences["network.dns.forceResolve"] = "127.0.0.1"
		preferences["network.dns.notifyResolution"] = true
		preferences["network.socket.forcePort"] = fmt.Sprintf("443=%d;80=%d", options.HTTPSPort, options.HTTPPort)
	}
	var lines strings.Builder
	for name, value := range preferences {
		text, _ := json.Marshal(value)
		fmt.Fprintf(&lines, "user_pref(%q, %s);\n", name, text)
	}
	if err := os.WriteFile(filepath.Join(b.profile, "user.js"), []byte(lines.String()), 0o644); err != nil {
		return nil, err
	}
	arguments := []string{"--marionette", "--remote-allow-system-access", "--no-remote", "--profile", b.profile,
		"--width", fmt.Sprint(options.Width), "--height", fmt.Sprint(options.Height)}
	if options.Headless {
		arguments = append(arguments, "--headless")
	}
	b.process = exec.Command(program, arguments...)
	b.process.Env = append(os.Environ(), "MOZ_CRASHREPORTER_DISABLE=1")
	if options.TimeZone != "" {
		b.process.Env = append(b.process.Env, "TZ="+options.TimeZone)
	}
	if b.exited, err = startChild(b.process); err != nil {
		return nil, err
	}
	err = until("Firefox to take commands", func() (bool, error) {
		select {
		case <-b.exited:
			return true, nil
		default:
		}
		port, err := os.ReadFile(filepath.Join(b.profile, "MarionetteActivePort"))
		if err != nil {
			return false, err
		}
		b.marionette, err = dialMarionette("127.0.0.1:" + strings.TrimSpace(string(port)))
		return err == nil, err
	})
	if err != nil {
		return nil, err
	}
	if b.marionette == nil {
		return nil, fmt.Errorf("%s ended at once: %v", program, b.process.ProcessState)
	}
	for _, step := range []struct {
		command    string
		parameters object
	}{
		{"WebDriver:NewSession", object{"acceptInsecureCerts": true}},
		{"WebDriver:SetTimeouts", object{"script": Patience.Milliseconds(), "pageLoad": Patience.Milliseconds(), "implicit": 0}},
	} {
		if err := b.marionette.call(step.command, step.parameters, nil); err != nil {
			return nil, err
		}
	}
	if options.HTTPPort != 0 {
		if err := b.chrome(firefoxLookups, nil); err != nil {
			return nil, err
		}
	}
	if err := b.marionette.call("Addon:Install", object{"path": options.Extension, "temporary": true}, nil); err != nil {
		return nil, err
	}
	return b, b.chrome(firefoxSetup, nil, b.extension)
}

// firefoxSetup defines, in the browser's window, how the panel is reached. It
// lives in another process: a script sent there evaluates in the document's
// own world and sends the result back.
const firefoxSetup = `
const document = name => [...WebExtensionPolicy.getByID(a[0]).extension.views].map(view => view.xulBrowser)
	.findLast(browser => browser?.isConnected && browser.currentURI.spec.endsWith(name));
globalThis.panel = () => document("/panel.html");
let calls = 0;
globalThis.inPanel = (source, page = "/panel.html") => new Promise((resolve, reject) => {
	const browser = document(page);
	if (!browser) throw new Error("the panel has no document yet");
	const messages = browser.messageManager, name = "misstep:" + ++calls;
	const timer = setTimeout(() => finish(reject, new Error("no answer from the panel's document")), 10000);
	const finish = (settle, value) => { clearTimeout(timer); messages.removeMessageListener(name, receive); settle(value); };
	const receive = ({data}) => data.error ? finish(reject, new Error(data.error)) : finish(resolve, data.value);
	messages.addMessageListener(name, receive);
	const script = "{" +
		"const world = Components.utils.Sandbox(content, {sandboxPrototype: content, wantXrays: false});" +
		"const send = message => sendAsyncMessage(" + JSON.stringify(name) + ", message);" +
		"Components.utils.exportFunction(value => send({value}), world, {defineAs: 'misstepDone'});" +
		"Components.utils.exportFunction(error => send({error}), world, {defineAs: 'misstepFailed'});" +
		"try { Components.utils.evalInSandbox(" + JSON.stringify("(" + source + ").then(misstepDone, error => misstepFailed(String(error)))") + ", world); }" +
		"catch (error) { send({error: String(error)}); } }";
	messages.loadFrameScript("data:application/javascript;charset=utf-8," + encodeURIComponent(script), false);
});`

// chrome runs the body of an async function in the browser's own window.
func (b *firefox) chrome(body string, out any, arguments ...any) error {
	return b.marionette.in("chrome", body, out, arguments...)
}

func (b *firefox) Name() string { return Firefox }

func (b *firefox) Open(url string) error {
	if err := b.marionette.call("Marionette:SetContext", object{"value": "content"}, nil); err != nil {
		return err
	}
	return b.marionette.call("WebDriver:Navigate", object{"url": url}, nil)
}

func (b *firefox) Page() View  { return firefoxPage{b} }
func (b *firefox) Panel() View { return firefoxPanel{b} }

func (b *firefox) ChooseFiles(selector string, files ...string) error {
	if err := b.marionette.call("Marionette:SetContext", object{"value": "content"}, nil); err != nil {
		return err
	}
	var element map[string]string
	if err := b.marionette.call("WebDriver:FindElement", object{"using": "css selector", "value": selector}, &element); err != nil {
		return err
	}
	for _, id := range element {
		return b.marionette.call("WebDriver:ElementSendKeys", object{"id": id, "text": strings.Join(files, "\n")}, nil)
	}
	return fmt.Errorf("no element %s to choose files with", selector)
}

func (b *firefox) OpenDevTools() error {
	err := b.chrome(`
		const { require } = ChromeUtils.importESModule("resource://devtools/shared/loader/Loader.sys.mjs");
		const { gDevTools } = require("devtools/client/framework/devtools");
		globalThis.toolbox = await gDevTools.showToolboxForTab(gBrowser.selectedTab, {toolId: "webconsole"});`, nil)
	if err != nil {
		return err
	}
	return until("the extension's tab in DevTools", func() (offered bool, err error) {
		err = b.chrome(`return toolbox.getAdditionalTools().some(tool => tool.extensionId === a[0]);`, &offered, b.extension)
		return offered, errors.Join(err, errors.New("not there"))
	})
}

func (b *firefox) ShowPanel() error {
	err := b.chrome(`await toolbox.selectTool(toolbox.getAdditionalTools().find(tool => tool.extensionId === a[0]).id);`, nil, b.extension)
	if err != nil {
		return err
	}
	return Until(b.Panel(), `document.readyState === "complete"`)
}

func (b *firefox) CloseDevTools() error {
	return b.chrome(`await toolbox.destroy();`, nil)
}

func (b *firefox) HidePanel() error {
	return b.chrome(`await toolbox.selectTool("webconsole");`, nil)
}

func (b *firefox) Drawer() (shown bool, err error) {
	err = b.chrome(`return toolbox.splitConsole;`, &shown)
	return shown, err
}

func (b *firefox) Redock(side Dock) error {
	return b.chrome(`await toolbox.switchHost(a[0]);`, nil, side)
}

func (b *firefox) SetDark(dark bool) error {
	theme, scheme := "light", 1
	if dark {
		theme, scheme = "dark", 0
	}
	return b.chrome(`
		Services.prefs.setStringPref("devtools.theme", a[0]);
		Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", a[1]);`, nil, theme, scheme)
}

func (b *firefox) Prefer(feature, value string) error {
	name := map[string]string{
		"prefers-reduced-motion": "ui.prefersReducedMotion",
		"forced-colors":          "browser.display.document_color_use",
	}[feature]
	number := map[string]int{"reduce": 1, "active": 2}[value]
	if name == "" || number == 0 && value != "" {
		return fmt.Errorf("there is no preference of Firefox for %s: %s here", feature, value)
	}
	return b.chrome(`if (a[1]) Services.prefs.setIntPref(a[0], a[1]); else Services.prefs.clearUserPref(a[0]);`, nil, name, number)
}

func (b *firefox) Resize(width, height int) error {
	return b.chrome(`
		const style = gBrowser.selectedBrowser.style;
		[style.maxWidth, style.maxHeight] = a.map(size => size ? size + "px" : "");`, nil, width, height)
}

func (b *firefox) Closed() error {
	<-b.exited
	return nil
}

func (b *firefox) Close() error {
	if b.process != nil && b.process.Process != nil {
		if b.marionette != nil {
			if b.offline {
				b.readLookups()
			}
			b.marionette.call("Marionette:Quit", object{"flags": []string{"eForceQuit"}}, nil)
			b.marionette.connection.Close()
		}
		select {
		case <-b.exited:
		case <-time.After(10 * time.Second):
			b.process.Process.Kill()
			<-b.exited
		}
	}
	// Its children may still be writing for a moment.
	return until("the profile to be removed", func() (bool, error) {
		err := os.RemoveAll(b.profile)
		return err == nil, err
	})
}

// press moves the pointer to a point of the current context's viewport and
// clicks.
func (b *firefox) press(x, y float64) error {
	return b.marionette.call("WebDriver:PerformActions", object{"actions": []any{object{
		"type": "pointer", "id": "mouse", "parameters": object{"pointerType": "mouse"},
		"actions": []any{
			object{"type": "pointerMove", "x": int(x), "y": int(y), "duration": 0},
			object{"type": "pointerDown", "button": 0},
			object{"type": "pointerUp", "button": 0},
		},
	}}}, nil)
}

// keyboard presses a key in the current context.
func (b *firefox) keyboard(key string) error {
	actions, err := firefoxKey(key)
	if err != nil {
		return err
	}
	return b.marionette.call("WebDriver:PerformActions", object{"actions": []any{object{"type": "key", "id": "keyboard", "actions": actions}}}, nil)
}

// picture writes a PNG that came as base64.
func picture(file, encoded string) error {
	data, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}
