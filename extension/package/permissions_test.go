package main

import (
	"os"
	"strings"
	"testing"
)

func TestManifestMayNotWiden(t *testing.T) {
	own, err := os.ReadFile("../../manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	manifest := string(own)
	for _, c := range []struct {
		name     string
		from, to string
		says     string // "": it is fine
	}{
		{name: "as it is"},
		{"another version", `"version": "`, `"version": "9.`, ""},
		{"another Chrome", `"minimum_chrome_version": "`, `"minimum_chrome_version": "1`, ""},
		{"a permission", `"devtools_page"`, `"permissions": ["storage"], "devtools_page"`, `"permissions" is not among`},
		{"permissions, though none", `"devtools_page"`, `"permissions": [], "devtools_page"`, `"permissions" is not among`},
		{"optional permissions", `"devtools_page"`, `"optional_permissions": ["tabs"], "devtools_page"`, `"optional_permissions" is not among`},
		{"hosts", `"devtools_page"`, `"host_permissions": ["https://api.fitbit.com/*"], "devtools_page"`, `"host_permissions" is not among`},
		{"optional hosts", `"devtools_page"`, `"optional_host_permissions": ["*://*/*"], "devtools_page"`, `"optional_host_permissions" is not among`},
		{"content scripts", `"devtools_page"`, `"content_scripts": [{"matches": ["<all_urls>"], "js": ["a.js"]}], "devtools_page"`, `"content_scripts" is not among`},
		{"a background", `"devtools_page"`, `"background": {"service_worker": "a.js"}, "devtools_page"`, `"background" is not among`},
		{"files for pages", `"devtools_page"`, `"web_accessible_resources": [], "devtools_page"`, `"web_accessible_resources" is not among`},
		{"pages that may call", `"devtools_page"`, `"externally_connectable": {}, "devtools_page"`, `"externally_connectable" is not among`},
		{"another page", `"devtools.html"`, `"other.html"`, "devtools_page is other.html"},
		{"another host to connect to", `connect-src 'self'`, `connect-src 'self' https://api.fitbit.com`, "extension_pages is"},
		{"any host", `default-src 'none'`, `default-src *`, "extension_pages is"},
		{"eval", `'wasm-unsafe-eval'`, `'wasm-unsafe-eval' 'unsafe-eval'`, "extension_pages is"},
		{"inline style", `style-src 'self'`, `style-src 'self' 'unsafe-inline'`, "extension_pages is"},
		{"a directive less", `; form-action 'none'`, ``, "extension_pages is"},
		{"a policy for sandboxes", `"extension_pages"`, `"sandbox": "", "extension_pages"`, `"sandbox" is not among`},
		{"no policy", `"content_security_policy"`, `"name": "", "x"`, `"x" is not among`},
		{"data collected", `["none"]`, `["technicalAndInteraction"]`, "required is [technicalAndInteraction]"},
		{"data collected perhaps", `"required": ["none"]`, `"required": ["none"], "optional": ["locationInfo"]`, `"optional" is not among`},
		{"nothing said about data", `"data_collection_permissions"`, `"data"`, `"data" is not among`},
		{"old manifest", `"manifest_version": 3`, `"manifest_version": 2`, "manifest_version is 2"},
		{"no manifest", manifest, `[]`, "it must be"},
		{"broken", `"manifest_version": 3,`, `"manifest_version": 3`, "invalid character"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(manifest, c.from) {
				t.Fatalf("the manifest has no %s to put something else for", c.from)
			}
			err := checkManifest([]byte(strings.Replace(manifest, c.from, c.to, 1)))
			wantError(t, err, c.says)
		})
	}
}

func wantError(t *testing.T, err error, says string) {
	t.Helper()
	switch {
	case says == "" && err != nil:
		t.Errorf("refused: %v", err)
	case says != "" && err == nil:
		t.Error("taken")
	case says != "" && !strings.Contains(err.Error(), says):
		t.Errorf("refused with %q, want %q", err, says)
	}
}

func TestPageMayNotWiden(t *testing.T) {
	const (
		policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-a=' 'sha256-b=' 'wasm-unsafe-eval'; style-src 'sha256-c='; img-src data:; connect-src *; base-uri 'none'; form-action 'none'">`
		page   = "<!doctype html><head>" + policy + "<style>a{}</style></head><body><script>b</script></body>"
	)
	for _, c := range []struct{ name, from, to, says string }{
		{name: "as it is"},
		{"other hashes", "sha256-a=", "sha256-aaaa", ""},
		{"any script of its own", "'sha256-a='", "'unsafe-inline'", "something else"},
		{"a script more", "'sha256-a='", "'sha256-a=' 'sha256-x='", "something else"},
		{"scripts of a host", "'sha256-a='", "'sha256-a=' https://cdn.example", "something else"},
		{"any style", "'sha256-c='", "'unsafe-inline'", "something else"},
		{"pictures of any host", "img-src data:", "img-src *", "something else"},
		{"everything", "default-src 'none'", "default-src *", "something else"},
		{"forms", "; form-action 'none'", "", "something else"},
		{"none", policy, "", "0 policies"},
		{"after a style", "<head>", "<head><style></style>", "0 policies"},
		{"after a script", "<head>", "<head><script>x</script>", "0 policies"},
		{"no page", page, "", "not the page"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantError(t, checkPage([]byte(strings.Replace(page, c.from, c.to, 1))), c.says)
		})
	}
}

func TestCodeIsInThePackage(t *testing.T) {
	for _, c := range []struct{ name, text, says string }{
		{"a.html", `<script src="misstep.js"></script><a href="https://dev.fitbit.com/">`, ""},
		{"a.js", `// see https://dev.fitbit.com/`, ""},
		{"a.css", `a { background: url(data:image/png;base64,//8=) }`, ""},
		{"misstep.wasm", `<script src="https://cdn.example/a.js">`, ""}, // texts that are explained
		{"a.html", `<script src="https://cdn.example/a.js">`, "a.html loads something from elsewhere"},
		{"a.html", `<SCRIPT SRC = '//cdn.example/a.js'>`, "elsewhere"},
		{"a.html", `<img src=http://cdn.example/a.png>`, "elsewhere"},
		{"a.css", `@import "https://cdn.example/a.css"`, "elsewhere"},
		{"a.css", `a { background: url(https://cdn.example/a.png) }`, "elsewhere"},
		{"a.js", `await import("https://cdn.example/a.js")`, "elsewhere"},
		{"a.js", `importScripts("//cdn.example/a.js")`, "elsewhere"},
	} {
		t.Run(c.name+" "+c.text, func(t *testing.T) {
			wantError(t, checkRemote([]file{{name: c.name, data: []byte(c.text)}}), c.says)
		})
	}
}
