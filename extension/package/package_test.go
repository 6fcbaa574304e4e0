package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestReproducible builds the packages in a folder with git, and from the source
// archive that this wrote in another, under other settings.
func TestReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("builds everything twice")
	}
	sources, err := sourceFiles("../..")
	if err != nil {
		t.Fatal(err)
	}
	first := filepath.Join(t.TempDir(), "first")
	for _, each := range sources {
		put(t, first, each)
	}
	do(t, first, nil, "git", "init", "-q")
	do(t, first, nil, "git", "add", "-A")
	put(t, first, file{name: "notes.txt", data: []byte("not tracked, not packed")})
	said := do(t, first, nil, "./build.sh", "package")
	packages := packagesIn(t, first)
	for name, data := range packages {
		if want := fmt.Sprintf("%x  %s\n", sha256.Sum256(data), filepath.Join("dist", name)); !strings.Contains(said, want) {
			t.Errorf("build.sh does not say %q but\n%s", want, said)
		}
	}

	second := filepath.Join(t.TempDir(), "a second folder with a longer name")
	version, err := versionOf(named(sources, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, each := range unpack(t, packages["misstep-"+version+"-source.zip"]) {
		name, inside := strings.CutPrefix(each.name, "misstep-"+version+"/")
		if !inside {
			t.Errorf("%s lies beside the folder of the source archive", each.name)
		}
		each.name = name
		put(t, second, each)
	}
	do(t, second, []string{"TZ=Pacific/Kiritimati", "LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8", "GOFLAGS=-tags=other -ldflags=-X=main.version=9"},
		"bash", "-c", "umask 077 && ./build.sh package")
	again := packagesIn(t, second)
	if len(packages) != 3 || len(again) != len(packages) {
		t.Errorf("%d and %d packages, want three", len(packages), len(again))
	}
	for name, data := range packages {
		if !bytes.Equal(again[name], data) {
			t.Errorf("%s is not the same: %s", name, difference(unpack(t, data), unpack(t, again[name])))
		}
	}

	checkContents(t, version, packages)
}

// checkContents looks at what is in the packages.
func checkContents(t *testing.T, version string, packages map[string][]byte) {
	extension := unpack(t, packages["misstep-"+version+".zip"])
	if !bytes.Equal(packages["misstep-"+version+".zip"], packages["misstep-"+version+".xpi"]) {
		t.Error("the package for Firefox is another than that for Chrome")
	}
	var names []string
	for _, each := range extension {
		names = append(names, each.name)
	}
	want := []string{
		"LICENSE", "THIRD_PARTY_NOTICES",
		"_locales/de/messages.json", "_locales/en/messages.json", "devtools.html", "devtools.js",
		"icons/icon-128.png", "icons/icon-16.png", "icons/icon-32.png", "icons/icon-48.png", "icons/icon.svg",
		"manifest.json", "misstep.wasm", "panel.css", "panel.html", "sample.har", "supervisor.js", "wasm_exec.js", "watched.js",
	}
	if !slices.Equal(names, want) {
		t.Errorf("the package holds\n%q, want\n%q; REVIEWERS.md tells what each is", names, want)
	}
	if err := checkManifest(named(extension, "manifest.json")); err != nil {
		t.Error(err)
	}
	if packed, err := versionOf(named(extension, "manifest.json")); packed != version {
		t.Errorf("the package's manifest says version %q (%v), the files' names %s", packed, err, version)
	}
	toolchain := goSays(t, "GOVERSION")
	if module, err := os.ReadFile("../../go.mod"); err != nil || !strings.Contains(string(module), "\ntoolchain "+toolchain+"\n") {
		t.Errorf("go.mod does not name the Go that built this, %s (%v)", toolchain, err)
	}
	if !bytes.Contains(named(extension, "misstep.wasm"), []byte(toolchain)) {
		t.Errorf("the module was not built by %s", toolchain)
	}
	script, err := os.ReadFile(filepath.Join(goSays(t, "GOROOT"), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(named(extension, "wasm_exec.js"), script) {
		t.Errorf("wasm_exec.js is not that of %s", toolchain)
	}
	source := unpack(t, packages["misstep-"+version+"-source.zip"])
	for _, name := range []string{"build.sh", "go.mod", "go.sum", "manifest.json", "REVIEWERS.md", "LICENSE"} {
		if len(named(source, "misstep-"+version+"/"+name)) == 0 {
			t.Errorf("the source archive has no %s", name)
		}
	}
	if len(named(source, "misstep-"+version+"/notes.txt")) != 0 {
		t.Error("the source archive holds what git does not track")
	}
}

// goSays asks the Go that go.mod names, as build.sh does.
func goSays(t *testing.T, name string) string {
	t.Helper()
	module, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	_, toolchain, _ := strings.Cut(string(module), "\ntoolchain ")
	toolchain, _, _ = strings.Cut(toolchain, "\n")
	return strings.TrimSpace(do(t, ".", []string{"GOTOOLCHAIN=" + toolchain}, "go", "env", name))
}

// do runs a command and returns what it says on standard output.
func do(t *testing.T, folder string, environment []string, name string, arguments ...string) string {
	t.Helper()
	command := exec.Command(name, arguments...)
	command.Dir = folder
	command.Env = append(os.Environ(), environment...)
	var complaints strings.Builder
	command.Stderr = &complaints
	said, err := command.Output()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s%s", name, arguments, err, said, complaints.String())
	}
	return string(said)
}

func put(t *testing.T, folder string, each file) {
	t.Helper()
	path := filepath.Join(folder, filepath.FromSlash(each.name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	mode := os.FileMode(0o644)
	if each.executable {
		mode = 0o755
	}
	if err := os.WriteFile(path, each.data, mode); err != nil {
		t.Fatal(err)
	}
}

// packagesIn returns the packages that were written, by name.
func packagesIn(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	packages := map[string][]byte{}
	for _, pattern := range []string{"*.zip", "*.xpi"} {
		paths, err := filepath.Glob(filepath.Join(folder, "dist", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if packages[filepath.Base(path)], err = os.ReadFile(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	return packages
}

func unpack(t *testing.T, data []byte) (files []file) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, each := range z.File {
		var out bytes.Buffer
		r, err := each.Open()
		if err == nil {
			_, err = out.ReadFrom(r)
		}
		if err != nil {
			t.Fatalf("%s: %v", each.Name, err)
		}
		files = append(files, file{name: each.Name, data: out.Bytes(), executable: each.Mode()&0o100 != 0})
	}
	return files
}

// difference says in which files two packages differ.
func difference(a, b []file) string {
	var different []string
	for _, each := range a {
		if !slices.ContainsFunc(b, func(other file) bool {
			return other.name == each.name && other.executable == each.executable && bytes.Equal(other.data, each.data)
		}) {
			different = append(different, each.name)
		}
	}
	return fmt.Sprintf("%d and %d files; not alike: %q", len(a), len(b), different)
}

func TestArchiveKnowsNoOrder(t *testing.T) {
	a, b := file{name: "a", data: []byte("1")}, file{name: "b/c", data: []byte("2"), executable: true}
	one, err := archive([]file{a, b}, "")
	if err != nil {
		t.Fatal(err)
	}
	other, err := archive([]file{b, a}, "")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one, other) {
		t.Error("the order of the files changes the archive")
	}
	b.executable = false
	if other, _ = archive([]file{a, b}, ""); bytes.Equal(one, other) {
		t.Error("whether a file can be executed does not change the archive")
	}
	files := unpack(t, one)
	if len(files) != 2 || files[0].name != "a" || string(files[1].data) != "2" || !files[1].executable {
		t.Errorf("unpacked: %+v", files)
	}
}

func TestOnlyPlainFilesArePacked(t *testing.T) {
	folder := t.TempDir()
	put(t, folder, file{name: "a", data: []byte("1")})
	put(t, folder, file{name: "dist/b"})
	put(t, folder, file{name: "c/node_modules/d/e"})
	put(t, folder, file{name: "f/dist/g"})
	files, err := sourceFiles(folder)
	if err != nil || len(files) != 2 || files[0].name != "a" || files[1].name != "f/dist/g" {
		t.Errorf("the sources are %+v (%v), want a and f/dist/g", files, err)
	}
	if err := os.Symlink("a", filepath.Join(folder, "link")); err != nil {
		t.Skip(err)
	}
	if _, err := sourceFiles(folder); err == nil || !strings.Contains(err.Error(), "link is no plain file") {
		t.Errorf("a link among the sources: %v", err)
	}
}
