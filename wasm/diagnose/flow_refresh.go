package diagnose

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// examineRefresh looks at what became of the refresh token before this request
// sent it.
func examineRefresh(e *examination, r session.TokenRequest) (clues []clue) {
	if r.Spends == "" {
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
	values := func(m session.EventTime) map[string]string {
		return map[string]string{"refresh_token": r.Spends, "exchange": strconv.Itoa(m.ID), "age": e.gap(now.Start.Sub(m.Start))}
	}
	ago := func(key string, m session.EventTime) string { return e.say(key, "span", e.gap(now.Start.Sub(m.Start))) }
	u := flows.RefreshUses(r.Spends)
	if u != nil {
		won := e.session.FirstSpending(e.now(), u, r.Spends)
		if lost, ok := session.LastBefore(u.Unread, now); ok && (won == nil || holds(u.Unread, *won)) && e.fits("refresh-answer-lost") {
			return []clue{{cause: "refresh-answer-lost", certainty: Likely, weight: 5, values: values(lost),
				evidence: []Evidence{{e.say("label.the-same-token"), ago("text.sent-lost", lost), lost.Where()}}}}
		}
		if won != nil && e.fits("refresh-token-spent") {
			known := values(*won)
			known["newest_exchange"] = known["exchange"]
			if t := flows.IssueIn(won.ID); t != nil {
				known["newest_exchange"] = strconv.Itoa(flows.Newest(t).ID)
			}
			return []clue{{cause: "refresh-token-spent", certainty: Certain, weight: 4, values: known,
				evidence: []Evidence{{e.say("label.the-same-token"), ago("text.exchanged", *won), won.Where()}}}}
		}
	}
	mine := flows.IssueWith(r.Spends)
	revoked, ok := flows.LastRevocation(r.Spends, now)
	if !ok && mine != nil {
		revoked, ok = flows.LastRevocation(mine.Access, now)
	}
	if ok && e.fits("refresh-token-revoked") {
		return []clue{{cause: "refresh-token-revoked", certainty: Certain, weight: 4, values: values(revoked),
			evidence: []Evidence{{e.say("label.revoked"), ago("text.before", revoked), revoked.Where()}}}}
	}
	if mine != nil && e.fits("refresh-token-replaced") {
		if next, ok := flows.LastIssueTo(mine.User, now); ok && next.Code != "" && mine.Compare(next.EventTime) < 0 && next.Refresh != r.Spends && next.Client == mine.Client {
			return []clue{{cause: "refresh-token-replaced", certainty: Likely, weight: 3, values: values(next.EventTime),
				evidence: []Evidence{{e.say("label.token-of"), e.say("place.exchange", "number", strconv.Itoa(mine.ID)), "request parameter refresh_token"}, {e.say("label.same-user-consented-again"), ago("text.before", next.EventTime), next.Where()}}}}
		}
	}
	return nil
}

// holds reports whether a list in the order of time has this moment.
func holds(list []session.EventTime, m session.EventTime) bool {
	_, found := slices.BinarySearchFunc(list, m, session.EventTime.Compare)
	return found
}

// refreshedAtOnce finds the other one of two refreshes at the same time.
func refreshedAtOnce(e *examination, r session.TokenRequest) *clue {
	const cause = "refreshes-overlap"
	u, now := e.session.RefreshUses(r.Spends), e.now()
	if u == nil || !e.answers(cause) {
		return nil
	}
	var other *session.EventTime
	for _, list := range [][]session.EventTime{u.Succeeded, u.All} { // rather one that succeeded
		if before, ok := session.LastBefore(list, now); ok && other == nil {
			other = &before
		}
		if other == nil {
			other = nextAfter(list, now)
		}
	}
	if other == nil {
		return nil
	}
	gap := now.Start.Sub(other.Start)
	c := &clue{cause: cause, certainty: sureIf(other.Overlaps(now)), weight: 5, values: map[string]string{"refresh_token": r.Spends, "exchange": strconv.Itoa(other.ID), "gap": e.gap(gap)}}
	told := map[bool]string{true: "text.started-later", false: "text.started-before"}[gap < 0]
	status := e.session.Exchange(other.ID).Response.Status
	if status != 0 {
		told = map[bool]string{true: "text.started-later-answered", false: "text.started-before-answered"}[gap < 0]
	}
	c.evidence = []Evidence{{e.say("label.the-other-refresh"), e.say(told, "span", c.values["gap"], "status", strconv.Itoa(status)), other.Where()}}
	return c
}

// nextAfter is the earliest of the list that began after m; nil for none.
func nextAfter(list []session.EventTime, m session.EventTime) *session.EventTime {
	i, found := slices.BinarySearchFunc(list, m, session.EventTime.Compare)
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
func sentTwice(e *examination, r session.TokenRequest) *clue {
	const cause = "refresh-sent-by-two"
	u, now := e.session.RefreshUses(r.Spends), e.now()
	if u == nil || now.Start.IsZero() || !e.fits(cause) {
		return nil
	}
	at, _ := slices.BinarySearchFunc(u.All, now, session.EventTime.Compare)
	var found *clue
	for _, other := range u.All[max(0, at-4):min(at+5, len(u.All))] {
		gap := now.Start.Sub(other.Start)
		if other.ID == now.ID || gap.Abs() > mostInOneEffect || !samePage(e.exchange, e.session.Exchange(other.ID)) {
			continue
		}
		c := &clue{cause: cause, certainty: Possible, values: map[string]string{"exchange": strconv.Itoa(other.ID), "gap": e.gap(gap)}}
		told := map[bool]string{true: "text.started-later-answered", false: "text.started-before-answered"}[gap < 0]
		if holds(u.Succeeded, other) {
			told = map[bool]string{true: "text.won-later", false: "text.won-before"}[gap < 0]
			c.certainty, c.weight = Certain, 6
		}
		c.evidence = []Evidence{{e.say("label.the-same-token"), e.say(told, "span", e.gap(gap), "status", strconv.Itoa(e.session.Exchange(other.ID).Response.Status)), other.Where()}}
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
		id = t.Claims.Client
		if i := e.session.IssueOf(t.Text); i != nil {
			id = cmp.Or(i.Client, id)
		}
	}
	flows, client := e.session, session.ClientKey(e.PackID(), id)
	m, certainty := refusedRenewal(e.session, flows.RenewalsOf(client), now.End)
	if m.ID == 0 {
		return nil
	}
	if at, _ := httpmsg.RequestTime(e.exchange); e.unread() && (!t.Jwt || t.Claims.Expires.After(at)) {
		certainty = Likely // nothing says that it is the token
	}
	first, last := m, now
	if now.Compare(m) < 0 {
		first, last = now, m
	}
	if t, ok := flows.LastIssueFor(client, last); ok && t.Compare(first) > 0 {
		return nil // there were new tokens between
	}
	return []clue{{cause: cause, certainty: certainty, weight: 7, values: map[string]string{"exchange": strconv.Itoa(m.ID)},
		evidence: []Evidence{{e.say("label.refresh"), e.say("text.answered", "status", strconv.Itoa(e.session.Exchange(m.ID).Response.Status)), m.Where()}}}}
}

// refusedRenewal is the refresh that was refused last before a moment, else
// first after it, of a list in the order of time; none has the id 0.
func refusedRenewal(s *session.Session, list []session.EventTime, at time.Time) (session.EventTime, Certainty) {
	from, _ := slices.BinarySearchFunc(list, session.EventTime{Start: at}, session.EventTime.Compare)
	for n := from - 1; n >= max(0, from-8); n-- {
		if refused, certainty := refusedGrant(s, list[n].ID); refused {
			return list[n], certainty
		}
	}
	for _, m := range session.FirstFew(list[from:]) {
		if refused, certainty := refusedGrant(s, m.ID); refused {
			return m, certainty
		}
	}
	return session.EventTime{}, ""
}

// refusedGrant reports whether the token endpoint refused what a request would
// have exchanged: it says invalid_grant (RFC 6749), or its body is missing.
func refusedGrant(s *session.Session, id int) (refused bool, certainty Certainty) {
	r := &s.Exchange(id).Response
	switch {
	case r.Status != httpmsg.StatusBadRequest && r.Status != httpmsg.StatusUnauthorized:
		return false, ""
	case strings.Contains(r.Body.Text, "invalid_grant"):
		return true, Certain
	}
	return r.Status == httpmsg.StatusBadRequest && strings.TrimSpace(r.Body.Text) == "", Likely
}
