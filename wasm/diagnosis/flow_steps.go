package diagnosis

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// Kinds of steps of a Flow.
const (
	StepAuthorize = "authorize" // the consent page was asked for
	StepCode      = "code"      // a code came back
	StepToken     = "token"     // the code was exchanged
	StepRefresh   = "refresh"   // a refresh token was exchanged
	StepRevoke    = "revoke"
	StepCall      = "call" // the API was called with the token
)

// A Flow is the way from consent to a call, as far as the session shows it.
type Flow struct {
	Steps   []FlowStep `json:"steps"` // in the order of time
	Omitted int        `json:"left"`  // steps between that were left out
}

// A FlowStep is one exchange of a flow.
type FlowStep struct {
	Kind     string    `json:"kind"`
	Exchange int       `json:"exchange"`
	Started  time.Time `json:"started,omitzero"`
	Status   int       `json:"status"`
	OK       bool      `json:"ok"`
	Current  bool      `json:"current"` // it is the exchange that was asked about
	Guessed  bool      `json:"guessed"` // no code or state shows that it belongs here, only client and time
}

const (
	mostSteps = 12 // of a flow that are listed
	mostTurns = 64 // refreshes that are followed
)

// Flow is the flow that an exchange belongs to; nil when the session shows no
// other step of it.
func (s *Session) Flow(id int) *Flow {
	r := s.Recorded(id)
	x := &r.Exchange
	if x.Request.URL == "" || r.Preflight {
		return nil
	}
	f := flowTracer{session: s, current: id, seen: map[FlowStep]bool{}}
	m := session.EventTimeOf(id, x)
	switch r.Step { // none for the page that a code came back to
	case "authorize":
		f.add(StepAuthorize, id)
		f.fromConsent(s.AuthorizeRequest(id))
	case "token":
		asked := session.ReadTokenRequest(x)
		if asked.Code != "" {
			f.add(StepToken, id)
			f.back(m, asked)
		} else {
			f.add(StepRefresh, id)
			f.spent(asked.Spends)
			f.from(s.IssueWith(asked.Spends))
			if u := s.RefreshUses(asked.Spends); u != nil && len(u.Succeeded) > 0 {
				f.on(s.IssueIn(u.Succeeded[0].ID)) // though it may not be this one
			}
		}
		f.on(s.IssueIn(id))
	case "revoke":
		f.add(StepRevoke, id)
		token, _ := httpmsg.NamedParam(&x.Request, "token")
		f.from(cmp.Or(s.IssueWith(token), s.IssueOf(token)))
	default:
		t, ok := s.passOf(id, s.interpret(r)).Token()
		if !ok {
			if code := httpmsg.FirstParam(httpmsg.Query(x.Request.URL), "code"); len(s.RedirectsWith(code)) > 0 {
				f.add(StepCode, id)
				f.back(m, session.TokenRequest{Code: code})
			}
			break
		}
		f.add(StepCall, id)
		from := s.IssueOf(t.Text)
		f.from(from)
		if from != nil {
			f.refreshesOf(from)
		}
	}
	return f.flow()
}

// A flowTracer gathers the steps of one flow.
type flowTracer struct {
	session *Session
	current int
	seen    map[FlowStep]bool
	steps   []FlowStep
}

func (f *flowTracer) add(kind string, id int) { f.put(FlowStep{Kind: kind, Exchange: id}) }

func (f *flowTracer) put(step FlowStep) {
	key := FlowStep{Kind: step.Kind, Exchange: step.Exchange}
	if f.seen[key] {
		return
	}
	f.seen[key] = true
	x := f.session.Exchange(step.Exchange)
	step.Started, step.Status = x.Started, x.Response.Status
	f.steps = append(f.steps, step)
}

// from adds the response that brought a token, and what led to it.
func (f *flowTracer) from(t *session.TokenIssue) {
	for range mostTurns {
		switch {
		case t == nil:
			return
		case t.Asked != nil:
			f.add(StepAuthorize, t.ID)
			return
		case t.Code != "":
			f.add(StepToken, t.ID)
			f.back(t.EventTime, session.TokenRequest{Client: t.Client, Code: t.Code, Verifier: t.Verifier})
			return
		}
		f.add(StepRefresh, t.ID)
		f.spent(t.Spent)
		t = f.session.IssueWith(t.Spent)
	}
}

// back adds what led to a code: the other uses of it, the redirect that brought
// it, the request for consent.
func (f *flowTracer) back(m session.EventTime, r session.TokenRequest) {
	f.uses(r.Code)
	f.redirects(r.Code)
	if a, sure := f.session.Consent(m, r); a != nil {
		f.put(FlowStep{Kind: StepAuthorize, Exchange: a.ID, Guessed: !sure})
	}
}

// redirects adds how a code came back: to a page, or, where that was not seen,
// in the response that sent the browser there.
func (f *flowTracer) redirects(code string) {
	list := session.FirstFew(f.session.RedirectsWith(code))
	at := slices.IndexFunc(list, func(r session.Redirect) bool { return r.Page != "" })
	if at < 0 && len(list) > 0 {
		at = 0
	}
	if at >= 0 {
		f.add(StepCode, list[at].ID)
	}
}

// uses adds the token requests with a code.
func (f *flowTracer) uses(code string) {
	if u := f.session.CodeUses(code); u != nil {
		for _, m := range session.FirstFew(u.All) {
			f.add(StepToken, m.ID)
		}
	}
}

// spent adds all requests that sent a refresh token: one of them may have
// taken it from another.
func (f *flowTracer) spent(token string) {
	if u := f.session.RefreshUses(token); u != nil {
		for _, m := range session.FirstFew(u.All) {
			f.add(StepRefresh, m.ID)
		}
	}
}

func (f *flowTracer) refreshesOf(t *session.TokenIssue) {
	if t.Refresh != "" {
		f.spent(t.Refresh)
	}
}

// on adds what happened to the tokens of a response.
func (f *flowTracer) on(t *session.TokenIssue) {
	for range mostTurns {
		if t == nil || t.Refresh == "" || t.Refresh == t.Spent {
			return
		}
		f.refreshesOf(t)
		u := f.session.RefreshUses(t.Refresh)
		if u == nil || len(u.Succeeded) == 0 {
			return
		}
		t = f.session.IssueIn(u.Succeeded[0].ID)
	}
}

// fromConsent adds the result of a request for consent.
func (f *flowTracer) fromConsent(a *session.AuthorizeRequest) {
	if a == nil {
		return
	}
	f.on(f.session.IssueIn(a.ID)) // without a code, in the fragment
	for _, code := range f.session.CodesAfter(a) {
		f.redirects(code)
		f.uses(code)
		if u := f.session.CodeUses(code); u != nil && len(u.Succeeded) > 0 {
			f.on(f.session.IssueIn(u.Succeeded[0].ID))
		}
	}
}

var stepOrder = []string{StepAuthorize, StepCode, StepToken, StepRefresh, StepRevoke, StepCall}

// flow puts the steps in order and keeps the first and those about the current one.
func (f *flowTracer) flow() *Flow {
	if len(f.steps) < 2 {
		return nil
	}
	sort.SliceStable(f.steps, func(i, j int) bool {
		a, b := &f.steps[i], &f.steps[j]
		return cmp.Or(a.Started.Compare(b.Started), cmp.Compare(slices.Index(stepOrder, a.Kind), slices.Index(stepOrder, b.Kind)), cmp.Compare(a.Exchange, b.Exchange)) < 0
	})
	flow := &Flow{Steps: f.steps}
	if n := len(f.steps); n > mostSteps {
		at := slices.IndexFunc(f.steps, func(s FlowStep) bool { return s.Exchange == f.current })
		const first = 3 // how it began
		from := min(max(first, at-(mostSteps-first)/2), n-(mostSteps-first))
		flow.Steps = slices.Concat(f.steps[:first], f.steps[from:from+mostSteps-first])
		flow.Omitted = n - len(flow.Steps)
	}
	for i := range flow.Steps {
		step := &flow.Steps[i]
		step.Current = step.Exchange == f.current && (i == 0 || flow.Steps[i-1].Exchange != f.current)
		step.OK = step.Status >= 200 && step.Status < 400 && !f.session.Summary(step.Exchange).Failed
	}
	return flow
}
