package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"
	"unicode/utf16"
	"unicode/utf8"
)

// offlinePage puts the panel, its style, texts, the sample session and the
// modules into one document. Its policy names the hashes of its own scripts and
// style, so nothing else can run in it.
func offlinePage(source, dist string) ([]byte, error) {
	files := map[string]string{}
	for name, path := range map[string]string{
		"page": filepath.Join(source, "page.html"), "boot": filepath.Join(source, "page.js"), "supervisor": filepath.Join(source, "supervisor.js"), "early": filepath.Join(source, "early.js"),
		"panel": filepath.Join(dist, "panel.html"), "style": filepath.Join(dist, "panel.css"),
		"icon": filepath.Join(source, "icons", "icon.svg"), "license": filepath.Join(source, "..", "LICENSE"), "notices": filepath.Join(source, "..", "THIRD_PARTY_NOTICES"),
		"exec": filepath.Join(dist, "wasm_exec.js"), "sample": filepath.Join(dist, "sample.har"), "module": filepath.Join(dist, "misstep.wasm"),
	} {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		files[name] = string(data)
	}
	files["boot"] = ascii(files["supervisor"]+files["early"]+files["boot"], inJavaScript)
	files["style"] = ascii(files["style"], inCSS)
	for _, name := range []string{"boot", "exec", "style"} {
		if strings.Contains(strings.ToLower(files[name]), "</s") {
			return nil, fmt.Errorf("the %s file holds a closing tag and cannot stand inside a page", name)
		}
	}
	licenses := files["license"] + "\n" + files["notices"]
	if strings.Contains(licenses, "--") {
		return nil, fmt.Errorf("LICENSE or THIRD_PARTY_NOTICES holds two hyphens in a row, which may end the comment of the page that they stand in")
	}
	messages, err := inlineMessages(filepath.Join(source, "_locales"))
	if err != nil {
		return nil, err
	}
	_, body, _ := strings.Cut(files["panel"], "<body>")
	body, _, found := strings.Cut(body, "</body>")
	if !found {
		return nil, fmt.Errorf("extension/panel.html: no <body>…</body>")
	}
	packed := map[string][]string{}
	for _, name := range []string{"sample", "module"} {
		if packed[name], err = pack(files[name]); err != nil {
			return nil, err
		}
	}
	page, err := template.New("page.html").Parse(files["page"])
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = page.Execute(&out, map[string]any{
		// connect-src serves ?har=URL, which only the page's user can set.
		"Policy": fmt.Sprintf("default-src 'none'; script-src %s %s 'wasm-unsafe-eval'; style-src %s; img-src data:; connect-src *; base-uri 'none'; form-action 'none'",
			hash(files["exec"]), hash(files["boot"]), hash(files["style"])),
		"Licenses": licenses,
		"Icon":     "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(files["icon"])),
		"Style":    files["style"],
		"Body":     ascii(strings.TrimSpace(body), inHTML),
		"Messages": inScript(messages),
		"Sample":   packed["sample"],
		"Module":   packed["module"],
		"Exec":     files["exec"],
		"Boot":     files["boot"],
	})
	return out.Bytes(), err
}

// partLength is how many characters of what is packed stand in one element:
// a page unpacks them one by one. It is a multiple of four.
const partLength = 128 << 10

// pack is a file as page.js unpacks it: gzip in base64, in parts.
func pack(file string) (parts []string, err error) {
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write([]byte(file)); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	text := base64.StdEncoding.EncodeToString(packed.Bytes())
	for part := range slices.Chunk([]byte(text), partLength) {
		parts = append(parts, string(part))
	}
	return parts, nil
}

// ascii writes other characters as escaped says: browsers decode ASCII several
// times as fast, and one other character slows a megabyte.
func ascii(text string, escaped func(r rune) string) string {
	var b strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
		} else {
			b.WriteString(escaped(r))
		}
	}
	return b.String()
}

func inHTML(r rune) string { return fmt.Sprintf("&#x%x;", r) }

// inCSS ends with a space that belongs to the escape: CSS would take the next
// one for it.
func inCSS(r rune) string { return fmt.Sprintf(`\%x `, r) }

// inJavaScript is for JSON, too.
func inJavaScript(r rune) (escaped string) {
	for _, unit := range utf16.AppendRune(nil, r) {
		escaped += fmt.Sprintf(`\u%04x`, unit)
	}
	return escaped
}

// inScript makes JSON safe inside a script element: no "</" or "<!" can end it.
func inScript(json string) string {
	return strings.ReplaceAll(ascii(json, inJavaScript), "<", `\u003c`)
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
