package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What one file names as secret is masked in all that are named with it, in any order.
func TestFilesShareSecrets(t *testing.T) {
	const token = "a8K2p9Qz"
	folder := t.TempDir()
	write := func(name, host, header, text string) string {
		file := filepath.Join(folder, name)
		entry := fmt.Sprintf(`{"startedDateTime":"2026-10-30T12:00:00Z","request":{"method":"GET","url":"https://%s/1/user/-/profile.json","headers":[%s]},"response":{"status":400,"content":{"mimeType":"application/json","text":%q}}}`, host, header, text)
		if err := os.WriteFile(file, []byte(`{"log":{"entries":[`+entry+`]}}`), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	header := `{"name":"Authorization","value":"Bearer ` + token + `"}`
	names, other := write("a.har", "api.fitbit.com", header, "{}"), write("c.har", "app.example", header, "{}")
	repeats := write("b.har", "api.fitbit.com", "", `{"errors":[{"errorType":"brand_new","message":"odd `+token+` here"}]}`)
	for _, files := range [][]string{{names, repeats}, {repeats, names}, {other, repeats}, {repeats, other}, {repeats, filepath.Join(folder, "[ac].har")}, {folder}} {
		for _, format := range []string{"-format=json", "-format=text", "-format=junit"} {
			var out, problems bytes.Buffer
			Run(append([]string{format}, files...), strings.NewReader(""), &out, &problems)
			if !strings.Contains(out.String(), "odd ") || strings.Contains(out.String(), token) {
				t.Errorf("%s %v: %s%s", format, files, out.String(), problems.String())
			}
		}
	}
}

// The name of a file has no secret where it is shown; that it is a hash tells nothing.
func TestSecretInFileName(t *testing.T) {
	const token, hash = "q7Kp2Zx9Lm4Rt8WvB3nD6sFg", "4bf92f3577b34da6a3ce929d0e0e4736"
	folder := t.TempDir()
	for name, text := range map[string]string{"access_token=" + token + ".har": `{"log":{"entries":[{"request":{"url":"https://api.fitbit.com/x"},"response":{"status":401}}]}}`, "refresh_token=" + token + "-" + hash + ".har": "{}", hash + ".har": "{"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, format := range []string{"json", "text", "junit", "sarif", "github", "markdown"} {
		var out, problems bytes.Buffer
		Run([]string{"-format=" + format, folder, filepath.Join(folder, "code="+token)}, strings.NewReader(""), &out, &problems)
		if all := out.String() + problems.String(); strings.Contains(all, token) || !strings.Contains(all, hash) {
			t.Errorf("%s: %s", format, all)
		}
	}
}
