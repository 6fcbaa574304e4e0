//go:build js && wasm

package detail

import (
	"slices"
	"strconv"
	"strings"
	"syscall/js"

	"misstep/catalog/location"
	"misstep/catalog/search"
	"misstep/wasm/analysis"
	"misstep/wasm/browse"
	"misstep/wasm/diagnosis"
	"misstep/wasm/find"
	"misstep/wasm/httpmsg"
	"misstep/wasm/redact"
	"misstep/wasm/settings"
	"misstep/wasm/ui/listmodel"
	"misstep/wasm/ui/page"
	"misstep/wasm/ui/richtext"
)

// A Host is what the view asks of what is around it.
type Host interface {
	Tab() string         // the one that is shown
	Selected() int       // exchange, 0: none
	Select(exchange int) // another one
	FocusList()
}

// A View is the explanation of the selected exchange.
type View struct {
	*page.Page
	session  *diagnosis.Session
	settings *settings.Settings
	host     Host

	open         map[string]bool // sections that are unfolded
	trail        []stop          // exchanges that were left by a link, the last is the latest
	shownFor     int             // exchange that was drawn
	comparedWith int             // exchange that a person chose; 0: none
	revealed     map[string]bool // hidden values that are shown, by name

	// Of the present window.
	el       elements
	shown    explanation
	pointed  *anchor       // that is marked
	pattern  *find.Pattern // whose matches are marked; nil: none
	cameFrom page.Element  // the link that led there
}

// An explanation is what was drawn of an exchange.
type explanation struct {
	places   map[location.Location]*anchor // by where evidence says it was read
	claims   map[string]*anchor            // of the token, by their names
	mask     *redact.Aliases               // what is known to be secret, in other requests too
	known    map[string]string             // secrets of the exchange, by how they look masked
	secrets  map[string]string             // what the hidden values on screen are, by name
	evidence []analysis.Evidence
	token    *diagnosis.Token
	bodies   map[location.Location]string // by place, as recorded
	whole    map[location.Location]bool   // bodies that are shown whole
	rest     func()                       // writes what was left out; nil: nothing was
}

// elements are those that are written to.
type elements struct {
	detail, title, certainty, subtitle    page.Element
	quote, message, moreMessage           page.Element
	why, cause, fix, fixes, seen, repeats page.Element
	request, response                     half
	others, readings, docs                page.Element
	field, fact, reading                  page.Element // of templates
}

// A half shows a request, or a response, which has no parameters.
type half struct{ section, line, headers, parameters, body page.Element }

// sections of the detail that fold, by their classes.
var sections = []string{"repeats", "request", "response", "token", "flow", "compare", "others", "docs"}

// New is the view of a session's exchanges, with the sections unfolded that
// were so when it was left.
func New(p *page.Page, session *diagnosis.Session, remembered *settings.Settings, host Host) *View {
	v := &View{Page: p, session: session, settings: remembered, host: host, open: map[string]bool{}}
	for _, name := range strings.Fields(remembered.View().Open) {
		v.open[name] = true
	}
	p.Secret = v.secretButton
	p.Menu.Add(v.factMenu())
	return v
}

// Attach takes the elements of the present window.
func (v *View) Attach() {
	in := func(selector string) page.Element { return v.Find("#detail " + selector) }
	template := func(id string) page.Element { return page.Content(v.Find("template#" + id)) }
	v.el = elements{
		detail: v.Find("#detail"), title: in(".title"), certainty: in(".certainty"), subtitle: in(".subtitle"),
		quote: in(".quote"), message: in(".message"), moreMessage: in(".quote .more"),
		why: in(".why"), cause: in(".cause"), fix: in(".fix"), fixes: in(".fixes"), seen: in(".seen"), repeats: in(".repeats"),
		request:  half{in(".request"), in(".request .line"), in(".request .headers"), in(".request .parameters"), in(".request .body")},
		response: half{section: in(".response"), line: in(".response .line"), headers: in(".response .headers"), body: in(".response .body")},
		others:   in(".others"), readings: in(".readings"), docs: in(".docs"),
		field: template("field"), fact: template("fact"), reading: template("reading"),
	}
	for name, open := range v.open {
		in("details."+name).Set("open", open)
	}
	v.OnResize(v.el.quote, v.fitMessage)
	v.On(v.el.detail, "toggle", true, func(event js.Value) { // toggle does not bubble
		e := page.Wrap(event.Get("target"))
		for _, name := range sections {
			if e.Class().Contains(name) {
				v.unfolded(name, e.Get("open").Bool())
			}
		}
	})
}

// Detach forgets what is of the window.
func (v *View) Detach() {
	v.el, v.shown, v.pointed, v.cameFrom = elements{}, explanation{}, nil, nil
}

// Reset forgets the exchanges that were shown.
func (v *View) Reset() { v.trail, v.shownFor, v.revealed, v.comparedWith = nil, 0, nil, 0 }

// Leave is for when an exchange is going to be selected, by a person or not. It
// scrolls back before all of it is new, and would have to be laid out for this.
func (v *View) Leave() {
	if v.host.Selected() != 0 && v.Alive() {
		v.el.detail.Set("scrollTop", 0)
	}
	v.trail = nil
}

// Focus has keys go to the explanation.
func (v *View) Focus() { v.el.detail.Focus() }

// Contains reports whether an element is in the explanation.
func (v *View) Contains(target js.Value) bool { return v.el.detail.Call("contains", target).Bool() }

// Unfinished reports whether there is a rest that Finish writes.
func (v *View) Unfinished() bool { return v.shown.rest != nil }

// Render writes the explanation of the selected exchange.
func (v *View) Render() {
	v.Begin()
	v.Finish()
}

// Begin writes what failed, why, and what to do, and leaves the rest to Finish,
// in a task of its own where both together take too long.
func (v *View) Begin() {
	page.Show(v.el.detail, v.host.Selected() != 0)
	v.leave()
	if v.host.Selected() == 0 {
		v.shown.rest = nil
		return
	}
	mask := v.session.Screen()
	x, d := v.session.Exchange(v.host.Selected()), v.session.Diagnosis(v.host.Selected()).Rewritten(mask.Known)
	l := listmodel.NewRowText(x, d.Summary(), mask, v.Text, v.Zone)
	v.shown = explanation{places: map[location.Location]*anchor{}, claims: map[string]*anchor{}, mask: mask, known: richtext.SecretsOf(x, mask), secrets: map[string]string{}, token: v.session.Token(v.host.Selected()), bodies: map[location.Location]string{}, whole: map[location.Location]bool{}}

	var best diagnosis.Finding
	var others []diagnosis.Finding
	var entry browse.Topic
	switch {
	case len(d.Findings) > 0:
		best, others = d.Findings[0], d.Findings[1:]
		entry = v.topicOf(best)
	case d.Failed || d.Unknown:
		best.Title, best.Cause = v.Text("unknownTitle"), v.Text("unknownCause")
		best.Message = redact.Text(d.Message)
		best.Evidence = v.lookedAt(x, d)
	default:
		best.Title, best.Cause = v.Text("noErrorTitle"), v.Text("noErrorCause")
	}
	v.shown.evidence = best.Evidence

	title := best.Title
	if best.Hidden {
		title = diagnosis.Headline(title, best.Fact)
	}
	v.el.title.SetTextContent(title)
	v.el.certainty.SetTextContent(v.Certainty(best.Certainty))
	v.el.certainty.SetAttribute("data-certainty", string(best.Certainty))
	status := l.Status
	if l.Code == 0 && x.Pasted != "" {
		status = "" // a text that names none
	}
	v.setTimed(v.el.subtitle, richtext.Join(" · ", status, richtext.Join(" ", l.Method, l.Endpoint), richtext.UTC(x.Started)))
	if !entry.None() {
		v.el.subtitle.Call("append", " · ")
		v.el.subtitle.AppendChild(v.topicLink(entry))
	}
	if l.Code == 0 && d.Failed && x.Pasted == "" {
		v.el.subtitle.SetTitle(v.Text("statusFailedHelp"))
	} else {
		v.el.subtitle.SetTitle(l.Address)
	}
	page.Show(v.el.why, best.Cause+best.Message != "")
	v.SetRuns(v.el.cause, v.told("cause", best.Cause))
	v.drawMessage(best, len(d.Findings) > 0)
	page.Show(v.el.fix, len(best.Fixes) > 0)
	v.fillFixes(v.el.fixes, best.Fixes)
	v.drawReplacement(d.Replacement)
	v.el.detail.SetAttribute("data-begun", "")
	v.shown.rest = func() {
		// Places first: evidence leads to them.
		v.drawRequest(x, l)
		v.drawResponse(x, l)
		v.drawToken(x)
		v.drawEvidence(best.Evidence)
		v.drawOffers(best.Steps)
		v.drawLife(page.Find(v.el.why, ".life"), v.shown.token != nil && v.tellsOfLife(best.Evidence))
		v.drawNearest(d)
		v.drawActions(x, d)
		v.drawFlow()
		v.drawComparison(d)
		v.drawOthers(others)
		v.FillDocs(v.el.docs, best.Docs)
		v.drawTrail()
		v.el.detail.RemoveAttribute("data-begun")
		v.fitMessage()
		if v.pattern != nil {
			v.mark()
		}
	}
}

// Finish writes what Begin left out.
func (v *View) Finish() {
	if rest := v.shown.rest; rest != nil {
		v.shown.rest = nil
		rest()
	}
}

// leave forgets what is of the drawing before.
func (v *View) leave() {
	if v.shownFor != v.host.Selected() {
		v.shownFor, v.revealed, v.comparedWith = v.host.Selected(), nil, 0
	}
	v.pointed, v.cameFrom = nil, nil
	v.Menu.Close()
}

// told is a text of a finding: its code, its secrets, its times and the requests
// that it names.
func (v *View) told(place, text string) []richtext.Run {
	runs := v.Zone.Runs(richtext.WithSecrets(place, richtext.Code(text), v.shown.known), v.started())
	return richtext.Requests(runs, func(number int) bool {
		return number >= v.session.First() && number <= v.session.LastID() && number != v.host.Selected()
	})
}

func (v *View) fillFixes(list page.Element, fixes []string) {
	page.Empty(list)
	for i, fix := range fixes {
		item := v.Create("li")
		v.AppendRuns(item, v.told("fix "+strconv.Itoa(i), fix))
		list.AppendChild(item)
	}
}

func (v *View) drawOthers(others []diagnosis.Finding) {
	page.Show(v.el.others, len(others) > 0)
	key := "othersAlso"
	if slices.ContainsFunc(others, func(f diagnosis.Finding) bool { return f.Certainty != analysis.Also }) {
		key = "others"
	}
	page.Find(v.el.others, "summary").SetTextContent(v.Text(key, strconv.Itoa(len(others))))
	page.Empty(v.el.readings)
	for i, other := range others {
		item := page.Clone(v.el.reading)
		page.Find(item, ".name").SetTextContent(other.Title)
		page.Find(item, ".sure").SetTextContent(v.Certainty(other.Certainty))
		if t := v.topicOf(other); !t.None() {
			item.Call("querySelector", ".entry").Call("append", v.topicLink(t).Underlying())
		}
		v.SetRuns(page.Find(item, ".because"), v.told("other "+strconv.Itoa(i), other.Cause))
		fixes := page.Find(item, ".fixes")
		for n, fix := range other.Fixes {
			step := v.Create("li")
			v.AppendRuns(step, v.told("other "+strconv.Itoa(i)+" fix "+strconv.Itoa(n), fix))
			fixes.AppendChild(step)
		}
		v.el.readings.AppendChild(item)
	}
}

// topicOf is what the catalog has of a finding.
func (v *View) topicOf(f diagnosis.Finding) browse.Topic {
	return browse.Resolve(v.session.Catalog(), "#"+browse.Tab+"/"+f.Pack+"/"+f.ID).Topic
}

// topicLink is a link to a topic that shows its ID.
func (v *View) topicLink(t browse.Topic) page.Element {
	link := v.Piece("topic-link")
	page.PointTo(link, t.Address(), t.ID())
	return link
}

// lookedAt is what an unknown error was looked for by.
func (v *View) lookedAt(x *httpmsg.Exchange, d diagnosis.Diagnosis) (list []analysis.Evidence) {
	add := func(label, text string, where location.Location) {
		if text != "" {
			list = append(list, analysis.Evidence{Label: label, Text: text, Where: where})
		}
	}
	if d.Status != 0 {
		add(v.Text("lookedStatus"), strconv.Itoa(d.Status), location.ResponseStatus)
	}
	kind, _ := x.Response.Header("Content-Type")
	add(v.Text("lookedType"), kind, location.ResponseHeader("Content-Type"))
	b := x.Response.Body
	switch {
	case !b.Recorded:
		add(v.Text("lookedBody"), bodyNote(&b, v.Text), location.Location{})
	case b.Text == "":
		add(v.Text("lookedBody"), v.Text("bodyEmpty"), location.Location{})
	default:
		add(v.Text("lookedBody"), richtext.ByteSize(len(b.Text)+b.DroppedBytes), location.ResponseBody)
	}
	if d.Endpoint != "" {
		add(v.Text("lookedEndpoint"), d.Endpoint, location.RequestURL)
	}
	return list
}

// nearestEntries limits how many similar entries are listed for an unknown error.
const nearestEntries = 4

// drawNearest lists the entries whose words are nearest to an unknown error.
func (v *View) drawNearest(d diagnosis.Diagnosis) {
	section := page.Find(v.el.detail, ".nearest")
	list := page.Find(section, "ul")
	page.Empty(list)
	if d.Unknown && len(d.Findings) == 0 && d.Message != "" {
		for _, entry := range search.SimilarErrors(v.session.Catalog(), d.Message, nearestEntries) {
			item := v.Piece("near")
			t := v.topicOf(diagnosis.Finding{Pack: entry.Pack.ID, ID: entry.Error.ID})
			page.PointTo(page.Find(item, ".name"), t.Address(), entry.Error.Title)
			page.Find(item, ".entry").SetTextContent(t.ID())
			list.AppendChild(item)
		}
	}
	page.Show(section, list.Get("childElementCount").Int() > 0)
}

// unfolded remembers which sections of the detail are unfolded.
func (v *View) unfolded(name string, open bool) {
	v.open[name] = open
	var names []string
	for name, open := range v.open {
		if open {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	remembered := v.settings.View()
	remembered.Open = strings.Join(names, " ")
	v.settings.SetView(remembered) // if it cannot be kept, they are folded next time
}
