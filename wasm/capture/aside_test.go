package capture

import (
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/diagnosis"
	"misstep/wasm/httpmsg"
)

// TestSetAside takes exchanges out and puts them back, with what came meanwhile.
func TestSetAside(t *testing.T) {
	knowledge := catalog.Load(builtin.Packs)
	session := diagnosis.NewSession(knowledge)
	s := NewStore(knowledge, session, 100)
	add := func(path string, key int) *Capture {
		k := s.Add(httpmsg.Exchange{Request: httpmsg.Request{Method: "GET", URL: "https://api.fitbit.com/1/user/-/" + path}, Response: httpmsg.Response{Status: 200}})
		k.Key = key
		return k
	}
	urls := func() (list string) {
		for id := session.First(); id <= session.LastID(); id++ {
			url := session.Exchange(id).Request.URL
			list += url[len(url)-1:]
		}
		return list
	}
	late := add("a", 1)
	add("b", 2)
	cleared := s.SetAside(s.Last(), nil)
	if session.LastID() != 0 || cleared.Len() != 2 || cleared.LastKey() != 2 {
		t.Fatalf("%d exchanges are left, %d set aside", session.LastID(), cleared.Len())
	}
	s.Complete(late, `{"x":1}`, "") // its body comes meanwhile
	add("c", 3)
	add("B", 2) // reported again, when it had ended
	s.Restore(cleared)
	s.Rebuild()
	if have := urls(); have != "cBa" {
		t.Errorf("restored are %s", have)
	}
	if body := session.Exchange(late.ID).Response.Body; !body.Recorded {
		t.Error("a body that came meanwhile is lost")
	}

	// In the place of what was there.
	first, second := &Recording{}, &Recording{}
	s.AddRecording(first)
	before := s.Last()
	s.AddRecording(second)
	k := add("d", 0)
	k.From = second
	replaced := s.SetAside(before, []*Recording{second})
	s.Rebuild()
	if have := urls(); have != "d" || replaced.Len() != 3 {
		t.Errorf("there are %s, and %d set aside", have, replaced.Len())
	}
	s.Restore(replaced)
	s.Rebuild()
	if have := urls(); have != "dcBa" || len(s.recordings) != 2 {
		t.Errorf("restored are %s", have)
	}
}
