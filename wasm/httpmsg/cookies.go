package httpmsg

import "strings"

// CookieList is cookies as a Cookie header has them.
func CookieList(cookies []Header) string {
	pairs := make([]string, len(cookies))
	for i, c := range cookies {
		pairs[i] = c.Name + "=" + c.Value
	}
	return strings.Join(pairs, "; ")
}

// SetCookies are the cookies in the value of a Set-Cookie header, each with its
// attributes. Recorders join those of several fields by line ends or commas; a
// comma may also be part of a date or a value.
func SetCookies(value string) []string {
	var list []string
	for value != "" {
		end, next := CookieEnd(value)
		if cookie := strings.Trim(value[:end], " \t\r\n"); cookie != "" {
			list = append(list, cookie)
		}
		value = value[next:]
	}
	return list
}

// CookieEnd is where the first cookie in the value of a Set-Cookie header ends, and
// where the next one begins.
func CookieEnd(value string) (end, next int) {
	for i := 0; i < len(value); i++ {
		if c := value[i]; c == '\n' || c == '\r' || c == ',' && beginsCookie(value[i+1:]) {
			return i, i + 1
		}
	}
	return len(value), len(value)
}

// beginsCookie reports whether a name with its equals sign comes next.
func beginsCookie(text string) bool {
	text = strings.TrimLeft(text, " \t")
	end := strings.IndexAny(text, " \t\r\n=;,\"()<>@:\\/[]?{}")
	return end > 0 && text[end] == '='
}

// CookieNamed splits a cookie into its name and value. What has no equals sign is
// a value without a name, as browsers read it.
func CookieNamed(cookie string) (name, value string) {
	pair, _, _ := strings.Cut(cookie, ";")
	name, value, named := strings.Cut(pair, "=")
	if !named {
		name, value = "", name
	}
	return strings.TrimSpace(name), strings.TrimSpace(value)
}
