package diagnosis

import (
	"slices"
	"testing"
	"time"

	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

func TestAffected(t *testing.T) {
	const api, oauth = "https://api.fitbit.com/1/user/-/profile.json", "https://api.fitbit.com/oauth2/token"
	const other = "https://api.fitbit.com/1/user/-/devices.json"
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
		{"the first call that was answered touches those over the limit", []call{{api, 429}, {api, 429}, {api, 200}}, []int{1, 2}},
		{"a step touches steps alone", []call{{api, 429}, {oauth, 400}, {oauth, 200}}, []int{2}},
		{"a call with nothing new about the limit affects none", []call{{api, 429}, {api, 200}, {api, 200}}, nil},
		{"as soon as half of the limit was used here, those over it are touched", append(slices.Repeat([]call{{api, 200}}, 74), call{api, 429}, call{api, 200}), []int{75}},
		{"and not again by the next", append(slices.Repeat([]call{{api, 200}}, 74), call{api, 429}, call{api, 200}, call{api, 200}), nil},
		{"failures that turn out to be an outage are touched", []call{{api, 500}, {api, 200}, {api, 500}, {other, 502}}, []int{1, 3}},
		{"other failures stay", []call{{api, 401}, {oauth, 400}, {api, 500}, {api, 404}}, nil},
		{"so do steps that are far", append(append([]call{{oauth, 400}}, slices.Repeat([]call{{api, 200}}, session.Reach)...), call{oauth, 200}), nil},
	} {
		session := NewSession(knowledge(t))
		id := 0
		for _, c := range test.calls {
			id = session.Add(httpmsg.Exchange{Started: time.Date(2026, 3, 1, 12, 0, id, 0, time.UTC), Request: httpmsg.Request{Method: "GET", URL: c.url}, Response: httpmsg.Response{Status: c.status}})
		}
		if got := session.Affected(id); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}
