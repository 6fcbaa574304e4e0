package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A program that looks up functions wherever it may: in traces of its stack, which also
// collecting garbage and growing the stack need.
const lookingUp = `package main

import (
	"fmt"
	"runtime"
	"strings"
)

func deep(n int) int {
	var room [200]byte
	room[n%200] = 1
	if n == 0 {
		runtime.GC()
		stack := make([]byte, 1<<16)
		text := string(stack[:runtime.Stack(stack, false)])
		fmt.Println(strings.Count(text, "main.deep("), strings.Contains(text, "main.main()"))
		return 0
	}
	return deep(n-1) + int(room[n%200])
}

func main() {
	fmt.Println(deep(30), deep(3000))
	pc, _, _, _ := runtime.Caller(0)
	fmt.Println(runtime.FuncForPC(pc).Name(), strings.Repeat("x", 3))
}
`

// What the module is written without is never read: it does what it did.
func TestCompactModule(t *testing.T) {
	folder := t.TempDir()
	source, module := filepath.Join(folder, "main.go"), filepath.Join(folder, "main.wasm")
	if err := os.WriteFile(source, []byte(lookingUp), 0o644); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", module, source)
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	before, err := os.ReadFile(module)
	if err != nil {
		t.Fatal(err)
	}
	ran := run(t, module)
	if err := compactModule(module); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(module)
	if err != nil {
		t.Fatal(err)
	}
	if len(after) > len(before)*93/100 {
		t.Errorf("%d bytes of %d are left", len(after), len(before))
	}
	if lines := []byte("runtime/symtab.go"); !bytes.Contains(before, lines) || bytes.Contains(after, lines) {
		t.Error("the names of files are still there, or never were")
	}
	if again := run(t, module); again != ran || !strings.Contains(ran, "main.main") {
		t.Errorf("it says %q, and said %q", again, ran)
	}
	if again, err := withoutUnreadData(after); err != nil || !bytes.Equal(again, after) {
		t.Errorf("once more it is another: %v", err)
	}
}

// run is what a module says under Node; it is skipped where there is none.
func run(t *testing.T, module string) string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("no Node")
	}
	out, err := exec.Command(filepath.Join(strings.TrimSpace(string(root)), "lib/wasm/go_js_wasm_exec"), module).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

// Anything else is left alone.
func TestOtherModules(t *testing.T) {
	for name, module := range map[string]string{
		"empty":            "",
		"no module":        "no module at all",
		"without a table":  "\x00asm\x01\x00\x00\x00\x0b\x08\x01\x00\x41\x10\x0b\x02ab",
		"cut":              "\x00asm\x01\x00\x00\x00\x0b\x7f\x01\x00\x41\x10\x0b\x02ab",
		"another's memory": "\x00asm\x01\x00\x00\x00\x0b\x08\x01\x02\x41\x10\x0b\x02ab",
	} {
		if _, err := withoutUnreadData([]byte(module)); err != errModule {
			t.Errorf("%s: %v", name, err)
		}
	}
}
