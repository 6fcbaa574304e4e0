package diagnosis

import (
	"testing"
	"time"

	"misstep/wasm/httpmsg"
)

// One code or token sent over and over must not make each diagnosis dearer.
func TestFlowCostDoesNotGrow(t *testing.T) {
	c := knowledge(t)
	cost := func(n int) float64 {
		session := NewSession(c)
		for i := range n {
			began := time.Date(2026, 10, 12, 9, 30, 2*i, 0, time.UTC)
			session.Add(httpmsg.Exchange{Started: began, Request: httpmsg.Request{Method: "GET", URL: "https://www.fitbit.com/oauth2/authorize?client_id=23QXYZ&scope=activity&state=same&code_challenge=same"}, Response: httpmsg.Response{Status: 200}})
			refused := answered(400, `{"errors":[{"errorType":"invalid_grant","message":"Refresh token invalid: x"}],"success":false}`)
			refused.Started = began.Add(time.Second)
			refused.Request = httpmsg.Request{Method: "POST", URL: "https://api.fitbit.com/oauth2/token", PostData: &httpmsg.PostData{MimeType: "application/x-www-form-urlencoded", Text: "grant_type=refresh_token&refresh_token=1234567890abcdef12345678&code=7b64c4b088b9c841d15bcac15d4aa7433d35af3e"}}
			session.Add(refused)
		}
		return testing.AllocsPerRun(1, func() {
			for id := session.LastID() - 20; id <= session.LastID(); id++ {
				session.explained = nil
				session.Diagnosis(id)
			}
		})
	}
	if short, long := cost(50), cost(2000); long > 1.2*short {
		t.Errorf("%.0f allocations after 4000 exchanges, %.0f after 100", long, short)
	}
}
