//go:build js && wasm

package catalogview

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
func (v *View) drawTopic() {
	sheet := v.Find("#topic")
	in := func(selector string) page.Element { return page.Find(sheet, selector) }
	page.Show(sheet, v.address != "")
	if v.address == "" {
		return
	}
	sheet.Set("scrollTop", 0)
	t, asked := v.place.Topic, v.place.Asked
	page.Each(sheet, ":scope > :is(section, details, pre, .deeds)", func(e page.Element) { page.Show(e, false) })
	if t.None() {
		in(".title").SetTextContent(v.Text("catalogNoEntry", asked))
		in(".subtitle").SetTextContent("")
		text := v.Text("catalogUnknown")
		if v.place.Why != "" {
			text = v.Text("catalogRetired", v.place.Why)
		}
		v.SetRuns(in(".aside"), richtext.Code(text))
		page.Show(in(".aside"), true)
		return
	}
	in(".title").SetTextContent(t.Title())
	page.Show(in(".aside"), asked != "")
	if asked != "" {
		v.SetRuns(in(".aside"), richtext.Code(v.Text("catalogRenamed", asked, t.ID())))
	}
	v.drawDeeds(t)
	switch {
	case t.Entry != nil:
		v.drawEntry(sheet, t)
	case t.Cause != nil:
		v.drawCause(sheet, t)
	case t.Endpoint != nil:
		v.drawEndpoint(sheet, t)
	}
}

// drawDeeds writes what can be done with a topic.
func (v *View) drawDeeds(t browse.Topic) {
	deeds := v.Find("#topic .deeds")
	page.Show(deeds, true)
	back := page.Find(deeds, ".back")
	page.Show(back, v.from != 0)
	back.SetTextContent(v.Text("catalogBack", strconv.Itoa(v.from)))
	// An address that others can open: that of a page on a server, otherwise the part that
	// leads to the same place in their own copy of it.
	link, help := "misstep.html", "copyLinkOwn"
	if location := v.Window.Get("location"); v.offline && location.Get("protocol").String() != "file:" {
		link, help = location.Get("origin").String()+location.Get("pathname").String(), "copyLinkHelp"
	}
	button := page.Find(deeds, ".copy-link")
	button.SetAttribute("data-text", link+t.Address())
	button.SetTitle(v.Text(help))
	v.drawSeenTimes()
}

// drawSeenTimes shows how often the article's subject occurs in the session.
func (v *View) drawSeenTimes() {
	t := v.place.Topic
	if v.address == "" || t.None() {
		return
	}
	n := 0
	if t.Endpoint == nil {
		n = v.host.Showing(t.ID())
	}
	button := v.Find("#topic .seen-times")
	page.Show(button, n > 0)
	key := "catalogSeen"
	if n == 1 {
		key = "catalogSeenOnce"
	}
	button.SetTextContent(v.Text(key, strconv.Itoa(n)))
}

func (v *View) drawEntry(sheet page.Element, t browse.Topic) {
	e := t.Entry
	in := func(selector string) page.Element { return page.Find(sheet, selector) }
	status := v.facetText(strconv.Itoa(e.Status))
	if e.Status == 0 {
		status = v.facetText(cmp.Or(map[string]string{catalog.KindError: browse.FacetOther}[e.Kind], e.Kind))
	}
	reason := e.Reason
	if reason == e.Type {
		reason = ""
	}
	in(".subtitle").SetTextContent(richtext.Join(" · ", status, e.Type, reason, t.Pack.Name, e.ID))
	page.Show(in(".message"), e.Message != "")
	v.SetRuns(in(".message"), richtext.Placeholders(e.Message))
	v.drawMeaning(sheet, e.Cause, t.Steps(v.session.Catalog()), e.Docs, richtext.Join("; ", e.Source, e.Seen))

	causes := t.Causes()
	v.fillFolded(in(".causes"), "catalogReasons", len(causes), func(list page.Element) {
		for _, cause := range causes {
			item := v.Piece("topic-cause")
			page.Find(item, "summary").SetTextContent(cause.Cause.Title)
			v.SetRuns(page.Find(item, ".because"), richtext.Template(cause.Cause.Cause))
			v.fillTopicFixes(page.Find(item, ".fixes"), cause.Cause.Fixes)
			page.PointTo(page.Find(item, ".link"), cause.Address(), cause.Cause.ID)
			list.AppendChild(item)
		}
	})
	v.fillFolded(in(".forms"), "catalogForms", len(e.Variants), func(list page.Element) {
		for _, form := range e.Variants {
			status := form.Status
			if status == 0 {
				status = e.Status
			}
			list.AppendChild(v.topicForm(richtext.Join(" · ", number(status), cmp.Or(form.Type, e.Type), form.Seen), richtext.Placeholders(cmp.Or(form.Message, e.Message)), form.Source))
		}
	})
	v.fillFolded(in(".examples"), "catalogExamples", len(e.Examples), func(list page.Element) {
		for _, x := range e.Examples {
			list.AppendChild(v.topicForm(redact.Text(x.Request), []richtext.Run{{Text: v.symptomText(x.Symptom)}}, ""))
		}
	})
	relatives := t.SeeAlso(v.session.Catalog())
	page.Show(in(".relatives"), len(relatives) > 0)
	list := in(".relatives ul")
	page.Empty(list)
	for _, relative := range relatives {
		item := v.Piece("relative")
		code := page.Find(item, "code")
		code.SetTextContent(v.symptomText(relative.Symptom))
		page.Show(code, code.TextContent() != "")
		link := page.Find(item, ".link")
		page.Show(link, !relative.Topic.None())
		if !relative.Topic.None() {
			page.PointTo(link, relative.Topic.Address(), relative.Topic.Title())
			page.Find(item, ".pack").SetTextContent(map[bool]string{true: relative.Topic.Pack.Name}[relative.Topic.Pack != t.Pack])
		}
		list.AppendChild(item)
	}
}

func (v *View) drawCause(sheet page.Element, t browse.Topic) {
	c := t.Cause
	page.Find(sheet, ".subtitle").SetTextContent(richtext.Join(" · ", v.Text("catalogCause"), t.Pack.Name, c.ID))
	v.drawMeaning(sheet, c.Cause, t.Steps(v.session.Catalog()), c.Docs, c.Source)
	v.drawLinks(page.Find(sheet, ".explains"), t.Explains())
}

// drawMeaning writes what entries and causes have in common.
func (v *View) drawMeaning(sheet page.Element, cause string, fixes, docs []string, source string) {
	in := func(selector string) page.Element { return page.Find(sheet, selector) }
	page.Show(in(".means"), cause != "")
	v.SetRuns(in(".cause"), richtext.Template(cause))
	page.Show(in(".fix"), len(fixes) > 0)
	v.fillTopicFixes(in(".fix .fixes"), fixes)
	v.FillDocs(in(".docs"), docs)
	page.Show(in(".origin"), source != "")
	list := in(".origin ul")
	page.Empty(list)
	for _, one := range strings.Split(source, "; ") {
		item := v.Piece("link")
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

func (v *View) fillTopicFixes(list page.Element, fixes []string) {
	page.Empty(list)
	for _, fix := range fixes {
		item := v.Create("li")
		v.AppendRuns(item, richtext.Template(fix))
		list.AppendChild(item)
	}
}

func (v *View) drawLinks(section page.Element, topics []browse.Topic) {
	page.Show(section, len(topics) > 0)
	list := page.Find(section, "ul")
	page.Empty(list)
	for _, t := range topics {
		item := v.Piece("relative")
		page.Find(item, "code").Remove()
		page.PointTo(page.Find(item, ".link"), t.Address(), t.Title())
		page.Find(item, ".pack").SetTextContent(t.ID())
		list.AppendChild(item)
	}
}

// fillFolded writes a folded list, or nothing where it would be empty.
func (v *View) fillFolded(details page.Element, title string, n int, fill func(list page.Element)) {
	page.Show(details, n > 0)
	page.Find(details, "summary").SetTextContent(v.Text(title, strconv.Itoa(n)))
	list := page.Find(details, "ul")
	page.Empty(list)
	fill(list)
}

// topicForm is a message with what came with it.
func (v *View) topicForm(signs string, message []richtext.Run, source string) page.Element {
	item := v.Piece("topic-form")
	page.Find(item, ".signs").SetTextContent(signs)
	v.SetRuns(page.Find(item, "pre"), message)
	page.Show(page.Find(item, "pre"), len(message) > 0)
	link := page.Find(item, "a")
	address := richtext.SourceAddress(source)
	page.Show(link, address != "")
	link.SetAttribute("href", address)
	return item
}

// symptomText is an example in one line.
func (v *View) symptomText(s catalog.Symptom) string {
	body := ""
	if s.Message == "" && s.Body != "" {
		body = v.Text("catalogBody", s.Body, strings.Join(s.Keys, ", "))
		if len(s.Keys) == 0 {
			body = s.Body
		}
	}
	return redact.Text(richtext.Join(" · ", number(s.Status), richtext.Join(" ", s.Type, s.Reason), s.Message, body, s.Network))
}

func (v *View) drawEndpoint(sheet page.Element, t browse.Topic) {
	e := t.Endpoint
	in := func(selector string) page.Element { return page.Find(sheet, selector) }
	in(".subtitle").SetTextContent(richtext.Join(" · ", t.Pack.Name, v.stateText(e.State)))
	host := e.Host
	if host == "" && len(t.Pack.Hosts) > 0 {
		host, _, _ = strings.Cut(t.Pack.Hosts[0], "/")
	}
	page.Show(in(".message"), true)
	v.SetRuns(in(".message"), richtext.Placeholders(e.Method+" https://"+host+e.Path))

	page.Show(in(".needs"), true)
	facts := in(".needs ul")
	page.Empty(facts)
	fact := func(label, text string) {
		if text == "" {
			return
		}
		item := v.Piece("topic-fact")
		page.Find(item, ".label").SetTextContent(v.Text(label))
		v.SetRuns(page.Find(item, ".text"), richtext.Code(text))
		facts.AppendChild(item)
	}
	fact("catalogScopes", richtext.CodeList(e.ScopesToRead()))
	if e.MaxDays > 0 {
		fact("catalogRange", v.Text("catalogDays", strconv.Itoa(e.MaxDays)))
	}
	fact("catalogPeriods", richtext.CodeList(e.Periods))
	fact("catalogNote", e.Note)
	var types []string
	for _, d := range t.Pack.DataTypes {
		if e.Action != "" && slices.Contains(d.Actions, e.Action) {
			types = append(types, d.ID)
		}
	}
	fact("catalogDataTypes", richtext.CodeList(types))
	page.Show(in(".needs"), facts.Get("childElementCount").Int() > 0)

	replacements := t.Replacements()
	page.Show(in(".replacements"), len(replacements) > 0)
	list := in(".replacements ul")
	page.Empty(list)
	for _, r := range replacements {
		list.AppendChild(v.topicReplacement(t.Pack, r))
	}
}

func (v *View) stateText(state string) string {
	switch state {
	case "undocumented":
		return v.Text("catalogUndocumented")
	case "deprecated":
		return v.Text("catalogDeprecated")
	case "retired":
		return v.Text("catalogNoLonger")
	}
	return state
}

// topicReplacement is one successor of an endpoint, and when it is the one.
func (v *View) topicReplacement(pack *catalog.Pack, r *catalog.Replacement) page.Element {
	item := v.Piece("topic-replacement")
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
	v.SetCertainty(page.Find(item, ".sure"), r.Certainty, r.Source)
	page.Find(item, ".when").SetTextContent(strings.Join(when, "; "))
	calls := page.Find(item, ".calls")
	for _, call := range r.Calls {
		line := v.Piece("successor-call")
		address := browse.Called(call)
		page.Find(line, ".gives").SetTextContent(call.Gives)
		page.Find(line, ".address").SetTextContent(call.Method + " " + address)
		page.Find(line, ".copy").SetAttribute("data-text", address)
		page.Find(line, ".sent").SetTextContent(call.Body)
		page.Show(page.Find(line, ".sent"), call.Body != "")
		page.Show(page.Find(line, ".encoded"), false) // a template is none
		calls.AppendChild(line)
	}
	page.Show(page.Find(item, ".nothing"), r.None != "")
	v.SetRuns(page.Find(item, ".nothing"), richtext.Code(r.None))
	return item
}

// number is a status as text, "" when there is none.
func number(status int) string {
	if status == 0 {
		return ""
	}
	return strconv.Itoa(status)
}
