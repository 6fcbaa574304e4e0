package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

func (b *chromium) Accessible(selector string) (role, name string, err error) {
	ctx, cancel := context.WithTimeout(b.root, callTime)
	defer cancel()
	element, err := chromedp.Run(ctx, chromedp.Evaluate[*runtime.RemoteObject]("document.querySelector("+quote(selector)+")"))
	if err != nil {
		return "", "", err
	}
	if element.ObjectID == "" {
		return "", "", fmt.Errorf("no element %s", selector)
	}
	alone := false
	tree, err := chromedp.Call(ctx, accessibility.GetPartialAXTree, accessibility.GetPartialAXTreeParams{ObjectID: element.ObjectID, FetchRelatives: &alone})
	if err != nil {
		return "", "", err
	}
	for _, node := range tree.Nodes {
		if node.Role != nil {
			err = errors.Join(err, json.Unmarshal(node.Role.Value, &role))
		}
		if node.Name != nil && len(node.Name.Value) > 0 {
			err = errors.Join(err, json.Unmarshal(node.Name.Value, &name))
		}
	}
	return role, name, err
}

func (b *firefox) Accessible(selector string) (role, name string, err error) {
	if err := b.marionette.call("Marionette:SetContext", object{"value": "content"}, nil); err != nil {
		return "", "", err
	}
	var element map[string]string
	if err := b.marionette.call("WebDriver:FindElement", object{"using": "css selector", "value": selector}, &element); err != nil {
		return "", "", err
	}
	for _, id := range element {
		err = errors.Join(b.marionette.call("WebDriver:GetComputedRole", object{"id": id}, &role), b.marionette.call("WebDriver:GetComputedLabel", object{"id": id}, &name))
	}
	return role, name, err
}
