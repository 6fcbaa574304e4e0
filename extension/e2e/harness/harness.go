// Package harness serves the panel as a plain page, to which a test or a
// benchmark hands exchanges by itself: as many as it likes, when it likes.
package harness

import (
	_ "embed"
	"net/http"
	"os"
	"path/filepath"
	"strings"
)

//go:embed harness.js
var script string

//go:embed baseline.html
var baseline []byte

// Handle serves at /harness/ what is in extension, the directory of the built
// extension, and the page panel.html with harness.js in it. baseline.html is a
// list drawn by hand, for comparison.
func Handle(mux *http.ServeMux, extension string) {
	mux.Handle("/harness/", http.StripPrefix("/harness/", http.FileServer(http.Dir(extension))))
	mux.HandleFunc("/harness/panel.html", func(w http.ResponseWriter, r *http.Request) {
		panel, err := os.ReadFile(filepath.Join(extension, "panel.html"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		scripts := `<script src="wasm_exec.js"></script><script src="harness.js"></script>`
		w.Write([]byte(strings.Replace(string(panel), "</body>", scripts+"</body>", 1)))
	})
	mux.HandleFunc("/harness/harness.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		w.Write([]byte(script))
	})
	mux.HandleFunc("/harness/baseline.html", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(baseline)
	})
}
