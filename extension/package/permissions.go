package main

import (
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"regexp"
	"slices"
)

// extensionPolicy lets the extension load its own files, compile its module,
// and nothing else.
const extensionPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"

// pagePolicy lets the offline page run what is in it. It may ask any host,
// since its user can give it the address of a recording or of a pack.
var pagePolicy = regexp.MustCompile(`^default-src 'none'; script-src 'sha256-[^' ]+' 'sha256-[^' ]+' 'wasm-unsafe-eval'; style-src 'sha256-[^' ]+'; img-src data:; connect-src \*; base-uri 'none'; form-action 'none'$`)

// allowed are the members that the manifest may have, with the values that
// they must have; free are those whose value gives the extension no power.
var (
	allowed = map[string]any{
		"manifest_version":        3.0,
		"devtools_page":           "devtools.html",
		"content_security_policy": map[string]any{"extension_pages": extensionPolicy},
		"browser_specific_settings": map[string]any{"gecko": map[string]any{
			"id": free, "strict_min_version": free,
			"data_collection_permissions": map[string]any{"required": []any{"none"}},
		}},
		"name": free, "description": free, "version": free, "default_locale": free,
		"minimum_chrome_version": free, "icons": free,
	}
	free = &struct{ any }{}
)

// checkManifest refuses a manifest that asks for more than the extension needs,
// that is, more than no permission, no host and no user data.
func checkManifest(manifest []byte) error {
	var declared any
	if err := json.Unmarshal(manifest, &declared); err != nil {
		return fmt.Errorf("manifest.json: %w", err)
	}
	return checkMember("manifest.json", declared, allowed)
}

func checkMember(place string, is, may any) error {
	want, nested := may.(map[string]any)
	have, ok := is.(map[string]any)
	switch {
	case may == free:
		return nil
	case !nested || !ok:
		if !reflect.DeepEqual(is, may) {
			return fmt.Errorf("%s is %v; it must be %v", place, is, may)
		}
		return nil
	}
	for name := range have {
		if _, known := want[name]; !known {
			return fmt.Errorf("%s: %q is not among what the extension may ask for; if it widens nothing, add it to extension/package/permissions.go", place, name)
		}
	}
	for name := range want {
		value, there := have[name]
		if !there {
			return fmt.Errorf("%s: %q is missing", place, name)
		}
		if err := checkMember(place+": "+name, value, want[name]); err != nil {
			return err
		}
	}
	return nil
}

var (
	policyElement = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">`)
	activeElement = regexp.MustCompile(`(?i)<(script|style|link|img|iframe|object|embed|base|body)[\s>/]`)
)

// checkPage refuses an offline page whose policy allows more than it needs, or
// comes after what it is to hold.
func checkPage(page []byte) error {
	start := activeElement.FindIndex(page)
	if start == nil {
		return fmt.Errorf("misstep.html has no script: that is not the page")
	}
	policies := policyElement.FindAllSubmatch(page[:start[0]], -1)
	if len(policies) != 1 {
		return fmt.Errorf("misstep.html has %d policies before its first script, style or picture; it must have one", len(policies))
	}
	if policy := policies[0][1]; !pagePolicy.Match(policy) {
		return fmt.Errorf("misstep.html: its policy allows something else than it may: %s", policy)
	}
	return nil
}

// checkRemote refuses documents that name a script or style elsewhere: stores
// take no code that is not in the package.
func checkRemote(files []file) error {
	for _, each := range files {
		if !slices.Contains([]string{".html", ".css", ".js"}, path.Ext(each.name)) {
			continue
		}
		if found := remoteCode.Find(each.data); found != nil {
			return fmt.Errorf("%s loads something from elsewhere: %s", each.name, found)
		}
	}
	return nil
}

var remoteCode = regexp.MustCompile(`(?i)(src\s*=\s*["']?|@import\s+(url\()?["']?|url\(["']?|importScripts\(["']|import\(["'])(https?:)?//[^"'\s)]+`)
