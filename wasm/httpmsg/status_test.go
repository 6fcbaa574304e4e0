package httpmsg

import (
	"net/http"
	"testing"
	"time"
)

// The names are net/http's, and so is what they mean.
func TestReason(t *testing.T) {
	renamed := map[int]string{413: "Content Too Large", 414: "URI Too Long", 416: "Range Not Satisfiable", 422: "Unprocessable Content"} // by RFC 9110
	for status, reason := range reasons {
		if want := http.StatusText(status); reason != want && renamed[status] != reason {
			t.Errorf("%d is %q, want %q", status, reason, want)
		}
	}
	if Reason(299) != "" {
		t.Error("299 has a reason")
	}
}

func TestParseDate(t *testing.T) {
	want := time.Date(1994, 11, 6, 8, 49, 37, 0, time.UTC)
	for _, text := range []string{"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"} {
		if date, err := ParseDate(text); err != nil || !date.Equal(want) {
			t.Errorf("%s is read as %v, %v", text, date, err)
		}
	}
	for _, text := range []string{"", "now", "1994-11-06T08:49:37Z"} {
		if date, err := ParseDate(text); err == nil {
			t.Errorf("%q is read as %v", text, date)
		}
	}
}
