package diagnose

import (
	"slices"
	"testing"

	"misstep/wasm/har"
)

func TestTouched(t *testing.T) {
	const api, oauth = "https://api.fitbit.com/1/user/-/profile.json", "https://api.fitbit.com/oauth2/token"
	type call struct {
		url    string
		status int
	}
	for _, test := range []struct {
		name  string
		calls []call
		want  []int // of the last
	}{
		{"a step of OAuth touches steps", []call{{oauth, 400}, {api, 401}, {oauth, 200}}, []int{1}},
		{"a call touches calls over the limit", []call{{api, 429}, {api, 200}, {api, 429}, {api, 200}}, []int{1, 3}},
		{"a step touches them, too", []call{{api, 429}, {oauth, 200}}, []int{1}},
		{"other failures stay", []call{{api, 401}, {oauth, 400}, {api, 500}, {api, 404}}, nil},
		{"so does what is far", append([]call{{api, 429}}, slices.Repeat([]call{{api, 200}}, reach+1)...), nil},
	} {
		session := NewSession(knowledge(t))
		id := 0
		for _, c := range test.calls {
			id = session.Add(har.Exchange{Request: har.Request{Method: "GET", URL: c.url}, Response: har.Response{Status: c.status}})
		}
		if got := session.Touched(id); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}
