package browser

import "fmt"

type firefoxPage struct{ *firefox }

func (v firefoxPage) Eval(expression string, out any) error {
	var text string
	if err := v.marionette.in("content", "return "+answer(expression), &text); err != nil {
		return fmt.Errorf("evaluate %.200s: %w", expression, err)
	}
	return decode(text, out)
}

func (v firefoxPage) Click(selector string) error {
	x, y, err := middle(v, selector)
	if err != nil {
		return err
	}
	// A pointer that is pressed by the driver leaves the focus where it was, when
	// that is in the browser's own window.
	if err := v.chrome(`gBrowser.selectedBrowser.focus();`, nil); err != nil {
		return err
	}
	if err := v.marionette.call("Marionette:SetContext", object{"value": "content"}, nil); err != nil {
		return err
	}
	return v.press(x, y)
}

func (v firefoxPage) Press(key string) error {
	if err := v.marionette.call("Marionette:SetContext", object{"value": "content"}, nil); err != nil {
		return err
	}
	return v.keyboard(key)
}

func (v firefoxPage) Screenshot(file string) error {
	if err := settle(v); err != nil {
		return err
	}
	if err := v.marionette.call("Marionette:SetContext", object{"value": "content"}, nil); err != nil {
		return err
	}
	var encoded string
	if err := v.marionette.call("WebDriver:TakeScreenshot", object{"full": false, "hash": false}, &encoded); err != nil {
		return err
	}
	return picture(file, encoded)
}

type firefoxPanel struct{ *firefox }

func (v firefoxPanel) Eval(expression string, out any) error {
	var text string
	if err := v.chrome("return inPanel(a[0])", &text, answer(expression)); err != nil {
		return fmt.Errorf("evaluate %.200s: %w", expression, err)
	}
	return decode(text, out)
}

func (v firefoxPanel) Click(selector string) error {
	x, y, err := middle(v, selector)
	if err != nil {
		return err
	}
	// The pointer moves in the browser's window; find the panel in it.
	var offset [2]float64
	err = v.chrome(`
		const browser = panel(), box = browser.getBoundingClientRect(), around = browser.ownerDocument.defaultView;
		return [around.mozInnerScreenX + box.x - window.mozInnerScreenX, around.mozInnerScreenY + box.y - window.mozInnerScreenY];`, &offset)
	if err != nil {
		return err
	}
	return v.press(offset[0]+x, offset[1]+y)
}

func (v firefoxPanel) Press(key string) error {
	if err := v.marionette.call("Marionette:SetContext", object{"value": "chrome"}, nil); err != nil {
		return err
	}
	return v.keyboard(key)
}

func (v firefoxPanel) Screenshot(file string) error {
	if err := settle(v); err != nil {
		return err
	}
	var encoded string
	err := v.chrome(`
		const image = await panel().browsingContext.currentWindowGlobal.drawSnapshot(null, 1, "white");
		const canvas = document.createElementNS("http://www.w3.org/1999/xhtml", "canvas");
		canvas.width = image.width; canvas.height = image.height;
		canvas.getContext("2d").drawImage(image, 0, 0);
		return canvas.toDataURL("image/png").split(",")[1];`, &encoded)
	if err != nil {
		return err
	}
	return picture(file, encoded)
}
