package diagnose

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/wasm/httpmsg"
)

// examineRefresh looks at what became of the refresh token before this request
// sent it.
func examineRefresh(e *examination, r tokenRequest) (clues []clue) {
	if r.spends == "" {
		return nil
	}
	if c := sentTwice(e, r); c != nil {
		if c.certainty == Certain {
			return []clue{*c}
		}
		defer func() { clues = append(clues, *c) }()
	}
	if c := refreshedAtOnce(e, r); c != nil {
		return []clue{*c}
	}
	flows, now := e.session, e.now()
	values := func(m eventTime) map[string]string {
		return map[string]string{"refresh_token": r.spends, "exchange": strconv.Itoa(m.id), "age": e.gap(now.start.Sub(m.start))}
	}
	ago := func(key string, m eventTime) string { return e.say(key, "span", e.gap(now.start.Sub(m.start))) }
	u := flows.refreshUses(r.spends)
	if u != nil {
		won := firstSpending(e, u, r.spends)
		if lost, ok := lastBefore(u.lost, now); ok && (won == nil || holds(u.lost, *won)) && e.fits("refresh-answer-lost") {
			return []clue{{cause: "refresh-answer-lost", certainty: Likely, weight: 5, values: values(lost),
				evidence: []Evidence{{e.say("label.the-same-token"), ago("text.sent-lost", lost), lost.where()}}}}
		}
		if won != nil && e.fits("refresh-token-spent") {
			known := values(*won)
			known["newest_exchange"] = known["exchange"]
			if t := flows.issueIn(won.id); t != nil {
				known["newest_exchange"] = strconv.Itoa(flows.newest(t).id)
			}
			return []clue{{cause: "refresh-token-spent", certainty: Certain, weight: 4, values: known,
				evidence: []Evidence{{e.say("label.the-same-token"), ago("text.exchanged", *won), won.where()}}}}
		}
	}
	mine := flows.issueWith(r.spends)
	revoked, ok := flows.lastRevocation(r.spends, now)
	if !ok && mine != nil {
		revoked, ok = flows.lastRevocation(mine.access, now)
	}
	if ok && e.fits("refresh-token-revoked") {
		return []clue{{cause: "refresh-token-revoked", certainty: Certain, weight: 4, values: values(revoked),
			evidence: []Evidence{{e.say("label.revoked"), ago("text.before", revoked), revoked.where()}}}}
	}
	if mine != nil && e.fits("refresh-token-replaced") {
		if next, ok := flows.lastIssueTo(mine.user, now); ok && next.code != "" && mine.compare(next.eventTime) < 0 && next.refresh != r.spends && next.client == mine.client {
			return []clue{{cause: "refresh-token-replaced", certainty: Likely, weight: 3, values: values(next.eventTime),
				evidence: []Evidence{{e.say("label.token-of"), e.say("place.exchange", "number", strconv.Itoa(mine.id)), "request parameter refresh_token"}, {e.say("label.same-user-consented-again"), ago("text.before", next.eventTime), next.where()}}}}
		}
	}
	return nil
}

// holds reports whether a list in the order of time has this moment.
func holds(list []eventTime, m eventTime) bool {
	_, found := slices.BinarySearchFunc(list, m, eventTime.compare)
	return found
}

// firstSpending is the first request before this one that got a new pair for
// the token; nil when there is none, or the API gave the same token again.
func firstSpending(e *examination, u *uses, token string) *eventTime {
	now := e.now()
	for _, m := range firstFew(u.won) {
		if m.id == now.id || m.compare(now) >= 0 {
			continue
		}
		if tokenAnswer(e.session.Exchange(m.id)).Refresh != token {
			return &m
		}
	}
	return nil
}

// refreshedAtOnce finds the other one of two refreshes at the same time.
func refreshedAtOnce(e *examination, r tokenRequest) *clue {
	const cause = "refreshes-overlap"
	u, now := e.session.refreshUses(r.spends), e.now()
	if u == nil || !e.answers(cause) {
		return nil
	}
	var other *eventTime
	for _, list := range [][]eventTime{u.won, u.all} { // rather one that succeeded
		if before, ok := lastBefore(list, now); ok && other == nil {
			other = &before
		}
		if other == nil {
			other = nextAfter(list, now)
		}
	}
	if other == nil {
		return nil
	}
	gap := now.start.Sub(other.start)
	c := &clue{cause: cause, certainty: sureIf(other.overlaps(now)), weight: 5, values: map[string]string{"refresh_token": r.spends, "exchange": strconv.Itoa(other.id), "gap": e.gap(gap)}}
	told := map[bool]string{true: "text.started-later", false: "text.started-before"}[gap < 0]
	status := e.session.Exchange(other.id).Response.Status
	if status != 0 {
		told = map[bool]string{true: "text.started-later-answered", false: "text.started-before-answered"}[gap < 0]
	}
	c.evidence = []Evidence{{e.say("label.the-other-refresh"), e.say(told, "span", c.values["gap"], "status", strconv.Itoa(status)), other.where()}}
	return c
}

// nextAfter is the earliest of the list that began after m; nil for none.
func nextAfter(list []eventTime, m eventTime) *eventTime {
	i, found := slices.BinarySearchFunc(list, m, eventTime.compare)
	if found {
		i++
	}
	if i >= len(list) {
		return nil
	}
	return &list[i]
}

// mostInOneEffect is how far apart two requests are at most that one piece of
// code of a page made by running twice; two tabs do not meet so closely.
const mostInOneEffect = 100 * time.Millisecond

// sentTwice finds that the same page sent the same refresh token at the same
// moment and got the new pair.
func sentTwice(e *examination, r tokenRequest) *clue {
	const cause = "refresh-sent-by-two"
	u, now := e.session.refreshUses(r.spends), e.now()
	if u == nil || now.start.IsZero() || !e.fits(cause) {
		return nil
	}
	at, _ := slices.BinarySearchFunc(u.all, now, eventTime.compare)
	var found *clue
	for _, other := range u.all[max(0, at-4):min(at+5, len(u.all))] {
		gap := now.start.Sub(other.start)
		if other.id == now.id || gap.Abs() > mostInOneEffect || !samePage(e.exchange, e.session.Exchange(other.id)) {
			continue
		}
		c := &clue{cause: cause, certainty: Possible, values: map[string]string{"exchange": strconv.Itoa(other.id), "gap": e.gap(gap)}}
		told := map[bool]string{true: "text.started-later-answered", false: "text.started-before-answered"}[gap < 0]
		if holds(u.won, other) {
			told = map[bool]string{true: "text.won-later", false: "text.won-before"}[gap < 0]
			c.certainty, c.weight = Certain, 6
		}
		c.evidence = []Evidence{{e.say("label.the-same-token"), e.say(told, "span", e.gap(gap), "status", strconv.Itoa(e.session.Exchange(other.id).Response.Status)), other.where()}}
		if found == nil || c.certainty == Certain {
			found = c
		}
	}
	return found // that neither won only speaks for what the answer says
}

// samePage reports whether two requests came from one page, as far as their
// headers tell.
func samePage(x, y *httpmsg.Exchange) bool {
	known := false
	for _, name := range []string{"Origin", "Referer"} {
		a, _ := x.Request.Header(name)
		b, _ := y.Request.Header(name)
		if a != b {
			return false
		}
		known = known || a != ""
	}
	return known
}

// examineRenewal finds that a token that is not valid any more could not be
// refreshed either.
func examineRenewal(e *examination) []clue {
	const cause = "refresh-was-refused"
	if e.exchange.Response.Status != httpmsg.StatusUnauthorized || e.Step != "" || !e.answers(cause) && !e.unread() {
		return nil
	}
	now, id := e.now(), ""
	t, sent := e.token()
	if !sent && e.unread() {
		return nil
	}
	if sent {
		id = t.claims.Client
		if i := e.session.issueOf(t.text); i != nil {
			id = cmp.Or(i.client, id)
		}
	}
	flows, client := e.session, clientKey(e.PackID(), id)
	m, certainty := e.session.refusedRenewal(flows.renewalsOf(client), now.end)
	if m.id == 0 {
		return nil
	}
	if at, _ := httpmsg.RequestTime(e.exchange); e.unread() && (!t.jwt || t.claims.Expires.After(at)) {
		certainty = Likely // nothing says that it is the token
	}
	first, last := m, now
	if now.compare(m) < 0 {
		first, last = now, m
	}
	if t, ok := flows.lastIssueFor(client, last); ok && t.compare(first) > 0 {
		return nil // there were new tokens between
	}
	return []clue{{cause: cause, certainty: certainty, weight: 7, values: map[string]string{"exchange": strconv.Itoa(m.id)},
		evidence: []Evidence{{e.say("label.refresh"), e.say("text.answered", "status", strconv.Itoa(e.session.Exchange(m.id).Response.Status)), m.where()}}}}
}

// refusedRenewal is the refresh that was refused last before a moment, else
// first after it, of a list in the order of time; none has the id 0.
func (s *Session) refusedRenewal(list []eventTime, at time.Time) (eventTime, Certainty) {
	from, _ := slices.BinarySearchFunc(list, eventTime{start: at}, eventTime.compare)
	for n := from - 1; n >= max(0, from-8); n-- {
		if refused, certainty := s.refusedGrant(list[n].id); refused {
			return list[n], certainty
		}
	}
	for _, m := range firstFew(list[from:]) {
		if refused, certainty := s.refusedGrant(m.id); refused {
			return m, certainty
		}
	}
	return eventTime{}, ""
}

// refusedGrant reports whether the token endpoint refused what a request would
// have exchanged: it says invalid_grant (RFC 6749), or its body is missing.
func (s *Session) refusedGrant(id int) (refused bool, certainty Certainty) {
	r := &s.Exchange(id).Response
	switch {
	case r.Status != httpmsg.StatusBadRequest && r.Status != httpmsg.StatusUnauthorized:
		return false, ""
	case strings.Contains(r.Body.Text, "invalid_grant"):
		return true, Certain
	}
	return r.Status == httpmsg.StatusBadRequest && strings.TrimSpace(r.Body.Text) == "", Likely
}
