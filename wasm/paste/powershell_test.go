package paste_test

import (
	"testing"

	"misstep/catalog"
	"misstep/catalog/builtin"
	"misstep/wasm/paste"
)

// PowerShell, as DevTools copies it, has its headers on separate lines; its error message
// about a failed command isn't a command.
func TestPowerShell(t *testing.T) {
	knowledge := catalog.Load(builtin.Packs)
	found, err := paste.Read(knowledge, "Invoke-WebRequest -UseBasicParsing -Uri \"https://api.fitbit.com/1/user/-/profile.json\" `\n-Method \"POST\" `\n-Headers @{\n\"authority\"=\"api.fitbit.com\"\n  \"authorization\"=\"Bearer x\"\n} `\n-ContentType \"text/plain\"")
	if err != nil || len(found) != 1 {
		t.Fatal(err, len(found))
	}
	request := found[0].Request
	if authorization, _ := request.Header("authorization"); authorization != "Bearer x" || request.Method != "POST" {
		t.Errorf("have %+v", request)
	}
	if contentType, _ := request.Header("Content-Type"); contentType != "text/plain" {
		t.Errorf("what follows the table is lost: %+v", request)
	}
	found, err = paste.Read(knowledge, `Invoke-RestMethod : {"errors":[{"errorType":"expired_token","message":"Access token expired: abc"}],"success":false}`)
	if err != nil || len(found) != 1 || found[0].Request.URL != "" || !found[0].Response.Body.Recorded {
		t.Errorf("have %+v %v", found, err)
	}
}
