package diagnose

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"misstep/wasm/har"
)

func TestProofKey(t *testing.T) {
	const (
		verifier = "mZ3xQ8fT2kLr7vBn4wYc9sHd6jPg1aUe5oXi0tKbMhC"
		mismatch = "invalid_request: Authorization code verifier invalid: x"
		missing  = "invalid_request: Authorization code verifier invalid: null"
		length   = "invalid_request: The code_verifier parameter length must be between 43 and 128"
		alphabet = "invalid_request: The code_verifier parameter is invalid"
		back     = "https://app.example.org/callback?code=" + theCode
	)
	hash := sha256.Sum256([]byte(verifier))
	right := base64.RawURLEncoding.EncodeToString(hash[:])
	asked := func(location, challenge, method string) har.Exchange {
		pairs := []string{"client_id", "23QXYZ", "response_type", "code", "scope", "activity"}
		if challenge != "" {
			pairs = append(pairs, "code_challenge", challenge)
		}
		if method != "" {
			pairs = append(pairs, "code_challenge_method", method)
		}
		return consent(0, location, pairs...)
	}
	sent := func(message, verifier string) har.Exchange {
		pairs := []string{"grant_type", "authorization_code", "client_id", "23QXYZ", "code", theCode}
		if verifier != "" {
			pairs = append(pairs, "code_verifier", verifier)
		}
		return tokenExchange(2, message, pairs...)
	}
	for _, test := range []struct {
		name      string
		exchanges []har.Exchange
		want      string
	}{
		{"right, and refused all the same", []har.Exchange{asked(back, right, "S256"), sent(mismatch, verifier)}, ""},
		{"right as plain", []har.Exchange{asked(back, verifier, "plain"), sent(mismatch, verifier)}, ""},
		{"right as plain by default", []har.Exchange{asked(back, verifier, ""), sent(mismatch, verifier)}, ""},
		{"another verifier", []har.Exchange{asked(back, right, "S256"), sent(mismatch, strings.ToLower(verifier))}, "verifier-of-another-challenge"},
		{"another verifier, no redirect seen", []har.Exchange{asked("", right, "S256"), sent(mismatch, strings.ToLower(verifier))}, "verifier-of-another-challenge"},
		{"another verifier, but it worked", []har.Exchange{asked(back, right, "S256"), sent("", strings.ToLower(verifier))}, ""},
		{"nothing to compare with", []har.Exchange{sent(mismatch, verifier)}, ""},
		{"no method", []har.Exchange{asked(back, right, ""), sent(mismatch, verifier)}, "challenge-method-left-out"},
		{"method plain", []har.Exchange{asked(back, right, "plain"), sent(mismatch, verifier)}, "challenge-method-left-out"},
		{"not hashed", []har.Exchange{asked(back, verifier, "S256"), sent(mismatch, verifier)}, "challenge-not-hashed"},
		{"padded", []har.Exchange{asked(back, right+"=", "S256"), sent(mismatch, verifier)}, "challenge-padded"},
		{"hexadecimal", []har.Exchange{asked(back, hex.EncodeToString(hash[:]), "S256"), sent(mismatch, verifier)}, "challenge-hexadecimal"},
		{"hexadecimal in base64url", []har.Exchange{asked(back, base64.RawURLEncoding.EncodeToString([]byte(hex.EncodeToString(hash[:]))), "S256"), sent(mismatch, verifier)}, "challenge-hexadecimal"},
		{"no challenge", []har.Exchange{asked(back, "", ""), sent(mismatch, verifier)}, "verifier-without-challenge"},
		{"verifier left out", []har.Exchange{asked(back, right, "S256"), sent(missing, "")}, "verifier-left-out"},
		{"none asked for", []har.Exchange{asked(back, "", ""), sent(missing, "")}, ""},
		{"42 characters", []har.Exchange{sent(length, verifier[:42])}, "verifier-length"},
		{"129 characters", []har.Exchange{sent(length, strings.Repeat("a", 129))}, "verifier-length"},
		{"43 characters", []har.Exchange{sent(length, verifier)}, ""},
		{"128 characters", []har.Exchange{sent(length, strings.Repeat("a", 128))}, ""},
		{"plus sign", []har.Exchange{sent(alphabet, verifier+"+")}, "verifier-alphabet"},
		{"space", []har.Exchange{sent(alphabet, verifier+" ")}, "verifier-alphabet"},
		{"all that is allowed", []har.Exchange{sent(alphabet, verifier+"-._~")}, ""},
		{"short, but the error is another", []har.Exchange{sent("invalid_client: Invalid authorization header. Client secret invalid", "abc")}, ""},

		{"consent: right", []har.Exchange{asked("", right, "S256")}, ""},
		{"consent: plain", []har.Exchange{asked("", verifier+verifier, "plain")}, ""},
		{"consent: padded", []har.Exchange{asked("", right+"=", "S256")}, "challenge-padded"},
		{"consent: padded, and got through", []har.Exchange{asked(back, right+"=", "S256")}, ""},
		{"consent: base64", []har.Exchange{asked("", "+"+right[1:], "S256")}, "challenge-not-url-safe"},
		{"consent: hexadecimal", []har.Exchange{asked("", hex.EncodeToString(hash[:]), "S256")}, "challenge-hexadecimal"},
		{"consent: short", []har.Exchange{asked("", right[:20], "S256")}, "challenge-length"},
		{"consent: S256 of 50", []har.Exchange{asked("", right+"abcdefg", "S256")}, "challenge-length"},
		{"consent: method", []har.Exchange{asked("", right, "SHA256")}, "challenge-method-unknown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if reasons, first := flowReasons(t, test.exchanges...); first.Reason != test.want {
				t.Errorf("have %q, want %q", reasons, test.want)
			}
		})
	}
}
