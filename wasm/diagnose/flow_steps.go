package diagnose

import (
	"cmp"
	"slices"
	"time"

	"misstep/wasm/httpmsg"
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
	Steps []FlowStep `json:"steps"` // in the order of time
	Left  int        `json:"left"`  // steps between that were left out
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
	mostSteps = 12 // of a flow that are told
	mostTurns = 64 // refreshes that are followed
)

// Flow is the flow that an exchange belongs to; nil when the session shows no
// other step of it.
func (s *Session) Flow(id int) *Flow {
	r := s.recordedAs(id)
	x := &r.exchange
	if x.Request.URL == "" || r.Preflight {
		return nil
	}
	f := follower{session: s, current: id, seen: map[FlowStep]bool{}}
	m := eventTimeOf(id, x)
	switch r.Step { // none for the page that a code came back to
	case "authorize":
		f.add(StepAuthorize, id)
		f.fromConsent(s.authorizeRequest(id))
	case "token":
		asked := readTokenRequest(x)
		if asked.code != "" {
			f.add(StepToken, id)
			f.back(m, asked)
		} else {
			f.add(StepRefresh, id)
			f.spent(asked.spends)
			f.from(s.issueWith(asked.spends))
			if u := s.refreshUses(asked.spends); u != nil && len(u.won) > 0 {
				f.on(s.issueIn(u.won[0].id)) // though it may not be this one
			}
		}
		f.on(s.issueIn(id))
	case "revoke":
		f.add(StepRevoke, id)
		token, _ := httpmsg.NamedParam(&x.Request, "token")
		f.from(cmp.Or(s.issueWith(token), s.issueOf(token)))
	default:
		t, ok := (&examination{session: s, id: id, exchange: x, Target: r.Target, findings: s.Diagnosis(id).Findings}).token()
		if !ok {
			if code := httpmsg.FirstParam(httpmsg.Query(x.Request.URL), "code"); len(s.redirectsWith(code)) > 0 {
				f.add(StepCode, id)
				f.back(m, tokenRequest{code: code})
			}
			break
		}
		f.add(StepCall, id)
		from := s.issueOf(t.text)
		f.from(from)
		if from != nil {
			f.refreshesOf(from)
		}
	}
	return f.flow()
}

// A follower gathers the steps of one flow.
type follower struct {
	session *Session
	current int
	seen    map[FlowStep]bool
	steps   []FlowStep
}

func (f *follower) add(kind string, id int) { f.put(FlowStep{Kind: kind, Exchange: id}) }

func (f *follower) put(step FlowStep) {
	key := FlowStep{Kind: step.Kind, Exchange: step.Exchange}
	if f.seen[key] {
		return
	}
	f.seen[key] = true
	x := f.session.Exchange(step.Exchange)
	step.Started, step.Status = x.Started, x.Response.Status
	f.steps = append(f.steps, step)
}

// from adds the answer that brought a token, and what led to it.
func (f *follower) from(t *issue) {
	for range mostTurns {
		switch {
		case t == nil:
			return
		case t.asked != nil:
			f.add(StepAuthorize, t.id)
			return
		case t.code != "":
			f.add(StepToken, t.id)
			f.back(t.eventTime, tokenRequest{client: t.client, code: t.code, verifier: t.verifier})
			return
		}
		f.add(StepRefresh, t.id)
		f.spent(t.spent)
		t = f.session.issueWith(t.spent)
	}
}

// back adds what led to a code: the other uses of it, the redirect that brought
// it, the request for consent.
func (f *follower) back(m eventTime, r tokenRequest) {
	f.uses(r.code)
	f.redirects(r.code)
	if a, sure := f.session.consent(m, r); a != nil {
		f.put(FlowStep{Kind: StepAuthorize, Exchange: a.id, Guessed: !sure})
	}
}

// redirects adds how a code came back: to a page, or, where that was not seen,
// in the answer that sent the browser there.
func (f *follower) redirects(code string) {
	list := firstFew(f.session.redirectsWith(code))
	at := slices.IndexFunc(list, func(r redirect) bool { return r.page != "" })
	if at < 0 && len(list) > 0 {
		at = 0
	}
	if at >= 0 {
		f.add(StepCode, list[at].id)
	}
}

// uses adds the token requests with a code.
func (f *follower) uses(code string) {
	if u := f.session.codeUses(code); u != nil {
		for _, m := range firstFew(u.all) {
			f.add(StepToken, m.id)
		}
	}
}

// spent adds all requests that sent a refresh token: one of them may have
// taken it from another.
func (f *follower) spent(token string) {
	if u := f.session.refreshUses(token); u != nil {
		for _, m := range firstFew(u.all) {
			f.add(StepRefresh, m.id)
		}
	}
}

func (f *follower) refreshesOf(t *issue) {
	if t.refresh != "" {
		f.spent(t.refresh)
	}
}

// on adds what became of the tokens that an answer brought.
func (f *follower) on(t *issue) {
	for range mostTurns {
		if t == nil || t.refresh == "" || t.refresh == t.spent {
			return
		}
		f.refreshesOf(t)
		u := f.session.refreshUses(t.refresh)
		if u == nil || len(u.won) == 0 {
			return
		}
		t = f.session.issueIn(u.won[0].id)
	}
}

// fromConsent adds what came of a request for consent.
func (f *follower) fromConsent(a *authorizeRequest) {
	if a == nil {
		return
	}
	f.on(f.session.issueIn(a.id)) // without a code, in the fragment
	for _, code := range f.session.codesAfter(a) {
		f.redirects(code)
		f.uses(code)
		if u := f.session.codeUses(code); u != nil && len(u.won) > 0 {
			f.on(f.session.issueIn(u.won[0].id))
		}
	}
}

var stepOrder = []string{StepAuthorize, StepCode, StepToken, StepRefresh, StepRevoke, StepCall}

// flow puts the steps in order and keeps the first and those about the current one.
func (f *follower) flow() *Flow {
	if len(f.steps) < 2 {
		return nil
	}
	slices.SortStableFunc(f.steps, func(a, b FlowStep) int {
		return cmp.Or(a.Started.Compare(b.Started), cmp.Compare(slices.Index(stepOrder, a.Kind), slices.Index(stepOrder, b.Kind)), cmp.Compare(a.Exchange, b.Exchange))
	})
	flow := &Flow{Steps: f.steps}
	if n := len(f.steps); n > mostSteps {
		at := slices.IndexFunc(f.steps, func(s FlowStep) bool { return s.Exchange == f.current })
		const first = 3 // how it began
		from := min(max(first, at-(mostSteps-first)/2), n-(mostSteps-first))
		flow.Steps = slices.Concat(f.steps[:first], f.steps[from:from+mostSteps-first])
		flow.Left = n - len(flow.Steps)
	}
	for i := range flow.Steps {
		step := &flow.Steps[i]
		step.Current = step.Exchange == f.current && (i == 0 || flow.Steps[i-1].Exchange != f.current)
		step.OK = step.Status >= 200 && step.Status < 400 && !f.session.Row(step.Exchange).Failed
	}
	return flow
}
