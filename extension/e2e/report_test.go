package e2e

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"misstep/extension/e2e/browser"
)

// A saved report reads on a narrow screen, on a wide one and on paper: no number,
// status, method or time breaks in two, nothing is cut off, and all its links lead
// somewhere in it.
func TestSavedReport(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		defer b.Resize(0, 0)
		s := openPage(t, b, (&url.URL{Scheme: "file", Path: page, Fragment: "sample"}).String())
		s.wait(`document.querySelector("#list").getAttribute("aria-busy") === "false" && /^57 of 92 /.test(document.querySelector("#counts").textContent)`)
		s.click("#export")
		s.click(`#export-menu [data-which="all"][data-action="export-html"]`)
		s.wait(`document.querySelector("#said").checkVisibility() && document.querySelector("#said").textContent.startsWith("Saved as misstep-2") && document.querySelector("#said").getBoundingClientRect().right <= innerWidth`)
		html := savedFile(t, b, "misstep-2*.html")
		if n := strings.Count(html, "GET HRV Summary by Date"); n != 1 { // thirty of them
			t.Errorf("the requests that hit the rate limit are listed %d times", n)
		}
		if err := b.Open((&url.URL{Scheme: "file", Path: file(t, "report.html", html)}).String()); err != nil {
			t.Fatal(err)
		}
		for _, look := range []struct {
			name          string
			width, height int
			prepare       string
		}{
			{"narrow", 800, 700, ""},
			{"wide", 1400, 900, ""},
			{"paper", 720, 1000, `void document.querySelectorAll("style").forEach(style => { for (const rule of style.sheet.cssRules) if (rule.media?.mediaText === "print") rule.media.mediaText = "all"; })`},
		} {
			if err := b.Resize(look.width, look.height); err != nil {
				t.Fatal(err)
			}
			if look.prepare != "" {
				eval[any](s, look.prepare)
				if scheme := eval[string](s, `getComputedStyle(document.documentElement).colorScheme`); scheme != "light" {
					t.Errorf("on paper it is %s", scheme)
				}
			}
			if wide := eval[int](s, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("%s: %d pixels are cut off", look.name, wide)
			}
			broken := eval[[]string](s, `[...document.querySelectorAll(".report :is(.often, .status, .method, .time, .requests ul li)")].filter(cell => {
				const range = document.createRange();
				range.selectNodeContents(cell);
				return new Set([...range.getClientRects()].map(box => Math.round(box.bottom))).size > 1;
			}).map(cell => cell.className + " " + cell.textContent)`)
			if len(broken) > 0 {
				t.Errorf("%s: broken are %q", look.name, broken)
			}
			if folder := os.Getenv("MISSTEP_PICTURES"); folder != "" {
				if err := s.view.Screenshot(filepath.Join(folder, fmt.Sprintf("report-%s-%s.png", b.Name(), look.name))); err != nil {
					t.Error(err)
				}
			}
		}
		if folder := os.Getenv("MISSTEP_PICTURES"); folder != "" {
			eval[any](s, `document.querySelector("#finding-2").scrollIntoView()`)
			if err := s.view.Screenshot(filepath.Join(folder, "report-"+b.Name()+"-finding.png")); err != nil {
				t.Error(err)
			}
		}
		lost := eval[[]string](s, `[...document.querySelectorAll("a[href^='#']")].map(a => a.getAttribute("href")).filter(href => !document.querySelector(href))`)
		links := eval[int](s, `document.querySelectorAll(".what a[href^='#finding-'], .numbers a[href^='#request-'], .cause a[href^='#request-']").length`)
		if len(lost) > 0 || links < 40 || eval[bool](s, `document.querySelector("#request-50") === null`) {
			t.Errorf("%d links, of which %q lead nowhere", links, lost)
		}
	})
}
