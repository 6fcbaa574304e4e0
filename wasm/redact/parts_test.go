package redact

import (
	"strings"
	"testing"
)

// A short secret is found only as a whole word, and only if it can't be an ordinary word.
func TestShortSecretElsewhere(t *testing.T) {
	for _, c := range []struct {
		label, secret string
		found         bool
	}{
		{"cookie", "Zk7Q2pW9", true},
		{"session", "k3J9x1", true},
		{"client-secret", "mt3j7d9w7", true},
		{"password", "hunter2", true},
		{"password", "s3cret", true},
		{"password", "Qw3rty!9", true},
		{"password", "qWeRtYuIo", true},
		{"code", "552817", true},

		{"cookie", "windows10", false}, // a word with its number
		{"cookie", "iPhone14", false},
		{"cookie", "4711", false},
		{"cookie", "1730289962", false},
		{"cookie", "2026-10-30", false},
		{"cookie", "20261030T1346", false},
		{"cookie", "en-US", false},
		{"cookie", "605.1.15", false},
		{"state", "dashboard", false},
		{"password", "sunflower", false},
		{"client-secret", "23ABCD", false}, // the client's id, by mistake
		{"code", "4711", false},
	} {
		a := testAliases()
		a.Secret(c.label, c.secret)
		got := a.Known("the value '" + c.secret + "' is odd, " + c.secret + ".")
		if gone := !strings.Contains(got, c.secret); gone != c.found {
			t.Errorf("%s %s: %s", c.label, c.secret, got)
		}
		if inside := "x" + c.secret + " " + c.secret + "y"; a.Known(inside) != inside {
			t.Errorf("%s is found inside other words: %s", c.secret, a.Known(inside))
		}
	}
}

// What is shown of a secret that was cut has the alias of the whole.
func TestCutSecretElsewhere(t *testing.T) {
	const secret = "UawWrs9yeNaXNYq7Kp2Zx9Lm4Rt8WvB3nD6jmNAk"
	for _, c := range []struct{ in, want string }{
		{"token UawWrs9yeNaXNY... rejected", "token ALIAS... rejected"},
		{"(UawWrs9yeNaXNY…mNAk)", "(ALIAS)"},
		{"UawWrs9yeNaXNY..mNAk", "ALIAS"},
		{"UawWrs9yeNaXNY-----mNAk", "ALIAS"},
		{"UawWrs9yeNaXNY[...]", "ALIAS[...]"},
		{"UawWrs9yeNaXNY****", "ALIAS****"},
		{"it begins with UawWrs9yeNaXNY.", "it begins with ALIAS."},
		{"UawWrs9yeNaX\\nNYq7Kp2Zx9Lm\\n4Rt8WvB3nD6jmNAk.", "ALIAS."},
		{"UawWrs9yeNaX NYq7Kp2Zx9Lm4Rt8WvB3nD6jmNAk", "ALIAS"},
		{"it ends in Zx9Lm4Rt8WvB3nD6jmNAk", "it ends in ALIAS"},
		{"****Rt8WvB3nD6jmNAk", "****ALIAS"},

		{"UawWrs9y…", "ALIAS…"},
		{"xUawWrs9y...", "xALIAS..."}, // glued to something
		{"…jmNAk, ending in 'D6jmNAk', the last 8: D6jmNAk.", "…jmNAk, ending in 'ALIAS', the last 8: ALIAS."},
		{strings.Repeat("some words ", 30) + "xUawWrs", strings.Repeat("some words ", 30) + "xALIAS"}, // cut with the text

		{"begins with UawWrs9y,", "begins with ALIAS,"},
		{"the last 10 characters are B3nD6jmNAk", "the last 10 characters are ALIAS"},
		{"UawWrs9yeN&#97;XN&#5…", "ALIAS&#5…"},
		{strings.Repeat("some words ", 30) + "x%55%61%77%57%72%73%3", strings.Repeat("some words ", 30) + "xALIAS%3"},

		{"UawW…", "UawW…"}, // as Secret shows it
		{"UawWrs9y", "UawWrs9y"},
		{"UawWrs9y and …", "UawWrs9y and …"},
		{"xUawWrs", "xUawWrs"},
		{"it is D6jmNAk", "it is D6jmNAk"},
		{"UawWrs9yeNaXNYabc", "UawWrs9yeNaXNYabc"},
		{"UawWrs9yeNaXNY/abc", "UawWrs9yeNaXNY/abc"},
		{"B3nD6jmNAk", "B3nD6jmNAk"},
	} {
		a := testAliases()
		alias := a.Secret("access-token", secret)
		if got, want := a.Known(c.in), strings.ReplaceAll(c.want, "ALIAS", alias); got != want {
			t.Errorf("%s\n got %s\nwant %s", c.in, got, want)
		}
	}
	// What two secrets begin with belongs to neither.
	a := testAliases()
	a.Secret("access-token", secret)
	a.Secret("refresh-token", secret[:20]+"another1Q9z")
	if got := a.Known(secret[:16] + "…"); got != secret[:16]+"…" {
		t.Errorf("%s is one of two", got)
	}
	// A message was shown for the part before the whole was known.
	k := NewSecrets()
	for _, text := range []string{"access_token=" + secret[:20], "access_token=" + secret} {
		k.Learner().Text(text)
	}
	a = k.Aliases(nil)
	if whole, part := a.Text("is "+secret), a.Text("is "+secret[:20]+"..."); part != whole+"..." {
		t.Errorf("%s and %s", whole, part)
	}
	// Beginnings that are words aren't part of a secret.
	a = testAliases()
	a.Secret("cookie", "application-version-2a9Q7x1K3z")
	if got := a.Known("application-version is 2"); got != "application-version is 2" {
		t.Error(got)
	}
}

// Codes of digits, in JSON and in forms.
func TestPINs(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{`{"pin": 9371, "otp":"552817"}`, `{"pin": "…", "otp":"…"}`},
		{`{"otp":552817}`, `{"otp":"…"}`},
		{`{"totp":"123 456","userPin":"4821","sms_otp":"993311"}`, `{"totp":"…","userPin":"…","sms_otp":"…"}`},
		{"otp=482913&pin=0042", "otp=…&pin=…"},
		{"OTP: 482913.", "OTP: …."},
		{"Your OTP is 482913, the PIN 4821 was wrong", "Your OTP is …, the PIN … was wrong"},
		{"verification code 482913 expired; one-time code: 482914", "verification code … expired; one-time code: …"},
		{"Security code is '0042'", "Security code is '…'"},

		{`{"otp":"required","pin":"left","pin":true,"pin":12}`, `{"otp":"required","pin":"left","pin":true,"pin":12}`},
		{`{"code":429,"code":"100200","status":552817}`, `{"code":429,"code":"100200","status":552817}`},
		{`{"shipping":4821,"spin":4821,"opinion":"4821"}`, `{"shipping":4821,"spin":4821,"opinion":"4821"}`},
		{"pin: the pin is wrong", "pin: the pin is wrong"},
		{"pin 12 is high, pin 2026-10-30", "pin 12 is high, pin 2026-10-30"},
		{"error code 50001, status code 482913, code 482913", "error code 50001, status code 482913, code 482913"},
		{"authorization code expired after 600 s", "authorization code expired after 600 s"},
	} {
		if got := Text(c.in); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

// Users that only a message names.
func TestUsersInMessages(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"User GGNJPR not found", "User user-1.k3f9 not found"},
		{"user id: GGNJPR", "user id: user-1.k3f9"},
		{"no data of user 'GGNJPR'", "no data of user 'user-1.k3f9'"},
		{"for user (GGNJPR)", "for user (user-1.k3f9)"},
		{"encodedId: GGNJPR", "encodedId: user-1.k3f9"},
		{"healthUserId: 998877665544; 998877665544 is unknown", "healthUserId: user-1.k3f9; user-1.k3f9 is unknown"},

		{"USER GGNJPR NOT FOUND", "USER GGNJPR NOT FOUND"}, // perhaps a word
		{"User DENIED the request", "User DENIED the request"},
		{"user API, user OAUTH token", "user API, user OAUTH token"},
		{"user id: INVALID", "user id: INVALID"},
		{"the user Jane", "the user Jane"},
		{"userId: 20261030, on 20261030", "userId: user-1.k3f9, on 20261030"},
	} {
		if got := testAliases().Text(c.in); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

// Secrets that are recognized by how they begin.
func TestMarkedSecrets(t *testing.T) {
	for _, secret := range []string{"AKIAIOSFODNN7EXAMPQQ", "ASIAY34FZKBOKMUTVV7A", "ghp_16C7e42F292c6912E7abcd", "gho_16C7e42F292c6912E7", "glpat-ABCDEF1234567890abcd", "xoxb-12345678-abcdefGHIJ", "sk_live_4eC39HqLyjWDar"} {
		if got := Text("sent " + secret + ", they say"); strings.Contains(got, secret[5:]) {
			t.Error(got)
		}
	}
	for _, word := range []string{"AKIAIOSFODNN7", "AKIA", "ASIAPACIFIC", "ASIA-PACIFIC-SOUTHEAST", "Akiaiosfodnn7exampqq", "ghp_short", "xoxo", "sketch_of_a_longer_name"} {
		if got := Text("sent " + word + ", they say"); !strings.Contains(got, word) {
			t.Errorf("%s becomes %s", word, got)
		}
	}
}

// Fields and attributes of HTML that hold secrets.
func TestMarkup(t *testing.T) {
	const secret = "q7Kp2Zx9Lm4Rt8WvB3nD"
	for _, in := range []string{
		`<div data-csrf="%">`, `<body data-csrf-token=%>`, `<form data-xsrf='%'>`, `<button data-token="%">`,
		`<textarea name="access_token" rows=3>%</textarea>`, "<textarea id=t name='refresh_token'>\n%\n</textarea>", `<TEXTAREA name=SAMLResponse>%</TEXTAREA>`,
		`<input type=hidden name=csrf_token value=%>`, `<input name=code value=% type=hidden>`, `<input type="hidden" name="lt" value="%"/>`, `<input value="%" name="execution" type="hidden">`, `<input type='hidden' value='%'>`,
		`<meta name=csrf-token content=%>`, `<access_token><![CDATA[%]]></access_token>`, `<access_token>%`,
	} {
		for _, text := range []string{in, strings.ReplaceAll(strings.ReplaceAll(in, `"`, `\"`), "\n", `\n`)} {
			text = "<p>" + strings.Replace(text, "%", secret, 1) + " <b>more</b>"
			got := Text(text)
			if strings.Contains(got, secret[4:]) || !strings.Contains(got, "<b>more</b>") {
				t.Errorf("%s becomes %s", text, got)
			}
		}
	}
	for _, text := range []string{
		`<textarea name="comment">Hello world, this is long</textarea>`, `<input type="hidden" name="page" value="dashboard-of-the-week">`,
		`<input type="hidden" name="date" value="2026-10-30T13:46:02Z">`, `<div data-state="open" data-key="row-12">`, `the hidden value="x"`, `<p hidden value="` + secret + `">`,
		"https://u:<password>@host.example/x", "https://user:<your password>@host.example/x", "set <token> and <password> to yours", "<code>/1/user/-/profile.json</code>",
	} {
		if got := Text(text); got != text {
			t.Errorf("%s becomes %s", text, got)
		}
	}
}

// Header fields by their names without X-, and what logs put between a name and its value.
func TestNamesAndSeparators(t *testing.T) {
	const secret = "q7Kp2Zx9Lm4Rt8WvB3nD"
	for _, name := range []string{"X-Refresh", "X-JWT-Assertion", "X-Goog-IAP-JWT-Assertion", "X-Device-Code", "X-OTP", "X-Hub-Signature", "x-session", "X-Key"} {
		if got := Header(name, secret); got == secret {
			t.Errorf("%s stays", name)
		}
	}
	for name, value := range map[string]string{"X-Refresh": "true", "X-State": "active", "X-Pin": "left", "X-Code": "ERR_BAD_REQUEST", "X-Key": "row-12", "X-Request-Id": secret} {
		if got := Header(name, value); got != value {
			t.Errorf("%s: %s becomes %s", name, value, got)
		}
	}
	for _, text := range []string{"[access_token] %", "client_secret\t%", `refreshToken\n%`, "setting password to %", "access_token as %", `Set-Cookie: sid="%"; HttpOnly`, `{"m":"Set-Cookie: sid=\"%\"; HttpOnly"}`} {
		got := Text(strings.Replace(text, "%", secret, 1))
		if strings.Contains(got, secret[4:]) || strings.Contains(text, "HttpOnly") && !strings.Contains(got, "HttpOnly") {
			t.Errorf("%s becomes %s", text, got)
		}
	}
	for _, text := range []string{"[password] must be set to one of your own", "set access_token to the value of the response", "client_secret\tmissing-in-the-configuration", `the header "Cookie: sid=" is empty, "a=b" isn't`} {
		if got := Text(text); got != text {
			t.Errorf("%s becomes %s", text, got)
		}
	}
}

// A secret may begin as a word does: so many of its letters before a sign that the
// rest was cut aren't another word's.
func TestCutSecretOfLetters(t *testing.T) {
	const secret = "edkfixebvudvdmbe9dtzlwrf05"
	for in, want := range map[string]string{
		"note=edkfixebvudvd…":    "note=ALIAS…",
		"note=edkfixebvudvd...":  "note=ALIAS...",
		"note=edkfixebvudv…":     "note=ALIAS…",
		"note=edkfixebvud…":      "note=edkfixebvud…", // short enough to be a word
		"note=edkfixebvudvd":     "note=edkfixebvudvd",
		"note=edkfixebvudvdish…": "note=edkfixebvudvdish…",
	} {
		a := testAliases()
		alias := a.Secret("cookie", secret)
		if got := strings.ReplaceAll(a.Known(in), alias, "ALIAS"); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
