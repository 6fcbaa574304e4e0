//go:build js && wasm

package detail

import (
	"strings"
	"syscall/js"

	"misstep/wasm/find"
	"misstep/wasm/redact"
	"misstep/wasm/ui/page"
)

// regionRoots are the elements that show what find.Search looks into, by region.
var regionRoots = []string{
	find.Finding:         ".title, .why .cause, .message, .fix .fixes, .seen .evidence",
	find.URL:             ".request .address",
	find.RequestHeaders:  ".request .headers",
	find.Parameters:      ".request .parameters",
	find.RequestBody:     ".request .body pre",
	find.Failure:         ".response .error",
	find.ResponseHeaders: ".response .headers",
	find.ResponseBody:    ".response .body pre",
	find.Readings:        ".readings",
}

// A stretch is a text in which is looked for matches: of text nodes one after the
// other.
type stretch struct {
	block    js.Value // the element that ends it
	name     string   // of the header or parameter that it shows
	nodes    []js.Value
	segments []redact.Segment
}

// mostMarks bounds the matches that are marked at once.
const mostMarks = 1000

// Mark has all matches of a pattern be marked; nil: none. The browser paints them:
// the document stays as it is.
func (v *View) Mark(p *find.Pattern) {
	v.pattern = p
	if v.Alive() && !v.Unfinished() {
		v.mark()
	}
}

func (v *View) mark() {
	var ranges []js.Value
	if v.pattern != nil && v.host.Selected() != 0 {
		for region := range regionRoots {
			for _, s := range v.stretches(find.Region(region)) {
				if len(ranges) < mostMarks {
					ranges = append(ranges, v.matches(&s)...)
				}
			}
		}
	}
	v.Highlight("found", ranges)
	v.Highlight("found-now", nil)
}

// stretches are the texts of a region.
func (v *View) stretches(region find.Region) (list []stretch) {
	page.Each(v.el.detail, regionRoots[region], func(root page.Element) {
		walker := v.Document.Call("createTreeWalker", root.Underlying(), 4) // texts
		for {
			node := walker.Call("nextNode")
			if node.IsNull() {
				return
			}
			parent := node.Get("parentElement")
			segment := redact.Segment{Text: node.Get("data").String()}
			if button := parent.Call("closest", "button"); !button.IsNull() {
				switch button := page.Wrap(button); button.GetAttribute("data-action") {
				case "reveal":
					if name := button.GetAttribute("data-secret"); !v.revealed[name] {
						segment.Original = v.shown.secrets[name]
					}
				case "visit-exchange":
				default:
					continue // it isn't part of the text
				}
			}
			block := parent.Call("closest", "li, p, pre, h1, .address, .error")
			if block.IsNull() {
				continue // a heading
			}
			if n := len(list); n == 0 || !list[n-1].block.Equal(block) {
				s := stretch{block: block}
				if name := block.Call("querySelector", ":scope > .name"); !name.IsNull() {
					s.name = name.Get("textContent").String()
				}
				list = append(list, s)
			}
			s := &list[len(list)-1]
			s.nodes, s.segments = append(s.nodes, node), append(s.segments, segment)
		}
	})
	return list
}

// matches are the matches in a stretch as ranges of the document.
func (v *View) matches(s *stretch) (list []js.Value) {
	for _, r := range v.pattern.Ranges(s.segments) {
		at, place := 0, v.Document.Call("createRange")
		for i, segment := range s.segments {
			text := segment.Text
			if from := r.From - at; 0 <= from && from < len(text) {
				place.Call("setStart", s.nodes[i], page.Units(text[:from]))
			}
			if to := r.To - at; 0 < to && to <= len(text) {
				place.Call("setEnd", s.nodes[i], page.Units(text[:to]))
				break
			}
			at += len(text)
		}
		list = append(list, place)
	}
	return list
}

// ShowHit unfolds the part of the explanation that has a hit, marks it and scrolls
// there. What is indented, or left out, may have fewer matches than the text that
// was searched: then it is the last, or the part as a whole.
func (v *View) ShowHit(hit find.Hit) {
	if v.pattern == nil || !v.Alive() {
		return
	}
	v.Finish()
	var found []js.Value
	look := func() {
		found = nil
		for _, s := range v.stretches(hit.Region) {
			if hit.Where.Name == "" || strings.EqualFold(s.name, hit.Where.Name) {
				found = append(found, v.matches(&s)...)
			}
		}
	}
	look()
	if all := v.bodyPart(hit.Region); all != nil && hit.Nth >= len(found) && !page.Find(all, ".all").Get("hidden").Bool() {
		v.showAllOf(hit.Where)
		v.mark()
		look()
	}
	if len(found) == 0 {
		if root := v.el.detail.Call("querySelector", regionRoots[hit.Region]); !root.IsNull() {
			unfoldTo(root)
			root.Call("scrollIntoView", map[string]any{"block": "nearest"})
		}
		return
	}
	now := found[min(hit.Nth, len(found)-1)]
	at := now.Get("startContainer").Get("parentElement")
	unfoldTo(at)
	if long := at.Call("closest", ".long:not(.unfolded)"); !long.IsNull() {
		v.unfold(page.Find(page.Wrap(long), ".more"))
	}
	v.Highlight("found-now", []js.Value{now})
	for _, scroller := range []js.Value{at.Call("closest", "pre"), v.el.detail.Underlying()} {
		if !scroller.IsNull() {
			place, box := now.Call("getBoundingClientRect"), scroller.Call("getBoundingClientRect")
			down := place.Get("top").Float() - box.Get("top").Float() - box.Get("height").Float()/2
			scroller.Set("scrollTop", scroller.Get("scrollTop").Float()+down)
		}
	}
}

// unfoldTo opens all sections that an element is in.
func unfoldTo(e js.Value) {
	for {
		folded := e.Call("closest", "details:not([open])")
		if folded.IsNull() {
			return
		}
		folded.Set("open", true)
	}
}

// bodyPart is the part of the explanation that shows a body; nil if the region isn't one.
func (v *View) bodyPart(region find.Region) page.Element {
	switch region {
	case find.RequestBody:
		return v.el.request.body
	case find.ResponseBody:
		return v.el.response.body
	}
	return nil
}
