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
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// drawTopic writes what is read, or why there is nothing to read.
func (p *Panel) drawTopic() {
	r := &p.reader
	sheet := p.Find("#topic")
	in := func(selector string) page.Element { return page.Find(sheet, selector) }
	page.Show(sheet, r.address != "")
	if r.address == "" {
		return
	}
	sheet.Set("scrollTop", 0)
	t, asked := r.place.Topic, r.place.Asked
	page.Each(sheet, ":scope > :is(section, details, pre, .deeds)", func(e page.Element) { page.Show(e, false) })
	if t.None() {
		in(".title").SetTextContent(p.Text("catalogueNoEntry", asked))
		in(".subtitle").SetTextContent("")
		text := p.Text("catalogueUnknown")
		if r.place.Why != "" {
			text = p.Text("catalogueRetired", r.place.Why)
		}
		p.SetRuns(in(".aside"), richtext.Code(text))
		page.Show(in(".aside"), true)
		return
	}
	in(".title").SetTextContent(t.Title())
	page.Show(in(".aside"), asked != "")
	if asked != "" {
		p.SetRuns(in(".aside"), richtext.Code(p.Text("catalogueRenamed", asked, t.ID())))
	}
	p.drawDeeds(t)
	switch {
	case t.Entry != nil:
		p.drawEntry(sheet, t)
	case t.Cause != nil:
		p.drawCause(sheet, t)
	case t.Endpoint != nil:
		p.drawEndpoint(sheet, t)
	}
}

// drawDeeds writes what can be done with a topic.
func (p *Panel) drawDeeds(t browse.Topic) {
	r := &p.reader
	deeds := p.Find("#topic .deeds")
	page.Show(deeds, true)
	back := page.Find(deeds, ".back")
	page.Show(back, r.from != 0)
	back.SetTextContent(p.Text("catalogueBack", strconv.Itoa(r.from)))
	link := "misstep.html"
	if p.face == "page" {
		location := p.Window.Get("location")
		link = location.Get("origin").String() + location.Get("pathname").String()
		if location.Get("protocol").String() == "file:" {
			link = "file://" + location.Get("pathname").String()
		}
	}
	page.Find(deeds, ".copy-link").SetAttribute("data-text", link+t.Address())
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
	button := p.Find("#topic .seen-times")
	page.Show(button, n > 0)
	key := "catalogueSeen"
	if n == 1 {
		key = "catalogueSeenOnce"
	}
	button.SetTextContent(p.Text(key, strconv.Itoa(n)))
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

func (p *Panel) drawEntry(sheet page.Element, t browse.Topic) {
	e := t.Entry
	in := func(selector string) page.Element { return page.Find(sheet, selector) }
	status := p.facetText(strconv.Itoa(e.Status))
	if e.Status == 0 {
		status = p.facetText(cmp.Or(map[string]string{catalog.KindError: browse.FacetOther}[e.Kind], e.Kind))
	}
	in(".subtitle").SetTextContent(richtext.Join(" · ", status, e.Type, e.Reason, t.Pack.Name, e.ID))
	page.Show(in(".message"), e.Message != "")
	p.SetRuns(in(".message"), richtext.Placeholders(e.Message))
	p.drawMeaning(sheet, e.Cause, e.Fixes, e.Docs, richtext.Join("; ", e.Source, e.Seen))

	causes := t.Causes()
	p.fillFolded(in(".causes"), "catalogueReasons", len(causes), func(list page.Element) {
		for _, cause := range causes {
			item := p.Piece("topic-cause")
			page.Find(item, "summary").SetTextContent(cause.Cause.Title)
			p.SetRuns(page.Find(item, ".because"), richtext.Template(cause.Cause.Cause))
			p.fillTopicFixes(page.Find(item, ".fixes"), cause.Cause.Fixes)
			p.pointTo(page.Find(item, ".link"), cause, cause.Cause.ID)
			list.AppendChild(item)
		}
	})
	p.fillFolded(in(".forms"), "catalogueForms", len(e.Variants), func(list page.Element) {
		for _, v := range e.Variants {
			status := v.Status
			if status == 0 {
				status = e.Status
			}
			list.AppendChild(p.topicForm(richtext.Join(" · ", number(status), cmp.Or(v.Type, e.Type), v.Seen), richtext.Placeholders(cmp.Or(v.Message, e.Message)), v.Source))
		}
	})
	p.fillFolded(in(".examples"), "catalogueExamples", len(e.Examples), func(list page.Element) {
		for _, x := range e.Examples {
			list.AppendChild(p.topicForm(redact.Text(x.Request), []richtext.Run{{Text: p.symptomText(x.Symptom)}}, ""))
		}
	})
	relatives := t.Relatives(p.session.Catalog())
	page.Show(in(".relatives"), len(relatives) > 0)
	list := in(".relatives ul")
	page.Empty(list)
	for _, relative := range relatives {
		item := p.Piece("relative")
		code := page.Find(item, "code")
		code.SetTextContent(p.symptomText(relative.Symptom))
		page.Show(code, code.TextContent() != "")
		link := page.Find(item, ".link")
		page.Show(link, !relative.Topic.None())
		if !relative.Topic.None() {
			p.pointTo(link, relative.Topic, relative.Topic.Title())
			page.Find(item, ".pack").SetTextContent(map[bool]string{true: relative.Topic.Pack.Name}[relative.Topic.Pack != t.Pack])
		}
		list.AppendChild(item)
	}
}

func (p *Panel) drawCause(sheet page.Element, t browse.Topic) {
	c := t.Cause
	page.Find(sheet, ".subtitle").SetTextContent(richtext.Join(" · ", p.Text("catalogueCause"), t.Pack.Name, c.ID))
	p.drawMeaning(sheet, c.Cause, c.Fixes, c.Docs, c.Source)
	p.drawLinks(page.Find(sheet, ".explains"), t.Explains())
}

// drawMeaning writes what entries and causes have in common.
func (p *Panel) drawMeaning(sheet page.Element, cause string, fixes, docs []string, source string) {
	in := func(selector string) page.Element { return page.Find(sheet, selector) }
	page.Show(in(".means"), cause != "")
	p.SetRuns(in(".cause"), richtext.Template(cause))
	page.Show(in(".fix"), len(fixes) > 0)
	p.fillTopicFixes(in(".fix .fixes"), fixes)
	p.FillDocs(in(".docs"), docs)
	page.Show(in(".origin"), source != "")
	list := in(".origin ul")
	page.Empty(list)
	for _, one := range strings.Split(source, "; ") {
		item := p.Piece("link")
		a := page.Find(item, "a")
		address := richtext.SourceAddress(one)
		text, _ := richtext.LinkText(address)
		a.SetTextContent(text)
		a.SetAttribute("href", address)
		page.Show(a, address != "")
		item.Call("append", strings.TrimPrefix(one, address))
		list.AppendChild(item)
	}
}

func (p *Panel) fillTopicFixes(list page.Element, fixes []string) {
	page.Empty(list)
	for _, fix := range fixes {
		item := p.Create("li")
		p.AppendRuns(item, richtext.Template(fix))
		list.AppendChild(item)
	}
}

func (p *Panel) drawLinks(section page.Element, topics []browse.Topic) {
	page.Show(section, len(topics) > 0)
	list := page.Find(section, "ul")
	page.Empty(list)
	for _, t := range topics {
		item := p.Piece("relative")
		page.Find(item, "code").Remove()
		p.pointTo(page.Find(item, ".link"), t, t.Title())
		page.Find(item, ".pack").SetTextContent(t.ID())
		list.AppendChild(item)
	}
}

// pointTo makes a button lead to a topic.
func (p *Panel) pointTo(link page.Element, t browse.Topic, text string) {
	link.SetTextContent(text)
	link.SetAttribute("data-address", t.Address())
}

// fillFolded writes a folded list, or nothing where it would be empty.
func (p *Panel) fillFolded(details page.Element, title string, n int, fill func(list page.Element)) {
	page.Show(details, n > 0)
	page.Find(details, "summary").SetTextContent(p.Text(title, strconv.Itoa(n)))
	list := page.Find(details, "ul")
	page.Empty(list)
	fill(list)
}

// topicForm is a message with what came with it.
func (p *Panel) topicForm(signs string, message []richtext.Run, source string) page.Element {
	item := p.Piece("topic-form")
	page.Find(item, ".signs").SetTextContent(signs)
	p.SetRuns(page.Find(item, "pre"), message)
	page.Show(page.Find(item, "pre"), len(message) > 0)
	link := page.Find(item, "a")
	address := richtext.SourceAddress(source)
	page.Show(link, address != "")
	link.SetAttribute("href", address)
	return item
}

// symptomText is an example in one line.
func (p *Panel) symptomText(s catalog.Symptom) string {
	body := ""
	if s.Message == "" && s.Body != "" {
		body = p.Text("catalogueBody", s.Body, strings.Join(s.Keys, ", "))
		if len(s.Keys) == 0 {
			body = s.Body
		}
	}
	return redact.Text(richtext.Join(" · ", number(s.Status), richtext.Join(" ", s.Type, s.Reason), s.Message, body, s.Network))
}

func (p *Panel) drawEndpoint(sheet page.Element, t browse.Topic) {
	e := t.Endpoint
	in := func(selector string) page.Element { return page.Find(sheet, selector) }
	in(".subtitle").SetTextContent(richtext.Join(" · ", t.Pack.Name, p.stateText(e.State)))
	host := e.Host
	if host == "" && len(t.Pack.Hosts) > 0 {
		host, _, _ = strings.Cut(t.Pack.Hosts[0], "/")
	}
	page.Show(in(".message"), true)
	p.SetRuns(in(".message"), richtext.Placeholders(e.Method+" https://"+host+e.Path))

	page.Show(in(".needs"), true)
	facts := in(".needs ul")
	page.Empty(facts)
	fact := func(label, text string) {
		if text == "" {
			return
		}
		item := p.Piece("topic-fact")
		page.Find(item, ".label").SetTextContent(p.Text(label))
		p.SetRuns(page.Find(item, ".text"), richtext.Code(text))
		facts.AppendChild(item)
	}
	fact("catalogueScopes", richtext.CodeList(e.Scopes))
	if e.MaxDays > 0 {
		fact("catalogueRange", p.Text("catalogueDays", strconv.Itoa(e.MaxDays)))
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
	page.Show(in(".needs"), facts.Get("childElementCount").Int() > 0)

	replacements := t.Replacements()
	page.Show(in(".replacements"), len(replacements) > 0)
	list := in(".replacements ul")
	page.Empty(list)
	for _, r := range replacements {
		list.AppendChild(p.topicReplacement(t.Pack, r))
	}
}

func (p *Panel) stateText(state string) string {
	switch state {
	case "undocumented":
		return p.Text("catalogueUndocumented")
	case "deprecated":
		return p.Text("catalogueDeprecated")
	case "retired":
		return p.Text("catalogueNoLonger")
	}
	return state
}

// topicReplacement is one successor of an endpoint, and when it is the one.
func (p *Panel) topicReplacement(pack *catalog.Pack, r *catalog.Replacement) page.Element {
	item := p.Piece("topic-replacement")
	successor := ""
	if pack.Successor != nil {
		successor = pack.Successor.Name
	}
	var when []string
	for name, values := range r.Values {
		when = append(when, "{"+name+"} = "+strings.Join(values, ", "))
	}
	slices.Sort(when)
	page.Find(item, ".name").SetTextContent(richtext.Join(" · ", successor, r.Name))
	p.SetCertainty(page.Find(item, ".sure"), r.Certainty, r.Source)
	page.Find(item, ".when").SetTextContent(strings.Join(when, "; "))
	calls := page.Find(item, ".calls")
	for _, call := range r.Calls {
		line := p.Piece("successor-call")
		address := browse.Called(call)
		page.Find(line, ".gives").SetTextContent(call.Gives)
		page.Find(line, ".address").SetTextContent(call.Method + " " + address)
		page.Find(line, ".copy").SetAttribute("data-text", address)
		page.Find(line, ".sent").SetTextContent(call.Body)
		page.Show(page.Find(line, ".sent"), call.Body != "")
		calls.AppendChild(line)
	}
	page.Show(page.Find(item, ".nothing"), r.None != "")
	p.SetRuns(page.Find(item, ".nothing"), richtext.Code(r.None))
	return item
}

// number is a status as text, "" when there is none.
func number(status int) string {
	if status == 0 {
		return ""
	}
	return strconv.Itoa(status)
}
