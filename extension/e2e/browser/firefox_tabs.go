package browser

import (
	"errors"
	"fmt"
)

func (b *firefox) Tab(int) error { return errors.New("the driver for Firefox has one tab") }

func (b *firefox) Background() (View, error) { return firefoxBackground{firefoxPanel{b}}, nil }

// firefoxBackground is only looked into.
type firefoxBackground struct{ firefoxPanel }

func (v firefoxBackground) Eval(expression string, out any) error {
	var text string
	if err := v.chrome("return inPanel(a[0], '/devtools.html')", &text, answer(expression)); err != nil {
		return fmt.Errorf("evaluate %.200s: %w", expression, err)
	}
	return decode(text, out)
}

func (b *firefox) Crash() error { return errors.New("the driver for Firefox crashes no page") }

func (b *firefox) ScreenshotDevTools(string) error {
	return errors.New("the driver for Firefox pictures the panel alone")
}
