package start

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

//go:embed panel.js
var panelScript string

//go:embed devtools.js
var devtoolsScript string

//go:embed empty.js
var emptyScript string

// pages are what is opened: copies of what was built, which say by themselves
// when they are there, and the empty program in two pages.
type pages struct {
	extension    string // directory
	page, packed string // files
	exec, empty  []byte
}

func prepare(folder string) (*pages, error) {
	p := &pages{extension: filepath.Join(folder, "extension"), page: filepath.Join(folder, "misstep.html"), packed: filepath.Join(folder, "empty.html")}
	if err := os.CopyFS(p.extension, os.DirFS(filepath.Join(dist, "extension"))); err != nil {
		return nil, err
	}
	for _, script := range []struct{ name, text, document, before string }{
		{"start-panel.js", panelScript, "panel.html", "<head>"},
		{"start-devtools.js", devtoolsScript, "devtools.html", "<meta charset=\"utf-8\">"},
	} {
		if err := os.WriteFile(filepath.Join(p.extension, script.name), []byte(script.text), 0o644); err != nil {
			return nil, err
		}
		file := filepath.Join(p.extension, script.document)
		if err := change(file, file, script.before, script.before+`<script src="`+script.name+`"></script>`); err != nil {
			return nil, err
		}
	}
	var err error
	if p.exec, err = os.ReadFile(filepath.Join(p.extension, "wasm_exec.js")); err != nil {
		return nil, err
	}
	if p.empty, err = os.ReadFile(empty); err != nil {
		return nil, err
	}
	if err := p.writePage(); err != nil {
		return nil, err
	}
	return p, p.writePacked()
}

// change writes a file with one of its texts changed.
func change(to, from string, pairs ...string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	text := string(data)
	for i := 0; i < len(pairs); i += 2 {
		if strings.Count(text, pairs[i]) != 1 {
			return fmt.Errorf("%s: want %.60q once", from, pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return os.WriteFile(to, []byte(text), 0o644)
}

// writePage writes the offline page with a sample session of one request.
func (p *pages) writePage() error {
	built := filepath.Join(dist, "misstep.html")
	data, err := os.ReadFile(built)
	if err != nil {
		return err
	}
	sample := regexp.MustCompile(`id="sample-har" hidden>.*?</div>`).Find(data)
	entry := map[string]any{
		"startedDateTime": "2026-10-01T12:00:00Z", "time": 20,
		"request": map[string]any{"method": "GET", "url": "https://api.fitbit.com/1/user/-/profile.json", "headers": []any{}},
		"response": map[string]any{"status": 401, "headers": []any{}, "content": map[string]any{
			"mimeType": "application/json", "text": `{"errors":[{"errorType":"expired_token","message":"Access token expired: eyJhbGciOiJIUzI1NiJ9.e30.c2ln"}],"success":false}`}},
	}
	har, err := json.Marshal(map[string]any{"log": map[string]any{"version": "1.2", "creator": map[string]any{"name": "start"}, "entries": []any{entry}}})
	if err != nil {
		return err
	}
	one, err := inParts(har)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(panelScript))
	return change(p.page, built,
		"script-src ", "script-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"' ",
		"<body>", "<body><script>"+panelScript+"</script>",
		string(sample), `id="sample-har" hidden>`+one+`</div>`)
}

// writePacked writes a page with the empty program in it as the offline page
// has its own, unpacked by the same function.
func (p *pages) writePacked() error {
	boot, err := os.ReadFile(filepath.Join(dist, "misstep.html"))
	if err != nil {
		return err
	}
	unpack := regexp.MustCompile(`(?s)\nfunction instantiate\(.*?\n(supervise\(host)`).FindSubmatchIndex(boot)
	if unpack == nil {
		return fmt.Errorf("misstep.html has no function instantiate before it starts")
	}
	module, err := inParts(p.empty)
	if err != nil {
		return err
	}
	return os.WriteFile(p.packed, p.document(`<div id="module" hidden>`+module+`</div>`, string(p.exec), string(boot[unpack[0]:unpack[2]])+emptyScript), 0o644)
}

// inParts packs a file as the offline page has it.
func inParts(file []byte) (text string, err error) {
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := z.Write(file); err != nil {
		return "", err
	}
	if err := z.Close(); err != nil {
		return "", err
	}
	const part = 128 << 10 // characters, as in the offline page
	for chars := range slices.Chunk([]byte(base64.StdEncoding.EncodeToString(packed.Bytes())), part) {
		text += `<i data-part="` + string(chars) + `"></i>`
	}
	return text, nil
}

// document is a page that runs the empty program.
func (p *pages) document(module string, scripts ...string) []byte {
	text := `<!doctype html><meta charset="utf-8"><title>Empty</title>`
	for _, script := range scripts {
		text += "<script>" + script + "</script>"
	}
	return []byte(text + module)
}

// serve serves the page of the empty program, which fetches it.
func (p *pages) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	switch path.Base(r.URL.Path) {
	case "empty.wasm":
		w.Header().Set("Content-Type", "application/wasm")
		w.Write(p.empty)
	default:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(p.document("", string(p.exec), emptyScript))
	}
}
