package paste

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// realCurl are commands that are read as curl itself understands them. HOST is that
// of the server that records what curl sends.
var realCurl = []string{
	"curl HOST/a",
	"curl 'HOST/a?b=c#d'",
	"curl -X post HOST/a",
	"curl -XPUT HOST/a",
	"curl -I HOST/a",
	"curl -G -d a=1 --data-urlencode 'b=c d' 'HOST/a?z=0'",
	"curl -d a=1 -d 'b=2' HOST/a",
	"curl --data-urlencode 'a b&c=d~e' HOST/a",
	"curl --data-urlencode '=a b' HOST/a",
	"curl --data-urlencode 'plain text' HOST/a",
	"curl --data-raw '@no-file' HOST/a",
	"curl --data-binary 'a\nb' HOST/a",
	`curl --json '{ "drink":' --json ' "coffee" }' HOST/a`,
	`curl --json '{}' -H 'Content-Type: text/x' HOST/a`,
	"curl -u 22ABCD:secret HOST/a",
	"curl --oauth2-bearer t HOST/a",
	"curl -u a:b -H 'authorization: Bearer t' HOST/a",
	"curl -b a=b HOST/a",
	"curl -b a=b -b c=d HOST/a",
	"curl -b 'a=b; c=d' -b /no/file HOST/a",
	"curl -A agent/1 HOST/a",
	"curl -A '' HOST/a",
	"curl -e http://from/ HOST/a",
	"curl -e 'http://from/;auto' HOST/a",
	"curl -r 0-99 HOST/a",
	"curl -H 'X-Empty;' HOST/a",
	"curl -H 'X-A:  padded  ' HOST/a",
	"curl -d a=1 -H 'Content-Type:' HOST/a",
	"curl -d a=1 -H 'Content-Type: text/plain' HOST/a",
	"curl --proto '=http' --tlsv1.2 -sSf HOST/a -H 'Authorization: abc'",
	"curl --max-redirs 3 --connect-timeout 5 --retry 0 -m 9 HOST/a",
	"curl --noproxy '*' --limit-rate 9999 --keepalive-time 3 HOST/a",
	"curl --url HOST/a",
	"curl HOST/a # or -X POST",
	"curl HOST/a -X DELETE \\\n  -H 'A: b'",
	"curl HOST/a -d @- <<EOF\ngrant_type=refresh_token\nEOF",
	"curl HOST/a --data-binary @- <<'EOF'\n{}\nEOF",
	"curl HOST/a -d @- <<< 'a=b'",
	"FOO=bar curl HOST/a",
	"time curl HOST/a",
	"cd /tmp && curl HOST/a",
	"# get it\ncurl HOST/a",
	"curl $'HOST/a?b=\\x41'",
	`curl "HOST/a" -H "A: say \"hi\""`,
	"curl --compressed HOST/a",
	"curl -vsS -o /dev/null HOST/a",
	"curl -X POST -d '' HOST/a",
	"curl -T /dev/null HOST/a",
	"curl --get HOST/a",
	"curl --request-target /other HOST/a",
}

// sent is what of a request is compared; curl adds Host, Accept and its own name.
func outlineOf(method, address, body string, header func(string) string) string {
	var b strings.Builder
	b.WriteString(method + " " + address + "\n")
	for _, name := range []string{"Authorization", "Content-Type", "Cookie", "Range", "Referer", "A", "X-A"} {
		if value := header(name); value != "" {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	return b.String() + body
}

func TestRealCurl(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is missing")
	}
	sent := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		sent <- outlineOf(r.Method, r.URL.RequestURI(), string(body), r.Header.Get)
	}))
	defer server.Close()
	for _, command := range realCurl {
		text := strings.ReplaceAll(command, "HOST", server.URL)
		ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
		run := exec.CommandContext(ctx, "bash", "-c", text)
		run.Dir = t.TempDir()
		if output, err := run.CombinedOutput(); err != nil {
			t.Errorf("%s: %v %s", command, err, output)
			stop()
			continue
		}
		stop()
		want := <-sent
		x := readOne(t, text)
		address, _, _ := strings.Cut(strings.TrimPrefix(x.Request.URL, server.URL), "#")
		body := ""
		if x.Request.PostData != nil {
			body = x.Request.PostData.Text
		}
		have := outlineOf(x.Request.Method, address, body, func(name string) string {
			value, _ := x.Request.Header(name)
			return value
		})
		if strings.Contains(command, "--request-target") {
			have = strings.Replace(have, "/a", "/other", 1) // where it is sent, not what is meant
		}
		if have != want {
			t.Errorf("%s\nhave %q\ncurl %q", command, have, want)
		}
	}
}

// What people copy with a command, and commands of other programs.
func TestCommands(t *testing.T) {
	get := func(address string) string { return "GET " + address }
	const profile = "https://api.fitbit.com/1/user/-/profile.json"
	for _, test := range []struct {
		text string
		want []string // METHOD URL
	}{
		{"joe@host:~$ curl -i " + profile, []string{get(profile)}},
		{"PS C:\\Users\\joe> curl.exe " + profile, []string{get(profile)}},
		{"C:\\>curl " + profile, []string{get(profile)}},
		{"(venv) joe@host ~ % curl " + profile, []string{get(profile)}},
		{"➜  ~ curl " + profile, []string{get(profile)}},
		{"root@box:/# curl " + profile, []string{get(profile)}},
		{"sudo curl " + profile, []string{get(profile)}},
		{"sudo -u www curl " + profile, []string{get(profile)}},
		{"TOKEN=$(curl " + profile + ")", []string{get(profile)}},
		{"/usr/local/bin/curl " + profile, []string{get(profile)}},
		{"```bash\ncurl " + profile + "\n```", []string{get(profile)}},
		{"# get the profile\ncurl " + profile, []string{get(profile)}},
		{"$ curl " + profile + "\n$ curl https://api.fitbit.com/1/user/-/devices.json", []string{get(profile), get("https://api.fitbit.com/1/user/-/devices.json")}},
		{"curl -X POST 'https://api.fitbit.com/1/user/-/activities.json' ^\n-H 'Authorization: Bearer x' ^\n-d 'activityId=90013'", []string{"POST https://api.fitbit.com/1/user/-/activities.json"}},
		{"curl --url-query sort=asc --url-query limit=10 '" + profile + "?a=b'", []string{get(profile + "?a=b&sort=asc&limit=10")}},
		{"wget --header='Authorization: Bearer x' " + profile, []string{get(profile)}},
		{"wget -q -O - --post-data='a=b' https://api.fitbit.com/oauth2/token", []string{"POST https://api.fitbit.com/oauth2/token"}},
		{"http GET " + profile + " Authorization:'Bearer x'", []string{get(profile)}},
		{"https POST api.fitbit.com/oauth2/token grant_type=refresh_token", []string{"POST https://api.fitbit.com/oauth2/token"}},
		{"http -f https://api.fitbit.com/oauth2/token grant_type=refresh_token", []string{"POST https://api.fitbit.com/oauth2/token"}},
		{"Invoke-WebRequest -UseBasicParsing -Uri \"" + profile + "\" `\n-Headers @{\n\"authorization\"=\"Bearer x\"\n}", []string{get(profile)}},
		{"irm " + profile + " -Method Post -Body 'a=b'", []string{"POST " + profile}},
		{"fetch(\"" + profile + "\", {\n  \"headers\": {\n    \"authorization\": \"Bearer x\"\n  },\n  \"body\": null,\n  \"method\": \"GET\"\n});", []string{get(profile)}},
		{"await fetch('" + profile + "', { method: 'GET', headers })", []string{get(profile)}},
		{"I used curl to call it and it failed", nil},
		{"https is required", nil},
		{"https 2026-11-29T10:00:00.000000Z app/lb/50dc 10.0.0.1:2817 - 502", nil},
		{"See http://example.com/ for more", nil},
		{"wget failed", nil},
	} {
		found, err := Read(knowledge, test.text)
		if err != nil {
			t.Fatal(err)
		}
		var have []string
		for _, x := range found {
			if x.Request.URL != "" {
				have = append(have, x.Request.Method+" "+x.Request.URL)
			}
		}
		if !slices.Equal(have, test.want) {
			t.Errorf("%s\nhave %q, want %q", test.text, have, test.want)
		}
	}
}

// The content of a file is not known: its name is not taken for it.
func TestContentOfFiles(t *testing.T) {
	for text, file := range map[string]string{
		"curl https://x -d @body.json":                                "body.json",
		"curl https://x --data-binary @body.bin":                      "body.bin",
		"curl https://x --json @body.json":                            "body.json",
		"curl https://x -d a=b --data-urlencode code@code.txt":        "code.txt",
		"curl https://x -T up.bin":                                    "up.bin",
		"cat a | curl https://x -d @-":                                "-",
		"wget --post-file=body.json https://x":                        "body.json",
		"curl https://x -F 'a=@photo.png;type=image/png' -F 'b=text'": "photo.png;type=image/png",
	} {
		x := readOne(t, text)
		if x.Request.BodyFile != file || x.Request.PostData != nil && x.Request.PostData.Text != "" {
			t.Errorf("%s: %q, %+v", text, x.Request.BodyFile, x.Request.PostData)
		}
	}
}
