package oauth

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"misstep/catalog/location"
	"misstep/wasm/analysis"
	"misstep/wasm/errorformat"
	"misstep/wasm/httpmsg"
	"misstep/wasm/session"
)

// checkRefresh looks at what became of the refresh token before this request
// sent it.
func checkRefresh(pass *analysis.Pass, r session.TokenRequest) (reports []analysis.Report) {
	if r.Spends == "" {
		return nil
	}
	if c := sentTwice(pass, r); c != nil {
		if c.Certainty == analysis.Certain {
			return []analysis.Report{*c}
		}
		defer func() { reports = append(reports, *c) }()
	}
	if c := refreshedAtOnce(pass, r); c != nil {
		return []analysis.Report{*c}
	}
	flows, now := pass.Session, pass.Now()
	values := func(m session.EventTime) map[string]string {
		return map[string]string{"refresh_token": r.Spends, "exchange": strconv.Itoa(m.ID), "age": pass.Gap(now.Start.Sub(m.Start))}
	}
	ago := func(key string, m session.EventTime) string {
		return pass.Format(key, "span", pass.Gap(now.Start.Sub(m.Start)))
	}
	u := flows.RefreshUses(r.Spends)
	if u != nil {
		won := pass.Session.FirstSpending(pass.Now(), u, r.Spends)
		if lost, ok := session.LastBefore(u.Unread, now); ok && (won == nil || holds(u.Unread, *won)) && pass.Applies("refresh-answer-lost") {
			return []analysis.Report{{Cause: "refresh-answer-lost", Certainty: analysis.Likely, Values: values(lost),
				Evidence: []analysis.Evidence{{Label: pass.Format("label.the-same-token"), Text: ago("text.sent-lost", lost), Where: lost.Where()}}}}
		}
		if won != nil && pass.Applies("refresh-token-spent") {
			known := values(*won)
			known["newest_exchange"] = known["exchange"]
			if t := flows.IssueIn(won.ID); t != nil {
				known["newest_exchange"] = strconv.Itoa(flows.Newest(t).ID)
			}
			return []analysis.Report{{Cause: "refresh-token-spent", Certainty: analysis.Certain, Values: known,
				Evidence: []analysis.Evidence{{Label: pass.Format("label.the-same-token"), Text: ago("text.exchanged", *won), Where: won.Where()}}}}
		}
	}
	mine := flows.IssueWith(r.Spends)
	revoked, ok := flows.LastRevocation(r.Spends, now)
	if !ok && mine != nil {
		revoked, ok = flows.LastRevocation(mine.Access, now)
	}
	if ok && pass.Applies("refresh-token-revoked") {
		return []analysis.Report{{Cause: "refresh-token-revoked", Certainty: analysis.Certain, Values: values(revoked),
			Evidence: []analysis.Evidence{{Label: pass.Format("label.revoked"), Text: ago("text.before", revoked), Where: revoked.Where()}}}}
	}
	if mine != nil && pass.Applies("refresh-token-replaced") {
		if next, ok := flows.LastIssueTo(mine.User, now); ok && next.Code != "" && mine.Compare(next.EventTime) < 0 && next.Refresh != r.Spends && next.Client == mine.Client {
			return []analysis.Report{{Cause: "refresh-token-replaced", Certainty: analysis.Likely, Values: values(next.EventTime),
				Evidence: []analysis.Evidence{{Label: pass.Format("label.token-of"), Text: pass.Format("place.exchange", "number", strconv.Itoa(mine.ID)), Where: location.RequestParameter("refresh_token")}, {Label: pass.Format("label.same-user-consented-again"), Text: ago("text.before", next.EventTime), Where: next.Where()}}}}
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
func refreshedAtOnce(pass *analysis.Pass, r session.TokenRequest) *analysis.Report {
	const cause = "refreshes-overlap"
	u, now := pass.Session.RefreshUses(r.Spends), pass.Now()
	if u == nil || !pass.SurelyExplains(cause) {
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
	c := &analysis.Report{Cause: cause, Certainty: analysis.SureIf(other.Overlaps(now)), Values: map[string]string{"refresh_token": r.Spends, "exchange": strconv.Itoa(other.ID), "gap": pass.Gap(gap)}}
	told := map[bool]string{true: "text.started-later", false: "text.started-before"}[gap < 0]
	status := pass.Session.Exchange(other.ID).Response.Status
	if status != 0 {
		told = map[bool]string{true: "text.started-later-answered", false: "text.started-before-answered"}[gap < 0]
	}
	c.Evidence = []analysis.Evidence{{Label: pass.Format("label.the-other-refresh"), Text: pass.Format(told, "span", c.Values["gap"], "status", strconv.Itoa(status)), Where: other.Where()}}
	return c
}

// nextAfter is the earliest of the list that began after m; nil if there is none.
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
// code of a page made by running twice: 1 to 9 ms were seen. Two tabs that wake
// up together were 90 ms apart.
const mostInOneEffect = 25 * time.Millisecond

// sentTwice finds that the same page sent the same refresh token at the same
// moment and got the new pair.
func sentTwice(pass *analysis.Pass, r session.TokenRequest) *analysis.Report {
	const cause = "refresh-sent-by-two"
	u, now := pass.Session.RefreshUses(r.Spends), pass.Now()
	if u == nil || now.Start.IsZero() || !pass.Applies(cause) {
		return nil
	}
	at, _ := slices.BinarySearchFunc(u.All, now, session.EventTime.Compare)
	var found *analysis.Report
	for _, other := range u.All[max(0, at-4):min(at+5, len(u.All))] {
		gap := now.Start.Sub(other.Start)
		if other.ID == now.ID || gap.Abs() > mostInOneEffect || !samePage(pass.Exchange, pass.Session.Exchange(other.ID)) {
			continue
		}
		c := &analysis.Report{Cause: cause, Certainty: analysis.Possible, Values: map[string]string{"exchange": strconv.Itoa(other.ID), "gap": pass.Gap(gap)}}
		told := map[bool]string{true: "text.started-later-answered", false: "text.started-before-answered"}[gap < 0]
		if holds(u.Succeeded, other) {
			told = map[bool]string{true: "text.won-later", false: "text.won-before"}[gap < 0]
			c.Certainty, c.Weight = analysis.Certain, 6
		}
		c.Evidence = []analysis.Evidence{{Label: pass.Format("label.the-same-token"), Text: pass.Format(told, "span", pass.Gap(gap), "status", strconv.Itoa(pass.Session.Exchange(other.ID).Response.Status)), Where: other.Where()}}
		if found == nil || c.Certainty == analysis.Certain {
			found = c
		}
	}
	return found // that neither won only speaks for what the response says
}

// samePage reports whether two requests came from one page, judging by their headers.
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
	return known && httpmsg.SameTab(x, y)
}

// checkRenewal finds that a token that is not valid any more could not be
// refreshed either: a refresh that belongs to this token was refused, and none
// of its client's has worked since.
func checkRenewal(pass *analysis.Pass) []analysis.Report {
	const cause = "refresh-was-refused"
	if pass.Status() != httpmsg.StatusUnauthorized || pass.Step != "" || !pass.SurelyExplains(cause) && !pass.Unread() {
		return nil
	}
	now, id := pass.Now(), ""
	t, sent := pass.Token()
	if !sent && pass.Unread() {
		return nil
	}
	var own *session.TokenIssue
	if sent {
		id = t.Claims.Client
		if own = pass.Session.IssueOf(t.Text); own != nil {
			id = cmp.Or(own.Client, id)
		}
	}
	flows, client := pass.Session, session.ClientKey(pass.PackID(), id)
	m, certainty := refusedRenewal(pass, flows.RenewalsOf(client), own, t)
	if m.ID == 0 {
		return nil
	}
	if at, _ := httpmsg.RequestTime(pass.Exchange); pass.Unread() && (!t.Jwt || t.Claims.Expires.After(at)) {
		certainty = analysis.Likely // nothing says that it is the token
	}
	foreign := id == "" && !samePage(pass.Exchange, pass.Session.Exchange(m.ID)) || t.Claims.Subject != "" && flows.OthersThan(t.Claims.Subject) || flows.OtherTokens(pass.PackID(), t.Key)
	if own == nil && foreign {
		certainty = analysis.Possible // it may have been for the token of another client or user
	}
	first, last := m, now
	if now.Compare(m) < 0 {
		first, last = now, m
	}
	if t, ok := flows.LastIssueFor(client, last); ok && t.Compare(first) > 0 {
		return nil // there were new tokens between
	}
	if own == nil && flows.RenewedAfter(client, m) {
		return nil
	}
	return []analysis.Report{{Cause: cause, Certainty: certainty, Values: map[string]string{"exchange": strconv.Itoa(m.ID)},
		Evidence: []analysis.Evidence{{Label: pass.Format("label.refresh"), Text: pass.Format("text.answered", "status", strconv.Itoa(pass.Session.Exchange(m.ID).Response.Status)), Where: m.Where()}}}}
}

// refusedRenewal is the refresh of a token that was refused last before this
// request, otherwise first after it, of a list in the order of time; none has the ID
// 0. own is the response that brought the token, nil where the session lacks it.
func refusedRenewal(pass *analysis.Pass, list []session.EventTime, own *session.TokenIssue, t session.UsedToken) (session.EventTime, analysis.Certainty) {
	from, _ := slices.BinarySearchFunc(list, session.EventTime{Start: pass.Now().End}, session.EventTime.Compare)
	for n := from - 1; n >= max(0, from-8); n-- {
		if refused, certainty := refusedGrant(pass.Session, list[n].ID); refused && renews(pass.Session, pass.PackID(), list[n], own, t) {
			return list[n], certainty
		}
	}
	for _, m := range session.FirstFew(list[from:]) {
		if refused, certainty := refusedGrant(pass.Session, m.ID); refused && renews(pass.Session, pass.PackID(), m, own, t) {
			return m, certainty
		}
	}
	return session.EventTime{}, ""
}

// renews reports whether a refresh that was refused may have been for a token:
// it sent what came with the token, and nobody else got a pair for that.
func renews(s *session.Session, pack string, m session.EventTime, own *session.TokenIssue, t session.UsedToken) bool {
	spends := session.ReadTokenRequest(s.Exchange(m.ID)).Spends
	if wonBy(s, spends, m) {
		return false
	}
	if own != nil {
		return spends == cmp.Or(own.Refresh, own.Spent)
	}
	return isRefreshToken(s, spends) && spends != t.Text && s.IssueWith(spends) == nil && older(s, pack, t, m)
}

// wonBy reports whether another request got a pair for a refresh token that was
// refused: at the same time or later, or before where a refresh uses it up.
func wonBy(s *session.Session, spends string, refused session.EventTime) bool {
	u := s.RefreshUses(spends)
	if u == nil {
		return false
	}
	return slices.ContainsFunc(session.FirstFew(u.Succeeded), func(won session.EventTime) bool {
		next := session.TokenAnswer(s.Exchange(won.ID)).Refresh
		return won.Overlaps(refused) || won.Compare(refused) > 0 || next != "" && next != spends
	})
}

// isRefreshToken reports whether what was sent may be one: not the word for a value
// that is missing, not broken, no access token.
func isRefreshToken(s *session.Session, text string) bool {
	return text != "" && !httpmsg.IsPlaceholder(text) && !strings.ContainsAny(text, " \t\r\n\"'<>{}%") && s.IssueOf(text) == nil
}

// older reports whether a token was there before a time: it says so itself, or was
// used before.
func older(s *session.Session, pack string, t session.UsedToken, m session.EventTime) bool {
	if issued := t.Claims.Issued; !issued.IsZero() && issued.Before(m.Start.Add(-httpmsg.ClockTolerance)) {
		return true
	}
	used, seen := s.FirstUse(pack, t.Key)
	return !seen || used.Compare(m) < 0
}

// refusedGrant reports whether the token endpoint refused what a request would
// have exchanged: it says invalid_grant (RFC 6749), or its body is missing.
func refusedGrant(s *session.Session, id int) (refused bool, certainty analysis.Certainty) {
	r := &s.Exchange(id).Response
	switch {
	case r.Status != httpmsg.StatusBadRequest && r.Status != httpmsg.StatusUnauthorized:
		return false, ""
	case errorformat.RefusesGrant(r.Body.Text):
		return true, analysis.Certain
	}
	return r.Status == httpmsg.StatusBadRequest && strings.TrimSpace(r.Body.Text) == "", analysis.Likely
}
