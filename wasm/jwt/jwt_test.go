package jwt

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"misstep/wasm/scenario"
)

func TestDecode(t *testing.T) {
	token := scenario.JWT(t, map[string]any{"sub": "9XYZ42", "aud": "22ABCD", "iss": "Fitbit", "typ": "access_token", "scopes": "ract rhr", "iat": 1793339162, "exp": 1793367962})
	c, ok := Decode(token)
	if !ok || c.Subject != "9XYZ42" || c.Client != "22ABCD" || c.Type != "access_token" || strings.Join(c.Scopes, "+") != "ract+rhr" || c.Expires.Sub(c.Issued) != 8*time.Hour {
		t.Errorf("have %+v, %v", c, ok)
	}
	if c, ok := Decode(scenario.JWT(t, map[string]any{"aud": []string{"22ABCD"}})); !ok || c.Client != "22ABCD" || !c.Expires.IsZero() || !c.Issued.IsZero() {
		t.Errorf("list as aud: have %+v, %v", c, ok)
	}
	for name, text := range map[string]string{
		"nothing":      "",
		"dots":         "..",
		"two parts":    token[:strings.LastIndexByte(token, '.')],
		"cut":          token[:60],
		"four parts":   token + ".x",
		"padding":      strings.Replace(token, ".", "=.", 1),
		"no JSON":      "eyJ.eyJ.x",
		"too long":     token + strings.Repeat("x", MaxLength),
		"hexadecimals": strings.Repeat("0123456789abcdef", 4),
		"other types":  scenario.JWT(t, map[string]any{"exp": "tomorrow"}),
	} {
		if _, ok := Decode(text); ok {
			t.Errorf("%s is decoded", name)
		}
	}
}

func TestFind(t *testing.T) {
	token := scenario.JWT(t, map[string]any{"sub": "9XYZ42"})
	for text, want := range map[string]string{
		"Access token expired: " + token + ". Visit https://dev.fitbit.com": token,
		"Access token expired: " + token:                                    token,
		`{"a":"` + token + `"}`:                                             token,
		"eyJunk and then " + token:                                          token,
		"Access token expired: eyJhbGciOi…":                                 "",
		"eyJ":                                                               "",
		"no token":                                                          "",
	} {
		if have := Find(text); have != want {
			t.Errorf("%s: have %s", text, have)
		}
	}
}

func TestMembers(t *testing.T) {
	token := scenario.JWT(t, map[string]any{"b": 1, "a": []int{2}, "c": "x"}) // encoding/json sorts
	want := []Member{{"a", json.RawMessage("[2]")}, {"b", json.RawMessage("1")}}
	if have := Members(token, 2); !reflect.DeepEqual(have, want) {
		t.Errorf("have %s", have)
	}
	if have := Members(token[1:], 2); have != nil {
		t.Errorf("of no token: %s", have)
	}
}
