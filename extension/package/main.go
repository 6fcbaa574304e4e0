// Command package writes what the stores are sent, from dist/extension/ and the
// sources: the same bytes wherever and whenever it is run. build.sh runs it
// after the build. On standard output it says the SHA-256 of each file.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

func main() {
	root := flag.String("root", ".", "the project's folder, with what was built in dist/")
	flag.Parse()
	written, err := writePackages(*root)
	for _, file := range written {
		fmt.Printf("%x  %s\n", sha256.Sum256(file.data), filepath.Join("dist", file.name))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "package:", err)
		os.Exit(1)
	}
}

// writePackages writes the packages into dist/ and returns them. It refuses
// where the extension has come to ask for more than it may.
func writePackages(root string) (written []file, err error) {
	extension, err := filesBelow(filepath.Join(root, "dist", "extension"))
	if err != nil {
		return nil, fmt.Errorf("read what was built: %w", err)
	}
	for i := range extension {
		extension[i].executable = false // files of the browser aren't executable, whatever the compiler made of them
	}
	page, err := os.ReadFile(filepath.Join(root, "dist", "misstep.html"))
	if err != nil {
		return nil, fmt.Errorf("read what was built: %w", err)
	}
	manifest := named(extension, "manifest.json")
	if err := checkManifest(manifest); err != nil {
		return nil, err
	}
	if err := checkPage(page); err != nil {
		return nil, err
	}
	if err := checkRemote(extension); err != nil {
		return nil, err
	}
	version, err := versionOf(manifest)
	if err != nil {
		return nil, err
	}
	sources, err := sourceFiles(root)
	if err != nil {
		return nil, fmt.Errorf("list the sources: %w", err)
	}
	both, err := archive(extension, "")
	if err != nil {
		return nil, err
	}
	source, err := archive(sources, "misstep-"+version+"/")
	if err != nil {
		return nil, err
	}
	for _, each := range []file{
		{name: "misstep-" + version + ".zip", data: both},
		{name: "misstep-" + version + ".xpi", data: both}, // Firefox asks for this name
		{name: "misstep-" + version + "-source.zip", data: source},
	} {
		if err := os.WriteFile(filepath.Join(root, "dist", each.name), each.data, 0o644); err != nil {
			return written, err
		}
		written = append(written, each)
	}
	return written, nil
}

// versionOf is the version of everything: nothing else but the manifest says it.
func versionOf(manifest []byte) (string, error) {
	var declared struct{ Version string }
	if err := json.Unmarshal(manifest, &declared); err != nil {
		return "", fmt.Errorf("manifest.json: %w", err)
	}
	if !fs.ValidPath(declared.Version) || filepath.Base(declared.Version) != declared.Version {
		return "", fmt.Errorf("manifest.json: the version %q cannot be part of a file's name", declared.Version)
	}
	return declared.Version, nil
}
