package diagnose

import (
	"slices"
	"strconv"
)

// examineRefresh looks at what became of the refresh token before this request
// sent it.
func examineRefresh(e *examination, r tokenRequest) []clue {
	if r.spends == "" {
		return nil
	}
	if c := refreshedAtOnce(e, r); c != nil {
		return []clue{*c}
	}
	flows, now := &e.session.flows, e.now()
	values := func(m flowMoment) map[string]string {
		return map[string]string{"refresh_token": r.spends, "exchange": strconv.Itoa(m.id), "age": e.gap(now.start.Sub(m.start))}
	}
	ago := func(key string, m flowMoment) string { return e.say(key, "span", e.gap(now.start.Sub(m.start))) }
	u := flows.refreshes[r.spends]
	if u != nil {
		won := firstSpending(e, u, r.spends)
		if lost, ok := lastBefore(u.lost, now); ok && (won == nil || holds(u.lost, *won)) && e.fits("refresh-answer-lost") {
			return []clue{{cause: "refresh-answer-lost", certainty: Likely, weight: 5, values: values(lost),
				evidence: []Evidence{{e.say("label.the-same-token"), ago("text.sent-lost", lost), lost.where()}}}}
		}
		if won != nil && e.fits("refresh-token-spent") {
			known := values(*won)
			known["newest_exchange"] = known["exchange"]
			if t := flows.byExchange[won.id]; t != nil {
				known["newest_exchange"] = strconv.Itoa(flows.newest(t).id)
			}
			return []clue{{cause: "refresh-token-spent", certainty: Certain, weight: 4, values: known,
				evidence: []Evidence{{e.say("label.the-same-token"), ago("text.exchanged", *won), won.where()}}}}
		}
	}
	mine := flows.byRefresh[r.spends]
	revoked, ok := lastBefore(flows.revoked[r.spends], now)
	if !ok && mine != nil {
		revoked, ok = lastBefore(flows.revoked[mine.access], now)
	}
	if ok && e.fits("refresh-token-revoked") {
		return []clue{{cause: "refresh-token-revoked", certainty: Certain, weight: 4, values: values(revoked),
			evidence: []Evidence{{e.say("label.revoked"), ago("text.before", revoked), revoked.where()}}}}
	}
	if mine != nil && e.fits("refresh-token-replaced") {
		if next, ok := lastBefore(flows.byUser[mine.user], now); ok && next.code != "" && mine.compare(next.flowMoment) < 0 && next.refresh != r.spends && next.client == mine.client {
			return []clue{{cause: "refresh-token-replaced", certainty: Likely, weight: 3, values: values(next.flowMoment),
				evidence: []Evidence{{e.say("label.token-of"), e.say("place.exchange", "number", strconv.Itoa(mine.id)), "request parameter refresh_token"}, {e.say("label.same-user-consented-again"), ago("text.before", next.flowMoment), next.where()}}}}
		}
	}
	return nil
}

// holds reports whether a list in the order of time has this moment.
func holds(list []flowMoment, m flowMoment) bool {
	_, found := slices.BinarySearchFunc(list, m, flowMoment.compare)
	return found
}

// firstSpending is the first request before this one that got a new pair for
// the token; nil when there is none, or the API gave the same token again.
func firstSpending(e *examination, u *uses, token string) *flowMoment {
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
	u, now := e.session.flows.refreshes[r.spends], e.now()
	if u == nil || !e.answers(cause) {
		return nil
	}
	var other *flowMoment
	for _, list := range [][]flowMoment{u.won, u.all} { // rather one that succeeded
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
func nextAfter(list []flowMoment, m flowMoment) *flowMoment {
	i, found := slices.BinarySearchFunc(list, m, flowMoment.compare)
	if found {
		i++
	}
	if i >= len(list) {
		return nil
	}
	return &list[i]
}
