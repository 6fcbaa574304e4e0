package messages

import "testing"

func TestGrouped(t *testing.T) {
	for _, test := range []struct {
		n    int
		sign string
		want string
	}{{0, ",", "0"}, {999, ",", "999"}, {1000, ",", "1,000"}, {1234567, ".", "1.234.567"}, {-999, ",", "-999"}, {-1000, ",", "-1,000"}} {
		if have := Grouped(test.n, test.sign); have != test.want {
			t.Errorf("%d: have %s, want %s", test.n, have, test.want)
		}
	}
	german, err := Translated("de")
	if err != nil {
		t.Fatal(err)
	}
	if have := german.Count("span.seconds", 12345); have == English().Count("span.seconds", 12345) || have[:6] != "12.345" {
		t.Errorf("in German: %s", have)
	}
}
