//go:build js && wasm

package panel

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"misstep/catalog"
	"misstep/wasm/browse"
	"misstep/wasm/redact"
	"misstep/wasm/ui/richtext"
)

// drawTopic writes what is read, or why there is nothing to read.
func (p *Panel) drawTopic() {
	r := &p.reader
	page := find(p.document, "#topic")
	in := func(selector string) element { return find(page, selector) }
	show(page, r.address != "")
	if r.address == "" {
		return
	}
	page.Set("scrollTop", 0)
	t, asked := r.place.Topic, r.place.Asked
	each(page, ":scope > :is(section, details, pre, .deeds)", func(e element) { show(e, false) })
	if t.None() {
		in(".title").SetTextContent(p.text("catalogueNoEntry", asked))
		in(".subtitle").SetTextContent("")
		text := p.text("catalogueUnknown")
		if r.place.Why != "" {
			text = p.text("catalogueRetired", r.place.Why)
		}
		p.setSegments(in(".aside"), richtext.Code(text))
		show(in(".aside"), true)
		return
	}
	in(".title").SetTextContent(t.Title())
	show(in(".aside"), asked != "")
	if asked != "" {
		p.setSegments(in(".aside"), richtext.Code(p.text("catalogueRenamed", asked, t.ID())))
	}
	p.drawDeeds(t)
	switch {
	case t.Entry != nil:
		p.drawEntry(page, t)
	case t.Cause != nil:
		p.drawCause(page, t)
	case t.Endpoint != nil:
		p.drawEndpoint(page, t)
	}
}

// drawDeeds writes what can be done with a topic.
func (p *Panel) drawDeeds(t browse.Topic) {
	r := &p.reader
	deeds := find(p.document, "#topic .deeds")
	show(deeds, true)
	back := find(deeds, ".back")
	show(back, r.from != 0)
	back.SetTextContent(p.text("catalogueBack", strconv.Itoa(r.from)))
	link := "misstep.html"
	if p.face == "page" {
		location := p.window.Get("location")
		link = location.Get("origin").String() + location.Get("pathname").String()
		if location.Get("protocol").String() == "file:" {
			link = "file://" + location.Get("pathname").String()
		}
	}
	find(deeds, ".copy-link").SetAttribute("data-text", link+t.Address())
	p.drawSeenTimes()
}

// drawSeenTimes tells how often the session shows what is read.
func (p *Panel) drawSeenTimes() {
	t := p.reader.place.Topic
	if p.reader.address == "" || t.None() {
		return
	}
	n := 0
	if t.Endpoint == nil {
		n = p.list.Showing(t.ID())
	}
	button := find(p.document, "#topic .seen-times")
	show(button, n > 0)
	key := "catalogueSeen"
	if n == 1 {
		key = "catalogueSeenOnce"
	}
	button.SetTextContent(p.text(key, strconv.Itoa(n)))
}

// showSeen lists the requests that show what is read.
func (p *Panel) showSeen() {
	id := p.reader.place.Topic.ID()
	p.chooseTab("requests")
	p.clearFilter()
	p.view.filter.Set("value", "entry:"+id)
	p.choice("all")
	p.setFilter("entry:" + id)
	p.view.list.Focus()
}

func (p *Panel) drawEntry(page element, t browse.Topic) {
	e := t.Entry
	in := func(selector string) element { return find(page, selector) }
	status := p.facetText(strconv.Itoa(e.Status))
	if e.Status == 0 {
		status = p.facetText(cmp.Or(map[string]string{catalog.KindError: browse.FacetOther}[e.Kind], e.Kind))
	}
	in(".subtitle").SetTextContent(richtext.Join(" · ", status, e.Type, e.Reason, t.Pack.Name, e.ID))
	show(in(".message"), e.Message != "")
	p.setSegments(in(".message"), richtext.Placeholders(e.Message))
	p.drawMeaning(page, e.Cause, e.Fixes, e.Docs, richtext.Join("; ", e.Source, e.Seen))

	causes := t.Causes()
	p.fillFolded(in(".causes"), "catalogueReasons", len(causes), func(list element) {
		for _, cause := range causes {
			item := p.piece("topic-cause")
			find(item, "summary").SetTextContent(cause.Cause.Title)
			p.setSegments(find(item, ".because"), richtext.Template(cause.Cause.Cause))
			p.fillTopicFixes(find(item, ".fixes"), cause.Cause.Fixes)
			p.pointTo(find(item, ".link"), cause, cause.Cause.ID)
			list.AppendChild(item)
		}
	})
	p.fillFolded(in(".forms"), "catalogueForms", len(e.Variants), func(list element) {
		for _, v := range e.Variants {
			status := v.Status
			if status == 0 {
				status = e.Status
			}
			list.AppendChild(p.topicForm(richtext.Join(" · ", number(status), cmp.Or(v.Type, e.Type), v.Seen), richtext.Placeholders(cmp.Or(v.Message, e.Message)), v.Source))
		}
	})
	p.fillFolded(in(".examples"), "catalogueExamples", len(e.Examples), func(list element) {
		for _, x := range e.Examples {
			list.AppendChild(p.topicForm(redact.Text(x.Request), []richtext.Run{{Text: p.symptomText(x.Symptom)}}, ""))
		}
	})
	relatives := t.Relatives(p.session.Catalog())
	show(in(".relatives"), len(relatives) > 0)
	list := in(".relatives ul")
	empty(list)
	for _, relative := range relatives {
		item := p.piece("relative")
		code := find(item, "code")
		code.SetTextContent(p.symptomText(relative.Symptom))
		show(code, code.TextContent() != "")
		link := find(item, ".link")
		show(link, !relative.Topic.None())
		if !relative.Topic.None() {
			p.pointTo(link, relative.Topic, relative.Topic.Title())
			find(item, ".pack").SetTextContent(map[bool]string{true: relative.Topic.Pack.Name}[relative.Topic.Pack != t.Pack])
		}
		list.AppendChild(item)
	}
}

func (p *Panel) drawCause(page element, t browse.Topic) {
	c := t.Cause
	find(page, ".subtitle").SetTextContent(richtext.Join(" · ", p.text("catalogueCause"), t.Pack.Name, c.ID))
	p.drawMeaning(page, c.Cause, c.Fixes, c.Docs, c.Source)
	p.drawLinks(find(page, ".explains"), t.Explains())
}

// drawMeaning writes what entries and causes have in common.
func (p *Panel) drawMeaning(page element, cause string, fixes, docs []string, source string) {
	in := func(selector string) element { return find(page, selector) }
	show(in(".means"), cause != "")
	p.setSegments(in(".cause"), richtext.Template(cause))
	show(in(".fix"), len(fixes) > 0)
	p.fillTopicFixes(in(".fix .fixes"), fixes)
	p.drawDocs(in(".docs"), docs)
	show(in(".origin"), source != "")
	list := in(".origin ul")
	empty(list)
	for _, one := range strings.Split(source, "; ") {
		item := p.piece("link")
		a := find(item, "a")
		address := richtext.SourceAddress(one)
		text, _ := richtext.LinkText(address)
		a.SetTextContent(text)
		a.SetAttribute("href", address)
		show(a, address != "")
		item.Call("append", strings.TrimPrefix(one, address))
		list.AppendChild(item)
	}
}

func (p *Panel) fillTopicFixes(list element, fixes []string) {
	empty(list)
	for _, fix := range fixes {
		item := p.create("li")
		p.appendSegments(item, richtext.Template(fix))
		list.AppendChild(item)
	}
}

func (p *Panel) drawLinks(section element, topics []browse.Topic) {
	show(section, len(topics) > 0)
	list := find(section, "ul")
	empty(list)
	for _, t := range topics {
		item := p.piece("relative")
		find(item, "code").Remove()
		p.pointTo(find(item, ".link"), t, t.Title())
		find(item, ".pack").SetTextContent(t.ID())
		list.AppendChild(item)
	}
}

// pointTo makes a button lead to a topic.
func (p *Panel) pointTo(link element, t browse.Topic, text string) {
	link.SetTextContent(text)
	link.SetAttribute("data-address", t.Address())
}

// fillFolded writes a folded list, or nothing where it would be empty.
func (p *Panel) fillFolded(details element, title string, n int, fill func(list element)) {
	show(details, n > 0)
	find(details, "summary").SetTextContent(p.text(title, strconv.Itoa(n)))
	list := find(details, "ul")
	empty(list)
	fill(list)
}

// topicForm is a message with what came with it.
func (p *Panel) topicForm(signs string, message []richtext.Run, source string) element {
	item := p.piece("topic-form")
	find(item, ".signs").SetTextContent(signs)
	p.setSegments(find(item, "pre"), message)
	show(find(item, "pre"), len(message) > 0)
	link := find(item, "a")
	address := richtext.SourceAddress(source)
	show(link, address != "")
	link.SetAttribute("href", address)
	return item
}

// symptomText is an example in one line.
func (p *Panel) symptomText(s catalog.Symptom) string {
	body := ""
	if s.Message == "" && s.Body != "" {
		body = p.text("catalogueBody", s.Body, strings.Join(s.Keys, ", "))
		if len(s.Keys) == 0 {
			body = s.Body
		}
	}
	return redact.Text(richtext.Join(" · ", number(s.Status), richtext.Join(" ", s.Type, s.Reason), s.Message, body, s.Network))
}

func (p *Panel) drawEndpoint(page element, t browse.Topic) {
	e := t.Endpoint
	in := func(selector string) element { return find(page, selector) }
	in(".subtitle").SetTextContent(richtext.Join(" · ", t.Pack.Name, p.stateText(e.State)))
	host := e.Host
	if host == "" && len(t.Pack.Hosts) > 0 {
		host, _, _ = strings.Cut(t.Pack.Hosts[0], "/")
	}
	show(in(".message"), true)
	p.setSegments(in(".message"), richtext.Placeholders(e.Method+" https://"+host+e.Path))

	show(in(".needs"), true)
	facts := in(".needs ul")
	empty(facts)
	fact := func(label, text string) {
		if text == "" {
			return
		}
		item := p.piece("topic-fact")
		find(item, ".label").SetTextContent(p.text(label))
		p.setSegments(find(item, ".text"), richtext.Code(text))
		facts.AppendChild(item)
	}
	fact("catalogueScopes", richtext.CodeList(e.Scopes))
	if e.MaxDays > 0 {
		fact("catalogueRange", p.text("catalogueDays", strconv.Itoa(e.MaxDays)))
	}
	fact("cataloguePeriods", richtext.CodeList(e.Periods))
	fact("catalogueNote", e.Note)
	var types []string
	for _, d := range t.Pack.DataTypes {
		if e.Action != "" && slices.Contains(d.Actions, e.Action) {
			types = append(types, d.ID)
		}
	}
	fact("catalogueDataTypes", richtext.CodeList(types))
	show(in(".needs"), facts.Get("childElementCount").Int() > 0)

	replacements := t.Replacements()
	show(in(".replacements"), len(replacements) > 0)
	list := in(".replacements ul")
	empty(list)
	for _, r := range replacements {
		list.AppendChild(p.topicReplacement(t.Pack, r))
	}
}

func (p *Panel) stateText(state string) string {
	switch state {
	case "undocumented":
		return p.text("catalogueUndocumented")
	case "deprecated":
		return p.text("catalogueDeprecated")
	case "retired":
		return p.text("catalogueNoLonger")
	}
	return state
}

// topicReplacement is one successor of an endpoint, and when it is the one.
func (p *Panel) topicReplacement(pack *catalog.Pack, r *catalog.Replacement) element {
	item := p.piece("topic-replacement")
	successor := ""
	if pack.Successor != nil {
		successor = pack.Successor.Name
	}
	var when []string
	for name, values := range r.Values {
		when = append(when, "{"+name+"} = "+strings.Join(values, ", "))
	}
	slices.Sort(when)
	find(item, ".name").SetTextContent(richtext.Join(" · ", successor, r.Name))
	p.setCertainty(find(item, ".sure"), r.Certainty, r.Source)
	find(item, ".when").SetTextContent(strings.Join(when, "; "))
	calls := find(item, ".calls")
	for _, call := range r.Calls {
		line := p.piece("successor-call")
		address := browse.Called(call)
		find(line, ".gives").SetTextContent(call.Gives)
		find(line, ".address").SetTextContent(call.Method + " " + address)
		find(line, ".copy").SetAttribute("data-text", address)
		find(line, ".sent").SetTextContent(call.Body)
		show(find(line, ".sent"), call.Body != "")
		calls.AppendChild(line)
	}
	show(find(item, ".nothing"), r.None != "")
	p.setSegments(find(item, ".nothing"), richtext.Code(r.None))
	return item
}

// number is a status as text, "" when there is none.
func number(status int) string {
	if status == 0 {
		return ""
	}
	return strconv.Itoa(status)
}
