package export

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
)

func TestFetch(t *testing.T) {
	for _, c := range []struct {
		name    string
		request httpmsg.Request
		changes []string
		want    string
	}{
		{"bearer", httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/user/9QZ7KX/profile.json", Headers: []httpmsg.Header{{Name: "Authorization", Value: "Bearer 0123456789abcdef0123"}, {Name: "User-Agent", Value: "x"}, {Name: "Sec-Fetch-Mode", Value: "cors"}}}, []string{"path /a → /b\nalert(1)"},
			"// changed: path /a → /b alert(1)\nawait fetch(\"https://api.fitbit.com/1/user/\" + encodeURIComponent(USER_ID) + \"/profile.json\", {\n  headers: {\n    \"Authorization\": \"Bearer \" + ACCESS_TOKEN,\n  },\n});"},
		{"nothing but an address", httpmsg.Request{Method: "GET", URL: "https://x/"}, nil, `await fetch("https://x/");`},
		{"form of a refresh", httpmsg.Request{Method: "POST", URL: "https://x/oauth2/token", Headers: []httpmsg.Header{{Name: "Authorization", Value: basicOf("{client_id}", "{client_secret}")}}, PostData: &httpmsg.PostData{MimeType: httpmsg.FormType, Text: "grant_type=refresh_token&refresh_token={refresh_token}"}}, nil,
			"await fetch(\"https://x/oauth2/token\", {\n  method: \"POST\",\n  headers: {\n    \"Authorization\": \"Basic \" + btoa(CLIENT_ID + \":\" + CLIENT_SECRET),\n    \"Content-Type\": \"application/x-www-form-urlencoded\",\n  },\n  body: \"grant_type=refresh_token&refresh_token=\" + encodeURIComponent(REFRESH_TOKEN),\n});"},
		{"parts", httpmsg.Request{Method: "POST", URL: "https://x/", Headers: []httpmsg.Header{{Name: "content-type", Value: "multipart/form-data; boundary=x"}}, PostData: &httpmsg.PostData{MimeType: "multipart/form-data", Params: []httpmsg.Param{{Name: "a", Value: "</script>"}}}}, nil,
			"const body = new FormData();\nbody.append(\"a\", \"\\u{3c}/script>\");\nawait fetch(\"https://x/\", {\n  method: \"POST\",\n  body: body,\n});"},
		{"file", httpmsg.Request{Method: "GET", URL: "file:///etc/passwd"}, nil, ""},
		{"script as address", httpmsg.Request{Method: "GET", URL: "javascript:alert(1)"}, nil, ""},
	} {
		if have := FetchRequest(diagnosis.NewSession(knowledge()), &c.request, c.changes); have != c.want {
			t.Errorf("%s: have\n%s\nwant\n%s", c.name, have, c.want)
		}
	}
}

// Whatever a request contains is sent as it is, and nothing in it is executed.
func TestFetchInNode(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node")
	}
	var script strings.Builder
	script.WriteString("const ACCESS_TOKEN = 'token value';\nconst fetch = async (address, options) => console.log(JSON.stringify([address, options.method, options.headers, options.body]));\n")
	var requests []httpmsg.Request
	for _, text := range slices.Concat(hostile, []string{"${touch}", "\\u0022", "</script>", `" + process.exit(3) + "`, "`${process.exit(3)}`"}) {
		request := requestOf(strings.ToValidUTF8(text, ""))
		if strings.Contains(request.PostData.Text, "\x00") || strings.Contains(text, "{") {
			continue // no text, or something that a person fills in
		}
		request.Headers = append(request.Headers, httpmsg.Header{Name: "Authorization", Value: "Bearer 0123456789abcdef0123"})
		requests = append(requests, request)
		script.WriteString(FetchRequest(diagnosis.NewSession(knowledge()), &request, []string{text}) + "\n")
	}
	file := filepath.Join(t.TempDir(), "fetch.mjs")
	if err := os.WriteFile(file, []byte(script.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(node, file).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, script.String())
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(requests) {
		t.Fatalf("%d requests were sent, want %d:\n%s", len(lines), len(requests), out)
	}
	for i, line := range lines {
		var sent []any
		if err := json.Unmarshal([]byte(line), &sent); err != nil {
			t.Fatal(err)
		}
		r := requests[i]
		headers := sent[2].(map[string]any)
		if sent[0] != sentAddress(r.URL) || sent[1] != r.Method || headers["A"] != r.Headers[0].Value || sent[3] != r.PostData.Text || headers["Authorization"] != "Bearer token value" {
			t.Errorf("sent %s, want %+v %+v", line, r, r.PostData)
		}
	}
}
