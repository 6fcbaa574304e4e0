package export

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/paste"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name, have string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(have), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if have != string(want) {
		t.Errorf("%s: have\n%s\nwant\n%s", file, have, want)
	}
}

func TestCurl(t *testing.T) {
	const token = "8e6c666f5e5c8b13119a5e76b9bf110dba7024da893e0e807b65a7de0263a76f"
	for _, c := range []struct {
		name    string
		request httpmsg.Request
		options CurlOptions
		want    string
	}{
		{"call", httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/user/-/profile.json#x", Headers: []httpmsg.Header{{Name: ":authority", Value: "x"}, {Name: "Host", Value: "x"}, {Name: "Authorization", Value: "Bearer " + token}, {Name: "Accept-Encoding", Value: "gzip"}, {Name: "X-Empty"}}}, CurlOptions{},
			"curl 'https://api.fitbit.com/1/user/-/profile.json' \\\n  -H \"Authorization: Bearer $ACCESS_TOKEN\" \\\n  -H 'X-Empty;' \\\n  --compressed"},
		{"revealed", httpmsg.Request{Method: "GET", URL: "https://x/", Headers: []httpmsg.Header{{Name: "Authorization", Value: "Bearer " + token}}}, CurlOptions{Reveal: true},
			"curl 'https://x/' \\\n  -H 'Authorization: Bearer " + token + "' \\\n  --compressed"},
		{"token request", httpmsg.Request{Method: "POST", URL: "https://api.fitbit.com/oauth2/token", Headers: []httpmsg.Header{{Name: "Authorization", Value: "Basic MjNBQkNEOnRvcHNlY3JldHRvcHNlY3JldA=="}, {Name: "Content-Length", Value: "9"}},
			PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: "grant_type=authorization_code&code=" + token + "&redirect_uri=https%3A%2F%2Fx"}}, CurlOptions{},
			"curl 'https://api.fitbit.com/oauth2/token' \\\n  -u \"23ABCD:$CLIENT_SECRET\" \\\n  -H 'Content-Type: application/x-www-form-urlencoded' \\\n  --data-raw 'grant_type=authorization_code' \\\n  --data-urlencode \"code=$CODE\" \\\n  --data-raw 'redirect_uri=https%3A%2F%2Fx' \\\n  --compressed"},
		{"two tokens, one twice", httpmsg.Request{Method: "DELETE", URL: "https://x/?access_token=" + token, Headers: []httpmsg.Header{{Name: "Authorization", Value: "Bearer " + token}, {Name: "X-Note", Value: "access_token=" + strings.Repeat("0a1B", 8) + ", saw " + token}}}, CurlOptions{},
			"curl \"https://x/?access_token=$ACCESS_TOKEN\" \\\n  -X 'DELETE' \\\n  -H \"Authorization: Bearer $ACCESS_TOKEN\" \\\n  -H \"X-Note: access_token=$ACCESS_TOKEN_2, saw $ACCESS_TOKEN\" \\\n  --compressed"},
		{"variable among odd characters", httpmsg.Request{Method: "GET", URL: "https://x/", Headers: []httpmsg.Header{{Name: "Cookie", Value: "a'$(id)=" + token + "; b=!"}}}, CurlOptions{},
			"curl 'https://x/' \\\n  -H 'Cookie: a'\\''$(id)='\"$COOKIE\"'; b=!' \\\n  --compressed"},
		{"body", httpmsg.Request{Method: "PUT", URL: "https://x/[a]", PostData: &httpmsg.PostData{MimeType: "application/json", Text: "{\"a\":\"@b'\"}"}}, CurlOptions{},
			"curl 'https://x/[a]' \\\n  --globoff \\\n  -X 'PUT' \\\n  -H 'Content-Type: application/json' \\\n  --data-raw '{\"a\":\"@b'\\''\"}' \\\n  --compressed"},
		{"parts", httpmsg.Request{Method: "POST", URL: "https://x/", Headers: []httpmsg.Header{{Name: "content-type", Value: "multipart/form-data; boundary=x"}}, PostData: &httpmsg.PostData{MimeType: "multipart/form-data", Params: []httpmsg.Param{{Name: "file", Value: "@/etc/passwd"}}}}, CurlOptions{},
			"curl 'https://x/' \\\n  --form-string 'file=@/etc/passwd' \\\n  --compressed"},
		{"control characters", httpmsg.Request{Method: "GET", URL: "https://x/", Headers: []httpmsg.Header{{Name: "A", Value: "b\r\nc!\u202e\x1b[0m"}, {Name: "@file", Value: "x"}}}, CurlOptions{},
			"curl 'https://x/' \\\n  -H $'A: b\\r\\nc\\041\\342\\200\\256\\033[0m' \\\n  --compressed"},
		{"head, and what changed", httpmsg.Request{Method: "HEAD", URL: "https://x/"}, CurlOptions{Changes: []string{"path /a → /b\nrm -rf /"}},
			"# changed: path /a → /b rm -rf /\ncurl 'https://x/' \\\n  --head \\\n  --compressed"},
		{"what a person fills in", httpmsg.Request{Method: "GET", URL: "https://x/{other}", Headers: []httpmsg.Header{{Name: "Authorization", Value: "Bearer {access_token}"}}}, CurlOptions{},
			"curl 'https://x/{other}' \\\n  --globoff \\\n  -H \"Authorization: Bearer $ACCESS_TOKEN\" \\\n  --compressed"},
		{"option as address", httpmsg.Request{Method: "GET", URL: "-ooutput"}, CurlOptions{}, ""},
		{"file", httpmsg.Request{Method: "GET", URL: "file:///etc/passwd"}, CurlOptions{}, ""},
		{"pasted", httpmsg.Request{}, CurlOptions{}, ""},
	} {
		if have := CurlRequest(diagnosis.NewSession(knowledge()), &c.request, c.options); have != c.want {
			t.Errorf("%s: have\n%s\nwant\n%s", c.name, have, c.want)
		}
	}
}

// hostile are texts that would do something if a quote were missing.
var hostile = []string{
	"plain", "", "it's", `"double"`, "$(touch pwned)", "`touch pwned`", "; touch pwned;", "| touch pwned", "&& touch pwned &", "> pwned", "\n touch pwned\n", "'; touch pwned; '", "\\'; touch pwned #",
	"$HOME ${PATH} $((1+1)) $'\\x41'", "!! !touch", "~root", "*", "{a,b}", "<(touch pwned)", "\\", "\\\\", "a\\", "tab\there", "é\u202e\u2028\ufeff", "\xff\xfe", "--output pwned", "-o", "@/etc/passwd", "%2$s",
	"\ue000HOME\ue001", "\ue000$(touch pwned)\ue001", "'\ue000'", "$'\\''; touch pwned; $'", "\x01\x1b]0;pwned\x07", "{access_token}", "'{code}$(touch pwned)'",
	"nul\x00byte", "\r\n", "-", "--", "@", "-d@/etc/passwd", "=", "\x00; touch pwned", "%PATH% ^& !PATH!", "\u0085\u00a0",
}

// argv runs a command in a shell whose curl prints its arguments.
func argv(t *testing.T, shell, command string) []string {
	t.Helper()
	dir := t.TempDir()
	script := "curl() { printf '%s\\0' \"$@\"; }\n" + command + "\n"
	cmd := exec.Command(shell, "-c", script)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "ACCESS_TOKEN=token value", "CODE=code&value"}
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.Output()
	if err != nil || failed.Len() > 0 {
		t.Fatalf("%s: %v %s\n%s", shell, err, failed.Bytes(), command)
	}
	if files, _ := os.ReadDir(dir); len(files) > 0 {
		t.Fatalf("%s: the command wrote %s:\n%s", shell, files[0].Name(), command)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// requestOf puts a text everywhere in a request.
func requestOf(text string) httpmsg.Request {
	return httpmsg.Request{Method: "X" + text, URL: "https://x/" + text + "?a=" + text, Headers: []httpmsg.Header{{Name: "A", Value: "b" + text}},
		PostData: &httpmsg.PostData{MimeType: "text/plain", Text: "c" + text}}
}

func TestCurlInShell(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	sh, _ := exec.LookPath("sh")
	for _, text := range hostile {
		request := requestOf(text)
		command := CurlRequest(diagnosis.NewSession(knowledge()), &request, CurlOptions{Reveal: true, Changes: []string{text}})
		have := argv(t, bash, command)
		clean := strings.ReplaceAll(text, "\x00", "") // no argument can hold NUL
		address := sentAddress("https://x/" + text + "?a=" + text)
		want := []string{address, "-X", "X" + clean, "-H", "A: b" + clean}
		if clean == text {
			want = append(want, "-H", "Content-Type: text/plain", "--data-raw", "c"+clean)
		}
		want = append(want, "--compressed")
		if strings.ContainsAny(address, "[]{}") {
			want = slices.Insert(want, 1, "--globoff")
		}
		if !slices.Equal(have, want) {
			t.Errorf("bash has\n%q\nwant\n%q\nfrom %s", have, want, command)
		}
		if sh != "" && !strings.Contains(command, "$'") { // only bash knows $'…'
			if have := argv(t, sh, command); !slices.Equal(have, want) {
				t.Errorf("sh has\n%q\nwant\n%q\nfrom %s", have, want, command)
			}
		}
		request.Headers = append(request.Headers, httpmsg.Header{Name: "Authorization", Value: "Bearer 0123456789abcdef0123"}, httpmsg.Header{Name: "Cookie", Value: text + "=0123456789abcdef0123"})
		masked := argv(t, bash, CurlRequest(diagnosis.NewSession(knowledge()), &request, CurlOptions{}))
		if !slices.Contains(masked, "Authorization: Bearer token value") {
			t.Errorf("no variable in %q", masked)
		}
	}
}

// Whatever a request contains, its command reads back as the request.
func FuzzCurl(f *testing.F) {
	for _, text := range hostile {
		f.Add(text, text)
	}
	f.Add("access_token=0123456789abcdef", "Bearer 0123456789abcdef")
	f.Fuzz(func(t *testing.T, text, value string) {
		text, value = strings.ToValidUTF8(text, ""), strings.ToValidUTF8(value, "")
		request := httpmsg.Request{Method: "POST", URL: "https://x/?" + text, Headers: []httpmsg.Header{{Name: "Authorization", Value: value}, {Name: "X-Y", Value: text}}, PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: "a=" + text + value}}
		for _, options := range []CurlOptions{{Reveal: true, Changes: []string{text}}, {}} {
			command := CurlRequest(diagnosis.NewSession(knowledge()), &request, options)
			if strings.ContainsFunc(strings.ReplaceAll(command, "\n", ""), unprintable) {
				t.Errorf("a character that cannot be seen is in %q", command)
			}
			if !options.Reveal {
				continue
			}
			for strings.HasPrefix(command, "# ") {
				_, command, _ = strings.Cut(command, "\n")
			}
			found, err := paste.Read(knowledge(), command)
			if err != nil {
				t.Fatal(err)
			}
			x := found[0]
			address := sentAddress(request.URL)
			binary := strings.Contains(request.PostData.Text, "\x00")
			if !binary && (x.Request.PostData == nil || x.Request.PostData.Text != request.PostData.Text) || strings.Trim(x.Request.URL, "<>") != strings.Trim(address, "<>") {
				t.Errorf("reads as %q, %+v from\n%s", x.Request.URL, x.Request.PostData, command)
			}
		}
	})
}

func TestShellWord(t *testing.T) {
	for in, want := range map[string]string{
		"log.txt": "log.txt", "v/a-b_c,d@e+f=1:2.har": "v/a-b_c,d@e+f=1:2.har", "": "''", "my file;rm x.har": "'my file;rm x.har'", "it's": `'it'\''s'`, "~/a": "'~/a'",
		"a*?": "'a*?'", "$(x)`y`&": "'$(x)`y`&'", `a\b`: `'a\b'`, "a!b": "'a!b'", "a\nb": `$'a\nb'`, "\xff": `$'\377'`, "ü": "'ü'", "%1%": "'%1%'",
	} {
		if got := ShellWord(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}
