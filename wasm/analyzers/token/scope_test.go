package token_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"misstep/catalog"
	"misstep/wasm/diagnosis/explaintest"
	"misstep/wasm/httpmsg"
)

const denied = `{"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}}`

// Every call of every data type that is refused for no reason names the scope that it
// needs, with a body and without.
func TestEveryRefusedCallNamesItsScope(t *testing.T) {
	pack := explaintest.Knowledge(t).Pack("googlehealth")
	calls := map[string][]string{} // scopes needed
	for i := range pack.Endpoints {
		e := &pack.Endpoints[i]
		if e.Host != "" || strings.Contains(e.Path, "{project-number}") {
			continue
		}
		types := []string{"exercise"}
		if e.Action != "" {
			types = nil
			for _, d := range pack.DataTypes {
				if slices.Contains(d.Actions, e.Action) {
					types = append(types, d.ID)
				}
			}
		}
		for _, id := range types {
			version := "/v4/"
			if d := pack.DataType(id); d != nil && d.Version != "" {
				version = "/" + d.Version + "/"
			}
			path := strings.NewReplacer("/v4/", version, "{user-id}", "me", "{data-type}", id, "{data-point-id}", "a1", "{paired-device-id}", "d1", "{shl-id}", "s", "{resource-token}", "r").Replace(e.Path)
			if needed := pack.ScopesFor(e, strings.Replace(path, version, "/v4/", 1)); len(needed) > 0 {
				calls[e.Method+" https://health.googleapis.com"+path] = needed
			}
		}
	}
	if len(calls) < 150 {
		t.Fatalf("only %d calls", len(calls))
	}
	for call, needed := range calls {
		for _, body := range []string{denied, ""} {
			x := explaintest.Exchange(explaintest.Call{Line: call, Status: http.StatusForbidden, Body: body}, 0)
			x.Request.Headers = []httpmsg.Header{{Name: "Authorization", Value: "Bearer ya29.a0AbCdEf-ghijklmnopqrstuvwxyz0123456789"}}
			d := explaintest.Last(t, x)
			if len(d.Findings) == 0 {
				t.Errorf("%s: no finding", call)
				continue
			}
			f := d.Findings[0]
			for _, scope := range needed {
				if said := f.Cause + strings.Join(f.Fixes, "\n"); !strings.Contains(said, scope) {
					t.Errorf("%s (%s): %s is not in %s", call, f.Reason, scope, said)
				}
			}
		}
	}
}

// With a token whose scopes are known, any one of the alternative scopes is enough.
func TestAnyScopeIsEnough(t *testing.T) {
	pack := explaintest.Knowledge(t).Pack("googlehealth")
	i := slices.IndexFunc(pack.Endpoints, func(e catalog.Endpoint) bool { return len(e.AnyScope) > 0 })
	insufficient := strings.Replace(denied, "The caller does not have permission", "Request had insufficient authentication scopes.", 1)
	for _, test := range []struct{ scope, body, want string }{
		{pack.Endpoints[i].AnyScope[3], denied, "permission-despite-scope"},
		{pack.Endpoints[i].AnyScope[3], insufficient, "scope-refused-but-held"},
		{pack.ScopePrefix + "location.readonly", denied, "scope-not-granted"},
		{pack.ScopePrefix + "location.readonly", insufficient, "scope-not-granted"},
		{pack.ScopePrefix + "sleep.writeonly", denied, "scope-not-granted"},
	} {
		const token = "ya29.a0AbCdEf-ghijklmnopqrstuvwxyz0123456789"
		issued := explaintest.Exchange(explaintest.Call{Line: "POST https://oauth2.googleapis.com/token", Status: 200, Body: `{"access_token":"` + token + `","expires_in":3599,"scope":"` + test.scope + `","token_type":"Bearer"}`}, 0)
		used := explaintest.Exchange(explaintest.Call{Line: "GET https://health.googleapis.com/v4/users/me/identity", Status: 403, Body: test.body}, 1)
		used.Request.Headers = []httpmsg.Header{{Name: "Authorization", Value: "Bearer " + token}}
		if have := explaintest.First(explaintest.Last(t, issued, used)); have != test.want {
			t.Errorf("%s: have %q, want %q", test.scope, have, test.want)
		}
	}
}
