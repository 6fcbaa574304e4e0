package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
	"misstep/wasm/migrate"
	"misstep/wasm/redact"
	"misstep/wasm/redact/secrettest"
)

// sessionWith is a session of these exchanges, a minute apart.
func sessionWith(list ...httpmsg.Exchange) *diagnosis.Session {
	s := diagnosis.NewSession(knowledge())
	for i, x := range list {
		x.Started = time.Date(2026, 10, 30, 12, i, 0, 0, time.UTC)
		s.Add(x)
	}
	return s
}

// leaves is all that can be taken away of a session.
func leaves(t testing.TB, s *diagnosis.Session) string {
	t.Helper()
	text := words(t)
	var all strings.Builder
	recording := sanitised(t, s, "a")
	all.Write(recording)
	var plain bytes.Buffer
	sessionText(&plain, sessionOf(t, recording)) // what JSON escapes must not hide a secret
	all.Write(plain.Bytes())
	for id := 1; id <= s.LastID(); id++ {
		x := s.Exchange(id)
		copies := Aliases(s, id)
		all.WriteString(Markdown(s, id, text) + Curl(s, id, CurlOptions{}) + copies.URL(x.Request.URL) + copies.Text(x.Response.Body.Text))
		if request, changes, ok := Corrected(s, id); ok {
			all.WriteString(CurlRequest(s, &request, CurlOptions{Changes: changes}))
		}
		all.WriteString(Fetch(s, id) + copies.Known(offersOf(s, id)))
		told, err := json.Marshal(s.Diagnosis(id).Rewritten(copies.Known))
		if err != nil {
			t.Fatal(err)
		}
		all.Write(told)
	}
	all.WriteString(SessionMarkdown(s, nil, text) + migrate.New(s).Rewritten(Aliases(s).Known).Markdown(text))
	return all.String()
}

// Of ten thousand secrets, each told by one place and written elsewhere, none is
// in anything that leaves.
func TestNoneOfTenThousandSecretsLeaves(t *testing.T) {
	const inSession = 50
	count := 10_000
	if testing.Short() || raceDetector || runtime.GOARCH == "wasm" { // they take minutes; build.sh also runs it without
		count = 1_000
	}
	places, notations, kinds := len(secrettest.Places), len(secrettest.Notations), len(secrettest.Kinds)
	survivors := 0
	for seed := range count / inSession {
		g := secrettest.New(uint64(seed))
		var list []httpmsg.Exchange
		about := map[string]string{}
		for i := range inSession {
			n := seed*inSession + i
			place, notation, kind := secrettest.Places[n%places], secrettest.Notations[(n/places+n)%notations], secrettest.Kinds[(n/7+n)%kinds]
			secret := kind.Make(g)
			about[secret] = place.Name + ", " + notation.Name + ", " + kind.Name
			list = append(list, place.Put(secret), secrettest.Elsewhere(notation.Write(secret)))
		}
		g.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		out := secrettest.NewOutput(leaves(t, sessionWith(list...)))
		for secret, found := range out.Survivors(g.Secrets...) {
			if survivors++; survivors <= 10 {
				t.Errorf("%s: %q survives in …%s…", about[secret], secret, found)
			}
		}
	}
	if survivors > 0 {
		t.Errorf("%d of %d secrets survive", survivors, count)
	}
}

// What isn't a secret stays: in recordings with the shapes of real ones, hardly
// any value of a header field is changed.
func TestOrdinaryValuesStay(t *testing.T) {
	values, changed := 0, map[string]int{}
	total := 0
	for seed := range uint64(40) {
		g := secrettest.New(1000 + seed)
		var list []httpmsg.Exchange
		for range 25 {
			list = append(list, g.Ordinary())
		}
		s := sessionWith(list...)
		clean := sessionOf(t, sanitised(t, s, fmt.Sprint(seed)))
		for id := 1; id <= s.LastID(); id++ {
			x, y := s.Exchange(id), clean.Exchange(id)
			compare := func(before, after []httpmsg.Header) {
				for i, h := range before {
					switch strings.ToLower(h.Name) {
					case "authorization", "cookie", "set-cookie":
						continue
					}
					if values++; after[i] != h {
						total++
						if changed[h.Name]++; changed[h.Name] == 1 {
							t.Logf("%s: %s became %s", h.Name, h.Value, after[i].Value)
						}
					}
				}
			}
			compare(x.Request.Headers, y.Request.Headers)
			compare(x.Response.Headers, y.Response.Headers)
			for _, whole := range []string{"/1/user/2026/profile.json", "/images/logo@2x.png"} {
				if strings.HasSuffix(x.Request.URL, whole) && y.Request.URL != x.Request.URL {
					t.Errorf("%s became %s", x.Request.URL, y.Request.URL)
				}
			}
		}
	}
	t.Logf("%d of %d values changed: %v", total, values, changed)
	if total*200 > values {
		t.Errorf("%d of %d values changed: %v", total, values, changed)
	}
	for _, name := range []string{"User-Agent", "ETag", "If-None-Match", "X-Request-ID", "traceparent", "Referer"} {
		if changed[name] > 0 {
			t.Errorf("%s was changed %d times", name, changed[name])
		}
	}
}

// Small peculiarities of recordings, each of which once let a secret through.
func TestPeculiarRecordings(t *testing.T) {
	const secret, other = "q7Kp2Zx9Lm4Rt8Wv", "f67a3620ed7a56b708e0e398ad4207abd011fb9b67e5a91131b8c5e5f666c6e8"
	header := func(name, value string) httpmsg.Exchange {
		return httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/user/-/profile.json", Headers: []httpmsg.Header{{Name: name, Value: value}}}, Response: httpmsg.Response{Status: 401, Body: httpmsg.Body{Recorded: true, Text: "{}"}}}
	}
	answer := func(body string) httpmsg.Exchange {
		x := header("Accept", "*/*")
		x.Response.Status, x.Response.Body.Text = 400, body
		return x
	}
	told := func(message string) httpmsg.Exchange {
		quoted, _ := json.Marshal(message)
		return answer(`{"errors":[{"errorType":"brand_new","message":` + string(quoted) + `}]}`)
	}
	session := header("Cookie", "sid="+secret)
	for name, list := range map[string][]httpmsg.Exchange{
		"by line ends":               {answered(header("A", "b"), "Set-Cookie", "a=1; Path=/\r\nsession="+secret+"; HttpOnly")},
		"by a comma, no blank":       {answered(header("A", "b"), "set-cookie", "a=1; Path=/,session="+secret)},
		"by a comma, attribute":      {answered(header("A", "b"), "Set-Cookie", "a=1; SameSite=Lax, session="+secret+"; SameSite=Lax")},
		"in a message":               {told("Set-Cookie: a=1; Path=/\nSet-Cookie: session=" + secret)},
		"named as an attribute":      {header("Cookie", "a=b; version="+secret+"; domain="+other)},
		"attribute of that form":     {answered(header("A", "b"), "Set-Cookie", "a=b; Max-Age="+secret+"; Path="+other)},
		"no name":                    {header("Cookie", "OGU2YzY2NmY1ZTVjOGIxMzExOWE1ZTc2YjliZjExMGRiYTcwMjRkYQ==")},
		"private characters":         {told("Access token expired: " + other + "\ue000"), told("\ue000" + other + "\ue001")},
		"other session":              {session, told("Session " + secret + " is odd")},
		"before what tells it":       {told("Session " + secret + " is odd"), session},
		"references":                 {session, answer("<p>" + strings.NewReplacer("q", "&#113;", "Z", "&#x5A;", "9", "&#057;").Replace(secret))},
		"references escaped":         {session, answer("<p>" + strings.ReplaceAll(secret, "q", "&amp;#113;"))},
		"named field":                {header("X-Session-Id", secret), header("x-authorization", other)},
		"one-time codes":             {asked("?otp=482913&mfa_code=482914")},
		"list":                       {asked("?access_token[]=" + secret + "&token[0]=" + other)},
		"as user information":        {header("Referer", "https://"+other+"@api.fitbit.com/x"), told("no way to https://" + other + "@proxy.example/ now")},
		"name of a field":            {header(other, "x")},
		"user":                       {asked("9QZ7KX"), header("X-Note", "for 9QZ7KX"), told("User 9QZ7KX of jane.roe@example.com is odd")},
		"user in an answer":          {answer(`{"errors":[],"ownerId":"9QZ7KX","n":"9QZ7KX"}`), told("It is 9QZ7KX")},
		"user of many":               {answer(`[` + strings.Repeat(`{"user_id":"8AAAA1"},`, 12) + `{"user_id":"9QZ7KX"}]`), told("It is 9QZ7KX")},
		"user by other names":        {answer(`{"encodedId":"9QZ7KX","healthUserId":"111122223333444455556","legacyUserId":"8ZZ9QQ"}`), told("9QZ7KX, 111122223333444455556, 8ZZ9QQ")},
		"user in a message":          {told("user id: 9QZ7KX may not"), header("X-Note", "9QZ7KX")},
		"short, elsewhere":           {header("Cookie", "sid=Zk7Q2pW9"), told("Session Zk7Q2pW9 is gone")},
		"short, before":              {told("Not 'k3J9x1pQ'!"), asked("?password=k3J9x1pQ")},
		"cut":                        {header("Authorization", "Bearer "+other), told("Token " + other[:20] + "… is odd"), header("X-Note", "ends in "+other[40:])},
		"cut, before":                {told("It begins with " + secret[:14] + "***"), session},
		"on lines":                   {header("Authorization", "Bearer "+other), told("Token\n" + other[:32] + "\n" + other[32:])},
		"pins":                       {answer(`{"pin":482913,"otp":"482914"}`), told("482913, 482914")},
		"user of letters":            {told("User GGNJPR is odd"), header("X-Note", "GGNJPR")},
		"user of few digits":         {answer(`{"errors":[],"healthUserId":"998877665544"}`), told("It is 998877665544")},
		"fields of HTML":             {answer(`<input type=hidden name=lt value=` + secret + `><textarea name="code_verifier">` + other + `</textarea>`)},
		"mail address, escaped":      {told("jane.roe%40example.com"), told(`jane.roe\u0040example.com`)},
		"subject that is an address": {header("Authorization", "Bearer "+secrettest.New(1).JWT(map[string]any{"sub": "jane.roe@example.com", "aud": "jane.roe@example.com", "scopes": "mail jane.roe@example.com"}))},
	} {
		out := secrettest.NewOutput(leaves(t, sessionWith(list...)))
		for gone, found := range out.Survivors(secret, other, "OGU2YzY2NmY1ZTVjOGIxMzExOWE1ZTc2YjliZjExMGRiYTcwMjRkYQ", "482913", "482914", "9QZ7KX", "jane.roe", "111122223333444455556", "8ZZ9QQ", "Zk7Q2pW9", "k3J9x1pQ", other[:20], other[44:], secret[:14], "GGNJPR", "998877665544") {
			t.Errorf("%s: %s survives in …%s…", name, gone, found)
		}
	}
}

func answered(x httpmsg.Exchange, name, value string) httpmsg.Exchange {
	x.Response.Headers = append(x.Response.Headers, httpmsg.Header{Name: name, Value: value})
	return x
}

// asked is a request for a user or with a query.
func asked(what string) httpmsg.Exchange {
	address := "https://api.fitbit.com/1/user/" + what + "/profile.json"
	if strings.HasPrefix(what, "?") {
		address = "https://api.fitbit.com/1/user/-/profile.json" + what
	}
	return httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: address}, Response: httpmsg.Response{Status: 401, Body: httpmsg.Body{Recorded: true, Text: "{}"}}}
}

// Reports contain nothing that looks like a live token, which would alarm secret scanners,
// but say what it was.
func TestReportsSayWhatATokenIs(t *testing.T) {
	g := secrettest.New(7)
	first := g.JWT(map[string]any{"sub": "9QZ7KX", "exp": time.Date(2026, 10, 30, 11, 32, 0, 0, time.UTC).Unix(), "scopes": "ract rhr"})
	second := g.JWT(map[string]any{"exp": time.Date(2026, 10, 31, 9, 0, 0, 0, time.UTC).Unix()})
	s := sessionWith(withToken(first), withToken(second), withToken("ya29.a0AfB_byDexampleexample1234"))
	for id, want := range map[int]string{1: "Bearer <token: expired 11:32 UTC, scopes ract rhr>", 2: "Bearer <token: expires 2026-10-31 09:00 UTC>", 3: "Bearer access-token-1."} {
		report := Markdown(s, id, words(t))
		if !strings.Contains(report, want) || strings.Contains(report, "eyJhbGciOiJ") || strings.Contains(report, "ya29.") {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
}

func withToken(token string) httpmsg.Exchange {
	return httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/user/-/profile.json", Headers: []httpmsg.Header{{Name: "Authorization", Value: "Bearer " + token}}}, Response: httpmsg.Response{Status: 403}}
}

// On the screen, each place by itself: by default, it shows no secret.
func TestNoSecretIsShown(t *testing.T) {
	for p, place := range secrettest.Places {
		t.Run(place.Name, func(t *testing.T) {
			g := secrettest.New(uint64(p))
			for _, kind := range secrettest.Kinds {
				secret := kind.Make(g)
				s := diagnosis.NewSession(knowledge())
				id := s.Add(place.Put(secret))
				var all strings.Builder
				explained, _ := json.Marshal(s.Diagnosis(id))
				row, _ := json.Marshal(s.Summary(id))
				all.Write(append(explained, row...))
				x := s.Exchange(id)
				show := func(list []redact.Segment) {
					for _, segment := range list {
						all.WriteString(segment.Text)
					}
					all.WriteString("\n")
				}
				show((*redact.Aliases)(nil).URLSegments(x.Request.URL))
				for _, h := range append(x.Request.Headers, x.Response.Headers...) {
					show((*redact.Aliases)(nil).HeaderSegments(h.Name, h.Value))
				}
				for _, param := range x.Request.Params() {
					show((*redact.Aliases)(nil).ParamSegments(param.Name, param.Value))
				}
				if d := x.Request.PostData; d != nil {
					show((*redact.Aliases)(nil).TextSegments(d.Text))
				}
				show((*redact.Aliases)(nil).TextSegments(x.Response.Body.Text))
				if found := secrettest.NewOutput(all.String()).Survivor(secret); found != "" {
					t.Fatalf("%q is shown in …%s…", secret, found)
				}
			}
		})
	}
}
