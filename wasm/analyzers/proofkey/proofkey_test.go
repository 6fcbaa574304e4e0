package proofkey_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"misstep/wasm/diagnosis/explaintest"
	"misstep/wasm/httpmsg"
)

func TestProofKey(t *testing.T) {
	const (
		verifier = "mZ3xQ8fT2kLr7vBn4wYc9sHd6jPg1aUe5oXi0tKbMhC"
		mismatch = "invalid_request: Authorization code verifier invalid: x"
		missing  = "invalid_request: Authorization code verifier invalid: null"
		length   = "invalid_request: The code_verifier parameter length must be between 43 and 128"
		alphabet = "invalid_request: The code_verifier parameter is invalid"
		back     = "https://app.example.org/callback?code=" + explaintest.Code
	)
	hash := sha256.Sum256([]byte(verifier))
	right := base64.RawURLEncoding.EncodeToString(hash[:])
	asked := func(location, challenge, method string) httpmsg.Exchange {
		pairs := []string{"client_id", "23QXYZ", "response_type", "code", "scope", "activity"}
		if challenge != "" {
			pairs = append(pairs, "code_challenge", challenge)
		}
		if method != "" {
			pairs = append(pairs, "code_challenge_method", method)
		}
		return explaintest.Consent(0, location, pairs...)
	}
	sent := func(message, verifier string) httpmsg.Exchange {
		pairs := []string{"grant_type", "authorization_code", "client_id", "23QXYZ", "code", explaintest.Code}
		if verifier != "" {
			pairs = append(pairs, "code_verifier", verifier)
		}
		return explaintest.TokenExchange(2, message, pairs...)
	}
	for _, test := range []struct {
		name      string
		exchanges []httpmsg.Exchange
		want      string
	}{
		{"right, and refused all the same", []httpmsg.Exchange{asked(back, right, "S256"), sent(mismatch, verifier)}, ""},
		{"right as plain", []httpmsg.Exchange{asked(back, verifier, "plain"), sent(mismatch, verifier)}, ""},
		{"right as plain by default", []httpmsg.Exchange{asked(back, verifier, ""), sent(mismatch, verifier)}, ""},
		{"another verifier", []httpmsg.Exchange{asked(back, right, "S256"), sent(mismatch, strings.ToLower(verifier))}, "verifier-of-another-challenge"},
		{"another verifier, no redirect seen", []httpmsg.Exchange{asked("", right, "S256"), sent(mismatch, strings.ToLower(verifier))}, "verifier-of-another-challenge"},
		{"another verifier, but it worked", []httpmsg.Exchange{asked(back, right, "S256"), sent("", strings.ToLower(verifier))}, explaintest.NoFinding},
		{"nothing to compare with", []httpmsg.Exchange{sent(mismatch, verifier)}, ""},
		{"no method", []httpmsg.Exchange{asked(back, right, ""), sent(mismatch, verifier)}, "challenge-method-left-out"},
		{"method plain", []httpmsg.Exchange{asked(back, right, "plain"), sent(mismatch, verifier)}, "challenge-method-left-out"},
		{"not hashed", []httpmsg.Exchange{asked(back, verifier, "S256"), sent(mismatch, verifier)}, "challenge-not-hashed"},
		{"padded", []httpmsg.Exchange{asked(back, right+"=", "S256"), sent(mismatch, verifier)}, "challenge-padded"},
		{"hexadecimal", []httpmsg.Exchange{asked(back, hex.EncodeToString(hash[:]), "S256"), sent(mismatch, verifier)}, "challenge-hexadecimal"},
		{"hexadecimal in base64url", []httpmsg.Exchange{asked(back, base64.RawURLEncoding.EncodeToString([]byte(hex.EncodeToString(hash[:]))), "S256"), sent(mismatch, verifier)}, "challenge-hexadecimal"},
		{"no challenge", []httpmsg.Exchange{asked(back, "", ""), sent(mismatch, verifier)}, "verifier-without-challenge"},
		{"verifier left out", []httpmsg.Exchange{asked(back, right, "S256"), sent(missing, "")}, "verifier-left-out"},
		{"none asked for", []httpmsg.Exchange{asked(back, "", ""), sent(missing, "")}, ""},
		{"42 characters", []httpmsg.Exchange{sent(length, verifier[:42])}, "verifier-length"},
		{"129 characters", []httpmsg.Exchange{sent(length, strings.Repeat("a", 129))}, "verifier-length"},
		{"43 characters", []httpmsg.Exchange{sent(length, verifier)}, ""},
		{"128 characters", []httpmsg.Exchange{sent(length, strings.Repeat("a", 128))}, ""},
		{"plus sign", []httpmsg.Exchange{sent(alphabet, verifier+"+")}, "verifier-alphabet"},
		{"space", []httpmsg.Exchange{sent(alphabet, verifier+" ")}, "verifier-alphabet"},
		{"all that is allowed", []httpmsg.Exchange{sent(alphabet, verifier+"-._~")}, ""},
		{"short, but the error is another", []httpmsg.Exchange{sent("invalid_client: Invalid authorization header. Client secret invalid", "abc")}, ""},

		{"consent: right", []httpmsg.Exchange{asked("", right, "S256")}, explaintest.NoFinding},
		{"consent: plain", []httpmsg.Exchange{asked("", verifier+verifier, "plain")}, explaintest.NoFinding},
		{"consent: padded", []httpmsg.Exchange{asked("", right+"=", "S256")}, "challenge-padded"},
		{"consent: padded, and got through", []httpmsg.Exchange{asked(back, right+"=", "S256")}, explaintest.NoFinding},
		{"consent: base64", []httpmsg.Exchange{asked("", "+"+right[1:], "S256")}, "challenge-not-url-safe"},
		{"consent: hexadecimal", []httpmsg.Exchange{asked("", hex.EncodeToString(hash[:]), "S256")}, "challenge-hexadecimal"},
		{"consent: short", []httpmsg.Exchange{asked("", right[:20], "S256")}, "challenge-length"},
		{"consent: S256 of 50", []httpmsg.Exchange{asked("", right+"abcdefg", "S256")}, "challenge-length"},
		{"consent: method", []httpmsg.Exchange{asked("", right, "SHA256")}, "challenge-method-unknown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if first := explaintest.First(explaintest.Last(t, test.exchanges...)); first != test.want {
				t.Errorf("have %q, want %q", first, test.want)
			}
		})
	}
}
