package catalog

import "testing"

func tea() *Pack {
	return &Pack{ID: "tea", Hosts: []string{"tea.example"}, Wording: Wording{ConsentLead: "The kettle says:"}, Causes: []Cause{{ID: "wrong-shelf", Title: "Of tea"}}}
}

func oven() *Pack {
	return &Pack{ID: "oven", Hosts: []string{"oven.example"}, Causes: []Cause{{ID: "wrong-shelf", Title: "Of ovens"}}}
}

func TestCausesAreOfTheirPack(t *testing.T) {
	c := New(tea(), oven())
	for packID, want := range map[string]string{"tea": "Of tea", "oven": "Of ovens", "none": "", "": ""} {
		title := ""
		if _, cause := c.Cause(packID, "wrong-shelf"); cause != nil {
			title = cause.Title
		}
		if title != want {
			t.Errorf("cause in %q: have %q, want %q", packID, title, want)
		}
	}
}

func TestConsentSentence(t *testing.T) {
	c := New(tea(), oven())
	if _, found := c.ConsentSentence("oven", "The kettle says: no"); found {
		t.Error("the oven's page speaks with the kettle's lead")
	}
	if sentence, found := c.ConsentSentence("", "The kettle says: no"); !found || sentence != " no" {
		t.Errorf("%q %v", sentence, found)
	}
}
