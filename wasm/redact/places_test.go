package redact

import "testing"

// Ids of users in ordinary addresses, and what only looks like them.
func TestUsersInAddresses(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"https://api.fitbit.com/1/user/D6GQ34/profile.json", "https://api.fitbit.com/1/user/user-1.k3f9/profile.json"},
		{"/1/user/D6GQ34/profile.json", "/1/user/user-1.k3f9/profile.json"},
		{"https://health.googleapis.com/v4/users/1112223334/profile", "https://health.googleapis.com/v4/users/user-1.k3f9/profile"},
		{"users/1112223334", "users/user-1.k3f9"},
		{"/1/USER/D6GQ34", "/1/USER/user-1.k3f9"},
		{"https://api.fitbit.com/1/user/-/profile.json", "https://api.fitbit.com/1/user/-/profile.json"},
		{"https://health.googleapis.com/v4/users/me/profile", "https://health.googleapis.com/v4/users/me/profile"},
		{"https://api.fitbit.com/1/user/2024/profile.json", "https://api.fitbit.com/1/user/2024/profile.json"},
		{"https://api.fitbit.com/1/superuser/D6GQ34", "https://api.fitbit.com/1/superuser/D6GQ34"},
		{"https://api.fitbit.com/1/foods/D6GQ34", "https://api.fitbit.com/1/foods/D6GQ34"},
	} {
		for _, name := range []string{"", "Referer", "Location", ":path", "X-Original-Url"} {
			a := testAliases()
			got := a.URL(c.in)
			if name != "" {
				a = testAliases()
				got = a.Header(name, c.in)
			}
			if got != c.want {
				t.Errorf("%s %q\n got %q\nwant %q", name, c.in, got, c.want)
			}
			if got := a.Text("no user D6GQ34 or 1112223334"); c.in != c.want && got == "no user D6GQ34 or 1112223334" {
				t.Errorf("%q is not learned", c.in)
			}
		}
		if got := URL(c.in); got != c.in {
			t.Errorf("on a screen: %q", got)
		}
	}
}

// User information is no mail address, however much it looks like one.
func TestUserInformation(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"https://u:p@api.fitbit.com/", "https://u:password-1.k3f9@api.fitbit.com/"},
		{"https://u:p@api.fitbit.com", "https://u:password-1.k3f9@api.fitbit.com"},
		{"https://u.v:p+q.r@api.fitbit.com:443/x", "https://u.v:password-1.k3f9@api.fitbit.com:443/x"},
		{"cannot reach postgres://u:p@h", "cannot reach postgres://u:password-1.k3f9@h"},
		{"http://jdoe:secret@proxy:3128 refused", "http://jdoe:password-1.k3f9@proxy:3128 refused"},
		{"redis://:pw@cache.example.com/0", "redis://:password-1.k3f9@cache.example.com/0"},
		{"next=https%3A%2F%2Fu%3Ap%40api.fitbit.com%2F", "next=https%3A%2F%2Fu%3Apassword-1.k3f9%40api.fitbit.com%2F"},
		{`{"proxy":"http:\/\/u:p@api.fitbit.com\/"}`, `{"proxy":"http:\/\/u:password-1.k3f9@api.fitbit.com\/"}`},
		{"next=https%253A%252F%252Fu%253Ap%2540api.fitbit.com", "next=https%253A%252F%252Fu%253Apassword-1.k3f9%2540api.fitbit.com"},
		{"next=https%3A%2F%2Fapi.fitbit.com%2Fa%3Ab%40c", "next=https%3A%2F%2Fapi.fitbit.com%2Fa%3Ab%40c"},
		{"https://jane%40firm.de:pw1@api.fitbit.com/", "https://person-1.k3f9@example.invalid:password-1.k3f9@api.fitbit.com/"},
		{"https://jane@api.fitbit.com/", "https://jane@api.fitbit.com/"},
		{"https://u:***@api.fitbit.com/", "https://u:***@api.fitbit.com/"},
		{"see https://x.example/who:jane@firm.de", "see https://x.example/who:person-1.k3f9@example.invalid"},
		{"https://x.example, jane@firm.de", "https://x.example, person-1.k3f9@example.invalid"},
		{"mailto:jane@firm.de", "mailto:person-1.k3f9@example.invalid"},
	} {
		a := testAliases()
		if got := a.Text(c.in); got != c.want {
			t.Errorf("Text(%q)\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

// JSON that is percent-encoded has its blanks encoded, too.
func TestEncodedBlanks(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"data=%7B%22access_token%22%3A%20%22abc%22%7D", "data=%7B%22access_token%22%3A%20%22…%22%7D"},
		{"data=%7B%22access_token%22%3A+%22abc%22%7D", "data=%7B%22access_token%22%3A+%22…%22%7D"},
		{"data=%7B%0A%20%20%22access_token%22%20%3A%0A%20%22abc%22%7D", "data=%7B%0A%20%20%22access_token%22%20%3A%0A%20%22…%22%7D"},
		{"data={%22access_token%22:%20%22abc%22}", "data={%22access_token%22:%20%22…%22}"},
		{"data=%257B%2522access_token%2522%253A%2520%2522abc%2522%257D", "data=%257B%2522access_token%2522%253A%2520%2522…%2522%257D"},
		{"data=%7B%22access_token%22%3A%20%5B%20%22abc%22%5D", "data=%7B%22access_token%22%3A%20%5B%20%22…%22%5D"},
		{"access_token%3A%20a1b2c3d4", "access_token%3A%20…"},
		{"{\"access_token\" :\n\t\"abc\"}", "{\"access_token\" :\n\t\"…\"}"},
		{`{"body":"{\"access_token\":\n \"abc\"}"}`, `{"body":"{\"access_token\":\n \"…\"}"}`},
		{"data=%7B%22token%22%3A%20null%7D", "data=%7B%22token%22%3A%20null%7D"},
		{"data=%7B%22client_id%22%3A%20%2223ABCD%22%7D", "data=%7B%22client_id%22%3A%20%2223ABCD%22%7D"},
		{"data=%7B%22state%22%3A%20%22active%22%7D", "data=%7B%22state%22%3A%20%22active%22%7D"},
		{"filter=steps.sample_time%20%3E%3D%20%222026-10-01T00%3A00%3A00Z%22", "filter=steps.sample_time%20%3E%3D%20%222026-10-01T00%3A00%3A00Z%22"},
	} {
		check(t, c.in, c.want)
	}
}
