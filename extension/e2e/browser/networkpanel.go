package browser

import (
	"context"
	_ "embed"
	"fmt"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// An Import says how the browser's own Network panel read a recording.
type Import struct {
	Took float64 // until all rows were there, in ms
	Gap  float64 // the longest time in which DevTools did not respond, in ms
	Rows int
}

//go:embed networkpanel.js
var measureImport string

func (b *chromium) ImportInNetworkPanel(file string) (read Import, err error) {
	const field = `const field = document.querySelector("#measured") ?? Object.assign(document.createElement("input"), {type: "file", id: "measured"});`
	if err := b.frontend(`(async () => {`+inspector+field+` document.body.append(field); await view.showPanel("network"); })()`, nil); err != nil {
		return Import{}, err
	}
	if err := setFiles(b.devtools, "#measured", file); err != nil {
		return Import{}, err
	}
	err = b.frontend(`(async () => {`+field+`
		const { NetworkPanel } = await import("./panels/network/network.js");
		const logs = await import("./models/logs/logs.js");
		const log = NetworkPanel.NetworkPanel.instance().networkLogView;
		return await (`+measureImport+`)(window, async () => {
			await log.onLoadFromFile(field.files[0]);
			const requests = logs.NetworkLog.NetworkLog.instance().requests().length;
			const rows = () => log.columns().dataGrid().rootNode().children.length;
			while (rows() < requests) await new Promise(requestAnimationFrame);
			return rows();
		});
	})()`, &read)
	return read, err
}

// setFiles puts files into a document's <input type=file>.
func setFiles(document context.Context, selector string, files ...string) error {
	input, err := chromedp.Run(document, chromedp.Evaluate[*runtime.RemoteObject]("document.querySelector("+quote(selector)+")"))
	if err != nil {
		return err
	}
	if input.ObjectID == "" {
		return fmt.Errorf("no element %s to choose files with", selector)
	}
	_, err = chromedp.Call(document, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, ObjectID: input.ObjectID})
	return err
}

func (b *firefox) ImportInNetworkPanel(file string) (read Import, err error) {
	err = b.chrome(`
		const { panelWin } = await toolbox.selectTool("netmonitor");
		const { HarImporter } = panelWin.windowRequire("devtools/client/netmonitor/src/har/har-importer");
		return await (`+measureImport+`)(panelWin, async () => {
			await new HarImporter(panelWin.actions).import(await IOUtils.readUTF8(a[0]));
			return panelWin.store.getState().requests.requests.length;
		});`, &read, file)
	return read, err
}
