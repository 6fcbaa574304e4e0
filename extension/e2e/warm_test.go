package e2e

import (
	"bytes"
	"os"
	"testing"

	"misstep/extension/e2e/browser"
)

// What the page draws unseen while it is idle is there, and nobody sees it.
func TestWarmUp(t *testing.T) {
	inEach(t, func(t *testing.T, b browser.Browser) {
		s := openPage(t, b, "file://"+page)
		s.wait(`document.querySelector("#detail .title").textContent !== ""`)
		seen := eval[struct {
			Detail, Empty bool
			Rows          int
			Selected      int
		}](s, `({
			detail: document.querySelector("#detail").checkVisibility(),
			empty: document.querySelector("#empty").checkVisibility(),
			rows: document.querySelectorAll("#rows > *").length,
			selected: document.querySelectorAll("[aria-selected=true]:not([role=tab])").length,
		})`)
		if seen.Detail || !seen.Empty || seen.Rows+seen.Selected > 0 {
			t.Errorf("an empty page shows %+v", seen)
		}
	})
}

// Browsers decode a page of ASCII several times as fast.
func TestPageIsASCII(t *testing.T) {
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	modules := bytes.LastIndex(data, []byte("<!--")) // the licences come after them
	if modules < 0 {
		t.Fatal("the page is without licences")
	}
	for i, c := range data[:modules] {
		if c >= 0x80 {
			t.Fatalf("byte %d is not ASCII: …%s", i, data[max(0, i-40):i+4])
		}
	}
}
