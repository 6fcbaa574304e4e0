package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"misstep/extension/e2e/browser"
	"misstep/extension/e2e/stub"
)

// look BROWSER OUT WxH,WxH HASH [JS or click:SEL ...]
func main() {
	name, out, sizes, hash, prepare := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5:]
	server, err := stub.Start()
	check(err)
	defer server.Close()
	for _, size := range strings.Split(sizes, ",") {
		ws, hs, _ := strings.Cut(size, "x")
		w, _ := strconv.Atoi(ws)
		h, _ := strconv.Atoi(hs)
		b, err := browser.Start(name, browser.Options{Headless: true, Extension: "../../dist/extension", Hosts: stub.Hosts, HTTPSPort: server.HTTPSPort, Width: w, Height: h + 90})
		check(err)
		page, _ := filepath.Abs("../../dist/misstep.html")
		check(b.Open((&url.URL{Scheme: "file", Path: page, Fragment: hash}).String()))
		check(browser.Until(b.Page(), `document.querySelectorAll("#tabs [role=tab]").length > 2`))
		for i, p := range append([]string{"0"}, prepare...) {
			if s, ok := strings.CutPrefix(p, "click:"); ok {
				check(b.Page().Click(s))
			} else if s, ok := strings.CutPrefix(p, "wait:"); ok {
				check(browser.Until(b.Page(), s))
				continue
			} else {
				var v any
				check(b.Page().Eval(p, &v))
				fmt.Println(v)
			}
			for _, dark := range []bool{false, true} {
				check(b.SetDark(dark))
				file := fmt.Sprintf("%s/%s-%s-%d-%v.png", out, name, size, i, map[bool]string{true: "dark", false: "light"}[dark])
				check(b.Page().Screenshot(file))
			}
		}
		b.Close()
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
